"""A line or two that do not wrap: the head of a page, a calm notice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.strip import Strip

from game.ui.setting import Line
from game.ui.widgets.drawn import Drawn
from game.ui.widgets.sheet import strip_of

Draw = Callable[[int], Sequence[Line]]


class Lines(Drawn):
    """Lines made for the width that there is, in cells."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.draw: Draw = lambda width: ()

    def show(self, draw: Draw) -> None:
        """Draw other lines."""
        self.draw = draw
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width, ink = self.size.width, self.ink
        lines = self.draw(width)
        return strip_of(lines[y] if y < len(lines) else (), ink, width)
