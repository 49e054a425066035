"""How long it takes from one place on the map to another: on foot, and by tram while it runs."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from functools import lru_cache
from heapq import heappop, heappush

from game.story.model import Story, Tram

DAY = 24 * 60


def metres(story: Story, one: str, two: str) -> float:
    """In a straight line; nought when one of the two is not on the map."""
    if not one or not two or one == two:
        return 0.0
    here, there = story.places[one].metres, story.places[two].metres
    return 0.0 if here is None or there is None else math.dist(here, there)


def minutes(story: Story, one: str, two: str, hour: datetime) -> float:
    """The fewest minutes from one place to another for somebody who leaves at this hour: on
    foot at the story's pace, or walking to a stop, riding, and walking on. Nobody waits for
    a tram that runs."""
    on_foot = metres(story, one, two) / story.pace
    return _quickest(story, one, two, hour.hour * 60 + hour.minute) if story.trams and on_foot else on_foot


@lru_cache(maxsize=4_096)
def _quickest(story: Story, one: str, two: str, leaving: int) -> float:
    """Earliest arrival over places joined by walking and by riding (Dijkstra)."""
    stops = {stop for tram in story.trams.values() for stop in tram.stops} | {two}
    waiting: list[tuple[float, str]] = [(0.0, one)]
    reached: set[str] = set()
    while waiting:
        taken, here = heappop(waiting)
        if here == two:
            return taken
        if here in reached:
            continue
        reached.add(here)
        for stop in stops - reached:
            heappush(waiting, (taken + metres(story, here, stop) / story.pace, stop))
        for tram in story.trams.values():
            for stop in _next_to(tram, here):
                ride = metres(story, here, stop) / tram.speed
                wait = _until_it_runs(tram, leaving + taken, ride)
                heappush(waiting, (taken + wait + ride, stop))
    raise AssertionError("on foot one always arrives")


def _next_to(tram: Tram, here: str) -> list[str]:
    """The stops before and behind this one."""
    found = [pair for pair in zip(tram.stops, tram.stops[1:], strict=False) if here in pair]
    return [two if here == one else one for one, two in found]


def _until_it_runs(tram: Tram, at: float, ride: float) -> float:
    """Minutes until a ride of this length can begin; nought while the tram runs."""
    since, runs = (at - tram.first) % DAY, (tram.last - tram.first) % DAY or DAY
    if since + ride <= runs or runs == DAY:
        return 0.0
    return DAY - since if ride <= runs else math.inf


@lru_cache(maxsize=8)
def longest(story: Story) -> timedelta:
    """No way on the map takes longer."""
    spots = [place.metres for place in story.places.values() if place.metres is not None]
    if not spots:
        return timedelta()
    east, south = [x for x, _ in spots], [y for _, y in spots]
    return timedelta(minutes=math.dist((min(east), min(south)), (max(east), max(south))) / story.pace)
