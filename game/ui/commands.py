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
    Command("w", "help_real", "app.open('real')"),
    Command("o", "help_notebook", "app.open('notebook')"),
    Command("m", "help_map", "map"),
    Command("d", "help_day", "day_line"),
    Command("j", "help_journal", "app.open('journal')"),
    Command("e", "help_endings", "app.open('endings')"),
    Command("u", "help_undo", "undo"),
    Command("s", "help_save", "save"),
    Command("S", "help_quick", "quick_save"),
    Command("g", "help_saves", "saves"),
    Command("c", "help_code", "code"),
    Command("x", "help_chronicle", "chronicle"),
    Command("p", "help_settings", "app.open('settings')"),
    Command("l", "help_language", "app.other_language"),
    Command("t", "help_theme", "app.next_theme"),
    Command("a", "help_about_game", "app.open('about')"),
    Command("", "new_game", "app.open('new')"),
    Command("", "chapters", "app.open('chapters')"),
    Command("q", "help_title_page", "title"),
    Command("ctrl+p", "help_palette", "app.open('palette')"),
    Command("?", "help", "app.open('help')"),
    Command("ctrl+c", "help_quit", "app.leave"),
)

TITLE = (
    Command("", "continue", "row('continue')"),
    Command("", "new_game", "app.open('new')"),
    Command("", "chapters", "app.open('chapters')"),
    Command("", "saves", "row('saves')"),
    Command("o", "help_notebook", "app.open('notebook')"),
    Command("e", "help_endings", "app.open('endings')"),
    Command("p", "help_settings", "app.open('settings')"),
    Command("l", "help_language", "app.other_language"),
    Command("t", "help_theme", "app.next_theme"),
    Command("a", "help_about_game", "app.open('about')"),
    Command("ctrl+p", "help_palette", "app.open('palette')"),
    Command("?", "help", "app.open('help')"),
    Command("q", "quit", "row('quit')"),
)

SPELT = {"ctrl+p": "^p", "ctrl+c": "^c"}  # where a key is written otherwise than it is bound


def spelt(key: str) -> str:
    """A key as it is written beside what it does."""
    return SPELT.get(key, key)


def can_be_taken(command: Command, *, play: bool, chapters: bool) -> bool:
    """Whether there is something behind a command now: a `play` to continue, several `chapters`."""
    if command.words == "chapters":
        return chapters
    return play or command.words != "continue"
