"""What every application of the house has: its sheets and colours, its words, its ways to leave."""

from __future__ import annotations

import gc
import os
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from game.settings import Settings, SettingsFile
from game.ui.themes import PALETTES, first_theme, textual_theme
from game.words import Words

OLDEST = 1000  # looks through what is newer, before one through all that is old


class House(App[None]):
    """An application in one language of the interface, with the colours that are set. `theme`
    is for this run, in place of the one that is set."""

    CSS_PATH = "october.tcss"
    ENABLE_COMMAND_PALETTE = False
    ESCAPE_TO_MINIMIZE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c,ctrl+q", "leave", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", show=False, priority=True),
    ]

    def __init__(self, language: str, kept: SettingsFile, theme: str = "") -> None:
        # Said before the theme is known, or Textual makes black of the terminal's own colours.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.language = language
        self.words = Words(language)
        self.kept = kept
        for name in PALETTES:
            self.register_theme(textual_theme(name))
        self.theme = first_theme(theme or self.settings.theme, self.no_color, self.console.color_system)

    @property
    def settings(self) -> Settings:
        return self.kept.now

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
        # A look through all that is old takes longer than a page; one is taken on the way to the title.
        gc.set_threshold(700, 10, OLDEST)
        gc.enable()
        if self.is_web:
            from game.ui.lifeline import leave_with_server

            leave_with_server(self)

    def action_leave(self) -> None:
        """Leave; nothing waits to be kept."""
        self.exit()

    # ------------------------------------------------------------ when the program itself fails

    @property
    def failure(self) -> Exception | None:
        """What ended the program, if it was no wish of the player's."""
        return self._exception

    def _fatal_error(self) -> None:
        # Textual would print a report of its own; the command writes one beside the saves.
        self._close_messages_no_wait()
