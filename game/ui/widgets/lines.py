"""A line or two that do not wrap: the head of a page, a calm notice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.geometry import Region
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
        self.lines: Sequence[Line] = ()

    def show(self, draw: Draw) -> None:
        """Draw other lines."""
        self.draw = draw
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        self.lines = self.draw(self.size.width)
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        return strip_of(self.lines[y] if y < len(self.lines) else (), self.ink, self.strips_for.width)
