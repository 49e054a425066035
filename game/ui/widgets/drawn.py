"""What all our widgets share: they draw their own lines, in the ink of the theme."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Self, cast

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from game.ui.themes import INKS, Ink

if TYPE_CHECKING:
    from game.ui.app import October


def october_of(widget: Widget) -> October:
    """The application that a widget or a screen stands in."""
    return cast("October", widget.app)  # pyright: ignore[reportUnknownMemberType]


@lru_cache(maxsize=64)
def blank(width: int, ground: Style) -> Strip:
    """An empty line; the same strip each time, which keeps how it was cut and coloured."""
    return Strip([Segment(" " * width, ground)], width)


def coloured(widget: Widget, strips: Iterable[Strip]) -> list[Strip]:
    """The strips in the colours that the terminal has."""
    found, ground = list(strips), widget.background_colors[1]
    for line_filter in widget.get_line_filters():
        found = [strip.apply_filter(line_filter, ground) for strip in found]
    return found


class Unscrolled(Widget):
    """A widget that Textual does not scroll, so that another size of it asks for no second
    layout. That one would come just when the page is painted, and keep it from the terminal."""

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        return super()._size_updated(size, virtual_size, container_size, layout=False)


class Ground(Unscrolled):
    """What only holds widgets; where they leave room it shows the ground of the theme."""

    def render_lines(self, crop: Region) -> list[Strip]:
        ground = INKS[october_of(self).theme].style("prose")
        return coloured(self, [blank(crop.width, ground)]) * crop.height


class Drawn(Unscrolled):
    """A widget that takes no focus and whose words cannot be selected by dragging. It has
    no border, padding, tint or opacity; its lines stand as `render_line` gives them, each
    drawn once until the widget is refreshed or has another size."""

    can_focus = False
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        self.strips: dict[int, Strip] = {}
        self.strips_for = Size()
        super().__init__(id=id)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        self.strips.clear()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Textual's own would try every line for all that such a widget has not, which takes
        most of the time in which a page is painted."""
        if self.strips_for != self.size:
            self.strips.clear()
            self.strips_for = self.size
        if missing := [y for y in crop.line_range if y not in self.strips]:
            self.strips.update(zip(missing, coloured(self, map(self.render_line, missing)), strict=True))
        strips = [self.strips[y] for y in crop.line_range]
        if crop.column_span != (0, self.strips_for.width):
            return [strip.crop(*crop.column_span) for strip in strips]
        return strips

    @property
    def ink(self) -> Ink:
        return INKS[october_of(self).theme]
