"""What the small languages of a story say: conditions, effects and texts, as data."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

Kind = TypeVar("Kind", bound=type)


def distinct(kind: Kind) -> Kind:
    """Named tuples of different kinds are never equal, whatever they hold: the flag `rain`
    is not the scene `rain`, nor `both` of two tests `either` of them."""

    def equal(self: tuple[object, ...], other: object) -> bool:
        return type(self) is type(other) and tuple.__eq__(self, other)

    def unequal(self: tuple[object, ...], other: object) -> bool:
        return not equal(self, other)

    def hashed(self: tuple[object, ...]) -> int:
        return hash((kind.__name__, tuple.__hash__(self)))

    for name, method in (("__eq__", equal), ("__ne__", unequal), ("__hash__", hashed)):
        setattr(kind, name, method)
    return kind


# ---------------------------------------------------------------- conditions


@distinct
class Flag(NamedTuple):
    """A flag stands."""

    name: str


@distinct
class Is(NamedTuple):
    """A variable that is one of a list has (or, negated, has not) one of these values."""

    name: str
    values: tuple[str, ...]
    negated: bool


@distinct
class Seen(NamedTuple):
    """The scene has been entered, now or before."""

    scene: str


@distinct
class Chosen(NamedTuple):
    """The choice has been taken at some time on this road."""

    scene: str
    choice: str


@distinct
class Not(NamedTuple):
    test: Condition


@distinct
class Both(NamedTuple):
    """Every one of the tests holds (`and`)."""

    tests: tuple[Condition, ...]


@distinct
class Either(NamedTuple):
    """At least one of the tests holds (`or`)."""

    tests: tuple[Condition, ...]


@distinct
class Integer(NamedTuple):
    value: int


@distinct
class Number(NamedTuple):
    """The value of a bounded number."""

    name: str


@distinct
class Times(NamedTuple):
    """How often the scene has been entered, this time included."""

    scene: str


@distinct
class Truth(NamedTuple):
    """A condition in brackets inside a sum: 1 when it holds, else 0."""

    test: Condition


@distinct
class Sum(NamedTuple):
    """Terms with their signs, +1 or -1."""

    terms: tuple[tuple[int, Term], ...]


@distinct
class Compare(NamedTuple):
    left: Sum
    sign: str  # == != < <= > >=
    right: Sum


OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}  # the sign of a `not` before it

Term = Integer | Number | Times | Truth
Condition = Flag | Is | Seen | Chosen | Not | Both | Either | Compare


# ---------------------------------------------------------------- effects


@distinct
class Effect(NamedTuple):
    """One change. `sign` is "set" or "clear" for a flag, "=" for a value of a list or a
    number, "+=" or "-=" for a number, which stays within its bounds."""

    name: str
    sign: str
    value: str | int
    when: Condition | None


# ---------------------------------------------------------------- prose


@distinct
class Words(NamedTuple):
    """Words as they stand. NEW_PARAGRAPH and NEW_LINE inside are the breaks."""

    text: str


@distinct
class Emphasis(NamedTuple):
    parts: Parts


@distinct
class Link(NamedTuple):
    """Words that open a note; without words of its own it shows the note's title."""

    note: str
    parts: Parts


@distinct
class PhraseUse(NamedTuple):
    name: str


@distinct
class Choose(NamedTuple):
    """A group with a condition: the first text when it holds, the second when not."""

    test: Condition
    yes: Parts
    no: Parts


@distinct
class ByValue(NamedTuple):
    """A group with a text for each value of a variable that is one of a list."""

    name: str
    texts: tuple[Parts, ...]


@distinct
class ByTimes(NamedTuple):
    """A group with a text for each entering of its scene; the last one stays."""

    scene: str
    texts: tuple[Parts, ...]


Part = Words | Emphasis | Link | PhraseUse | Choose | ByValue | ByTimes
Parts = tuple[Part, ...]

NEW_PARAGRAPH = "\u2029"
NEW_LINE = "\n"
QUOTED = "> "  # a line that begins so keeps its break: a wire, a leaflet
