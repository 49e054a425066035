"""From a command to the first screen that shows the wanted words, in a terminal of our own."""

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
from dataclasses import dataclass
from pathlib import Path

import pyte

COLUMNS, LINES = 100, 40
PATIENCE = 20.0  # seconds until a screen is given up
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Painted:
    """Seconds from the command to the words on the screen, and the peak memory in MiB."""

    seconds: float
    peak: float


def environment(cache: Path) -> dict[str, str]:
    """Compiled modules are kept, as of an installed copy, but in a folder of the bench."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(cache), "TERM": "xterm-256color", "COLORTERM": "truecolor"}


def paint(command: Sequence[str], words: str, cache: Path) -> Painted:
    """Run `python COMMAND` until the screen shows the words. Raises TimeoutError with what
    the screen shows instead."""
    screen = pyte.Screen(COLUMNS, LINES)
    stream = pyte.ByteStream(screen)
    start = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(ROOT)
        os.execve(sys.executable, [sys.executable, *command], environment(cache))
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    seconds = 0.0
    while not seconds and time.perf_counter() < start + PATIENCE:
        if not select.select([terminal], [], [], 0.5)[0]:
            continue
        try:
            stream.feed(os.read(terminal, 1 << 16))
        except OSError:
            break  # it has ended
        read = time.perf_counter()
        if words in " ".join(" ".join(screen.display).split()):
            seconds = read - start
    peak = peak_of(child)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(terminal)
    if not seconds:
        raise TimeoutError("\n".join(line.rstrip() for line in screen.display if line.strip()))
    return Painted(seconds, peak)


def peak_of(process: int) -> float:
    """The peak memory of a living process in MiB; 0 where /proc does not tell it.

    What the resource module tells is of no use here: a child inherits its parent's peak."""
    status = Path(f"/proc/{process}/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.is_file() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)
