"""The map of a story in lines: its scenes by chapter and hour, who is there, where each
choice leads and on what condition."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from game.desk.storymap import Exit, Stop, StoryMap, Track, Wanted, chapter_tracks, road_steps, wanted_stops
from game.play.dates import clock, day
from game.play.road import starts
from game.story.faults import counted
from game.words import Words

MOST_SCENES = 1_000  # of more, unless some are asked for, only the chapters are told
Paint = Callable[[str, str], str]  # words and a role ("head", "quiet", "road") to words


def plain(words: str, role: str) -> str:
    return words


def lines(drawn: StoryMap, wanted: Wanted, paint: Paint = plain) -> Iterator[str]:
    """The lines of the map. Raises NotOnMap."""
    asked = wanted != Wanted()
    stops = wanted_stops(drawn, wanted)
    if not asked and len(stops) > MOST_SCENES:
        yield from chapter_lines(drawn, paint)
        return
    teller = _Teller(drawn, wanted, paint)
    shown = {stop.scene.id for stop in stops}
    for chapter, there in drawn.in_chapters().items():
        if here := [stop for stop in there if stop.scene.id in shown]:
            yield from teller.chapter(chapter, here, len(there))
    yield teller.sum(len(stops))


def chapter_lines(drawn: StoryMap, paint: Paint = plain) -> Iterator[str]:
    """The chapters of a large story, and the ways between them."""
    between = chapter_tracks(drawn)
    for chapter, stops in drawn.in_chapters().items():
        yield paint(chapter, "head") + f"  {drawn.telling(drawn.story.chapters[chapter].title)}"
        yield f"    {counted(len(stops), 'scene')}"
        for (source, target), number in between.items():
            if source == chapter:
                yield f"    → {target}  {counted(number, 'way')}"
    yield paint("A map of one chapter: --chapter NAME.", "quiet")


class _Teller:
    """Tells the scenes of a map one after the other."""

    def __init__(self, drawn: StoryMap, wanted: Wanted, paint: Paint) -> None:
        self.drawn, self.wanted, self.paint = drawn, wanted, paint
        self.words = Words(drawn.language)
        self.steps = road_steps(drawn)
        self.taken = drawn.road_tracks()
        self.day = ""

    def chapter(self, name: str, stops: list[Stop], whole: int) -> Iterator[str]:
        chapter = self.drawn.story.chapters[name]
        count = f"{len(stops)} of {whole}" if len(stops) < whole else str(whole)
        yield self.paint(self.drawn.telling(chapter.title), "head") + self.paint(
            f"  {name} · {count} scene{'s' * (whole != 1)}", "quiet"
        )
        for start in chapter.starts.values():
            yield self.paint(f"  begins as {start.id} in {start.scene}", "quiet")
        self.day = ""
        for stop in stops:
            yield from self.stop(stop)
        yield ""

    def stop(self, stop: Stop) -> Iterator[str]:
        scene = stop.scene
        if scene.at is not None and (today := day(scene.at, self.words)) != self.day:
            self.day = today
            yield f"\n  {self.paint(today, 'head')}"
        hour = clock(scene.at, self.words) if scene.at is not None else "aside" if scene.aside else ""
        told = f"  {hour:>8}  {self.paint(scene.id, 'head')}  {stop.title}"
        if stop.share is not None:
            told += self.paint(f"  {share_in_words(stop.share)}", "quiet" if stop.share else "road")
        if scene.id in self.steps:
            told += self.paint(f"  ● {', '.join(map(str, self.steps[scene.id]))}", "road")
        yield told
        people = ", ".join(f"{name} if {when}" if when else name for name, when in stop.people)
        facts = [fact for fact in (scene.place, people, "; ".join(stop.do)) if fact]
        if facts:
            yield self.paint(f"            {' · '.join(facts)}", "quiet")
        rows = [row for way in stop.exits for row in self.exit(way)]
        if scene.ending:
            rows.append(f"ends: {scene.ending}")
        for number, row in enumerate(rows, 1):
            yield f"            {'└' if number == len(rows) else '├'} {row}"

    def exit(self, way: Exit) -> Iterator[str]:
        name = way.choice.id
        also = [f"if {way.condition}"] * bool(way.condition) + [*way.do]
        also += ["once"] * way.choice.once + ["fallback"] * way.choice.fallback
        for number, track in enumerate(way.tracks):
            led = f"{name if number == 0 else ' ' * len(name)} {self.arrow(track)}"
            if (track.source, track.choice, track.target) in self.taken:
                led = self.paint(f"{led} ●", "road")
            more = also if number == 0 else []
            if track.condition:
                more = [track.condition if track.condition == "otherwise" else f"if {track.condition}", *more]
            yield led + (self.paint(f"   {' · '.join(more)}", "quiet") if more else "")

    def arrow(self, track: Track) -> str:
        match track.kind:
            case "chance":
                return f"→ {track.target} ({100 * track.odds:.0f} %)"
            case "visit":
                return f"⇢ {track.target}, then {track.then}"
            case "return":
                return f"⇠ {track.target}"
            case _:
                return f"→ {track.target}"

    def sum(self, shown: int) -> str:
        whole = len(self.drawn.stops)
        told = f"{shown} of {counted(whole, 'scene')}" if shown < whole else counted(whole, "scene")
        if self.drawn.walks:
            never = sum(1 for stop in self.drawn.stops.values() if stop.share == 0)
            told += f"; {counted(self.drawn.walks, 'walk')}, {never or 'none'} of the scenes never met"
        return self.paint(f"{told}; {counted(len(starts(self.drawn.story)), 'start')}.", "quiet")


def share_in_words(share: float) -> str:
    """The share of walks that meet a scene."""
    if not share:
        return "never met"
    return f"{100 * share:.0f} %" if share >= 0.095 else f"{100 * share:.1f} %"
