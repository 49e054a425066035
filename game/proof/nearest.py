"""Plays from the starts, breadth first, by the engine's own step: what they meet is possible,
and the first road there is seldom much longer than the shortest.

Of all the memories that a place can have only those are followed that bring something new
to it: a value that a byte has not had there, or a later hour. So there are hardly more of
them than places and values, however many memories there are. (Planning calls it a search of
width one: Lipovetzky and Geffner 2012.)
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from game.play.road import Leg, Road
from game.play.state import State, chances, menu, step
from game.proof.moves import Begun, Moves, Place, Setting, carried
from game.story.model import Story

MOST = 60_000  # memories kept in all
FEWEST, KEPT = 4, 48  # memories kept of each place, in a large story and in a small one
EVERY_BYTE = 250_000  # places times bytes of memory; in a larger story only variables bring news


class Trail(NamedTuple):
    """The choices to a state, the last one first."""

    before: Trail | None
    leg: Leg


class Met(NamedTuple):
    """A state that a play has met: its distance from the start in choices, and the setting
    that the road has carried to it."""

    state: State
    start: str
    distance: int
    trail: Trail | None
    setting: Setting

    def place(self) -> Place:
        return Place(self.state.scene, self.state.back)

    def road(self) -> Road:
        legs: list[Leg] = []
        trail = self.trail
        while trail is not None:
            legs.append(trail.leg)
            trail = trail.before
        return Road(self.start, tuple(reversed(legs)))


def met_at(begun: Begun) -> Met:
    """A start, as what was met with no choices."""
    return Met(begun.state, begun.start, 0, None, Setting())


# Is shown every state met, and the setting before its scene was entered.
Show = Callable[[Place, Met, Setting], None]


class Nearest:
    """What was met, place by place."""

    def __init__(self, moves: Moves, show: Show, deadline: float = float("inf")) -> None:
        self.story, self.show = moves.story, show
        self.met: dict[Place, list[Met]] = {place: [] for place in moves.out}
        places = max(len(self.met), 1)
        self._kept = min(max(MOST // places, FEWEST), KEPT)
        self._brought = 0
        self._news = _News(moves, places * self.story.memory.size <= EVERY_BYTE)
        waiting: deque[Met] = deque()
        for begun in moves.begun:
            setting = carried(self.story.scenes[begun.state.scene], Setting())
            self._meet(Met(begun.state, begun.start, 0, None, setting), Setting(), waiting)
        while waiting and (len(waiting) % 64 or time.monotonic() < deadline):
            here = waiting.popleft()
            for met in after(self.story, here):
                self._meet(met, here.setting, waiting)

    def _meet(self, met: Met, before: Setting, waiting: deque[Met]) -> None:
        place = met.place()
        self.show(place, met, before)
        if self._news.brought(place, met):
            waiting.append(met)
            self._keep(self.met[place], met)

    def _keep(self, at: list[Met], met: Met) -> None:
        """The first of a place, and of the later ones the last: they remember more."""
        self._brought += 1
        if len(at) < self._kept:
            at.append(met)
        else:
            first = self._kept // 2
            at[first + self._brought % (self._kept - first)] = met


def after(story: Story, here: Met) -> list[Met]:
    """What one more choice leads to, chance included."""
    found: list[Met] = []
    for choice in menu(story, here.state):
        for scene, _ in chances(story, here.state, choice) or (("", 1),):
            state = step(story, here.state, choice, scene)
            setting = carried(story.scenes[state.scene], here.setting)
            found.append(Met(state, here.start, here.distance + 1, Trail(here.trail, Leg(choice, scene)), setting))
    return found


def origins(story: Story, begun: Sequence[Begun]) -> list[Met]:
    """Who or what a player is at the beginning: each start or, where there is one alone,
    what the first choice of several makes of it."""
    found = [met_at(each) for each in begun]
    known = set[State]()
    while len(found) == 1 and found[0].state not in known and not story.scenes[found[0].state.scene].ending:
        known.add(found[0].state)
        found = after(story, found[0]) or found
    return found


class _News:
    """What each place has had, and whether a state adds to it."""

    def __init__(self, moves: Moves, every_byte: bool) -> None:
        self.variables = len(moves.story.variables)
        self.every_byte = every_byte
        self.bits: list[list[int]] = []  # of each variable a bit for each value
        at = 0
        for variable in moves.story.variables.values():
            size = variable.highest - variable.lowest + 1
            self.bits.append([1 << at + value for value in range(size)])
            at += size
        self.had: dict[Place, tuple[int, int, int, datetime]] = {}

    def brought(self, place: Place, met: Met) -> bool:
        """Values of variables, other bytes that stand and that do not, and the hour."""
        memory, hour = met.state.memory, met.setting.hour or datetime.min
        values = sum([bits[value] for bits, value in zip(self.bits, memory, strict=False)])
        stands = lacks = 0
        if self.every_byte:
            stands = int.from_bytes(memory[self.variables :])
            lacks = int.from_bytes(memory[self.variables :].translate(NOUGHT))
        had = self.had.get(place)
        if had is None:
            self.had[place] = (values, stands, lacks, hour)
            return True
        new = (had[0] | values, had[1] | stands, had[2] | lacks, max(had[3], hour))
        self.had[place] = new
        return new != had


NOUGHT = bytes([1]) + bytes(255)  # turns nought into one and all else into nought
