"""The map on the screen: it can be moved and looked at from nearer by, by keys and mouse."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip

from game.play.chart import Chart
from game.ui.mapping import draw
from game.ui.themes import Ink
from game.ui.view import View, bounds_of, home
from game.ui.widgets.canvas import FILLED, QUARTERS, Cell
from game.ui.widgets.drawn import Drawn, october_of

FULL, SHADE = QUARTERS[FILLED], "░"
WHEEL = 1


# What the map's own roles are in the ink of the themes.
INKS = {"fill": "water", "water_name": "water", "afloat": "water"}
RED_ON_WATER = {True: "#8E0F14", False: "#FFB3A7"}  # by whether the theme is dark: its water is light


def styled(cell: Cell, ink: Ink, *, plain: bool) -> tuple[str, Style]:
    """The sign and the style of a cell. `plain`: no colours, so that water is a shade."""
    sign, role, filled = cell
    if role == "here":
        return sign, ink.style("strong") + Style(reverse=True)
    if plain and role == "fill" and sign == FULL:
        return SHADE, ink.style("water")
    if plain or role == "fill" or not filled:
        return sign, ink.style(INKS.get(role, role))
    return sign, on_water(role, ink)


def on_water(role: str, ink: Ink) -> Style:
    """Words and lines over the water: the ground's own colour is read best there; red stays red."""
    palette = ink.palette
    is_red, bold = role in ("shape", "red"), role not in ("shape", "afloat")
    if palette.terminal:
        return Style(color="red" if role == "shape" else "black", bgcolor=palette.water, bold=bold)
    return Style(color=RED_ON_WATER[palette.dark] if is_red else palette.ground, bgcolor=palette.water, bold=bold)


class Atlas(Drawn):
    """A chart, seen through a view."""

    def __init__(self, chart: Chart, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.chart = chart
        self.bounds = bounds_of(chart)
        self.view: View | None = None
        self.held: tuple[int, int] | None = None  # where the mouse took hold of it
        self._drawn: tuple[View, list[list[Cell]]] | None = None

    def seen(self) -> View:
        """The view for the size that there is; the first one has you in it."""
        width, height = max(1, self.size.width), max(1, self.size.height)
        if self.view is None:
            self.view = home(self.chart, width, height)
        elif self.view[:2] != (width, height):
            self.view = self.view._replace(width=width, height=height)
        return self.view

    def look(self, view: View) -> None:
        """Look there."""
        kept = view.kept_in(self.bounds)
        if kept != self.view:
            self.view = kept
            self.refresh()

    def pan(self, across: int, down: int) -> None:
        """Move by an eighth of the width or a sixth of the height for every step."""
        view = self.seen()
        self.look(view.moved(across * max(2, view.width // 8), down * max(1, view.height // 6)))

    def zoom(self, steps: int) -> None:
        self.look(self.seen().nearer(steps))

    def centre(self) -> None:
        """Back to where you are."""
        view = self.seen()
        self.look(home(self.chart, view.width, view.height))

    # ------------------------------------------------------------ drawing

    def render_line(self, y: int) -> Strip:
        view = self.seen()
        if self._drawn is None or self._drawn[0] != view:
            self._drawn = view, draw(self.chart, view, october_of(self).words)
        rows, ink, plain = self._drawn[1], self.ink, october_of(self).no_color
        segments: list[Segment] = []
        for cell in rows[y] if y < len(rows) else []:
            sign, style = styled(cell, ink, plain=plain)
            if segments and segments[-1].style == style:
                segments[-1] = Segment(segments[-1].text + sign, style)
            else:
                segments.append(Segment(sign, style))
        return Strip(segments).adjust_cell_length(self.size.width, ink.style("prose"))

    # ------------------------------------------------------------ the mouse

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.zoom(-WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.zoom(WHEEL)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self.held = event.x, event.y
        self.capture_mouse()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        self.held = None
        self.release_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self.held is not None and (event.x, event.y) != self.held:
            across, down = self.held[0] - event.x, self.held[1] - event.y
            self.held = event.x, event.y
            self.look(self.seen().moved(across, down))
