"""The scene: a page to read, a margin beside it, the choices at its foot."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.screen import Screen

from game.errors import GameError
from game.play.page import Page
from game.story.model import GO_ON
from game.ui.finds import note_found
from game.ui.leaves import changed_block, head_lines, margin_blocks, note_blocks, prose_blocks
from game.ui.messages import KeyPointed, NotePointed, RowTaken
from game.ui.screens.small import TooSmall, fits
from game.ui.setting import Block, Piece, clean
from game.ui.turning import Turned, changed_words, take, taken_before
from game.ui.widgets.drawn import Ground, october_of
from game.ui.widgets.keys import Key, Keys
from game.ui.widgets.lines import Lines
from game.ui.widgets.menu import Menu, Row
from game.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from game.ui.app import October

FOLDED_BELOW = 76  # columns; narrower, and the margin is one line over the title
SIDE_BY_SIDE = 120  # columns; from here on a note is read beside the text
WIDEST = 136  # columns; a wider window has empty sides
INDENT = 3
MEASURE = 72
APPEAR = 0.4  # seconds in which a page appears, paragraph by paragraph

JOURNAL, CHRONICLE, UNDO, TITLE = (
    "~journal",
    "~chronicle",
    "~undo",
    "~title",
)  # what next, after an ending; no choice is named so


def margin_width(columns: int) -> int:
    """How wide the margin is in a window of so many columns; 0 when it is folded."""
    columns = min(columns, WIDEST)
    if columns < FOLDED_BELOW:
        return 0
    if columns >= SIDE_BY_SIDE:
        return max(46, columns - MEASURE - INDENT - 5)
    return min(34, max(26, columns - MEASURE - INDENT - 4))


class Spread(Ground, Container):
    """The page and its margin."""


class SceneScreen(Ground, Screen[None]):
    """Shows the page of the app's session, and turns it."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(number), f"number({number})", show=False) for number in range(1, 10)),
        Binding("up,k", "hand(-1)", show=False),
        Binding("down,tab", "hand(1)", show=False),
        Binding("enter", "take", show=False),
        Binding("space,pagedown", "turn(1)", show=False),
        Binding("b,pageup", "turn(-1)", show=False),
        Binding("home", "turn(-1000)", show=False),
        Binding("end", "turn(1000)", show=False),
        Binding("n", "next_note", show=False),
        Binding("u", "undo", show=False),
        Binding("j", "app.open('journal')", show=False),
        Binding("m", "map", show=False),
        Binding("d", "day_line", show=False),
        Binding("s", "save", show=False),
        Binding("S,f5", "quick_save", show=False),
        Binding("g", "saves", show=False),
        Binding("c", "code", show=False),
        Binding("x", "chronicle", show=False),
        Binding("l", "app.other_language", show=False),
        Binding("t", "app.next_theme", show=False),
        Binding("w", "app.open('real')", show=False),
        Binding("o", "app.open('notebook')", show=False),
        Binding("e", "app.open('endings')", show=False),
        Binding("p", "app.open('settings')", show=False),
        Binding("a", "app.open('about')", show=False),
        Binding("f1,question_mark", "app.open('help')", show=False),
        Binding("q", "title", show=False),
        Binding("escape", "close_note", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.head = Lines(id="head")
        self.prose = Sheet(indent=INDENT, right=3, measure=MEASURE, id="prose")
        self.margin = Sheet(right=2, measure=60, id="margin")
        self.notice = Sheet(indent=1, right=2, measure=110, id="notice")
        self.choices = Menu(id="choices")
        self.foot = Keys(id="foot")
        self.note = ""  # the note open in the margin
        self.turned = Turned()  # how the page was reached

    @property
    def october(self) -> October:
        return october_of(self)

    @property
    def page(self) -> Page:
        return self.october.playing.page

    @property
    def wide(self) -> bool:
        """Whether a note is read beside the text."""
        return self.october.size.width >= SIDE_BY_SIDE

    def compose(self) -> ComposeResult:
        self.fold()
        self.put_page()
        yield self.head
        with Spread(id="spread"):
            yield self.prose
            yield self.margin
        yield self.notice
        yield self.choices
        yield self.foot
        yield TooSmall(id="small")

    def on_resize(self, event: events.Resize) -> None:
        self.fold()
        if self.october.session:  # none while the title lies over a play that was left
            self.put_margin()
            self.put_foot()

    def fold(self) -> None:
        """Give the margin the room that this window has for it."""
        width = margin_width(self.october.size.width)
        self.margin.display = width > 0
        self.margin.styles.width = width
        self.set_class(not fits(self.october.size), "small")

    # ------------------------------------------------------------ the page

    def put_page(self, turned: Turned | None = None) -> None:
        """Show the session's page from its top; `turned` says how a choice led to it."""
        page, words, settings = self.page, self.october.words, self.october.settings
        self.note, self.turned = "", turned or Turned()
        self.prose.measure = settings.measure
        self.head.show(lambda width: head_lines(page, words, width, margin_width(width)))
        self.prose.show(prose_blocks(page, words, self.note_title))
        if turned and not turned.read and settings.pace == "by_paragraph" and not settings.still:
            self.prose.appear(APPEAR)
        self.choices.offer(self.rows_of(page))
        self.put_margin()
        self.put_notice()
        self.call_after_refresh(self.put_foot)

    def reword(self) -> None:
        """The language has changed; the place in the text and the open note stay."""
        top, note, hand = self.prose.top, self.note, self.choices.hand
        self.put_page(self.turned)
        self.prose.complete()
        self.prose.top, self.note = top, note
        self.choices.offer(self.choices.rows, max(hand, 0))
        self.put_margin()

    def rows_of(self, page: Page) -> list[Row]:
        """The choices, those that cannot be taken last; after an ending, what next."""
        words = self.october.words
        if page.ending:
            rows = [Row(JOURNAL, words("read_road"))]
            rows += [Row(UNDO, words("step_back"))] if self.october.playing.number else []
            return [*rows, Row(CHRONICLE, words("chronicle_write")), Row(TITLE, words("to_title"))]
        taken = taken_before(self.october, page) if self.october.settings.read_before != "show" else ()
        offered = [
            Row(o.id, self.words_of(o.id, o.words), aside=words("taken_before") if o.id in taken else "")
            for o in page.open_options()
        ]
        return offered + [Row(o.id, o.words, closed=o.locked) for o in page.options if o.locked]

    def words_of(self, option: str, said: str) -> str:
        """The words of a choice; a scene's only way has none of its own."""
        return said or (self.october.words("go_on") if option == GO_ON else option)

    def note_title(self, note: str) -> str:
        return self.october.playing.note(note).title

    def put_margin(self) -> None:
        """The margin: the open note where there is room for it, else place and people."""
        words = self.october.words
        if self.note and self.wide:
            self.margin.show(note_blocks(self.october.playing.note(self.note), words))
        else:
            self.note = ""
            read = self.turned.read and self.october.settings.read_before != "show"
            changed = changed_words(self.october, self.turned)
            self.margin.show(margin_blocks(self.page, words, self.note_title, changed, read=read))

    def put_notice(self) -> None:
        """What was just done, and any trouble in keeping the game."""
        words, trouble = self.october.words, self.october.trouble
        told = self.october.take_told()
        blocks = [Block((Piece(clean(told), "quiet"),), (Piece("· ", "quiet"),))] if told else []
        if not self.margin.display:  # no margin to tell it in
            blocks += [changed_block(text) for text in changed_words(self.october, self.turned)]
        if trouble in words.table:
            blocks.append(Block((Piece(words(trouble), "red"),), (Piece("! ", "red"),)))
        self.notice.show(blocks)
        self.notice.display = bool(blocks)

    def put_foot(self) -> None:
        """The keys that matter most on this page, at most five."""
        words = self.october.words
        keys = [Key("1-9", words("key_choose"))]
        if self.note:
            keys.append(Key(words("name_esc"), words("key_close"), "close_note"))
        elif self.prose.more_below:
            keys.append(Key(words("name_space"), words("key_read_on"), "turn(1)"))
        if self.page.notes:
            keys.append(Key("n", words("key_next_note" if self.note else "key_notes"), "next_note"))
        keys += [Key("m", words("key_map"), "map"), Key("j", words("key_journal"), "app.open('journal')")]
        self.foot.show([*keys[:4], Key("?", words("key_more"), "app.open('help')")])

    def tell(self, text: str) -> None:
        """A calm line over the choices, until the next page."""
        self.october.told = text
        self.put_notice()

    # ------------------------------------------------------------ choosing

    def on_key(self, event: events.Key) -> None:
        """Any key completes a page that is still appearing; those that read on do nothing more."""
        if self.prose.complete() and event.key in ("space", "enter", "down", "pagedown"):
            event.stop()

    def action_number(self, number: int) -> None:
        self.choices.take_number(number)

    def action_hand(self, step: int) -> None:
        self.choices.move_hand(step)

    def action_take(self) -> None:
        self.choices.take_hand()

    def action_turn(self, pages: int) -> None:
        self.prose.turn(pages)
        self.put_foot()

    def on_row_taken(self, message: RowTaken) -> None:
        message.stop()
        if self.october.screen is not self or message.row not in [row.id for row in self.choices.rows]:
            return  # a key struck twice: the page has turned already
        ways = {
            JOURNAL: self.open_journal,
            CHRONICLE: self.action_chronicle,
            UNDO: self.action_undo,
            TITLE: self.action_title,
        }
        if message.row in ways:
            ways[message.row]()
            return
        try:
            turned = take(self.october, message.row)
        except GameError as error:
            self.tell(error.message)
            return
        if turned.passed:
            key = "passed_one" if turned.passed == 1 else "passed"
            self.october.told = self.october.words(key, count=turned.passed)
        self.put_page(turned)
        self.october.open_chapter(read=turned.read)

    def action_undo(self) -> None:
        session = self.october.playing
        if not session.number:
            self.tell(self.october.words("nothing_to_undo"))
            return
        session.undo()
        self.put_page()
        self.tell(self.october.words("undone"))

    # ------------------------------------------------------------ notes

    def on_note_pointed(self, message: NotePointed) -> None:
        self.open_note(message.note)

    def action_next_note(self) -> None:
        """The first note of the page; then the one after the open one."""
        notes = self.page.notes
        if not notes:
            self.tell(self.october.words("no_notes"))
            return
        after = notes.index(self.note) + 1 if self.note in notes else 0
        self.open_note(notes[after % len(notes)])

    def open_note(self, note: str) -> None:
        """Beside the text where there is room, else on a leaf over it."""
        if self.wide:
            self.note = note
            note_found(self.october, note)
            self.put_margin()
            self.put_foot()
        else:
            from game.ui.screens.leaf import NoteLeaf

            notes = self.page.notes if note in self.page.notes else (note,)
            self.october.push_screen(NoteLeaf(note, notes))

    def action_close_note(self) -> None:
        self.note = ""
        self.put_margin()
        self.put_foot()

    # ------------------------------------------------------------ other screens

    def on_key_pointed(self, message: KeyPointed) -> None:
        self.call_later(self.run_action, message.action)

    def action_save(self) -> None:
        from game.ui.screens.saving import SavingScreen

        def saved(name: str | None) -> None:
            if name:
                self.tell(self.october.words("saved", name=name))

        self.october.push_screen(SavingScreen(), saved)

    def action_quick_save(self) -> None:
        """A copy at once, named by place and hour."""
        from game.play.carrying import error_words, quick_save

        app = self.october
        try:
            self.tell(app.words("quick_saved", name=quick_save(app.plays, app.playing, app.words)))
        except GameError as error:
            self.tell(error_words(error, app.words))

    def action_saves(self) -> None:
        self.october.show_saves()

    def action_chronicle(self) -> None:
        """The road so far as a document in the folder of saves; in a browser, as a download."""
        from game.play.carrying import error_words, keep_chronicle

        app = self.october
        try:
            path = keep_chronicle(app.plays, app.playing, app.words)
        except GameError as error:
            self.tell(error_words(error, app.words))
            return
        if app.is_web:
            app.deliver_binary(path, save_filename=path.name, open_method="download", mime_type="text/html")
        self.tell(app.words("chronicle_download" if app.is_web else "chronicle_done", path=path))

    def action_code(self) -> None:
        from game.ui.screens.saves import code_leaf

        self.october.push_screen(code_leaf(self.october, self.october.playing))

    def action_map(self) -> None:
        from game.ui.screens.map import MapScreen

        def answered(other: str | None) -> None:
            if other:
                self.action_day_line()

        self.october.push_screen(MapScreen(), answered)

    def action_day_line(self) -> None:
        from game.ui.screens.day import DayLeaf

        def answered(other: str | None) -> None:
            if other:
                self.action_map()

        self.october.push_screen(DayLeaf(), answered)

    def open_journal(self) -> None:
        self.call_later(self.run_action, "app.open('journal')")

    def action_title(self) -> None:
        self.october.to_title()
