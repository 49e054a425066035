"""Is there a road to this place with such a memory? Searched backwards, exactly.

From the goal, layer by layer, every memory from which one more move leads into the last
layer. A start met in layer k is the beginning of a shortest road of k choices; when a
layer is empty there is no road at all. The road itself is then walked forwards by `step`.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from game.play.road import Leg, Road
from game.play.state import State, step
from game.proof.diagrams import EVERYTHING, NOTHING, Node, TooLarge
from game.proof.moves import Begun, Moves, Place

Goal = Mapping[Place, Node]


@dataclass(frozen=True, slots=True)
class Answer:
    """`road` when there is one, the shortest; `bounded` names the limit that was hit when
    the question is still open; neither means that there is no road."""

    road: Road | None = None
    bounded: str = ""

    @property
    def none(self) -> bool:
        return self.road is None and not self.bounded


class Search:
    """Searches over the moves of a story. `deadline` is in seconds of `time.monotonic`."""

    def __init__(self, moves: Moves, deadline: float = float("inf")) -> None:
        self.moves, self.deadline = moves, deadline

    def find(self, goal: Goal, begun: Iterable[Begun] | None = None) -> Answer:
        """The shortest road from one of the starts into the goal."""
        starts = self.moves.begun if begun is None else tuple(begun)
        layers = [dict(goal)]
        met: dict[Place, Node] = dict(goal)
        try:
            while layers[-1]:
                for start in starts:
                    if self._in(layers[-1], start.place, start.memory):
                        return Answer(self._walked(start, layers))
                if time.monotonic() > self.deadline:
                    return Answer(bounded="time")
                layers.append(self._layer_before(layers[-1], met))
        except TooLarge:
            return Answer(bounded="memory")
        return Answer()

    def all_before(self, goal: Goal) -> dict[Place, Node]:
        """Every memory, place by place, from which some road leads into the goal.
        TooLarge when it does not fit."""
        met: dict[Place, Node] = dict(goal)
        layer = dict(goal)
        while layer:
            layer = self._layer_before(layer, met)
        return met

    def _layer_before(self, layer: Mapping[Place, Node], met: dict[Place, Node]) -> dict[Place, Node]:
        """One move earlier: what was not met before. Adds it to `met`."""
        diagrams = self.moves.diagrams
        found: dict[Place, Node] = {}
        for place, memories in layer.items():
            for move in self.moves.into[place]:
                earlier = self.moves.before(move, memories)
                new = diagrams.without(earlier, met.get(move.source, NOTHING))
                if new != NOTHING:
                    found[move.source] = diagrams.either(found.get(move.source, NOTHING), new)
        for place, memories in found.items():
            met[place] = diagrams.either(met.get(place, NOTHING), memories)
        return found

    def _in(self, layer: Mapping[Place, Node], place: Place, memory: bytes) -> bool:
        return self.moves.diagrams.holds(layer.get(place, NOTHING), memory)

    def _walked(self, start: Begun, layers: list[dict[Place, Node]]) -> Road:
        """The road that the layers promise, walked by the engine's own step."""
        legs: list[Leg] = []
        place, state = start.place, State(start.place.scene, start.place.back, start.memory)
        for layer in reversed(layers[:-1]):
            for move in self.moves.out[place]:
                earlier = self.moves.before(move, layer.get(move.target, NOTHING))
                if self.moves.diagrams.holds(earlier, state.memory):
                    break
            else:
                raise AssertionError("a layer promised a move that is not there")
            state = step(self.moves.story, state, move.choice.id, move.chance)
            legs.append(Leg(move.choice.id, move.chance))
            place = move.target
            assert state.scene == place.scene, "the diagrams and the step disagree"
            assert self._in(layer, place, state.memory), "the diagrams and the step disagree"
        return Road(start.start, tuple(legs))


def everywhere(moves: Moves, scene: str, memories: Node = EVERYTHING) -> dict[Place, Node]:
    """The goal "this scene, with such a memory", whatever the hour and the way there."""
    return {place: memories for place in moves.places.get(scene, ()) if memories != NOTHING}
