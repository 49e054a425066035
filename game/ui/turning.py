"""Taking a choice, and what it has changed: how people stand to the player, which pages were read before."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from game.errors import GameError
from game.play.page import Page
from game.story.model import GO_ON
from game.ui.finds import known

if TYPE_CHECKING:
    from game.ui.app import October

MOST_PASSED = 200  # pages passed over at once; a story may lead in a ring


class Turned(NamedTuple):
    """How a page was reached. `changed` names what stands otherwise by now, by the ids of
    `Session.standing`; `read` says that the page was read before, in any play; `passed`
    counts the pages passed over on the way."""

    changed: tuple[str, ...] = ()
    read: bool = False
    passed: int = 0


def take(october: October, choice: str) -> Turned:
    """Take a choice; where the settings say so, pass over pages read before that have a
    single way on. Raises GameError, and then nothing has changed."""
    session = october.playing
    read, before = known(october, "scenes"), dict(session.standing())
    session.choose(choice)
    passed = 0
    try:
        while october.settings.read_before == "skip" and passed < MOST_PASSED and is_passage(session.page, read):
            session.choose(GO_ON)
            passed += 1
    except GameError:
        pass  # stand on the page that lets nobody pass
    changed = tuple(name for name, words in session.standing() if before.get(name) != words)
    return Turned(changed, session.page.scene in read, passed)


def is_passage(page: Page, read: frozenset[str]) -> bool:
    """A page read before on which there is nothing to decide."""
    alone = [option.id for option in page.options] == [GO_ON]
    return alone and page.scene in read and not (page.council or page.remembered or page.ending)


def taken_before(october: October, page: Page) -> frozenset[str]:
    """The choices of this page that were taken before in this play, on any of its roads."""
    entries = october.playing.journal.entries.values()
    return frozenset(entry.choice for entry in entries if entry.scene == page.scene)


def changed_words(october: October, turned: Turned) -> list[str]:
    """What has changed, in the story's words; nothing where the settings are silent about it."""
    if not turned.changed or not october.settings.consequences:
        return []
    return [words for name, words in october.playing.standing() if name in turned.changed]
