"""The map as a picture: from a chart and a view to cells, and the words beside it. Pure.

Water is filled, canals, streets and the road are thin lines, names are set by priority and
never over one another. What is told by a colour is told by a sign too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from rich.cells import cell_len

from game.play.chart import BridgeNow, Chart, Met, Stop, WaterLine, is_recent
from game.play.dates import clock, day_brief
from game.story.model import Metres
from game.ui.setting import Block, Line, Piece, clean, heading, shortened
from game.ui.view import View
from game.ui.widgets.canvas import Canvas, Cell
from game.words import Words

STOP, EARLIER, MET, MARK = "■", "□", "◇", "·"
HELD = {"ours": "●", "theirs": "○", "contested": "◐", "unknown": "━"}
SPAN = {"down": ("━", "━"), "raised": ("╱", "╲")}
# In which ink a bridge's sign is, by who holds it.
HELD_ROLE = {"ours": "red", "theirs": "strong", "contested": "strong", "unknown": "quiet"}
LONGEST_NAME = 34  # cells
BROAD = 1.5  # columns; a water as wide as that is filled, another is a line
ROOM = 14  # columns that a name on the water would like to have around it
APART = 2  # cells between a name and its neighbours


# ---------------------------------------------------------------- the picture


def draw(chart: Chart, view: View, say: Words) -> list[list[Cell]]:
    """The map in cells, row by row. Roles are those of the themes, and `here`, `fill`."""
    canvas = Canvas(view.width, view.height)
    for water in chart.waters:
        course = [view.spot(metres) for metres in water.course]
        if water.wide / view.scale >= BROAD:
            canvas.band(course, water.wide / view.scale)
        else:
            canvas.line(course, "water")
    for street in chart.streets:
        canvas.line([view.spot(metres) for metres in street.course], "quiet")
    canvas.line([view.spot(metres) for metres in chart.road], "shape")
    _Names(canvas, chart, view, say).write_all()
    return [canvas.row(y, ("shape",), ("water", "quiet")) for y in range(view.height)]


class _Names:
    """Sets signs and names on a canvas, the most important first."""

    def __init__(self, canvas: Canvas, chart: Chart, view: View, say: Words) -> None:
        self.canvas, self.chart, self.view, self.say = canvas, chart, view, say
        self.taken: dict[tuple[int, int], int] = {}  # how wide the sign is that stands there

    def write_all(self) -> None:
        here = [stop for stop in self.chart.stops if stop.id == self.chart.here]
        been = [stop for stop in self.chart.stops if stop.id != self.chart.here]
        for stop in here + [stop for stop in been if stop.recent]:
            self.sign(stop.metres, STOP, "here" if stop in here else "red")
        for bridge in self.chart.bridges:
            self.bridge_sign(bridge)
        for stop in been:
            if not stop.recent:
                self.sign(stop.metres, EARLIER, "quiet")
        stops = {stop.id for stop in self.chart.stops}
        known = [mark for mark in self.chart.landmarks if mark.rank == 1 and mark.id not in stops]
        for mark in known:
            self.sign(mark.metres, MARK, "quiet")
        for stop in here:
            self.name(stop.metres, f" {shortened(clean(stop.name), self.view.width - 4)} ", "here", must=True)
        for stop in here + been:
            self.name(stop.metres, self.hours(stop), "red")
        for bridge in self.chart.bridges:
            self.name(bridge.metres, self.bridge_name(bridge), HELD_ROLE[bridge.held])
        for mark in known:
            if self.view.cell(mark.metres) in self.taken:
                self.name(mark.metres, self.short(mark.name), "prose")
        for text, metres in self.people():
            self.name(metres, f"{MET} {text}", "gold", rows=2)
        for water in self.chart.waters:
            self.water_name(water)
        for stop in sorted(been, key=lambda stop: not stop.recent):
            if self.view.cell(stop.metres) in self.taken:
                self.name(stop.metres, self.short(stop.name), "prose" if stop.recent else "quiet")
        self.landmarks()
        for street in self.chart.streets:
            self.along(street, "quiet")

    def short(self, name: str) -> str:
        return shortened(clean(name), min(LONGEST_NAME, max(8, self.view.width - 6)))

    # ------------------------------------------------------------ signs

    def sign(self, metres: Metres, sign: str, role: str) -> bool:
        """A sign of one cell, if there is room."""
        x, y = self.view.cell(metres)
        if not self.canvas.free(x, y, 1):
            return False
        self.canvas.write(x, y, sign, role)
        self.taken[x, y] = 1
        return True

    def bridge_sign(self, bridge: BridgeNow) -> None:
        """Three cells, moved a little along the water where a stop has theirs."""
        x, y = self.view.cell(bridge.metres)
        for aside in (0, -2, 2, -3, 3):
            left = x + aside - 1
            if self.canvas.free(left, y, 3):
                self.canvas.write(left, y, sign_of(bridge), HELD_ROLE[bridge.held])
                self.taken[x, y] = 3 + 2 * abs(aside)
                return

    # ------------------------------------------------------------ names

    def name(self, metres: Metres, text: str, role: str, *, must: bool = False, mark: str = "", rows: int = 1) -> bool:
        """Words beside a spot, at most so many rows away, where they cover nothing and least
        of all water. With a mark the spot itself is marked, or nothing is said at all."""
        x, y = self.view.cell(metres)
        if not text or not (0 <= x < self.view.width and 0 <= y < self.view.height):
            return False
        if mark and not self.canvas.free(max(x - 1, 0), y, min(x, 1) + 1):
            return False
        wide = cell_len(text)
        # What must be said has a ground of its own, so what it covers does not matter.
        best = min(self.places(x, y, wide, rows), key=lambda p: p[1:] if must else p, default=None)
        if best is None and must:
            best = 0, 0, min(max(0, x + 1), max(0, self.view.width - wide)), min(y + 1, self.view.height - 1)
        if best is None or (mark and best[0] > 1):
            return False
        if mark:
            self.canvas.write(x, y, mark, "quiet")
        self.canvas.write(best[2], best[3], text, role)
        return True

    def places(self, x: int, y: int, wide: int, rows: int) -> Iterator[tuple[int, int, int, int]]:
        """Where words so wide may stand beside a cell: how ill they would stand (best on dry
        ground, else all on water), which choice it is, column and row."""
        reach = self.taken.get((x, y), 1) // 2 + 1
        beside = [(x + reach + 1, y), (x - reach - wide, y)]
        for down in range(1, rows + 1):
            for row in (y - down, y + down):
                beside += [(left, row) for left in (x - wide // 2, x, x - wide + 1)]
        for order, (left, row) in enumerate(beside):
            if self.clear(left, row, wide):
                wet = sum(self.canvas.filled(left + step, row) for step in range(wide))
                yield 1 if wet == wide else wet * 2, order, left, row

    def clear(self, left: int, row: int, wide: int) -> bool:
        """Whether words fit there with a little room to their neighbours."""
        if not self.canvas.free(left, row, wide):
            return False
        ahead = min(APART, self.view.width - left - wide)
        before = min(1, left)
        return self.canvas.free(left - before, row, wide + before + ahead)

    def hours(self, stop: Stop) -> str:
        """The hours at which the road came by: the first and, of several, the last."""
        shown = [clock(at, self.say) for at in stop.hours]
        return shown[0] if len(shown) == 1 else f"{shown[0]} … {shown[-1]}" if shown else ""

    def bridge_name(self, bridge: BridgeNow) -> str:
        return self.short(bridge.name) + ("" if bridge.sure == "high" else " ?")

    def people(self) -> Iterator[tuple[str, Metres]]:
        """Those you met, by the place where it was; the hour where it was one hour."""
        by_place: dict[Metres, list[Met]] = {}
        for met in self.chart.met:
            if met.metres is not None:
                by_place.setdefault(met.metres, []).append(met)
        for metres, group in by_place.items():
            names = clean(", ".join(met.name for met in group))
            at = group[0].at
            if len(group) == 1 and at is not None:
                names = f"{names}  {hour_or_day(at, self.chart.at, self.say)}"
            yield self.short(names), metres

    def landmarks(self) -> None:
        """Places everybody knows; one without room for its name is left out."""
        been = {stop.id for stop in self.chart.stops}
        for mark in self.chart.landmarks:
            if mark.id not in been and mark.rank > 1:
                self.name(mark.metres, self.short(mark.name), "prose" if mark.rank < 3 else "quiet", mark=MARK)

    # ------------------------------------------------------------ names along a course

    def water_name(self, water: WaterLine) -> None:
        """On the water where it is wide enough, spaced out if there is room; else beside it."""
        if water.wide / self.view.scale < BROAD:
            self.along(water, "water_name")
            return
        name = clean(water.name)
        for text in (" ".join(name.upper()), name):
            if (place := self.afloat(water, cell_len(text))) is not None:
                self.canvas.write(*place, text, "afloat")
                return

    def afloat(self, water: WaterLine, wide: int) -> tuple[int, int] | None:
        """Where so many cells lie wholly on a water, as far as may be from all other words."""
        found: list[tuple[int, int, int]] = []
        said = {(x // 4 * 4, y) for x, y in self.canvas.words}
        others = self.others(water)
        for x, y in self.spots_along(water.course):
            left = x - wide // 2
            if any(abs(x - across) < reach + wide // 2 and abs(y - down) * 2 < reach for across, down, reach in others):
                continue
            if self.canvas.free(left - 1, y, wide + 2) and all(self.canvas.filled(left + n, y) for n in range(wide)):
                near = min((abs(x - other) + 2 * abs(y - row) for other, row in said), default=ROOM)
                edge = min(x, self.view.width - x, 2 * y, 2 * (self.view.height - y))
                found.append((min(near, edge, ROOM), left, y))
        return max(found)[1:] if found else None

    def others(self, water: WaterLine) -> list[tuple[int, int, float]]:
        """The middles of all other broad waters, and how far they reach to each side."""
        return [
            (*spot, other.wide / 2 / self.view.scale + 1)
            for other in self.chart.waters
            if other is not water and other.wide / self.view.scale >= BROAD
            for spot in self.spots_along(other.course)
        ]

    def along(self, line: WaterLine, role: str) -> None:
        """A name beside a thin line, nearest the middle of the view."""
        wide = cell_len(clean(line.name))
        middle = self.view.width / 2, self.view.height / 2
        spots = sorted(self.spots_along(line.course), key=lambda s: abs(s[0] - middle[0]) + 2 * abs(s[1] - middle[1]))
        for x, y in spots:
            left = x + 2
            if self.clear(left, y, wide) and not any(self.canvas.filled(left + n, y) for n in range(wide)):
                self.canvas.write(left, y, clean(line.name), role)
                return

    def spots_along(self, course: Sequence[Metres]) -> list[tuple[int, int]]:
        """The cells in view that a course runs through."""
        cells: dict[tuple[int, int], None] = {}
        spots = [self.view.spot(metres) for metres in course]
        for (x1, y1), (x2, y2) in pairwise(spots):
            steps = max(1, int(max(abs(x2 - x1), abs(y2 - y1))))
            for step in range(steps + 1):
                x, y = int(x1 + (x2 - x1) * step / steps), int(y1 + (y2 - y1) * step / steps)
                if 0 <= x < self.view.width and 0 <= y < self.view.height:
                    cells[x, y] = None
        return list(cells)


def hour_or_day(at: datetime, now: datetime | None, say: Words) -> str:
    """The hour; the day where that is longer ago."""
    return clock(at, say) if is_recent(at, now) else day_brief(at, say)


def sign_of(bridge: BridgeNow) -> str:
    """Three cells: how the span is, and in the middle who holds it."""
    left, right = SPAN[bridge.span]
    middle = HELD[bridge.held] if bridge.held != "unknown" or bridge.span == "down" else " "
    return f"{left}{middle}{right}"


# ---------------------------------------------------------------- the words beside it


def legend(chart: Chart, say: Words, width: int) -> list[Line]:
    """What the signs mean that are on this map, in as many lines as it takes."""
    signs: list[tuple[str, str, str]] = []
    held = {bridge.held for bridge in chart.bridges}
    for key in ("ours", "theirs", "contested"):
        if key in held:
            signs.append((f"━{HELD[key]}━", HELD_ROLE[key], say(f"map_{key}")))
    if any(bridge.span == "raised" for bridge in chart.bridges):
        signs.append(("╱ ╲", "strong", say("map_raised")))
    if any(bridge.sure != "high" for bridge in chart.bridges):
        signs.append(("?", "strong", say("map_unsure")))
    signs.append((STOP, "red", say("map_road")))
    if not all(stop.recent for stop in chart.stops):
        signs.append((EARLIER, "quiet", say("map_earlier")))
    if chart.met:
        signs.append((MET, "gold", say("map_met")))
    lines: list[Line] = []
    line: tuple[Piece, ...] = ()
    used = 0
    for sign, role, said in signs:
        wide = cell_len(sign) + cell_len(said) + 4
        if line and used + wide > width:
            lines.append(line)
            line, used = (), 0
        line += (Piece(f" {sign}", role), Piece(f" {said}  ", "quiet"))
        used += wide
    return [*lines, line] if line else lines


def margin_blocks(chart: Chart, say: Words) -> list[Block]:
    """Beside a wide map: where you are, every bridge in words, whom you met where."""
    blocks: list[Block] = []
    for stop in chart.stops:
        if stop.id == chart.here:
            blocks += [heading(say("map_you")), Block((Piece(clean(stop.name), "strong"),))]
    if chart.bridges:
        blocks.append(heading(say("map_bridges")))
    quiet = [bridge for bridge in chart.bridges if bridge.held == "unknown" and bridge.span == "down"]
    for bridge in chart.bridges:
        if bridge in quiet:
            continue
        sign = (Piece(f"{sign_of(bridge)} ", HELD_ROLE[bridge.held]),)
        about = say("map_state", span=say(f"map_{bridge.span}"), held=say(f"map_{bridge.held}"))
        about += f" ({say('map_unsure')})" if bridge.sure != "high" else ""
        blocks.append(Block((Piece(clean(bridge.name)), Piece(f"  {about}", "quiet")), sign))
    if quiet:
        names = clean(", ".join(bridge.name for bridge in quiet))
        blocks.append(Block((Piece(names, "quiet"), Piece(f"  {say('map_down')}", "quiet")), (Piece("━━━ ", "quiet"),)))
    if chart.met:
        blocks.append(heading(say("map_met")))
    for met in chart.met:
        hour = f", {hour_or_day(met.at, chart.at, say)}" if met.at else ""
        where = Piece(f"  {clean(met.place)}{hour}", "quiet")
        blocks.append(Block((Piece(clean(met.name)), where), (Piece(f"{MET} ", "gold"),)))
    return blocks
