"""The map of a story as one page for a browser, which needs nothing from elsewhere.

The story goes into the page as data, never as markup, and a policy in its head lets run
only the two scripts that the page came with.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from datetime import datetime
from pathlib import Path
from string import Template
from typing import Any

from game.desk.files import put
from game.desk.storymap import Exit, Stop, StoryMap, Wanted, wanted_stops
from game.play.dates import clock, day
from game.story.model import Prose
from game.story.prose import print_prose
from game.words import Words

PAGES = Path(__file__).parent / "pages"
SCRIPTS = ("layout.js", "view.js", "desk.js", "begin.js")
MOST_WITH_TEXTS = 2_000  # scenes; of a larger story the page leaves the texts out


def write_html(drawn: StoryMap, wanted: Wanted, path: Path) -> None:
    """Write the page; what is wanted is chosen in it to begin with. Raises CannotWrite,
    NotOnMap."""
    put(path, as_html(drawn, wanted))


def as_html(drawn: StoryMap, wanted: Wanted) -> str:
    """The page as a text."""
    wanted_stops(drawn, wanted)  # a name that is nobody's is told here
    library = f"/* dagre, https://github.com/dagrejs/dagre\n\n{_page('dagre.LICENSE')}*/\n{_page('dagre.min.js')}"
    script = "\n".join(_page(name) for name in SCRIPTS)
    return Template(_page("map.html")).substitute(
        title=html.escape(drawn.telling(drawn.story.title)),
        style=_page("map.css"),
        hashes=f"{_hash(library)} {_hash(script)}",
        data=_harmless(json.dumps(as_data(drawn, wanted), ensure_ascii=False, separators=(",", ":"))),
        library=library,
        script=script,
    )


def _page(name: str) -> str:
    return (PAGES / name).read_text(encoding="utf-8")


def _hash(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _harmless(text: str) -> str:
    """JSON that cannot end the element that it stands in."""
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


# ---------------------------------------------------------------- the data


def as_data(drawn: StoryMap, wanted: Wanted) -> dict[str, Any]:
    """What the scripts of the page read."""
    story, words = drawn.story, Words(drawn.language)
    with_texts = len(drawn.stops) <= MOST_WITH_TEXTS
    legs = [*(scene for scene, _ in drawn.road), drawn.ends]
    road = [{"scene": s, "choice": c, "to": to} for (s, c), to in zip(drawn.road, legs[1:], strict=True)]
    begins: dict[str, list[str]] = {}
    for chapter in story.chapters.values():
        for start in chapter.starts.values():
            begins.setdefault(start.scene, []).append(start.id)
    return {
        "story": story.id,
        "title": drawn.telling(story.title),
        "language": drawn.language,
        "walks": drawn.walks,
        "wanted": {
            "chapter": wanted.chapter,
            "person": wanted.person,
            "variable": wanted.variable,
            "road": wanted.road,
        },
        "chapters": [
            {"id": name, "title": drawn.telling(story.chapters[name].title), "days": _days(stops, words)}
            for name, stops in drawn.in_chapters().items()
        ],
        "people": {person.id: _name(drawn, person.name, person.id) for person in story.people.values()},
        "places": {place.id: _name(drawn, place.name, place.id) for place in story.places.values()},
        "endings": {ending.id: drawn.telling(ending.title) for ending in story.endings.values()},
        "variables": {variable.name: variable.about for variable in story.variables.values()},
        "road": [*road, {"scene": drawn.ends, "choice": "", "to": ""}] if drawn.ends else [],
        "scenes": [
            _scene(drawn, stop, words, begins.get(stop.scene.id, []), with_texts) for stop in drawn.stops.values()
        ],
    }


def _name(drawn: StoryMap, name: Prose, own: str) -> str:
    """A name as it is told, or the id where it is told in more than one way."""
    told = drawn.telling(name)
    return own if "{" in told else told


def _scene(drawn: StoryMap, stop: Stop, words: Words, begins: list[str], with_text: bool) -> dict[str, Any]:
    scene = stop.scene
    told = drawn.story.texts.get(drawn.language, {}).get(scene.text.key, scene.text)
    return {
        "id": scene.id,
        "chapter": scene.chapter,
        "title": stop.title,
        "day": day(scene.at, words) if scene.at else "",
        "hour": clock(scene.at, words) if scene.at else "",
        "aside": scene.aside,
        "place": scene.place,
        "people": stop.people,
        "basis": scene.basis,
        "ending": scene.ending,
        "begins": begins,
        "do": stop.do,
        "asks": sorted(stop.asks),
        "sets": sorted(stop.sets),
        "share": None if stop.share is None else round(stop.share, 6),
        "where": f"{scene.where.file}:{scene.where.line}",
        "text": print_prose(told.parts) if with_text else "",
        "exits": [_exit(way) for way in stop.exits],
    }


def _exit(way: Exit) -> dict[str, Any]:
    tracks: list[dict[str, Any]] = [
        {"to": t.target, "kind": t.kind, "if": t.condition, "odds": round(t.odds, 6), "then": t.then}
        for t in way.tracks
    ]
    return {
        "id": way.choice.id,
        "say": way.say,
        "if": way.condition,
        "do": way.do,
        "once": way.choice.once,
        "fallback": way.choice.fallback,
        "tracks": tracks,
    }


def _days(stops: list[Stop], words: Words) -> str:
    """The days of a chapter, as `Tue 24 October – Wed 25 October`."""
    hours: list[datetime] = [stop.scene.at for stop in stops if stop.scene.at is not None]
    if not hours:
        return ""
    first, last = day(min(hours), words), day(max(hours), words)
    return first if first == last else f"{first} – {last}"
