"""From a command or a key to the screen that shows the wanted words, in a terminal of our own."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path

import pyte

COLUMNS, LINES = 100, 40
PATIENCE = 20.0  # seconds until a screen is given up
QUIET = 0.03  # seconds without a sign, after which a screen counts as done
ROOT = Path(__file__).parents[2]


def environment(cache: Path) -> dict[str, str]:
    """Compiled modules are kept, as of an installed copy, but in a folder of the bench."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(cache), "TERM": "xterm-256color", "COLORTERM": "truecolor"}


class Program:
    """`python COMMAND` in a terminal of its own."""

    def __init__(self, command: Sequence[str], cache: Path) -> None:
        self.screen = pyte.Screen(COLUMNS, LINES)
        self.stream = pyte.ByteStream(self.screen)
        self.since = time.perf_counter()
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            os.chdir(ROOT)
            os.execve(sys.executable, [sys.executable, *command], environment(cache))
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))

    def press(self, key: str) -> None:
        self.since = time.perf_counter()
        os.write(self.terminal, key.encode())

    def painted(self, *words: str) -> float:
        """Seconds from the start, or the last key, until the screen showed all the words. Raises
        TimeoutError with what it shows instead.

        What came is looked at when no more comes, so that our looking takes none of its time."""
        while time.perf_counter() < self.since + PATIENCE:
            for read, data in self._came():
                self.stream.feed(data)
                shown = " ".join(" ".join(self.screen.display).split())
                if all(wanted in shown for wanted in words):
                    return read - self.since
        raise TimeoutError("\n".join(line.rstrip() for line in self.screen.display if line.strip()))

    def _came(self) -> list[tuple[float, bytes]]:
        came: list[tuple[float, bytes]] = []
        while select.select([self.terminal], [], [], QUIET)[0]:
            try:
                data = os.read(self.terminal, 1 << 16)
            except OSError:
                break  # it has ended
            came.append((time.perf_counter(), data))
        return came

    def end(self) -> float:
        """Its peak memory in MiB."""
        peak = peak_of(self.child)
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        os.close(self.terminal)
        return peak


def peak_of(process: int) -> float:
    """The peak memory of a living process in MiB; 0 where /proc does not tell it.

    What the resource module tells is of no use here: a child inherits its parent's peak."""
    status = Path(f"/proc/{process}/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.is_file() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)
