"""Everything that can go wrong in a way a player or a writer should read about.

Each error has a stable `code`, by which a front end may find its own words, the `details` those
words need, and a plain message of one sentence: what, where, and what would be right.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar


class GameError(Exception):
    """The root: whoever catches this can show `message` as it stands."""

    code: ClassVar[str] = "game"

    def __init__(self, message: str, **details: str) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class NotToldIn(GameError):
    """The story does not have this language."""

    code = "not_told_in"

    def __init__(self, language: str, languages: Sequence[str]) -> None:
        super().__init__(f"The story is not told in {language}; it is told in {', '.join(languages)}.")


class SaveError(GameError):
    """A play could not be kept, found or moved on this disk."""

    code = "save"

    @classmethod
    def refused(cls, what: str, path: Path, error: OSError) -> SaveError:
        """For what the system would not let us do ("write", "open" ...) with a path."""
        why = (error.strerror or str(error)).lower()
        message = f"Could not {what} {path} ({why}): free some room, or choose a folder you may write in."
        return cls(message, path=str(path), why=why)


class BadJournal(SaveError):
    """The file is not a play that can be read; nothing in it was touched."""

    code = "bad_journal"


class NewerJournal(BadJournal):
    """The play was written by a newer version of the game."""

    code = "newer_journal"


class NoSuchPlay(BadJournal):
    """There is no play of that name."""

    code = "no_such_play"


class PlayInUse(SaveError):
    """Another game holds this play; a copy of it can be played."""

    code = "play_in_use"


class PlayExists(SaveError):
    """A play of that name is there already, and is never written over."""

    code = "play_exists"


class BadName(SaveError):
    """A play cannot be called that on every system the game runs on."""

    code = "bad_name"


class UnknownLine(GameError):
    """The journal has no such line to go back to."""

    code = "unknown_line"
