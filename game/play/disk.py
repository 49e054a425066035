"""Files that must outlast a power cut, and the right to write them."""

from __future__ import annotations

import errno
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from game.errors import PlayInUse, SaveError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def sync(file: int) -> None:
    """Return once the file, or the folder's list of names, is on the disk itself. Raises OSError."""
    try:
        os.fsync(file)
        if sys.platform == "darwin":  # where fsync stops at the drive's own cache
            fcntl.fcntl(file, fcntl.F_FULLFSYNC)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # a file system without this notion
            raise


def sync_folder(folder: Path) -> None:
    """Make a new name in the folder outlast a power cut. Raises OSError."""
    if sys.platform != "win32":  # which keeps names by itself, and opens no folders
        file = os.open(folder, os.O_RDONLY)
        try:
            sync(file)
        finally:
            os.close(file)


def write_file(path: Path, data: bytes) -> None:
    """Put a whole file in place, or leave what was there. The caller holds its lock. Raises OSError."""
    draft = path.with_name(f".{path.name}.draft")
    try:
        with open(draft, "wb") as file:
            file.write(data)
            file.flush()
            sync(file.fileno())
        os.replace(draft, path)
    except OSError:
        with suppress(OSError):
            draft.unlink()
        raise
    sync_folder(path.parent)


class Lock:
    """The right to write `path`, one process at a time; the system takes it back when the process dies.

    The empty file stays behind and means nothing: were it removed, two processes could each hold
    a different file of that name. Raises SaveError, or PlayInUse after `wait` seconds (not at once:
    somebody who only looks whether it is in use holds it for an instant).
    """

    def __init__(self, path: Path, wait: float = 0.2) -> None:
        until = time.monotonic() + wait
        try:
            self._file = open(self.file_for(path), "ab")  # noqa: SIM115
            while not self._take():
                if time.monotonic() >= until:
                    self.close()
                    raise PlayInUse(f"{path.stem} is open in another game: play a copy of it.", slot=path.stem)
                time.sleep(0.01)
        except OSError as error:
            raise SaveError.refused("lock", path, error) from error

    @staticmethod
    def file_for(path: Path) -> Path:
        return path.with_name(f".{path.stem}.lock")

    def _take(self) -> bool:
        try:
            if sys.platform == "win32":
                self._file.seek(0)
                msvcrt.locking(self._file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            return False
        return True

    def close(self) -> None:
        self._file.close()
