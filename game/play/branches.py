"""The roads taken in one play, as a tree: where they parted, and where each of them ends."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from game.play.make import Taken, record
from game.play.render import Teller
from game.play.session import Session

DEEPEST = 8  # forks that are drawn one inside the other; further ones stand below each other


class Stretch(NamedTuple):
    """A road from one fork to the next, or to its end.

    end      the journal's line at its end, to go to
    rails    the lines of the tree that stand before it
    record   how the journal tells the choice it begins with; empty at the start
    title, at, place, ending   the page at its end; `ending` is the title of an ending reached there
    pages    how many pages it has
    here     the play stands on it now
    last     nothing follows: it is no fork
    """

    end: int
    rails: str
    record: str
    title: str
    at: datetime | None
    place: str
    ending: str
    pages: int
    here: bool
    last: bool


class _Tree:
    """The journal's lines with what came after each. The same choice taken twice on the
    same page is one road."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.states = session.made()
        self.teller = Teller(session.story, session.language)
        self.after: dict[int, list[int]] = {0: []}
        self.one_of: dict[int, int] = {0: 0}  # line -> the first line that says the same
        self.clock: dict[int, datetime | None] = {}
        known: dict[tuple[int, str, str], int] = {}
        self._tell_hour(0, 0)
        for number, entry in session.journal.entries.items():
            if number not in self.states:
                continue
            before = self.one_of[entry.after]
            first = known.setdefault((before, entry.choice, entry.chance), number)
            self.one_of[number] = first
            if first == number:
                self.after[before].append(number)
                self.after[number] = []
                self._tell_hour(number, before)

    def _tell_hour(self, number: int, before: int) -> None:
        scene = self.session.story.scenes[self.states[number].scene]
        self.clock[number] = scene.at or self.clock.get(before)

    def stretch(self, first: int, rails: str) -> Stretch:
        """The road that begins with line `first`, as far as nothing parts from it."""
        session, story = self.session, self.session.story
        here = self.one_of.get(session.number, 0)
        on_it, end, pages = first == here, first, 1
        while len(self.after[end]) == 1:
            end = self.after[end][0]
            pages += 1
            on_it = on_it or end == here
        state = self.states[end]
        scene = story.scenes[state.scene]
        place = self.teller.words(story.places[scene.place].name, state) if scene.place else ""
        ending = self.teller.words(story.endings[scene.ending].title, state) if scene.ending else ""
        return Stretch(
            end=end,
            rails=rails,
            record=self._record(first),
            title=self.teller.words(scene.title, state),
            at=self.clock[end],
            place=place,
            ending=ending,
            pages=pages,
            here=on_it,
            last=not self.after[end],
        )

    def _record(self, number: int) -> str:
        entry = self.session.journal.entries.get(number)
        if entry is None:
            return ""
        before = self.states[entry.after]
        choices = self.session.story.scenes[before.scene].choices
        choice = next((c.id for c in choices if entry.choice == c.id or entry.choice in c.was), "")
        if not choice:
            return ""
        return record(self.session.story, self.teller, Taken(number, before, choice, self.states[number]))


def branches(session: Session) -> tuple[Stretch, ...]:
    """The tree of every road taken in this play, from the top down."""
    tree = _Tree(session)
    found: list[Stretch] = []
    waiting: list[tuple[int, str, str, int]] = [(0, "", "", 0)]  # line, its rails, those below it, depth
    while waiting:
        first, rails, below, depth = waiting.pop()
        stretch = tree.stretch(first, rails)
        found.append(stretch)
        following = tree.after[stretch.end]
        for index in range(len(following) - 1, -1, -1):
            last = index == len(following) - 1
            rail, inside = ("└─ ", "   ") if last else ("├─ ", "│  ")
            if depth >= DEEPEST:
                waiting.append((following[index], below + "· ", below, depth))
            else:
                waiting.append((following[index], below + rail, below + inside, depth + 1))
    return tuple(found)
