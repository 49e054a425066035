"""The chronicle: one road through a story as a document to keep or to hand in. Pure.

`chronicle` gathers it from a session; `as_markdown` and `as_html` write it down. Whatever an author
typed comes out as it was typed, never as markup.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from game.play.make import make_note, make_page, opening, record
from game.play.page import NotePage, Opening, Page, Paragraph
from game.play.render import Teller
from game.play.session import Session
from game.words import Words


class Told(NamedTuple):
    """A page as it was read, how the journal tells the choice taken there (empty for none),
    and the chapter that it opens."""

    page: Page
    record: str
    opening: Opening | None


class Chronicle(NamedTuple):
    """A road. `notes` are those that its pages open, and those that these open, in the order in which
    they are met; a reference is the note's place among them, from 1."""

    title: str
    by: str
    version: str
    language: str
    pages: tuple[Told, ...]
    notes: tuple[NotePage, ...]
    credits: tuple[Paragraph, ...]
    code: str

    @property
    def finished(self) -> bool:
        return bool(self.pages[-1].page.ending)

    def number_of(self, note: str) -> int:
        """The number of a note, from 1; 0 for one that is not in the chronicle."""
        return next((number for number, page in enumerate(self.notes, 1) if page.id == note), 0)


def chronicle(session: Session) -> Chronicle:
    """The road to where the play stands, in the language of the play."""
    story, language, road = session.story, session.language, session.road
    first = road[0].state if road else session.state
    states = [first, *(taken.made for taken in road)]
    teller, go_on = Teller(story, language), Words(language)("go_on")
    pages: list[Told] = []
    for number, state in enumerate(states):
        page = make_page(story, language, state, first, road[:number], go_on)
        done = record(story, teller, road[number]) if number < len(road) else ""
        pages.append(Told(page, done, opening(story, language, first, road[:number])))
    met = {note: told_at for told_at, told in reversed([*enumerate(pages)]) for note in told.page.notes}
    order = dict.fromkeys(note for told in pages for note in told.page.notes)
    notes: dict[str, NotePage] = {}
    waiting = [(note, states[met[note]]) for note in order]
    while waiting:
        note, state = waiting.pop(0)
        if note not in notes:
            notes[note] = make_note(story, language, note, state)
            waiting += [(linked, state) for linked in linked_in((*notes[note].text, *notes[note].historians))]
    return Chronicle(
        title=teller.words(story.title, first),
        by=teller.words(story.by, first),
        version=story.version,
        language=language,
        pages=tuple(pages),
        notes=tuple(notes.values()),
        credits=teller.paragraphs(story.credits, first),
        code=session.code(),
    )


def linked_in(paragraphs: Iterable[Paragraph]) -> list[str]:
    """The notes that these words open."""
    return [run.note for paragraph in paragraphs for line in paragraph.lines for run in line if run.note]


def as_markdown(road: Chronicle, words: Words) -> str:
    """The chronicle in Markdown, its notes as footnotes."""
    from game.play.chronicle_markdown import markdown

    return markdown(road, words)


def as_html(road: Chronicle, words: Words) -> str:
    """The chronicle as one page of HTML that needs nothing else."""
    from game.play.chronicle_html import html

    return html(road, words)
