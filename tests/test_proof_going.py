"""On foot and by tram: how long a way takes, and what may stand under `trams:` and `pace:`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from game.proof.going import minutes
from game.story.linker import Checked
from game.story.model import Story

Read = Callable[[str], Checked]
STORY = """\
story: city
title: A city
{head}
endings: {{crossed: {{title: Crossed}}}}
---
places:
  works: {{name: The works, metres: [0, 0]}}
  bridge: {{name: The bridge, metres: [0, 3000]}}
  square: {{name: The square, metres: [3000, 3000]}}
  gate: {{name: The gate, metres: [150, 0]}}
  dream: {{name: Nowhere}}
trams:
{trams}
---
chapter: first
title: First
starts: {{here: {{scene: shore}}}}
scenes:
  shore: {{title: The shore, text: Words., ending: crossed}}
"""
NORTH = "  north: {stops: [works, bridge], from: 05:30, to: 23:00, speed: 200}"
EAST = "  east: {stops: [bridge, square], speed: 300}"


def city(read: Read, *trams: str, head: str = "") -> Story:
    story = read(STORY.format(head=head, trams="\n".join(trams))).story
    assert story is not None
    return story


def takes(story: Story, one: str, two: str, hour: str) -> float:
    return minutes(story, one, two, datetime.strptime(f"1917-10-24 {hour}", "%Y-%m-%d %H:%M"))


@pytest.mark.parametrize(
    ("one", "two", "hour", "wanted"),
    [
        ("works", "bridge", "12:00", 15),  # one ride
        ("bridge", "works", "12:00", 15),  # and back
        ("gate", "bridge", "12:00", 2 + 15),  # two minutes to the stop
        ("works", "square", "12:00", 15 + 10),  # with a change
        ("works", "square", "23:30", 40 + 10),  # on foot, and the line that always runs
        ("works", "bridge", "22:45", 15),  # the last one
        ("works", "bridge", "22:46", 40),  # has gone
        ("works", "bridge", "05:20", 10 + 15),  # to wait for the first is quicker than to walk
        ("works", "bridge", "04:00", 40),
        ("works", "gate", "12:00", 2),
        ("works", "dream", "12:00", 0),  # what is not on the map is near
        ("works", "works", "12:00", 0),
    ],
)
def test_the_quickest_way(read: Read, one: str, two: str, hour: str, wanted: float) -> None:
    assert takes(city(read, NORTH, EAST), one, two, hour) == pytest.approx(wanted)


def test_a_line_may_run_past_midnight(read: Read) -> None:
    story = city(read, "  night: {stops: [works, bridge], from: 20:00, to: 02:00, speed: 200}")
    assert [takes(story, "works", "bridge", hour) for hour in ("23:55", "01:40", "01:50")] == [15, 15, 40]


def test_the_pace_is_the_story_s_own(read: Read) -> None:
    assert takes(city(read, EAST, head="pace: 60"), "works", "bridge", "12:00") == 50
    assert takes(city(read, EAST), "works", "bridge", "12:00") == 40


@pytest.mark.parametrize(
    ("head", "tram", "told"),
    [
        ("pace: 0", EAST, "pace cannot be '0'. Write a whole number from 1 to 9999."),
        ("", "  a: {stops: [works]}", "A tram stops at two places or more."),
        ("", "  a: {stops: [works, bridg]}", "No place is called bridg. Did you mean bridge?"),
        ("", "  a: {stops: [works, dream]}", "dream is not on the map. Give dream its metres."),
        ("", "  a: {from: 05:30}", "A line stops: is missing in the tram a."),
        ("", "  a: {stops: [works, bridge], to: 24:10}", "'24:10' is no hour of the day. Write it so: 06:30."),
        ("", "  a: {stops: [works, bridge], speed: fast}", "speed cannot be 'fast'."),
    ],
)
def test_what_cannot_be_a_tram_or_a_pace(read: Read, head: str, tram: str, told: str) -> None:
    checked = read(STORY.format(head=head, trams=tram))
    assert len(checked.faults) == 1
    assert told in str(checked.faults[0])
