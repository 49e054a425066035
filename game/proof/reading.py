"""How much there is to read: words by language, minutes by road, scenes by share of walks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from game.play.make import Watched, bytes_read, make_page
from game.play.page import Page, Paragraph
from game.play.road import Road
from game.play.session import Session
from game.play.state import State
from game.proof.texts import all_texts
from game.proof.walks import Walks
from game.story.grammar import ByTimes, ByValue, Choose, Emphasis, Link, Parts, Words
from game.story.model import Prose, Story

PACE = 200  # words a minute
SEED = 1917
WALKS = 10_000
MOST_STEPS = 1_000_000  # of all these walks; a story that never ends would walk for ever
MOST_COUNTS = 4_096  # of pages, kept for one scene
RARE = 0.01  # the share of walks below which a scene is named


@dataclass(frozen=True, slots=True)
class Reading:
    """What walks with equal chances read. `words` and `scenes` are those of the 5th, the 50th
    and the 95th of a hundred walks, `shares` the part of the walks that meets each scene."""

    walks: int
    words: tuple[int, int, int]
    scenes: tuple[int, int, int]  # different ones
    shares: dict[str, float]
    shortest: int  # words on the shortest road to an ending; 0 when there is none
    choices: int  # on that road


def read(story: Story, roads: Iterable[Road], walks: int = WALKS, seed: int = SEED) -> Reading:
    """Walk so many times and count. `roads` lead to endings; the shortest is read."""
    counts = {scene: _Counts(story) for scene in story.scenes}
    walked = Walks(story, seed, fair=True)
    total = 0
    met = set[str]()

    def meet(state: State) -> bool:
        nonlocal total
        total += counts[state.scene].words(state)
        met.add(state.scene)
        return True

    read_on_each: list[int] = []
    met_on_each: list[int] = []
    while len(read_on_each) < walks and walked.steps < MOST_STEPS:
        total = 0
        met.clear()
        walked.walk(meet)
        read_on_each.append(total)
        met_on_each.append(len(met))
    shares = {scene: walked.scenes[scene] / len(read_on_each) for scene in story.scenes}
    shortest = min(roads, key=lambda road: len(road.legs), default=None)
    return Reading(
        walks=len(read_on_each),
        words=_spread(read_on_each),
        scenes=_spread(met_on_each),
        shares=shares,
        shortest=words_on_road(story, shortest),
        choices=len(shortest.legs) if shortest else 0,
    )


def _spread(counted: list[int]) -> tuple[int, int, int]:
    """The 5th, the 50th and the 95th of a hundred."""
    ranked = sorted(counted)
    five, half, most = (ranked[int(part * (len(ranked) - 1))] for part in (0.05, 0.5, 0.95))
    return five, half, most


class _Counts:
    """How many words the pages of one scene have, known by the bytes that make them differ."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.mask = 0  # all bits of the bytes that making these pages has read
        self.known: dict[int, int] = {}

    def words(self, state: State) -> int:
        memory = int.from_bytes(state.memory, "little")
        found = self.known.get(memory & self.mask)
        if found is None:
            watched = Watched(state.memory)
            page = make_page(self.story, self.story.language, state._replace(memory=watched), state, ())
            read = watched.read | bytes_read(self.story, self.story.language, state.scene)
            mask = self.mask | sum(0xFF << 8 * at for at in read)
            if mask != self.mask or len(self.known) >= MOST_COUNTS:
                self.mask = mask
                self.known.clear()
            found = self.known[memory & mask] = words_on(page)
        return found


def words_on_road(story: Story, road: Road | None) -> int:
    """The words of every page of the road, counted exactly."""
    return 0 if road is None else sum(words_on(page) for page in pages_of(story, road))


def pages_of(story: Story, road: Road) -> list[Page]:
    """Every page of the road, the first and the last too."""
    session = Session.new(story, story.language, road.start, seed=0)
    first = session.state
    session.follow(road)
    taken = session.road
    states = [first, *(each.made for each in taken)]
    return [make_page(story, story.language, state, first, taken[:number]) for number, state in enumerate(states)]


def words_on(page: Page) -> int:
    """The words a player reads on a page: title, text, choices and what is laid beside."""
    texts = [page.title, page.council, page.ending_title, page.ending_about]
    texts += [words for option in page.options for words in (option.words, option.locked)]
    paragraphs: list[Paragraph] = [*page.paragraphs]
    for row in page.remembered:
        texts.append(row.title)
        texts += [told for _, told in (*row.said, *row.did)]
        paragraphs += row.print
    return sum(len(text.split()) for text in texts) + sum(len(paragraph.plain().split()) for paragraph in paragraphs)


class WordsIn(NamedTuple):
    """How many words a language has, with all alternatives: in the scenes, their choices and
    the phrases; in the notes; and in everything else, from titles to documents."""

    scenes: int
    notes: int
    else_: int


def words_by_language(story: Story) -> dict[str, WordsIn]:
    """The words of the story in each of its languages."""
    told = {story.language: all_texts(story), **{name: texts.values() for name, texts in story.texts.items()}}
    return {language: _words_in(texts) for language, texts in told.items()}


def _words_in(texts: Iterable[Prose]) -> WordsIn:
    found = Counter[str]()
    for prose in texts:
        found[prose.key.partition("/")[0]] += count_words(prose.parts)
    scenes, notes = found["scenes"] + found["phrases"], found["notes"]
    return WordsIn(scenes, notes, found.total() - scenes - notes)


def count_words(parts: Parts) -> int:
    """The words of a text with all its alternatives; phrases in it are not counted."""
    total = 0
    for part in parts:
        match part:
            case Words(text):
                total += len(text.split())
            case Emphasis(inner) | Link(_, inner):
                total += count_words(inner)
            case Choose(_, yes, no):
                total += count_words(yes) + count_words(no)
            case ByValue(_, texts) | ByTimes(_, texts):
                total += sum(count_words(text) for text in texts)
            case _:
                pass
    return total
