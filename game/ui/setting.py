"""Typesetting: blocks of words into lines of pieces. Pure; it knows no screen.

Text from a story arrives as runs and leaves as pieces, and is never read as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from game.play.page import Paragraph, Run

NOTE_SIGN = "°"
# A line may break after spaces, and after a dash that stands between two words.
BREAKS = re.compile(r"(?<=\w)—(?=\w)|[ \t\n]+")
# A terminal obeys these, so none of them goes through.
CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], " ")


class Piece(NamedTuple):
    """Words in one style. `hit` says what a click on them means: `note:ID`, `row:ID` or `do:ACTION`."""

    text: str
    role: str = "prose"
    italic: bool = False
    hit: str = ""


Line = tuple[Piece, ...]


class Block(NamedTuple):
    """Words to be wrapped. `lead` hangs before the first line, or, with `again`, before
    every line; `under`, as wide as the lead, hangs before the others; `gap` is how many
    empty lines stand above."""

    pieces: Line
    lead: Line = ()
    again: bool = False
    gap: int = 0
    under: Line = ()


def clean(text: str) -> str:
    """The text without the characters that a terminal would obey."""
    return text.translate(CONTROLS)


def width_of(line: Iterable[Piece]) -> int:
    """How many cells the pieces take."""
    return sum([cell_len(piece.text) for piece in line])


def words(text: str, role: str = "prose", *, lead: str = "", lead_role: str = "quiet", gap: int = 0) -> Block:
    """A block in one style."""
    return Block((Piece(clean(text), role),), (Piece(lead, lead_role),) if lead else (), gap=gap)


def heading(text: str, gap: int = 1) -> Block:
    """A small heading between two strokes."""
    return Block((Piece(f"── {clean(text)} ──", "quiet"),), gap=gap)


def pieces_of(line: Sequence[Run], role: str = "prose") -> Line:
    """The pieces of a line of prose; words that open a note end in the note sign."""
    made: list[Piece] = []
    for index, run in enumerate(line):
        ends = run.note and (index + 1 == len(line) or line[index + 1].note != run.note)
        text = clean(run.text) + (NOTE_SIGN if ends else "")
        made.append(Piece(text, "note" if run.note else role, run.emphasis, f"note:{run.note}" if run.note else ""))
    return tuple(made)


def blocks_of(paragraphs: Iterable[Paragraph], role: str = "prose", gap: int = 1) -> list[Block]:
    """Prose into blocks, an empty line between paragraphs; a wire keeps its lines."""
    made: list[Block] = []
    for paragraph in paragraphs:
        above = gap if made else 0
        if not paragraph.quoted:
            made.append(Block(pieces_of(paragraph.lines[0], role), gap=above))
            continue
        for line in paragraph.lines:
            made.append(Block(pieces_of(line, role), (Piece("  ▏ ", "quiet"),), again=True, gap=above))
            above = 0
    return made


def cuts(text: str, width: int) -> list[tuple[int, int]]:
    """Where each line of `text` begins and ends when it is wrapped at `width` cells.

    >>> cuts("one two three", 7)
    [(0, 7), (8, 13)]
    """
    lines: list[tuple[int, int]] = []
    start = end = 0  # the line so far; `end` leaves out the spaces after it
    cells = 0  # how many it takes
    for begin, stop in chunks(text):
        word = cell_len(text[begin:stop])  # one at a time, for the same words come again and again
        if end == start:
            start, cells = begin, word
        elif cells + begin - end + word > width:
            lines.append((start, end))
            start, cells = begin, word
        else:
            cells += begin - end + word
        end = stop
        while cells > width and end - start > 1:  # a word wider than the line
            fit = max(1, longest(text, start, end, width))
            lines.append((start, start + fit))
            start += fit
            cells = cell_len(text[start:end])
    return [*lines, (start, end)] if end > start or not lines else lines


def chunks(text: str) -> Iterable[tuple[int, int]]:
    """The stretches that stay together: where each begins and ends."""
    begin = 0
    for match in BREAKS.finditer(text):
        stop = match.end() if match.group() == "—" else match.start()
        if stop > begin:
            yield begin, stop
        begin = match.end()
    if begin < len(text):
        yield begin, len(text)


def longest(text: str, start: int, stop: int, width: int) -> int:
    """How many characters from `start` fit into `width` cells."""
    cells = 0
    for index in range(start, stop):
        cells += cell_len(text[index])
        if cells > width:
            return index - start
    return stop - start


def cut(pieces: Line, start: int, end: int) -> Line:
    """The pieces between two positions of their joined text."""
    made: list[Piece] = []
    at = 0
    for piece in pieces:
        low, high = max(start - at, 0), min(end - at, len(piece.text))
        if low < high:
            made.append(piece._replace(text=piece.text[low:high]))
        at += len(piece.text)
    return tuple(made)


def set_block(block: Block, width: int) -> list[Line]:
    """The lines of one block, each at most `width` cells wide."""
    hang = width_of(block.lead)
    if hang > width // 2:  # no room to hang: the lead stands on a line of its own
        under = (Piece("  "),) if width > 4 else ()
        return [block.lead, *set_block(Block(block.pieces, under, again=True), width)]
    text = "".join(piece.text for piece in block.pieces)
    blank: Line = block.under or ((Piece(" " * hang),) if hang else ())
    made: list[Line] = []
    for number, (start, end) in enumerate(cuts(text, max(1, width - hang))):
        lead = block.lead if number == 0 or block.again else blank
        made.append(lead + cut(block.pieces, start, end))
    return made


def set_blocks(blocks: Iterable[Block], width: int) -> list[Line]:
    """All the lines, with the gaps between the blocks; none above the first."""
    made: list[Line] = []
    for block in blocks:
        made.extend([()] * (block.gap if made else 0))
        made.extend(set_block(block, width))
    return made


def shortened(text: str, width: int) -> str:
    """The text in one line of at most `width` cells, an ellipsis where it was cut."""
    if cell_len(text) <= width:
        return text
    return text[: longest(text, 0, len(text), max(0, width - 1))].rstrip(" ·,") + "…" if width > 0 else ""
