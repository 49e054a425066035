"""The plays of a story, as the screens ask for them: begin, open, copy, list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from game.errors import GameError, SaveError
from game.play.journal import Journal
from game.play.render import Teller
from game.play.road import starts
from game.play.session import Session
from game.play.state import begin

if TYPE_CHECKING:
    from game.play.journal import Head
    from game.play.profile import Profile
    from game.play.saves import SaveLine, Saves
    from game.story.model import Story


class Plays:
    """One story, the folder its plays are kept in, and what outlives them."""

    def __init__(
        self, story: Story, saves: Saves, profile: Profile, chapter: str = "", seed: int | None = None
    ) -> None:
        self.story, self.saves, self.profile = story, saves, profile
        self.chapter = chapter or next(iter(story.chapters))
        self.seed = seed

    def starts(self, language: str) -> list[tuple[str, str]]:
        """Where a new game may begin: each start's id, chapter/start, and its words."""
        teller = Teller(self.story, language)
        found: list[tuple[str, str]] = []
        for name, start in starts(self.story).items():
            if name.partition("/")[0] == self.chapter:
                state = begin(self.story, start)
                found.append((name, teller.words(start.say, state) if start.say else ""))
        return found

    def begin(self, start: str, language: str) -> Session:
        """A new play, on the disk before its first page; in memory where that fails."""
        return Session.new(self.story, language, start, self.seed, self.keep, self.profile)

    def keep(self, head: Head) -> Journal:
        """A journal for a new play. Where none can be kept it says so, and the play goes on."""
        try:
            return self.saves.begin(head)
        except SaveError:
            journal = Journal.memory(head)
            journal.trouble = "unsaved"
            return journal

    def open(self, slot: str, language: str) -> Session:
        """A kept play. Raises PlayInUse, GameError."""
        journal = self.saves.open(slot)
        try:
            return Session.open(self.story, language, journal, self.profile)
        except GameError:
            journal.close()
            raise

    def open_copy(self, slot: str, language: str) -> Session:
        """A play that another game holds, as a copy to play on with. Raises GameError."""
        return self.open(self.saves.copy(slot, self.saves.next_slot()).slot, language)

    def found(self, session: Session) -> str:
        """The key of the words for what opening the play found, or empty."""
        found = session.reopened
        if found.journal == "damaged":
            return "reopened_damaged"
        return "reopened_edited" if found.stopped or found.differs else ""

    def copy(self, session: Session, name: str) -> str:
        """Keep a copy under a name; the name as kept. Raises GameError."""
        path = session.journal.path
        if path is None:
            raise SaveError("This play is not kept anywhere, so it cannot be copied.")
        return self.saves.copy(path.stem, name).slot

    def latest(self) -> str:
        """The slot of the play last touched, or empty."""
        try:
            line = self.saves.latest(self.story.id)
        except GameError:
            return ""
        return line.slot if line else ""

    def kept(self) -> Sequence[SaveLine]:
        """The plays of this story, and those that cannot be read."""
        try:
            return [line for line in self.saves.list() if line.story in (self.story.id, "")]
        except GameError:
            return []
