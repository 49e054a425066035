"""What the small languages of a story say: conditions, effects and texts, as data."""

from __future__ import annotations

from typing import NamedTuple

# ---------------------------------------------------------------- conditions


class Flag(NamedTuple):
    """A flag stands."""

    name: str


class Is(NamedTuple):
    """A variable that is one of a list has (or, negated, has not) one of these values."""

    name: str
    values: tuple[str, ...]
    negated: bool


class Seen(NamedTuple):
    """The scene has been entered, now or before."""

    scene: str


class Chosen(NamedTuple):
    """The choice has been taken at some time on this road."""

    scene: str
    choice: str


class Not(NamedTuple):
    test: Condition


class Both(NamedTuple):
    """Every one of the tests holds (`and`)."""

    tests: tuple[Condition, ...]


class Either(NamedTuple):
    """At least one of the tests holds (`or`)."""

    tests: tuple[Condition, ...]


class Integer(NamedTuple):
    value: int


class Number(NamedTuple):
    """The value of a bounded number."""

    name: str


class Times(NamedTuple):
    """How often the scene has been entered, this time included."""

    scene: str


class Truth(NamedTuple):
    """A condition in brackets inside a sum: 1 when it holds, else 0."""

    test: Condition


class Sum(NamedTuple):
    """Terms with their signs, +1 or -1."""

    terms: tuple[tuple[int, Term], ...]


class Compare(NamedTuple):
    left: Sum
    sign: str  # == != < <= > >=
    right: Sum


Term = Integer | Number | Times | Truth
Condition = Flag | Is | Seen | Chosen | Not | Both | Either | Compare


# ---------------------------------------------------------------- effects


class Effect(NamedTuple):
    """One change. `sign` is "set" or "clear" for a flag, "=" for a value of a list or a
    number, "+=" or "-=" for a number, which stays within its bounds."""

    name: str
    sign: str
    value: str | int
    when: Condition | None


# ---------------------------------------------------------------- prose


class Words(NamedTuple):
    """Words as they stand. NEW_PARAGRAPH and NEW_LINE inside are the breaks."""

    text: str


class Emphasis(NamedTuple):
    parts: Parts


class Link(NamedTuple):
    """Words that open a note; without words of its own it shows the note's title."""

    note: str
    parts: Parts


class PhraseUse(NamedTuple):
    name: str


class Choose(NamedTuple):
    """A group with a condition: the first text when it holds, the second when not."""

    test: Condition
    yes: Parts
    no: Parts


class ByValue(NamedTuple):
    """A group with a text for each value of a variable that is one of a list."""

    name: str
    texts: tuple[Parts, ...]


class ByTimes(NamedTuple):
    """A group with a text for each entering of its scene; the last one stays."""

    scene: str
    texts: tuple[Parts, ...]


Part = Words | Emphasis | Link | PhraseUse | Choose | ByValue | ByTimes
Parts = tuple[Part, ...]

NEW_PARAGRAPH = "\u2029"
NEW_LINE = "\n"
QUOTED = "> "  # a line that begins so keeps its break: a wire, a leaflet
