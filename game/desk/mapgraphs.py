"""The map of a story for other programs: Mermaid, and DOT for Graphviz."""

from __future__ import annotations

from collections.abc import Iterator

from game.desk.storymap import Stop, StoryMap, Track
from game.play.road import starts

STYLES = {"visit": "dotted", "return": "dotted", "chance": "dashed"}


def as_mermaid(drawn: StoryMap, stops: list[Stop]) -> str:
    """A flowchart of these stops. Names go in as s_NAME, since `end` is a word of Mermaid."""
    return "\n".join(_mermaid(drawn, stops)) + "\n"


def _mermaid(drawn: StoryMap, stops: list[Stop]) -> Iterator[str]:
    shown = {stop.scene.id for stop in stops}
    yield "flowchart LR"
    for number, (name, there) in enumerate(drawn.in_chapters().items()):
        here = [stop for stop in there if stop.scene.id in shown]
        if not here:
            continue
        yield f'  subgraph c_{number}_{name}["{_entities(drawn.telling(drawn.story.chapters[name].title))}"]'
        for stop in here:
            opened, closed = ("([", "])") if stop.scene.ending else ("[", "]")
            yield f'    s_{stop.scene.id}{opened}"{_entities(stop.title)}"{closed}'
        yield "  end"
    for name, start in starts(drawn.story).items():
        if start.scene in shown:
            yield f'  b_{name.replace("/", "_")}(("{_entities(start.id)}")) --> s_{start.scene}'
    for track in tracks_among(drawn, stops):
        arrow = "-.->" if track.kind in STYLES else "-->"
        yield f'  s_{track.source} {arrow}|"{_entities(label(track))}"| s_{track.target}'
    if met := [f"s_{scene}" for scene in dict.fromkeys([*(scene for scene, _ in drawn.road), drawn.ends]) if scene]:
        yield f"  class {','.join(name for name in met if name[2:] in shown)} road"
        yield "  classDef road stroke:#E5383B,stroke-width:3px"


def as_dot(drawn: StoryMap, stops: list[Stop]) -> str:
    """A directed graph of these stops, a cluster for each chapter."""
    return "\n".join(_dot(drawn, stops)) + "\n"


def _dot(drawn: StoryMap, stops: list[Stop]) -> Iterator[str]:
    shown = {stop.scene.id for stop in stops}
    yield f"digraph {_quoted(drawn.story.id)} {{"
    yield f"  graph [rankdir=LR, label={_quoted(drawn.telling(drawn.story.title))}, fontname=serif];"
    yield '  node [shape=box, style=rounded, fontname=serif]; edge [fontname="sans-serif", fontsize=9];'
    on_road = {scene for scene, _ in drawn.road} | {drawn.ends}
    for name, there in drawn.in_chapters().items():
        here = [stop for stop in there if stop.scene.id in shown]
        if not here:
            continue
        yield f"  subgraph {_quoted(f'cluster_{name}')} {{"
        yield f"    label={_quoted(drawn.telling(drawn.story.chapters[name].title))};"
        for stop in here:
            more = ", peripheries=2" if stop.scene.ending else ""
            more += ', color="#E5383B", penwidth=2' if stop.scene.id in on_road else ""
            yield f"    {_quoted(stop.scene.id)} [label={_quoted(stop.title)}{more}];"
        yield "  }"
    taken = drawn.road_tracks()
    for track in tracks_among(drawn, stops):
        more = f", style={STYLES[track.kind]}" if track.kind in STYLES else ""
        more += ', color="#E5383B", penwidth=2' if (track.source, track.choice, track.target) in taken else ""
        yield f"  {_quoted(track.source)} -> {_quoted(track.target)} [label={_quoted(label(track))}{more}];"
    yield "}"


def tracks_among(drawn: StoryMap, stops: list[Stop]) -> list[Track]:
    """The ways that begin and end at these stops."""
    shown = {stop.scene.id for stop in stops}
    return [track for track in drawn.tracks() if track.source in shown and track.target in shown]


def label(track: Track) -> str:
    """What is written on a way: its choice, and its condition or its odds."""
    if track.odds:
        return f"{track.choice}: {100 * track.odds:.0f} %"
    return f"{track.choice}: {track.condition}" if track.condition else track.choice


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _entities(text: str) -> str:
    """Words for Mermaid, which reads markup: all that is not a letter, a digit or plain
    punctuation goes in by its number."""
    return "".join(c if c.isalnum() or c in " .,:!?'-_()" else f"#{ord(c)};" for c in text)
