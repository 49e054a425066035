"""The plays of a story as a front end asks for them: begin, go on, copy, list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from game.errors import GameError, PlayInUse, SaveError
from game.play.journal import Head, Journal
from game.play.page import Paragraph
from game.play.profile import Profile
from game.play.render import Teller
from game.play.road import Road, decode, starts
from game.play.saves import Kept, SaveLine, Saves
from game.play.session import Session, UnknownStart
from game.play.state import begin
from game.story.model import Prose, Story


class Beginning(NamedTuple):
    """A start as a player is asked for it: its name in the journal, chapter/start, and
    its words, which may be empty."""

    start: str
    say: str


class Section(NamedTuple):
    """A chapter as it is listed; `about` may be empty."""

    id: str
    title: str
    about: str


class About(NamedTuple):
    """What a story says of itself; all but the title may be empty."""

    title: str
    by: str
    version: str
    about: tuple[Paragraph, ...]
    content: tuple[Paragraph, ...]
    credits: tuple[Paragraph, ...]


class Plays:
    """One story, the folder its plays are kept in, and the profile. `chapter` limits where
    a new game begins; by default it is the first."""

    def __init__(
        self,
        story: Story,
        saves: Saves,
        profile: Profile | None = None,
        chapter: str = "",
        seed: int | None = None,
    ) -> None:
        self.story, self.saves, self.profile = story, saves, profile
        self.chapter, self.seed = chapter, seed
        self.refused: SaveError | None = None  # why the last play begun is kept nowhere
        if chapter and chapter not in story.chapters:
            from game.story.faults import listing

            there = listing(story.chapters)
            raise UnknownStart(f"The story has no chapter called {chapter}; there is {there}.")

    # ------------------------------------------------------------ beginning

    def about(self, language: str) -> About:
        """What the story says of itself."""
        story = self.story
        teller, first = Teller(story, language), begin(story, next(iter(starts(story).values())))

        def told(prose: Prose | None) -> tuple[Paragraph, ...]:
            return teller.paragraphs(prose, first)

        title, by = teller.words(story.title, first), teller.words(story.by, first)
        return About(title, by, story.version, told(story.about), told(story.content), told(story.credits))

    def chapters(self, language: str) -> Sequence[Section]:
        """The chapters in their order, where a game may begin too."""
        story = self.story
        teller, first = Teller(story, language), begin(story, next(iter(starts(story).values())))
        return [
            Section(chapter.id, teller.words(chapter.title, first), teller.words(chapter.about, first))
            for chapter in story.chapters.values()
        ]

    def starts(self, language: str, chapter: str = "") -> Sequence[Beginning]:
        """Where a new game may begin; with more than one, the player is asked."""
        chapter = chapter or self.chapter or self.story.first_chapter().id
        teller = Teller(self.story, language)
        return [
            Beginning(name, teller.words(start.say, begin(self.story, start)) or start.id)
            for name, start in starts(self.story).items()
            if name.startswith(f"{chapter}/")
        ]

    def begin(self, start: str, language: str) -> Session:
        """A new play from `start`. When the folder cannot be written it is kept nowhere,
        and `refused` says why."""
        start = start or self.starts(language)[0].start
        self.refused = None
        return Session.new(self.story, language, start, self.seed, self._keep, self.profile)

    def _keep(self, head: Head) -> Journal:
        try:
            return self.saves.begin(head)
        except SaveError as error:
            self.refused = error
            return Journal.memory(head)

    def follow(self, code: str, language: str) -> Session:
        """A new play that walks a shared road. Raises BadRoad."""
        road: Road = decode(self.story, code)
        session = self.begin(road.start, language)
        session.follow(road)
        return session

    def walked(self, code: str, language: str) -> str:
        """As `follow`; the slot that the new play is kept in. Raises BadRoad, and SaveError when
        it cannot be kept."""
        session = self.follow(code, language)
        self.close(session)
        if session.journal.path is None:
            raise self.refused or SaveError("The play along this road could not be kept.")
        return session.journal.path.stem

    # ------------------------------------------------------------ going on

    def open(self, slot: str, language: str) -> Session:
        """A kept play. Raises PlayInUse, GameError."""
        journal = self.saves.open(slot)
        try:
            return Session.open(self.story, language, journal, self.profile)
        except GameError:
            journal.close()
            raise

    def open_copy(self, slot: str, language: str) -> Session:
        """A copy of a play that another game holds, to play on with. Raises GameError."""
        return self.open(self.saves.copy(slot, self.saves.next_slot()).slot, language)

    def open_or_copy(self, slot: str, language: str) -> tuple[Session, bool]:
        """The play, or a copy when another game holds it, and whether it is a copy."""
        try:
            return self.open(slot, language), False
        except PlayInUse:
            return self.open_copy(slot, language), True

    def close(self, session: Session) -> None:
        """Let go of a play, so that another game may open it."""
        session.journal.close()

    def latest(self) -> str:
        """The slot of this story's play last touched, or empty."""
        try:
            line = self.saves.latest(self.story.id)
        except SaveError:
            return ""
        return line.slot if line else ""

    def kept(self) -> Sequence[SaveLine]:
        """The plays of this story, and those that cannot be read; none when there is no
        reading the folder."""
        try:
            return [line for line in self.saves.list() if line.story in (self.story.id, "")]
        except SaveError:
            return []

    def shelf(self) -> Sequence[Kept]:
        """As `kept`, by the first lines alone, so that a long list is there at once."""
        try:
            return [kept for kept in self.saves.shelf() if kept.story in (self.story.id, "")]
        except SaveError:
            return []

    def copy(self, session: Session, name: str) -> str:
        """Keep a copy of the play as it stands under a name; the name as it is kept.
        Raises SaveError."""
        path = session.journal.path
        if path is None:
            raise SaveError("This play is kept nowhere, so there is no file of it to copy.")
        return self.saves.copy(path.stem, name).slot


def found(session: Session) -> tuple[str, ...]:
    """Keys of the words for what opening the play found; none when all was well."""
    what: Sequence[tuple[bool, str]] = (
        (session.reopened.journal == "torn", "reopened_torn"),
        (session.reopened.journal == "damaged", "reopened_damaged"),
        (session.reopened.stopped is not None, "reopened_stopped"),
        (session.reopened.differs, "reopened_differs"),
        (session.reopened.edited and session.reopened.stopped is None, "reopened_edited"),
    )
    return tuple(key for told, key in what if told)
