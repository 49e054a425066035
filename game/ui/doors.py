"""The doors from the title and the scene to what lies over them. Each screen is imported when its door opens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from game.errors import GameError

if TYPE_CHECKING:
    from game.ui.app import October


def settings(october: October) -> None:
    from game.ui.screens.settings import SettingsScreen

    october.push_screen(SettingsScreen())


def notebook(october: October) -> None:
    from game.ui.screens.notebook import NotebookScreen

    october.push_screen(NotebookScreen())


def endings(october: October) -> None:
    """The endings found; in a play the roads taken too, to go back to one."""
    from game.ui.screens.endings import endings_screen

    def taken(row: str | None) -> None:
        go_back(october, row)

    october.push_screen(endings_screen(october), taken)


def journal(october: October) -> None:
    """The journal of the play that is on, to read, and to go back to any page."""
    from game.ui.screens.journal import JournalScreen

    def taken(row: str | None) -> None:
        go_back(october, row)

    october.push_screen(JournalScreen(), taken)


def go_back(october: October, row: str | None) -> None:
    """A line of the journal was taken, to stand there again; None: none was."""
    from game.ui.screens.scene import SceneScreen

    if row is None or october.session is None:
        return
    try:
        october.session.go_to(int(row))
    except GameError:
        october.told = october.words("road_closed")
    if isinstance(october.base, SceneScreen):
        october.base.put_page()


def real(october: October) -> None:
    """What is real on the page."""
    from game.ui.screens.real import real_screen

    october.push_screen(real_screen(october))


def about(october: October) -> None:
    """What the story says of itself: its content, its credits."""
    from game.ui.screens.leaf import about_leaf

    october.push_screen(about_leaf(october.plays.about(october.language), october.words))


def help_(october: October) -> None:
    """The keys; every line can be taken."""
    from game.ui.screens.leaf import help_leaf

    base = october.base

    def asked(action: str | None) -> None:
        if action:
            base.call_later(base.run_action, action)

    october.push_screen(help_leaf(october.words, october.commands()), asked)


def new(october: October) -> None:
    """A new game; the one that is on is kept."""
    october.new_game()


def chapters(october: October) -> None:
    """In which chapter a new game begins."""
    from game.ui.screens.leaf import chapters_leaf

    def chosen(chapter: str | None) -> None:
        if chapter:
            october.new_game(chapter)

    october.push_screen(chapters_leaf(october.plays.chapters(october.language), october.words), chosen)


def palette(october: October) -> None:
    """Everything that can be done on the title or the scene, whatever lies over it."""
    from game.ui.screens.palette import PaletteScreen, everything

    if isinstance(october.screen, PaletteScreen):
        return
    base = october.base

    def chosen(action: str | None) -> None:
        if action:
            while october.screen is not base:
                october.pop_screen()
            base.call_later(base.run_action, action)

    october.push_screen(PaletteScreen(everything(october)), chosen)


DOORS: Mapping[str, Callable[[October], None]] = {
    "about": about,
    "chapters": chapters,
    "endings": endings,
    "help": help_,
    "journal": journal,
    "new": new,
    "notebook": notebook,
    "palette": palette,
    "real": real,
    "settings": settings,
}
