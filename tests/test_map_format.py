"""What a writer puts on the map and into the record, and what is wrong when it is wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from game.play.session import Session
from game.story.linker import Checked
from game.story.model import Story

STORY = """
story: city
title: City
language: en
variables: {drawn: {about: the pin is out}}
---
chapter: one
title: One
starts: {a: {scene: shed}}
scenes:
  shed:
    {title: Shed, at: 1917-10-24 15:00, place: shed, present: [kolya, marfa], text: You wait., choices: {
      cross: {say: Cross., record: You crossed., goto: quay}, dream: {say: Sleep., goto: dream}}}
  dream: {title: Dream, at: 1927-10-24 15:00, place: moon, aside: yes, text: Later., goto: quay}
  quay: {title: Quay, at: 1917-10-24 17:30, place: quay, present: [marfa], text: The far side., goto: end}
  end: {title: End, at: 1917-10-25 04:00, place: quay, text: Morning., ending: done}
---
people: {kolya: {name: Kolya}, marfa: {name: Marfa}}
places:
  shed: {name: The shed, metres: [0, 0]}
  quay: {name: The quay, metres: [0, 1000]}
  moon: {name: The moon, metres: [9000, 9000]}
  palace: {name: The palace, metres: [500, 1200], rank: 2}
  station: {name: The station, metres: [900, 1200], rank: 1}
waters: {neva: {name: Neva, wide: 400, course: [[-2000, 500], [2000, 500]]}}
streets: {nevsky: {name: Nevsky, course: [[0, 1100], [900, 1200]]}}
bridges:
  liteiny:
    name: Liteiny
    metres: [800, 500]
    states:
      - {from: 1917-10-24 14:00, held: contested, sure: medium}
      - {from: 1917-10-24 17:00, span: raised, held: theirs}
      - {from: 1917-10-25 03:30, held: ours}
  okhta: {name: Okhta, metres: [1900, 500]}
events:
  vote: {at: 1917-10-24 16:00, to: 1917-10-24 18:00, place: palace, sure: high, sources: [reed], says: A vote is taken.}
  shot: {at: 1917-10-24 16:30, metres: [1, 2], sure: low, says: "Somebody fired, they say."}
  press: {at: 1917-10-24 05:30, sure: medium, says: The press is shut.}
works: {reed: {title: John Reed (1919)}}
---
language: es
bridges: {liteiny: {name: Liteini}}
events: {press: {says: Cierran la imprenta.}}
waters: {neva: {name: Nevá}}
""".replace("variables: {drawn: {about: the pin is out}}\n", "chapters: [one]\nendings: {done: {title: Done}}\n")

Read = Callable[[str], Checked]


@pytest.fixture
def city(read: Read) -> Story:
    checked = read(STORY)
    assert not checked.faults, "\n".join(map(str, checked.faults))
    assert checked.story is not None
    return checked.story


def test_waters_streets_bridges_and_events_are_read(city: Story) -> None:
    assert city.waters["neva"].course == ((-2000, 500), (2000, 500))
    assert city.waters["neva"].wide == 400
    assert city.streets["nevsky"].course[1] == (900, 1200)
    assert [(s.span, s.held, s.sure) for s in city.bridges["liteiny"].states] == [
        ("down", "contested", "medium"),
        ("raised", "theirs", "high"),
        ("raised", "ours", "high"),  # what a state does not tell stays as it was
    ]
    vote, shot = city.events["vote"], city.events["shot"]
    assert (vote.at.hour, vote.to.hour, vote.place, vote.sources) == (16, 18, "palace", ("reed",))
    assert shot.at == shot.to
    assert (shot.metres, shot.sure) == ((1, 2), "low")
    assert city.places["palace"].rank == 2
    assert city.places["shed"].rank == 0


FAULTS = [
    ("held: contested", "held: contestet", "value-unknown", "Did you mean contested?"),
    ("span: raised", "span: up", "value-unknown", "Write down or raised."),
    ("place: palace, sure", "place: palase, sure", "name-unknown", "Did you mean palace?"),
    ("sources: [reed]", "sources: [read]", "name-unknown", "Did you mean reed?"),
    ("{from: 1917-10-24 17:00", "{from: 1917-10-24", "value-date", "1917-10-24 16:40"),
    ("{from: 1917-10-24 17:00", "{from: 1917-10-24 13:00", "value-date", "in the order of their hours"),
    ("{from: 1917-10-24 17:00, ", "{", "key-missing", "Add from:"),
    ("to: 1917-10-24 18:00", "to: 1917-10-24 15:00", "value-date", "later hour"),
    ("{at: 1917-10-24 16:30, ", "{", "key-missing", "Add at:"),
    ("metres: [1, 2]", "metres: [1]", "value-kind", "metres: [8300, 4350]"),
    ("metres: [1900, 500]", "metres: here", "value-kind", "metres: [8300, 4350]"),
    (", metres: [1900, 500]", "", "key-missing", "Add metres:"),
    ("course: [[-2000, 500], [2000, 500]]", "course: [[-2000, 500]]", "value-kind", "[[8300, 4350], [8500, 4400]]"),
    ("course: [[-2000, 500], [2000, 500]]", "course: [-2000, 500]", "value-kind", "two numbers in brackets"),
    ("wide: 400", "wide: broad", "value-kind", "a whole number from 1"),
    ("rank: 2", "rank: 12", "value-kind", "a whole number from 1 to 9"),
    (", says: A vote is taken.", "", "key-missing", "Add says:"),
    ("wide: 400", "width: 400", "key-unknown", "Did you mean wide?"),
    ("press: {says: Cierran la imprenta.}", "pres: {says: Cierran.}", "language-extra", "Did you mean press?"),
    ("neva: {name: Nevá}", "neva: {name: Nevá, wide: 3}", "language-key", "only texts"),
]


@pytest.mark.parametrize(("right", "wrong", "code", "hint"), FAULTS)
def test_what_is_wrong_is_told_with_what_would_be_right(
    read: Read, right: str, wrong: str, code: str, hint: str
) -> None:
    assert right in STORY
    faults = read(STORY.replace(right, wrong)).faults
    assert code in [fault.code for fault in faults], faults
    assert hint in " ".join(fault.hint for fault in faults), faults


# ---------------------------------------------------------------- the chart of a play


def test_bridges_are_as_they_were_at_the_hour_of_the_page(city: Story) -> None:
    session = Session.new(city, "en")
    liteiny = session.chart().bridges[0]
    assert (liteiny.span, liteiny.held, liteiny.sure) == ("down", "contested", "medium")
    assert session.chart().bridges[1].held == "unknown"
    session.choose("cross")
    assert session.chart().bridges[0][3:] == ("raised", "theirs", "high")
    session.choose("go_on")
    assert session.chart().bridges[0].held == "ours"
    session.undo()
    assert session.chart().bridges[0].held == "theirs"


def test_the_road_keeps_its_hours_and_crosses_wide_water_on_a_bridge(city: Story) -> None:
    session = Session.new(city, "en")
    session.choose("cross")
    chart = session.chart()
    assert [(stop.id, [at.hour for at in stop.hours]) for stop in chart.stops] == [("shed", [15]), ("quay", [17])]
    assert chart.road == ((0, 0), (800, 500), (0, 1000))
    assert chart.here == "quay"
    assert chart.centre == (0, 1000)


def test_people_are_where_you_last_met_them_but_not_those_who_are_here(city: Story) -> None:
    session = Session.new(city, "en")
    assert session.chart().met == ()
    session.choose("cross")
    assert [(met.name, met.place) for met in session.chart().met] == [("Kolya", "The shed")]
    session.choose("go_on")
    assert [(met.name, met.place) for met in session.chart().met] == [("Marfa", "The quay"), ("Kolya", "The shed")]


def test_an_aside_leaves_the_map_and_the_clock_alone(city: Story) -> None:
    session = Session.new(city, "en")
    session.choose("dream")
    chart = session.chart()
    assert chart.at == datetime(1917, 10, 24, 15)
    assert [stop.id for stop in chart.stops] == ["shed"]
    assert session.day_line().now == chart.at


def test_places_that_all_know_stand_by_rank_and_others_once_the_road_has_come_by(city: Story) -> None:
    chart = Session.new(city, "en").chart()
    assert [mark.id for mark in chart.landmarks] == ["station", "palace"]
    assert [stop.id for stop in chart.stops] == ["shed"]


def test_the_record_tells_nothing_that_is_not_over_yet(city: Story) -> None:
    session = Session.new(city, "en")
    assert [event.says for event in session.day_line().happened] == ["The press is shut."]
    session.choose("cross")
    line = session.day_line()
    assert [event.says[:8] for event in line.happened] == ["The pres", "Somebody"]
    assert [done.record for done in line.done] == ["You crossed."]
    session.choose("go_on")
    vote = session.day_line().happened[1]
    assert (vote.place, vote.says, vote.sure, vote.sources) == (
        "The palace",
        "A vote is taken.",
        "high",
        ("John Reed (1919)",),
    )


def test_the_map_is_told_in_the_language_of_the_play(city: Story) -> None:
    session = Session.new(city, "es")
    assert session.chart().bridges[0].name == "Liteini"
    assert session.chart().waters[0].name == "Nevá"
    assert session.chart().streets[0].name == "Nevsky"  # not told in Spanish: the story's own
    assert session.day_line().happened[0].says == "Cierran la imprenta."


def test_a_story_without_a_map_has_an_empty_chart(small: Story) -> None:
    session = Session.new(small, "en")
    assert not session.chart().bridges
    assert session.day_line().happened == ()


# ---------------------------------------------------------------- the map that ships


def test_the_bridges_of_the_24th_and_25th_are_as_the_record_has_them(shipped: Story) -> None:
    def at(bridge: str, hour: str) -> tuple[str, str]:
        when = datetime.strptime(f"1917-10-{hour}", "%Y-%m-%d %H:%M")
        past = [state for state in shipped.bridges[bridge].states if state.since <= when]
        return (past[-1].span, past[-1].held) if past else ("down", "unknown")

    assert at("liteiny", "24 19:00") == ("down", "ours")
    assert at("palace_bridge", "24 19:00") == ("down", "theirs")
    assert at("nikolaevsky", "24 19:00") == ("raised", "theirs")
    assert at("nikolaevsky", "25 04:00") == ("down", "ours")
    assert at("troitsky", "24 15:00") == ("down", "ours")
    for bridge in ("sampsonievsky", "grenadersky"):
        assert at(bridge, "24 19:00") == ("down", "ours")
    assert at("okhta", "24 19:00") == ("down", "unknown")


def test_every_event_of_the_record_has_its_hours_and_is_about_these_days(shipped: Story) -> None:
    assert len(shipped.events) >= 60
    for event in shipped.events.values():
        assert datetime(1917, 10, 20) <= event.at <= event.to < datetime(1917, 11, 1)
        assert event.sure
        assert event.sources, event.id
        assert event.says.parts
