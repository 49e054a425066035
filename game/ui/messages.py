"""What the widgets report, told in the past tense."""

from __future__ import annotations

from textual.message import Message


class NotePointed(Message):
    """The words of a note were clicked."""

    def __init__(self, note: str) -> None:
        super().__init__()
        self.note = note


class RowTaken(Message):
    """A row of a menu was taken, by its key, its number or the mouse."""

    def __init__(self, row: str) -> None:
        super().__init__()
        self.row = row


class KeyPointed(Message):
    """A key in the footer was clicked; `action` is what pressing it would have run."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action = action
