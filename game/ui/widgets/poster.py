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

from game.ui.themes import Ink
from game.ui.widgets.drawn import Drawn, october_of
from game.ui.widgets.letters import CUTS, HEAVY, Cut, line_of

UPPER, LOWER, FULL, HATCH = "▀", "▄", "█", "▒"
PICTURE_FROM = 50  # columns; below it there are only the letters
GROUND, RED, INK, WATER, STEEL, INK_ON_RED = range(6)
ROLES = {RED: "shape", INK: "prose", WATER: "water", STEEL: "quiet", INK_ON_RED: "on_red"}
STEEPEST, FLATTEST = 0.2, 0.06  # how far the lines may rise, for every dot to the right
APART = 2.0  # dots between the lines, before they are enlarged

Dot = tuple[float, float]


class Face(NamedTuple):
    """Letters of one cut in one size."""

    cut: Cut
    scale: float

    def high(self) -> float:
        return self.cut.height * self.scale

    def wide(self, line: str) -> float:
        return line_of(line, self.cut)[1] * self.scale


FACES = (*(Face(HEAVY, scale) for scale in (3.0, 2.5, 2.0, 1.5)), *(Face(cut, 1.0) for cut in CUTS))


class Type(NamedTuple):
    """The lines as they fit: the face of each, and how steeply they rise."""

    faces: tuple[Face, ...]
    slope: float
    width: float
    height: float


class Canvas:
    """Dots in a few colours, `width` by `height`."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.rows = [bytearray(width) for _ in range(height)]

    def dot(self, x: int, y: int, colour: int) -> None:
        if 0 <= x < self.width and 0 <= y < self.height:
            self.rows[y][x] = colour

    def at(self, x: int, y: int) -> int:
        return self.rows[y][x] if 0 <= x < self.width and 0 <= y < self.height else GROUND

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
    """The largest letters that these lines fit in, each line a size under the one before
    it; None: none do."""
    for first in range(len(FACES)):
        faces = tuple(FACES[min(first + row, len(FACES) - 1)] for row in range(len(lines)))
        wide = max(face.wide(line) for face, line in zip(faces, lines, strict=True))
        high = sum(face.high() + APART * face.scale for face in faces)
        slope = min(STEEPEST, (height - high) / wide) if wide else 0.0
        if wide <= width and slope >= FLATTEST:
            return Type(faces, slope, wide, high + slope * wide)
    return None


def set_type(canvas: Canvas, lines: Sequence[str], kind: Type, left: int, top: float, *, halo: bool) -> None:
    """The lines in block letters, rising to the right, letter by letter."""
    base = top + kind.width * kind.slope
    for face, line in zip(kind.faces, lines, strict=True):
        for letter in line_of(line, face.cut)[0]:
            x = letter.left * face.scale
            set_letter(canvas, letter.rows, face, round(left + x), round(base - x * kind.slope), halo=halo)
        base += face.high() + APART * face.scale


def set_letter(canvas: Canvas, rows: Sequence[str], face: Face, left: int, top: int, *, halo: bool) -> None:
    """One letter; the halo keeps it apart from what is behind it where colour cannot."""
    wide, high = round(len(rows[0]) * face.scale), round(face.high())
    dots = [
        (left + x, top + y)
        for y in range(high)
        for x in range(wide)
        if inked(rows, (x + 0.5) / face.scale, (y + 0.5) / face.scale)
    ]
    if halo:
        for x, y in dots:
            for i in (-1, 0, 1):
                for j in (-1, 0, 1):
                    if canvas.at(x + i, y + j) not in (INK, INK_ON_RED):
                        canvas.dot(x + i, y + j, GROUND)
    for x, y in dots:
        canvas.dot(x, y, INK_ON_RED if canvas.at(x, y) == RED else INK)


def inked(rows: Sequence[str], x: float, y: float) -> bool:
    """Whether there is ink at this place of a letter."""
    row, column = int(y), int(x)
    return 0 <= row < len(rows) and 0 <= column < len(rows[row]) and rows[row][column] == "#"


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


# ---------------------------------------------------------------- the widget


def strip_of_dots(upper: Sequence[int], lower: Sequence[int], ink: Ink, *, plain: bool) -> Strip:
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
    if GROUND in (over, under):
        shown = over or under
        return UPPER if over else LOWER, ink.style(ROLES[shown])
    if plain:
        first = over if over == INK else under
        return (UPPER if over == INK else LOWER) if INK in (over, under) else FULL, ink.style(ROLES[first])
    return UPPER, ink.style(ROLES[over]) + Style(bgcolor=ink.style(ROLES[under]).color)


class Poster(Drawn):
    """The title of the game, as large as the window lets it be."""

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
        ink = self.ink
        plain = october_of(self).no_color
        canvas = self.fitted(plain)
        if canvas is None:  # no room for letters of blocks: the words themselves
            row = y - max(0, (self.size.height - len(self.words)) // 2)
            text = self.words[row] if 0 <= row < len(self.words) else ""
            line = Strip([Segment("   " + text, ink.style("strong"))])
            return line.adjust_cell_length(self.size.width, ink.style("prose"))
        return strip_of_dots(canvas.rows[2 * y], canvas.rows[2 * y + 1], ink, plain=plain)
