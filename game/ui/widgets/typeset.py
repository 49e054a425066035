"""Words in block letters, rising to the right, as large as the room for them allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from game.ui.widgets.dots import GROUND, INK, LETTER, LETTER_ON_RED, LETTERS, RED, Canvas
from game.ui.widgets.letters import CUTS, HEAVY, Cut, line_of, rise_of

STEEPEST, FLATTEST = 0.2, 0.06  # how far the lines may rise, for every dot to the right
APART = 2.0  # dots between the lines, before they are enlarged
MOST_LINES = 3
MOST_SPLIT = 8  # words; what is longer is no title to be set large


class Face(NamedTuple):
    """Letters of one cut in one size."""

    cut: Cut
    scale: float

    def high(self, line: str) -> float:
        return (self.cut.height + rise_of(line, self.cut)) * self.scale

    def wide(self, line: str) -> float:
        return line_of(line, self.cut)[1] * self.scale


FACES = (*(Face(HEAVY, scale) for scale in (4.0, 3.5, 3.0, 2.5, 2.0, 1.5)), *(Face(cut, 1.0) for cut in CUTS))


class Type(NamedTuple):
    """The lines as they fit: the face of each, and how steeply they rise."""

    faces: tuple[Face, ...]
    slope: float
    width: float
    height: float


def fit_type(lines: Sequence[str], width: float, height: float, *, smaller: bool = True) -> Type | None:
    """The largest letters that these lines fit in; None: none do. `smaller`: each line is
    a size under the one before it."""
    for first in range(len(FACES)):
        faces = tuple(FACES[min(first + row * smaller, len(FACES) - 1)] for row in range(len(lines)))
        wide = max(face.wide(line) for face, line in zip(faces, lines, strict=True))
        high = sum(face.high(line) + APART * face.scale for face, line in zip(faces, lines, strict=True))
        high -= APART * faces[-1].scale * (not smaller)
        slope = min(STEEPEST, (height - high) / wide) if wide else 0.0
        if wide <= width and slope >= FLATTEST:
            return Type(faces, slope, wide, high + slope * wide)
    return None


def in_lines(words: Sequence[str], most: int) -> Iterator[tuple[str, ...]]:
    """Every way to set the words in so many lines or fewer, the fewest first."""
    yield (" ".join(words),)
    if most > 1:
        for first in range(1, len(words)):
            for rest in in_lines(words[first:], most - 1):
                yield (" ".join(words[:first]), *rest)


def fit_title(title: str, width: float, height: float) -> tuple[tuple[str, ...], Type] | None:
    """The title in the lines in which its letters can be largest; None: none fit."""
    words = title.upper().split()
    if not 0 < len(words) <= MOST_SPLIT:
        return None
    best: tuple[tuple[str, ...], Type] | None = None
    for lines in sorted(in_lines(words, MOST_LINES), key=len):
        kind = fit_type(lines, width, height, smaller=False)
        if kind and (best is None or FACES.index(kind.faces[0]) < FACES.index(best[1].faces[0])):
            best = lines, kind
    return best


def set_type(canvas: Canvas, lines: Sequence[str], kind: Type, left: float, top: float, *, halo: bool) -> None:
    """The lines in block letters, rising to the right, letter by letter."""
    base = top + kind.width * kind.slope
    for face, line in zip(kind.faces, lines, strict=True):
        base += rise_of(line, face.cut) * face.scale
        for letter in line_of(line, face.cut)[0]:
            x = letter.left * face.scale
            y = round(base - x * kind.slope)
            set_letter(canvas, letter.rows, face, round(left + x), y, halo=halo)
            if letter.mark:
                over = y - round((len(letter.mark) + 1) * face.scale)
                set_letter(canvas, letter.mark, face, round(left + x + letter.shift * face.scale), over, halo=halo)
        base += (face.cut.height + APART) * face.scale


def set_letter(canvas: Canvas, rows: Sequence[str], face: Face, left: int, top: int, *, halo: bool) -> None:
    """One letter; the halo keeps it apart from what is behind it where colour cannot."""
    wide, high = round(len(rows[0]) * face.scale), round(len(rows) * face.scale)
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
                    if canvas.at(x + i, y + j) not in LETTERS:
                        canvas.dot(x + i, y + j, GROUND)
    # A letter over the edge of the red is of one colour, or it would fall in two.
    letter = LETTER_ON_RED if all(canvas.at(x, y) == RED for x, y in dots) else LETTER
    for x, y in dots:
        canvas.dot(x, y, GROUND if canvas.at(x, y) == INK else letter)


def inked(rows: Sequence[str], x: float, y: float) -> bool:
    """Whether there is ink at this place of a letter."""
    row, column = int(y), int(x)
    return 0 <= row < len(rows) and 0 <= column < len(rows[row]) and rows[row][column] == "#"
