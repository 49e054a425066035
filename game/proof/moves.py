"""A story as places and moves between them, with what each move asks and changes.

A place is a scene and where a visit returns to; what is left of a state, its memory, is a
diagram. This is the story's own data read a second time, backwards; the tests hold it
against `step`, which is the only engine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from game.play.road import starts
from game.play.state import State, begin
from game.proof.conditions import Conditions
from game.proof.diagrams import EVERYTHING, NOTHING, Diagrams, Node
from game.story.grammar import Condition, Effect
from game.story.model import Branch, Chance, Choice, Goto, Return, Scene, Start, Story, Visit, Way

RENEW = 1_500_000  # steps of work after which the tables are emptied


class Setting(NamedTuple):
    """The hour and the place on the map; empty where nothing has set them."""

    hour: datetime | None = None
    spot: str = ""


def carried(scene: Scene, setting: Setting) -> Setting:
    """The setting once the scene is entered: an aside leaves it as it was."""
    if scene.aside:
        return setting
    return Setting(scene.at or setting.hour, scene.place or setting.spot)


class Place(NamedTuple):
    """Where a play can stand, but for its memory. `setting` is only there in the last
    scenes of a road that a question about hour and place asks for; see `game.proof.tails`."""

    scene: str
    back: str
    setting: Setting | None = None


def undoubled(place: Place) -> Place:
    """The place without a setting."""
    return place if place.setting is None else Place(place.scene, place.back)


class Move(NamedTuple):
    """A choice on its way to one place. `tests` are the conditions of its way, with
    whether each must hold; `chance` is the scene chance led to, or empty."""

    source: Place
    choice: Choice
    tests: tuple[tuple[Condition, bool], ...]
    target: Place
    chance: str


class Begun(NamedTuple):
    """A start, the place and state where it stands, and the memory before its effects."""

    start: str
    place: Place
    state: State
    do: tuple[Effect, ...]
    blank: bytes


class Moves:
    """All places of a story that its ways lead to, whatever is remembered, and the moves
    into and out of each. `begun` are the starts of the whole."""

    def __init__(self, story: Story, begun: tuple[Begun, ...]) -> None:
        self.story, self.begun = story, begun
        self.places: dict[str, list[Place]] = {}  # by scene
        self.out: dict[Place, list[Move]] = {}
        self.into: dict[Place, list[Move]] = {}
        self.nodes: Counter[int] = Counter()  # made at each level, of diagrams now forgotten
        self.diagrams = Diagrams(sizes(story))
        self.renew()

    def renew(self) -> None:
        """Forget every diagram; nodes known until now mean nothing any more."""
        self.nodes.update(self.diagrams.nodes_by_level())
        self.diagrams = Diagrams(sizes(self.story))
        self.conditions = Conditions(self.story, self.diagrams)
        self._open: dict[str, dict[str, Node]] = {}

    def forward(self, start: Iterable[Place], onward: Callable[[Place], Iterable[Place]]) -> None:
        """Visit places until nothing is left to do, those nearer to the starts first;
        `onward` says which places a visit has changed something for."""
        rank = self._ranks()
        waiting = [(rank[place], place) for place in dict.fromkeys(start)]
        heapify(waiting)
        queued = {place for _, place in waiting}
        while waiting:
            _, place = heappop(waiting)
            queued.discard(place)
            for changed in onward(place):
                if changed not in queued:
                    queued.add(changed)
                    heappush(waiting, (rank[changed], changed))

    def depths(self, begun: Iterable[Begun]) -> dict[Place, int]:
        """The fewest choices from one of the starts to each place, if nothing were closed."""
        found = dict.fromkeys([each.place for each in begun], 0)
        waiting = list(found)
        for place in waiting:
            for move in self.out[place]:
                if move.target not in found:
                    found[move.target] = found[place] + 1
                    waiting.append(move.target)
        return found

    def _ranks(self) -> dict[Place, int]:
        """The places in the order in which the story is told, which most moves follow."""
        chapters = {chapter: number for number, chapter in enumerate(self.story.chapters)}
        told = sorted(self.story.scenes.values(), key=lambda scene: chapters[scene.chapter])
        scenes = {scene.id: number for number, scene in enumerate(told)}
        return {place: scenes[place.scene] for place in self.out}

    def meet(self, place: Place) -> None:
        if place not in self.out:
            self.out[place], self.into[place] = [], []
            self.places.setdefault(place.scene, []).append(place)

    # ------------------------------------------------------------ conditions and menus

    def condition(self, condition: Condition | None) -> Node:
        """The memories in which the condition holds; no condition always does."""
        return EVERYTHING if condition is None else self.conditions.node(condition)

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
        return self.diagrams.without(self.condition(choice.condition), self.spent(scene.id, choice))

    def spent(self, scene: str, choice: Choice) -> Node:
        """The memories in which a choice that can be taken once has been taken."""
        if not choice.once:
            return NOTHING
        return self.diagrams.where(self.story.memory.chosen[scene, choice.id], bool)

    # ------------------------------------------------------------ backwards

    def before(self, move: Move, after: Node) -> Node:
        """The memories from which the move can be made and leads into the set `after`."""
        target = self.story.scenes[move.target.scene]
        return self.before_entering(move, self.entering(target, target.do, after))

    def before_entering(self, move: Move, entered: Node) -> Node:
        """The memories from which the move can be made, its way leading on with one of
        `entered`, before the scene it leads to is counted."""
        for condition, wanted in move.tests:
            asked = self.condition(condition)
            entered = self.diagrams.both(entered, asked if wanted else self.diagrams.complement(asked))
        return self.choosing(move.source.scene, move.choice, move.choice.do, entered)

    def choosing(self, scene: str, choice: Choice, effects: tuple[Effect, ...], after: Node) -> Node:
        """The memories from which the choice is open and, when it has had these effects,
        one of `after` holds."""
        found = self.undone(effects, after)
        taken = self.story.memory.chosen.get((scene, choice.id))
        if taken is not None:
            found = self.diagrams.assign(found, taken, (1, 1))
        return self.diagrams.both(found, self.open(scene)[choice.id])

    def entering(self, scene: Scene, effects: tuple[Effect, ...], after: Node) -> Node:
        """The memories that become one of `after` when the scene is counted and has had
        these of its effects."""
        found = self.undone(effects, after)
        if scene.id in self.story.memory.times:
            level, cap = self.story.memory.times[scene.id]
            found = self.diagrams.assign(found, level, counted(cap))
        return found

    def undone(self, effects: tuple[Effect, ...], after: Node) -> Node:
        """The memories that these effects, in their order, turn into the set."""
        for effect in reversed(effects):
            level = self.story.memory.variables[effect.name]
            changed = self.diagrams.assign(after, level, new_values(self.story, effect))
            if effect.when is None:
                after = changed
                continue
            when = self.condition(effect.when)
            after = self.diagrams.either(self.diagrams.both(when, changed), self.diagrams.without(after, when))
        return after


def counted(cap: int) -> tuple[int, ...]:
    """For each count of a scene's enterings, the count after one more."""
    return (*range(1, cap + 1), cap)


def new_values(story: Story, effect: Effect) -> tuple[int, ...]:
    """For each value of a variable, as an index, the one that the effect makes of it."""
    variable = story.variables[effect.name]
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


# ---------------------------------------------------------------- laying the story out


def lay_out(story: Story) -> Moves:
    """The story as places and moves, from the starts of its first chapter."""
    first = story.first_chapter().id
    begun: list[Begun] = []
    for name, start in starts(story).items():
        if name.startswith(f"{first}/"):
            begun.append(_begun(story, name, start))
    moves = Moves(story, tuple(begun))
    waiting = list(dict.fromkeys(start.place for start in begun))
    for place in waiting:
        moves.meet(place)
    while waiting:
        place = waiting.pop()
        for choice in story.scenes[place.scene].choices:
            for tests, scene, back, chance in _ends(choice.way, place):
                target = Place(scene, back)
                if target not in moves.out:
                    moves.meet(target)
                    waiting.append(target)
                move = Move(place, choice, tests, target, chance)
                moves.out[place].append(move)
                moves.into[target].append(move)
    return moves


def _begun(story: Story, name: str, start: Start) -> Begun:
    blank = bytearray(story.memory.size)
    for variable in story.variables.values():
        blank[story.memory.variables[variable.name]] = variable.first
    state = begin(story, start)
    return Begun(name, Place(state.scene, state.back), state, start.do, bytes(blank))


def sizes(story: Story) -> list[int]:
    """How many values each byte of a state's memory has."""
    memory = story.memory
    found = [variable.highest - variable.lowest + 1 for variable in story.variables.values()]
    found += [cap + 1 for _, cap in memory.times.values()]
    return found + [2] * len(memory.chosen)


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
