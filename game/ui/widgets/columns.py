"""A menu that stands in two columns where it can, so that what is above it has room."""

from __future__ import annotations

from game.ui.setting import Line, Piece, set_block, width_of
from game.ui.widgets.menu import Menu

TWO_FROM = 56  # columns; a narrower window has one row under the other
FEWEST = 6  # rows; fewer stand under each other everywhere


class Columns(Menu):
    """Rows in two columns, read down the first and then down the second. Each takes one line."""

    def two(self, width: int) -> bool:
        return width >= TWO_FROM and len(self.rows) >= FEWEST

    @property
    def half(self) -> int:
        """How many rows the first column has."""
        return (len(self.rows) + 1) // 2

    def cross(self) -> None:
        """The hand goes to the other column."""
        if self.two(self.size.width):
            row = self.hand + self.half if self.hand < self.half else self.hand - self.half
            if row < len(self.rows):
                self.move_hand(row - self.hand)

    def set_lines(self, width: int) -> list[Line]:
        if not self.two(width):
            return super().set_lines(width)
        if self.set_for != width:
            room = min(30, self.room(width) // 2)
            made = [set_block(self.block_of(n, n + 1), room)[0] for n in range(len(self.rows))]
            self.lines = []
            for left, right in zip(made, [*made[self.half :], ()], strict=False):
                if len(self.lines) < self.half:
                    self.lines.append((*left, Piece(" " * max(0, room - width_of(left))), *right))
            self.spans = [(n % self.half, n % self.half) for n in range(len(self.rows))]
            self.set_for = width
        return self.lines
