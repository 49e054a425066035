"""A canvas of cells: filled shapes in quarters of a cell, thin lines in eighths, words on top.

Pure: it is drawn on in fractions of a cell and read off cell by cell. What the cells look
like is for whoever shows them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from rich.cells import cell_len

# By which of its quarters are filled: 1 upper left, 2 upper right, 4 lower left, 8 lower right.
QUARTERS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
BRAILLE = 0x2800
# The bit of each of the eight dots of a cell, by row and column.
DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
FILLED = 15
SEEMS_FILLED = (7, 11, 13, 14, 15)  # three quarters or four

Spot = tuple[float, float]  # column and row, in cells and parts of a cell


class Cell(NamedTuple):
    """A sign, its role, and whether it stands on a fill."""

    sign: str
    role: str
    filled: bool


class Canvas:
    """`width` by `height` cells: one fill, lines in several roles, words."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.fill = [bytearray(width * 2) for _ in range(height * 2)]
        self.dots: dict[str, list[bytearray]] = {}  # role -> the dots of each cell
        self.words: dict[tuple[int, int], tuple[str, str]] = {}

    # ------------------------------------------------------------ fills

    def band(self, course: Sequence[Spot], wide: float) -> None:
        """Fill a band along a course; `wide` is in columns, a row being two columns high."""
        reach = wide / 2
        # In columns both ways, so that what is round stays round.
        flat = [(x, y * 2) for x, y in course]
        for here, there in pairwise(flat):
            self._stretch(here, there, reach)

    def _stretch(self, here: Spot, there: Spot, reach: float) -> None:
        first = max(0, int(min(here[1], there[1]) - reach))
        last = min(self.height * 2 - 1, int(max(here[1], there[1]) + reach) + 1)
        for row in range(first, last + 1):
            span = _across(here, there, reach, row + 0.5)
            if span is None:
                continue
            left, right = max(0, round(span[0] * 2)), min(self.width * 2, round(span[1] * 2))
            if left < right:
                self.fill[row][left:right] = b"\x01" * (right - left)

    def quarters(self, x: int, y: int) -> int:
        """Which quarters of a cell are filled."""
        upper, lower = self.fill[2 * y], self.fill[2 * y + 1]
        return upper[2 * x] | upper[2 * x + 1] << 1 | lower[2 * x] << 2 | lower[2 * x + 1] << 3

    def filled(self, x: int, y: int) -> bool:
        """Whether a cell seems filled."""
        return 0 <= x < self.width and 0 <= y < self.height and self.quarters(x, y) in SEEMS_FILLED

    # ------------------------------------------------------------ lines

    def line(self, course: Sequence[Spot], role: str) -> None:
        """A line of dots along a course."""
        rows = self.dots.setdefault(role, [bytearray(self.width) for _ in range(self.height)])
        for (x1, y1), (x2, y2) in pairwise(course):
            steps = max(1, round(max(abs(x2 - x1) * 2, abs(y2 - y1) * 4)))
            for step in range(steps + 1):
                x = int((x1 + (x2 - x1) * step / steps) * 2 // 1)
                y = int((y1 + (y2 - y1) * step / steps) * 4 // 1)
                if 0 <= x < self.width * 2 and 0 <= y < self.height * 4:
                    rows[y // 4][x // 2] |= DOTS[y % 4][x % 2]

    # ------------------------------------------------------------ words

    def free(self, x: int, y: int, width: int) -> bool:
        """Whether so many cells from there are inside and without words."""
        if not (0 <= y < self.height and x >= 0 and x + width <= self.width):
            return False
        return all((x + step, y) not in self.words for step in range(width))

    def write(self, x: int, y: int, text: str, role: str) -> None:
        """Words from a cell on; a sign two cells wide takes the next one too."""
        for sign in text:
            wide = cell_len(sign)
            if wide:
                self.words[x, y] = sign, role
            for more in range(1, wide):
                self.words[x + more, y] = "", role
            x += wide

    # ------------------------------------------------------------ reading it off

    def row(self, y: int, over: Sequence[str], under: Sequence[str]) -> list[Cell]:
        """A row of cells. The roles in `over` are drawn over the fill, those in `under` only
        beside it; the first that has dots in a cell has the cell."""
        cells: list[Cell] = []
        for x in range(self.width):
            quarters = self.quarters(x, y)
            filled = quarters in SEEMS_FILLED
            if (said := self.words.get((x, y))) is not None:
                cells.append(Cell(said[0], said[1], filled))
            elif line := self._line_at(x, y, over):
                cells.append(Cell(line[0], line[1], filled))
            elif quarters:
                cells.append(Cell(QUARTERS[quarters], "fill", False))
            elif line := self._line_at(x, y, under):
                cells.append(Cell(line[0], line[1], False))
            else:
                cells.append(Cell(" ", "ground", False))
        return cells

    def _line_at(self, x: int, y: int, roles: Sequence[str]) -> tuple[str, str] | None:
        for role in roles:
            rows = self.dots.get(role)
            if rows is not None and rows[y][x]:
                return chr(BRAILLE + rows[y][x]), role
        return None


def _across(here: Spot, there: Spot, reach: float, y: float) -> tuple[float, float] | None:
    """From where to where a stretch with round ends, `reach` wide to each side, crosses
    the height `y`; None where it does not."""
    edges: list[float] = []
    for cx, cy in (here, there):
        if abs(y - cy) <= reach:
            half = (reach * reach - (y - cy) ** 2) ** 0.5
            edges += [cx - half, cx + half]
    (x1, y1), (x2, y2) = here, there
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    if length:
        sx, sy = (y1 - y2) / length * reach, (x2 - x1) / length * reach
        corners = [(x1 + sx, y1 + sy), (x2 + sx, y2 + sy), (x2 - sx, y2 - sy), (x1 - sx, y1 - sy)]
        for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True):
            if (ay <= y) != (by <= y):
                edges.append(ax + (y - ay) / (by - ay) * (bx - ax))
    return (min(edges), max(edges)) if edges else None
