"""The road on the map and against the record: what a front end draws them from.

Everything here is as it stands at the hour of the page, and nothing of it is later. Asides
(a dream, another year) leave the map and the clock alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from math import hypot
from typing import NamedTuple

from game.play.make import Road, record
from game.play.render import Teller
from game.play.state import State
from game.story.model import Bridge, Metres, Story

RECENT = timedelta(days=1)
WIDE = 100  # metres; a wider water is only crossed by a bridge


class WaterLine(NamedTuple):
    """A river, a canal or a street: its middle in metres, and how wide it is (0: a street)."""

    name: str
    course: tuple[Metres, ...]
    wide: int


class Landmark(NamedTuple):
    """A place on the map; rank 1 is the first to be named."""

    id: str
    name: str
    metres: Metres
    rank: int


class BridgeNow(NamedTuple):
    """A bridge at the hour of the page: `span` down or raised, `held` ours, theirs,
    contested or unknown, `sure` high, medium or low."""

    id: str
    name: str
    metres: Metres
    span: str
    held: str
    sure: str


class Stop(NamedTuple):
    """A place where the road has been, and the hours at which it came there within the last
    day; none where it was there earlier only."""

    id: str
    name: str
    metres: Metres
    hours: tuple[datetime, ...]
    recent: bool


class Met(NamedTuple):
    """Somebody you know, and where and when you last met; not those who are here now."""

    name: str
    place: str
    metres: Metres | None
    at: datetime | None


class Chart(NamedTuple):
    """The map at the hour `at`. `here` is the id of the place where you are; `road` runs
    from stop to stop, by way of the bridges, as far as it was walked within the last day:
    the lines of ten days would hide the town, and their hours would say little."""

    at: datetime | None
    here: str
    waters: tuple[WaterLine, ...]
    streets: tuple[WaterLine, ...]
    bridges: tuple[BridgeNow, ...]
    landmarks: tuple[Landmark, ...]
    stops: tuple[Stop, ...]
    road: tuple[Metres, ...]
    met: tuple[Met, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not (self.waters or self.streets or self.bridges or self.landmarks or self.stops)

    @property
    def centre(self) -> Metres:
        """Where you are; where that is not known, the middle of what is on the map."""
        for stop in self.stops:
            if stop.id == self.here:
                return stop.metres
        spots = [stop.metres for stop in self.stops] + [bridge.metres for bridge in self.bridges]
        spots = spots + [mark.metres for mark in self.landmarks] or [(0, 0)]
        return sum(x for x, _ in spots) // len(spots), sum(y for _, y in spots) // len(spots)


class Done(NamedTuple):
    """Something you did: the journal's words for it."""

    at: datetime | None
    place: str
    record: str


class Happened(NamedTuple):
    """Something that happened meanwhile. `place` is a name, empty where it was many or none."""

    at: datetime
    to: datetime
    place: str
    says: str
    sure: str
    sources: tuple[str, ...]


class DayLine(NamedTuple):
    """Your road against the record, up to the hour `now`; each list by its hours."""

    now: datetime | None
    done: tuple[Done, ...]
    happened: tuple[Happened, ...]


class _Stand(NamedTuple):
    """A page of the road with the clock and the place as they stood."""

    state: State
    at: datetime | None
    place: str


def _stands(story: Story, first: State, road: Road) -> list[_Stand]:
    at, place = None, ""
    found: list[_Stand] = []
    for state in (first, *(taken.made for taken in road)):
        scene = story.scenes[state.scene]
        if scene.aside:
            found.append(_Stand(state, None, ""))
            continue
        at, place = scene.at or at, scene.place or place
        found.append(_Stand(state, at, place))
    return found


def _now(stands: Iterable[_Stand]) -> datetime | None:
    hours = [stand.at for stand in stands if stand.at is not None]
    return hours[-1] if hours else None


def is_recent(at: datetime | None, now: datetime | None) -> bool:
    """Whether an hour lies within the last day, so that a clock alone names it."""
    return at is None or now is None or now - at < RECENT


def _of_late(stands: Sequence[_Stand]) -> Sequence[_Stand]:
    """The road of the last day, from where it was when that began."""
    now = _now(stands)
    first = next((n for n, stand in enumerate(stands) if stand.place and is_recent(stand.at, now)), 0)
    began = next((n for n in range(first - 1, -1, -1) if stands[n].place), first)
    return stands[began:]


def make_chart(story: Story, language: str, first: State, road: Road) -> Chart:
    """The map as it is on the page to which the road leads."""
    teller = Teller(story, language)
    stands = _stands(story, first, road)
    state, at = stands[-1].state, _now(stands)
    stops = _stops(story, teller, stands)
    bridges = tuple(_bridge(bridge, teller.words(bridge.name, state), at) for bridge in story.bridges.values())
    waters = tuple(WaterLine(teller.words(w.name, state), w.course, w.wide) for w in story.waters.values())
    places = [stand.place for stand in stands if stand.place]
    walked = [stand.place for stand in _of_late(stands) if stand.place]
    landmarks = (
        Landmark(place.id, teller.words(place.name, state), place.metres, place.rank)
        for place in story.places.values()
        if place.rank and place.metres is not None
    )
    return Chart(
        at=at,
        here=places[-1] if places else "",
        waters=waters,
        streets=tuple(WaterLine(teller.words(s.name, state), s.course, 0) for s in story.streets.values()),
        bridges=bridges,
        landmarks=tuple(sorted(landmarks, key=lambda mark: mark.rank)),
        stops=stops,
        road=_walked([m for p in walked if (m := story.places[p].metres)], waters, bridges),
        met=_met(story, teller, stands),
    )


def _bridge(bridge: Bridge, name: str, at: datetime | None) -> BridgeNow:
    states = [state for state in bridge.states if at is not None and state.since <= at]
    if not states:
        return BridgeNow(bridge.id, name, bridge.metres, "down", "unknown", "high")
    return BridgeNow(bridge.id, name, bridge.metres, states[-1].span, states[-1].held, states[-1].sure)


def _stops(story: Story, teller: Teller, stands: Sequence[_Stand]) -> tuple[Stop, ...]:
    hours: dict[str, list[datetime]] = {}
    now, recent, before = _now(stands), set[str](), ""
    for _, at, place in stands:
        if place and is_recent(at, now):
            recent.add(place)
        if place and place != before:
            hours.setdefault(place, []).extend([at] if at and is_recent(at, now) else [])
        before = place or before
    state = stands[-1].state
    return tuple(
        Stop(name, teller.words(story.places[name].name, state), metres, tuple(came), name in recent)
        for name, came in hours.items()
        if (metres := story.places[name].metres) is not None
    )


def _met(story: Story, teller: Teller, stands: Sequence[_Stand]) -> tuple[Met, ...]:
    last: dict[str, _Stand] = {}
    for stand in stands:
        for present in story.scenes[stand.state.scene].present:
            if present.when is None or teller.holds(present.when, stand.state):
                last.pop(present.person, None)
                last[present.person] = stand
    now = stands[-1].state
    found: list[Met] = []
    for person, stand in reversed(last.items()):
        if stand is stands[-1] or not stand.place:
            continue
        place = story.places[stand.place]
        name = teller.words(story.people[person].name, now)
        found.append(Met(name, teller.words(place.name, now), place.metres, stand.at))
    return tuple(found)


# ---------------------------------------------------------------- over the bridges


def _walked(spots: Sequence[Metres], waters: Iterable[WaterLine], bridges: Iterable[BridgeNow]) -> tuple[Metres, ...]:
    """The road from spot to spot, bent so that it crosses wide water on a bridge."""
    wide = [water.course for water in waters if water.wide >= WIDE]
    over = [bridge.metres for bridge in bridges]
    road = list(spots[:1])
    for here, there in pairwise(spots):
        if here == there:
            continue
        if over and any(_crosses(here, there, course) for course in wide):
            road.append(min(over, key=lambda spot: _far(here, spot) + _far(spot, there)))
        road.append(there)
    return tuple(road)


def _far(one: Metres, other: Metres) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def _crosses(here: Metres, there: Metres, course: Sequence[Metres]) -> bool:
    return any(_cross(here, there, one, other) for one, other in pairwise(course))


def _cross(a: Metres, b: Metres, c: Metres, d: Metres) -> bool:
    return _side(a, b, c) != _side(a, b, d) and _side(c, d, a) != _side(c, d, b)


def _side(a: Metres, b: Metres, c: Metres) -> bool:
    return (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0])


# ---------------------------------------------------------------- the day line


def make_day_line(story: Story, language: str, first: State, road: Road) -> DayLine:
    """What you did, and what else had happened by now."""
    teller = Teller(story, language)
    stands = _stands(story, first, road)
    now, state = _now(stands), stands[-1].state

    def named(place: str) -> str:
        return teller.words(story.places[place].name, state) if place else ""

    done = tuple(
        Done(stand.at, named(stand.place), told)
        for stand, taken in zip(stands, road, strict=False)
        if (stand.at or stand.place) and (told := record(story, teller, taken))
    )
    past = [event for event in story.events.values() if now is not None and event.to <= now]
    happened = tuple(
        Happened(
            event.at,
            event.to,
            named(event.place),
            teller.words(event.says, state),
            event.sure,
            tuple(teller.words(story.works[work].title, state) for work in event.sources),
        )
        for event in sorted(past, key=lambda event: (event.at, event.to))
    )
    return DayLine(now, done, happened)
