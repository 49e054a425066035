"""What a page shows, of stories a few lines long."""

from __future__ import annotations

from collections.abc import Callable

from game.play import dates
from game.play.session import Session
from game.story.linker import Checked
from game.words import Words

Reader = Callable[[str], Checked]

DOOR = """\
story: door
title: The Door
variables:
  key: {about: you hold the key}
endings:
  out: {title: Out}
---
chapter: one
title: One
starts:
  here: {scene: room}
scenes:
  room:
    title: A Room
    at: 1917-10-24 10:00
    text: There is a door.
    choices:
      open:
        say: Open it.
        if: key
        locked: "{key: Never told.}"
        goto: street
      wait:
        say: Wait a day.
        record: You waited.
        goto: later
  later:
    title: Later
    at: 1917-10-25 11:00
    text: There is a door yet.
    choices:
      knock:
        say: Knock.
        record: You knocked.
        goto: street
  street:
    title: A Street
    text: You are outside.
    remember:
      all: {did: [room, later]}
      first: {did: [room]}
    ending: out
"""


def test_a_closed_choice_whose_reason_is_empty_is_not_shown_as_open(read: Reader) -> None:
    story = read(DOOR).story
    assert story is not None
    page = Session.new(story, "en", "one/here", seed=1).page
    assert [option.id for option in page.options] == ["wait"]


def test_what_is_remembered_of_several_days_is_told_with_its_day(read: Reader) -> None:
    story = read(DOOR).story
    assert story is not None
    session = Session.new(story, "en", "one/here", seed=1)
    session.choose("wait")
    session.choose("knock")
    words = Words("en")
    told = [[dates.hour_in_row(at, row, words) for at, _ in row.did] for row in session.page.remembered]
    assert told == [["Tue 24 October · 10:00 am", "Wed 25 October · 11:00 am"], ["Tue 24 October · 10:00 am"]]


def test_what_is_remembered_of_one_day_needs_only_the_hour(read: Reader) -> None:
    story = read(DOOR.replace("1917-10-25 11:00", "1917-10-24 11:00")).story
    assert story is not None
    session = Session.new(story, "en", "one/here", seed=1)
    session.choose("wait")
    session.choose("knock")
    row = session.page.remembered[0]
    assert [dates.hour_in_row(at, row, Words("en")) for at, _ in row.did] == ["10:00 am", "11:00 am"]
