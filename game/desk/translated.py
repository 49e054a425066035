"""What each text of a language was translated from, in a file beside the language.

`es/translated.json` is written by `october translate` alone. For each text it keeps the
source that was translated and a mark of the translation, one line for each, so that a
version control system can join the work of several people.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from game.errors import GameError
from game.story.model import Prose
from game.story.prose import print_prose

NAME = "translated.json"


class BadRecord(GameError):
    """The file that keeps what was translated cannot be read."""

    code = "bad_record"


class Kept(NamedTuple):
    """`source`: what the text was translated from; empty when that is not known. `mark`: a
    fingerprint of the translation. `shown`: one of the newer source that was shown to the
    translator; what they change after that is the translation of it."""

    source: str
    mark: str
    shown: str = ""


Record = Mapping[str, Kept]


def text_of(prose: Prose) -> str:
    """A text as a writer would type it, without blank lines at its ends."""
    return print_prose(prose.parts).strip("\n")


def mark_of(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=4).hexdigest()


def record_path(story: Path, language: str) -> Path:
    """Where the record of a language lies: in its folder, or beside a story of one file."""
    return story.with_name(f"{story.stem}.{language}.json") if story.is_file() else story / language / NAME


def read_record(path: Path) -> dict[str, Kept]:
    """The record by the keys of texts, empty when there is none. Raises BadRecord."""
    try:
        with open(path, encoding="utf-8") as file:
            told = json.load(file)
        return {key: Kept(kept["source"], kept["mark"], kept.get("shown", "")) for key, kept in told.items()}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise BadRecord(f"{path} could not be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        line = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        cure = "Mend it, or delete it: then all that is translated counts as up to date."
        raise BadRecord(f"{path}{line} is not as october translate writes it. {cure}") from error


def as_text(record: Record, order: Iterable[str]) -> str:
    """The record as it stands in its file, in that order."""
    lines: list[str] = []
    for key in order:
        if (kept := record.get(key)) is not None:
            told = {name: value for name, value in kept._asdict().items() if value or name != "shown"}
            lines.append(f"{json.dumps(key)}: {json.dumps(told, ensure_ascii=False)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"
