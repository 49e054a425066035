"""Conditions, effects and texts: printing and reading again gives the same."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.story.expressions import (
    Problem,
    is_name,
    print_condition,
    print_effect,
    read_condition,
    read_effect,
)
from game.story.grammar import (
    NEW_PARAGRAPH,
    Both,
    ByTimes,
    ByValue,
    Choose,
    Chosen,
    Compare,
    Condition,
    Either,
    Emphasis,
    Flag,
    Integer,
    Is,
    Link,
    Not,
    Number,
    PhraseUse,
    Seen,
    Sum,
    Times,
    Truth,
    Words,
)
from game.story.model import Variable, Where
from game.story.prose import print_prose, read_prose


def variable(name: str, kind: str, lowest: int = 0, highest: int = 1, values: tuple[str, ...] = ()) -> Variable:
    return Variable(name, kind, "", lowest, highest, 0, values, {}, Where("", 0, 0))


@dataclass
class Names:
    """Everything that the expressions of these tests may name."""

    variables: dict[str, Variable] = field(
        default_factory=lambda: {
            "trust": variable("trust", "number", 0, 2),
            "cold": variable("cold", "number", -3, 2),
            "jammed": variable("jammed", "flag"),
            "rain": variable("rain", "flag"),
            "kolya": variable("kolya", "list", 0, 2, ("unmet", "shamed", "spared")),
        }
    )
    choices: dict[str, list[str]] = field(default_factory=lambda: {"winch": ["jam", "wait"], "order": []})
    notes: tuple[str, ...] = ("junkers", "teapots")
    phrases: tuple[str, ...] = ("your_name",)
    counted: dict[str, int] = field(default_factory=dict)

    def condition(self, text: str) -> Condition:
        return read_condition(text, self)

    def count(self, scene: str, texts: int) -> None:
        self.counted[scene] = texts


NAMES = Names()
values = st.sampled_from(NAMES.variables["kolya"].values)
tests: st.SearchStrategy[Condition] = st.deferred(
    lambda: st.one_of(
        st.builds(Flag, st.sampled_from(["jammed", "rain"])),
        st.builds(
            Is, st.just("kolya"), st.lists(values, min_size=1, max_size=3, unique=True).map(tuple), st.booleans()
        ),
        st.builds(Seen, st.sampled_from(["winch", "order"])),
        st.builds(Chosen, st.just("winch"), st.sampled_from(["jam", "wait"])),
        st.builds(Compare, sums, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), sums),
        st.builds(Not, tests),
        st.builds(Both, st.lists(tests, min_size=2, max_size=3).map(tuple)),
        st.builds(Either, st.lists(tests, min_size=2, max_size=3).map(tuple)),
    )
)
terms = st.one_of(
    st.builds(Integer, st.integers(-9, 9)),
    st.builds(Number, st.sampled_from(["trust", "cold"])),
    st.builds(Times, st.sampled_from(["winch", "order"])),
    st.builds(Truth, tests),
)
sums: st.SearchStrategy[Sum] = st.builds(
    lambda first, rest: Sum(((1, first), *rest)),
    terms,
    st.lists(st.tuples(st.sampled_from([1, -1]), terms), max_size=2),
)


@given(tests)
def test_a_condition_printed_and_read_again_is_the_same(condition: Condition) -> None:
    printed = print_condition(condition)
    if len(printed) <= 400:
        assert read_condition(printed, NAMES) == condition


@given(
    st.one_of(
        st.tuples(st.sampled_from(["jammed", "not jammed", "kolya = spared", "trust = 2", "cold = -3"])),
        st.tuples(st.sampled_from(["trust += ", "cold -= "]), st.integers(1, 9)),
    ),
    st.none() | tests,
)
def test_an_effect_printed_and_read_again_is_the_same(change: tuple[object, ...], when: Condition | None) -> None:
    text = "".join(str(part) for part in change) + ("" if when is None else f" if {print_condition(when)}")
    if len(text) <= 400:
        effect = read_effect(text, NAMES)
        assert effect.when == when
        assert print_effect(effect) == text
        assert read_effect(print_effect(effect), NAMES) == effect


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("rain", Flag("rain")),
        ("not rain", Not(Flag("rain"))),
        ("kolya == spared", Is("kolya", ("spared",), negated=False)),
        ("kolya != spared", Is("kolya", ("spared",), negated=True)),
        ("kolya in [unmet, spared]", Is("kolya", ("unmet", "spared"), negated=False)),
        ("kolya not in [unmet]", Is("kolya", ("unmet",), negated=True)),
        ("seen(order)", Seen("order")),
        ("chosen(winch, jam)", Chosen("winch", "jam")),
        ("rain or jammed and rain", Either((Flag("rain"), Both((Flag("jammed"), Flag("rain")))))),
        ("times(winch) >= 2", Compare(Sum(((1, Times("winch")),)), ">=", Sum(((1, Integer(2)),)))),
        (
            "trust + (jammed) - (kolya == spared) > -1",
            Compare(
                Sum(
                    (
                        (1, Number("trust")),
                        (1, Truth(Flag("jammed"))),
                        (-1, Truth(Is("kolya", ("spared",), negated=False))),
                    )
                ),
                ">",
                Sum(((1, Integer(-1)),)),
            ),
        ),
    ],
)
def test_each_production_of_a_condition(text: str, meaning: Condition) -> None:
    assert read_condition(text, NAMES) == meaning


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "trust.real",
        "lambda: rain",
        "[x for x in kolya]",
        "trust ** 9",
        "trust == 1 if rain else 2",
        "(rain := jammed)",
        "trust if",
        "f(rain)",
        "rain rain",
        "1",
        "1 < trust < 2",
        "kolya < spared",
        "kolya is spared",
        "rain == 1 == 1",
        "seen()",
        "seen(winch, jam)",
        "trust + rain > 1",
        "True",
        "-trust > 1",
        "trust == 99999",
        "(" * 150 + "rain",
        "rain and " * 100,
    ],
)
def test_nothing_else_is_a_condition(text: str) -> None:
    with pytest.raises(Problem):
        read_condition(text, NAMES)


@pytest.mark.parametrize("name", ["a", "winch_house", "x9", "return_"])
def test_names(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    "name", ["", "Winch", "9x", "a-b", "if", "and", "seen", "times", "chosen", "return", "ñ", "a b"]
)
def test_no_names(name: str) -> None:
    assert not is_name(name)


# ---------------------------------------------------------------- texts

MARKS = ["*", "[[junkers|", "[[junkers]]", "]]", "{rain:", "{kolya:", "{times:", "{your_name}", "|", "}"]
ESCAPED = ["\\{", "\\*", "\\|", "\\\\"]
WORDS = ["word ", "two words", "[sic]", " — ", "\n", "\n\n", "\n> a wire\n> goes on\n", ": ", ".", "ñ "]
pieces = st.sampled_from([*MARKS, *ESCAPED, *WORDS])


@given(st.lists(pieces, max_size=24).map("".join))
def test_a_text_printed_and_read_again_is_the_same(text: str) -> None:
    problems: list[Problem] = []
    parts = read_prose(text, NAMES, "winch", problems.append)
    if not problems:
        again = read_prose(print_prose(parts), NAMES, "winch", problems.append)
        assert not problems
        assert again == parts


@given(st.text(max_size=200))
def test_any_text_is_read_or_its_problems_have_a_place(text: str) -> None:
    problems: list[Problem] = []
    read_prose(text, NAMES, "winch", problems.append)
    assert all(0 <= problem.offset <= len(text) and problem.message for problem in problems)


def parts_of(text: str) -> tuple[object, ...]:
    problems: list[Problem] = []
    parts = read_prose(text, NAMES, "winch", problems.append)
    assert not problems, problems[0].message
    return parts


def test_each_production_of_a_text() -> None:
    rain = Flag("rain")
    assert parts_of("as *typed* [sic] | so") == (Words("as "), Emphasis((Words("typed"),)), Words(" [sic] | so"))
    assert parts_of("[[junkers]] [[junkers|cadets]]") == (
        Link("junkers", ()),
        Words(" "),
        Link("junkers", (Words("cadets"),)),
    )
    assert parts_of("{your_name}") == (PhraseUse("your_name"),)
    assert parts_of("{rain: wet}") == (Choose(rain, (Words("wet"),), ()),)
    assert parts_of("{rain: wet | dry}") == (Choose(rain, (Words("wet"),), (Words("dry"),)),)
    assert parts_of("{kolya: a | b | c}") == (ByValue("kolya", ((Words("a"),), (Words("b"),), (Words("c"),))),)
    assert parts_of("{times: once | again}") == (ByTimes("winch", ((Words("once"),), (Words("again"),))),)
    assert parts_of("{rain: {rain: {rain: x}}}")
    assert parts_of(r"\{ \} \[[ \| \* \\") == (Words("{ } [[ | * \\"),)


def test_breaks() -> None:
    assert parts_of("one\ntwo\n\nthree") == (Words(f"one two{NEW_PARAGRAPH}three"),)
    assert parts_of("one\n> wire\n> more\ntwo") == (Words(f"one{NEW_PARAGRAPH}> wire\n> more{NEW_PARAGRAPH}two"),)


def test_the_head_of_a_group_ends_at_its_first_colon() -> None:
    assert parts_of("{rain: he said: no}") == (Choose(Flag("rain"), (Words("he said: no"),), ()),)


def test_different_things_of_the_same_name_are_not_the_same() -> None:
    assert Flag("rain") != Seen("rain")
    assert Number("trust") != Times("trust")
    assert Both((Flag("rain"), Flag("jammed"))) != Either((Flag("rain"), Flag("jammed")))
    assert len({Flag("rain"), Seen("rain"), PhraseUse("rain"), Flag("rain")}) == 3
