"""A kept play at a glance: where it stands, and the last words read there. It changes nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from game.errors import GameError, NewerJournal, SaveError
from game.play.journal import Journal
from game.play.page import Page, Paragraph
from game.play.saves import in_use
from game.play.session import Session
from game.story.model import Story

# A sentence ends at a stop, and whatever closes behind it, before a space.
_ENDS = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+")


class Glimpse(NamedTuple):
    """Where a play stands. `at` is Old Style, None without a clock; `choices` counts the road.

    trouble  "" all well; "unreadable" nothing of it can be read; "newer" a newer game wrote it;
             "damaged" its end cannot be read; "stopped" the story was edited and closed its road
    """

    title: str = ""
    at: datetime | None = None
    place: str = ""
    sentence: str = ""
    choices: int = 0
    ending: str = ""
    trouble: str = ""
    in_use: bool = False

    @property
    def opens(self) -> bool:
        """Whether the play can be opened, as far as it can be read."""
        return self.trouble not in ("unreadable", "newer")


def glimpse(story: Story, language: str, path: Path) -> Glimpse:
    """A look at a play of this story, by replay. Whatever is wrong with it is told, not raised."""
    held = in_use(path)
    try:
        journal = Journal.open(path, write=False)
    except NewerJournal:
        return Glimpse(trouble="newer", in_use=held)
    except SaveError:
        return Glimpse(trouble="unreadable", in_use=held)
    try:
        session = Session.open(story, language, journal)
        page = session.page
    except GameError:
        return Glimpse(trouble="unreadable", in_use=held)
    trouble = "damaged" if journal.found == "damaged" else "stopped" if session.reopened.stopped else ""
    return Glimpse(
        page.title, page.at, page.place, last_sentence(page), len(session.road), page.ending_title, trouble, held
    )


def last_sentence(page: Page) -> str:
    """The last sentence of the page's text, or of whatever else is read there."""
    text = _last(page.paragraphs) or next((told for row in reversed(page.remembered) if (told := _last(row.print))), "")
    sentences = [sentence for sentence in _ENDS.split(text) if sentence]
    return text[text.rindex(sentences[-1]) :] if sentences else page.title


def _last(paragraphs: Sequence[Paragraph]) -> str:
    return paragraphs[-1].plain().replace("\n", " ") if paragraphs else ""
