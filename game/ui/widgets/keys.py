"""The foot of a screen: at most five keys, which the mouse can press too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.strip import Strip

from game.ui.messages import KeyPointed
from game.ui.setting import Piece, clean, width_of
from game.ui.widgets.drawn import Drawn
from game.ui.widgets.sheet import strip_of


class Key(NamedTuple):
    """A key, what it does in a word, and the action that it runs."""

    key: str
    words: str
    action: str = ""


class Keys(Drawn):
    """One line of keys. What does not fit is left out from the left; the last one stays."""

    def __init__(self, keys: Sequence[Key] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.keys: Sequence[Key] = keys
        self.ends: list[tuple[int, Key]] = []  # the column after each key on view

    def show(self, keys: Sequence[Key]) -> None:
        """Show these keys."""
        if tuple(keys) != tuple(self.keys):
            self.keys = keys
            self.refresh()

    def fitting(self) -> list[Key]:
        """The keys that fit into the line."""
        keys = list(self.keys)
        while len(keys) > 1 and sum(cell_len(f"{key.key} {key.words}") + 3 for key in keys) - 2 > self.size.width:
            del keys[-2]
        return keys

    def render_line(self, y: int) -> Strip:
        pieces, self.ends = [Piece(" ")], []
        for key in self.fitting() if y == 0 else []:
            pieces += [Piece(key.key, "strong"), Piece(f" {clean(key.words)}", "quiet"), Piece("   ")]
            self.ends.append((width_of(pieces) - 3, key))
        return strip_of(tuple(pieces), self.ink, self.size.width)

    def on_click(self, event: events.Click) -> None:
        for end, key in self.ends:
            if event.x < end:
                if key.action:
                    event.stop()
                    self.post_message(KeyPointed(key.action))
                return
