"""Keeping a copy of a play under a name, and opening a kept one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input

from game.errors import GameError
from game.play.dates import clock, month
from game.ui.leaves import title_block
from game.ui.messages import KeyPointed
from game.ui.screens.leaf import Leaf
from game.ui.setting import words
from game.ui.widgets.drawn import october_of
from game.ui.widgets.keys import Key, Keys
from game.ui.widgets.menu import Row
from game.ui.widgets.sheet import Sheet
from game.words import Words

if TYPE_CHECKING:
    from game.play.saves import SaveLine
    from game.ui.app import October

TOLD = {"bad_name": "name_bad", "play_exists": "name_taken"}  # errors told in the interface's own words


class SavingScreen(Screen[str]):
    """Asks for a name and keeps a copy. It answers with the name, or with nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", show=False)]

    def __init__(self) -> None:
        super().__init__()
        self.sheet = Sheet(indent=3, right=3, id="rows")
        self.trouble = Sheet(indent=3, right=3, id="leaf")
        self.field = Input(max_length=40, compact=True, select_on_focus=False)
        self.foot = Keys(id="foot")

    @property
    def october(self) -> October:
        return october_of(self)

    def compose(self) -> ComposeResult:
        say = self.october.words
        self.sheet.show([title_block(say("save")), words(say("save_about"), gap=1), words(say("save_name"), gap=1)])
        keys = [Key(say("name_enter"), say("key_save"), "keep"), Key(say("name_esc"), say("key_close"), "close")]
        self.foot.show(keys)
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
        name = self.field.value.strip()
        if not name:
            return
        try:
            self.dismiss(self.october.keep_copy(name))
        except GameError as error:
            say = self.october.words
            told = say(TOLD[error.code], name=name) if error.code in TOLD else error.message
            self.trouble.show([words(told, "red", lead="! ", lead_role="red")])

    def action_close(self) -> None:
        self.dismiss(None)

    def on_key_pointed(self, message: KeyPointed) -> None:
        message.stop()
        self.call_later(self.run_action, message.action)


def when(at: datetime, say: Words) -> str:
    """A day and an hour of the player's own time."""
    here = at.astimezone()
    return say("when", day=here.day, month=month(here, say), time=clock(here, say))


def saves_leaf(lines: Sequence[SaveLine], say: Words) -> Leaf:
    """The kept plays, the last one first."""
    rows: list[Row] = []
    for line in lines:
        if line.damaged and not line.story:
            rows.append(Row(line.slot, line.slot, closed=say("save_damaged")))
            continue
        key = "save_line_one" if line.choices == 1 else "save_line"
        aside = say(key, count=line.choices, when=when(line.touched, say))
        rows.append(Row(line.slot, line.slot, aside=f"{aside} · {say('save_in_use')}" if line.in_use else aside))
    blocks = [title_block(say("saves"))]
    return Leaf(blocks if rows else [*blocks, words(say("no_saves"), gap=1)], rows)
