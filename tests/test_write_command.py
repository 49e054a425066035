"""`october write` as a command: what it needs, and in a real terminal."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from game import paths
from game.cli import main
from tests.terminal import GAME, Terminal
from tests.writer import edit


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A copy of Your First Scene, to write in."""
    shutil.copytree(paths.story("first"), tmp_path / "first")
    return tmp_path / "first"


def october(*words: str) -> str:
    done = CliRunner().invoke(main, ["write", *words])
    assert done.exit_code == 1
    return done.output


def test_the_command_says_what_it_needs() -> None:
    assert "needs a terminal" in october("first")
    assert "no folder or file nowhere" in CliRunner().invoke(main, ["write", "nowhere"]).output


@pytest.fixture
def at_a_terminal(first: Path) -> Iterator[Callable[..., Terminal]]:
    opened: list[Terminal] = []

    def opener(*options: str) -> Terminal:
        opened.append(Terminal([*GAME, "write", str(first), *options]))
        return opened[-1]

    yield opener
    for terminal in opened:
        terminal.close()


def test_in_a_terminal_a_save_is_seen_and_it_leaves_no_trace(
    first: Path, at_a_terminal: Callable[..., Terminal]
) -> None:
    terminal = at_a_terminal("--language", "es", "--scene", "council")
    terminal.sees("council")
    terminal.sees("2 decisiones")
    edit(first / "es" / "evening.yaml", "¿Hay público?", "¿Hay [b]gente[/b]?")
    terminal.sees("¿Hay [b]gente[/b]?")
    edit(first / "evening.yaml", "goto: wardrobe", "goto: wardrobbe")
    terminal.sees("evening.yaml:25:15")
    assert terminal.modes()["1049"]
    terminal.types("q")
    while terminal.read(0.2):
        pass
    assert not terminal.modes()["1049"]


def test_a_scene_or_a_language_that_is_not_there_is_told_before_anything_is_drawn(
    at_a_terminal: Callable[..., Terminal],
) -> None:
    terminal = at_a_terminal("--scene", "counsil")
    terminal.sees("no scene called counsil. Did you mean council?")
    other = at_a_terminal("--language", "fr")
    other.sees("The story is not told in fr; it is told in en, es.")
    assert not terminal.modes()["1049"] and not other.modes()["1049"]
