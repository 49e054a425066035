"""A road through a story that is being written: walked again, stopped, changed by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from game.desk.asked import asked_in
from game.desk.facts import absent_choices, absent_people, gaps, length, others
from game.desk.reaching import Reaching
from game.desk.rehearsal import Cue, Hand, Rehearsal, rehearse, walked
from game.desk.translated import Kept, mark_of, text_of
from game.proof.asking import Asker, BadQuestion, ask, question
from game.story.linker import Checked
from game.story.model import Story

Read = Callable[[str], Checked]

STORY = """
story: ferry
title: The Last Ferry
variables:
  rope: {about: you have the rope}
  fare: {about: what you pay, from: 0, to: 3, start: 1}
  mood: {about: his, one_of: [calm, cross, gone], start: calm}
endings:
  over: {title: Over}
phrases:
  pay: "{fare >= 2: two | one}"
---
people:
  boy: {name: A boy}
---
chapter: bank
title: The Bank
starts:
  early: {scene: quay}
  late: {scene: quay, do: fare = 2}
scenes:
  quay:
    title: The Quay
    present: [boy if seen(boat)]
    text: |
      He wants {pay}. {mood: He is calm. | He is cross. | He has gone.} {rope: You have a rope.}

      {times: A first look. | A second look. | Again.}
    choices:
      take: {say: Take the rope., do: rope, goto: quay}
      wait: {say: Wait., do: mood = cross, goto: quay}
      board: {say: "Board, {not rope: without | with} it.", if: rope, locked: Not yet., goto: boat}
      beg: {say: Beg., once: yes, goto: quay}
      leave: {say: Leave., fallback: yes, goto: boat}
  boat:
    title: The Boat
    text: "{chosen(quay, beg): He lets you. | He counts it.}"
    choices:
      toss: {say: Toss a coin., chance: {shore: 3, quay: 1}}
      sit: {say: Sit., goto: shore}
  shore: {title: The Shore, text: Sand., ending: over}
---
language: es
chapter: bank
scenes:
  quay: {title: El muelle, text: "Hace frío. {mood: Tranquilo. | Enfadado. | No está.}"}
"""


@pytest.fixture
def ferry(read: Read) -> Story:
    return whole(read, STORY)


def whole(read: Read, text: str) -> Story:
    checked = read(text)
    assert checked.story is not None, checked.faults
    return checked.story


def edited(read: Read, *changes: tuple[str, str]) -> Story:
    text = STORY
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return whole(read, text)


def crossed(story: Story) -> Rehearsal:
    """With the rope into the boat, and by the coin to the shore."""
    return rehearse(story).take("take").take("board").take("toss", "shore")


# ---------------------------------------------------------------- walked again


def test_a_road_is_walked_again_by_id_in_another_edition(ferry: Story, read: Read) -> None:
    road = crossed(ferry)
    assert road.state.scene == "shore" and road.stopped is None and not road.by_hand
    again = road.again(edited(read, ("text: Sand.", "text: Mud."), ("say: Take the rope.", "say: Take it.")))
    assert again.state.scene == "shore"
    assert again.page("en", "").paragraphs[0].plain() == "Mud."
    assert [each.choice for each in again.taken] == ["take", "board", "toss"]


def test_scenes_and_choices_that_were_renamed_are_found_by_was(ferry: Story, read: Read) -> None:
    text = STORY.replace("goto: boat", "goto: barge").replace("seen(boat)", "seen(barge)")
    text = text.replace("  boat:\n", "  barge:\n    was: [boat]\n").replace("toss: {say", "flip: {was: [toss], say")
    story = whole(read, text)
    again = crossed(ferry).again(story)
    assert again.stopped is None
    assert [each.choice for each in again.taken] == ["take", "board", "flip"]


def test_it_stops_where_the_road_is_closed_and_goes_on_when_it_is_mended(ferry: Story, read: Read) -> None:
    cases = {
        "gone": (("board: {say", "embark: {say"), "quay", 2),
        "closed": (("if: rope,", "if: rope and fare == 3,"), "quay", 2),
        "elsewhere": (("locked: Not yet., goto: boat", "locked: Not yet., goto: shore"), "shore", 1),
        "chance": (("chance: {shore: 3, quay: 1}", "chance: {quay: 1}"), "boat", 1),
    }
    for why, (change, scene, left) in cases.items():
        road = crossed(ferry).again(edited(read, change))
        assert road.stopped is not None and (road.stopped.why, road.stopped.left) == (why, left)
        assert road.state.scene == scene
        assert road.again(ferry).state.scene == "shore", "what waited goes on"
        assert road.back().stopped is None, "a step taken back forgets what waited"


def test_a_start_that_is_gone_is_told_and_comes_back(ferry: Story, read: Read) -> None:
    road = rehearse(ferry, "bank/late").take("take")
    lost = road.again(edited(read, ("  late:", "  later:")))
    assert lost.stopped is not None and lost.stopped.why == "start" and lost.stopped.left == 1
    assert lost.again(ferry).page("en", "").paragraphs[0].plain().startswith("He wants two.")


def test_a_choice_taken_back_and_nothing_before_the_beginning(ferry: Story) -> None:
    road = rehearse(ferry).take("take")
    assert road.back().state == rehearse(ferry).state
    assert road.back().back().state == rehearse(ferry).state


# ---------------------------------------------------------------- by hand


def test_everything_remembered_can_be_changed_by_hand_and_is_marked(ferry: Story) -> None:
    road = rehearse(ferry)
    things = {(each.kind, each.name): each for each in road.remembered()}
    assert things["variable", "fare"].values == ("0", "1", "2", "3") and things["variable", "fare"].at == 1
    assert things["times", "quay"].values == ("0", "1", "2", "3+")
    assert ("chosen", "quay/beg") in things and ("times", "boat") in things
    for (kind, name), thing in things.items():
        for value in thing.values:
            changed = road.with_step(Hand(kind, name, value))
            held = {(each.kind, each.name): each for each in changed.remembered()}
            assert held[kind, name].values[held[kind, name].at] == value
            assert changed.by_hand and held[kind, name].by_hand
            assert sum(each.by_hand for each in held.values()) == 1
    text = road.with_step(Hand("variable", "mood", "gone")).with_step(Hand("variable", "rope", "yes"))
    assert text.page("en", "").paragraphs[0].plain() == "He wants one. He has gone. You have a rope."
    assert not text.back().back().by_hand


def test_a_change_by_hand_opens_a_choice_that_is_then_taken(ferry: Story) -> None:
    road = rehearse(ferry)
    stopped = road.take("board").stopped
    assert stopped is not None and stopped.why == "closed"
    assert road.with_step(Hand("variable", "rope", "yes")).take("board").state.scene == "boat"


def test_a_value_that_is_gone_stops_the_road_at_the_change(ferry: Story, read: Read) -> None:
    road = rehearse(ferry).with_step(Hand("variable", "mood", "gone")).take("take")
    story = edited(read, ("[calm, cross, gone]", "[calm, cross]"), (" | He has gone.}", "}"), (" | No está.}", "}"))
    again = road.again(story)
    assert again.stopped is not None and again.stopped.why == "unknown" and again.stopped.left == 2
    assert again.again(ferry).done == 2


# ---------------------------------------------------------------- proved roads


def test_a_proved_road_is_walked_to_its_scene(ferry: Story) -> None:
    _, answer = ask(ferry, "chosen(quay, beg)", "shore")
    assert answer.road is not None
    road = walked(ferry, answer.road)
    assert road.state.scene == "shore" and not road.by_hand
    assert Cue("quay", "beg") in road.steps


def test_an_asker_answers_many_questions_as_ask_does(ferry: Story) -> None:
    asker = Asker(ferry)
    for condition in ("", "rope", "times(boat) == 2", "mood == gone", "not rope and mood == cross", "fare == 3"):
        for scene in ("", "quay", "boat", "shore"):
            (_, one), (_, other) = asker.ask(condition, scene), ask(ferry, condition, scene)
            assert one.met == other.met
            if one.road is not None and other.road is not None:
                assert len(one.road.legs) == len(other.road.legs)


def test_a_question_that_was_left_is_not_answered(ferry: Story) -> None:
    told: list[Reaching] = []
    asker = Asker(ferry)
    one = Reaching(asker, "shore", "", told.append)
    one.leave()
    one.start()
    one.thread.join(20)
    assert told == []
    other = Reaching(Asker(ferry), "shore", "rope", told.append)
    other.start()
    other.thread.join(20)
    assert told == [other] and other.rehearsal is not None and other.rehearsal.state.scene == "shore"


def test_a_scene_or_a_condition_that_is_not_there_is_told_with_the_nearest_name(ferry: Story) -> None:
    with pytest.raises(BadQuestion, match=r"no scene called shoer\. Did you mean shore"):
        question(ferry, "", "shoer")
    with pytest.raises(BadQuestion, match="Did you mean mood"):
        question(ferry, "moood == calm", "shore")


# ---------------------------------------------------------------- what is told of a page


def test_what_else_a_page_could_say_is_told_with_its_condition(ferry: Story) -> None:
    first = rehearse(ferry)
    told = [(each.of, each.when, each.text) for each in others(ferry, "en", first.state)]
    assert told == [
        ("text", "fare >= 2", "two"),
        ("text", "mood == cross", "He is cross."),
        ("text", "mood == gone", "He has gone."),
        ("text", "rope", "You have a rope."),
        ("text", "times(quay) == 2", "A second look."),
        ("text", "times(quay) >= 3", "Again."),
        ("choices/board/say", "rope", "with"),
    ]
    then = rehearse(ferry, "bank/late").take("take").take("wait")
    assert [each.when for each in others(ferry, "en", then.state) if each.of == "text"] == [
        "fare < 2",
        "mood == calm",
        "mood == gone",
        "times(quay) <= 1",
        "times(quay) == 2",
    ]
    assert [each.text for each in others(ferry, "es", first.state) if each.of == "text"] == ["Enfadado.", "No está."]


def test_choices_and_people_that_are_not_there_are_told(ferry: Story) -> None:
    road = rehearse(ferry).take("beg")
    closed = absent_choices(ferry, "en", road.state, road.page("en", ""))
    assert [(each.id, each.when) for each in closed] == [("board", "rope"), ("beg", ""), ("leave", "")]
    assert [(each.words, each.when) for each in absent_people(ferry, "en", road.state)] == [("A boy", "seen(boat)")]
    there = road.take("take").take("board").take("toss", "quay")
    assert absent_people(ferry, "en", there.state) == ()


def test_the_length_of_a_page_and_of_its_scene(ferry: Story) -> None:
    page = rehearse(ferry).take("take").take("board").page("en", "")
    told = length(ferry, page)
    # The Boat. He counts it. Toss a coin. Sit. / and: He lets you.
    assert (told.page, told.scene) == (9, 12)
    assert told.seconds == round(9 * 60 / 200)


def test_what_a_language_lacks_of_a_scene(ferry: Story) -> None:
    assert gaps(ferry, "en", "quay", {}) == {}
    assert "title" not in gaps(ferry, "es", "quay", {})
    assert {"choices/take/say", "choices/board/locked"} <= set(gaps(ferry, "es", "quay", {}))
    assert gaps(ferry, "es", "shore", {}) == {"title": "missing", "text": "missing"}


def test_a_text_is_stale_when_its_source_has_changed_and_it_has_not(ferry: Story, read: Read) -> None:
    keys = ("scenes/quay/title", "scenes/quay/text")
    sources = {key: ferry.scenes["quay"].title if key.endswith("title") else ferry.scenes["quay"].text for key in keys}
    record = {key: Kept(text_of(sources[key]), mark_of(text_of(ferry.texts["es"][key]))) for key in keys}
    assert not {"title", "text"} & gaps(ferry, "es", "quay", record).keys()
    source = edited(read, ("title: The Quay", "title: The Pier"))
    assert gaps(source, "es", "quay", record)["title"] == "stale"
    both = edited(read, ("title: The Quay", "title: The Pier"), ("El muelle", "El embarcadero"))
    assert "title" not in gaps(both, "es", "quay", record)


def test_what_a_scene_has_to_do_with(ferry: Story) -> None:
    assert asked_in(ferry, "en", "quay") == {
        ("variable", "fare"),
        ("variable", "mood"),
        ("variable", "rope"),
        ("times", "quay"),
        ("times", "boat"),
        ("chosen", "quay/beg"),
    }
    assert asked_in(ferry, "en", "boat") == {("chosen", "quay/beg")}
