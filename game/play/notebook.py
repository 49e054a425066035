"""The notebook: the notes that a reader has found, and where they were found."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from game.play.dates import day, in_new_style
from game.play.make import make_note
from game.play.page import NotePage
from game.play.render import Teller
from game.play.search import folded
from game.play.state import State
from game.story.grammar import ByTimes, ByValue, Choose, Emphasis, Link, Parts, PhraseUse
from game.story.model import Scene, Story
from game.words import Words


class Found(NamedTuple):
    """A note that was found, and of the scenes that open it those that were read: the
    chapter of the first, their places and people by the names they have now, and their
    hours, Old Style. One that only another note has opened has none of these."""

    note: NotePage
    chapter: str
    places: tuple[str, ...]
    people: tuple[str, ...]
    hours: tuple[datetime, ...]

    @property
    def verdicts(self) -> frozenset[str]:
        return frozenset(claim.verdict for claim in self.note.claims)

    def text(self, words: Words) -> str:
        """All that it can be found by: title, text, claims, sources, place, person, day."""
        note = self.note
        days = [f"{day(at, words)} {in_new_style(at, words)}" for at in self.hours]
        claims = [f"{claim.says} {claim.document} {words_of_verdict(claim.verdict, words)}" for claim in note.claims]
        prose = [paragraph.plain() for paragraph in (*note.text, *note.historians)]
        return folded(" ".join([note.title, *prose, *claims, *note.sources, *self.places, *self.people, *days]))


def words_of_verdict(verdict: str, words: Words) -> str:
    """The verdict in the interface's language; one that it does not know as it stands."""
    key = f"verdict_{verdict}"
    return words(key) if key in words.table else verdict


def notebook(
    story: Story, language: str, state: State, notes: Collection[str], read: Collection[str]
) -> tuple[Found, ...]:
    """The found `notes` by the chapters in which they are first met, within these in the
    story's order; last those that only other notes open. `read` are the scenes read so far, by id."""
    teller = Teller(story, language)
    scenes_of: dict[str, list[Scene]] = {}
    told = list(story.chapters)
    for scene in sorted(story.scenes.values(), key=lambda scene: told.index(scene.chapter)):
        if scene.id in read:
            for note in links(story, scene):
                scenes_of.setdefault(note, []).append(scene)

    def found(name: str) -> Found:
        scenes = scenes_of.get(name, [])
        places = [teller.words(story.places[scene.place].name, state) for scene in scenes if scene.place]
        people = [present.person for scene in scenes for present in scene.present if present.when is None]
        return Found(
            note=make_note(story, language, name, state),
            chapter=teller.words(story.chapters[scenes[0].chapter].title, state) if scenes else "",
            places=tuple(dict.fromkeys(places)),
            people=tuple(teller.words(story.people[person].name, state) for person in dict.fromkeys(people)),
            hours=tuple(dict.fromkeys(scene.at for scene in scenes if scene.at)),
        )

    def first_met(name: str) -> int:
        scenes = scenes_of.get(name)
        return told.index(scenes[0].chapter) if scenes else len(told)

    return tuple(found(name) for name in sorted((n for n in story.notes if n in notes), key=first_met))


def links(story: Story, scene: Scene) -> frozenset[str]:
    """The notes that a scene's text and its remembered rows may open, in any state."""
    texts = [scene.text, *(row.print for row in scene.remember if row.print)]
    opened = {note for text in texts for note in _linked(story, text.parts, frozenset())}
    return frozenset(opened.union(*(row.notes for row in scene.remember)))


def _linked(story: Story, parts: Parts, phrases: frozenset[str]) -> Iterable[str]:
    for part in parts:
        match part:
            case Link(note, _):
                yield note
            case Emphasis(inside):
                yield from _linked(story, inside, phrases)
            case PhraseUse(name) if name in story.phrases and name not in phrases:
                yield from _linked(story, story.phrases[name].parts, phrases | {name})
            case Choose(_, yes, no):
                yield from _linked(story, yes + no, phrases)
            case ByValue(_, texts) | ByTimes(_, texts):
                for text in texts:
                    yield from _linked(story, text, phrases)
            case _:
                pass
