"""The day line: your road against the record, the hours down the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from game.ui.dayline import day_lines
from game.ui.screens.leaf import Leaf
from game.ui.setting import Line
from game.ui.widgets.drawn import october_of
from game.ui.widgets.keys import Key
from game.ui.widgets.sheet import Sheet


class DaySheet(Sheet):
    """Two columns, or one in a narrow window."""

    days: Sequence[int] = ()  # the line at which each day begins

    def set_lines(self, width: int) -> list[Line]:
        if self.set_for != width:
            october = october_of(self)
            self.lines, self.days = day_lines(october.playing.day_line(), october.words, self.room(width))
            self.set_for = width
        return self.lines

    def to_day(self, step: int) -> None:
        """To the beginning of the day before or after; from within a day first to its own."""
        self.set_lines(self.size.width)
        if step < 0:
            line = max((day for day in self.days if day < self.top), default=0)
        else:
            line = min((day for day in self.days if day > self.top), default=len(self.lines))
        self.scroll_lines(line - self.top)


class DayLeaf(Leaf):
    """The day line on a leaf. It answers with nothing, or with `map`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "to_day(-1)", show=False),
        Binding("right", "to_day(1)", show=False),
        Binding("home", "turn(-1000)", show=False),
        Binding("end", "turn(1000)", show=False),
        Binding("m", "map", show=False),
        Binding("d", "close", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(())
        self.sheet = self.day_sheet = DaySheet(indent=1, right=2, measure=130, id="leaf")

    def on_mount(self) -> None:
        self.call_after_refresh(self.sheet.scroll_lines, 1_000_000)

    def put_foot(self) -> None:
        say = self.october.words
        keys = [Key("↑↓", say("key_scroll")), Key("←→", say("key_by_day")), Key("m", say("key_map"), "map")]
        self.foot.show([*keys, Key(say("name_esc"), say("key_close"), "close")])

    def action_to_day(self, step: int) -> None:
        self.day_sheet.to_day(step)

    def action_map(self) -> None:
        self.dismiss("map")
