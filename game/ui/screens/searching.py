"""Screens to find something on: a field to type in, and the rows that it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.screen import Screen
from textual.widgets import Input

from game.ui.leaves import title_block
from game.ui.messages import KeyPointed, NotePointed, RowTaken
from game.ui.screens.small import TooSmall, fits
from game.ui.setting import Block, Piece, clean
from game.ui.widgets.drawn import october_of
from game.ui.widgets.keys import Key, Keys
from game.ui.widgets.menu import Menu, Row
from game.ui.widgets.sheet import Blocks, Sheet

if TYPE_CHECKING:
    from game.ui.app import October

SIDE_BY_SIDE = 120  # columns; from here on what a row opens is read beside the rows


class Part(NamedTuple):
    """A part of the rows that can be shown alone; `words` name it."""

    id: str
    words: str


class SearchScreen(Screen[str]):
    """A title, parts, a field and rows. It answers with the id of a row, or with nothing."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "hand(-1)", show=False),
        Binding("down", "hand(1)", show=False),
        Binding("pageup", "turn(-1)", show=False),
        Binding("pagedown", "turn(1)", show=False),
        Binding("tab", "next_part(1)", show=False),
        Binding("shift+tab", "next_part(-1)", show=False),
        Binding("escape", "back", show=False),
    ]

    side_by_side = True  # whether a wide window shows what a row opens

    def __init__(self, part: str = "") -> None:
        super().__init__(classes="searching")
        self.part = part
        self.head = Sheet(indent=3, right=3, measure=110, id="about")
        self.field = Input(compact=True, select_on_focus=False)
        self.field.cursor_blink = False
        self.menu = Menu(numbered=False, id="found")
        self.side = Sheet(indent=2, right=3, id="side")
        self.foot = Keys(id="foot")

    @property
    def october(self) -> October:
        return october_of(self)

    # ------------------------------------------------------------ what a screen says of itself

    def headline(self) -> str:
        raise NotImplementedError

    def about(self) -> Sequence[Block]:
        """What stands under the title."""
        return ()

    def parts(self) -> Sequence[Part]:
        """The parts, if there is more than one."""
        return ()

    def rows(self, query: str) -> list[Row]:
        """The rows of the part on show that the words of the query leave."""
        raise NotImplementedError

    def nothing(self, query: str) -> str:
        """What to say where no row is left."""
        return self.october.words("search_none", query=query)

    def opened(self, row: str) -> Blocks:
        """What taking the row would show."""
        return ()

    def taken(self, row: str) -> None:
        self.dismiss(row)

    # ------------------------------------------------------------ showing

    def compose(self) -> ComposeResult:
        self.field.placeholder = self.october.words("search_hint")
        self.fold()
        yield self.head
        yield self.field
        with Container(id="spread"):
            yield self.menu
            yield self.side
        yield self.foot
        yield TooSmall(id="small")

    def on_mount(self) -> None:
        self.field.focus()
        self.reword()

    def on_resize(self, event: events.Resize) -> None:
        self.fold()
        self.put_side()

    def fold(self) -> None:
        self.side.display = self.side_by_side and self.october.size.width >= SIDE_BY_SIDE
        self.set_class(not fits(self.october.size), "small")

    def reword(self) -> None:
        """Everything anew, in the language of the moment."""
        self.field.placeholder = self.october.words("search_hint")
        self.put_head()
        self.put_rows()
        self.put_foot()

    def put_head(self) -> None:
        blocks = [title_block(self.headline()), *self.about()]
        if parts := self.parts():
            blocks.append(Block(tuple(piece for part in parts for piece in self.part_pieces(part)), gap=1))
        self.head.show(blocks)

    def part_pieces(self, part: Part) -> tuple[Piece, ...]:
        chosen = part.id == self.part
        hit = f"do:part('{part.id}')"
        sign = Piece("▸ " if chosen else "  ", "red", hit=hit)
        # The words of a part are not broken: one that does not fit goes to the next line.
        name = clean(part.words).replace(" ", "\u00a0")
        return sign, Piece(name, "strong" if chosen else "quiet", hit=hit), Piece("  ")

    def put_rows(self, hand: int = 0) -> None:
        rows = self.rows(self.field.value.strip())
        self.menu.offer(rows or [Row("", self.nothing(self.field.value.strip()), heading=True)], hand)
        self.put_side()

    def put_side(self) -> None:
        """What the row of the hand opens, where there is room beside it."""
        if self.side.display:
            row = self.held()
            self.side.show(self.opened(row) if row else ())

    def held(self) -> str:
        """The id of the row that the hand points at."""
        return self.menu.rows[self.menu.hand].id if 0 <= self.menu.hand < len(self.menu.rows) else ""

    def put_foot(self) -> None:
        say = self.october.words
        keys = [Key("↑↓", say("key_scroll")), Key(say("name_enter"), say("key_open"), "take")]
        if self.parts():
            keys.append(Key(say("name_tab"), say("key_part"), "next_part(1)"))
        self.foot.show([*keys, Key(say("name_esc"), say("key_close"), "back")])

    # ------------------------------------------------------------ keys and mouse

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.put_rows()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_take()

    def action_take(self) -> None:
        self.menu.take_hand()

    def action_hand(self, step: int) -> None:
        self.menu.move_hand(step)
        self.put_side()

    def action_turn(self, pages: int) -> None:
        (self.side if self.side.display and self.side.furthest else self.menu).turn(pages)

    def action_part(self, part: str) -> None:
        self.part = part
        self.put_head()
        self.put_rows()

    def action_next_part(self, step: int) -> None:
        ids = [part.id for part in self.parts()]
        if ids:
            at = ids.index(self.part) if self.part in ids else 0
            self.action_part(ids[(at + step) % len(ids)])

    def action_back(self) -> None:
        """What was typed goes first, then the screen."""
        if self.field.value:
            self.field.value = ""
        else:
            self.dismiss(None)

    def on_key_pointed(self, message: KeyPointed) -> None:
        message.stop()
        self.call_later(self.run_action, message.action)

    def on_row_taken(self, message: RowTaken) -> None:
        message.stop()
        if self.is_current and message.row:
            self.taken(message.row)

    def on_note_pointed(self, message: NotePointed) -> None:
        from game.ui.screens.leaf import NoteLeaf

        message.stop()
        self.october.push_screen(NoteLeaf(message.note, (message.note,)))
