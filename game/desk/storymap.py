"""The map of a story as data: scenes and the ways between them, what each asks and
changes, how many walks come by, and where a road runs. Every drawing is made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from game.desk.asked import Name, named_in_tests, named_in_text
from game.desk.translated import text_of
from game.errors import GameError
from game.play.road import Road, decode, states_on
from game.proof.walks import Walks
from game.story.faults import nearest
from game.story.grammar import Condition, Effect, Parts
from game.story.memory import scenes_of
from game.story.model import Branch, Chance, Choice, Goto, Prose, Return, Scene, Story, Visit, Way
from game.story.printing import print_condition, print_effect

SEED = 1917
MOST_STEPS = 1_000_000  # of all walks; a story that never ends would walk for ever


class NotOnMap(GameError):
    """A name that the story does not have."""

    code = "not_on_map"


@dataclass(frozen=True, slots=True)
class Track:
    """One way from a scene to another. `kind` is goto, chance, visit (`then` is where it
    goes on after the return) or return. `condition` is that of this way, "otherwise" for
    the last of several; `odds` is its share where chance decides, else 0."""

    source: str
    target: str
    choice: str
    kind: str
    condition: str = ""
    odds: float = 0.0
    then: str = ""


@dataclass(frozen=True, slots=True)
class Exit:
    """A choice of a scene, or its only way: its words, when it is open, what it changes,
    and its ways."""

    choice: Choice
    say: str
    condition: str
    do: tuple[str, ...]
    tracks: tuple[Track, ...]
    asks: frozenset[str]
    sets: frozenset[str]


@dataclass(frozen=True, slots=True)
class Stop:
    """A scene on the map. `asks` and `sets` are the variables that it or its choices test
    and change; `share` is the part of the walks that met it, None when nobody walked."""

    scene: Scene
    title: str
    people: tuple[tuple[str, str], ...]  # who is there, and on what condition
    do: tuple[str, ...]
    exits: tuple[Exit, ...]
    asks: frozenset[str]
    sets: frozenset[str]
    share: float | None = None


@dataclass(frozen=True, slots=True)
class StoryMap:
    """A story's scenes in its order. `road` are the choices of a road, scene by scene, and
    `ends` the scene that it ends in; `walks` is how many were walked."""

    story: Story
    language: str
    stops: dict[str, Stop]
    road: tuple[tuple[str, str], ...] = ()
    ends: str = ""
    walks: int = 0

    def in_chapters(self) -> dict[str, list[Stop]]:
        """The stops of each chapter, in the story's order."""
        found: dict[str, list[Stop]] = {name: [] for name in self.story.chapters}
        for stop in self.stops.values():
            found[stop.scene.chapter].append(stop)
        return found

    def tracks(self) -> Iterator[Track]:
        for stop in self.stops.values():
            for way in stop.exits:
                yield from way.tracks

    def road_tracks(self) -> set[tuple[str, str, str]]:
        """The ways that the road takes: scene, choice, the scene it led to."""
        scenes = [scene for scene, _ in self.road] + [self.ends]
        return {(here, choice, there) for (here, choice), there in zip(self.road, scenes[1:], strict=True)}

    def telling(self, prose: Prose | None) -> str:
        """A text in the map's language, as its writer typed it; blank lines are spaces."""
        if prose is None:
            return ""
        told = self.story.texts.get(self.language, {}).get(prose.key, prose)
        return " ".join(text_of(told).split())


def draw(story: Story, language: str = "", walks: int = 0, road: str = "") -> StoryMap:
    """The map of a story. Raises NotOnMap for a language that the story lacks, BadRoad for
    a code that cannot be walked."""
    language = known(language, story.languages, "language") if language else story.language
    bare = StoryMap(story, language, {})
    shares = _shares(story, walks) if walks else {}
    returns = _returns(story)
    stops = {
        scene.id: _stop(bare, scene, returns.get(scene.id, ()), shares.get(scene.id)) for scene in story.scenes.values()
    }
    legs, ends = walked(story, decode(story, road)) if road else ((), "")
    return StoryMap(story, language, stops, legs, ends, walks)


def known(name: str, names: object, what: str) -> str:
    """The name, which must be one of these. Raises NotOnMap."""
    there = list(names)  # type: ignore[call-overload]
    if name not in there:
        hint = nearest(name, there) or f"There is {', '.join(there[:12])}."
        raise NotOnMap(f"The story has no {what} {name}. {hint}")
    return name


def walked(story: Story, road: Road) -> tuple[tuple[tuple[str, str], ...], str]:
    """The scenes and choices of a road, and the scene that it ends in."""
    scenes = [state.scene for state in states_on(story, road)]
    return tuple((scene, leg.choice) for scene, leg in zip(scenes, road.legs, strict=False)), scenes[-1]


def _shares(story: Story, walks: int) -> dict[str, float]:
    """The part of so many walks, any open choice with equal chance, that meets each scene."""
    walked = Walks(story, SEED, fair=True)
    while len(walked.lengths) < walks and walked.steps < MOST_STEPS:
        walked.walk(lambda state: True)
    return {scene: walked.scenes[scene] / len(walked.lengths) for scene in story.scenes}


# ---------------------------------------------------------------- scenes and their ways


def _stop(bare: StoryMap, scene: Scene, returns: tuple[str, ...], share: float | None) -> Stop:
    exits = tuple(_exit(bare, scene, choice, returns) for choice in scene.choices)
    present = tuple((p.person, print_condition(p.when) if p.when else "") for p in scene.present)
    asks, sets = _effects(scene.do)
    asks |= _in_text(bare.story, scene.title.parts) | _in_text(bare.story, scene.text.parts)
    asks |= _variables(named_in_tests(p.when for p in scene.present))
    for way in exits:
        asks, sets = asks | way.asks, sets | way.sets
    do = tuple(map(print_effect, scene.do))
    return Stop(scene, bare.telling(scene.title), present, do, exits, frozenset(asks), frozenset(sets), share)


def _exit(bare: StoryMap, scene: Scene, choice: Choice, returns: tuple[str, ...]) -> Exit:
    asks, sets = _effects(choice.do)
    asks |= _variables(named_in_tests([choice.condition, *_tests(choice.way)]))
    for prose in (choice.say, choice.locked, choice.record):
        asks |= _in_text(bare.story, prose.parts) if prose else set()
    return Exit(
        choice=choice,
        say=bare.telling(choice.say),
        condition=print_condition(choice.condition) if choice.condition else "",
        do=tuple(map(print_effect, choice.do)),
        tracks=tuple(_tracks(scene.id, choice.id, choice.way, returns)),
        asks=frozenset(asks),
        sets=frozenset(sets),
    )


def _tracks(scene: str, choice: str, way: Way, returns: tuple[str, ...]) -> Iterator[Track]:
    match way:
        case Goto(target):
            yield Track(scene, target, choice, "goto")
        case Return():
            yield from (Track(scene, target, choice, "return") for target in returns)
        case Visit(target, then):
            yield Track(scene, target, choice, "visit", then=then)
        case Chance(scenes):
            whole = sum(weight for _, weight in scenes)
            yield from (Track(scene, target, choice, "chance", "", weight / whole) for target, weight in scenes)
        case Branch(pairs):
            for test, inner in pairs:
                when = print_condition(test) if test is not None else "otherwise"
                targets, kind = (returns, "return") if isinstance(inner, Return) else ((inner.scene,), "goto")
                yield from (Track(scene, target, choice, kind, when) for target in targets)


def _tests(way: Way) -> list[Condition | None]:
    return [test for test, _ in way.pairs] if isinstance(way, Branch) else []


def _returns(story: Story) -> dict[str, tuple[str, ...]]:
    """Where a return in each scene may lead: to what is told after the visits that come by."""
    found: dict[str, list[str]] = {}
    for scene in story.scenes.values():
        for choice in scene.choices:
            if isinstance(choice.way, Visit):
                for inner in _on_visit(story, choice.way.scene):
                    if choice.way.then not in found.setdefault(inner, []):
                        found[inner].append(choice.way.then)
    return {scene: tuple(then) for scene, then in found.items()}


def _on_visit(story: Story, first: str) -> set[str]:
    met, waiting = {first}, [first]
    while waiting:
        for choice in story.scenes[waiting.pop()].choices:
            for target in scenes_of(choice.way):
                if target not in met:
                    met.add(target)
                    waiting.append(target)
    return met


# ---------------------------------------------------------------- variables


def _variables(names: Iterable[Name]) -> set[str]:
    return {name for kind, name in names if kind == "variable"}


def _effects(effects: tuple[Effect, ...]) -> tuple[set[str], set[str]]:
    """The variables that effects ask for, and those that they change."""
    return _variables(named_in_tests(effect.when for effect in effects)), {effect.name for effect in effects}


def _in_text(story: Story, parts: Parts) -> set[str]:
    """The variables on which the words of a text depend."""
    return _variables(named_in_text(parts, story.phrases))


# ---------------------------------------------------------------- choosing


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be shown; empty names ask for nothing. `road`: only what the road meets."""

    chapter: str = ""
    person: str = ""
    variable: str = ""
    road: bool = False


def wanted_stops(drawn: StoryMap, wanted: Wanted) -> list[Stop]:
    """The stops that are asked for, in order. Raises NotOnMap for a name that is nobody's."""
    story = drawn.story
    if wanted.chapter:
        known(wanted.chapter, story.chapters, "chapter")
    if wanted.person:
        known(wanted.person, story.people, "person")
    if wanted.variable:
        known(wanted.variable, story.variables, "variable")
    met = {scene for scene, _ in drawn.road} | {drawn.ends}
    return [
        stop
        for stop in drawn.stops.values()
        if (not wanted.chapter or stop.scene.chapter == wanted.chapter)
        and (not wanted.person or wanted.person in dict(stop.people))
        and (not wanted.variable or wanted.variable in stop.asks | stop.sets)
        and (not wanted.road or stop.scene.id in met)
    ]


def chapter_tracks(drawn: StoryMap) -> dict[tuple[str, str], int]:
    """How many ways lead from each chapter into each other one."""
    found: dict[tuple[str, str], int] = {}
    for track in drawn.tracks():
        ends = (drawn.stops[track.source].scene.chapter, drawn.stops[track.target].scene.chapter)
        if ends[0] != ends[1]:
            found[ends] = found.get(ends, 0) + 1
    return found


def road_steps(drawn: StoryMap) -> dict[str, list[int]]:
    """The steps, counted from 1, at which the road is in each scene."""
    found: dict[str, list[int]] = {}
    for number, scene in enumerate([*(scene for scene, _ in drawn.road), *filter(None, [drawn.ends])], 1):
        found.setdefault(scene, []).append(number)
    return found
