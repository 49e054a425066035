"""The journal of one play: JSON lines, only ever added to, each on the disk before the page turns.

The first line is the head. Every choice is a line; going back is a line too, so an abandoned branch
stays. Each line has exactly one spelling and ends in a checksum over itself and the checksum before
it: what does not read back byte for byte as we would write it was not kept as we wrote it.

A file that failed once is never trusted again: after a failed fsync the system may have forgotten
what it could not write. The journal, whole in memory, then goes to a fresh file beside it.
"""

from __future__ import annotations

import errno
import hashlib
import itertools
import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, cast

from game.errors import BadJournal, NewerJournal, NoSuchPlay, PlayExists, PlayInUse, SaveError, UnknownLine
from game.play.disk import Lock, sync, write_file

FORMAT = 1
LONGEST_LINE = 64 * 1024  # bytes; our own lines have some 150
LARGEST_FILE = 256 * 1024 * 1024  # bytes; over a million choices


class Head(NamedTuple):
    """What is fixed for the whole play. `begun` is an ISO time, UTC."""

    story: str
    version: str
    story_print: str
    start: str
    seed: int
    language: str = ""
    begun: str = ""


class Entry(NamedTuple):
    """A choice: taken in `scene`, where line `after` (0: the head) had led; `state` is what it made."""

    number: int
    after: int
    scene: str
    choice: str
    chance: str  # the scene chance led to; "" where chance had no part
    state: str


class Back(NamedTuple):
    """The play went back to stand at line `to`."""

    number: int
    to: int


def _encode(line: Head | Entry | Back, sum_before: str) -> tuple[bytes, str]:
    """The one spelling of a line after another, and its checksum. ASCII, so it is UTF-8 whatever an id holds."""
    said: dict[str, object] = {"october": FORMAT} if isinstance(line, Head) else {"n": line.number}
    said |= {name: value for name, value in line._asdict().items() if name != "number"}
    body = json.dumps({key: value for key, value in said.items() if value or key not in ("language", "chance")})
    checksum = hashlib.blake2b((sum_before + body).encode("ascii"), digest_size=8).hexdigest()
    return f'{body[:-1]}, "sum": "{checksum}"}}\n'.encode("ascii"), checksum


def _decode(raw: bytes) -> dict[str, object]:
    """What a line says; nothing when it is not a JSON object."""
    try:
        said: object = json.loads(raw.decode("ascii"))
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, object]", said) if isinstance(said, dict) else {}


def _decode_line(raw: bytes) -> Entry | Back | None:
    match {"chance": "", **_decode(raw)}:
        case {"n": int(number), "to": int(to)}:
            return Back(number, to)
        case {"n": int(number), "after": int(after), "scene": str(scene), "choice": str(choice),
              "chance": str(chance), "state": str(state)}:  # fmt: skip
            return Entry(number, after, scene, choice, chance, state)
        case _:
            return None


def _decode_head(raw: bytes, path: Path) -> Head:
    match {"language": "", **_decode(raw)}:
        case {"october": int(found)} if found > FORMAT:
            raise NewerJournal(f"{path} was written by a newer version of the game: update this one.", path=str(path))
        case {"october": 1, "story": str(story), "version": str(version), "story_print": str(story_print),
              "start": str(start), "seed": int(seed), "language": str(language), "begun": str(begun)}:  # fmt: skip
            head = Head(story, version, story_print, start, seed, language, begun)
            if _encode(head, "")[0] == raw:
                return head
        case _:
            pass
    what = "has a first line that is damaged or not ours" if raw else "is empty"
    raise BadJournal(f"{path} {what}; a play of this game begins with a line that names its story.", path=str(path))


class _Tail:
    """The end of a journal's file, held under its lock: it takes lines and answers for them."""

    def __init__(self, path: Path, lock: Lock, end: int) -> None:
        self._path, self._lock, self._end = path, lock, end  # `end`: in bytes, of what is good
        self._file = open(path, "ab", buffering=0)  # noqa: SIM115
        self._size = os.fstat(self._file.fileno()).st_size

    @classmethod
    def of_new_file(cls, path: Path, data: bytes) -> _Tail:
        """Raises PlayExists, PlayInUse when another is just making it, SaveError, OSError."""
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = Lock(path)
        try:
            if os.path.lexists(path):
                raise PlayExists(f"There is a play called {path.stem} already: choose another name.", slot=path.stem)
            write_file(path, data)
            return cls(path, lock, len(data))
        except BaseException:
            lock.close()
            raise

    def append(self, data: bytes) -> None:
        """Return once the line is on the disk. Raises OSError; then this file is not to be trusted."""
        here, held = os.stat(self._path), os.fstat(self._file.fileno())
        if not os.path.samestat(here, held) or held.st_size != self._size:
            raise OSError(errno.EIO, "changed by another program", str(self._path))
        if self._size > self._end:  # a torn line, which nobody was told is kept
            self._file.truncate(self._end)
        rest = data
        while rest:
            rest = rest[self._file.write(rest) :]
        sync(self._file.fileno())
        self._end = self._size = self._end + len(data)

    def close(self) -> None:
        self._file.close()
        self._lock.close()


class Journal:
    """One play. `create`, `open`, `copy` or `memory` make one; `append` and `back` add to it.

    entries  every choice ever taken in this play, by its number
    at       the line where the play stands; 0 is the start
    path     the file it is kept in now; None for a journal in memory
    found    what opening found: "" all well, "torn" a last line never finished, "damaged" a bad line:
             what stands before it was read, and that file will not be written again
    trouble  "" all kept, "moved" kept in another file than before (see `path`), "unsaved" not kept
    """

    def __init__(self, head: Head, path: Path | None = None) -> None:
        self.head, self.path = head, path
        self.at = 0
        self.found = self.trouble = ""
        self._entries: dict[int, Entry] = {}
        self.entries: Mapping[int, Entry] = self._entries
        data, self._sum = _encode(head, "")
        if len(data) > LONGEST_LINE:
            raise ValueError(f"the head of a journal has at most {LONGEST_LINE} bytes; this one has {len(data)}")
        self._written = [data]  # every line of the file, as it is or should be there
        self._keeps = False  # on disk
        self._tail: _Tail | None = None  # none when there is none that can be trusted

    @classmethod
    def memory(cls, head: Head) -> Journal:
        """A play that is kept nowhere."""
        return cls(head)

    @classmethod
    def create(cls, path: Path, head: Head) -> Journal:
        """A new play in a new file. Raises PlayExists, PlayInUse, SaveError."""
        return cls(head)._begin(path)

    @classmethod
    def copy(cls, source: Path, target: Path) -> Journal:
        """Play on in a new file what another game may hold. Raises as `open` and `create` do."""
        return cls.open(source, write=False)._begin(target)

    @classmethod
    def open(cls, path: Path, *, write: bool = True) -> Journal:
        """A kept play. Opening changes nothing in the file; unless `write`, nothing after does.

        Raises BadJournal (NoSuchPlay, NewerJournal), PlayInUse, SaveError.
        """
        lock: Lock | None = None
        try:
            if not path.exists():
                raise NoSuchPlay(f"There is no play at {path}.", path=str(path))
            if not path.is_file() or path.stat().st_size > LARGEST_FILE:  # a pipe would make us wait forever
                raise BadJournal(f"{path} is no file, or far too large; a play is a file of lines.", path=str(path))
            lock = Lock(path) if write else None
            journal = cls._read(path)
            journal._keeps = write
            if lock and journal.found != "damaged":
                journal._tail, lock = _Tail(path, lock, sum(map(len, journal._written))), None
            return journal
        except OSError as error:
            raise SaveError.refused("open", path, error) from error
        finally:
            if lock:
                lock.close()

    @staticmethod
    def head_of(path: Path) -> Head:
        """The first line alone. Raises BadJournal (NoSuchPlay, NewerJournal), SaveError."""
        try:
            if not path.is_file():
                raise NoSuchPlay(f"There is no play at {path}.", path=str(path))
            with open(path, "rb") as file:
                return _decode_head(file.readline(LONGEST_LINE), path)
        except OSError as error:
            raise SaveError.refused("open", path, error) from error

    @classmethod
    def _read(cls, path: Path) -> Journal:
        """The journal, as far as it can be believed."""
        with open(path, "rb") as file:
            journal = cls(_decode_head(file.readline(LONGEST_LINE), path), path)
            while raw := file.readline(LONGEST_LINE):
                line = _decode_line(raw)
                data, checksum = _encode(line, journal._sum) if line else (b"", "")
                if line is None or data != raw or not journal._may_follow(line):
                    unfinished = not raw.endswith(b"\n") and len(raw) < LONGEST_LINE
                    journal.found = "torn" if unfinished else "damaged"
                    break
                journal._keep(line, data, checksum)
        return journal

    def road(self, to: int | None = None) -> tuple[Entry, ...]:
        """The choices from the start to where the play stands, or to line `to`. Raises UnknownLine."""
        number, road = self.at if to is None else self._known(to), list[Entry]()
        while number:
            road.append(self._entries[number])
            number = road[-1].after
        return tuple(reversed(road))

    def branches(self) -> tuple[Entry, ...]:
        """The last choice of every branch, oldest first."""
        went_on = {entry.after for entry in self._entries.values()}
        return tuple(entry for number, entry in self._entries.items() if number not in went_on)

    def append(self, scene: str, choice: str, chance: str, state: str) -> Entry:
        """Take a choice. It counts even when it cannot be kept: then `trouble` says so."""
        entry = Entry(len(self._written), self.at, scene, choice, chance, state)
        self._add(entry)
        return entry

    def back(self, to: int) -> None:
        """Stand at any choice taken, or at 0, the start. Nothing is removed. Raises UnknownLine."""
        if self._known(to) != self.at:
            self._add(Back(len(self._written), to))

    def close(self) -> None:
        """Let go of the play; what is not kept yet is tried once more."""
        if self._keeps and self.trouble == "unsaved":
            self._move()
        if self._tail:
            self._tail.close()
        self._tail, self._keeps = None, False

    def _known(self, number: int) -> int:
        if number and number not in self._entries:
            raise UnknownLine(f"This play has no choice {number} to go back to.", number=str(number))
        return number

    def _may_follow(self, line: Entry | Back) -> bool:
        stands = line.after == self.at if isinstance(line, Entry) else line.to == 0 or line.to in self._entries
        return stands and line.number == len(self._written)

    def _keep(self, line: Entry | Back, data: bytes, checksum: str) -> None:
        self._written.append(data)
        self._sum = checksum
        if isinstance(line, Entry):
            self._entries[line.number] = line
        self.at = line.number if isinstance(line, Entry) else line.to

    def _add(self, line: Entry | Back) -> None:
        data, checksum = _encode(line, self._sum)
        if len(data) > LONGEST_LINE:
            raise ValueError(f"a line of a journal has at most {LONGEST_LINE} bytes; this one has {len(data)}")
        self._keep(line, data, checksum)
        if not self._keeps:
            self.trouble = "unsaved" if self.path else ""  # in memory there is nothing to be missed
            return
        tail, trouble = self._tail, self.trouble
        self._tail, self.trouble = None, "unsaved"  # until the disk has answered, even if we are interrupted
        if tail:
            try:
                tail.append(data)
                self._tail, self.trouble = tail, trouble
                return
            except OSError:
                tail.close()
        self._move()

    def _begin(self, path: Path) -> Journal:
        try:
            self._tail = _Tail.of_new_file(path, b"".join(self._written))
        except OSError as error:
            raise SaveError.refused("write", path, error) from error
        self.path, self._keeps, self.trouble = path, True, ""
        return self

    def _move(self) -> None:
        """All of it to a fresh file beside the one that failed, which stays as it is."""
        assert self.path
        stem = re.sub(r"-rescued-\d+$", "", self.path.stem)
        with suppress(OSError, SaveError):
            for number in itertools.count(1):
                path = self.path.with_name(f"{stem}-rescued-{number}{self.path.suffix}")
                with suppress(PlayExists, PlayInUse):
                    self._tail = _Tail.of_new_file(path, b"".join(self._written))
                    self.path, self.trouble = path, "moved"
                    return
