"""What part of the map is looked at, and from how far. Pure."""

from __future__ import annotations

from math import hypot
from typing import NamedTuple

from game.play.chart import Chart
from game.story.model import Metres
from game.ui.widgets.canvas import Spot

NEAREST, FARTHEST = 10.0, 240.0  # metres to a column
AT_FIRST = 6_800  # metres from side to side
LEAN = 0.3  # of the window: how far from its middle you may be when it opens
EDGE = 2  # rows, and twice as many columns, that are kept free around what must be on view
STEP = 1.25  # from one size to the next


class View(NamedTuple):
    """What is looked at: a window of cells, the metres in its middle, metres to a column."""

    width: int
    height: int
    centre: Metres
    scale: float

    def spot(self, metres: Metres) -> Spot:
        """Where a place is, in cells; a row is two columns high."""
        east, south = metres[0] - self.centre[0], metres[1] - self.centre[1]
        return east / self.scale + self.width / 2, south / self.scale / 2 + self.height / 2

    def cell(self, metres: Metres) -> tuple[int, int]:
        x, y = self.spot(metres)
        return int(x // 1), int(y // 1)

    def moved(self, columns: int, rows: int) -> View:
        """The view moved over the map by so many cells."""
        east, south = self.centre[0] + columns * self.scale, self.centre[1] + rows * self.scale * 2
        return self._replace(centre=(round(east), round(south)))

    def nearer(self, steps: int) -> View:
        """The view from nearer by, or, with steps below 0, from farther off."""
        scale = self.scale / STEP**steps
        return self._replace(scale=min(max(scale, NEAREST), FARTHEST))

    def kept_in(self, bounds: tuple[int, int, int, int]) -> View:
        """The view with its middle inside the bounds: west, north, east, south."""
        west, north, east, south = bounds
        x, y = self.centre
        return self._replace(centre=(min(max(x, west), east), min(max(y, north), south)))


def first_scale(columns: int) -> float:
    """The scale at which a window of so many columns shows the middle of a city."""
    return min(max(AT_FIRST / max(1, columns), NEAREST), FARTHEST)


def home(chart: Chart, width: int, height: int) -> View:
    """The view that a map opens with: you are well inside it, and it leans towards the bridges."""
    view = View(width, height, chart.centre, first_scale(width))
    if not chart.bridges:
        return view
    if not any(inside(view, spot) for spot in others(chart)) and (near := nearest(chart)) is not None:
        return between(view, near)  # far outside the town
    across, down = width * view.scale * LEAN, height * view.scale * 2 * LEAN
    x, y = chart.centre
    east = sum(bridge.metres[0] for bridge in chart.bridges) / len(chart.bridges)
    south = sum(bridge.metres[1] for bridge in chart.bridges) / len(chart.bridges)
    lean = min(max((east - x) / 2, -across), across), min(max((south - y) / 2, -down), down)
    return view._replace(centre=(round(x + lean[0]), round(y + lean[1])))


def others(chart: Chart) -> list[Metres]:
    """Where the road of late and all the bridges are, other than where you are."""
    stops = [stop.metres for stop in chart.stops if stop.recent and stop.id != chart.here]
    return stops + [bridge.metres for bridge in chart.bridges]


def nearest(chart: Chart) -> Metres | None:
    """The nearest of them."""
    x, y = chart.centre
    return min(others(chart), key=lambda spot: hypot(spot[0] - x, spot[1] - y), default=None)


def inside(view: View, metres: Metres) -> bool:
    """Whether a spot is on view, with some room around it."""
    x, y = view.cell(metres)
    return EDGE * 2 <= x < view.width - EDGE * 2 and EDGE <= y < view.height - EDGE


def between(view: View, metres: Metres) -> View:
    """A view from farther off, on which where you are and another spot both are; where
    that is too far, one that leans towards it."""
    x, y = view.centre
    while view.scale < FARTHEST:
        middle = view._replace(centre=((x + metres[0]) // 2, (y + metres[1]) // 2))
        if inside(middle, (x, y)) and inside(middle, metres):
            return middle
        view = view.nearer(-1)
    leaning = (
        view._replace(centre=(x + (metres[0] - x) * tenths // 10, y + (metres[1] - y) * tenths // 10))
        for tenths in range(5, 0, -1)
    )
    return next((leant for leant in leaning if inside(leant, (x, y))), view)


def bounds_of(chart: Chart) -> tuple[int, int, int, int]:
    """West, north, east and south of all there is to see but the water."""
    spots = [mark.metres for mark in chart.landmarks] + [bridge.metres for bridge in chart.bridges]
    spots += [stop.metres for stop in chart.stops]
    east, south = [x for x, _ in spots] or [0], [y for _, y in spots] or [0]
    return min(east), min(south), max(east), max(south)
