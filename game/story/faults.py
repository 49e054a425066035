"""A fault is one thing wrong with a story: what, where, what would be right.

Every code is stable, has a section in docs/faults.md and a story in tests/broken/.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

MOST_FAULTS = 1_000  # of one file, and of what the linker finds; nobody mends more in one go
LONGEST_MESSAGE = 400  # characters of a message
LONGEST_HINT = 2_000  # a hint may show a whole line, mended
MOST_COMPARED = 400  # names that a mistyped one is compared with; of more, those that begin alike

MOST_ALIKE = 3  # places told for one name that is nobody's; of more, the first alone

CODES: dict[str, str] = {
    # files
    "file-unreadable": "The file cannot be read.",
    "file-outside": "A link leads out of the story's folder.",
    "file-encoding": "The file is not UTF-8.",
    "file-character": "The file holds a character that does not belong in a text.",
    "file-too-large": "A file, a text, a line or a list is larger than any story needs.",
    "file-too-deep": "Something is nested deeper than the story format ever goes.",
    "story-missing": "There is no story here.",
    "document-unknown": "A document begins with a key that names no kind of document.",
    # yaml
    "yaml-syntax": "The line is not YAML as it stands.",
    "yaml-prose": "YAML takes these words for something else; they need quotes.",
    "yaml-cut": "A # after a space cuts the rest of the line off.",
    "yaml-comma": "A comma in a one-line list cuts this item in two.",
    "yaml-tag": "Tags, anchors and aliases have no place in a story.",
    "yaml-duplicate": "The same key stands twice.",
    # shapes
    "key-unknown": "No such key belongs here.",
    "key-missing": "A key that must be here is not.",
    "key-empty": "The key has nothing in it.",
    "value-kind": "The value is of the wrong kind.",
    "value-unknown": "The value is none of those that may stand here.",
    "value-date": "The hour is not written as YYYY-MM-DD HH:MM.",
    # names
    "name-form": "The name cannot be used.",
    "name-taken": "The name is used twice.",
    "name-unknown": "Nothing in the story has this name.",
    # variables, conditions, effects
    "variable-form": "The variable is not a flag, a bounded number or one of a list.",
    "condition-syntax": "The condition cannot be read.",
    "condition-kind": "The condition compares things that cannot be compared.",
    "condition-value": "The variable never has this value.",
    "effect-syntax": "The effect cannot be read.",
    "effect-kind": "The variable cannot be changed in this way.",
    "effect-value": "The variable cannot have this value.",
    # prose
    "prose-mark": "A mark in the text is opened and not closed, or closed and not opened.",
    "prose-group": "The group has too few or too many texts.",
    "prose-deep": "Groups are nested more than three deep.",
    "phrase-circle": "The phrase is made of itself.",
    # scenes
    "scene-ways": "A scene has choices, or one way on, or an ending.",
    "choice-ways": "A choice has exactly one way on.",
    "way-list": "The list of ways does not end in a plain goto.",
    "visit-nested": "A visit begins inside a visit.",
    "return-alone": "A return that no visit leads to.",
    "choice-locked": "A locked reason without a condition can never be read.",
    "choice-fallback": "Every choice here is a fallback.",
    # cards
    "card-shape": "A shape of a card is not exactly one of corners, beam and disc.",
    # languages
    "language-extra": "The language names something that the story does not have.",
    "language-key": "A language may only hold prose.",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. Line and column count from 1; 0 when the fault is of the whole file.

    `message` says what is wrong, `hint` what would be right (it may be empty).
    """

    file: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""

    def __post_init__(self) -> None:
        # A fault is one line, whatever the writer's words in it were.
        object.__setattr__(self, "message", _one_line(self.message, LONGEST_MESSAGE))
        object.__setattr__(self, "hint", _one_line(self.hint, LONGEST_HINT))

    def __str__(self) -> str:
        place = self.file if not self.line else f"{self.file}:{self.line}:{self.column}"
        hint = f" {self.hint}" if self.hint else ""
        return f"{place}: {self.message}{hint} [{self.code}]"

    def as_json(self) -> dict[str, str | int]:
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
        }


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """The faults by file, line and column, each once."""
    return tuple(sorted(set(faults), key=lambda f: (f.file, f.line, f.column, f.code, f.message)))


def once(faults: Iterable[Fault]) -> Iterable[Fault]:
    """The faults, but a name that is nobody's told once for all the places that use it: as
    a rule it is missing, or mistyped, in the one place that should make it."""
    found: dict[str, list[Fault]] = {}
    for fault in faults:
        if fault.code == "name-unknown":
            found.setdefault(fault.message, []).append(fault)
        else:
            yield fault
    for same in found.values():
        if len(same) <= MOST_ALIKE:
            yield from same
        else:
            first, rest = same[0], len(same) - 1
            yield replace(first, message=f"{first.message[:-1]}, and {rest} other places name it.")


def as_json(faults: Iterable[Fault]) -> str:
    """The faults as a JSON document: {"faults": [...]}."""
    return json.dumps({"faults": [fault.as_json() for fault in faults]}, ensure_ascii=False, indent=2)


def _one_line(text: str, longest: int) -> str:
    if "\n" in text or "\t" in text:
        text = text.replace("\n", " ").replace("\t", " ")
    return text if len(text) <= longest else text[: longest - 1] + "…"


def nearest(name: str, names: Iterable[str]) -> str:
    """A hint with the most similar of the names, or nothing when none is near."""
    if len(name) > 80:
        return ""  # no name is so long, and comparing takes its square
    close = [other for other in islice(names, 10 * MOST_COMPARED) if len(other) <= 2 * len(name) + 3]
    if len(close) > MOST_COMPARED:
        close = [other for other in close if other[:1] == name[:1] and abs(len(other) - len(name)) <= 2]
    near = difflib.get_close_matches(name, close[:MOST_COMPARED], n=1, cutoff=0.6)
    return f"Did you mean {near[0]}?" if near else ""


def counted(number: int, thing: str) -> str:
    """A number of things for a message: 1 scene, 2 scenes."""
    return f"{number} {thing}{'s' * (number != 1)}"


def listing(names: Iterable[str], most: int = 12) -> str:
    """Names for a message: a, b or c."""
    all_names = list(names)
    shown = all_names[:most]
    if len(all_names) > most:
        return ", ".join(shown) + " …"
    if len(shown) < 2:
        return "".join(shown)
    return ", ".join(shown[:-1]) + " or " + shown[-1]
