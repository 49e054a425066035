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

from game.story import faults
from game.story.faults import CODES, Fault
from game.story.linker import Checked, check

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
variables:
  trust: {about: what the ten allow you, from: 0, to: 2}
  kolya: {about: what the cadet makes of you, one_of: [unmet, spared]}
  jammed: {about: the span cannot move}
HEADphrases:
  your_name: Anya
endings:
  crossed: {title: Crossed}
---
notes:
  junkers: {title: Cadets, text: Officers in training.}
---
people:
  kolya: {name: Kolya}
---
chapter: bridges
title: The Bridges
starts:
  first: {scene: winch}
scenes:
  winch:
SCENE
  shore:
    title: The Shore
    text: The left bank.
    ending: crossed
"""
SCENE = {"title": "The Winch", "text": "Four cadets have made a fort of it."}
CHOICE = {"say": "Show him the stamp.", "goto": "shore"}
WAYS = ("goto", "visit", "chance", "choices", "ending")


def framed(kind: str, example: str) -> str:
    """The example in its story; what it leaves out of a scene or a choice is supplied."""
    if kind == "whole":
        return example
    head, scene, choice = "", "", ""
    if kind == "head":
        head = example
        for key in re.findall(r"^(\w+):", example, re.M):
            if key == "variables":
                return (
                    FRAME.replace("variables:\n", example)
                    .replace("HEAD", "")
                    .replace("SCENE", laid(SCENE | {"goto": "shore"}, "", 4))
                )
            if key == "phrases":
                text = FRAME.replace("HEADphrases:\n  your_name: Anya\n", example)
                return text.replace("SCENE", laid(SCENE | {"goto": "shore"}, "", 4))
    if kind == "choice":
        choice = laid(CHOICE, example, 8)
        scene = f"{laid(SCENE, '', 4)}\n    choices:\n      show:\n{choice}"
    elif kind == "scene":
        scene = laid(SCENE | {"goto": "shore"}, example, 4)
    else:
        scene = laid(SCENE, "", 4) + f"\n    choices:\n      show:\n{laid(CHOICE, '', 8)}"
    text = FRAME.replace("HEAD", head).replace("SCENE", scene)
    return f"{text}---\n{example}" if kind == "more" else text


def laid(supplied: dict[str, str], example: str, margin: int) -> str:
    """The lines of a scene or a choice: those supplied that the example does not have, and its own."""
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
