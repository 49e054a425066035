"""What a writer wants to know of a page: what else it could say, how much there is to read,
what a language lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from game.desk.guards import negated
from game.desk.translated import Record, mark_of, text_of
from game.play.page import Page
from game.play.render import Teller
from game.play.state import State, menu
from game.proof.reading import PACE, count_words, words_on
from game.proof.texts import alternatives, texts_of
from game.story.grammar import ByTimes, ByValue, Choose, Condition, Emphasis, Link, Not, Parts, PhraseUse
from game.story.model import Prose, Story
from game.story.printing import print_condition
from game.story.prose import print_prose


class Other(NamedTuple):
    """A text that the page could show and does not now. `of` is the key of the text that
    it belongs to, within the scene (text, choices/pour/say); `when` the condition that it
    waits for; `text` as the writer wrote it, in one line."""

    of: str
    when: str
    text: str


class Absent(NamedTuple):
    """A choice, or somebody, not on the page: the id, the words, and the condition waited
    for; empty for a choice that was taken once for all, and for a fallback."""

    id: str
    words: str
    when: str


class Length(NamedTuple):
    """Words on the page, words of the scene with all alternatives, seconds to read the page."""

    page: int
    scene: int
    seconds: int


def length(story: Story, page: Page) -> Length:
    """How much there is to read, in the language of the page."""
    own = texts_in(story, page.language)
    scene = sum(count_words((own.get(prose.key) or prose).parts) for prose in texts_of(story.scenes[page.scene]))
    words = words_on(page)
    return Length(words, scene, round(words * 60 / PACE))


def texts_in(story: Story, language: str) -> Mapping[str, Prose]:
    """What a language tells of the story; nothing for the story's own."""
    return story.texts.get(language, {})


def phrases_in(story: Story, language: str) -> Mapping[str, Prose]:
    """The phrases by their names, as a language has them, or else the story."""
    told = texts_in(story, language)
    own = {key.removeprefix("phrases/"): prose for key, prose in told.items() if key.startswith("phrases/")}
    return {**story.phrases, **own}


def gaps(story: Story, language: str, scene: str, record: Record) -> dict[str, str]:
    """The texts of the scene that the language does not have ("missing"), or whose source has
    changed since they were translated and they have not ("stale"), by their keys within it.
    `record` is what each was translated from, as `october translate` keeps it."""
    if language == story.language:
        return {}
    there, found = texts_in(story, language), dict[str, str]()
    for prose in texts_of(story.scenes[scene]):
        told, kept = there.get(prose.key), record.get(prose.key)
        if told is None:
            found[_within(prose.key)] = "missing"
        elif kept and kept.source and kept.source != text_of(prose) and kept.mark == mark_of(text_of(told)):
            found[_within(prose.key)] = "stale"
    return found


def _within(key: str) -> str:
    """The key of a text within its scene."""
    return key.split("/", 2)[-1]


# ---------------------------------------------------------------- what is not shown


def others(story: Story, language: str, state: State) -> tuple[Other, ...]:
    """The alternatives that the page in this state leaves out, in the order of the texts.
    One within another that is left out is not told again."""
    finder = _Finder(story, language, state)
    scene = story.scenes[state.scene]
    own = texts_in(story, language)
    found: list[Other] = []
    for prose in texts_of(scene):
        of = _within(prose.key)
        if not of.endswith("/record"):  # it is not on this page in any case
            found += (Other(of, when, text) for when, text in finder.look((own.get(prose.key) or prose).parts))
    return tuple(dict.fromkeys(found))


class _Finder:
    def __init__(self, story: Story, language: str, state: State) -> None:
        self.story, self.state = story, state
        self.teller = Teller(story, language)
        self.phrases = phrases_in(story, language)

    def look(self, parts: Parts) -> Iterator[tuple[str, str]]:
        """Conditions and texts of what is left out of these parts."""
        for part in parts:
            match part:
                case Emphasis(inside) | Link(_, inside):
                    yield from self.look(inside)
                case PhraseUse(name):
                    if (phrase := self.phrases.get(name)) is not None:
                        yield from self.look(phrase.parts)
                case Choose() | ByValue() | ByTimes():
                    for condition, text in alternatives(self.story, part):
                        if self.teller.holds(condition, self.state):
                            yield from self.look(text)
                        elif text:
                            yield print_condition(plainly(condition)), " ".join(print_prose(text).split())
                case _:
                    pass


def plainly(condition: Condition) -> Condition:
    """The same condition without a `not` before what has an opposite of its own."""
    match condition:
        case Not(Not(test)):
            return plainly(test)
        case Not(test):
            opposite = negated(test)
            assert not isinstance(opposite, bool)
            return opposite
        case _:
            return condition


def absent_choices(story: Story, language: str, state: State, page: Page) -> tuple[Absent, ...]:
    """The choices of the scene that the page does not show, or shows locked."""
    teller, is_open = Teller(story, language), menu(story, state)
    return tuple(
        Absent(
            choice.id,
            teller.words(choice.say, state),
            print_condition(choice.condition) if choice.condition is not None else "",
        )
        for choice in story.scenes[page.scene].choices
        if choice.id not in is_open
    )


def absent_people(story: Story, language: str, state: State) -> tuple[Absent, ...]:
    """Who may be present in the scene and is not now."""
    teller = Teller(story, language)
    return tuple(
        Absent(each.person, teller.words(story.people[each.person].name, state), print_condition(each.when))
        for each in story.scenes[state.scene].present
        if each.when is not None and not teller.holds(each.when, state)
    )
