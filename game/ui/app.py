"""The application: which play is on, in which language and colours, and which screen shows it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.timer import Timer

from game.errors import GameError
from game.play.plays import Plays, found
from game.settings import SettingsFile
from game.ui.finds import known
from game.ui.house import House
from game.ui.themes import THEME_NAMES
from game.words import Words, languages

if TYPE_CHECKING:
    from game.play.session import Session
    from game.ui.commands import Command
    from game.ui.screens.scene import SceneScreen
    from game.ui.screens.title import TitleScreen


QUIET = 1.0  # seconds without a new page, after which finds are written


@dataclass(frozen=True)
class Launch:
    """What the command asks for.

    `slot` names a kept play. `straight` skips the title: the scene is there at once. `theme`
    is for this run, in place of the one that is set; `kept` are the settings.
    """

    plays: Plays
    language: str
    slot: str = ""
    straight: bool = False
    theme: str = ""
    kept: SettingsFile = field(default_factory=SettingsFile)


@runtime_checkable
class Worded(Protocol):
    """A screen that can put its words anew, in another language or under other settings."""

    def reword(self) -> None: ...


class October(House):
    """The Bridges of October in a terminal."""

    TITLE = "The Bridges of October"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p", "open('palette')", show=False, priority=True),
    ]

    def __init__(self, launch: Launch) -> None:
        super().__init__(launch.language, launch.kept, launch.theme)
        self.launch = launch
        self.plays = launch.plays
        self.session: Session | None = None
        self.first = "title"  # the screen that the game began with
        self.told = ""  # a line about what was just done, for the next screen
        if self.plays.profile:
            self.plays.profile.later = self.when_quiet
        self.waiting: Timer | None = None  # for a quiet moment

    # ------------------------------------------------------------ what is on

    @property
    def playing(self) -> Session:
        """The session of the scene on show."""
        if self.session is None:
            raise RuntimeError("no play is on")
        return self.session

    @property
    def trouble(self) -> str:
        """The code of whatever keeps this play from being kept, or empty."""
        journal = self.playing.journal
        return journal.trouble or ("" if journal.path else "unsaved")

    def get_default_screen(self) -> Screen[Any]:
        """The first screen is the right one at once, so that nothing is drawn twice."""
        if self.launch.straight:
            try:
                slot = self.launch.slot
                self.session = self.opened_at_once(slot) if slot else self.begun_at_once()
            except GameError as error:
                self.told = error.message
        if self.kept.set_aside:
            self.told = " ".join([self.told, self.words("settings_set_aside", name=self.kept.set_aside.name)]).strip()
        self.first = "scene" if self.session else "title"
        return self.screen_of(self.first)

    def opened_at_once(self, slot: str) -> Session:
        session, copied = self.plays.open_or_copy(slot, self.language)
        self.told = self.found(session, copied)
        return session

    def begun_at_once(self) -> Session | None:
        """A new game, unless it must be asked where it begins."""
        starts = self.plays.starts(self.language)
        if len(starts) > 1:
            self.call_later(self.new_game)
            return None
        read = known(self, "scenes")
        session = self.plays.begin(starts[0].start if starts else "", self.language)
        self.call_later(self.open_chapter, read=session.page.scene in read)
        return session

    def screen_of(self, kind: str) -> Screen[None]:
        """A title or a scene; imported only when it is shown."""
        if kind == "title":
            from game.ui.screens.title import TitleScreen

            return TitleScreen()
        from game.ui.screens.scene import SceneScreen

        return SceneScreen()

    def show(self, kind: str, told: str = "") -> None:
        """Show the title or the scene, with a calm line about what was done.

        The screen that the game began with stays at the bottom, the other is laid over it.
        """
        self.told = told
        while len(self.screen_stack) > 1:
            self.pop_screen()
        if kind != self.first:
            self.push_screen(self.screen_of(kind))
            return
        from game.ui.screens.scene import SceneScreen
        from game.ui.screens.title import TitleScreen

        if isinstance(self.screen, SceneScreen):
            self.screen.put_page()
        elif isinstance(self.screen, TitleScreen):
            self.screen.menu.hand = 0
            self.screen.reword()

    def take_told(self) -> str:
        """The calm line, once."""
        told, self.told = self.told, ""
        return told

    # ------------------------------------------------------------ beginning, going on, leaving

    def new_game(self, chapter: str = "") -> None:
        """Begin anew, in a chapter or the first; with several starts the player says where."""
        starts = self.plays.starts(self.language, chapter)
        if len(starts) < 2:
            self.begin(starts[0].start if starts else "")
            return
        from game.ui.screens.leaf import starts_leaf

        def chosen(start: str | None) -> None:
            if start:
                self.begin(start)

        self.push_screen(starts_leaf(starts, self.words), chosen)

    def begin(self, start: str) -> None:
        """Show the first page of a new play, and over it the card of its chapter."""
        read = known(self, "scenes")
        self.play(self.plays.begin(start, self.language))
        self.open_chapter(read=self.playing.page.scene in read)

    def open_chapter(self, *, read: bool) -> None:
        """Lay the card of the chapter that the page opens over it, if it opens one. `read`:
        the page was read before; with what was read passed over, so is its card."""
        opening = self.playing.opening
        if opening and opening.card and not (read and self.settings.read_before == "skip"):
            from game.ui.screens.card import CardScreen

            self.push_screen(CardScreen(opening, opening.card))

    def go_on(self) -> None:
        """Go on with the play last touched."""
        slot = self.launch.slot or self.plays.latest()
        if slot:
            self.open_slot(slot)

    def open_slot(self, slot: str) -> None:
        """Open a kept play; one that is open elsewhere is played on in a copy."""
        try:
            session, copied = self.plays.open_or_copy(slot, self.language)
        except GameError as error:
            self.show("title", f"{self.words('not_opened')} {error.message}")
            return
        self.play(session, self.found(session, copied))

    def found(self, session: Session, copied: bool) -> str:
        """What opening a play found, in words."""
        keys = ("copy_opened",) * copied + found(session)
        return " ".join(self.words(key) for key in keys)

    def show_saves(self) -> None:
        """The kept plays, to open one, or to rename, delete, import and export them."""
        from game.ui.screens.saves import SavesScreen
        from game.ui.screens.title import TitleScreen

        def closed(_: None) -> None:
            if isinstance(self.screen, TitleScreen):  # there may be something to go on with by now
                self.screen.reword()

        self.push_screen(SavesScreen(), closed)

    def play(self, session: Session, told: str = "") -> None:
        """Show a play's page, with a line for what opening it found."""
        self.let_go()
        self.session = session
        self.show("scene", told)

    def to_title(self) -> None:
        """Leave the play, which is kept, for the title."""
        told = "unsaved" if self.trouble == "unsaved" else "kept"
        self.let_go()
        gc.collect()  # see House.on_ready
        self.show("title", self.words(told))

    def when_quiet(self, act: Callable[[], None]) -> None:
        """Do what need keep no page waiting, when none has turned for a while: a disk that is
        still busy with it would hold up the next choice."""
        if self.waiting:
            self.waiting.stop()
        self.waiting = self.set_timer(QUIET, act)

    def let_go(self) -> None:
        """Let go of the play that is on."""
        if self.plays.profile:
            self.plays.profile.keep()
        if self.session:
            self.plays.close(self.session)
            self.session = None

    def action_leave(self) -> None:
        """Leave the game; everything is kept already."""
        self.let_go()
        self.exit()

    def keep_copy(self, name: str) -> str:
        """Keep a copy of the play under a name; the name as it is kept. Raises GameError."""
        return self.plays.copy(self.playing, name)

    # ------------------------------------------------------------ language and colours

    def spoken(self) -> list[str]:
        """The languages in which both the story and the interface can be had."""
        both = [code for code in self.plays.story.languages if code in languages()]
        return both or [self.language]

    def change(self, **values: object) -> None:
        """Change settings; they count at once and are kept. Raises ValueError for what is not allowed."""
        self.kept.change(**values)
        if "theme" in values:
            self.theme = str(values["theme"])
        if "language" in values:
            self.speak(str(values["language"]))
        for screen in self.screen_stack[self.screen_stack.index(self.base) :]:  # what lies below has no play
            if isinstance(screen, Worded):
                screen.reword()
            for widget in screen.walk_children():
                widget.refresh()

    def speak(self, language: str) -> None:
        """Another language; page, place in the text and open note stay."""
        if language != self.language:
            self.language, self.words = language, Words(language)
            if self.session:
                self.session.speak(language)

    def action_other_language(self) -> None:
        """The next language."""
        codes = self.spoken()
        at = codes.index(self.language) if self.language in codes else -1
        self.change(language=codes[(at + 1) % len(codes)])

    def action_next_theme(self) -> None:
        """The next colours; a line says which."""
        self.action_use("theme", THEME_NAMES[(THEME_NAMES.index(self.theme) + 1) % len(THEME_NAMES)])

    def action_use(self, key: str, value: str) -> None:
        """Set one thing; for colours, which have no name on the page, a line says which."""
        self.change(**{key: value})
        if key == "theme":
            self.base.tell(self.words(f"theme_{value}"))

    # ------------------------------------------------------------ screens over the title and the scene

    @property
    def base(self) -> SceneScreen | TitleScreen:
        """The title or the scene, whichever is on top."""
        from game.ui.screens.scene import SceneScreen
        from game.ui.screens.title import TitleScreen

        return next(screen for screen in reversed(self.screen_stack) if isinstance(screen, SceneScreen | TitleScreen))

    def commands(self) -> Sequence[Command]:
        """What can be done now on the title or the scene, whichever is on top."""
        from game.ui import commands
        from game.ui.screens.scene import SceneScreen

        several = len(self.plays.story.chapters) > 1 and not self.plays.chapter
        listed = commands.SCENE if isinstance(self.base, SceneScreen) else commands.TITLE
        play = bool(self.plays.latest())
        return [command for command in listed if commands.can_be_taken(command, play=play, chapters=several)]

    def action_open(self, door: str) -> None:
        """What lies over the title and the scene: the notebook, the settings ..."""
        from game.ui.doors import DOORS

        if self.screen.id == "card":  # any key goes on, one that opens something too
            self.pop_screen()
        DOORS[door](self)


def run(request: Launch) -> int:
    """Play in the terminal until the player leaves. The exit code of the command. Raises
    whatever failed inside the game, once the terminal is as it was."""
    gc.disable()  # until the first page is there: it would only look through what was just made
    app = October(request)
    try:
        app.run()
    finally:
        gc.enable()
        app.let_go()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0
