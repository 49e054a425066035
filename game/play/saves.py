"""The saves folder: one file for each play, its slot.

Nothing here is ever written over, and a deleted play waits in `.trash`. Only looking makes nothing,
not even the folder.
"""

from __future__ import annotations

import itertools
import os
import re
import unicodedata
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from game.errors import BadName, NoSuchPlay, PlayExists, PlayInUse, SaveError
from game.play.disk import Lock, sync_folder
from game.play.journal import Head, Journal

SUFFIX = ".jsonl"
LONGEST_NAME = 40  # characters
TRASH = ".trash"

_NAME = re.compile(r"[^\W_]([\w -]*[\w-])?")  # a leading "-" reads like an option, a last space is lost on Windows
_RESERVED = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]", re.IGNORECASE)  # devices, not files, on Windows


class SaveLine(NamedTuple):
    """One play as a list shows it. `touched` is UTC; `choices` counts the road to where the play stands.

    A play whose head cannot be read is `damaged` and has neither `story` nor `begun`.
    """

    slot: str
    path: Path
    story: str
    begun: str
    touched: datetime
    choices: int
    damaged: bool
    in_use: bool


class Kept(NamedTuple):
    """One play on the shelf. `touched` is UTC; `story` is empty when the first line cannot be read."""

    slot: str
    path: Path
    story: str
    touched: datetime


def check_name(name: str) -> str:
    """The name as it will stand on the disk. Raises BadName."""
    name = unicodedata.normalize("NFKC", name)
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name) or _RESERVED.fullmatch(name):
        message = (
            f"A play cannot be called {name[:60]!r}: use letters, digits, spaces, - and _,"
            f" beginning with a letter or digit, at most {LONGEST_NAME} characters, and no word Windows reserves."
        )
        raise BadName(message, name=name)
    return name


def in_use(path: Path) -> bool:
    """Whether somebody, perhaps this very process, holds the play. Looking leaves nothing behind."""
    try:
        if Lock.file_for(path).exists():
            Lock(path, wait=0).close()
    except PlayInUse:
        return True
    except (SaveError, OSError):  # cannot be locked here, so nobody holds it
        return False
    return False


class Saves:
    """The plays in a folder, which need not exist until the first is begun."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._trash = folder / TRASH

    def next_slot(self) -> str:
        """A name no play here has or had, like "play-007". Somebody may take it first; `begin` sees to that."""
        return f"play-{self._next_number():03}"

    def begin(self, head: Head) -> Journal:
        """A new play in the next free slot. Raises SaveError; then the caller may play by `Journal.memory`."""
        number = self._next_number()
        while True:
            with suppress(PlayExists, PlayInUse):  # another game took that one
                return Journal.create(self._path(f"play-{number:03}"), head)
            number += 1

    def open(self, slot: str, *, write: bool = True) -> Journal:
        """Raises NoSuchPlay, BadJournal, PlayInUse, SaveError."""
        return Journal.open(self._existing(self.folder, slot), write=write)

    def list(self) -> tuple[SaveLine, ...]:
        """Every play here, the one last touched first. Raises SaveError when the folder cannot be read."""
        return _list(self.folder)

    def trash(self) -> tuple[SaveLine, ...]:
        """Every deleted play. Raises SaveError."""
        return _list(self._trash)

    def latest(self, story: str) -> SaveLine | None:
        """The play of this story that was last touched, to go on with. Raises SaveError."""
        return next((_look(kept.path) for kept in self.shelf() if kept.story == story), None)

    def shelf(self) -> tuple[Kept, ...]:
        """Every play here, the one last touched first, by its first line alone: many take no time.

        Raises SaveError when the folder cannot be read.
        """
        kept: list[Kept] = []
        for path in _plays(self.folder):
            with suppress(OSError, NoSuchPlay):  # gone since we looked
                touched = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                try:
                    story = Journal.head_of(path).story
                except NoSuchPlay:
                    raise
                except SaveError:
                    story = ""
                kept.append(Kept(path.stem, path, story, touched))
        return tuple(sorted(kept, key=lambda play: (play.touched, play.slot), reverse=True))

    def copy(self, slot: str, new_name: str) -> SaveLine:
        """What can be read of a play, in use or not, as a new one. Raises BadName, PlayExists, SaveError."""
        with closing(Journal.copy(self._existing(self.folder, slot), self._path(check_name(new_name)))) as journal:
            assert journal.path
            path = journal.path
        return _look(path)

    def rename(self, slot: str, new_name: str) -> SaveLine:
        """Raises BadName, NoSuchPlay, PlayExists, PlayInUse, SaveError."""
        return _move(self._existing(self.folder, slot), self._path(check_name(new_name)))

    def delete(self, slot: str) -> SaveLine:
        """Move a play to the trash; the answer has the name `undelete` knows it by. Raises as `rename` does."""
        source = self._existing(self.folder, slot)
        return _move(source, self._trash / (self._free(self._trash, slot) + SUFFIX))

    def undelete(self, slot: str) -> SaveLine:
        """Bring a play back, under another name if its own is taken by now. Raises as `rename` does."""
        source = self._existing(self._trash, slot)
        return _move(source, self._path(self._free(self.folder, slot)))

    def _next_number(self) -> int:
        names = (path.stem for folder in (self.folder, self._trash) for path in _plays(folder))
        numbers = [int(found[1]) for name in names if (found := re.match(r"play-([0-9]{1,9})(?![0-9])", name))]
        return max(numbers, default=0) + 1

    def _path(self, slot: str) -> Path:
        return self.folder / (slot + SUFFIX)

    def _existing(self, folder: Path, slot: str) -> Path:
        """Found by looking, not by joining, so no name can lead out of the folder."""
        for path in _plays(folder):
            if path.stem == slot:
                return path
        raise NoSuchPlay(f"There is no play called {slot!r} in {folder}.", slot=slot)

    def _free(self, folder: Path, slot: str) -> str:
        names = itertools.chain([slot], (f"{slot}-{number}" for number in itertools.count(2)))
        return next(name for name in names if not os.path.lexists(folder / (name + SUFFIX)))


def _plays(folder: Path) -> list[Path]:
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise SaveError.refused("look into", folder, error) from error
    paths = (folder / name for name in names if name.endswith(SUFFIX) and not name.startswith("."))
    return [path for path in paths if path.is_file()]


def _list(folder: Path) -> tuple[SaveLine, ...]:
    lines: list[SaveLine] = []
    for path in _plays(folder):
        with suppress(NoSuchPlay):  # gone since we looked
            lines.append(_look(path))
    return tuple(sorted(lines, key=lambda line: (line.touched, line.slot), reverse=True))


def _look(path: Path) -> SaveLine:
    """Raises NoSuchPlay; any other trouble with the file is told in the line."""
    try:
        touched = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        raise NoSuchPlay(f"There is no play at {path}.", path=str(path)) from None
    try:
        play = Journal.open(path, write=False)
    except NoSuchPlay:
        raise
    except SaveError:
        return SaveLine(path.stem, path, "", "", touched, 0, damaged=True, in_use=in_use(path))
    story, begun, damaged = play.head.story, play.head.begun, play.found == "damaged"
    return SaveLine(path.stem, path, story, begun, touched, len(play.road()), damaged, in_use=in_use(path))


def _move(source: Path, target: Path) -> SaveLine:
    """Under both locks, so it is nobody's play and nobody takes the name. Raises PlayExists, PlayInUse, SaveError."""
    try:
        if not os.path.lexists(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            with closing(Lock(source)), closing(Lock(target)):
                if not os.path.lexists(target):
                    os.rename(source, target)
                    sync_folder(target.parent)
                    sync_folder(source.parent)
                    return _look(target)
    except OSError as error:
        raise SaveError.refused("move", source, error) from error
    raise PlayExists(f"There is a play called {target.stem} already: choose another name.", slot=target.stem)
