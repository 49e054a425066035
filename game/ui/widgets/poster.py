"""The title's poster: a red wedge, a raised span, block letters on the diagonal, water.

It is drawn from coordinates on a canvas of dots, two to a cell, one over the other, so it
fits every window. Where there is no room for a picture there are only the letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from game.ui.themes import INKS, Ink
from game.ui.widgets.letters import CUTS, Cut, line_of

UPPER, LOWER, FULL, HATCH = "▀", "▄", "█", "▒"
PICTURE_FROM = 50  # columns; below it there are only the letters
GROUND, RED, INK, WATER, STEEL = range(5)
ROLES = {RED: "shape", INK: "prose", WATER: "water", STEEL: "quiet"}
SCALES = (3.0, 2.5, 2.0, 1.5, 1.0)

Dot = tuple[float, float]


class Type(NamedTuple):
    """The letters as they fit: which cut, how large, and the dots they take in all."""

    cut: Cut
    scale: float
    width: int
    height: int


class Canvas:
    """Dots in a few colours, `width` by `height`."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.rows = [bytearray(width) for _ in range(height)]

    def dot(self, x: int, y: int, colour: int) -> None:
        if 0 <= x < self.width and 0 <= y < self.height:
            self.rows[y][x] = colour

    def shape(self, corners: Sequence[Dot], colour: int) -> None:
        """A filled shape with these corners, in dots."""
        for y in range(self.height):
            middle = y + 0.5
            crossed: list[float] = []
            for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
                if (y1 <= middle) != (y2 <= middle):
                    crossed.append(x1 + (middle - y1) / (y2 - y1) * (x2 - x1))
            crossed.sort()
            for left, right in zip(crossed[::2], crossed[1::2], strict=False):
                for x in range(max(0, round(left)), min(self.width, round(right))):
                    self.rows[y][x] = colour

    def beam(self, start: Dot, end: Dot, thick: float, colour: int) -> None:
        """A straight beam; `thick` is its height, in dots."""
        (x1, y1), (x2, y2) = start, end
        self.shape([(x1, y1), (x2, y2), (x2, y2 + thick), (x1, y1 + thick)], colour)


def fit_type(lines: Sequence[str], width: int, height: int) -> Type | None:
    """The largest letters that these lines fit in, rising to the right; None: none do."""
    for scale in SCALES:
        for cut in CUTS:
            if scale > 1 and cut is not CUTS[0]:
                continue
            wide = round(max(line_of(line, cut)[1] for line in lines) * scale)
            rise = round(max(len(line) for line in lines) * scale)
            high = round((cut.height + 2) * len(lines) * scale) + rise
            if wide <= width and high <= height:
                return Type(cut, scale, wide, high)
    return None


def set_type(canvas: Canvas, lines: Sequence[str], kind: Type, left: int, top: int, *, halo: bool) -> None:
    """The lines in block letters, every letter a step higher than the one before."""
    scale = kind.scale
    rise = max(len(line) for line in lines)
    for row, line in enumerate(lines):
        base = (rise + row * (kind.cut.height + 2)) * scale
        for letter in line_of(line, kind.cut)[0]:
            x0, y0 = left + letter.left * scale, top + base - letter.number * scale
            dots = [
                (x, y)
                for y in range(round(y0), round(y0 + kind.cut.height * scale))
                for x in range(round(x0), round(x0 + len(letter.rows[0]) * scale))
                if inked(letter.rows, (x + 0.5 - round(x0)) / scale, (y + 0.5 - round(y0)) / scale)
            ]
            around = [(x + i, y + j) for x, y in dots for i in (-1, 0, 1) for j in (-1, 0, 1)] if halo else []
            for x, y in around:
                canvas.dot(x, y, GROUND)
            for x, y in dots:
                canvas.dot(x, y, INK)


def inked(rows: Sequence[str], x: float, y: float) -> bool:
    """Whether there is ink at this place of a letter."""
    row, column = int(y), int(x)
    return 0 <= row < len(rows) and 0 <= column < len(rows[row]) and rows[row][column] == "#"


def draw(lines: Sequence[str], width: int, height: int, *, halo: bool) -> Canvas | None:
    """The whole poster on a canvas of dots; None where not even the letters fit."""
    canvas = Canvas(width, height)
    kind = fit_type(lines, width - 4, height - 2 if width < PICTURE_FROM else height - 4)
    if kind is None:
        return None
    if width < PICTURE_FROM:
        set_type(canvas, lines, kind, (width - kind.width) // 2, 1, halo=False)
        return canvas
    w, h = float(width), float(height)
    water = h - 2
    draw_bridge(canvas, w, h, water)
    # The wedge: wide at the left edge, its point under the raised span.
    canvas.shape([(0, h * 0.42), (w * 0.80, h * 0.80), (0, water - 1)], RED)
    for x in range(width):
        canvas.dot(x, int(water), WATER)
    set_type(canvas, lines, kind, max(2, (width - kind.width) // 3), 1, halo=halo)
    return canvas


def draw_bridge(canvas: Canvas, w: float, h: float, water: float) -> None:
    """Two piers, the roadway to each side, and between them the two leaves, raised."""
    deck, thick = h * 0.72, max(1.0, h / 24)
    left, right = w * 0.62, w * 0.94
    pier = max(2.0, w * 0.025)
    leaf = (right - left) * 0.44
    up = min(leaf * 0.95, h * 0.36)
    for x in (left, right):
        canvas.shape([(x - pier, deck), (x + pier, deck), (x + pier * 1.6, water), (x - pier * 1.6, water)], STEEL)
    canvas.beam((right, deck), (w, deck), thick, STEEL)
    canvas.beam((left, deck - 0.5), (left + leaf, deck - up), thick * 1.6, STEEL)
    canvas.beam((right, deck - 0.5), (right - leaf, deck - up), thick * 1.6, STEEL)


# ---------------------------------------------------------------- the widget


def strip_of_dots(upper: bytes, lower: bytes, ink: Ink, *, plain: bool) -> Strip:
    """Two rows of dots as one line of half blocks. `plain`: no colours, so red is hatched."""
    segments: list[Segment] = []
    for over, under in zip(upper, lower, strict=True):
        text, style = half(over, under, ink, plain)
        if segments and segments[-1].style == style:
            segments[-1] = Segment(segments[-1].text + text, style)
        else:
            segments.append(Segment(text, style))
    return Strip(segments)


def half(over: int, under: int, ink: Ink, plain: bool) -> tuple[str, Style]:
    """One cell from its two dots."""
    if over == under:
        if over == GROUND:
            return " ", ink.style("prose")
        return HATCH if plain and over == RED else FULL, ink.style(ROLES[over])
    if over == GROUND or under == GROUND:
        shown = over or under
        return UPPER if over else LOWER, ink.style(ROLES[shown])
    if plain:
        first = over if over == INK else under
        return (UPPER if over == INK else LOWER) if INK in (over, under) else FULL, ink.style(ROLES[first])
    return UPPER, ink.style(ROLES[over]) + Style(bgcolor=ink.style(ROLES[under]).color)


class Poster(Widget):
    """The title of the game, as large as the window lets it be."""

    can_focus = False
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.words: tuple[str, ...] = ()
        self.drawn: tuple[int, int, bool] = (0, 0, False)
        self.canvas: Canvas | None = None

    def show(self, *lines: str) -> None:
        """Set other words."""
        self.words = lines
        self.drawn = (0, 0, False)
        self.refresh()

    def fitted(self, plain: bool) -> Canvas | None:
        """The canvas for the size that there is."""
        size = (self.size.width, self.size.height * 2, plain)
        if size != self.drawn:
            self.canvas, self.drawn = draw(self.words, size[0], size[1], halo=plain), size
        return self.canvas

    def render_line(self, y: int) -> Strip:
        ink = INKS[self.app.theme]
        plain = self.app.no_color
        canvas = self.fitted(plain)
        if canvas is None:  # no room for letters of blocks: the words themselves
            row = y - max(0, (self.size.height - len(self.words)) // 2)
            text = self.words[row] if 0 <= row < len(self.words) else ""
            line = Strip([Segment("   " + text, ink.style("strong"))])
            return line.adjust_cell_length(self.size.width, ink.style("prose"))
        return strip_of_dots(canvas.rows[2 * y], canvas.rows[2 * y + 1], ink, plain=plain)
