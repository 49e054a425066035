"""The title's poster: a red wedge, a raised span, block letters on the diagonal, water.

It is drawn from coordinates on a canvas of dots, so it fits every window. Where there is
no room for a picture there are only the letters.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.strip import Strip

from game.ui.widgets.dots import RED, STEEL, WATER, Canvas, strip_of_dots
from game.ui.widgets.drawn import Drawn, october_of
from game.ui.widgets.typeset import fit_type, set_type

PICTURE_FROM = 50  # columns; below it there are only the letters


def draw(lines: Sequence[str], width: int, height: int, *, halo: bool) -> Canvas | None:
    """The whole poster on a canvas of dots; None where not even the letters fit."""
    canvas = Canvas(width, height)
    kind = fit_type(lines, width - 4, height - 2 if width < PICTURE_FROM else height - 3)
    if kind is None:
        return None
    if width < PICTURE_FROM:
        set_type(canvas, lines, kind, round(width - kind.width) // 2, 1, halo=False)
        return canvas
    w, h = float(width), float(height)
    water = height - 2
    draw_bridge(canvas, w, h, water)
    # The wedge: wide at the left edge, its point under the raised span.
    canvas.shape([(0, h * 0.40), (w * 0.83, h * 0.80), (0, water - 1)], RED)
    for x in range(width):
        canvas.dot(x, water, WATER)
    set_type(canvas, lines, kind, 3, 1, halo=halo)
    return canvas


def draw_bridge(canvas: Canvas, w: float, h: float, water: float) -> None:
    """Two piers and between them the two leaves, raised; a stub of roadway on the right."""
    deck, thick = h * 0.72, max(2.0, h / 16)
    left, right, pier = w * 0.66, w * 0.97, max(1.5, w * 0.018)
    leaf = (right - left) * 0.45
    up, foot = min(leaf, h * 0.34), pier * 1.8
    for x in (left, right):
        canvas.shape([(x - pier, deck), (x + pier, deck), (x + foot, water), (x - foot, water)], STEEL)
    canvas.beam((right, deck), (w, deck), thick, STEEL)
    canvas.beam((left - pier, deck), (left + leaf, deck - up), thick, STEEL)
    canvas.beam((right + pier, deck), (right - leaf, deck - up), thick, STEEL)


# ---------------------------------------------------------------- the widgets


class Picture(Drawn):
    """A canvas of dots as large as the window lets it be, drawn anew when that changes."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.words: tuple[str, ...] = ()  # what stands there where there is no room for letters of blocks
        self.drawn: tuple[int, int, bool] = (0, 0, False)
        self.canvas: Canvas | None = None

    def draw(self, width: int, height: int, *, halo: bool) -> Canvas | None:
        """The picture on so many dots; None where it has no room."""
        raise NotImplementedError

    def redraw(self) -> None:
        self.drawn = (0, 0, False)
        self.refresh()

    def fitted(self, plain: bool) -> Canvas | None:
        """The canvas for the size that there is."""
        size = (self.size.width, self.size.height * 2, plain)
        if size != self.drawn:
            self.canvas, self.drawn = self.draw(size[0], size[1], halo=plain), size
        return self.canvas

    def render_line(self, y: int) -> Strip:
        ink = self.ink
        plain = october_of(self).no_color
        canvas = self.fitted(plain)
        if canvas is None:
            row = y - max(0, (self.size.height - len(self.words)) // 2)
            text = self.words[row] if 0 <= row < len(self.words) else ""
            line = Strip([Segment("   " + text, ink.style("strong"))])
            return line.adjust_cell_length(self.size.width, ink.style("prose"))
        return strip_of_dots(canvas.rows[2 * y], canvas.rows[2 * y + 1], ink, plain=plain)


class Poster(Picture):
    """The title of the game."""

    def show(self, *lines: str) -> None:
        """Set other words."""
        self.words = lines
        self.redraw()

    def draw(self, width: int, height: int, *, halo: bool) -> Canvas | None:
        return draw(self.words, width, height, halo=halo)
