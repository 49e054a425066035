"""A canvas of dots, two to a cell, one over the other, in a few colours; and how a line of it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, hypot

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from game.ui.themes import Ink

UPPER, LOWER, FULL = "▀", "▄", "█"
GROUND, RED, INK, WATER, STEEL, LETTER, LETTER_ON_RED = range(7)
ROLES = {RED: "shape", INK: "prose", WATER: "water", STEEL: "quiet", LETTER: "prose", LETTER_ON_RED: "on_red"}
LETTERS = (LETTER, LETTER_ON_RED)
SHADES = {RED: "▒", STEEL: "▓", WATER: "░"}  # what a colour is where there are none

Dot = tuple[float, float]


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
        first = max(0, floor(min(y for _, y in corners)))
        last = min(self.height, ceil(max(y for _, y in corners)) + 1)
        for y in range(first, last):
            middle = y + 0.5
            crossed: list[float] = []
            for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
                if (y1 <= middle) != (y2 <= middle):
                    crossed.append(x1 + (middle - y1) / (y2 - y1) * (x2 - x1))
            crossed.sort()
            for left, right in zip(crossed[::2], crossed[1::2], strict=False):
                begin, end = max(0, round(left)), min(self.width, round(right))
                if begin < end:
                    self.rows[y][begin:end] = bytes([colour]) * (end - begin)

    def beam(self, start: Dot, end: Dot, thick: float, colour: int) -> None:
        """A straight beam; `thick` is its height, in dots."""
        (x1, y1), (x2, y2) = start, end
        self.shape([(x1, y1), (x2, y2), (x2, y2 + thick), (x1, y1 + thick)], colour)

    def bar(self, start: Dot, end: Dot, thick: float, colour: int) -> None:
        """A straight bar from one dot to another, `thick` across, half of it on either side."""
        (x1, y1), (x2, y2) = start, end
        long = hypot(x2 - x1, y2 - y1)
        if long:
            across, down = (y1 - y2) / long * thick / 2, (x2 - x1) / long * thick / 2
            sides = ((x1, y1, 1), (x2, y2, 1), (x2, y2, -1), (x1, y1, -1))
            self.shape([(x + side * across, y + side * down) for x, y, side in sides], colour)

    def disc(self, middle: Dot, wide: float, colour: int) -> None:
        """A disc, `wide` across, on whole dots, so that discs of one size look alike."""
        size = max(1, round(wide))
        left, top, reach = round(middle[0] - size / 2), round(middle[1] - size / 2), size / 2
        for row in range(size):
            away = abs(row + 0.5 - reach)
            half = (reach * reach - away * away) ** 0.5
            for column in range(size):
                if abs(column + 0.5 - reach) < half + 0.2:
                    self.dot(left + column, top + row, colour)


def strip_of_dots(upper: Sequence[int], lower: Sequence[int], ink: Ink, *, plain: bool) -> Strip:
    """Two rows of dots as one line of half blocks. `plain`: no colours, so they are shaded."""
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
        return SHADES.get(over, FULL) if plain else FULL, ink.style(ROLES[over])
    if GROUND in (over, under):
        return UPPER if over else LOWER, ink.style(ROLES[over or under])
    if plain:
        letter = next((dot for dot in (over, under) if dot in LETTERS), GROUND)
        return FULL if not letter else UPPER if letter == over else LOWER, ink.style(ROLES[letter or over])
    first, second = ink.style(ROLES[over]), ink.style(ROLES[under])
    if second.color is not None and second.color.is_default:  # as a ground it would be the terminal's own
        if first.color is not None and first.color.is_default:
            return FULL, first
        return LOWER, second + Style(bgcolor=first.color)
    return UPPER, first + Style(bgcolor=second.color)
