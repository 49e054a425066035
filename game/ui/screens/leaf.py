"""Leaves: what is laid over a page. Something to read, or rows to take one of, or both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from game.play.dates import clock, day
from game.ui.leaves import note_blocks, title_block
from game.ui.messages import KeyPointed, NotePointed, RowTaken
from game.ui.setting import words
from game.ui.widgets.drawn import october_of
from game.ui.widgets.keys import Key, Keys
from game.ui.widgets.menu import Menu, Row
from game.ui.widgets.sheet import Blocks, Sheet
from game.words import Words

if TYPE_CHECKING:
    from game.play.plays import Beginning
    from game.play.session import Session
    from game.ui.app import October


class Leaf(Screen[str]):
    """Words over rows. It answers with the id of the row taken, or with nothing."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(number), f"number({number})", show=False) for number in range(1, 10)),
        Binding("up,k", "hand(-1)", show=False),
        Binding("down,tab", "hand(1)", show=False),
        Binding("enter", "take", show=False),
        Binding("space,pagedown", "turn(1)", show=False),
        Binding("b,pageup", "turn(-1)", show=False),
        Binding("escape,q", "close", show=False),
    ]

    def __init__(self, blocks: Blocks, rows: Sequence[Row] = (), *, hand: int = 0, numbered: bool = True) -> None:
        super().__init__(classes="list" if rows else "")
        self.rows, self.hand_first = rows, hand
        self.sheet = Sheet(indent=3, right=3, id="leaf")
        self.sheet.blocks = blocks
        self.menu = Menu(numbered=numbered, id="rows")
        self.foot = Keys(id="foot")

    @property
    def october(self) -> October:
        return october_of(self)

    def compose(self) -> ComposeResult:
        yield self.sheet
        if self.rows:
            yield self.menu
            self.menu.offer(self.rows, self.hand_first)
        self.put_foot()
        yield self.foot

    def put_foot(self) -> None:
        say = self.october.words
        close = Key(say("name_esc"), say("key_close"), "close")
        if self.rows:
            self.foot.show([Key("↑↓", say("key_scroll")), Key(say("name_enter"), say("key_enter"), "take"), close])
        else:
            self.foot.show([Key("↑↓", say("key_scroll")), close])

    # ------------------------------------------------------------ keys

    def action_number(self, number: int) -> None:
        self.menu.take_number(number)

    def action_hand(self, step: int) -> None:
        if self.rows:
            self.menu.move_hand(step)
        else:
            self.sheet.scroll_lines(step)

    def action_take(self) -> None:
        if self.rows:
            self.menu.take_hand()
        else:
            self.action_close()

    def action_turn(self, pages: int) -> None:
        (self.menu if self.menu.size.height < len(self.menu.lines) else self.sheet).turn(pages)

    def action_close(self) -> None:
        self.dismiss(None)

    def on_key_pointed(self, message: KeyPointed) -> None:
        message.stop()
        self.call_later(self.run_action, message.action)

    def on_row_taken(self, message: RowTaken) -> None:
        message.stop()
        self.taken(message.row)

    def taken(self, row: str) -> None:
        """A row was taken; a leaf that asks further does so here."""
        if self.is_current:
            self.dismiss(row)


# ---------------------------------------------------------------- notes


class NoteLeaf(Leaf):
    """A note on a leaf of its own; `n` turns to the next note of the page."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("n", "next_note", show=False)]

    def __init__(self, note: str, notes: Sequence[str]) -> None:
        super().__init__(())
        self.note, self.notes = note, tuple(notes)

    def compose(self) -> ComposeResult:
        self.put_note(self.note)
        yield from super().compose()

    def put_note(self, note: str) -> None:
        self.note = note
        self.sheet.show(note_blocks(self.october.playing.note(note), self.october.words))

    def put_foot(self) -> None:
        say = self.october.words
        keys = [Key("↑↓", say("key_scroll")), Key(say("name_esc"), say("key_close"), "close")]
        if len(self.notes) > 1:
            keys.insert(1, Key("n", say("key_next_note"), "next_note"))
        self.foot.show(keys)

    def action_next_note(self) -> None:
        at = self.notes.index(self.note) if self.note in self.notes else -1
        following = self.notes[(at + 1) % len(self.notes)]
        self.put_note(following)

    def on_note_pointed(self, message: NotePointed) -> None:
        self.put_note(message.note)


# ---------------------------------------------------------------- the journal


class JournalLeaf(Leaf):
    """The road so far. A line taken asks once more before it goes back there."""

    def taken(self, row: str) -> None:
        say = self.october.words
        chosen = next(line for line in self.rows if line.id == row)

        def answered(answer: str | None) -> None:
            if answer == "yes":
                self.dismiss(row)

        rows = [Row("yes", say("go_back_yes")), Row("no", say("go_back_no"))]
        blocks = [title_block(say("go_back")), words(f"{chosen.lead}{chosen.words}", gap=1)]
        blocks.append(words(say("go_back_about"), "quiet", gap=1))
        self.october.push_screen(Leaf(blocks, rows), answered)


def journal_leaf(session: Session, say: Words) -> JournalLeaf:
    """Every page of the road, its day and hour, and what was done there; oldest first."""
    rows: list[Row] = []
    today = ""
    steps = session.history()
    hours = [clock(step.at, say) if step.at else "" for step in steps]
    column = max(len(hour) for hour in hours) + 2
    for step, hour in zip(steps, hours, strict=True):
        date = day(step.at, say) if step.at else ""
        if date and date != today:
            rows.append(Row("", date, heading=True, gap=int(bool(rows))))
            today = date
        told = step.record or (say("journal_here") if step is steps[-1] else "")
        lead = f"{hour.rjust(column - 2)}  " if column > 2 else ""
        rows.append(Row(str(step.number), step.title, lead=lead, aside=told))
    blocks = [title_block(say("journal")), words(say("journal_about"), "quiet", gap=1)]
    return JournalLeaf(blocks, rows, hand=len(rows) - 1, numbered=False)


# ---------------------------------------------------------------- help


def help_leaf(say: Words, *, scene: bool = True) -> Leaf:
    """What the keys do. On a scene every line of it can be taken, so the mouse alone is enough."""
    blocks = [title_block(say("help_title")), words(say("help_about"), gap=1)]
    told = [
        ("1-9", "help_choose"),
        (f"↑ ↓ {say('name_enter')}", "help_hand"),
        (f"{say('name_space')}, b", "help_read"),
        ("", "help_mouse"),
    ]
    column = max(len(key) for key, _ in told) + 2
    for number, (key, text) in enumerate(told):
        blocks.append(words(say(text), lead=key.ljust(column), lead_role="strong", gap=int(number == 0)))
    if not scene:
        return Leaf(blocks)
    keys = [
        ("n", "help_notes", "next_note"),
        ("u", "help_undo", "undo"),
        ("j", "help_journal", "journal"),
        ("s", "help_save", "save"),
        ("S", "help_quick", "quick_save"),
        ("g", "help_saves", "saves"),
        ("c", "help_code", "code"),
        ("l", "help_language", "app.other_language"),
        ("t", "help_theme", "app.next_theme"),
        ("q", "help_title_page", "title"),
        ("ctrl+c", "help_quit", "app.leave"),
    ]
    wide = max(len(key) for key, _, _ in keys) + 2
    rows = [Row(action, say(text), lead=key.ljust(wide)) for key, text, action in keys]
    return Leaf(blocks, rows, numbered=False)


def starts_leaf(starts: Sequence[Beginning], say: Words) -> Leaf:
    """The question where to begin: each start, by its words."""
    rows = [Row(start.start, start.say, gap=int(number > 0)) for number, start in enumerate(starts)]
    return Leaf([title_block(say("which_start"))], rows)
