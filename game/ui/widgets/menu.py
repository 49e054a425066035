"""Rows to take one of: the choices of a scene, and every other list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.geometry import Offset

from game.ui.messages import RowTaken
from game.ui.setting import Block, Line, Piece, clean, set_block, width_of
from game.ui.widgets.sheet import Sheet

HAND = "▸"  # points at the row that Enter would take
CLOSED = "·"  # stands where the number would: a row that cannot be taken


class Row(NamedTuple):
    """A row of a menu. One with `closed` is shown with that reason and cannot be taken."""

    id: str
    words: str
    closed: str = ""
    lead: str = ""  # stands before it in a column of its own, such as an hour
    under: str = ""  # as wide as the lead, stands below it where the words take several lines
    aside: str = ""  # quiet words after it
    heading: bool = False  # words over the rows that follow
    gap: int = 0

    @property
    def open(self) -> bool:
        return not self.closed and not self.heading


class Menu(Sheet):
    """Rows by number, by hand or by mouse."""

    def __init__(self, *, numbered: bool = True, id: str | None = None) -> None:
        super().__init__(indent=1, right=2, measure=90, id=id)
        self.numbered = numbered
        self.rows: Sequence[Row] = ()
        self.hand = -1  # the row that Enter would take; -1: none
        self.spans: list[tuple[int, int]] = []  # the first and last line of each row

    def offer(self, rows: Sequence[Row], hand: int = 0) -> None:
        """Show these rows, the hand on the first that is open from `hand` on."""
        self.rows = tuple(rows)
        self.hand = next((n for n in range(hand, len(rows)) if rows[n].open), -1)
        self.top = 0
        self.reset()
        if self.hand > 0:  # the first row is on view already
            self.call_after_refresh(self.follow_hand)

    @property
    def open_rows(self) -> list[int]:
        """Where the rows are that can be taken, in the order of their numbers."""
        return [number for number, row in enumerate(self.rows) if row.open]

    def block_of(self, index: int, number: int) -> Block:
        """One row, with the hand before it or not."""
        row, held = self.rows[index], index == self.hand
        if row.heading:
            return Block((Piece(clean(row.words), "quiet"),), (Piece("  "),), gap=row.gap)
        hand = Piece(f"{HAND if held else ' '} ", "red")
        hit = "" if row.closed else f"row:{row.id}"
        if row.closed:
            said = clean(f"{row.words} — {row.closed}" if row.words else row.closed)
            sign = (Piece(f"{CLOSED}  ", "closed"),) if self.numbered else ()
            return Block((Piece(said, "closed"),), (hand, *sign), gap=row.gap)
        figure = f"{number if number < 10 else ' '}  "
        lead: Line = (hand, Piece(figure, "red" if held else "quiet", hit=hit)) if self.numbered else (hand,)
        if row.lead:
            lead += (Piece(clean(row.lead), "strong" if held else "quiet", hit=hit),)
        pieces = [Piece(clean(row.words), "strong" if held else "prose", hit=hit)]
        if row.aside:
            pieces.append(Piece(f"  {clean(row.aside)}", "quiet", hit=hit))
        under = (Piece(" " * (width_of(lead) - cell_len(row.under))), Piece(row.under, "quiet")) if row.under else ()
        return Block(tuple(pieces), lead, gap=row.gap, under=under)

    def set_lines(self, width: int) -> list[Line]:
        if self.set_for != width:
            room = self.room(width)
            self.lines, self.spans, number = [], [], 0
            for index, row in enumerate(self.rows):
                number += row.open
                block = self.block_of(index, number)
                self.lines.extend([()] * (block.gap if self.lines else 0))
                made = set_block(block, room)
                self.spans.append((len(self.lines), len(self.lines) + len(made) - 1))
                self.lines.extend(made)
            self.set_for = width
        return self.lines

    # ------------------------------------------------------------ taking

    def move_hand(self, step: int) -> None:
        """The hand goes to the next open row, around the ends."""
        rows = self.open_rows
        if rows:
            at = rows.index(self.hand) if self.hand in rows else -1 if step > 0 else 0
            self.hand = rows[(at + step) % len(rows)]
            self.set_for = -1
            self.refresh()
            self.follow_hand()

    def follow_hand(self) -> None:
        """Scroll so that the row of the hand is on view."""
        self.set_lines(self.size.width)
        if 0 <= self.hand < len(self.spans) and self.size.height:
            self.bring_in(*self.spans[self.hand])

    def take_hand(self) -> None:
        """Take the row that the hand points at."""
        if 0 <= self.hand < len(self.rows):
            self.post_message(RowTaken(self.rows[self.hand].id))

    def take_number(self, number: int) -> bool:
        """Take the open row of this number. True when there is one."""
        rows = self.open_rows
        if not 1 <= number <= len(rows):
            return False
        self.hand = rows[number - 1]
        self.take_hand()
        return True

    def on_click(self, event: events.Click) -> None:
        hit = self.hit_at(Offset(event.x, event.y))
        if hit.startswith("row:"):
            event.stop()
            self.post_message(RowTaken(hit.removeprefix("row:")))
