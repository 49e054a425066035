"""The map: the city at the hour of the page, and the road through it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.screen import Screen

from game.play.dates import day_and_hour
from game.ui.mapping import legend, margin_blocks
from game.ui.messages import KeyPointed
from game.ui.screens.small import TooSmall, fits
from game.ui.setting import Line, Piece, words
from game.ui.widgets.atlas import Atlas
from game.ui.widgets.drawn import october_of
from game.ui.widgets.keys import Key, Keys
from game.ui.widgets.lines import Lines
from game.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from game.ui.app import October

MARGIN_FROM = 104  # columns; from here on bridges and people are told beside the map
MARGIN = 34


class MapScreen(Screen[str]):
    """Shows the map. It answers with nothing, or with `day` when the day line is asked for."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    MapScreen #sides { height: 1fr; width: 1fr; layout: horizontal; }
    MapScreen #atlas { height: 1fr; width: 1fr; }
    MapScreen #signs { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "pan(-1, 0)", show=False),
        Binding("right,l", "pan(1, 0)", show=False),
        Binding("up,k", "pan(0, -1)", show=False),
        Binding("down,j", "pan(0, 1)", show=False),
        Binding("plus,equals_sign,pageup", "zoom(1)", show=False),
        Binding("minus,underscore,pagedown", "zoom(-1)", show=False),
        Binding("c,home", "centre", show=False),
        Binding("d", "day_line", show=False),
        Binding("escape,q,m,enter", "close", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.head = Lines(id="over")
        self.legend = Lines(id="signs")
        self.margin = Sheet(indent=2, right=1, measure=MARGIN, id="beside")
        self.foot = Keys(id="foot")
        self.sides = Container(id="sides")

    @property
    def october(self) -> October:
        return october_of(self)

    def compose(self) -> ComposeResult:
        say = self.october.words
        self.chart = self.october.playing.chart()
        self.atlas = Atlas(self.chart, id="atlas")
        self.margin.show(margin_blocks(self.chart, say))
        self.head.show(self.head_line)
        self.fold()
        yield self.head
        for part in (self.head, self.sides, self.legend, self.foot):
            part.styles.max_width = "100%"  # a map may be as wide as the window
        with self.sides:
            if self.chart.empty:
                nothing = Sheet(indent=3, id="nothing")
                nothing.show([words(say("map_none"), "quiet")])
                yield nothing
            else:
                yield self.atlas
                yield self.margin
        yield self.legend
        yield self.foot
        self.put_foot()
        yield TooSmall(id="small")

    def head_line(self, width: int) -> list[Line]:
        say = self.october.words
        date = day_and_hour(self.chart.at, say) if self.chart.at else ""
        space = " " * max(2, width - cell_len(say("map")) - cell_len(date) - 2)
        return [(Piece(f" {say('map')}", "strong"), Piece(space), Piece(date, "prose"))]

    def put_foot(self) -> None:
        say = self.october.words
        keys = [Key("+ -", say("key_zoom"), "zoom(1)"), Key("c", say("key_centre"), "centre")]
        move = Key("←↑↓→", say("key_move"))
        keys = [] if self.chart.empty else [move, *keys]
        self.foot.show([*keys, Key("d", say("key_day"), "day_line"), Key(say("name_esc"), say("key_close"), "close")])

    def fold(self) -> None:
        """Beside the map in a wide window the bridges in words; in a narrow one what the signs mean."""
        size = self.october.size
        wide = size.width >= MARGIN_FROM
        self.margin.display = wide and not self.chart.empty
        self.margin.styles.width = MARGIN + 3
        lines = [] if wide or self.chart.empty else legend(self.chart, self.october.words, size.width)
        self.legend.display = bool(lines)
        self.legend.styles.height = len(lines)
        self.legend.show(lambda width: lines)
        self.set_class(not fits(size), "small")

    def on_resize(self, event: events.Resize) -> None:
        self.fold()

    # ------------------------------------------------------------ keys

    def action_pan(self, across: int, down: int) -> None:
        self.atlas.pan(across, down)

    def action_zoom(self, steps: int) -> None:
        self.atlas.zoom(steps)

    def action_centre(self) -> None:
        self.atlas.centre()

    def action_day_line(self) -> None:
        self.dismiss("day")

    def action_close(self) -> None:
        self.dismiss(None)

    def on_key_pointed(self, message: KeyPointed) -> None:
        message.stop()
        self.call_later(self.run_action, message.action)
