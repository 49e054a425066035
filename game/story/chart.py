"""What is on the map and in the record: waters, streets, bridges, trams, events; nodes to the
model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from game.story.keys import FAR, FASTEST, HELD, SPANS, STATE, SURE, WIDEST
from game.story.model import Bridge, BridgeState, Event, Metres, Street, Tram, Water
from game.story.nodes import Items, Map, Node, told
from game.story.scenes import needed
from game.story.shapes import Part

CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
SPEED = 200  # metres a minute, 12 km an hour: an electric tram of 1917 with its stops


def metres(part: Part) -> Metres | None:
    """The spot under `metres:`, east and south of the map's north-west corner."""
    node = part.nodes.get("metres")
    return None if node is None else _spot(part, "metres", node)


def _spot(part: Part, key: str, node: Node) -> Metres | None:
    if isinstance(node, Items) and len(node.nodes) == 2:
        east, south = (part.integer(key, -FAR, FAR, item) for item in node.nodes)
        return (east, south) if east is not None and south is not None else None
    if not told(node):
        example = "metres: [8300, 4350]" if key == "metres" else "two numbers in brackets: [8300, 4350]"
        part.fault("value-kind", node, "metres are two numbers, east and south.", f"Write {example}.")
    return None


def _course(part: Part) -> tuple[Metres, ...]:
    """The spots under `course:`, two or more, in their order."""
    node = part.nodes.get("course")
    if node is None:
        return ()
    if isinstance(node, Items) and len(node.nodes) > 1:
        return tuple(spot for item in node.nodes if (spot := _spot(part, "course", item)) is not None)
    if not told(node):
        hint = "Write course: [[8300, 4350], [8500, 4400]]."
        part.fault("value-kind", node, "A course is a list of two spots or more.", hint)
    return ()


def _water(part: Part, name: str, known: Any) -> Water:
    wide = part.integer("wide", 1, WIDEST) or 1
    return Water(name, needed(part, "name", f"waters/{name}"), _course(part), wide, part.where())


def _street(part: Part, name: str, known: Any) -> Street:
    return Street(name, needed(part, "name", f"streets/{name}"), _course(part), part.where())


def _bridge(part: Part, name: str, known: Any) -> Bridge:
    spot = metres(part) or (0, 0)
    return Bridge(name, needed(part, "name", f"bridges/{name}"), spot, _states(part, name), part.where())


def _states(part: Part, name: str) -> tuple[BridgeState, ...]:
    """The states in the order of their hours; what one does not tell stays as it was."""
    node = part.nodes.get("states")
    if node is None or told(node):
        return ()
    if not isinstance(node, Items):
        part.fault("value-kind", node, "states are a list.", "Begin each with a dash and the hour: - from: …")
        return ()
    found: list[BridgeState] = []
    span, held = SPANS[0], HELD[-1]
    for item in node.nodes:
        inner = part.inner(item, STATE, f"a state of the bridge {name}")
        if inner is None:
            continue
        since = inner.hour("from")
        span, held = inner.one_of("span", SPANS, span), inner.one_of("held", HELD, held)
        sure = inner.one_of("sure", SURE, SURE[0])
        if since is None:
            continue
        if found and since <= found[-1].since:
            inner.fault("value-date", inner.nodes["from"], "This is no later than the state before it.", BY_HOUR)
        found.append(BridgeState(since, span, held, sure))
    return tuple(found)


BY_HOUR = "Put the states in the order of their hours."


def _tram(part: Part, name: str, known: Any) -> Tram:
    stops, named = part.names("stops", known["places"], "place"), part.scalars("stops")
    if len(named) == 1:
        part.fault("value-kind", part.nodes["stops"], "A tram stops at two places or more.", "Add another stop.")
    for stop in named:
        place = known["places"].get(stop.value)
        if isinstance(place, Map) and "metres" not in place.nodes:
            part.fault("value-unknown", stop, f"{stop.value} is not on the map.", f"Give {stop.value} its metres.")
    first, last = _minute(part, "from"), _minute(part, "to")
    return Tram(name, stops, first, last, part.integer("speed", 1, FASTEST) or SPEED, part.where())


def _minute(part: Part, key: str) -> int:
    """An hour of the day as minutes; midnight when there is none."""
    scalar = part.scalar(key)
    if scalar is None:
        return 0
    match = CLOCK.fullmatch(scalar.value)
    if match is None:
        part.fault("value-date", scalar, f"{scalar.value!r} is no hour of the day.", "Write it so: 06:30.")
        return 0
    return int(match[1]) * 60 + int(match[2])


def _event(part: Part, name: str, known: Any) -> Event | None:
    at = part.hour("at")
    to = part.hour("to") or at
    if at and to and to < at:
        part.fault(
            "value-date", part.nodes["to"], "The event is over before it begins.", "Write the later hour in to:."
        )
    says = needed(part, "says", f"events/{name}")
    place = part.name("place", known["places"], "place")
    sources = part.names("sources", known["works"], "work")
    sure = part.one_of("sure", SURE)
    spot = metres(part)
    if at is None or to is None:
        return None
    return Event(name, at, to, place, spot, says, sure, sources, part.where())


READERS: Mapping[str, Any] = {
    "waters": _water,
    "streets": _street,
    "bridges": _bridge,
    "trams": _tram,
    "events": _event,
}
