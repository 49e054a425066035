"""A road of many days: on the map, in the day line, in the notebook."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.play.chart import Chart
from game.play.session import Session
from game.story.linker import load
from game.story.model import Story
from game.ui.dayline import day_lines
from game.ui.mapping import draw, legend, margin_blocks
from game.ui.screens.day import DayLeaf
from game.ui.view import home, inside
from game.words import Words
from tests.test_ui_map import playing, seen
from tests.test_ui_scene import spot

EN = Words("en")
STORY = """
story: days
title: Days
chapters: [one, two]
endings: {over: {title: Over}}
---
people: {anna: {name: Anna}, boris: {name: Boris}}
places:
  bakery: {name: The bakery, metres: [8100, 4200]}
  works: {name: The works, metres: [8200, 3000]}
  smolny: {name: Smolny, metres: [10500, 5000]}
  hill: {name: The hill, metres: [6700, 16500]}
  nineteen: {name: Much later}
bridges: {span: {name: The span, metres: [8308, 4348], states: [{from: 1917-10-21 06:00, held: ours}]}}
notes:
  late: {title: Late, text: Met in the second chapter.}
  early: {title: Early, text: "Met in the first. See [[hidden]]."}
  hidden: {title: Hidden, text: Only a note leads here.}
---
chapter: two
title: The Second
starts: {b: {scene: meeting}}
scenes:
  meeting:
    title: Meeting
    at: 1917-10-25 12:00
    place: smolny
    present: [boris]
    text: "[[late|Late]]."
    goto: night
  night: {title: Night, at: 1917-10-26 03:00, place: works, text: Night., choices: {on: {say: On., goto: up}}}
  up: {title: Up, at: 1917-10-30 08:00, place: hill, text: Up., choices: {on: {say: Later., goto: later}}}
  later: {title: Later, aside: yes, place: nineteen, text: Ten years on., ending: over}
---
chapter: one
title: The First
starts: {a: {scene: bread}}
scenes:
  bread:
    title: Bread
    at: 1917-10-21 05:00
    place: bakery
    present: [anna]
    text: "[[early|Early]]."
    choices: {on: {say: Wait., record: You waited., goto: coil}}
  coil:
    title: Coil
    at: 1917-10-21 09:00
    place: works
    text: Work.
    choices: {on: {say: Go., record: You went., goto: meeting}}
"""


@pytest.fixture
def days(tmp_path: Path) -> Story:
    path = tmp_path / "days.yaml"
    path.write_text(STORY, encoding="utf-8")
    return load(path)


def come(story: Story, scene: str) -> Session:
    session = Session.new(story, "en", "one/a", seed=1)
    while session.page.scene != scene:
        session.choose(session.page.open_options()[0].id)
    return session


def drawn(chart: Chart, width: int = 80, height: int = 20) -> str:
    rows = draw(chart, home(chart, width, height), EN)
    return "\n".join("".join(cell.sign for cell in row) for row in rows)


def test_the_road_on_the_map_is_that_of_the_last_day_and_begins_where_that_began(days: Story) -> None:
    chart = come(days, "night").chart()
    spots = [days.places[name].metres for name in ("works", "smolny", "works")]
    assert chart.road == tuple(spots), "over the night, from where you were before"
    assert {stop.id: stop.recent for stop in chart.stops} == {"bakery": False, "works": True, "smolny": True}


def test_only_hours_of_the_last_day_are_written_on_the_map(days: Story) -> None:
    chart = come(days, "night").chart()
    assert {stop.id: len(stop.hours) for stop in chart.stops} == {"bakery": 0, "works": 1, "smolny": 1}
    picture = drawn(chart)
    assert "3:00 am" in picture
    assert "12:00 pm" in picture
    assert "9:00 am" not in picture
    assert "□" in picture
    assert "earlier days" in "".join(piece.text for line in legend(chart, EN, 80) for piece in line)


def test_whom_you_met_longer_ago_has_the_day_and_not_the_hour(days: Story) -> None:
    told = "\n".join(
        "".join(piece.text for piece in block.pieces) for block in margin_blocks(come(days, "night").chart(), EN)
    )
    assert "Boris  Smolny, 12:00 pm" in told
    assert "Anna  The bakery, 21 Oct" in told


def test_on_a_road_of_one_day_nothing_is_earlier(days: Story) -> None:
    chart = come(days, "coil").chart()
    assert all(stop.recent for stop in chart.stops)
    assert "□" not in drawn(chart)


@pytest.mark.parametrize("size", [(60, 15), (80, 20), (83, 37), (160, 45)], ids=str)
def test_far_outside_the_town_something_else_is_on_view(days: Story, size: tuple[int, int]) -> None:
    chart = come(days, "up").chart()
    view = home(chart, *size)
    assert inside(view, chart.centre)
    assert "The hill" in drawn(chart, *size)
    near = home(come(days, "coil").chart(), *size)
    assert view.scale > near.scale


def test_an_aside_leaves_map_and_day_line_where_they_were(days: Story) -> None:
    before, after = come(days, "up"), come(days, "later")
    assert after.page.ending == "over"
    assert after.chart().here == "hill"
    assert after.chart().at == before.chart().at
    assert after.day_line().now == before.day_line().now


def test_the_day_line_names_each_day_once_and_knows_where_it_begins(days: Story) -> None:
    lines, begun = day_lines(come(days, "later").day_line(), EN, 80)
    text = ["".join(piece.text for piece in line) for line in lines]
    assert [text[line] for line in begun] == [line for line in text if line.startswith("── ")]
    assert len(begun) == 3, "Saturday, Thursday, Monday; on Wednesday you did nothing"


async def test_arrows_lead_from_day_to_day(tmp_path: Path) -> None:
    path = tmp_path / "days.yaml"
    path.write_text(STORY, encoding="utf-8")
    async with playing(tmp_path, (80, 12), story=path, turns=5) as pilot:
        await pilot.press("d")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, DayLeaf)
        await pilot.press("home")
        assert screen.sheet.top == 0
        tops: list[int] = []
        for _ in range(2):
            await pilot.press("right")
            tops.append(screen.sheet.top)
        assert tops == list(screen.day_sheet.days[:2])
        await pilot.press("left")
        assert screen.sheet.top == tops[0]
        assert "── " in seen(pilot).splitlines()[1]


async def test_the_notebook_has_its_notes_under_the_chapters_in_the_story_s_order(tmp_path: Path) -> None:
    path = tmp_path / "days.yaml"
    path.write_text(STORY, encoding="utf-8")
    async with playing(tmp_path, story=path, turns=5) as pilot:
        await pilot.press("o")
        await pilot.pause()
        shown = seen(pilot)
        order = [shown.index(words) for words in ("The First", "Early", "The Second", "Late")]
        assert order == sorted(order)
        await pilot.press(*"early")
        await pilot.pause()
        assert "The Second" not in seen(pilot), "no heading over nothing"
        await pilot.press("enter")
        await pilot.pause()
        await pilot.click(offset=spot(pilot, "Hidden"))
        await pilot.press("escape", "escape")
        await pilot.pause()
        shown = seen(pilot)
        assert shown.index("Late") < shown.index("from other notes") < shown.index("Hidden")
