"""What is shown when the window is too small for a page."""

from __future__ import annotations

from textual.geometry import Size

from game.ui.setting import Block, words
from game.ui.widgets.drawn import october_of
from game.ui.widgets.sheet import Sheet

FEWEST_COLUMNS = 40
FEWEST_LINES = 12


def fits(size: Size) -> bool:
    """Whether a page can be read in a window of this size."""
    return size.width >= FEWEST_COLUMNS and size.height >= FEWEST_LINES


class TooSmall(Sheet):
    """Asks kindly for a little more room."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(indent=1, right=1, measure=40, id=id)
        self.blocks = self.asking

    def asking(self, room: int) -> list[Block]:
        say = october_of(self).words
        more = say("too_small_more", width=FEWEST_COLUMNS - 1, height=FEWEST_LINES - 1)
        return [words(say("too_small"), "strong"), words(more, "quiet", gap=1)]
