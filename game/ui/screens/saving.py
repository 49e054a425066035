"""Asking for a line of text: a name for a copy, a path, the code of a road."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input

from game.errors import GameError
from game.play.carrying import error_words
from game.play.saves import LONGEST_NAME
from game.ui.leaves import title_block
from game.ui.messages import KeyPointed
from game.ui.setting import words
from game.ui.widgets.drawn import october_of
from game.ui.widgets.keys import Key, Keys
from game.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from game.ui.app import October


class Asking(Screen[str]):
    """Asks for a line and does something with it. It answers with what that gave, or with nothing.

    The words are those under `name`, `name`_about and `name`_label. `does` may raise a GameError, which
    is told where it was asked for, and the question stands.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", show=False)]

    def __init__(self, name: str, does: Callable[[str], str], *, value: str = "", longest: int = LONGEST_NAME) -> None:
        super().__init__(classes="asking")
        self.asked, self.does = name, does
        self.sheet = Sheet(indent=3, right=3, id="rows")
        self.trouble = Sheet(indent=3, right=3, id="leaf")
        self.field = Input(value, max_length=longest, compact=True, select_on_focus=False)
        self.foot = Keys(id="foot")

    @property
    def october(self) -> October:
        return october_of(self)

    def compose(self) -> ComposeResult:
        say, name = self.october.words, self.asked
        blocks = [title_block(say(name)), words(say(f"{name}_about"), gap=1), words(say(f"{name}_label"), gap=1)]
        self.sheet.show(blocks)
        keys = [Key(say("name_enter"), say(f"{name}_key"), "keep"), Key(say("name_esc"), say("key_close"), "close")]
        self.foot.show(keys)
        if self.field.max_length and self.field.max_length > LONGEST_NAME:
            self.field.styles.width = "1fr"
            self.field.styles.margin = (1, 3, 0, 3)
        yield self.sheet
        yield self.field
        yield self.trouble
        yield self.foot

    def on_mount(self) -> None:
        self.field.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_keep()

    def action_keep(self) -> None:
        typed = self.field.value.strip()
        if not typed or not self.is_current:
            return
        try:
            done = self.does(typed)
        except GameError as error:
            told = error_words(error, self.october.words)
            self.trouble.show([words(told, "red", lead="! ", lead_role="red")])
            return
        self.dismiss(done)

    def action_close(self) -> None:
        if self.is_current:
            self.dismiss(None)

    def on_key_pointed(self, message: KeyPointed) -> None:
        message.stop()
        self.call_later(self.run_action, message.action)


class SavingScreen(Asking):
    """Asks for a name and keeps a copy of the play under it. It answers with the name."""

    def __init__(self) -> None:
        super().__init__("save", self.kept)

    def kept(self, name: str) -> str:
        return self.october.keep_copy(name)
