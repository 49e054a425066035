"""A page: what a front end is given to show, and all that it is given.

Nothing here is markup. A `Run` is words with a style; a front end sets it as it likes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from game.story.model import Card

CALENDARS_APART = timedelta(days=13)  # Julian to Gregorian, 1 March 1900 to 2100


def new_style(old_style: datetime) -> datetime:
    """The same hour in the Gregorian calendar."""
    return old_style + CALENDARS_APART


class Run(NamedTuple):
    """Words set in one way. `note` is the id of the note that they open, or empty."""

    text: str
    emphasis: bool = False
    note: str = ""


Line = tuple[Run, ...]


class Paragraph(NamedTuple):
    """One line to be wrapped, or, when `quoted`, several that keep their breaks."""

    lines: tuple[Line, ...]
    quoted: bool = False

    def plain(self) -> str:
        """The words alone; the lines of a quoted paragraph joined by line breaks."""
        return "\n".join("".join(run.text for run in line) for line in self.lines)


class Option(NamedTuple):
    """A choice on the page. With a `locked` reason it is shown and cannot be taken."""

    id: str
    words: str
    locked: str = ""


class Here(NamedTuple):
    """Somebody present, by the name that the player knows."""

    id: str
    name: str


class ClaimLine(NamedTuple):
    """A claim that a note tells: its words, the verdict, and where the document has it."""

    id: str
    says: str
    verdict: str
    document: str
    paragraph: int
    sentence: int


class NotePage(NamedTuple):
    id: str
    title: str
    text: tuple[Paragraph, ...]
    historians: tuple[Paragraph, ...]
    claims: tuple[ClaimLine, ...]
    sources: tuple[str, ...]
    sure: str
    untranslated: bool


class Remembered(NamedTuple):
    """A row laid beside the text: what the journal has of it, and what was printed.

    `said` and `did` are the journal's records, each with its hour (None: no clock). `dated`
    says that the page tells of several days, so that an hour alone would not do."""

    title: str
    said: tuple[tuple[datetime | None, str], ...]
    did: tuple[tuple[datetime | None, str], ...]
    print: tuple[Paragraph, ...]
    notes: tuple[str, ...]
    dated: bool = False


class Opening(NamedTuple):
    """A chapter at its beginning. `about` may be empty; without a `card` none was drawn."""

    chapter: str
    title: str
    about: str
    card: Card | None


class Page(NamedTuple):
    """One page of a play. `at` is Old Style; `notes` are the ids linked on this page, in
    order; `ending` is the id of the ending reached, or empty. `untranslated` says that
    some of the text is not there in `language` and stands in the story's own."""

    scene: str
    title: str
    chapter: str
    at: datetime | None
    place: str
    place_id: str
    here: tuple[Here, ...]
    basis: str
    aside: bool
    paragraphs: tuple[Paragraph, ...]
    options: tuple[Option, ...]
    notes: tuple[str, ...]
    council: str
    remembered: tuple[Remembered, ...]
    ending: str
    ending_title: str
    ending_about: str
    untranslated: bool
    language: str

    def open_options(self) -> tuple[Option, ...]:
        """The choices that can be taken, in the order of their numbers."""
        return tuple(option for option in self.options if not option.locked)
