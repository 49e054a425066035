"""Leaves: what is laid over a page. Something to read, or rows to take one of, or both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from game.ui.commands import Command, spelt
from game.ui.finds import note_found, note_page
from game.ui.leaves import note_blocks, spaced, title_block
from game.ui.messages import KeyPointed, NotePointed, RowTaken
from game.ui.setting import Block, blocks_of, heading, words
from game.ui.widgets.drawn import october_of
from game.ui.widgets.keys import Key, Keys
from game.ui.widgets.menu import Menu, Row
from game.ui.widgets.sheet import Blocks, Sheet
from game.words import Words

if TYPE_CHECKING:
    from game.play.plays import About, Beginning, Section
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
            on = [Key(say("name_space"), say("key_read_on"), "turn(1)")] if self.sheet.more_below else []
            keys = [Key("↑↓", say("key_scroll")), Key(say("name_enter"), say("key_enter"), "take")]
            self.foot.show([*keys, *on, close])
        else:
            self.foot.show([Key("↑↓", say("key_scroll")), close])

    def on_resize(self) -> None:
        self.call_after_refresh(self.put_foot)

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
        (self.menu if self.rows and not self.sheet.furthest else self.sheet).turn(pages)
        self.put_foot()

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

    def __init__(self, note: str, notes: Sequence[str], after: Callable[[str], Sequence[Block]] | None = None) -> None:
        super().__init__(())
        self.note, self.notes = note, tuple(notes)
        self.after = after  # what stands below a note

    def compose(self) -> ComposeResult:
        self.put_note(self.note)
        yield from super().compose()

    def put_note(self, note: str) -> None:
        self.note = note
        note_found(self.october, note)
        blocks = note_blocks(note_page(self.october, note), self.october.words)
        self.sheet.show([*blocks, *(self.after(note) if self.after else ())])

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


# ---------------------------------------------------------------- help


def help_leaf(say: Words, listed: Sequence[Command]) -> Leaf:
    """What the keys do. Every command that has one can be taken here, so the mouse alone is enough."""
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
    keyed = [command for command in listed if command.key not in ("", "?")]
    wide = max(len(spelt(command.key)) for command in keyed) + 2
    return Leaf(blocks, [Row(c.action, say(c.words), lead=spelt(c.key).ljust(wide)) for c in keyed], numbered=False)


def starts_leaf(starts: Sequence[Beginning], say: Words) -> Leaf:
    """The question where to begin: each start, by its words."""
    rows = [Row(start.start, start.say, gap=int(number > 0)) for number, start in enumerate(starts)]
    return Leaf([title_block(say("which_start"))], rows)


def chapters_leaf(sections: Sequence[Section], say: Words) -> Leaf:
    """The chapters, to begin a game in one."""
    rows = [Row(part.id, part.title, aside=part.about) for part in sections]
    return Leaf([title_block(say("chapters")), words(say("chapters_about"), "quiet", gap=1)], rows)


def about_leaf(about: About, say: Words) -> Leaf:
    """What the story says of itself: what it is, what is in it, and whom it owes."""
    blocks = [title_block(about.title)]
    by = " · ".join(part for part in (about.by, say("about_version", version=about.version)) if part)
    blocks.append(words(by, "quiet"))
    for title, paragraphs in (("", about.about), ("about_content", about.content), ("about_credits", about.credits)):
        if paragraphs:
            blocks += [heading(say(title))] if title else []
            blocks += spaced(blocks_of(paragraphs))
    return Leaf(blocks)
