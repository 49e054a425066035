"""The title: the poster, and a few lines to take one of."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from game.paths import SHIPPED
from game.ui.messages import RowTaken
from game.ui.screens.small import TooSmall, fits
from game.ui.setting import Block, Piece, clean
from game.ui.widgets.columns import Columns
from game.ui.widgets.drawn import october_of
from game.ui.widgets.menu import Row
from game.ui.widgets.poster import Poster
from game.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from game.ui.app import October

LABELS = {"new": "new_game"}  # rows whose words have another name than they


class TitleScreen(Screen[None]):
    """Where a game begins, and where it goes on."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(number), f"number({number})", show=False) for number in range(1, 10)),
        Binding("up,k", "hand(-1)", show=False),
        Binding("down,tab", "hand(1)", show=False),
        Binding("enter", "take", show=False),
        Binding("l", "app.other_language", show=False),
        Binding("t", "app.next_theme", show=False),
        Binding("f1,question_mark", "app.open('help')", show=False),
        Binding("o", "app.open('notebook')", show=False),
        Binding("e", "app.open('endings')", show=False),
        Binding("p", "app.open('settings')", show=False),
        Binding("a", "app.open('about')", show=False),
        Binding("left,right,h", "across", show=False),
        Binding("q,escape", "row('quit')", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.poster = Poster(id="poster")
        self.notice = Sheet(indent=3, right=2, measure=110, id="notice")
        self.menu = Columns(id="rows")

    @property
    def october(self) -> October:
        return october_of(self)

    def compose(self) -> ComposeResult:
        self.reword()
        self.set_class(not fits(self.october.size), "small")
        yield self.poster
        yield self.notice
        yield self.menu
        yield TooSmall(id="small")

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(not fits(self.october.size), "small")

    def reword(self) -> None:
        """Everything in the language of the moment."""
        say = self.october.words
        self.poster.show(say("game_title_1"), say("game_title_2"))
        plays = self.october.plays
        named = ["new", "chapters", "saves", "notebook", "endings", "settings", "language", "help", "about", "quit"]
        if len(plays.story.chapters) < 2 or plays.chapter:
            named.remove("chapters")
        if plays.latest():
            named.insert(0, "continue")
        rows = [Row(name, say(LABELS.get(name, name))) for name in named]
        self.menu.offer(rows, max(0, self.menu.hand))
        self.tell(self.october.take_told() or self.story_told())

    def story_told(self) -> str:
        """The title of a story that is not the poster's own."""
        if self.october.plays.story.id == SHIPPED:
            return ""
        return self.october.plays.about(self.october.language).title

    def tell(self, text: str) -> None:
        """A calm line over the rows."""
        self.notice.show([Block((Piece(clean(text), "quiet"),))] if text else ())
        self.notice.display = bool(text)

    def action_number(self, number: int) -> None:
        self.menu.take_number(number)

    def action_hand(self, step: int) -> None:
        self.menu.move_hand(step)

    def action_across(self) -> None:
        self.menu.cross()

    def action_take(self) -> None:
        self.menu.take_hand()

    def action_row(self, row: str) -> None:
        self.post_message(RowTaken(row))

    def on_row_taken(self, message: RowTaken) -> None:
        if self.october.screen is not self:
            return
        match message.row:
            case "continue":
                self.october.go_on()
            case "saves":
                self.october.show_saves()
            case "language":
                self.call_later(self.run_action, "app.other_language")
            case "quit":
                self.call_later(self.run_action, "app.leave")
            case door:
                self.call_later(self.run_action, f"app.open('{door}')")
