"""The application: which play is on, in which language and colours, and which screen shows it."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from game.errors import GameError
from game.play.plays import Plays, found
from game.settings import Settings, SettingsFile
from game.ui.themes import PALETTES, THEME_NAMES, first_theme, textual_theme
from game.words import Words, languages

if TYPE_CHECKING:
    from game.play.session import Session
    from game.ui.commands import Command
    from game.ui.screens.scene import SceneScreen
    from game.ui.screens.title import TitleScreen


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


class October(App[None]):
    """The Bridges of October in a terminal."""

    CSS_PATH = "october.tcss"
    TITLE = "The Bridges of October"
    ENABLE_COMMAND_PALETTE = False
    ESCAPE_TO_MINIMIZE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c,ctrl+q", "leave", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", show=False, priority=True),
        Binding("ctrl+p", "open('palette')", show=False, priority=True),
    ]

    def __init__(self, launch: Launch) -> None:
        # Said before the theme is known, or Textual makes black of the terminal's own colours.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.launch = launch
        self.language = launch.language
        self.words = Words(launch.language)
        self.plays = launch.plays
        self.session: Session | None = None
        self.first = "title"  # the screen that the game began with
        self.told = ""  # a line about what was just done, for the next screen
        for name in PALETTES:
            self.register_theme(textual_theme(name))
        self.kept = launch.kept
        if self.plays.profile:
            self.plays.profile.later = self.after_painting
        self.theme = first_theme(launch.theme or self.settings.theme, self.no_color, self.console.color_system)

    def on_load(self) -> None:
        from game.ui.lifeline import leave_on_signals

        leave_on_signals(self)

    def refresh_css(self, animate: bool = True) -> None:
        """Textual's own, but before the first page is there, no rules of another theme are."""
        if self.is_running:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def on_ready(self) -> None:
        gc.freeze()  # what was made until now is kept: nobody need look through it again
        gc.enable()
        if self.is_web:
            from game.ui.lifeline import leave_with_server

            leave_with_server(self)

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
        return self.plays.begin("", self.language)

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
            self.play(self.plays.begin(starts[0].start if starts else "", self.language))
            return
        from game.ui.screens.leaf import starts_leaf

        def chosen(start: str | None) -> None:
            if start:
                self.play(self.plays.begin(start, self.language))

        self.push_screen(starts_leaf(starts, self.words), chosen)

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
        self.show("title", self.words(told))

    def after_painting(self, act: Callable[[], None]) -> None:
        """Do what need not keep the page waiting."""
        if not self.call_after_refresh(act):  # the game is ending
            act()

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

    @property
    def settings(self) -> Settings:
        return self.kept.now

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

        DOORS[door](self)

    # ------------------------------------------------------------ when the game itself fails

    @property
    def failure(self) -> Exception | None:
        """What ended the game, if it was no wish of the player's."""
        return self._exception

    def _fatal_error(self) -> None:
        # Textual would print a report of its own; the command writes one beside the saves.
        self._close_messages_no_wait()


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
