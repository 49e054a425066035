"""The variables of a Twine story as this story's format has them: flags, bounded numbers, lists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from game.desk.twine_nodes import Branches, Jump, Left, Nodes, Set, Show
from game.desk.twine_words import (
    All,
    Any,
    Change,
    Expression,
    No,
    NotSaid,
    Plus,
    Raw,
    Test,
    Value,
    Var,
    Visited,
)
from game.story.expressions import is_name
from game.story.grammar import (
    Both,
    Compare,
    Condition,
    Effect,
    Either,
    Flag,
    Integer,
    Is,
    Not,
    Number,
    Seen,
    Sum,
    Term,
    Times,
)
from game.story.keys import LARGEST
from game.story.variables import MOST_VALUES

SETTING = re.compile(r"(?<!\w)([$_][A-Za-z]\w*)\s*(?:to\b|[-+*/%]?=(?!=)|\+\+|--)|\binto\s+([$_][A-Za-z]\w*)")
# What asks the player for a variable's value, or changes it by other means, in either format.
CHANGING = re.compile(
    r"\b(move|unset|remember|forget|bind|input|input-box|textbox|textarea|numberbox|checkbox|radiobutton|cycle"
    r"|cycling-link|dropdown|listbox|prompt|run|script|for|capture)\b",
    re.I,
)
ROOM = 100  # how far a number may go beyond those that are named, where it grows or shrinks
FLIPPED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
Scenes = Callable[[str | None], str]  # the scene of a passage; of the one that asks for None


def slug(text: str, taken: Collection[str] = (), stem: str = "x") -> str:
    """A name of this story's format made from any words, and none of those taken."""
    plain = unicodedata.normalize("NFKD", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", text))
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark)).lower()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:32].rstrip("_")
    if not name or not name[0].isalpha():
        name = f"{stem}_{name}".rstrip("_")
    wanted, number = name, 1
    if not is_name(name):
        name = wanted = f"{name}_{stem}"
    while name in taken:
        number += 1
        name = f"{wanted}_{number}"
    return name


@dataclass
class Kept:
    """A variable. `kind` is flag, number or list, or empty when it is none of these: then it
    is left behind. `words` are a list's values by what they were in Twine."""

    name: str
    kind: str = ""
    words: dict[str, str] = field(default_factory=dict[str, str])
    low: int = 0
    high: int = 1
    first: bool | int | str | None = None
    held: bool = False  # a number that had the same bounds in Twine


@dataclass
class _Uses:
    values: list[bool | int | str] = field(default_factory=list[bool | int | str])
    bounds: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    grows: bool = False
    shrinks: bool = False
    asked: bool = False  # set or tested anywhere
    set: bool = False  # changed anywhere in a way that can be said
    odd: bool = False  # changed in a way that cannot be said


class Table:
    """All variables of a Twine story, by their names there."""

    def __init__(self, passages: Iterable[Nodes], first: Iterable[Change]) -> None:
        self.uses: dict[str, _Uses] = {}
        beginning = {change.name: change.value for change in first if change.sign == "="}
        self._changes(first)
        for nodes in passages:
            self._nodes(nodes)
        self.kept: dict[str, Kept] = {}
        names: set[str] = set()
        for twine, uses in self.uses.items():
            name = slug(twine, names, "v")
            names.add(name)
            self.kept[twine] = _kept(name, uses, beginning.get(twine))
        for kept in self.kept.values():  # no value may be called like a variable
            taken: set[str] = set(names)
            for word in kept.words:
                kept.words[word] = slug(word or "empty", taken, "v")
                taken.add(kept.words[word])

    # ------------------------------------------------------------ what is there

    def _nodes(self, nodes: Nodes) -> None:
        for node in nodes:
            match node:
                case Set(changes) | Jump(_, _, changes):
                    self._changes(changes)
                case Branches(branches):
                    for test, inside in branches:
                        if test is not None:
                            self._test(test)
                        self._nodes(inside)
                case Show(name):
                    self.uses.setdefault(name, _Uses())
                case Left(raw):
                    for name in _changed(raw):
                        self.uses.setdefault(name, _Uses()).odd = True
                case _:
                    pass

    def _changes(self, changes: Iterable[Change]) -> None:
        for change in changes:
            uses = self._asked(change.name)
            uses.set = True
            if change.sign == "=":
                uses.values.append(change.value)
            elif change.bounds is not None:
                uses.bounds.append(change.bounds)
            else:
                uses.values.append(0)
                uses.grows |= change.sign == "+="
                uses.shrinks |= change.sign == "-="

    def _test(self, test: Expression) -> None:
        match test:
            case Var(name):
                self._asked(name)
            case No(inner):
                self._test(inner)
            case All(tests) | Any(tests):
                for inner in tests:
                    self._test(inner)
            case Test(Var(name), _, Value(value)) | Test(Value(value), _, Var(name)):
                self._asked(name).values.append(value)
            case Test(left, _, right):
                for side in (left, right):
                    self._numbers(side)
            case _:
                pass

    def _asked(self, name: str) -> _Uses:
        uses = self.uses.setdefault(name, _Uses())
        uses.asked = True
        return uses

    def _numbers(self, side: Expression) -> None:
        match side:
            case Var(name):
                self._asked(name).values.append(0)
            case Plus(terms):
                for _, term in terms:
                    self._numbers(term)
            case _:
                pass

    # ------------------------------------------------------------ conditions and effects

    def condition(self, test: Expression, scenes: Scenes) -> Condition:
        """The condition in this story's words; `NotSaid` when there are none."""
        match test:
            case Var(name):
                return self._stands(name)
            case Visited(passage):
                return Seen(scenes(passage))
            case No(inner):
                return Not(self.condition(inner, scenes))
            case All(tests):
                return Both(tuple(self.condition(inner, scenes) for inner in tests))
            case Any(tests):
                return Either(tuple(self.condition(inner, scenes) for inner in tests))
            case Test(Value() as value, sign, Var() as var):
                return self._compared(var, FLIPPED[sign], value, scenes)
            case Test(left, sign, right):
                return self._compared(left, sign, right, scenes)
            case Raw(text):
                raise NotSaid(text)
            case _:
                raise NotSaid(str(test))

    def _stands(self, name: str) -> Condition:
        kept = self._known(name)
        if kept.kind == "flag":
            return Flag(kept.name)
        if kept.kind == "number":
            return Compare(_one(Number(kept.name)), "!=", _one(Integer(0)))
        without = tuple(value for word, value in kept.words.items() if not word)
        if not without:
            raise NotSaid(name)
        return Is(kept.name, without, True)

    def _compared(self, left: Expression, sign: str, right: Expression, scenes: Scenes) -> Condition:
        kept = self._known(left.name) if isinstance(left, Var) else None
        match kept, right:
            case Kept(kind="flag"), Value(bool() as value) if sign in ("==", "!="):
                stands = value == (sign == "==")
                flag = Flag(kept.name)
                return flag if stands else Not(flag)
            case Kept(kind="list"), Value(str() as word) if sign in ("==", "!="):
                return Is(kept.name, (kept.words[word],), sign == "!=")
            case _:
                return Compare(self._sum(left, scenes), sign, self._sum(right, scenes))

    def _sum(self, side: Expression, scenes: Scenes) -> Sum:
        if isinstance(side, Plus):
            return Sum(tuple((way, self._term(term, scenes)) for way, term in side.terms))
        return _one(self._term(side, scenes))

    def _term(self, term: Expression, scenes: Scenes) -> Term:
        match term:
            case Value(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST:
                return Integer(value)
            case Var(name) if self._known(name).kind == "number":
                return Number(self._known(name).name)
            case Visited(passage):
                return Times(scenes(passage))
            case _:
                raise NotSaid(str(term))

    def effect(self, change: Change, when: Condition | None) -> Effect:
        """The change in this story's words; `NotSaid` when there are none."""
        kept = self._known(change.name)
        match kept.kind, change.value:
            case "flag", bool() as value:
                return Effect(kept.name, "set" if value else "clear", "", when)
            case "list", str() as word if change.sign == "=":
                return Effect(kept.name, "=", kept.words[word], when)
            case "number", int() as value if value or change.sign == "=":
                return Effect(kept.name, change.sign, int(value), when)
            case _:
                raise NotSaid(change.name)

    def _known(self, name: str) -> Kept:
        kept = self.kept.get(name)
        if kept is None or not kept.kind:
            raise NotSaid(name)
        return kept

    # ------------------------------------------------------------ as it is written

    def lines(self) -> list[str]:
        """The variables as a story declares them."""
        found: list[str] = []
        for twine, kept in self.kept.items():
            about = f"{{about: '{twine} in Twine'"
            first = kept.first
            if kept.kind == "flag":
                found.append(f"  {kept.name}: {about}{', start: yes' if first is True else ''}}}")
            elif kept.kind == "number":
                bounds = f", from: {kept.low}, to: {kept.high}, start: {first if isinstance(first, int) else 0}"
                found.append(f"  {kept.name}: {about}{bounds}}}")
            elif kept.kind == "list":
                start = f", start: {kept.words[first]}" if isinstance(first, str) else ""
                found.append(f"  {kept.name}: {about}, one_of: [{', '.join(kept.words.values())}]{start}}}")
        return found

    def remarks(self) -> list[str]:
        """What is not as it was in Twine, a sentence for each."""
        found: list[str] = []
        for twine, kept in self.kept.items():
            if not kept.kind:
                found.append(f"{twine} is neither a flag nor a whole number nor one of some texts; it stays behind.")
            elif self.uses[twine].odd:
                found.append(f"{twine} is also changed in ways that stay behind.")
            if kept.kind == "number" and not kept.held:
                found.append(f"{twine} stops at {kept.low} and at {kept.high} here; in Twine it has no bounds.")
        return found


def _changed(raw: str) -> set[str]:
    """The variables that something which was not understood changes."""
    setting = SETTING.findall(raw)
    names = {name for names in setting for name in names if name}
    if not setting and CHANGING.search(raw):
        names = set(re.findall(r"[$_][A-Za-z]\w*", raw))
    return names


def _one(term: Term) -> Sum:
    return Sum(((1, term),))


def _kept(name: str, uses: _Uses, first: bool | int | str | None) -> Kept:
    kinds = {type(value) for value in uses.values} | {type(bound) for bounds in uses.bounds for bound in bounds}
    if (uses.odd and not uses.set) or not uses.asked or len(kinds) > 1:
        return Kept(name)
    if kinds <= {bool}:
        return Kept(name, "flag", first=first)
    if kinds == {str}:
        # A variable that has no value yet is like an empty text.
        words = [word for word in dict.fromkeys(uses.values) if isinstance(word, str)]
        if first is None and "" not in words:
            words.insert(0, "")
        if len(words) == 1:
            words.append("" if words[0] else "other")
        return Kept(name, "list", dict.fromkeys(words, ""), first=first) if len(words) <= MOST_VALUES else Kept(name)
    named = [value for value in uses.values if isinstance(value, int)]
    if not (uses.grows or uses.shrinks) and len(set(uses.bounds)) == 1:
        low, high = uses.bounds[0]  # it is held within these wherever it changes
        if low <= high < low + MOST_VALUES and (first is None or (isinstance(first, int) and low <= first <= high)):
            return Kept(name, "number", {}, low, high, first, True)
    numbers = [0, *named, *(bound for bounds in uses.bounds for bound in bounds)]
    low, high = min(numbers), max(*numbers, 1)
    if high - low >= MOST_VALUES or max(abs(low), abs(high)) > LARGEST:
        return Kept(name)
    spare = MOST_VALUES - 1 - (high - low)
    room = min(ROOM, spare // 2 if uses.grows and uses.shrinks else spare)
    return Kept(name, "number", {}, low - room * uses.shrinks, high + room * uses.grows, first)
