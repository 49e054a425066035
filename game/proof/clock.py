"""The hour and the place on the map: what a scene without its own takes over from the road.

Which hours and places can meet is found by the story's shape alone. Only where two of them
do not go together is a road asked for, over places that remember just as much of the hour
as this one question needs.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from game.play.road import Road, starts
from game.play.state import begin, step
from game.proof.diagrams import EVERYTHING
from game.proof.moves import Moves, Place, lay_out
from game.proof.question import Question
from game.proof.roads import Goal
from game.story.model import Scene, Story

PACE = 75  # metres a minute, on foot in a street


class Setting(NamedTuple):
    """The hour and the place that a road has carried; empty while it has carried none.
    `wrong` marks the place where the question under search finds its fault."""

    hour: datetime | None = None
    spot: str = ""
    wrong: bool = False


def carried(scene: Scene, setting: Setting) -> Setting:
    """The setting once the scene is entered: an aside leaves it as it was."""
    if scene.aside:
        return setting
    return Setting(scene.at or setting.hour, scene.place or setting.spot)


def distance(story: Story, one: str, two: str) -> float:
    """Metres in a straight line between two places; nought when one is not on the map."""
    if not one or not two or one == two:
        return 0.0
    here, there = story.places[one].metres, story.places[two].metres
    if here is None or there is None:
        return 0.0
    return math.dist(here, there)


def _back(story: Story, before: Setting, scene: Scene) -> bool:
    after = carried(scene, before)
    return before.hour is not None and after.hour is not None and after.hour < before.hour


def _far(story: Story, before: Setting, scene: Scene) -> bool:
    after = carried(scene, before)
    if before.hour is None or after.hour is None or after.hour < before.hour:
        return False
    minutes = (after.hour - before.hour).total_seconds() / 60
    return distance(story, before.spot, after.spot) > minutes * PACE


def clock_questions(moves: Moves) -> Iterator[Question]:
    """For each scene with an hour: the clock never runs back to it. For each with a place:
    nobody has to walk too far to it."""
    story = moves.story
    settings = _Settings(moves)
    for scene in story.scenes.values():
        if scene.aside:
            continue
        if scene.at is not None:
            hint = "Mend at, or leave it out: the clock then stands."
            message = f"Into {scene.id} the clock can run back."
            may = settings.meet(scene, settings.later(scene.at))
            yield _question(story, scene, "clock-backwards", message, hint, _back, may)
        if scene.place:
            message = f"To {scene.id} it can be too far to walk in the time."
            may = settings.meet(scene, settings.too_far(scene))
            yield _question(story, scene, "walk-too-far", message, "Mend at or place.", _far, may)


def _question(
    story: Story,
    scene: Scene,
    code: str,
    message: str,
    hint: str,
    wrong: Callable[[Story, Setting, Scene], bool],
    may: bool,
) -> Question:
    def goal(moves: Moves) -> Goal:
        places = moves.places.get(scene.id, ())
        return {
            place: EVERYTHING for place in places if may and isinstance(place.setting, Setting) and place.setting.wrong
        }

    def laid_out() -> Moves:
        blur = _blur(story, scene, code)

        def carry(entered: Scene, before: object) -> Setting:
            old = before if isinstance(before, Setting) else Setting()
            new = carried(entered, old)
            return Setting(blur(new.hour), new.spot, entered.id == scene.id and wrong(story, old, scene))

        return lay_out(story, carry)

    def explain(road: Road) -> str:
        return _explained(story, road, scene)

    return Question(code, scene.where, message, hint, False, goal, None, laid_out if may else None, explain)


def _blur(story: Story, scene: Scene, code: str) -> Callable[[datetime | None], datetime | None]:
    """Hours that make no difference to this question, made one."""
    at = scene.at
    window = timedelta(minutes=_farthest(story) / PACE)

    def blur(hour: datetime | None) -> datetime | None:
        if hour is None or at is None:
            return hour and datetime.min
        if code == "clock-backwards":
            return datetime.max if hour > at else datetime.min
        return hour if at - window <= hour <= at else datetime.max

    return blur


def _explained(story: Story, road: Road, scene: Scene) -> str:
    """What is wrong on the last move of the road."""
    state = begin(story, starts(story)[road.start])
    source, before = "", Setting()
    after = carried(story.scenes[state.scene], before)
    for leg in road.legs:
        source, before = state.scene, after
        state = step(story, state, leg.choice, leg.chance)
        after = carried(story.scenes[state.scene], before)
    assert state.scene == scene.id and before.hour is not None and after.hour is not None
    minutes = (after.hour - before.hour).total_seconds() / 60
    if minutes < 0:
        return f"From {source} to {scene.id} the clock runs back {-minutes:.0f} minutes, to {after.hour:%H:%M}."
    metres = distance(story, before.spot, after.spot)
    walk = f"{metres:.0f} metres, which take {math.ceil(metres / PACE)} minutes on foot"
    return f"From {source} to {scene.id} it is {walk}; there are {minutes:.0f}."


@lru_cache(maxsize=8)
def _farthest(story: Story) -> float:
    """The longest way on the map, or a little more, in metres."""
    spots = [place.metres for place in story.places.values() if place.metres is not None]
    if not spots:
        return 0.0
    east, south = [x for x, _ in spots], [y for _, y in spots]
    return math.dist((min(east), min(south)), (max(east), max(south)))


class _Settings:
    """The settings that the story's shape lets each place carry, as bits; conditions are
    not weighed."""

    def __init__(self, moves: Moves) -> None:
        self.moves, self.story = moves, moves.story
        self.numbers: dict[Setting, int] = {}
        self.at: dict[Place, int] = dict.fromkeys(moves.out, 0)
        self._carried: dict[tuple[datetime | None, str, bool, int], int] = {}
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
        key = (scene.at, scene.place, scene.aside, settings)
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
        """The settings from which nobody walks to the scene in time."""
        key = (scene.at, scene.place)
        if key not in self._far_by:
            near = self.in_order
            if scene.at is not None:
                first = scene.at - timedelta(minutes=_farthest(self.story) / PACE)
                near = near[bisect_left(self.hours, first) : bisect_right(self.hours, scene.at)]
            self._far_by[key] = sum(1 << number for number in near if _far(self.story, self.known[number], scene))
        return self._far_by[key]


def _numbers(bits: int) -> Iterator[int]:
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
