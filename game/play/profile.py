"""What outlives a play: the endings, notes and scenes a reader has found, for each story.

One JSON file, replaced whole. Two games at once never lose each other's finds: whoever writes takes
the lock, reads what is there by now, and adds to it. Finds are never removed.
"""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Literal, cast

from game.errors import SaveError
from game.play.disk import Lock, write_file

FORMAT = 1
LARGEST_FILE = 16 * 1024 * 1024  # bytes
WAIT = 2.0  # seconds another game may take to write

Kind = Literal["endings", "notes", "scenes"]
_Finds = dict[str, dict[str, set[str]]]  # story, kind, ids; kinds a newer game has added are kept


class _Damaged(Exception):
    """The file is not a profile."""


class _Newer(Exception):
    """The file is a profile of a newer version of the game."""


class Profile:
    """The finds, read from `path` if it is there.

    trouble    "" all kept, "unsaved" not kept (the next `add` tries again), "newer" the file was written by
               a newer version of the game and is left alone
    set_aside  where a file that could not be understood was moved to; None when there was none
    later      who calls `keep` when there is time for it, such as when no page has turned for a
               second; by default finds are kept at once. A play whose game is killed before finds them again
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.trouble = ""
        self.set_aside: Path | None = None
        self.later: Callable[[Callable[[], None]], object] | None = None
        self._waiting = False  # finds that are not in the file yet
        self._finds: _Finds = {}
        try:
            self._merge()
        except _Damaged:
            self._with_the_file(self._merge_or_set_aside)
        except _Newer:
            self.trouble = "newer"
        except OSError:
            self.trouble = "unsaved"

    def found(self, story: str, kind: Kind) -> frozenset[str]:
        """The ids found so far in any play, of this or another running game as far as it is known."""
        return frozenset(self._finds.get(story, {}).get(kind, ()))

    def add(self, story: str, kind: Kind, ids: Iterable[str]) -> frozenset[str]:
        """Keep what was found; the answer is what is new. It counts even when it cannot be kept."""
        return self.add_all(story, {kind: ids})[kind]

    def add_all(self, story: str, finds: Mapping[Kind, Iterable[str]]) -> dict[Kind, frozenset[str]]:
        """As `add` for several kinds, written once."""
        new = {kind: frozenset(ids) - self.found(story, kind) for kind, ids in finds.items()}
        self._unite({story: {kind: set(ids) for kind, ids in new.items()}})
        if any(new.values()) or self.trouble:
            self._waiting = True
            if self.later:
                self.later(self.keep)
            else:
                self.keep()
        return new

    def keep(self) -> None:
        """Write what is not written yet."""
        if self._waiting:
            self._waiting = False
            self._with_the_file(self._save)

    def _with_the_file(self, act: Callable[[], None]) -> None:
        """Do something under the lock, and say how it went."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(Lock(self.path, WAIT)):
                act()
            self.trouble = ""
        except _Newer:
            self.trouble = "newer"
        except (SaveError, OSError):
            self.trouble = "unsaved"

    def _save(self) -> None:
        self._merge_or_set_aside()
        stories = {
            story: {kind: sorted(ids) for kind, ids in sorted(kinds.items()) if ids}
            for story, kinds in sorted(self._finds.items())
        }
        text = json.dumps({"october_profile": FORMAT, "stories": stories}, indent=1)
        write_file(self.path, text.encode("ascii"))

    def _merge_or_set_aside(self) -> None:
        try:
            self._merge()
        except _Damaged:
            for number in itertools.count(1):
                aside = self.path.with_name(f"{self.path.name}.damaged-{number}")
                if not os.path.lexists(aside):
                    os.rename(self.path, aside)
                    self.set_aside = aside
                    return

    def _merge(self) -> None:
        self._unite(_read(self.path))

    def _unite(self, finds: _Finds) -> None:
        for story, kinds in finds.items():
            for kind, ids in kinds.items():
                self._finds.setdefault(story, {}).setdefault(kind, set()).update(ids)


def _read(path: Path) -> _Finds:
    """What is kept there; nothing when there is no file. Raises _Damaged, _Newer, OSError."""
    if not path.exists():
        return {}
    if not path.is_file():  # a pipe would make us wait forever
        raise OSError(f"{path} is not a file")
    if path.stat().st_size > LARGEST_FILE:
        raise _Damaged
    try:
        said: object = json.loads(path.read_bytes().decode("utf-8"))
    except (ValueError, RecursionError):
        raise _Damaged from None
    whole = _mapping(said)
    found = whole.get("october_profile")
    if isinstance(found, int) and found > FORMAT:
        raise _Newer
    if found != FORMAT:
        raise _Damaged
    return _finds(whole.get("stories"))


def _finds(said: object) -> _Finds:
    finds: _Finds = {}
    for story, kinds in _mapping(said).items():
        for kind, ids in _mapping(kinds).items():
            if not isinstance(ids, list):
                raise _Damaged
            finds.setdefault(story, {})[kind] = {_text(id_) for id_ in cast("list[object]", ids)}
    return finds


def _mapping(said: object) -> dict[str, object]:
    if not isinstance(said, dict):
        raise _Damaged
    return cast("dict[str, object]", said)


def _text(said: object) -> str:
    if not isinstance(said, str):
        raise _Damaged
    return said
