"""The application of `october write`: one screen, and a thread that follows the files."""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

from textual.screen import Screen

from game.desk.following import Edition, Following
from game.settings import SettingsFile
from game.ui.house import House
from game.ui.screens.write import WriteScreen
from game.ui.themes import THEME_NAMES


class Desk(House):
    """Follows a story and shows it. `edition` is its first reading, `scene` where to go."""

    TITLE = "october write"

    def __init__(
        self,
        following: Following,
        edition: Edition,
        language: str,
        kept: SettingsFile,
        scene: str = "",
        theme: str = "",
    ) -> None:
        super().__init__(language, kept, theme)
        self.following, self.stop = following, Event()
        self.stage = WriteScreen(edition, language, scene)

    @property
    def path(self) -> Path:
        return self.following.path

    def get_default_screen(self) -> Screen[Any]:
        return self.stage

    def on_ready(self) -> None:
        super().on_ready()
        self.run_worker(self.follow, thread=True, name="follow")

    def on_unmount(self) -> None:
        self.stop.set()
        self.stage.leave_proof()

    def action_leave(self) -> None:
        self.stop.set()
        super().action_leave()

    def action_next_theme(self) -> None:
        """The next colours, for this run."""
        self.theme = THEME_NAMES[(THEME_NAMES.index(self.theme) + 1) % len(THEME_NAMES)]
        for widget in self.screen.walk_children():
            widget.refresh()
        self.stage.tell(self.words(f"theme_{self.theme}"))

    # ------------------------------------------------------------ in other threads

    def follow(self) -> None:
        """Hand every edition to the screen."""
        while (edition := self.following.wait(self.stop)) is not None:
            self.from_thread(self.stage.put_edition, edition)

    def from_thread(self, call: Callable[[Any], None], told: object) -> None:
        """Call something of the screen from another thread; nothing, when we are leaving."""
        with suppress(RuntimeError):
            self.call_from_thread(self.call_later, call, told)


def run(following: Following, edition: Edition, language: str, kept: SettingsFile, scene: str = "") -> int:
    """Follow the story until the writer leaves. The exit code of the command. Raises whatever
    failed inside, once the terminal is as it was."""
    app = Desk(following, edition, language, kept, scene)
    try:
        app.run()
    finally:
        gc.enable()
        app.stop.set()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0
