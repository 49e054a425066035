"""Plays from the starts, breadth first, by the engine's own step.

Of each place only the first few memories are kept, so this proves nothing to be impossible.
But a road that is as short as the story's shape allows at all is a shortest one, and most
are; the others are at least no longer than the one met here.
"""

from __future__ import annotations

from typing import NamedTuple

from game.play.road import Leg, Road
from game.play.state import State, chances, menu, step
from game.proof.moves import Moves, Place

MOST = 60_000  # memories kept in all
FEWEST, KEPT = 4, 48  # memories kept of each place, in a large story and in a small one


class Met(NamedTuple):
    """A state and the choices to it from a start; `before` and `leg` are its last move."""

    state: State
    start: str
    distance: int
    before: Met | None
    leg: Leg | None

    def road(self) -> Road:
        legs: list[Leg] = []
        here: Met | None = self
        while here is not None and here.leg is not None:
            legs.append(here.leg)
            here = here.before
        return Road(self.start, tuple(reversed(legs)))


class Nearest:
    """What was met, place by place, the nearest first."""

    def __init__(self, moves: Moves) -> None:
        self.story = moves.story
        self.met: dict[Place, list[Met]] = {place: [] for place in moves.out}
        kept = min(max(MOST // max(len(self.met), 1), FEWEST), KEPT)
        known: set[State] = set()
        waiting = [Met(b.state, b.start, 0, None, None) for b in moves.begun]
        for here in waiting:
            at = self.met[Place(here.state.scene, here.state.back)]
            if len(at) < kept and here.state not in known:
                known.add(here.state)
                at.append(here)
                waiting.extend(self._after(here))

    def _after(self, here: Met) -> list[Met]:
        found: list[Met] = []
        for choice in menu(self.story, here.state):
            for scene, _ in chances(self.story, here.state, choice) or (("", 1),):
                state = step(self.story, here.state, choice, scene)
                found.append(Met(state, here.start, here.distance + 1, here, Leg(choice, scene)))
        return found
