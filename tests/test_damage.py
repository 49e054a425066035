"""The story that ships, damaged in a thousand ways: each gives a fault with its place, or a story
that still loads, and never a traceback."""

from __future__ import annotations

import random
import re
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game import paths
from game.play.road import starts
from game.play.session import Session
from game.story.faults import CODES
from game.story.files import read_files
from game.story.linker import Checked, link
from game.story.nodes import Source
from game.story.reader import parse_source, read_sources

DAMAGES = 1_000
MARKS = "{}[]|*:#&!%@`\"'\\-?,><=\t\n ()~^\u2028\u202e\x00\u00e9\ud7ff"
SMALL = (Path(__file__).parent / "small.yaml").read_text(encoding="utf-8")
Damage = Callable[[list[str], random.Random], None]


# ---------------------------------------------------------------- what can happen to a file


def delete_a_line(lines: list[str], chance: random.Random) -> None:
    del lines[chance.randrange(len(lines))]


def delete_some_lines(lines: list[str], chance: random.Random) -> None:
    begin = chance.randrange(len(lines))
    del lines[begin : begin + chance.randrange(2, 12)]


def double_a_line(lines: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    lines.insert(at, lines[at])


def swap_two_lines(lines: list[str], chance: random.Random) -> None:
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]


def swap_neighbours(lines: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(lines) - 1)
    lines[at], lines[at + 1] = lines[at + 1], lines[at]


def shift_a_line(lines: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    lines[at] = chance.choice([" ", "  ", "\t", "    "]) + lines[at] if chance.random() < 0.5 else lines[at][1:]


def join_two_lines(lines: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(lines) - 1)
    lines[at : at + 2] = [lines[at] + lines[at + 1].strip()]


def break_a_line(lines: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    middle = chance.randrange(len(lines[at]) + 1)
    lines[at : at + 1] = [lines[at][:middle], lines[at][middle:]]


def flip_a_character(lines: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    if line := lines[at]:
        middle = chance.randrange(len(line))
        lines[at] = line[:middle] + chance.choice(MARKS + "abcxyz0129_") + line[middle + 1 :]


def insert_a_mark(lines: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    middle = chance.randrange(len(lines[at]) + 1)
    lines[at] = lines[at][:middle] + chance.choice(MARKS) * chance.choice([1, 1, 2]) + lines[at][middle:]


def insert_many_marks(lines: list[str], chance: random.Random) -> None:
    for _ in range(12):
        insert_a_mark(lines, chance)


def truncate(lines: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    lines[at:] = [lines[at][: chance.randrange(len(lines[at]) + 1)]]


def delete_a_key(lines: list[str], chance: random.Random) -> None:
    at = chance.choice([number for number, line in enumerate(lines) if ":" in line])
    lines[at] = lines[at].split(":", 1)[1]


def empty_a_key(lines: list[str], chance: random.Random) -> None:
    at = chance.choice([number for number, line in enumerate(lines) if ":" in line])
    lines[at] = lines[at].split(":", 1)[0] + ":"


def replace_a_name(lines: list[str], chance: random.Random) -> None:
    at = chance.choice([number for number, line in enumerate(lines) if line.strip()])
    words = lines[at].split(" ")
    words[chance.randrange(len(words))] = chance.choice(
        ["nobody", "goto", "times", "1917", "[a, b]", "{a: b}", "yes", ""]
    )
    lines[at] = " ".join(words)


DAMAGES_KNOWN: list[Damage] = [
    delete_a_line,
    delete_some_lines,
    double_a_line,
    swap_two_lines,
    swap_neighbours,
    shift_a_line,
    join_two_lines,
    break_a_line,
    flip_a_character,
    insert_a_mark,
    insert_many_marks,
    truncate,
    delete_a_key,
    empty_a_key,
    replace_a_name,
]


# ---------------------------------------------------------------- the story that ships


@pytest.fixture(scope="module")
def sources() -> list[Source]:
    """The files of the story that ships, read once; linking changes none of them."""
    found, _ = read_sources(read_files(paths.shipped_story()))
    assert not [fault for source in found for fault in source.faults]
    return found


def damaged(sources: list[Source], which: int, data: bytes) -> Checked:
    """The story with other bytes in the place of one of its files. Languages, which take as
    long as all the rest, are laid over it when one of them is damaged, and now and then."""
    old = sources[which]
    new = parse_source(Source(old.name, old.language, ""), data)
    languages = {old.language, *(source.language for source in sources if len(data) % 8 == 0)}
    others = [source for source in sources if source is not old and source.language in {"", *languages}]
    return link([*others, new], sorted(languages - {""}), "story")


def assert_told_or_well(checked: Checked, names: set[str]) -> None:
    """Faults with codes, places and words; or a story in which one can go on."""
    for fault in checked.faults:
        assert fault.code in CODES
        assert fault.file in names
        assert fault.message.strip()
        assert "\n" not in str(fault)
        # Only a file as a whole, or a story that is not there at all, has no line.
        assert fault.line > 0 or fault.code in ("story-missing", "file-too-large")
        assert (fault.column > 0) == (fault.line > 0)
    assert (checked.story is None) == bool(checked.faults)
    if checked.story is not None:
        walk(checked)


def walk(checked: Checked) -> None:
    """A few pages, in each language, from each start of a story that loads."""
    story = checked.story
    assert story is not None
    for number, start in enumerate(starts(story)):
        session = Session.new(story, story.languages[number % len(story.languages)], start, seed=number)
        for _ in range(3):
            if not (open_ones := [option for option in session.page.options if not option.locked]):
                break
            session.choose(open_ones[-1].id)


@pytest.mark.parametrize("damage", DAMAGES_KNOWN, ids=lambda damage: damage.__name__)
def test_damage_is_told_with_its_place(damage: Damage, sources: list[Source]) -> None:
    names = {source.name for source in sources} | {"story"}
    for seed in range(-(-DAMAGES // len(DAMAGES_KNOWN))):
        chance = random.Random(f"{damage.__name__} {seed}")
        which = chance.randrange(len(sources))
        lines = sources[which].text.split("\n")
        damage(lines, chance)
        checked = damaged(sources, which, "\n".join(lines).encode("utf-8", "surrogatepass"))
        assert_told_or_well(checked, names)


def test_damaged_bytes(sources: list[Source]) -> None:
    for seed in range(60):
        chance = random.Random(seed)
        which = chance.randrange(len(sources))
        data = bytearray(sources[which].text.encode())
        for _ in range(chance.choice([1, 3, 30])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        assert_told_or_well(damaged(sources, which, bytes(data)), {source.name for source in sources} | {"story"})


def test_one_damage_is_not_told_a_hundred_times(sources: list[Source]) -> None:
    """What a file that cannot be read would have named is not missing, and a name that
    many places use is told at the first of them."""
    by_name = {source.name: number for number, source in enumerate(sources)}
    people, places = by_name["people.yaml"], by_name["places.yaml"]
    whole = sources[people].text
    told = damaged(sources, people, b"\xff").faults
    assert [fault.code for fault in told] == ["file-encoding"]
    told = damaged(sources, people, f"{whole}  : : :\n".encode()).faults
    assert [(fault.file, fault.code) for fault in told] == [("people.yaml", "yaml-syntax")]
    told = damaged(sources, people, whole.replace("people:", "poeple:", 1).encode()).faults
    assert [(fault.file, fault.code) for fault in told] == [("people.yaml", "document-unknown")]
    lost = sources[places].text.replace("  liteiny_span:", "  liteiny_spam:", 1).encode()
    told = [fault for fault in damaged(sources, places, lost).faults if fault.code == "name-unknown"]
    assert len(told) == 1
    assert told[0].message.startswith("No place is called liteiny_span, and ")
    assert told[0].hint == "Did you mean liteiny_spam?"


# ---------------------------------------------------------------- anything at all

WORDS = re.findall(
    r"\S+",
    "trust kolya jammed seen chosen times and or not in if == != <= < + - ( ) [ ] , = += 1 2 0x1 1e3 spared winch jam",
)
ALIKE = st.lists(
    st.sampled_from([line for line in SMALL.split("\n") if line.strip()])
    | st.sampled_from(list(MARKS))
    | st.text(max_size=6)
    | st.integers(0, 8).map(lambda width: "\n" + " " * width),
    max_size=40,
).map("".join)


def read(data: bytes) -> Checked:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return link([parse_source(Source("story.yaml", "", ""), data)], [], "story.yaml")


ANYTHING = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))


@ANYTHING
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_a_fault_or_a_story(data: bytes) -> None:
    assert_told_or_well(read(data), {"story.yaml"})


@ANYTHING
@given(ALIKE)
def test_any_lines_like_those_of_a_story_are_a_fault_or_a_story(text: str) -> None:
    assert_told_or_well(read(text.encode("utf-8", "surrogatepass")), {"story.yaml"})


@ANYTHING
@given(st.text(st.sampled_from("ab {}[]*|:\\\n>#'\"=") | st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_any_text_of_a_scene_is_read_or_told(words: str) -> None:
    body = "\n".join("      " + line for line in words.split("\n"))
    assert_told_or_well(read(SMALL.replace("    text: They draw.", f"    text: |\n{body}").encode()), {"story.yaml"})


@ANYTHING
@given(
    st.lists(
        st.sampled_from(WORDS) | st.text(max_size=3),
        max_size=12,
    ).map(" ".join),
    st.sampled_from(["if", "do"]),
)
def test_any_condition_and_any_effect_is_read_or_told(words: str, key: str) -> None:
    quoted = words.replace("'", "''").replace("\n", " ")
    data = SMALL.replace("        if: times(winch) < 4\n", f"        {key}: '{quoted}'\n").replace(
        "        do: [not rain]\n", ""
    )
    assert_told_or_well(read(data.encode()), {"story.yaml"})
