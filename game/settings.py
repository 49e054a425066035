"""What a player has set, kept between runs in one small file beside the profile.

The file is JSON that a player may edit. A key that this version does not know is left in it; a value that
is none of those allowed counts as not set. A file that cannot be read is set aside, never written over.
"""

from __future__ import annotations

import itertools
import json
import os
import re
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, cast

from game.errors import SaveError
from game.play.disk import Lock, write_file

LARGEST_FILE = 64 * 1024  # bytes; ours has some 200
WAIT = 1.0  # seconds another game may take to write

THEMES = ("poster", "newsprint", "contrast", "plain")
PACES = ("at_once", "by_paragraph")
MEASURES = tuple(range(56, 73, 4))  # cells offered; any whole number between the ends may stand in the file
READ_BEFORE = ("show", "mark", "skip")


class Settings(NamedTuple):
    """language      a code, or "" for that of the system
    theme         one of THEMES
    pace          a page "at_once", or "by_paragraph" within 400 ms
    measure       cells in a line of prose, 56 to 72
    still         reduced motion: nothing moves, whatever the pace
    read_before   pages read in any play: "show" them, "mark" them, or "skip" those with a single way on
    consequences  tell in the margin when a choice has changed what people make of you
    """

    language: str = ""
    theme: str = THEMES[0]
    pace: str = PACES[0]
    measure: int = MEASURES[-1]
    still: bool = False
    read_before: str = "mark"
    consequences: bool = True


def allowed(key: str, value: object) -> bool:
    """Whether a value may stand under this key. Unknown keys allow nothing."""
    match key:
        case "language":
            return isinstance(value, str) and re.fullmatch(r"[a-z]{0,8}", value) is not None
        case "theme":
            return value in THEMES
        case "pace":
            return value in PACES
        case "read_before":
            return value in READ_BEFORE
        case "measure":
            return type(value) is int and MEASURES[0] <= value <= MEASURES[-1]
        case "still" | "consequences":
            return isinstance(value, bool)
        case _:
            return False


class SettingsFile:
    """The settings and the file they are kept in; without a path they last for one run.

    now        the settings as they are
    trouble    "" kept, "unsaved" not kept (the next change tries again)
    set_aside  where a file that could not be read was moved to; None when there was none
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.now = Settings()
        self.trouble = ""
        self.set_aside: Path | None = None
        if path is None:
            return
        try:
            self.now = _settings(_read(path))
        except ValueError:
            self._with_the_file({})
        except OSError:
            self.trouble = "unsaved"

    def change(self, **values: object) -> Settings:
        """Set and keep these. They count for this run even when they cannot be kept.
        Raises ValueError for what is not allowed."""
        for key, value in values.items():
            if not allowed(key, value):
                raise ValueError(f"{key} cannot be {value!r}")
        self.now = self.now._replace(**values)  # type: ignore[arg-type]  # checked above
        if self.path is not None:
            self._with_the_file(self.now._asdict() if self.trouble else values)
        return self.now

    def _with_the_file(self, values: Mapping[str, object]) -> None:
        """Lay the values over what the file says by now; another game's changes stay."""
        assert self.path is not None
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(Lock(self.path, WAIT)):
                try:
                    said = _read(self.path)
                except ValueError:
                    self._put_aside(self.path)
                    said = {}
                if values:
                    text = json.dumps({**said, **values}, indent=1, ensure_ascii=False) + "\n"
                    write_file(self.path, text.encode("utf-8"))
            self.trouble = ""
        except (SaveError, OSError):
            self.trouble = "unsaved"

    def _put_aside(self, path: Path) -> None:
        for number in itertools.count(1):
            aside = path.with_name(f"{path.name}.damaged-{number}")
            if not os.path.lexists(aside):
                os.rename(path, aside)
                self.set_aside = aside
                return


def _read(path: Path) -> dict[str, object]:
    """What the file says; nothing when there is none. Raises ValueError when that is not
    an object of JSON, OSError."""
    if not path.exists():
        return {}
    if not path.is_file():  # a pipe would make us wait forever
        raise OSError(f"{path} is not a file")
    if path.stat().st_size > LARGEST_FILE:
        raise ValueError("too large")
    try:
        said: object = json.loads(path.read_bytes().decode("utf-8-sig"))
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(said, dict):
        raise ValueError("not an object")
    return cast("dict[str, object]", said)


def _settings(said: Mapping[str, object]) -> Settings:
    """The settings among these, each only with a value that it may have."""
    return Settings()._replace(**{key: value for key, value in said.items() if allowed(key, value)})  # type: ignore[arg-type]
