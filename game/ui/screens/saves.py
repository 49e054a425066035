"""The saves: every kept play of this story, and what can be done with one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from game.errors import GameError
from game.play import carrying
from game.play.glimpse import Glimpse, glimpse
from game.play.saves import Kept
from game.ui.leaves import title_block
from game.ui.messages import KeyPointed, RowTaken
from game.ui.screens.leaf import Leaf
from game.ui.screens.saving import Asking
from game.ui.screens.small import TooSmall, fits
from game.ui.setting import Block, Piece, clean, words
from game.ui.widgets.drawn import october_of
from game.ui.widgets.keys import Key, Keys
from game.ui.widgets.menu import Row
from game.ui.widgets.sheet import Sheet
from game.ui.widgets.shelf import Shelf

if TYPE_CHECKING:
    from game.play.session import Session
    from game.ui.app import October
    from game.words import Words

LONGEST_PATH = 1000
LONGEST_CODE = 4000


class SavesScreen(Screen[None]):
    """The shelf, and one line about what was just done."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(number), f"number({number})", show=False) for number in range(1, 10)),
        Binding("up,k", "hand(-1)", show=False),
        Binding("down,tab", "hand(1)", show=False),
        Binding("space,pagedown", "turn(1)", show=False),
        Binding("b,pageup", "turn(-1)", show=False),
        Binding("home", "hand(-100000)", show=False),
        Binding("end", "hand(100000)", show=False),
        Binding("enter", "open", show=False),
        Binding("r", "rename", show=False),
        Binding("d,delete", "delete", show=False),
        Binding("u", "undelete", show=False),
        Binding("i", "bring_in", show=False),
        Binding("x", "carry_out", show=False),
        Binding("c", "code", show=False),
        Binding("w", "follow", show=False),
        Binding("f1,question_mark", "help", show=False),
        Binding("escape,q", "close", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.head = Sheet(indent=3, right=3, measure=104, id="saves_head")
        self.shelf = Shelf(self.look, id="shelf")
        self.notice = Sheet(indent=3, right=2, measure=104, id="notice")
        self.foot = Keys(id="foot")
        self.deleted: list[str] = []  # by their names in the trash, the last one last

    @property
    def october(self) -> October:
        return october_of(self)

    @property
    def current(self) -> str:
        """The slot of the play that is on, if one is."""
        session = self.october.session
        return session.journal.path.stem if session and session.journal.path else ""

    def look(self, play: Kept) -> Glimpse:
        return glimpse(self.october.plays.story, self.october.language, play.path)

    def compose(self) -> ComposeResult:
        self.set_class(not fits(self.october.size), "small")
        yield self.head
        yield self.shelf
        yield self.notice
        yield self.foot
        yield TooSmall(id="small")
        self.put(self.current)

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(not fits(self.october.size), "small")

    def put(self, slot: str = "", told: str = "", trouble: str = "") -> None:
        """The shelf as it is now, the hand on `slot`, and a line for what was done or why it was not."""
        say = self.october.words
        plays = self.october.plays.shelf()
        self.shelf.current = self.current
        self.shelf.show(plays, slot)
        blocks = [title_block(say("saves"))]
        self.head.show(blocks if plays else [*blocks, words(say("no_saves"), gap=1)])
        shown = [Block((Piece(clean(told), "quiet"),), (Piece("· ", "quiet"),))] if told else []
        if trouble:
            shown.append(words(trouble, "red", lead="! ", lead_role="red"))
        self.notice.show(shown)
        self.notice.display = bool(shown)
        self.put_foot()

    def put_foot(self) -> None:
        say = self.october.words
        keys = [Key(say("name_enter"), say("saves_key_open"), "open"), Key("r", say("saves_key_rename"), "rename")]
        keys.append(Key("d", say("saves_key_delete"), "delete"))
        if not self.shelf.plays:
            keys = [Key("w", say("saves_key_follow"), "follow")]
        if self.deleted:
            keys[-1] = Key("u", say("saves_key_undelete"), "undelete")
        more = Key("?", say("key_more"), "help")
        self.foot.show([*keys, more, Key(say("name_esc"), say("key_close"), "close")])

    def refuse(self, error: GameError) -> None:
        self.put(trouble=carrying.error_words(error, self.october.words))

    # ------------------------------------------------------------ the hand

    def action_hand(self, step: int) -> None:
        self.shelf.move_hand(step)

    def action_turn(self, pages: int) -> None:
        self.shelf.turn(pages)

    def action_number(self, number: int) -> None:
        if number <= len(self.shelf.plays):
            self.shelf.hand = number - 1
            self.action_open()

    def on_row_taken(self, message: RowTaken) -> None:
        message.stop()
        if self.is_current:
            self.action_open()

    def on_key_pointed(self, message: KeyPointed) -> None:
        message.stop()
        self.call_later(self.run_action, message.action)

    def action_close(self) -> None:
        if self.is_current:
            self.dismiss(None)

    # ------------------------------------------------------------ opening

    def action_open(self) -> None:
        """Go on with the play of the hand; a copy of it when another game holds it."""
        play, app = self.shelf.held, self.october
        if play is None or not self.is_current:
            return
        if play.slot == self.current:
            self.dismiss(None)
            return
        try:
            session, copied = app.plays.open_or_copy(play.slot, app.language)
        except GameError as error:
            self.refuse(error)
            return
        app.play(session, app.found(session, copied))

    def action_follow(self) -> None:
        """A new play along the road of a code that somebody shared."""
        app = self.october

        def walked(code: str) -> str:
            session = app.plays.follow(code, app.language)
            app.call_later(app.play, session, app.words("follow_done", count=len(session.road)))
            return code

        app.push_screen(Asking("follow", walked, longest=LONGEST_CODE))

    # ------------------------------------------------------------ names

    def action_rename(self) -> None:
        play = self.shelf.held
        if play is None:
            return

        def renamed(name: str) -> str:
            return carrying.rename(self.october.plays, self.october.session, play.slot, name)[0]

        def told(name: str | None) -> None:
            if name:
                self.put(name, self.october.words("rename_done", old=play.slot, name=name))

        self.october.push_screen(Asking("rename", renamed, value=play.slot), told)

    def action_delete(self) -> None:
        """To the trash, from where `u` brings it back."""
        play = self.shelf.held
        if play is None:
            return
        if play.slot == self.current:
            self.put(trouble=self.october.words("saves_not_this"))
            return
        try:
            self.deleted.append(self.october.plays.saves.delete(play.slot).slot)
        except GameError as error:
            self.refuse(error)
            return
        self.put(told=self.october.words("saves_deleted", name=play.slot))

    def action_undelete(self) -> None:
        if not self.deleted:
            self.put(told=self.october.words("saves_none_deleted"))
            return
        try:
            name = self.october.plays.saves.undelete(self.deleted[-1]).slot
        except GameError as error:
            self.refuse(error)
            return
        self.deleted.pop()
        self.put(name, self.october.words("saves_undeleted", name=name))

    # ------------------------------------------------------------ in and out

    def action_bring_in(self) -> None:
        """A play from a file. In a browser the files are those of another machine, so it is not offered."""
        if self.october.is_web:
            self.put(told=self.october.words("saves_in_browser"))
            return

        def brought(typed: str) -> str:
            done = carrying.bring_in(self.october.plays, carrying.typed_path(typed))
            self.october.told = self.october.words("bring_in_done" if done.whole else "bring_in_part", name=done.slot)
            return done.slot

        def told(slot: str | None) -> None:
            if slot:
                self.put(slot, self.october.take_told())

        self.october.push_screen(Asking("bring_in", brought, longest=LONGEST_PATH), told)

    def action_carry_out(self) -> None:
        """The play of the hand into a file; in a browser, as a download."""
        play, app = self.shelf.held, self.october
        if play is None:
            return
        if app.is_web:
            app.deliver_binary(play.path, save_filename=play.path.name, open_method="download")
            self.put(told=app.words("saves_download"))
            return

        def carried(typed: str) -> str:
            return str(carrying.carry_out(app.plays, play.slot, carrying.typed_path(typed)))

        def told(path: str | None) -> None:
            if path:
                self.put(play.slot, app.words("carry_out_done", path=path))

        app.push_screen(Asking("carry_out", carried, value=f"~/{play.slot}.jsonl", longest=LONGEST_PATH), told)

    # ------------------------------------------------------------ the code of a road

    def action_code(self) -> None:
        """The road of the play of the hand, to share."""
        play, app = self.shelf.held, self.october
        if play is None:
            return
        try:
            if app.session and play.slot == self.current:
                session = app.session
            else:
                session = opened_to_read(app, play.slot)
        except GameError as error:
            self.refuse(error)
            return
        app.push_screen(code_leaf(app, session))

    def action_help(self) -> None:
        def asked(action: str | None) -> None:
            if action:
                self.call_later(self.run_action, action)

        self.october.push_screen(saves_help(self.october.words), asked)


def opened_to_read(app: October, slot: str) -> Session:
    """A play as it stands, which nothing will write. Raises GameError."""
    from game.play.session import Session

    return Session.open(app.plays.story, app.language, app.plays.saves.open(slot, write=False))


def code_leaf(app: October, session: Session) -> Leaf:
    """The code of the road so far; it goes to the clipboard where the terminal allows that."""
    say, code = app.words, session.code()
    app.copy_to_clipboard(code)
    groups = code.split("-")

    def blocks(room: int) -> list[Block]:
        each = max(1, room // 5)  # groups of four letters and a dash
        lines = ["-".join(groups[at : at + each]) for at in range(0, len(groups), each)]
        shown = [title_block(say("code")), words(say("code_about"), gap=1)]
        shown += [words(line, "strong", gap=int(number == 0)) for number, line in enumerate(lines)]
        return [*shown, words(say("code_copied"), "quiet", gap=1)]

    return Leaf(blocks)


def saves_help(say: Words) -> Leaf:
    """Everything that can be done here, each line to be taken."""
    told = [
        (say("name_enter"), "saves_help_open", "open"),
        ("r", "saves_help_rename", "rename"),
        ("d", "saves_help_delete", "delete"),
        ("u", "saves_help_undelete", "undelete"),
        ("i", "saves_help_bring_in", "bring_in"),
        ("x", "saves_help_carry_out", "carry_out"),
        ("c", "saves_help_code", "code"),
        ("w", "saves_help_follow", "follow"),
    ]
    wide = max(len(key) for key, _, _ in told) + 2
    rows = [Row(action, say(text), lead=key.ljust(wide)) for key, text, action in told]
    return Leaf([title_block(say("saves")), words(say("saves_help_about"), gap=1)], rows, numbered=False)
