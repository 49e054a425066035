"""What is shown when the window is too small for a page."""

from __future__ import annotations

from textual.geometry import Size

from game.ui.setting import Block, words
from game.ui.widgets.drawn import october_of
from game.ui.widgets.sheet import Sheet

FEWEST_COLUMNS = 40
FEWEST_LINES = 12


def fits(size: Size, columns: int = FEWEST_COLUMNS, lines: int = FEWEST_LINES) -> bool:
    """Whether a page can be read in a window of this size."""
    return size.width >= columns and size.height >= lines


class TooSmall(Sheet):
    """Asks kindly for a little more room."""

    def __init__(self, columns: int = FEWEST_COLUMNS, lines: int = FEWEST_LINES, *, id: str | None = None) -> None:
        super().__init__(indent=1, right=1, measure=40, id=id)
        self.fewest = columns, lines
        self.blocks = self.asking

    def asking(self, room: int) -> list[Block]:
        say = october_of(self).words
        columns, lines = self.fewest
        more = say("too_small_more", width=columns - 1, height=lines - 1)
        return [words(say("too_small"), "strong"), words(more, "quiet", gap=1)]
