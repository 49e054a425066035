"""docs/writing.md, followed as a new writer would: every snippet loads, every command works."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from textual.binding import Binding

from game import paths
from game.cli import Commands, main
from game.commands import NAMES
from game.proof.rules import CODES
from game.story.keys import each
from game.story.linker import Checked, check, load
from game.ui.screens.write import WriteScreen
from tests.terminal import GAME, Terminal
from tests.test_faults import laid

DOCS = Path(__file__).parent.parent / "docs"
MANUAL = (DOCS / "writing.md").read_text(encoding="utf-8")
FENCES = re.findall(r"^```(\w+)(?: (\S+))?(?: (\S+))?\n(.*?)^```$", MANUAL, re.M | re.S)
WHOLE = [text for _, kind, _, text in FENCES if kind == "whole"]
LAST = next(text for _, kind, name, text in FENCES if name == "evening.yaml")
Read = Callable[[str], Checked]

# What an example may name, and need not tell itself.
HEAD = {
    "story": "evening",
    "title": "Your First Scene",
    "variables": """
  bucket: {about: you carry the bucket}
  fee: {about: roubles, from: 1, to: 3}
  beard: {about: the beard, one_of: [off, straight, crooked]}""",
    "phrases": '\n  wage: "{fee == 1: a rouble | roubles}"',
    "endings": "\n  engaged: {title: Number Three}\n  stage_door: {title: Out}",
}
REFERENCE = {
    "people": "\n  savely: {name: Savely}\n  dunya: {name: Dunya}\n  boy: {name: A boy}",
    "places": "\n  theatre: {name: The theatre}\n  corner: {name: The corner}",
    "notes": "\n  ivan: {title: Ivan, text: He dies.}",
    "works": "\n  reed: {title: Reed}",
}
SCENE = {"title": "A Bucket of Water", "text": "You are the person.", "goto": "door"}
CHOICE = {"say": "Take the beard.", "goto": "door"}
SCENES = {
    "act": "title: Act\ntext: Dies.\nchoices:\n  pour: {say: Pour., goto: flame}\n  tread: {say: Tread., goto: flame}",
    "hole": "title: Eyes\ntext: Stalls.\ngoto: return",
    "look": "title: Look\ntext: A curtain.\nchoices:\n  peep: {say: Peep., visit: hole}\n  go: {say: Go., goto: act}",
    "flame": "title: Flame\ntext: Out.\ngoto: door",
    "refund": "title: Refund\ntext: Money.\ngoto: door",
    "door": "title: Door\ntext: Snow.\nending: engaged",
}
NIGHT = "chapter: night\ntitle: Night\nstarts: {n: {scene: snow}}\nscenes: {snow: {title: Snow, text: S., goto: door}}"
FIRST_CHAPTER = "chapter: evening\ntitle: Evening\nstarts:\n  one: {scene: look}\nscenes:\n"


def framed(kind: str, example: str) -> str:
    """The example in a story, where it belongs; what it leaves out is supplied."""
    head = laid(HEAD, example if kind == "story" else "", 0)
    own = set(re.findall(r"^(\w+):", example, re.M)) if kind == "more" else set()
    reference = "\n".join(f"{key}:{text}" for key, text in REFERENCE.items() if key not in own)
    wings = laid(SCENE, example if kind == "scene" else "", 4)
    if kind in ("choice", "es"):
        choice = laid(CHOICE, example if kind == "choice" else "", 8)
        wings = f"{laid({**SCENE, 'goto': ''}, 'choices:', 4)}\n      show:\n{choice}"
    scenes = {"wings": wings}
    for name, text in SCENES.items():
        scenes[name] = "\n".join(f"    {line}" for line in text.split("\n"))
    if kind == "scenes":
        for name, text in re.findall(r"^(\w+):\n((?: +.*\n|\n)+)", example, re.M):
            scenes[name] = "\n".join(f"  {line}" for line in text.rstrip().split("\n"))
    chapter = FIRST_CHAPTER + "\n".join(f"  {name}:\n{text}" for name, text in scenes.items())
    documents = [head, reference, chapter]
    if "night" in example and kind == "story":
        documents.append(NIGHT)
    if kind == "more":
        documents.append(example)
    if kind == "es":
        documents.append(f"language: es\n{example}")
    return "\n---\n".join(documents)


# ---------------------------------------------------------------- snippets

FRAGMENTS = [
    (kind, text) for form, kind, _, text in FENCES if form == "yaml" and kind not in ("whole", "piece", "remark")
]


@pytest.mark.parametrize(("kind", "example"), FRAGMENTS, ids=[f"{n} {kind}" for n, (kind, _) in enumerate(FRAGMENTS)])
def test_every_snippet_is_read(kind: str, example: str, read: Read) -> None:
    assert kind in ("story", "scene", "choice", "scenes", "more", "es")
    text = framed(kind, example)
    told = read(text).faults
    assert not told, "\n".join([text, *map(str, told)])


@pytest.mark.parametrize("example", WHOLE)
def test_every_whole_story_is_proved(example: str, tmp_path: Path) -> None:
    (tmp_path / "evening.yaml").write_text(example, encoding="utf-8")
    done = CliRunner().invoke(main, ["check", str(tmp_path / "evening.yaml")])
    assert done.exit_code == 0, done.output
    assert "No findings" in done.output


def test_every_piece_of_the_first_story_stands_in_it_as_shown() -> None:
    pieces = [text for _, kind, _, text in FENCES if kind == "piece"]
    assert len(pieces) == 6
    for piece in pieces:
        # The note is shown before the link to it is made.
        assert piece in LAST or piece.replace("The tsar dies", "[[ivan|The tsar]] dies") in LAST, piece


def test_the_first_story_is_a_beginning_of_the_one_that_ships(tmp_path: Path) -> None:
    (tmp_path / "evening.yaml").write_text(LAST, encoding="utf-8")
    begun, shipped = load(tmp_path / "evening.yaml"), load(paths.story("first"))
    for part in ("scenes", "notes", "works", "variables", "endings", "chapters"):
        assert getattr(begun, part).keys() <= getattr(shipped, part).keys()
    for scene in begun.scenes.values():
        assert {choice.id for choice in scene.choices} <= {c.id for c in shipped.scenes[scene.id].choices}


def test_what_the_check_is_said_to_say_it_says(tmp_path: Path) -> None:
    """Before the ending remembers, the two choices are told to be the same."""
    text = LAST.replace('{chosen(act, pour): "You put out the tsar," he says. | "You trod in time," he says.} ', "")
    text = text.split("\n---\nnotes:")[0].replace("[[ivan|The tsar]]", "The tsar")
    assert text != LAST
    (tmp_path / "evening.yaml").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(main, ["check", str(tmp_path / "evening.yaml")])
    (shown,) = re.findall(r"^    (evening\.yaml:.*)$", MANUAL, re.M)
    assert shown in done.output


def lines_of(form: str) -> list[str]:
    return [line.split("  #")[0].strip() for name, _, _, text in FENCES if name == form for line in text.splitlines()]


@pytest.mark.parametrize("condition", lines_of("conditions"))
def test_every_condition_is_read(condition: str, read: Read) -> None:
    told = read(framed("choice", f"if: {condition}\n")).faults
    assert not told, told


@pytest.mark.parametrize("effect", lines_of("effects"))
def test_every_effect_is_read(effect: str, read: Read) -> None:
    told = read(framed("choice", f"do: {effect}\n")).faults
    assert not told, told


# ---------------------------------------------------------------- what is told, and what there is


def test_every_key_of_the_format_is_in_the_manual() -> None:
    shown = "\n".join(text for *_, text in FENCES)
    untold = {name for name, _ in each() if not re.search(rf"\b{name}:", shown)}
    # The key language: of a story and the value `value` of a verdict aside, nothing is left out.
    assert untold == set()
    for _, key in each():
        for value in key.allowed:
            assert value in MANUAL


def test_every_finding_is_explained_and_linked() -> None:
    linked = re.findall(r"\[([a-z-]+)\]\(proof\.md#([a-z-]+)\)", MANUAL)
    assert all(name == anchor for name, anchor in linked)
    assert {name for name, _ in linked} == set(CODES)
    proof = (DOCS / "proof.md").read_text(encoding="utf-8")
    assert all(f"## `{name}`" in proof for name, _ in linked)


def test_every_section_that_is_linked_is_there() -> None:
    heads = {re.sub(r"[^a-z ]", "", head.lower()).replace(" ", "-") for head in re.findall(r"^#+ (.*)$", MANUAL, re.M)}
    assert set(re.findall(r"\(#([a-z-]+)\)", MANUAL)) <= heads
    for file in re.findall(r"\]\(([a-z]+\.md)", MANUAL):
        assert (DOCS / file).is_file()


# ---------------------------------------------------------------- commands


def opens(folder: Path, words: list[str]) -> None:
    """The screen of `october write` opens in a terminal, and `q` leaves it."""
    terminal = Terminal(["/bin/bash", "-c", f"cd {shlex.quote(str(folder))}; {shlex.join([*GAME, *words])}"])
    terminal.sees("evening.yaml:")
    terminal.types("q")
    while terminal.read(0.2):
        pass
    assert not terminal.modes()["1049"]
    terminal.close()


def test_the_keys_of_the_page_beside_the_editor_are_those_there_are() -> None:
    section = MANUAL.split("# The page beside your editor\n")[1].split("\n# ")[0]
    told = {key for row in re.findall(r"^\| (`.*?) \| .*$", section, re.M) for key in re.findall(r"`(.+?)`", row)}
    told |= set(re.findall(r"`(Page Down|Page Up|Esc)`", section))
    spelt = {"Space": "space", "?": "question_mark", "Page Down": "pagedown", "Page Up": "pageup", "Esc": "escape"}
    bound = {key for each in WriteScreen.BINDINGS if isinstance(each, Binding) for key in each.key.split(",")}
    assert {spelt.get(key, key) for key in told} <= bound
    # Arrows, Enter and second names for a key aside, none is left out.
    others = {"up", "k", "down", "tab", "left", "right", "enter", "backspace", "slash", "f1", *"2345678"}
    assert bound - {spelt.get(key, key) for key in told} == others


def test_every_command_works_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in their order, in a folder that holds the file that the manual writes."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "evening.yaml").write_text(LAST, encoding="utf-8")
    commands = re.findall(r"^    (october .*)$", MANUAL, re.M)
    assert len(commands) > 10
    for command in commands:
        if command.startswith("october write "):
            opens(tmp_path, shlex.split(command)[1:])
            continue
        done = CliRunner().invoke(main, shlex.split(command)[1:])
        assert done.exit_code == 0, f"{command}\n{done.output}"
    assert check(tmp_path / "the_last_ferry").story is not None
    assert (tmp_path / "october.json").is_file()


def test_every_command_and_option_in_a_sentence_exists() -> None:
    names = set(re.findall(r"`october ([a-z]+)", MANUAL))
    assert names and names <= set(NAMES)
    known: set[str] = {option for parameter in main.params for option in parameter.opts}
    for name in NAMES:
        command = Commands().get_command(click.Context(main), name)
        assert command is not None
        inner = command.commands.values() if isinstance(command, click.Group) else [command]
        known |= {option for each in inner for parameter in each.params for option in parameter.opts}
    assert set(re.findall(r"(?<![\w-])--[a-z]+", MANUAL)) <= known
