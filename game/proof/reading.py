"""How much there is to read: words by language, minutes by road, scenes by share of walks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from game.play.make import make_page
from game.play.page import Page, Paragraph
from game.play.road import Road
from game.play.session import Session
from game.play.state import State
from game.proof.texts import all_texts
from game.proof.walks import Walks
from game.story.grammar import ByTimes, ByValue, Choose, Emphasis, Link, Parts, Words
from game.story.model import Story

PACE = 200  # words a minute
SEED = 1917
WALKS = 10_000
MOST_STEPS = 1_000_000  # of all these walks; a story that never ends would walk for ever
RARE = 0.01  # the share of walks below which a scene is named


@dataclass(frozen=True, slots=True)
class Reading:
    """What walks with equal chances read. `words` are those of the 5th, the 50th and the
    95th of a hundred walks, `shares` the part of the walks that meets each scene."""

    walks: int
    words: tuple[int, int, int]
    shares: dict[str, float]
    shortest: int  # words on the shortest road to an ending; 0 when there is none
    choices: int  # on that road


def read(story: Story, roads: Iterable[Road], walks: int = WALKS, seed: int = SEED) -> Reading:
    """Walk so many times and count. `roads` lead to endings; the shortest is read."""
    counted: dict[int, tuple[Page, int]] = {}
    walked = Walks(story, seed, fair=True)
    total = 0

    def meet(state: State) -> bool:
        nonlocal total
        page = make_page(story, story.language, state, state, ())
        known = counted.get(id(page))
        if known is None or known[0] is not page:
            known = counted[id(page)] = (page, words_on(page))
        total += known[1]
        return True

    read_on_each: list[int] = []
    while len(read_on_each) < walks and walked.steps < MOST_STEPS:
        total = 0
        walked.walk(meet)
        read_on_each.append(total)
    read_on_each.sort()
    five, half, most = (read_on_each[int(part * (len(read_on_each) - 1))] for part in (0.05, 0.5, 0.95))
    shares = {scene: walked.scenes[scene] / len(read_on_each) for scene in story.scenes}
    shortest = min(roads, key=lambda road: len(road.legs), default=None)
    choices = len(shortest.legs) if shortest else 0
    return Reading(len(read_on_each), (five, half, most), shares, words_on_road(story, shortest), choices)


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


def words_by_language(story: Story) -> dict[str, int]:
    """All words of the story in each of its languages, alternatives and notes included."""
    found = {story.language: sum(count_words(prose.parts) for prose in all_texts(story))}
    for language, laid_over in story.texts.items():
        found[language] = sum(count_words(prose.parts) for prose in laid_over.values())
    return found


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
