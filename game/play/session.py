"""A play in progress: a story, a journal, and where they have come to.

Front ends and the classroom drive this and nothing below it. State is the fold of the
journal: opening, undo, going back and a new language all replay it by id.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from game.errors import GameError
from game.play.journal import Entry, Head, Journal
from game.play.make import Road, Taken, make_note, make_page, opening, record, spot, standing
from game.play.page import NotePage, Opening, Page
from game.play.profile import Kind, Profile
from game.play.render import Teller
from game.play.road import Leg, choice_now, encode, starts
from game.play.road import Road as CodedRoad
from game.play.state import ClosedChoice, State, UnknownChoice, begin, chances, fingerprint, menu, step
from game.story.model import Story
from game.words import Words

if TYPE_CHECKING:
    from game.play.chart import Chart, DayLine


class UnknownStart(GameError):
    """The story has no such beginning."""

    code = "unknown_start"


class NothingToUndo(GameError):
    """The play stands at its beginning."""

    code = "nothing_to_undo"


class Step(NamedTuple):
    """One page of the road so far. `number` is the journal's line that led to it (0: the
    start); `record` tells the choice taken on it, empty on the page where the play stands."""

    number: int
    scene: str
    title: str
    at: datetime | None
    place: str
    choice: str
    record: str


class Reopened(NamedTuple):
    """What opening a play found.

    edited       the story is not the one that the play was begun with
    stopped      the choice that could not be taken again, and where the road now ends
    differs      the road went through, but it has led to another state than it did
    journal      what the journal itself had to say: "", "torn" or "damaged"
    """

    edited: bool = False
    stopped: Entry | None = None
    differs: bool = False
    journal: str = ""


class Session:
    """One play. `page` is what to show; `choose`, `undo` and `go_to` turn it."""

    def __init__(self, story: Story, language: str, journal: Journal, profile: Profile | None = None) -> None:
        beginnings = starts(story)
        if journal.head.start not in beginnings:
            raise UnknownStart(f"The story has no beginning called {journal.head.start}.")
        self.story, self.language, self.journal, self.profile = story, language, journal, profile
        self._first = begin(story, beginnings[journal.head.start])
        self._road: list[Taken] = []
        self._page: Page | None = None
        self.reopened = Reopened(journal=journal.found)

    @classmethod
    def new(
        cls,
        story: Story,
        language: str,
        start: str = "",
        seed: int | None = None,
        keep: Callable[[Head], Journal] = Journal.memory,
        profile: Profile | None = None,
    ) -> Session:
        """A new play. `start` is chapter/start, by default the story's first; `keep` makes
        its journal, by default in memory. Raises UnknownStart, and what `keep` raises."""
        start = start or next(iter(starts(story)), "")
        if start not in starts(story):
            raise UnknownStart(f"The story has no beginning called {start}.")
        seed = random.SystemRandom().getrandbits(32) if seed is None else seed
        begun = datetime.now(UTC).isoformat(timespec="seconds")
        journal = keep(Head(story.id, story.version, story.fingerprint, start, seed, language, begun))
        return cls(story, language, journal, profile)._turned()

    @classmethod
    def open(cls, story: Story, language: str, journal: Journal, profile: Profile | None = None) -> Session:
        """Go on with a kept play, replayed by id. Nothing is written; what was found is in
        `reopened`. Raises UnknownStart, or GameError when it is another story's play."""
        if journal.head.story != story.id:
            raise GameError(f"This is a play of {journal.head.story}, not of {story.id}.")
        session = cls(story, language, journal, profile)
        session._replay()
        return session._turned()

    # ------------------------------------------------------------ the page

    @property
    def page(self) -> Page:
        """The page on which the play stands."""
        if self._page is None:
            go_on = Words(self.language)("go_on")
            self._page = make_page(self.story, self.language, self.state, self._first, self.road, go_on)
        return self._page

    @property
    def opening(self) -> Opening | None:
        """The chapter that the page opens; None where it goes on in one that this road has been in."""
        return opening(self.story, self.language, self._first, self.road)

    @property
    def state(self) -> State:
        return self._road[-1].made if self._road else self._first

    @property
    def road(self) -> Road:
        return tuple(self._road)

    @property
    def number(self) -> int:
        """The journal's line at which the play stands; 0 is the start."""
        return self._road[-1].number if self._road else 0

    @property
    def trouble(self) -> str:
        """What is wrong with the saving: "" nothing, "moved", "unsaved"."""
        return self.journal.trouble

    def note(self, name: str) -> NotePage:
        """A note, in the language of the play. Raises KeyError for an unknown one."""
        return make_note(self.story, self.language, name, self.state)

    # ------------------------------------------------------------ turning it

    def choose(self, choice: str) -> Page:
        """Take a choice. It is in the journal, on the disk, before the page turns.
        Raises UnknownChoice or ClosedChoice; then nothing has changed."""
        self._take(Leg(choice, self._chance(self.state, choice)))
        return self._turned().page

    def undo(self) -> Page:
        """Take back the last choice; its branch stays in the journal. Raises NothingToUndo."""
        if not self._road:
            raise NothingToUndo("This is the first page; there is nothing to take back.")
        return self.go_to(self._road[-2].number if len(self._road) > 1 else 0)

    def go_to(self, number: int) -> Page:
        """Stand again where line `number` of the journal led (0: the start), on this
        branch or another. Raises UnknownLine; a GameError when it cannot be replayed."""
        entries = self.journal.road(number)
        road, stopped = self._follow(entries)
        if stopped is not None:
            raise ClosedChoice(f"The road to there is closed: the story was edited at {stopped.scene}.")
        self._road = road
        self._stand(number)
        return self._turned().page

    def speak(self, language: str) -> Page:
        """Go on in another language, on the same page."""
        self.language = language
        return self._turned().page

    # ------------------------------------------------------------ looking back

    def history(self) -> tuple[Step, ...]:
        """The road so far, page by page, the oldest first; the last is the page now."""
        teller = Teller(self.story, self.language)
        states = [self._first, *(taken.made for taken in self._road)]
        numbers = [0, *(taken.number for taken in self._road)]
        found: list[Step] = []
        for index, (state, number) in enumerate(zip(states, numbers, strict=True)):
            taken = self._road[index] if index < len(self._road) else None
            where = spot(self.story, self._first, self.road[:index])
            found.append(
                Step(
                    number=number,
                    scene=state.scene,
                    title=teller.words(self.story.scenes[state.scene].title, state),
                    at=where.at,
                    place=where.place,
                    choice=taken.choice if taken else "",
                    record=record(self.story, teller, taken) if taken else "",
                )
            )
        return tuple(found)

    def pages(self) -> tuple[Page, ...]:
        """Every page of the road, the oldest first, as it was when it was read."""
        go_on = Words(self.language)("go_on")
        states = [self._first, *(taken.made for taken in self._road)]
        return tuple(
            make_page(self.story, self.language, state, self._first, self.road[:index], go_on)
            for index, state in enumerate(states)
        )

    def made(self) -> Mapping[int, State]:
        """The state that each line of the journal led to, on every branch; 0 is the start.
        A line that cannot be followed in this story is not there, nor is what came after it."""
        states = {0: self._first}
        for number, entry in self.journal.entries.items():
            if (before := states.get(entry.after)) is not None:
                road, _ = self._follow((entry,), before)
                if road:
                    states[number] = road[0].made
        return states

    def chart(self) -> Chart:
        """The map at the hour of the page."""
        from game.play.chart import make_chart

        return make_chart(self.story, self.language, self._first, self.road)

    def day_line(self) -> DayLine:
        """The road so far against the record of those days, up to the hour of the page."""
        from game.play.chart import make_day_line

        return make_day_line(self.story, self.language, self._first, self.road)

    def standing(self) -> tuple[tuple[str, str], ...]:
        """What people make of the player, in words: variable id, words."""
        memory = self.state.memory
        values = {name: memory[at] for name, at in self.story.memory.variables.items()}
        return standing(self.story, self.language, self.state, values)

    def code(self) -> str:
        """The road so far as a short code that can be shared."""
        entries = (self.journal.entries[taken.number] for taken in self._road)
        legs = tuple(Leg(taken.choice, entry.chance) for taken, entry in zip(self._road, entries, strict=True))
        return encode(self.story, CodedRoad(self.journal.head.start, legs))

    def follow(self, road: CodedRoad) -> Page:
        """Walk a decoded road from the start of this play. Raises as `choose` does."""
        if self._road or road.start != self.journal.head.start:
            raise UnknownStart("A road is followed from its own beginning.")
        for leg in road.legs:
            self._take(leg)
        return self._turned().page

    # ------------------------------------------------------------ inside

    def _take(self, leg: Leg) -> None:
        state = self.state
        made = step(self.story, state, leg.choice, leg.chance)
        self._stand(self.number)
        entry = self.journal.append(state.scene, leg.choice, leg.chance, fingerprint(self.story, made))
        self._road.append(Taken(entry.number, state, leg.choice, made))

    def _chance(self, state: State, choice: str) -> str:
        """Where chance leads: a hash of the seed and how far the play has come."""
        outcomes = chances(self.story, state, choice)
        if not outcomes:
            return ""
        data = f"{self.journal.head.seed}:{len(self._road)}".encode()
        drawn = int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")
        drawn %= sum(weight for _, weight in outcomes)
        for scene, weight in outcomes:
            if drawn < weight:
                return scene
            drawn -= weight
        raise AssertionError("the weights add up to more than what was drawn")

    def _stand(self, number: int) -> None:
        """The journal stands elsewhere after an undo, or where a replay had to stop."""
        if self.journal.at != number:
            self.journal.back(number)

    def _replay(self) -> None:
        entries = self.journal.road()
        self._road, stopped = self._follow(entries)
        last = entries[-1].state if entries else ""
        self.reopened = Reopened(
            edited=self.journal.head.story_print != self.story.fingerprint,
            stopped=stopped,
            differs=stopped is None and bool(entries) and fingerprint(self.story, self.state) != last,
            journal=self.journal.found,
        )

    def _follow(self, entries: tuple[Entry, ...], state: State | None = None) -> tuple[list[Taken], Entry | None]:
        """The road that these lines make in this story, from a state or the start, and the first that makes none."""
        road: list[Taken] = []
        state = state or self._first
        for entry in entries:
            choice = choice_now(self.story, state, entry.scene, entry.choice)
            chance = self.story.was.get(entry.chance, entry.chance)
            try:
                made = step(self.story, state, choice, chance)
            except (ClosedChoice, UnknownChoice):
                return road, entry
            road.append(Taken(entry.number, state, choice, made))
            state = made
        return road, None

    def _turned(self) -> Session:
        self._page = None
        if self.profile is not None:
            page = self.page
            ended = [page.ending] if page.ending else []
            finds: dict[Kind, Sequence[str]] = {"notes": page.notes, "scenes": [page.scene], "endings": ended}
            self.profile.add_all(self.story.id, finds)
        return self

    def open_choices(self) -> tuple[str, ...]:
        """The ids of the choices that can be taken now."""
        return menu(self.story, self.state)
