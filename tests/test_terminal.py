"""The game in a real terminal: it starts, is played, is stopped in every way there is, and leaves no trace."""

from __future__ import annotations

import os
import random
import re
import shlex
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from game.play.saves import Saves
from tests.bench.kills import killed_on_screen
from tests.conftest import SMALL
from tests.terminal import GAME, Terminal


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Terminal]:
    """An interactive shell with job control, as a player has one."""
    terminal = Terminal(["/bin/bash", "--norc", "--noprofile", "-i"])
    terminal.sees("$")
    yield terminal
    terminal.close()


def command(saves: Path, *options: str) -> str:
    return shlex.join([*GAME, "--saves", str(saves), "--language", "en", *options])


def settings(shell: Terminal, file: Path) -> str:
    """What stty says of the terminal now."""
    shell.types(f"stty -a > {shlex.quote(str(file))}; echo sett''led\n")
    shell.sees("settled")
    shell.types("clear; echo cle''ared\n")
    shell.sees("cleared")
    shell.prompted()
    return file.read_text(encoding="utf-8")


def test_three_choices_and_the_terminal_is_as_it_was(shell: Terminal, tmp_path: Path) -> None:
    before, modes = settings(shell, tmp_path / "before"), shell.modes()
    shell.types(command(tmp_path / "saves") + "\n")
    shell.sees("New game")
    assert shell.modes()["1049"]
    assert shell.modes()["hidden cursor"]
    shell.types("1")
    shell.sees("any key goes on")
    shell.types(" ")
    shell.sees("1-9 choose")
    for number in range(3):
        shell.rest(0.8)  # the page may appear by paragraphs
        shell.types("1")
        until = time.monotonic() + 10
        while Saves(tmp_path / "saves").list()[0].choices <= number:
            assert shell.read() and time.monotonic() < until
        assert Saves(tmp_path / "saves").list()[0].choices == number + 1
    shell.types("\x03")
    shell.left()
    assert shell.modes() == modes
    assert settings(shell, tmp_path / "after") == before
    shell.types("echo $?-still\n")
    shell.sees("0-still")


def test_control_z_and_back(shell: Terminal, tmp_path: Path) -> None:
    before, modes = settings(shell, tmp_path / "before"), shell.modes()
    shell.types(command(tmp_path / "saves", "--story", str(SMALL), "--new") + "\n")
    shell.sees("Where do you begin?")
    shell.types("1")
    shell.sees("1-9 choose")
    page = shell.shown
    shell.types("\x1a")
    shell.left()
    shell.sees("Stopped")
    assert shell.modes() == modes
    assert settings(shell, tmp_path / "stopped") == before
    shell.types("fg\n")
    shell.sees("1-9 choose")
    shell.rest(0.5)
    assert shell.shown == page
    shell.types("2")
    shell.rest(1)
    assert Saves(tmp_path / "saves").list()[0].choices == 1
    shell.types("\x03")
    shell.left()
    assert shell.modes() == modes
    assert settings(shell, tmp_path / "after") == before


def test_a_signal_to_end_leaves_the_terminal_as_it_was(shell: Terminal, tmp_path: Path) -> None:
    before, modes = settings(shell, tmp_path / "before"), shell.modes()
    shell.types(command(tmp_path / "saves", "--story", str(SMALL)) + " & echo $! > " + str(tmp_path / "pid") + "; fg\n")
    shell.sees("New game")
    pid = int((tmp_path / "pid").read_text(encoding="utf-8"))
    os.kill(pid, signal.SIGTERM)
    shell.left()
    assert shell.modes() == modes
    assert settings(shell, tmp_path / "after") == before


def test_a_window_may_shrink_and_grow_in_mid_scene(tmp_path: Path) -> None:
    terminal = Terminal([*GAME, "--saves", str(tmp_path), "--story", str(SMALL), "--chapter", "bridge"], 120, 40)
    terminal.sees("Where do you begin?")
    terminal.types("1")
    terminal.sees("1-9 choose")
    terminal.resize(36, 20)
    terminal.sees("a little more room")
    assert "wider than 39" in " ".join(terminal.shown.split())
    terminal.resize(60, 20)
    terminal.sees("1-9 choose")
    terminal.resize(200, 50)
    terminal.sees("1-9 choose")
    terminal.resize(2, 1)
    terminal.rest(0.5)
    terminal.resize(80, 24)
    terminal.sees("1-9 choose")
    terminal.types("2")
    terminal.rest(1)
    assert Saves(tmp_path).list()[0].choices == 1
    terminal.close()


def test_a_terminal_of_36_columns_is_told_kindly_from_the_start(tmp_path: Path) -> None:
    terminal = Terminal([*GAME, "--saves", str(tmp_path)], 36, 20)
    terminal.sees("a little more room")
    terminal.types("q")
    while terminal.read(0.2):
        pass
    terminal.close()


def test_a_dumb_terminal_is_played_plainly(tmp_path: Path) -> None:
    terminal = Terminal([*GAME, "--saves", str(tmp_path), "--story", str(SMALL), "--new"], TERM="dumb")
    terminal.sees("Where do you begin?")
    assert b"\x1b[" not in terminal.said
    terminal.types("1\n")
    terminal.sees("1.")
    terminal.types("q\n")
    terminal.sees("Goodbye")
    terminal.close()


def test_no_color_is_obeyed(tmp_path: Path) -> None:
    terminal = Terminal([*GAME, "--saves", str(tmp_path), "--story", str(SMALL)], NO_COLOR="1")
    terminal.sees("New game")
    terminal.types("q")
    while terminal.read(0.2):
        pass
    colours = [code for code in _colours(terminal.said) if code]
    assert not colours, colours[:5]
    terminal.close()


def _colours(said: bytes) -> list[bytes]:
    """The colour part of every style that was set; the terminal's own ground and letters are none."""
    own = {b"39", b"49", b"0", b"1", b"2", b"3", b"4", b"7", b"22", b"23", b"24", b"27", b""}
    return [part for found in re.findall(rb"\x1b\[([0-9;]*)m", said) for part in found.split(b";") if part not in own]


def test_no_choice_shown_is_lost_to_kill_9_on_the_screen(tmp_path: Path) -> None:
    draw = random.Random(7)
    shown = [killed_on_screen(tmp_path / str(number), draw, 1.5) for number in range(5)]
    assert sum(shown) > 10, "the game was never far enough to lose anything"
