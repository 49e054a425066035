"""The one step, against a slow and obvious reading of the same rules."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.play.render import Teller
from game.play.road import starts
from game.play.state import (
    ClosedChoice,
    State,
    UnknownChoice,
    begin,
    chances,
    compile_condition,
    fingerprint,
    menu,
    step,
    value,
)
from game.story.grammar import Both, Chosen, Compare, Condition, Either, Flag, Integer, Is, Not, Number, Seen, Times
from game.story.linker import Checked, load
from game.story.model import Story
from tests.conftest import SMALL
from tests.test_grammar import tests as conditions_of_names

SIGNS = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}

STORY = load(SMALL)


def holds(condition: Condition, state: State) -> bool:
    """The condition, read off the state one name at a time."""
    memory, story = state.memory, STORY
    match condition:
        case Flag(name):
            return bool(value(story.variables[name], state, story))
        case Is(name, values, negated):
            return (value(story.variables[name], state, story) in values) != negated
        case Seen(scene):
            return memory[story.memory.times[scene][0]] > 0
        case Chosen(scene, choice):
            return memory[story.memory.chosen[scene, choice]] == 1
        case Not(test):
            return not holds(test, state)
        case Both(tests):
            return all(holds(test, state) for test in tests)
        case Either(tests):
            return any(holds(test, state) for test in tests)
        case Compare(left, sign, right):
            return SIGNS[sign](total(left, state), total(right, state))


def total(terms, state: State) -> int:
    found = 0
    for sign, term in terms.terms:
        match term:
            case Integer(number):
                found += sign * number
            case Number(name):
                found += sign * value(STORY.variables[name], state, STORY)
            case Times(scene):
                found += sign * state.memory[STORY.memory.times[scene][0]]
            case _:
                found += sign * holds(term.test, state)
    return found


def known(condition: Condition) -> bool:
    """Whether the small story counts what the condition asks about."""
    text = repr(condition)
    return "Chosen(scene='winch', choice='wait')" not in text


@given(conditions_of_names.filter(known), st.data())
def test_a_compiled_condition_says_what_the_condition_says(condition: Condition, data: st.DataObject) -> None:
    tops = [variable.highest - variable.lowest for variable in STORY.variables.values()]
    tops += [cap for _, cap in STORY.memory.times.values()] + [1] * len(STORY.memory.chosen)
    memory = bytes(data.draw(st.integers(0, top)) for top in tops)
    state = State("winch", "", memory)
    assert bool(compile_condition(STORY, condition)(memory)) == holds(condition, state)


def at(story: Story, start: str) -> State:
    return begin(story, starts(story)[start])


def test_a_start_has_its_effects_and_its_scene_is_counted(small: Story) -> None:
    state = at(small, "bridge/vanya")
    assert state.scene == "winch"
    assert value(small.variables["origin"], state, small) == "front"
    assert value(small.variables["trust"], state, small) == 0
    assert state.memory[small.memory.times["winch"][0]] == 1


def test_effects_come_before_the_way_and_the_scene_s_own_after(small: Story) -> None:
    state = step(small, at(small, "bridge/anya"), "jam")
    assert value(small.variables["trust"], state, small) == 2
    assert value(small.variables["cold"], state, small) == -3, "it clamps"
    state = step(small, state, "talk")
    assert state.scene == "ashore", "the way was decided by what was chosen before"
    other = step(small, step(small, at(small, "bridge/anya"), "read_order"), "go_on")
    assert other.scene == "winch"


def test_a_visit_returns_where_it_came_from_or_where_then_says(small: Story) -> None:
    state = step(small, at(small, "bridge/anya"), "read_order")
    assert (state.scene, state.back) == ("order", "winch")
    state = step(small, state, "go_on")
    assert (state.scene, state.back) == ("winch", "")
    assert "read_order" not in menu(small, state), "once"
    state = step(small, step(small, state, "read_again"), "go_on")
    assert state.scene == "council"


def test_closed_choices_are_refused(small: Story) -> None:
    state = at(small, "bridge/vanya")
    assert "jam" not in menu(small, state)
    for choice, error in (("jam", ClosedChoice), ("leave", ClosedChoice), ("fly", UnknownChoice)):
        try:
            step(small, state, choice)
        except error:
            continue
        raise AssertionError(choice)


def test_a_fallback_is_offered_when_nothing_else_is(small: Story) -> None:
    state = at(small, "bridge/vanya")
    state = step(small, state, "wait")
    state = step(small, state, "wait")
    assert menu(small, state) == ("wait",)
    state = step(small, state, "wait")
    assert menu(small, state) == ("leave",)
    assert step(small, state, "leave").scene == "ashore"


def test_chance_is_given_from_outside_and_checked(small: Story) -> None:
    state = at(small, "shore/late")
    assert chances(small, state, "go_on") == (("ashore", 3), ("dream", 1))
    assert step(small, state, "go_on", "dream").scene == "dream"
    for wrong in ("", "winch"):
        try:
            step(small, state, "go_on", wrong)
        except UnknownChoice:
            continue
        raise AssertionError(wrong)


def test_a_step_changes_nothing_that_was(small: Story) -> None:
    state = at(small, "bridge/anya")
    before = (state, fingerprint(small, state), hash(state))
    step(small, state, "jam")
    assert (state, fingerprint(small, state), hash(state)) == before


def test_counts_stop_where_nothing_compares_them_further(small: Story) -> None:
    index, cap = small.memory.times["winch"]
    assert cap == 5  # `times(winch) < 4` can tell 4 from more, never 5 from 6
    state = at(small, "bridge/anya")._replace(memory=bytes(small.memory.size))
    memory = bytearray(state.memory)
    memory[index] = cap
    state = step(small, state._replace(memory=bytes(memory[:index]) + b"\3" + bytes(memory[index + 1 :])), "wait")
    assert state.memory[index] == 4


# ---------------------------------------------------------------- texts


def told(story: Story, text: str, state: State, language: str = "en") -> list[str]:
    teller = Teller(story, language)
    return [paragraph.plain() for paragraph in teller.paragraphs(story.scenes[text].text, state)]


def test_a_page_of_text(small: Story) -> None:
    first = told(small, "winch", at(small, "bridge/anya"))
    assert first == [
        "Hello, Anya. Four cadets have a teapot, Teapots. It steams.",
        "The bridge to be opened.\nBy order.",
        "He pours. [sic] | {braces} They nod.",
    ]


def test_an_empty_text_takes_along_the_space_before_it(small: Story) -> None:
    state = at(small, "bridge/vanya")
    assert told(small, "winch", state)[-1] == "He pours. [sic] | {braces}"


def test_a_language_is_told_and_what_it_lacks_is_marked(small: Story) -> None:
    state = at(small, "bridge/anya")
    teller = Teller(small, "es")
    assert teller.words(small.scenes["winch"].text, state) == "Hola, Ania, lista. Humea."
    assert not teller.untranslated
    assert teller.words(small.scenes["council"].text, state) == "Hands up."
    assert teller.untranslated


@pytest.mark.parametrize(
    ("text", "wet", "dry"),
    [
        ("It is {rain: wet} now.", "It is wet now.", "It is now."),
        ("It is cold{rain: and wet}.", "It is coldand wet.", "It is cold."),
        ("It is cold {rain: and wet}.", "It is cold and wet.", "It is cold."),
        ("Cold. {rain: Wet.}{not rain: Dry.} So.", "Cold. Wet. So.", "Cold. Dry. So."),
        ('"Cold." {rain: Wet.}{not rain: "Dry," he says.}', '"Cold." Wet.', '"Cold." "Dry," he says.'),
        ("{rain: Wet} he says.", "Wet he says.", "he says."),
        ("One.\n\n{rain: Two.}\n\nThree.", "One. Two. Three.", "One. Three."),
        ("He {rain: {not rain: never}} left.", "He left.", "He left."),
    ],
)
def test_spaces_around_texts_that_are_not_there(read: Callable[[str], Checked], text: str, wet: str, dry: str) -> None:
    block = "      " + text.replace("\n", "\n      ")
    story = SMALL.read_text(encoding="utf-8").replace("    text: Hands up.", f"    text: |\n{block}")
    checked = read(story)
    assert checked.story is not None, checked.faults
    state = at(checked.story, "bridge/anya")
    for expected, raining in ((wet, 1), (dry, 0)):
        memory = bytearray(state.memory)
        memory[checked.story.memory.variables["rain"]] = raining
        words = Teller(checked.story, "en").words(
            checked.story.scenes["council"].text, state._replace(memory=bytes(memory))
        )
        assert words == expected
