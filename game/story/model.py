"""The story as it stands once it is read and linked: frozen data, nothing that runs.

Names are the writer's: scene, choice, way, note, ending. A `Prose` is a text as the
writer wrote it; what a player sees of it depends on the state and the language and is
made by `game.play.page`.

Annotations are not put off here: Python would compile each of them when the game starts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from game.story.grammar import Condition, Effect, Parts


class Where(NamedTuple):
    """A place in a file of the story. Line and column count from 1."""

    file: str
    line: int
    column: int


class Prose(NamedTuple):
    """A text of the story. `key` is its path by names and the same in every language,
    such as `scenes/winch_house/choices/show_order/say`."""

    key: str
    parts: Parts
    where: Where


# ---------------------------------------------------------------- the parts of a story


class Variable(NamedTuple):
    """What the story remembers. `values` are the words of a list, empty for the other
    kinds; a flag has bounds 0 and 1. `first` is the value at the start as an index from
    the lowest: state keeps every value so, in one byte."""

    name: str
    kind: str  # flag | number | list
    about: str
    lowest: int
    highest: int
    first: int
    values: tuple[str, ...]
    journal: Mapping[str, Prose]
    where: Where


class Goto(NamedTuple):
    scene: str


class Return(NamedTuple):
    """Back to the scene that a visit left, or to the one its `then` names."""


class Visit(NamedTuple):
    scene: str
    then: str


class Chance(NamedTuple):
    """Scenes and their weights, whole numbers above 0."""

    scenes: tuple[tuple[str, int], ...]


class Branch(NamedTuple):
    """The first pair whose condition holds leads on; the last has none."""

    pairs: tuple[tuple[Condition | None, Goto | Return], ...]


Way = Goto | Return | Visit | Chance | Branch


class Choice(NamedTuple):
    id: str
    say: Prose | None  # None: a scene's only way, shown in the interface's own words
    way: Way
    condition: Condition | None
    locked: Prose | None
    once: bool
    fallback: bool
    record: Prose | None
    do: tuple[Effect, ...]
    was: tuple[str, ...]
    where: Where


GO_ON = "go_on"  # the id of the one way of a scene without choices


class Present(NamedTuple):
    person: str
    when: Condition | None


class Row(NamedTuple):
    """A row of `remember:`: what was said and done in these scenes, what was printed."""

    id: str
    title: Prose | None
    said: tuple[str, ...]
    did: tuple[str, ...]
    print: Prose | None
    notes: tuple[str, ...]


class Scene(NamedTuple):
    id: str
    chapter: str
    title: Prose
    at: datetime | None  # Old Style; None: the clock stands
    place: str
    present: tuple[Present, ...]
    basis: str
    aside: bool
    text: Prose
    do: tuple[Effect, ...]
    choices: tuple[Choice, ...]  # one named GO_ON when the scene has a single way
    ending: str
    council: Prose | None
    remember: tuple[Row, ...]
    was: tuple[str, ...]
    where: Where


class Start(NamedTuple):
    """Where a chapter may begin when it is played alone."""

    id: str
    say: Prose | None
    scene: str
    do: tuple[Effect, ...]
    where: Where


class Chapter(NamedTuple):
    id: str
    title: Prose
    about: Prose | None
    starts: Mapping[str, Start]
    where: Where


class Ending(NamedTuple):
    id: str
    title: Prose
    about: Prose | None


class Person(NamedTuple):
    id: str
    name: Prose
    about: Prose | None
    gone: Condition | None
    where: Where


Metres = tuple[int, int]  # east and south of the north-west corner of the map


class Place(NamedTuple):
    """A place. With a `rank` (1 is the first to be named) it is always on the map; with 0
    it is there once the road has come by."""

    id: str
    name: Prose
    about: Prose | None
    metres: Metres | None
    rank: int
    where: Where


class Water(NamedTuple):
    """A river or a canal: where its middle runs, and how wide it is, in metres."""

    id: str
    name: Prose
    course: tuple[Metres, ...]
    wide: int
    where: Where


class Street(NamedTuple):
    id: str
    name: Prose
    course: tuple[Metres, ...]
    where: Where


class Tram(NamedTuple):
    """A line of trams, there and back. `stops` are places on the map; it runs every day
    between two minutes of the day, all day when they are the same, and makes so many
    metres a minute, its stops included."""

    id: str
    stops: tuple[str, ...]
    first: int
    last: int
    speed: int
    where: Where


class BridgeState(NamedTuple):
    """How a bridge is from an hour on, Old Style. `span` is down or raised, `held` ours,
    theirs, contested or unknown, `sure` high, medium or low."""

    since: datetime
    span: str
    held: str
    sure: str


class Bridge(NamedTuple):
    """A bridge; before the first of its states it is down, and who holds it is unknown."""

    id: str
    name: Prose
    metres: Metres
    states: tuple[BridgeState, ...]
    where: Where


class Event(NamedTuple):
    """Something that happened, as the record has it: from `at` to `to`, Old Style (the
    same hour twice when it took no time), at a place of the story or at a spot."""

    id: str
    at: datetime
    to: datetime
    place: str
    metres: Metres | None
    says: Prose
    sure: str
    sources: tuple[str, ...]
    where: Where


class Note(NamedTuple):
    id: str
    title: Prose
    text: Prose
    historians: Prose | None
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    sure: str
    required: bool  # no road to an ending may miss it
    where: Where


class Document(NamedTuple):
    id: str
    title: Prose
    about: Prose | None
    origin: Prose | None
    terms: Prose | None


class Claim(NamedTuple):
    """One claim of a document. Paragraph and sentence count from 1."""

    id: str
    document: str
    paragraph: int
    sentence: int
    says: Prose
    verdict: str
    where: Where


class Work(NamedTuple):
    id: str
    title: Prose


class Aim(NamedTuple):
    id: str
    say: Prose
    condition: Condition


class Role(NamedTuple):
    id: str
    name: Prose
    camp: str
    card: Prose
    aims: tuple[Aim, ...]


class Lesson(NamedTuple):
    id: str
    title: Prose
    councils: tuple[str, ...]


Spot = tuple[int, int]  # per cent of a card, across from its left and down from its top


class Shape(NamedTuple):
    """A filled shape of a card. `kind` says what its `spots` are: corners, the two ends of a
    beam, the middle of a disc; `size` is how thick or wide, in per cent of the card's height,
    0 for corners. It is drawn `times` over, each time a `step` further."""

    kind: str  # corners | beam | disc
    spots: tuple[Spot, ...]
    size: int
    colour: str
    times: int
    step: Spot


class Card(NamedTuple):
    """What comes up before a chapter: the shapes, the lowest first, and between which two
    corners the chapter's title may stand. `id` is the chapter's."""

    id: str
    letters: tuple[Spot, Spot]
    shapes: tuple[Shape, ...]
    where: Where


class Memory(NamedTuple):
    """Where each remembered thing lies in a state's bytes: first the variables in their
    order, then how often scenes were entered (counted up to a cap, no further than
    anything compares), then which choices were taken."""

    variables: Mapping[str, int]
    times: Mapping[str, tuple[int, int]]  # scene -> index, cap
    chosen: Mapping[tuple[str, str], int]
    size: int


@dataclass(frozen=True, slots=True, eq=False)
class Story:
    """A whole story, linked: every name in it leads somewhere.

    `texts` are the languages laid over it: language -> key of a prose -> that prose.
    `fingerprint` changes with anything that can change a play, never with a language.
    `made` holds what the engine has made of each scene so far; see `game.play.state`.
    """

    id: str
    title: Prose
    by: Prose | None
    version: str
    language: str
    about: Prose | None
    content: Prose | None
    credits: Prose | None
    variables: Mapping[str, Variable]
    phrases: Mapping[str, Prose]
    chapters: Mapping[str, Chapter]
    scenes: Mapping[str, Scene]
    endings: Mapping[str, Ending]
    people: Mapping[str, Person]
    places: Mapping[str, Place]
    notes: Mapping[str, Note]
    documents: Mapping[str, Document]
    claims: Mapping[str, Claim]
    works: Mapping[str, Work]
    roles: Mapping[str, Role]
    lessons: Mapping[str, Lesson]
    waters: Mapping[str, Water]
    streets: Mapping[str, Street]
    bridges: Mapping[str, Bridge]
    trams: Mapping[str, Tram]
    events: Mapping[str, Event]
    cards: Mapping[str, Card]
    always: tuple[Condition, ...]
    never: tuple[Condition, ...]
    texts: Mapping[str, Mapping[str, Prose]]
    pace: int  # metres a minute on foot, in a straight line
    languages: tuple[str, ...]  # every language there is, the story's own first
    memory: Memory
    fingerprint: str
    was: Mapping[str, str]  # old scene id -> scene id
    made: dict[Any, Any] = field(default_factory=dict[Any, Any], repr=False)

    def first_chapter(self) -> Chapter:
        """The chapter in which a new game begins."""
        return next(iter(self.chapters.values()))
