"""Each mistake of a writer is told in one line, with its place and what would be right.

The stories in tests/broken are wrong in one way each and say in their first lines what
is to be told of them, and where. The examples are those of docs/faults.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from game.story import faults
from game.story.expressions import print_effect
from game.story.faults import CODES, Fault
from game.story.linker import Checked, check, link
from game.story.nodes import Map, Node, Scalar
from game.story.reader import Source, parse_source

HERE = Path(__file__).parent
BROKEN = sorted((HERE / "broken").glob("*.yaml"))
DOCS = (HERE.parent / "docs" / "faults.md").read_text(encoding="utf-8")
EXPECTS = re.compile(r"^# expects: ([a-z-]+) (\d+):(\d+)$", re.M)
OF_FILES = {"file-unreadable", "file-outside", "file-encoding", "file-too-large"}  # tests/test_hostile_files.py
Read = Callable[[str], Checked]


def expected(text: str) -> list[tuple[str, int, int]]:
    return [(code, int(line), int(column)) for code, line, column in EXPECTS.findall(text)]


# ---------------------------------------------------------------- the broken stories


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_story_gives_the_one_fault_that_it_is_about(path: Path) -> None:
    wanted = expected(path.read_text(encoding="utf-8"))
    told = check(path).faults
    assert wanted
    assert [(fault.code, fault.line, fault.column) for fault in told] == wanted, "\n".join(map(str, told))
    for fault in told:
        assert fault.file == path.name
        assert_plain(fault)


def assert_plain(fault: Fault) -> None:
    """One line, in whole sentences, without words that only programmers use."""
    for text in (fault.message, fault.hint):
        assert "\n" not in text
        assert not re.search(r"\b(None|True|False|scalar|node|token|parse|parser|mapping|sequence|NoneType)\b", text)
    assert re.match(r"[A-Z'!{}\[\]*]|[a-z_]+ ", fault.message)
    assert fault.message.endswith(".")
    assert fault.hint, "there is nearly always something to say"
    assert fault.hint.startswith("Write: ") or re.search(r"[.?]$", fault.hint)


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_the_place_is_a_character_of_the_file(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")
    for code, line, column in expected("\n".join(lines)):
        if code == "story-missing":
            assert (line, column) == (0, 0)
        else:
            assert 1 <= column <= len(lines[line - 1]) + 1


def test_every_code_has_a_broken_story() -> None:
    there = {code for path in BROKEN for code, _, _ in expected(path.read_text(encoding="utf-8"))}
    assert there | OF_FILES == set(CODES)
    assert not there & OF_FILES


def test_a_mistyped_name_is_answered_with_the_nearest() -> None:
    near = [path for path in BROKEN if re.search(r"not_there|mistyped|never|extra", path.stem)]
    hints = [fault.hint for path in near for fault in check(path).faults]
    assert sum(hint.startswith("Did you mean ") for hint in hints) > 20
    assert all(re.match(r"Did you mean \S+\?$|There is |The story has |It is |Write |Tell ", hint) for hint in hints)


# ---------------------------------------------------------------- the examples of the manual

FRAME = """story: bridge
title: The Bridge
{head}
endings:
  crossed: {{title: Crossed}}
---
notes:
  junkers: {{title: Cadets, text: Officers in training.}}
---
people:
  kolya: {{name: Kolya}}
---
chapter: bridges
title: The Bridges
starts:
  first: {{scene: winch}}
scenes:
  winch:
{scene}
  shore:
    title: The Shore
    text: The left bank.
    ending: crossed
"""
VARIABLES = """
  trust: {about: what the ten allow you, from: 0, to: 2}
  kolya: {about: what the cadet makes of you, one_of: [unmet, spared]}
  jammed: {about: the span cannot move}"""
HEAD = {"variables": VARIABLES, "phrases": "\n  your_name: Anya"}
SCENE = {"title": "The Winch", "text": "Four cadets have made a fort of it."}
CHOICE = {"say": "Show him the stamp.", "goto": "shore"}
WAYS = ("goto", "visit", "chance", "choices", "ending")


def framed(kind: str, example: str) -> str:
    """The example in its story; what it leaves out is supplied."""
    if kind == "whole":
        return example
    head = laid(HEAD, example if kind == "head" else "", 0)
    if kind == "scene":
        scene = laid(SCENE | {"goto": "shore"}, example, 4)
    else:
        choice = laid(CHOICE, example if kind == "choice" else "", 8)
        scene = f"{laid(SCENE, '', 4)}\n    choices:\n      show:\n{choice}"
    text = FRAME.format(head=head, scene=scene)
    return f"{text}---\n{example}" if kind == "more" else text


def laid(supplied: dict[str, str], example: str, margin: int) -> str:
    """The lines of a part of the story: those supplied that the example does not have, and its own."""
    own = set(re.findall(r"^(\w+):", example, re.M))
    ways = own & set(WAYS)
    kept = [f"{key}: {value}" for key, value in supplied.items() if key not in own and not (ways and key in WAYS)]
    return "\n".join(" " * margin + line for line in [*kept, *example.rstrip("\n").split("\n")] if line.strip())


def sections() -> list[tuple[str, str]]:
    parts = re.split(r"^## `([a-z-]+)`\n", re.sub(r"^# .*\n", "", DOCS, flags=re.M), flags=re.M)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def examples() -> list[tuple[str, str, str, str, str]]:
    """(code, kind, broken, kind, mended) for each pair of examples."""
    found: list[tuple[str, str, str, str, str]] = []
    for code, section in sections():
        fences = re.findall(r"^```yaml (\w+)\n(.*?)^```$", section, re.M | re.S)
        assert len(fences) % 2 == 0, code
        for (kind, broken), (again, mended) in zip(fences[::2], fences[1::2], strict=True):
            found.append((code, kind, broken, again, mended))
    return found


def test_the_manual_and_the_program_know_the_same_codes() -> None:
    assert [code for code, _ in sections()] == list(CODES)
    assert {code for code, *_ in examples()} | OF_FILES == set(CODES)


@pytest.mark.parametrize(
    ("code", "kind", "broken", "again", "mended"), examples(), ids=[example[0] for example in examples()]
)
def test_the_examples_of_the_manual(code: str, kind: str, broken: str, again: str, mended: str, read: Read) -> None:
    told = read(framed(kind, broken)).faults
    assert {fault.code for fault in told} == {code}, "\n".join(map(str, told))
    assert kind == again
    told = read(framed(again, mended)).faults
    assert not told, "\n".join(map(str, told))


# ---------------------------------------------------------------- where YAML bites prose

BITES = [
    "{jammed: It is stuck. | It moves.}",
    "{jammed: It is stuck.} He nods.",
    "[[junkers|Four cadets]] have made a fort of it.",
    "[sic] Four cadets.",
    "*Now* he nods.",
    "*a* *b*",
    '"Halt," he says.',
    '"Halt," he says: "who goes there?"',
    '"Halt, he says.',
    "'Halt,' he says.",
    "'Tis cold.",
    "He says: nothing.",
    "A list of what he has:",
    "Order #12 is cold, # or is it?",
    "&c.",
    "!Alto! Who goes there?",
    "!",
    "%50 of the rations.",
    "@ noon.",
    "`Halt`",
    "- Who goes there?",
    "? he wonders.",
    "] he closes it.",
    ", he adds.",
    "# twelve",
    '"A \\*star\\*."',
]


def mended(text: str, fault: Fault) -> str:
    """The text with the line as the fault shows it."""
    lines = text.split("\n")
    old = lines[fault.line - 1]
    lines[fault.line - 1] = " " * (len(old) - len(old.lstrip())) + fault.hint.removeprefix("Write: ")
    return "\n".join(lines)


@pytest.mark.parametrize("words", BITES)
@pytest.mark.parametrize("shape", ["say: {}\ngoto: shore\n", "goto: shore\nsay: {}\n", "say: {}\nrecord: You don't.\n"])
def test_the_line_that_is_shown_mends_the_text(shape: str, words: str, read: Read) -> None:
    text = framed("choice", shape.format(words))
    told = read(text).faults
    assert [(fault.code, fault.file) for fault in told] in (
        [("yaml-prose", "story.yaml")],
        [("yaml-cut", "story.yaml")],
    )
    assert told[0].hint.startswith("Write: say: ")
    assert text.split("\n")[told[0].line - 1].startswith("        say: ")
    again = read(mended(text, told[0]))
    assert not [fault for fault in again.faults if fault.code.startswith("yaml")]
    source = parse_source(Source("story.yaml", "", ""), mended(text, told[0]).encode())
    assert said(source) == (words if words[-2:] != '."' else words[1:-1])


def said(source: Source) -> str:
    """The words of the choice that the framed examples are about."""
    node: Node = source.documents[-1]
    for key in ("scenes", "winch", "choices", "show", "say"):
        assert isinstance(node, Map)
        node = node.nodes[key]
    assert isinstance(node, Scalar)
    return node.value


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from("ab .,:#'\"{}[]*&!%@|>-?`\\"), min_size=1, max_size=16))
@example("[!,]")
def test_whatever_the_words_they_are_read_as_written_or_told_mended(words: str) -> None:
    """Either YAML reads the words as they stand, or a fault shows a line that it does."""
    words = words.strip()
    if not words or re.fullmatch(r"(\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')\s*(#.*)?|[|>].*", words):
        return  # those are quotes and bars as they are meant to be
    text = framed("choice", f"say: {words}\ngoto: shore\n")
    told = [fault for fault in checked(text) if fault.code.startswith("yaml")]
    if told:
        assert len(told) == 1, "\n".join(map(str, told))
        text = mended(text, told[0])
        assert not [fault for fault in checked(text) if fault.code.startswith("yaml")]
    assert said(parse_source(Source("story.yaml", "", ""), text.encode())) == words


def checked(text: str) -> tuple[Fault, ...]:
    return link([parse_source(Source("story.yaml", "", ""), text.encode())], [], "story.yaml").faults


@pytest.mark.parametrize(
    ("bitten", "as_meant", "code"),
    [
        (
            "do: [jammed, trust = 2 if kolya in [unmet, spared]]",
            ["jammed", "trust = 2 if kolya in [unmet, spared]"],
            "comma",
        ),
        ("do: [jammed if chosen(winch, show), trust += 1]", ["jammed if chosen(winch, show)", "trust += 1"], "comma"),
        ("do: [trust += 1, jammed", ["trust += 1", "jammed"], "syntax"),
        ("do: [not jammed if (trust == 1 or seen(shore)) and chosen(winch, show)]", None, "comma"),
    ],
)
def test_a_comma_in_a_one_line_list(bitten: str, as_meant: list[str] | None, code: str, read: Read) -> None:
    text = framed("choice", f"{bitten}\ngoto: shore\n")
    told = read(text).faults
    assert [fault.code for fault in told] == [f"yaml-{code}"], "\n".join(map(str, told))
    again = read(mended(text, told[0]))
    assert again.story is not None, "\n".join(map(str, again.faults))
    done = [print_effect(effect) for effect in again.story.scenes["winch"].choices[0].do]
    assert as_meant is None or done == as_meant


@pytest.mark.parametrize(
    "entry",
    [
        "petya: {name: Petya, about: Your nephew, nine, in a new cap.}",
        "petya: {name: Petya, about: Your nephew: nine.}",
        "petya: {name: Petya, about: Number #9 of his class.}",
        "petya: {name: {jammed: Petya | Pyotr}, about: Your nephew.}",
        'petya: {name: "Petya" Zaitsev, about: Your nephew.}',
        "petya: {about: *nine*, name: Petya}",
        "petya: {name: Petya, about: Your nephew",
    ],
)
def test_a_text_in_braces(entry: str, read: Read) -> None:
    text = framed("more", f"people:\n  {entry}\n")
    told = read(text).faults
    assert [(fault.line, fault.code[:5]) for fault in told] == [(text.count("\n"), "yaml-")], "\n".join(map(str, told))
    again = read(mended(text, told[0]))
    assert again.story is not None, "\n".join(map(str, again.faults))
    assert "petya" in again.story.people


@pytest.mark.parametrize("depth", [1, 2, 4])
def test_a_tab_is_told_with_the_spaces_that_should_stand_there(depth: int, read: Read) -> None:
    text = framed("choice", "").replace("        say: ", "\t" * depth + "say: ")
    told = read(text).faults
    assert [(fault.code, fault.column) for fault in told] == [("yaml-syntax", 1)]
    spaces = re.search(r"begin this line with (\d+)", told[0].hint)
    assert spaces
    assert read(text.replace("\t" * depth, " " * int(spaces[1]))).story is not None


def test_all_faults_of_a_file_are_told_at_once(read: Read) -> None:
    """The bites of YAML, each with its line, and what is wrong with the other lines, at their places."""
    text = """story: bridge
title: The Bridge
variables:
  jammed: {about: the span, which cannot move}
endings:
  crossed: {title: Crossed}
---
chapter: bridges
title: "The Bridges" of October
starts:
  first: {scene: wnich}
scenes:
  winch:
    title: *Tea*
    at: 1917-10-24
    text: He says: {jamed: nothing. | something.}
    choices:
      show:
        say: {jammed: Push. | Pull.}
        if: not jamed
        goto: shore
      wait:
        say: [[junkers|They]] wait.
        record: You waited at post #2.
        do: [jammed if seen(winch) and chosen(winch, show)]
        goto: shroe
  shore:
    title: The Shore
\ttext: The left bank.
    ending: crossed
"""
    assert [(fault.line, fault.column, fault.code) for fault in read(text).faults] == [
        (4, 27, "yaml-comma"),
        (9, 8, "yaml-prose"),
        (11, 18, "name-unknown"),
        (14, 12, "yaml-prose"),
        (15, 9, "value-date"),
        (16, 11, "yaml-prose"),
        (16, 21, "name-unknown"),
        (19, 14, "yaml-prose"),
        (20, 17, "name-unknown"),
        (23, 14, "yaml-prose"),
        (23, 16, "name-unknown"),
        (24, 36, "yaml-cut"),
        (25, 14, "yaml-comma"),
        (26, 15, "name-unknown"),
        (29, 1, "yaml-syntax"),
    ]


# ---------------------------------------------------------------- how faults are told


def test_a_fault_is_one_line_whatever_the_writer_wrote(read: Read) -> None:
    told = read(framed("choice", 'if: "a\\n\\nb c"\ngoto: "nowhere\\nat all\\t' + "x" * 5000 + '"\n')).faults
    assert len(told) == 2
    assert all("\n" not in str(fault) and "\t" not in str(fault) for fault in told)
    assert all(len(str(fault)) < 3000 for fault in told)


def test_faults_stand_in_the_order_of_the_files_and_each_once() -> None:
    one, two, three = (Fault("a.yaml", line, 1, "key-empty", "m") for line in (2, 1, 2))
    other = Fault("b.yaml", 1, 1, "key-empty", "m")
    assert faults.in_order([other, one, two, three]) == (two, one, other)
    assert str(two) == "a.yaml:1:1: m [key-empty]"
    assert str(Fault("a.yaml", 0, 0, "story-missing", "m", "h.")) == "a.yaml: m h. [story-missing]"


def test_faults_for_a_program() -> None:
    told = json.loads(faults.as_json([Fault("a.yaml", 2, 3, "key-empty", "Löschen.", "h")]))
    fault = {"file": "a.yaml", "line": 2, "column": 3, "code": "key-empty", "message": "Löschen.", "hint": "h"}
    assert told == {"faults": [fault]}


def test_names_are_compared_and_listed() -> None:
    assert faults.nearest("wnich", ["shore", "winch"]) == "Did you mean winch?"
    assert faults.nearest("x" * 100, ["winch"]) == ""
    assert faults.nearest("scene_4000", (f"scene_{number}" for number in range(4000))).startswith("Did you mean scene_")
    assert [faults.listing("abc"[:count]) for count in range(4)] == ["", "a", "a or b", "a, b or c"]
    assert faults.listing("abcdef", most=3) == "a, b, c …"
