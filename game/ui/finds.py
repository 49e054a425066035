"""What a reader has found so far: notes, endings and scenes, of the play that is on and of every other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.play.make import make_note
from game.play.page import NotePage
from game.play.profile import Kind
from game.play.road import starts
from game.play.state import State, begin

if TYPE_CHECKING:
    from game.play.notebook import Found
    from game.ui.app import October


def state_of(october: October) -> State:
    """The state in which things are named: that of the play, or the one in which a game begins."""
    if october.session:
        return october.session.state
    story = october.plays.story
    return begin(story, next(iter(starts(story).values())))


def known(october: October, kind: Kind) -> frozenset[str]:
    """The ids found in any play of this story; in a play without a profile, of its own road."""
    plays = october.plays
    if plays.profile:
        return plays.profile.found(plays.story.id, kind)
    if not october.session:
        return frozenset()
    pages = october.session.pages()
    if kind == "notes":
        return frozenset(note for page in pages for note in page.notes)
    return frozenset(page.scene if kind == "scenes" else page.ending for page in pages) - {""}


def note_found(october: October, note: str) -> None:
    """A note was opened, perhaps from within another."""
    plays = october.plays
    if plays.profile:
        plays.profile.add(plays.story.id, "notes", [note])


def note_page(october: October, note: str) -> NotePage:
    """A note, in a play or from the title. Raises KeyError for an unknown one."""
    return make_note(october.plays.story, october.language, note, state_of(october))


def found_notes(october: October) -> tuple[Found, ...]:
    """The notes found so far, each with where it was found."""
    from game.play.notebook import notebook  # late, for a page needs none of it

    notes, read = known(october, "notes"), known(october, "scenes")
    return notebook(october.plays.story, october.language, state_of(october), notes, read)
