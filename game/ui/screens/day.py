"""The day line: your road against the record, the hours down the page."""

from __future__ import annotations

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

    def set_lines(self, width: int) -> list[Line]:
        if self.set_for != width:
            october = october_of(self)
            self.lines = day_lines(october.playing.day_line(), october.words, self.room(width))
            self.set_for = width
        return self.lines


class DayLeaf(Leaf):
    """The day line on a leaf. It answers with nothing, or with `map`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("home", "turn(-1000)", show=False),
        Binding("end", "turn(1000)", show=False),
        Binding("m", "map", show=False),
        Binding("d", "close", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(())
        self.sheet = DaySheet(indent=1, right=2, measure=130, id="leaf")

    def on_mount(self) -> None:
        self.call_after_refresh(self.sheet.scroll_lines, 1_000_000)

    def put_foot(self) -> None:
        say = self.october.words
        keys = [Key("↑↓", say("key_scroll")), Key("m", say("key_map"), "map")]
        self.foot.show([*keys, Key(say("name_esc"), say("key_close"), "close")])

    def action_map(self) -> None:
        self.dismiss("map")
