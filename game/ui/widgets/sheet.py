"""A sheet of set lines: it scrolls, and the words of a note can be clicked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual import events
from textual.geometry import Offset, Region, Size
from textual.strip import Strip
from textual.timer import Timer

from game.ui.messages import KeyPointed, NotePointed
from game.ui.setting import Block, Line, set_blocks, width_of
from game.ui.themes import Ink
from game.ui.widgets.drawn import Drawn, blank

MORE_BELOW, MORE_ABOVE = "▾", "▴"
WHEEL = 2  # lines for one step of the wheel

Blocks = Sequence[Block] | Callable[[int], Sequence[Block]]


def strip_of(line: Line, ink: Ink, width: int, indent: int = 0) -> Strip:
    """One line as Textual takes it, as wide as the widget. The words go in as they are."""
    if not line:
        return blank(width, ink.style("prose"))
    left = width - indent - width_of(line)
    segments = [Segment(" " * indent, ink.style("prose"))] if indent else []
    segments.extend(Segment(piece.text, ink.style(piece.role, piece.italic)) for piece in line if piece.text)
    if left > 0:
        segments.append(Segment(" " * left, ink.style("prose")))
    return Strip(segments, width - min(left, 0)).adjust_cell_length(width)


class Sheet(Drawn):
    """Blocks of words, set anew whenever the width changes.

    `blocks` may be a function from the measure in cells, for what depends on it.
    """

    def __init__(self, *, indent: int = 0, right: int = 2, measure: int = 72, id: str | None = None) -> None:
        super().__init__(id=id)
        self.indent = indent
        self.right = right  # kept free, for the sign that there is more
        self.measure = measure
        self.blocks: Blocks = ()
        self.lines: list[Line] = []
        self.empty = Strip([])  # a line with nothing on it
        self.set_for = -1  # the width that `lines` were set for
        self.top = 0  # the first line on view
        self.coming: Timer | None = None  # leads from one of them to the next
        self.stops: list[int] = []  # how many lines are there, step by step, while the rest is still to come

    def show(self, blocks: Blocks) -> None:
        """Put other words on the sheet and begin at their top."""
        self.blocks = blocks
        self.top = 0
        self.complete()
        self.reset()

    def reset(self) -> None:
        """Set the lines again; the words or the language have changed."""
        width = self.size.width
        before = len(self.lines) if self.set_for == width else -1
        self.set_for = -1
        self.refresh(layout=self.styles.is_auto_height and len(self.set_lines(width)) != before)

    def room(self, width: int) -> int:
        """How many cells a line of text has."""
        return max(1, min(self.measure, width - self.indent - self.right))

    def set_lines(self, width: int) -> list[Line]:
        """The lines at a width of the whole widget, in cells."""
        if self.set_for != width:
            room = self.room(width)
            self.lines = set_blocks(self.blocks(room) if callable(self.blocks) else self.blocks, room)
            self.set_for = width
        return self.lines

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.set_lines(width))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    # ------------------------------------------------------------ what is on view

    @property
    def furthest(self) -> int:
        """The last line that may stand at the top."""
        return max(0, len(self.set_lines(self.size.width)) - self.size.height)

    @property
    def more_below(self) -> bool:
        return self.top < self.furthest

    def scroll_lines(self, lines: int) -> None:
        """Move the text up by so many lines, no further than its ends."""
        top = min(max(0, self.top + lines), self.furthest)
        if top != self.top:
            self.top = top
            self.refresh()

    def turn(self, direction: int) -> None:
        """Move by a viewful, keeping two lines for the eye to hold on to."""
        self.scroll_lines(direction * max(1, self.size.height - 2))

    def bring_in(self, first: int, last: int) -> None:
        """Scroll so that the lines `first` to `last` are on view."""
        height = max(1, self.size.height)
        if first < self.top:
            self.scroll_lines(first - self.top)
        elif last >= self.top + height:
            self.scroll_lines(last - self.top - height + 1)

    # ------------------------------------------------------------ appearing

    def appear(self, seconds: float) -> None:
        """Let what is on view come by paragraphs, all of it within so many seconds."""
        self.complete()
        lines = self.set_lines(self.size.width)[: self.size.height]
        ends = [n for n, line in enumerate(lines) if not line and n > 2]  # a title comes with its first paragraph
        if ends:
            self.stops = [*ends, len(lines)]
            self.coming = self.set_interval(seconds / len(self.stops), self.next_stop)
            self.refresh()

    def next_stop(self) -> None:
        """One more paragraph is there."""
        if len(self.stops) > 2:
            del self.stops[0]
            self.refresh()
        else:
            self.complete()

    def complete(self) -> bool:
        """All of it is there at once. True when some was still to come."""
        coming, self.stops = bool(self.stops), []
        if self.coming:
            self.coming.stop()
            self.coming = None
        if coming:
            self.refresh()
        return coming

    # ------------------------------------------------------------ drawing

    def on_resize(self) -> None:
        self.top = min(self.top, self.furthest)

    def render_lines(self, crop: Region) -> list[Strip]:
        self.set_lines(self.size.width)
        self.empty = blank(self.size.width, self.ink.style("prose"))
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        width, height = self.strips_for
        number = self.top + y
        there = min(len(self.lines), self.stops[0]) if self.stops else len(self.lines)
        if number >= there and 0 < y < height - 1:
            return self.empty
        strip = strip_of(self.lines[number] if number < there else (), self.ink, width, self.indent)
        sign = self.sign_at(y) if y in (0, height - 1) else ""
        if not sign:
            return strip
        at = min(width - 1, self.indent + self.room(width) + 1)
        signed = Strip([*strip.crop(0, at), Segment(sign, self.ink.style("red"))])
        return signed.adjust_cell_length(width, self.ink.style("prose"))

    def sign_at(self, y: int) -> str:
        """The sign at the right end of a row that there is more that way."""
        if y == self.size.height - 1 and self.more_below:
            return MORE_BELOW
        return MORE_ABOVE if y == 0 and self.top else ""

    # ------------------------------------------------------------ the mouse

    def hit_at(self, offset: Offset) -> str:
        """What is at this place of the widget: `note:ID`, `row:ID`, `do:ACTION` or nothing."""
        number = self.top + offset.y
        lines = self.set_lines(self.size.width)
        if not 0 <= number < len(lines):
            return ""
        at = self.indent
        for piece in lines[number]:
            at += Segment(piece.text).cell_length
            if offset.x < at:
                return piece.hit if offset.x >= self.indent else ""
        return ""

    def on_click(self, event: events.Click) -> None:
        kind, _, what = self.hit_at(Offset(event.x, event.y)).partition(":")
        if kind == "note":
            event.stop()
            self.post_message(NotePointed(what))
        elif kind == "do":
            event.stop()
            self.post_message(KeyPointed(what))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_lines(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_lines(-WHEEL)
