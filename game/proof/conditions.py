"""Conditions as sets of memories, exactly."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

from game.proof.diagrams import EVERYTHING, NOTHING, Diagrams, Node
from game.story.grammar import (
    Both,
    Chosen,
    Compare,
    Condition,
    Either,
    Flag,
    Integer,
    Is,
    Not,
    Number,
    Seen,
    Times,
    Truth,
)
from game.story.model import Story


class Difference(NamedTuple):
    """Left minus right of a comparison: a whole number, bytes with their factors, and
    conditions that count as 1 with theirs."""

    constant: int
    bytes_read: tuple[tuple[int, int], ...]
    truths: tuple[tuple[int, Condition], ...]


def difference(story: Story, compare: Compare) -> Difference:
    constant, bytes_read, truths = 0, dict[int, int](), list[tuple[int, Condition]]()
    for side, total in ((1, compare.left), (-1, compare.right)):
        for plus, term in total.terms:
            factor = side * plus
            match term:
                case Integer(value):
                    constant += factor * value
                case Number(name):
                    constant += factor * story.variables[name].lowest
                    level = story.memory.variables[name]
                    bytes_read[level] = bytes_read.get(level, 0) + factor
                case Times(scene):
                    level = story.memory.times[scene][0]
                    bytes_read[level] = bytes_read.get(level, 0) + factor
                case Truth(test):
                    truths.append((factor, test))
    return Difference(constant, tuple(sorted((lv, f) for lv, f in bytes_read.items() if f)), tuple(truths))


def values_of(story: Story, condition: Flag | Is | Seen | Chosen) -> tuple[int, int]:
    """The byte that a condition on one thing reads, and the values that make it hold, as
    bits."""
    match condition:
        case Flag(name):
            return story.memory.variables[name], 0b10
        case Is(name, values, negated):
            all_values = story.variables[name].values
            wanted = sum(1 << all_values.index(value) for value in dict.fromkeys(values))
            every = (1 << len(all_values)) - 1
            return story.memory.variables[name], every & ~wanted if negated else wanted
        case Seen(scene):
            level, cap = story.memory.times[scene]
            return level, (1 << cap + 1) - 2
        case Chosen(scene, choice):
            return story.memory.chosen[scene, choice], 0b10


class Conditions:
    """The conditions of a story as nodes, each made once."""

    def __init__(self, story: Story, diagrams: Diagrams) -> None:
        self.story, self.diagrams = story, diagrams
        # By identity: as tuples, `a and b` and `a or b` are equal. Each is kept, so that no
        # other can come to lie where it lay.
        self._made: dict[int, tuple[Condition, Node]] = {}

    def node(self, condition: Condition) -> Node:
        """The memories in which the condition holds."""
        found = self._made.get(id(condition))
        if found is None:
            found = self._made[id(condition)] = (condition, self._make(condition))
        return found[1]

    def _make(self, condition: Condition) -> Node:
        diagrams = self.diagrams
        match condition:
            case Not(test):
                return diagrams.complement(self.node(test))
            case Both(tests):
                found = EVERYTHING
                for test in tests:
                    found = diagrams.both(found, self.node(test))
                return found
            case Either(tests):
                found = NOTHING
                for test in tests:
                    found = diagrams.either(found, self.node(test))
                return found
            case Compare():
                return self._compare(condition)
            case _:
                level, wanted = values_of(self.story, condition)
                return diagrams.where(level, lambda value: bool(wanted >> value & 1))

    def _compare(self, compare: Compare) -> Node:
        """The difference against nought: conditions in brackets are tried both ways, the
        rest is summed level by level."""
        told = difference(self.story, compare)
        found = NOTHING
        for case in product((True, False), repeat=len(told.truths)):
            asked, total = EVERYTHING, told.constant
            for (factor, test), holds in zip(told.truths, case, strict=True):
                inner = self.node(test)
                asked = self.diagrams.both(asked, inner if holds else self.diagrams.complement(inner))
                total += factor * holds
            summed = self._summed(told.bytes_read, 0, total, compare.sign, {})
            found = self.diagrams.either(found, self.diagrams.both(asked, summed))
        return found

    def _summed(
        self, read: tuple[tuple[int, int], ...], at: int, total: int, sign: str, made: dict[tuple[int, int], Node]
    ) -> Node:
        if at == len(read):
            return EVERYTHING if possible(total, total, sign) else NOTHING
        if (found := made.get((at, total))) is None:
            level, factor = read[at]
            values = range(self.diagrams.sizes[level])
            branches = tuple([self._summed(read, at + 1, total + factor * value, sign, made) for value in values])
            found = made[at, total] = self.diagrams.node(level, branches)
        return found


def possible(lowest: int, highest: int, sign: str) -> bool:
    """Whether a number between these bounds can stand so against nought."""
    match sign:
        case "==":
            return lowest <= 0 <= highest
        case "!=":
            return not lowest == highest == 0
        case "<":
            return lowest < 0
        case "<=":
            return lowest <= 0
        case ">":
            return highest > 0
        case _:
            return highest >= 0
