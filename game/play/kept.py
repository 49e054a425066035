"""What took long to make, kept as bytes in the platform's folder for such things.

Nothing depends on it. A file that is not there, torn, foreign or of anything else than what
is asked for is as good as none: the thing is made again, and the file written anew if it can
be. The folder may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from pathlib import Path

from game import paths
from game.errors import SaveError
from game.play.disk import Lock, write_file

MOST_KEPT = 40  # files; beyond them the oldest go


def seal(parts: Iterable[bytes]) -> str:
    """A digest of all that a thing is made from."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(b"%d:" % len(part))
        digest.update(part)
    return digest.hexdigest()


def kept(name: str, sealed: str, make: Callable[[], bytes]) -> bytes:
    """What `make` makes, or the same kept under `name` with this seal. Raises what `make` raises."""
    path = paths.cache() / name
    body = _read(path, sealed)
    if body is None:
        body = make()
        _write(path, sealed, body)
    return body


def _head(sealed: str, body: bytes) -> bytes:
    return b"%s %08x" % (sealed.encode(), zlib.crc32(body))  # against damage, not against malice


def _read(path: Path, sealed: str) -> bytes | None:
    with suppress(OSError):
        if path.is_file():  # a pipe would make us wait forever
            head, _, body = path.read_bytes().partition(b"\n")
            if head == _head(sealed, body):
                return body
    return None


def _write(path: Path, sealed: str, body: bytes) -> None:
    """Write the file if that can be done, and if nobody else is writing it."""
    if not path.is_absolute():  # the system knows of no home
        return
    with suppress(OSError, SaveError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(Lock(path, wait=0)):
            write_file(path, _head(sealed, body) + b"\n" + body)
        for old in sorted(path.parent.glob("[!.]*"), key=lambda file: file.stat().st_mtime)[:-MOST_KEPT]:
            old.unlink()
            Lock.file_for(old).unlink(missing_ok=True)
