"""A story as places and moves between them, with what each move asks and changes.

A place is more than a scene: where a visit returns to, and the hour and the spot on the
map, which a scene without its own takes over from the road. What is left, the memory, is
a diagram. This is the story's own data read a second time, backwards; the tests hold it
against `step`, which is the only engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product
from typing import NamedTuple

from game.play.road import starts
from game.play.state import State, begin
from game.proof.diagrams import EVERYTHING, NOTHING, Diagrams, Node
from game.story.grammar import (
    Both,
    Chosen,
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
    Times,
    Truth,
)
from game.story.model import Branch, Chance, Choice, Goto, Return, Scene, Start, Story, Visit, Way


class Place(NamedTuple):
    """Where a play can stand, but for its memory."""

    scene: str
    back: str
    hour: datetime | None
    spot: str


class Move(NamedTuple):
    """A choice on its way to one place. `tests` are the conditions of its way, with
    whether each must hold; `chance` is the scene chance led to, or empty."""

    source: Place
    choice: Choice
    tests: tuple[tuple[Condition, bool], ...]
    target: Place
    chance: str


class Begun(NamedTuple):
    start: str
    place: Place
    memory: bytes


@dataclass(slots=True)
class Moves:
    """All places of a story that its ways lead to, whatever is remembered, and the moves
    into and out of each. `begun` are the starts of the whole."""

    story: Story
    diagrams: Diagrams
    begun: tuple[Begun, ...]
    places: dict[str, list[Place]] = field(default_factory=dict[str, list[Place]])  # by scene
    out: dict[Place, list[Move]] = field(default_factory=dict[Place, list[Move]])
    into: dict[Place, list[Move]] = field(default_factory=dict[Place, list[Move]])
    _conditions: dict[Condition, Node] = field(default_factory=dict[Condition, Node])
    _open: dict[str, dict[str, Node]] = field(default_factory=dict[str, dict[str, Node]])

    # ------------------------------------------------------------ conditions

    def condition(self, condition: Condition) -> Node:
        """The memories in which the condition holds."""
        found = self._conditions.get(condition)
        if found is None:
            found = self._conditions[condition] = self._make(condition)
        return found

    def _make(self, condition: Condition) -> Node:
        memory, diagrams = self.story.memory, self.diagrams
        match condition:
            case Flag(name):
                return diagrams.where(memory.variables[name], bool)
            case Is(name, values, negated):
                wanted = {self.story.variables[name].values.index(value) for value in values}
                return diagrams.where(memory.variables[name], lambda value: (value in wanted) != negated)
            case Seen(scene):
                return diagrams.where(memory.times[scene][0], bool)
            case Chosen(scene, choice):
                return diagrams.where(memory.chosen[scene, choice], bool)
            case Not(test):
                return diagrams.complement(self.condition(test))
            case Both(tests):
                found = EVERYTHING
                for test in tests:
                    found = diagrams.both(found, self.condition(test))
                return found
            case Either(tests):
                found = NOTHING
                for test in tests:
                    found = diagrams.either(found, self.condition(test))
                return found
            case Compare(left, sign, right):
                return self._compare(left, sign, right)

    def _compare(self, left: Sum, sign: str, right: Sum) -> Node:
        """Left minus right against nought: conditions in brackets are tried both ways,
        the rest is summed level by level."""
        constant, bytes_read, truths = 0, dict[int, int](), list[tuple[int, Condition]]()
        for side, total in ((1, left), (-1, right)):
            for plus, term in total.terms:
                factor = side * plus
                match term:
                    case Integer(value):
                        constant += factor * value
                    case Number(name):
                        constant += factor * self.story.variables[name].lowest
                        level = self.story.memory.variables[name]
                        bytes_read[level] = bytes_read.get(level, 0) + factor
                    case Times(scene):
                        level = self.story.memory.times[scene][0]
                        bytes_read[level] = bytes_read.get(level, 0) + factor
                    case Truth(test):
                        truths.append((factor, test))
        levels = sorted((level, factor) for level, factor in bytes_read.items() if factor)
        found = NOTHING
        for case in product((True, False), repeat=len(truths)):
            asked, total_so_far = EVERYTHING, constant
            for (factor, test), holds in zip(truths, case, strict=True):
                inner = self.condition(test)
                asked = self.diagrams.both(asked, inner if holds else self.diagrams.complement(inner))
                total_so_far += factor * holds
            summed = self._summed(levels, 0, total_so_far, sign, {})
            found = self.diagrams.either(found, self.diagrams.both(asked, summed))
        return found

    def _summed(
        self, levels: list[tuple[int, int]], at: int, total: int, sign: str, made: dict[tuple[int, int], Node]
    ) -> Node:
        if at == len(levels):
            return EVERYTHING if _against_nought(total, sign) else NOTHING
        if (found := made.get((at, total))) is None:
            level, factor = levels[at]
            values = range(self.diagrams.sizes[level])
            branches = tuple(self._summed(levels, at + 1, total + factor * value, sign, made) for value in values)
            found = made[at, total] = self.diagrams.node(level, branches)
        return found

    # ------------------------------------------------------------ choices

    def open(self, scene: str) -> dict[str, Node]:
        """For each choice of the scene, the memories in which it is open."""
        found = self._open.get(scene)
        if found is None:
            found = self._open[scene] = self._make_open(self.story.scenes[scene])
        return found

    def _make_open(self, scene: Scene) -> dict[str, Node]:
        diagrams = self.diagrams
        own = {choice.id: self._own(scene, choice) for choice in scene.choices}
        closed = EVERYTHING
        for choice in scene.choices:
            if not choice.fallback:
                closed = diagrams.without(closed, own[choice.id])
        return {
            choice.id: diagrams.both(own[choice.id], closed) if choice.fallback else own[choice.id]
            for choice in scene.choices
        }

    def _own(self, scene: Scene, choice: Choice) -> Node:
        found = EVERYTHING if choice.condition is None else self.condition(choice.condition)
        if choice.once:
            level = self.story.memory.chosen[scene.id, choice.id]
            found = self.diagrams.both(found, self.diagrams.where(level, lambda taken: not taken))
        return found

    def before(self, move: Move, after: Node) -> Node:
        """The memories from which the move can be made and leads into the set `after`."""
        story, diagrams = self.story, self.diagrams
        target = story.scenes[move.target.scene]
        found = self._undone(target.do, after)
        if target.id in story.memory.times:
            level, cap = story.memory.times[target.id]
            found = diagrams.assign(found, level, tuple(min(value + 1, cap) for value in range(cap + 1)))
        for condition, wanted in move.tests:
            asked = self.condition(condition)
            found = diagrams.both(found, asked if wanted else diagrams.complement(asked))
        found = self._undone(move.choice.do, found)
        taken = story.memory.chosen.get((move.source.scene, move.choice.id))
        if taken is not None:
            found = diagrams.assign(found, taken, (1, 1))
        return diagrams.both(found, self.open(move.source.scene)[move.choice.id])

    def _undone(self, effects: tuple[Effect, ...], after: Node) -> Node:
        """The memories that these effects, in their order, turn into the set."""
        for effect in reversed(effects):
            changed = self.diagrams.assign(after, self.story.memory.variables[effect.name], self._new(effect))
            if effect.when is None:
                after = changed
                continue
            when = self.condition(effect.when)
            after = self.diagrams.either(self.diagrams.both(when, changed), self.diagrams.without(after, when))
        return after

    def _new(self, effect: Effect) -> tuple[int, ...]:
        """For each value, the value that the effect makes of it."""
        variable = self.story.variables[effect.name]
        top = variable.highest - variable.lowest
        values = range(top + 1)
        match effect.sign:
            case "+=":
                return tuple(min(value + int(effect.value), top) for value in values)
            case "-=":
                return tuple(max(value - int(effect.value), 0) for value in values)
            case "set":
                new = 1
            case "clear":
                new = 0
            case _ if variable.kind == "number":
                new = int(effect.value) - variable.lowest
            case _:
                new = variable.values.index(str(effect.value))
        return (new,) * (top + 1)


def _against_nought(total: int, sign: str) -> bool:
    match sign:
        case "==":
            return total == 0
        case "!=":
            return total != 0
        case "<":
            return total < 0
        case "<=":
            return total <= 0
        case ">":
            return total > 0
        case _:
            return total >= 0


# ---------------------------------------------------------------- laying the story out


def lay_out(story: Story, most: int = 2_000_000, begun: dict[str, Start] | None = None) -> Moves:
    """The story as places and moves, from the starts of its first chapter or those given."""
    if begun is None:
        first = story.first_chapter().id
        begun = {name: start for name, start in starts(story).items() if name.startswith(f"{first}/")}
    begins: list[Begun] = []
    for name, start in begun.items():
        state: State = begin(story, start)
        begins.append(Begun(name, _entered(story, start.scene, "", None, ""), state.memory))
    moves = Moves(story, Diagrams(sizes(story), most), tuple(begins))
    waiting = [begin.place for begin in begins]
    for place in waiting:
        _meet(moves, place)
    while waiting:
        place = waiting.pop()
        for move in _moves_from(story, place):
            moves.out[place].append(move)
            if move.target not in moves.out:
                _meet(moves, move.target)
                waiting.append(move.target)
            moves.into[move.target].append(move)
    return moves


def sizes(story: Story) -> list[int]:
    """How many values each byte of a state's memory has."""
    memory = story.memory
    found = [variable.highest - variable.lowest + 1 for variable in story.variables.values()]
    found += [cap + 1 for _, cap in memory.times.values()]
    return found + [2] * len(memory.chosen)


def _meet(moves: Moves, place: Place) -> None:
    if place not in moves.out:
        moves.out[place], moves.into[place] = [], []
        moves.places.setdefault(place.scene, []).append(place)


def _entered(story: Story, scene: str, back: str, hour: datetime | None, spot: str) -> Place:
    entered = story.scenes[scene]
    if entered.aside:
        return Place(scene, back, hour, spot)
    return Place(scene, back, entered.at or hour, entered.place or spot)


def _moves_from(story: Story, place: Place) -> Iterator[Move]:
    for choice in story.scenes[place.scene].choices:
        for tests, scene, back, chance in _ends(choice.way, place):
            target = _entered(story, scene, back, place.hour, place.spot)
            yield Move(place, choice, tests, target, chance)


def _ends(way: Way, place: Place) -> Iterator[tuple[tuple[tuple[Condition, bool], ...], str, str, str]]:
    """Where a way can end: what it asks for, scene, where to return, and chance."""
    match way:
        case Goto(scene):
            yield (), scene, place.back, ""
        case Return():
            yield (), place.back, "", ""
        case Visit(scene, then):
            yield (), scene, then, ""
        case Chance(scenes):
            for scene, _ in scenes:
                yield (), scene, place.back, scene
        case Branch(pairs):
            failed: list[tuple[Condition, bool]] = []
            for condition, inner in pairs:
                asked = (*failed, *(() if condition is None else ((condition, True),)))
                for _, scene, back, _ in _ends(inner, place):
                    yield asked, scene, back, ""
                if condition is not None:
                    failed.append((condition, False))
