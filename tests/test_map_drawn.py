"""The map and the day line as they are drawn: pure, from a chart to cells and lines."""

from __future__ import annotations

import os
import random
from datetime import datetime
from pathlib import Path

import pytest
from rich.cells import cell_len

from game import paths
from game.play.chart import BridgeNow, Chart, DayLine, Done, Happened
from game.play.session import Session
from game.story.linker import load
from game.ui.dayline import day_lines
from game.ui.mapping import draw, legend, margin_blocks, sign_of
from game.ui.setting import set_blocks, width_of
from game.ui.view import View, home
from game.ui.widgets.canvas import Canvas, Cell
from game.words import Words

GOLDENS = Path(__file__).parent / "goldens"
SIZES = [(60, 15), (80, 20), (83, 37)]  # the map itself in windows of 60x20, 80x24, 120x40
TALE = """
story: walk
title: Walk
chapters: [one]
endings: {done: {title: Done}}
---
chapter: one
title: One
starts: {a: {scene: works}}
scenes:
  works: {title: Works, at: 1917-10-24 13:00, place: erikson, present: [ida], text: Out., goto: shed}
  shed: {title: Shed, at: 1917-10-24 16:40, place: shed, present: [ida], text: Tea., goto: press}
  press: {title: Press, at: 1917-10-24 18:30, place: trud_press, text: Ink., ending: done}
---
people: {ida: {name: "[b]Ida[/b]"}}
places: {shed: {name: "The winch-house, [red]left[/red] bank", metres: [8308, 4520]}}
"""


@pytest.fixture(scope="module")
def chart(tmp_path_factory: pytest.TempPathFactory) -> Chart:
    """The shipped map at half past six, and a road over the Liteiny."""
    folder = tmp_path_factory.mktemp("walk")
    (folder / "story.yaml").write_text(TALE, encoding="utf-8")
    shipped = (paths.shipped_story() / "map.yaml").read_text(encoding="utf-8")
    (folder / "map.yaml").write_text(shipped, encoding="utf-8")
    session = Session.new(load(folder), "en")
    session.choose("go_on")
    session.choose("go_on")
    return session.chart()


def view_of(chart: Chart, width: int, height: int) -> View:
    return home(chart, width, height)


def text_of(rows: list[list[Cell]]) -> str:
    return "\n".join("".join(cell.sign for cell in row).rstrip() for row in rows) + "\n"


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_map_looks_as_it_did(chart: Chart, width: int, height: int) -> None:
    """Run with OCTOBER_GOLDENS=write to draw it anew, and look at what has changed."""
    drawn = text_of(draw(chart, view_of(chart, width, height), Words("en")))
    path = GOLDENS / f"map_{width}x{height}.txt"
    if os.environ.get("OCTOBER_GOLDENS") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(drawn, encoding="utf-8")
    assert drawn == path.read_text(encoding="utf-8")


def test_no_word_stands_on_another_wherever_one_looks(chart: Chart, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    write = Canvas.write

    def watched(self: Canvas, x: int, y: int, text: str, role: str) -> None:
        if role != "here":  # the place where you are goes over everything
            assert self.free(x, y, cell_len(text)), text
        written.append(text)
        write(self, x, y, text, role)

    monkeypatch.setattr(Canvas, "write", watched)
    dice = random.Random(1917)
    for _ in range(60):
        size = dice.randint(1, 150), dice.randint(1, 60)
        centre = dice.randint(-3000, 15000), dice.randint(-3000, 15000)
        rows = draw(chart, View(*size, centre, dice.uniform(10, 240)), Words("es"))
        assert len(rows) == size[1]
        assert all(len(row) == size[0] for row in rows)
    assert "Smolny" in written


def test_what_matters_is_named_first(chart: Chart) -> None:
    narrow = text_of(draw(chart, view_of(chart, 60, 15), Words("en")))
    assert "Trud press" in narrow  # where you are
    assert "4:40 pm" in narrow  # where you were
    assert "Liteiny" in narrow
    assert "Haymarket" not in narrow
    assert "Haymarket" in text_of(draw(chart, view_of(chart, 83, 37).nearer(2).moved(-50, 25), Words("en")))


def test_the_place_where_you_are_is_inverted_and_the_road_is_a_line(chart: Chart) -> None:
    rows = draw(chart, view_of(chart, 80, 20), Words("en"))
    cells = [cell for row in rows for cell in row]
    assert "".join(cell.sign for cell in cells if cell.role == "here") in ("■ Trud press ", " Trud press ■")
    assert any(cell.role == "shape" and "⠀" < cell.sign <= "⣿" for cell in cells)


def test_names_are_set_as_their_author_typed_them(chart: Chart) -> None:
    near = View(120, 30, (8308, 4520), 12)
    assert "[red]left[/red]" in text_of(draw(chart, near, Words("en")))
    assert "◇ [b]Ida[/b]  4:40 pm" in text_of(draw(chart, near, Words("en")))


@pytest.mark.parametrize(
    ("span", "held", "sign"),
    [
        ("down", "ours", "━●━"),
        ("down", "theirs", "━○━"),
        ("down", "contested", "━◐━"),
        ("down", "unknown", "━━━"),
        ("raised", "theirs", "╱○╲"),
        ("raised", "unknown", "╱ ╲"),
    ],
)
def test_a_bridge_tells_its_state_by_its_sign(span: str, held: str, sign: str) -> None:
    assert sign_of(BridgeNow("a", "A", (0, 0), span, held, "high")) == sign


def test_the_legend_and_the_margin_tell_what_the_signs_mean(chart: Chart) -> None:
    for width in (60, 80):
        lines = legend(chart, Words("en"), width)
        assert all(width_of(line) <= width for line in lines)
        told = "".join(piece.text for line in lines for piece in line)
        assert all(words in told for words in ("━●━ ours", "━○━ theirs", "╱ ╲ raised", "■ your road", "◇ last met"))
    margin = "\n".join(
        "".join(piece.text for piece in line) for line in set_blocks(margin_blocks(chart, Words("en")), 34)
    )
    assert "╱○╲ Nikolaevsky  raised, theirs" in margin
    assert "Birzhevoi, Tuchkov, Okhta" in margin
    assert "[b]Ida[/b]" in margin


# ---------------------------------------------------------------- the canvas


def test_a_band_is_as_wide_as_it_is_said_to_be() -> None:
    canvas = Canvas(20, 10)
    canvas.band([(0, 5), (20, 5)], 4)
    assert [sum(row) / 2 for row in canvas.fill] == [0] * 8 + [20] * 4 + [0] * 8
    canvas = Canvas(20, 10)
    canvas.band([(10, 0), (10, 10)], 4)
    assert all(sum(row) / 2 == 4 for row in canvas.fill)


def test_lines_and_words_outside_the_canvas_do_no_harm() -> None:
    canvas = Canvas(4, 2)
    canvas.line([(-5, -5), (9, 7)], "road")
    canvas.band([(-50, 1), (-40, 1)], 3)
    assert not canvas.free(3, 0, 2)
    assert not canvas.free(-1, 0, 1)
    assert [len(canvas.row(y, ("road",), ())) for y in (0, 1)] == [4, 4]


# ---------------------------------------------------------------- the day line


def hour(text: str) -> datetime:
    return datetime.strptime(f"1917-10-{text}", "%Y-%m-%d %H:%M")


DAY = DayLine(
    hour("24 17:00"),
    (Done(hour("24 14:10"), "The rope", "You held [b]the rope[/b]."), Done(hour("24 16:00"), "", "You went over.")),
    (
        Happened(hour("23 20:00"), hour("23 23:00"), "Smolny", "The claim is softened.", "medium", ("A. R., Book",)),
        Happened(hour("24 16:00"), hour("24 16:00"), "", "The cyclists leave.", "high", ("John Reed (1919)",)),
        Happened(hour("24 16:30"), hour("24 16:30"), "", "Somebody fired.", "low", ()),
    ),
)


@pytest.mark.parametrize("width", [37, 57, 77, 117, 130])
def test_the_day_line_tells_hours_deeds_and_how_sure_the_record_is(width: int) -> None:
    lines = ["".join(piece.text for piece in line) for line in day_lines(DAY, Words("en"), width)[0]]
    assert all(cell_len(line) <= width for line in lines)
    told = "\n".join(lines)
    for words in ("Mon 23 October", "Tue 24 October", "Smolny.", "≈ fairly sure · A. R.", "✓ sure · John Reed"):
        assert words in told
    assert "? not sure" in told
    assert "until" in told
    assert "11:00" in told
    assert "now, 5:00 pm" in lines[-1]
    if width > 72:
        beside = next(line for line in lines if "4:00 pm" in line)
        assert " ".join(beside.split()) == "▌ You went over. 4:00 pm · The cyclists leave."


def test_an_empty_day_says_so() -> None:
    told = "\n".join("".join(p.text for p in line) for line in day_lines(DayLine(None, (), ()), Words("en"), 60)[0])
    assert "You have done nothing yet" in told
    assert "The record has nothing" in told
