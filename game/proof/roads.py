"""Is there a road to this place with such a memory? Searched backwards, exactly.

From the goal, layer by layer, every memory from which one more move leads into the last
layer. A start met in layer k is the beginning of a shortest road of k choices; when a
layer is empty there is no road at all. The road itself is then walked forwards by `step`.

What the ranges rule out is left out of every layer: it is on no road from a start. And
where only yes or no is asked, a memory that some walk has met is as good as a start.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from game.play.road import Leg, Road
from game.play.state import step
from game.proof.diagrams import EVERYTHING, NOTHING, Node, TooLarge
from game.proof.moves import RENEW, Move, Moves, Place, undoubled
from game.proof.nearest import Met, Nearest, met_at
from game.proof.ranges import Ranges

SPARE = (0, 4, 16, 64, float("inf"))  # how much longer than the shape allows a road may be

Goal = Mapping[Place, Node]
Known = Mapping[Place, list[bytes]]


@dataclass(frozen=True, slots=True)
class Answer:
    """`met` when there is a road, and then `road` is one where it was asked for, `shortest`
    when there is no shorter; `bounded` names the limit that was hit when the question is
    still open; neither means that there is no road."""

    met: bool = False
    road: Road | None = None
    bounded: str = ""
    shortest: bool = False


@dataclass(frozen=True, slots=True)
class Ways:
    """Which roads count: those by these moves, and by none of the memories to avoid."""

    into: Mapping[Place, Sequence[Move]]
    avoiding: Goal


class _Bound:
    """Lets through what can lie on a road of so many choices. `depths` are the fewest
    choices from a start to each place; `cut` tells whether anything was held back."""

    def __init__(self, depths: Mapping[Place, int], longest: float) -> None:
        self.depths, self.longest, self.cut = depths, longest, False

    def allows(self, place: Place, away: int) -> bool:
        depth = self.depths.get(undoubled(place))
        if depth is not None and depth + away <= self.longest:
            return True
        self.cut = self.cut or depth is not None
        return False


class Search:
    """Searches over the moves of a story. `known` are memories that walks have met,
    `nearest` plays breadth first; `deadline` is in seconds of `time.monotonic`, `work` the
    most that one question may take."""

    def __init__(
        self,
        moves: Moves,
        ranges: Ranges,
        known: Known | None = None,
        nearest: Nearest | None = None,
        deadline: float = float("inf"),
        work: float = float("inf"),
    ) -> None:
        self.moves, self.ranges, self.known, self.nearest = moves, ranges, known or {}, nearest
        self.deadline, self.work = deadline, work
        self.depths = moves.depths(moves.begun)
        self.any_way = Ways(moves.into, {})

    def rest(self) -> None:
        """Between two questions: a full allowance of work, and no tables past their use."""
        if self.moves.diagrams.work > RENEW:
            self.moves.renew()
        self.moves.diagrams.limit = self.moves.diagrams.work + self.work

    def possible(self, goal: Goal) -> dict[Place, Node]:
        """The goal without what the ranges rule out."""
        found: dict[Place, Node] = {}
        for place, memories in goal.items():
            if memories != NOTHING:
                inside = self.moves.diagrams.within(memories, self.ranges.box(place))
                if inside != NOTHING:
                    found[place] = inside
        return found

    def around(self, goal: Goal, avoiding: Goal) -> tuple[Goal, Ways]:
        """The part of the goal that need not be avoided, and the ways around what must."""
        without = self.moves.diagrams.without
        kept = {place: without(memories, avoiding.get(place, NOTHING)) for place, memories in goal.items()}
        return kept, Ways(self.moves.into, avoiding)

    # ------------------------------------------------------------ the shortest road

    def find(self, goal: Goal, ways: Ways | None = None, least: int = 0, road: Road | None = None) -> Answer:
        """The shortest road from any start into the goal; by these ways, if some are
        given. It is known to have `least` choices or more; `road` is one that is known."""
        try:
            goal = self.possible(goal)
            least = max(least, self._least(goal))
            if road is None and ways is None and (met := self._nearest(goal)):
                road = met.road()
            longest = float("inf") if road is None else len(road.legs) - 1
            if least <= longest:
                starts = [met_at(begun) for begun in self.moves.begun]
                for _, shorter in self._shortest(goal, starts, ways or self.any_way, least, longest):
                    return Answer(True, shorter, shortest=True)
        except TooLarge as limit:
            return Answer(bounded=str(limit)) if road is None else Answer(True, road)
        return Answer() if road is None else Answer(True, road, shortest=True)

    def roads(self, goal: Goal, origins: Sequence[Met]) -> dict[int, Road]:
        """A shortest road into the goal by way of each of these, by their numbers; not
        those without one. Raises TooLarge."""
        goal = self.possible(goal)
        return dict(self._shortest(goal, origins, self.any_way, self._least(goal), float("inf")))

    def _least(self, goal: Goal) -> int:
        """The fewest choices into the goal, if nothing were closed."""
        return min((self.depths.get(undoubled(place), 0) for place in goal), default=0)

    def _nearest(self, goal: Goal) -> Met | None:
        """What breadth-first plays have met of the goal, by the fewest choices."""
        if self.nearest is None:
            return None
        holds, met = self.moves.diagrams.holds, self.nearest.met
        found = (
            each
            for place, memories in goal.items()
            for each in met.get(place, ())
            if holds(memories, each.state.memory)
        )
        return min(found, key=lambda each: each.distance, default=None)

    def _shortest(
        self, goal: Goal, origins: Sequence[Met], ways: Ways, least: int, longest: float
    ) -> Iterator[tuple[int, Road]]:
        """The origins from which a road of at most so many choices leads into the goal, each
        by its number and with a shortest one, the shortest of all first. Raises TooLarge.

        Roads are sought first where one hardly longer than the shape of the story allows
        would have to pass, then in ever wider bounds; what is found within a bound is the
        shortest there is."""
        waiting = dict(enumerate(origins))
        for spare in SPARE:
            bound = _Bound(self.depths, min(least + spare, longest))
            for layers in self._layers(goal, ways, bound):
                met = [n for n, at in waiting.items() if self._in(layers[-1], at.place(), at.state.memory)]
                for number in met:
                    yield number, self._walked(waiting.pop(number), layers, ways)
                if not waiting:
                    return
            if not bound.cut or bound.longest >= longest:
                return

    def _layers(self, goal: Goal, ways: Ways, bound: _Bound) -> Iterator[list[dict[Place, Node]]]:
        """All layers so far, again and again, each time with one more."""
        layers = [{place: memories for place, memories in goal.items() if bound.allows(place, 0)}]
        met = dict(layers[0])
        while layers[-1]:
            yield layers
            self._look_at_the_time()
            layers.append(self._layer_before(layers[-1], met, ways, bound, len(layers)))

    # ------------------------------------------------------------ whether there is a road

    def meets(self, goal: Goal, ways: Ways | None = None, road: bool = False) -> Answer:
        """Whether there is a road at all, by ways that avoid nothing; with a road, if one
        is asked for, that need not be the shortest."""
        ways = ways or self.any_way
        try:
            layers = [self.possible(goal)]
            met = dict(layers[0])
            while layers[-1]:
                for place, memories in layers[-1].items():
                    if not road and any(self.moves.diagrams.holds(memories, m) for m in self.known.get(place, ())):
                        return Answer(True)
                    if here := self._met_in(place, memories):
                        return Answer(True, self._walked(here, layers, ways))
                self._look_at_the_time()
                layers.append(self._layer_before(layers[-1], met, ways))
        except TooLarge as limit:
            return Answer(bounded=str(limit))
        return Answer()

    def _met_in(self, place: Place, memories: Node) -> Met | None:
        """A start or something that breadth-first plays have met, at the place."""
        holds = self.moves.diagrams.holds
        for begun in self.moves.begun:
            if begun.place == place and holds(memories, begun.state.memory):
                return met_at(begun)
        found = self.nearest.met.get(place, ()) if self.nearest else ()
        return next((each for each in found if holds(memories, each.state.memory)), None)

    def all_before(self, goal: Goal) -> dict[Place, Node]:
        """Every memory, place by place, from which some road leads into the goal, within
        the ranges. Raises TooLarge."""
        layer = self.possible(goal)
        met = dict(layer)
        while layer:
            self._look_at_the_time()
            layer = self._layer_before(layer, met, self.any_way)
        return met

    def _look_at_the_time(self) -> None:
        if time.monotonic() > self.deadline:
            raise TooLarge("time")

    def _layer_before(
        self,
        layer: Mapping[Place, Node],
        met: dict[Place, Node],
        ways: Ways,
        bound: _Bound | None = None,
        away: int = 0,
    ) -> dict[Place, Node]:
        """One move earlier, `away` moves from the goal: what was not met before. Adds it to
        `met`."""
        diagrams = self.moves.diagrams
        found: dict[Place, Node] = {}
        for place, memories in layer.items():
            for move in ways.into[place]:
                source = move.source
                if met.get(source) == EVERYTHING or (bound and not bound.allows(source, away)):
                    continue
                earlier = diagrams.without(self.moves.before(move, memories), met.get(source, NOTHING))
                earlier = diagrams.without(earlier, ways.avoiding.get(source, NOTHING))
                new = diagrams.within(earlier, self.ranges.box(source))
                if new != NOTHING:
                    found[source] = diagrams.either(found.get(source, NOTHING), new)
        for place, memories in found.items():
            whole = diagrams.either(met.get(place, NOTHING), memories)
            met[place] = diagrams.within(whole, self.ranges.box(place))
        return found

    def _in(self, layer: Mapping[Place, Node], place: Place, memory: bytes) -> bool:
        return self.moves.diagrams.holds(layer.get(place, NOTHING), memory)

    def _walked(self, met: Met, layers: list[dict[Place, Node]], ways: Ways) -> Road:
        """The road to what was met in the last layer, and on as the layers promise, walked
        by the engine's own step."""
        state, place = met.state, met.place()
        legs = list(met.road().legs)
        for layer in reversed(layers[:-1]):
            move = self._promised(place, state.memory, layer, ways)
            state = step(self.moves.story, state, move.choice.id, move.chance)
            legs.append(Leg(move.choice.id, move.chance))
            place = move.target
            assert (state.scene, state.back) == (place.scene, place.back), "the diagrams and the step disagree"
            assert self._in(layer, place, state.memory), "the diagrams and the step disagree"
        return Road(met.start, tuple(legs))

    def _promised(self, place: Place, memory: bytes, layer: Mapping[Place, Node], ways: Ways) -> Move:
        for target, memories in layer.items():
            for move in ways.into[target]:
                if move.source == place and self.moves.diagrams.holds(self.moves.before(move, memories), memory):
                    return move
        raise AssertionError("a layer promised a move that is not there")


def everywhere(moves: Moves, scene: str, memories: Node = EVERYTHING) -> dict[Place, Node]:
    """The goal "this scene, with such a memory", wherever a visit returns to."""
    return {place: memories for place in moves.places.get(scene, ()) if memories != NOTHING}
