"""The palette: everything that can be done here, found by a few letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from game.play.search import folded, matches
from game.ui.commands import spelt
from game.ui.screens.searching import SearchScreen
from game.ui.themes import THEME_NAMES
from game.ui.widgets.menu import Row

if TYPE_CHECKING:
    from game.ui.app import October


class PaletteScreen(SearchScreen):
    """It answers with the action taken, to be run on the screen below."""

    side_by_side = False

    def __init__(self, listed: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self.listed = listed

    def headline(self) -> str:
        return self.october.words("palette")

    def rows(self, query: str) -> list[Row]:
        wide = max(cell_len(spelt(key)) for key, _, _ in self.listed) + 2
        return [
            Row(action, text, lead=spelt(key).ljust(wide))
            for key, text, action in self.listed
            if matches(query, folded(text))
        ]


def everything(october: October) -> list[tuple[str, str, str]]:
    """Key, words and action of all that can be done now."""
    say = october.words
    listed = [
        (command.key, say(command.words), command.action)
        for command in october.commands()
        if command.action != "app.open('palette')"
    ]
    themes = [
        ("", f"{say('setting_theme')}: {say('theme_' + name)}", f"app.use('theme', '{name}')") for name in THEME_NAMES
    ]
    spoken = [
        ("", f"{say('setting_language')}: {say('name_' + code)}", f"app.use('language', '{code}')")
        for code in october.spoken()
    ]
    return [*listed, *themes, *spoken]
