"""Everything that can be done from the title or from a page: the help and the palette list it."""

from __future__ import annotations

from typing import NamedTuple


class Command(NamedTuple):
    """`key` as a player presses it, or empty; `words` is the key of the words that say what it
    does; `action` is run on the screen it belongs to."""

    key: str
    words: str
    action: str


SCENE = (
    Command("n", "help_notes", "next_note"),
    Command("w", "help_real", "real"),
    Command("o", "help_notebook", "app.notebook"),
    Command("j", "help_journal", "journal"),
    Command("e", "help_endings", "app.endings"),
    Command("u", "help_undo", "undo"),
    Command("s", "help_save", "save"),
    Command("S", "help_quick", "quick_save"),
    Command("g", "help_saves", "saves"),
    Command("c", "help_code", "code"),
    Command("p", "help_settings", "app.settings"),
    Command("l", "help_language", "app.other_language"),
    Command("t", "help_theme", "app.next_theme"),
    Command("q", "help_title_page", "title"),
    Command("ctrl+p", "help_palette", "app.palette"),
    Command("ctrl+c", "help_quit", "app.leave"),
)

TITLE = (
    Command("", "continue", "row('continue')"),
    Command("", "new_game", "row('new')"),
    Command("", "chapters", "row('chapters')"),
    Command("", "saves", "row('saves')"),
    Command("o", "help_notebook", "app.notebook"),
    Command("e", "help_endings", "app.endings"),
    Command("p", "help_settings", "app.settings"),
    Command("l", "help_language", "app.other_language"),
    Command("t", "help_theme", "app.next_theme"),
    Command("a", "help_about_game", "row('about')"),
    Command("ctrl+p", "help_palette", "app.palette"),
    Command("q", "quit", "row('quit')"),
)

SPELT = {"ctrl+p": "^p", "ctrl+c": "^c"}  # where a key is written otherwise than it is bound


def spelt(key: str) -> str:
    """A key as it is written beside what it does."""
    return SPELT.get(key, key)
