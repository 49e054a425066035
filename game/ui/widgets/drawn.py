"""What all our widgets share: they draw their own lines, in the ink of the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.widget import Widget

from game.ui.themes import INKS, Ink

if TYPE_CHECKING:
    from game.ui.app import October


def october_of(widget: Widget) -> October:
    """The application that a widget or a screen stands in."""
    return cast("October", widget.app)  # pyright: ignore[reportUnknownMemberType]


class Drawn(Widget):
    """A widget that takes no focus and whose words cannot be selected by dragging."""

    can_focus = False
    ALLOW_SELECT = False

    @property
    def ink(self) -> Ink:
        return INKS[october_of(self).theme]
