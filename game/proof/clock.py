"""The hour and the place on the map: what a scene without its own takes over from the road.

Which hours and places can meet is found by the story's shape alone. Only where two of them
do not go together is a road asked for, along the last few scenes that matter.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import datetime

from game.play.road import Road, states_on
from game.proof.diagrams import EVERYTHING
from game.proof.going import longest, metres, minutes
from game.proof.moves import Moves, Place, Setting, carried
from game.proof.question import Entering, Question
from game.proof.roads import Goal
from game.story.model import Scene, Story


def _back(scene: Scene) -> Entering:
    def wrong(before: Setting) -> bool:
        return before.hour is not None and scene.at is not None and scene.at < before.hour

    return Entering(scene.id, wrong, spots=False)


def _far(story: Story, scene: Scene) -> Entering:
    def wrong(before: Setting) -> bool:
        there = _there(before, scene)
        return there is not None and there >= 0 and _takes(story, before, scene) > there

    return Entering(scene.id, wrong, spots=True)


def _there(before: Setting, scene: Scene) -> float | None:
    """The minutes between the hour carried and that of the scene."""
    after = carried(scene, before)
    if before.hour is None or after.hour is None:
        return None
    return (after.hour - before.hour).total_seconds() / 60


def _takes(story: Story, before: Setting, scene: Scene) -> float:
    """The minutes that the way to the scene takes."""
    return 0.0 if before.hour is None else minutes(story, before.spot, scene.place, before.hour)


def clock_questions(moves: Moves) -> Iterator[Question]:
    """For each scene with an hour: the clock never runs back to it. For each with a place:
    nobody has to go too far to it."""
    story = moves.story
    settings = _Settings(moves)
    for scene in story.scenes.values():
        if scene.aside:
            continue
        if scene.at is not None:
            hint = "Mend at, or leave it out: the clock then stands."
            message = f"Into {scene.id} the clock can run back."
            may = settings.meet(scene, settings.later(scene.at))
            yield _question(moves, "clock-backwards", message, hint, _back(scene), may)
        if scene.place:
            message = f"To {scene.id} it can be too far to go in the time."
            may = settings.meet(scene, settings.too_far(scene))
            yield _question(moves, "walk-too-far", message, "Mend at or place.", _far(story, scene), may)


def _question(moves: Moves, code: str, message: str, hint: str, entering: Entering, may: bool) -> Question:
    scene = moves.story.scenes[entering.scene]

    def goal(moves: Moves) -> Goal:
        return dict.fromkeys(moves.places.get(scene.id, ()), EVERYTHING) if may else {}

    def explain(road: Road) -> str:
        return _explained(moves.story, road, scene)

    return Question(code, scene.where, message, hint, False, goal, entering=entering, explain=explain)


def _explained(story: Story, road: Road, scene: Scene) -> str:
    """What is wrong on the last move of the road."""
    source, before = "", Setting()
    state, *onward = states_on(story, road)
    after = carried(story.scenes[state.scene], before)
    for entered in onward:
        source, before, state = state.scene, after, entered
        after = carried(story.scenes[state.scene], before)
    there = _there(before, scene)
    assert state.scene == scene.id and there is not None and after.hour is not None
    if there < 0:
        return f"From {source} to {scene.id} the clock runs back {-there:.0f} minutes, to {after.hour:%H:%M}."
    far, takes = metres(story, before.spot, after.spot), math.ceil(_takes(story, before, scene))
    how = "on foot or by tram" if story.trams else "on foot"
    return (
        f"From {source} to {scene.id} it is {far:.0f} metres, which take {takes} minutes {how}; there are {there:.0f}."
    )


class _Settings:
    """The settings that the story's shape lets each place carry, as bits; conditions are
    not weighed."""

    def __init__(self, moves: Moves) -> None:
        self.moves, self.story = moves, moves.story
        self.numbers: dict[Setting, int] = {}
        self.at: dict[Place, int] = dict.fromkeys(moves.out, 0)
        self._carried: dict[tuple[datetime | None, str, int], int] = {}
        for start in moves.begun:
            self.at[start.place] |= self._bit(carried(self.story.scenes[start.place.scene], Setting()))
        self.moves.forward([start.place for start in moves.begun], self._onward)
        timed = sorted((hour, number) for (hour, *_), number in self.numbers.items() if hour is not None)
        self.hours = [hour for hour, _ in timed]
        self.in_order = [number for _, number in timed]
        self.known = list(self.numbers)
        self._far_by: dict[tuple[datetime | None, str], int] = {}

    def _onward(self, place: Place) -> Iterator[Place]:
        for move in self.moves.out[place]:
            after = self._after(self.at[place], self.story.scenes[move.target.scene])
            if self.at[move.target] | after != self.at[move.target]:
                self.at[move.target] |= after
                yield move.target

    def _bit(self, setting: Setting) -> int:
        return 1 << self.numbers.setdefault(setting, len(self.numbers))

    def _after(self, settings: int, scene: Scene) -> int:
        if scene.aside or (scene.at is None and not scene.place):
            return settings
        if scene.at is not None and scene.place:
            return self._bit(Setting(scene.at, scene.place))
        key = (scene.at, scene.place, settings)
        if key not in self._carried:
            known = list(self.numbers)
            self._carried[key] = sum({self._bit(carried(scene, known[number])) for number in _numbers(settings)})
        return self._carried[key]

    def meet(self, scene: Scene, wrong: int) -> bool:
        """Whether one of these settings stands before a move into the scene."""
        into = self.moves.into
        return any(self.at[m.source] & wrong for place in self.moves.places.get(scene.id, ()) for m in into[place])

    def later(self, hour: datetime) -> int:
        return sum(1 << number for number in self.in_order[bisect_right(self.hours, hour) :])

    def too_far(self, scene: Scene) -> int:
        """The settings from which nobody comes to the scene in time."""
        key = (scene.at, scene.place)
        if key not in self._far_by:
            near, far = self.in_order, _far(self.story, scene).wrong
            if scene.at is not None:
                first = scene.at - longest(self.story)
                near = near[bisect_left(self.hours, first) : bisect_right(self.hours, scene.at)]
            self._far_by[key] = sum(1 << number for number in near if far(self.known[number]))
        return self._far_by[key]


def _numbers(bits: int) -> Iterator[int]:
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
