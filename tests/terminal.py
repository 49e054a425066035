"""A terminal for tests: a real pty with a shell in it, a screen that shows what it would, and its modes."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pexpect
import pyte

GAME = [sys.executable, "-m", "game"]
ROOT = Path(__file__).parent.parent
# What a full-screen program switches on: alternate screen, mouse in its kinds, focus, paste, the keys of kitty.
MODES = ("1049", "1047", "47", "1000", "1002", "1003", "1004", "1005", "1006", "1015", "2004", "2048", "1")
SET = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
KITTY = re.compile(rb"\x1b\[([<>=])[0-9;]*u")


class Terminal:
    """A pty of `columns` by `lines`; `screen` shows what stands on it."""

    def __init__(self, command: list[str], columns: int = 80, lines: int = 24, **environment: str) -> None:
        self.screen = pyte.Screen(columns, lines)
        self.stream = pyte.ByteStream(self.screen)
        self.said = b""
        settings = {"TERM": "xterm-256color", "LANG": "en_US.UTF-8", "PS1": "$ ", "PYTHONPATH": str(ROOT)}
        self.child = pexpect.spawn(
            command[0],
            command[1:],
            dimensions=(lines, columns),
            env={**_plain(os.environ), **settings, **environment},
            cwd=str(ROOT),
            timeout=30,
        )
        self.child.delaybeforesend = None

    @property
    def shown(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def read(self, seconds: float = 0.02) -> bool:
        """Take in what has been written; False at the end."""
        try:
            data = self.child.read_nonblocking(65536, seconds)
        except pexpect.TIMEOUT:
            return True
        except (pexpect.EOF, OSError):
            return False
        self.said += data
        # pyte takes a private sequence of kitty's for letters.
        self.stream.feed(KITTY.sub(b"", data))
        return True

    def sees(self, words: str, seconds: float = 20) -> None:
        """Wait until the words stand on the screen."""
        until = time.monotonic() + seconds
        while words not in self.shown:
            assert self.read() or words in self.shown, f"it ended without {words!r}:\n{self.shown}"
            assert time.monotonic() < until, f"no {words!r} on the screen:\n{self.shown}"

    def left(self, seconds: float = 20) -> None:
        """Wait until the game has left the screen to the shell, which asks for the next line."""
        until = time.monotonic() + seconds
        while self.modes()["1049"]:
            assert self.read() and time.monotonic() < until, "the game is still there"
        self.prompted(seconds)

    def prompted(self, seconds: float = 20) -> None:
        """Wait until the shell asks for the next line; by then it has set its own modes again."""
        until = time.monotonic() + seconds
        while not self.screen.display[self.screen.cursor.y][: self.screen.cursor.x].rstrip().endswith("$"):
            assert self.read() and time.monotonic() < until, f"the shell does not ask:\n{self.shown}"

    def types(self, keys: str) -> None:
        self.child.send(keys.encode("utf-8"))

    def rest(self, seconds: float) -> None:
        """Take in what is written for so long."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.read():
            pass

    def resize(self, columns: int, lines: int) -> None:
        self.screen.resize(lines, columns)
        self.child.setwinsize(lines, columns)

    def modes(self) -> Mapping[str, bool]:
        """Which of the modes are on now, as the last words about each had it; cursor hidden is one."""
        found: dict[str, bool] = dict.fromkeys(MODES, False) | {"hidden cursor": False}
        for numbers, switch in SET.findall(self.said):
            for number in numbers.decode().split(";"):
                if number in found:
                    found[number] = switch == b"h"
                if number == "25":
                    found["hidden cursor"] = switch == b"l"
        pushed = sum({b">": 1, b"<": -1}.get(sign, 0) for sign in KITTY.findall(self.said))
        return found | {"kitty keys": pushed > 0}

    def close(self) -> None:
        self.child.close(force=True)


def _plain(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without what would change what a terminal shows."""
    left_out = ("NO_COLOR", "COLUMNS", "LINES", "LC_ALL", "LC_MESSAGES", "TEXTUAL_DRIVER", "OCTOBER_SAVES", "COLORTERM")
    return {name: value for name, value in environment.items() if name not in left_out}
