"""The notebook: every note found so far, to be searched and read again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from game.play.dates import day
from game.play.notebook import Found
from game.play.search import matches
from game.ui.finds import found_notes
from game.ui.leaves import VERDICT_SIGNS, note_blocks
from game.ui.screens.leaf import Leaf, NoteLeaf
from game.ui.screens.searching import Part, SearchScreen
from game.ui.setting import Block, heading, words
from game.ui.widgets.menu import Row

if TYPE_CHECKING:
    from game.words import Words

ALL, NO_CLAIM = "all", "none"


def where_blocks(found: Found, say: Words) -> list[Block]:
    """Where a note was found: places, days, people."""
    days = dict.fromkeys(day(at, say) for at in found.hours)
    lines = [", ".join(names) for names in (found.places, days, found.people) if names]
    if not lines:
        return []
    return [heading(say("notebook_where")), *(words(line, "quiet", gap=int(n == 0)) for n, line in enumerate(lines))]


class NotebookScreen(SearchScreen):
    """Notes under the chapters where they are met; the parts are the verdicts on the claims that they tell."""

    def __init__(self) -> None:
        super().__init__(ALL)
        self.notes: Sequence[Found] = ()
        self.texts: dict[str, str] = {}

    def reword(self) -> None:
        self.gather()
        super().reword()

    def gather(self) -> None:
        """Every note found by now; opening one may have found another."""
        say = self.october.words
        self.notes = found_notes(self.october)
        self.texts = {found.note.id: found.text(say) for found in self.notes}

    def headline(self) -> str:
        return self.october.words("notebook")

    def about(self) -> Sequence[Block]:
        count = len(self.october.plays.story.notes)
        return [words(self.october.words("notebook_count", found=len(self.notes), count=count), "quiet")]

    def parts(self) -> Sequence[Part]:
        say = self.october.words
        found = {
            verdict: sum(self.fits(note, verdict) for note in self.notes) for verdict in (*VERDICT_SIGNS, NO_CLAIM)
        }
        parts = [Part(ALL, f"{say('notebook_all')} {len(self.notes)}")]
        for verdict, sign in VERDICT_SIGNS.items():
            parts.append(Part(verdict, f"{sign} {say('verdict_' + verdict)} {found[verdict]}"))
        return [*parts, Part(NO_CLAIM, f"{say('notebook_no_claim')} {found[NO_CLAIM]}")] if self.notes else []

    def fits(self, found: Found, part: str) -> bool:
        if part == ALL:
            return True
        return not found.note.claims if part == NO_CLAIM else part in found.verdicts

    def rows(self, query: str) -> list[Row]:
        rows: list[Row] = []
        chapter: str | None = None
        for found in self.notes:
            if self.fits(found, self.part) and matches(query, self.texts[found.note.id]):
                if found.chapter != chapter:
                    chapter = found.chapter
                    over = chapter or self.october.words("notebook_other")
                    rows.append(Row("", over, heading=True, gap=int(bool(rows))))
                rows.append(Row(found.note.id, found.note.title, aside=self.aside(found)))
        return rows

    def aside(self, found: Found) -> str:
        """The verdicts by their signs, and the first place where the note was found."""
        signs = " ".join(sign for verdict, sign in VERDICT_SIGNS.items() if verdict in found.verdicts)
        return " · ".join(part for part in (signs, *found.places[:1]) if part)

    def nothing(self, query: str) -> str:
        return super().nothing(query) if self.notes else self.october.words("notebook_empty")

    def opened(self, row: str) -> list[Block]:
        found = next(found for found in self.notes if found.note.id == row)
        return [*note_blocks(found.note, self.october.words), *where_blocks(found, self.october.words)]

    def taken(self, row: str) -> None:
        found = [self.menu.rows[index].id for index in self.menu.open_rows]

        def closed(note: str | None) -> None:
            hand = self.menu.hand
            self.gather()
            self.put_head()
            self.put_rows(max(0, hand))

        leaf: Leaf = NoteLeaf(row, found, after=self.where_of)
        self.october.push_screen(leaf, closed)

    def where_of(self, note: str) -> list[Block]:
        return [
            block for found in self.notes if found.note.id == note for block in where_blocks(found, self.october.words)
        ]
