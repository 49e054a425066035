"""kill -9 at random moments while choices are made: no choice whose page was shown may be lost.

    python -m tests.bench.kills [ROUNDS ON THE SCREEN] [ROUNDS PLAIN]

By default 25 rounds of the game on the screen, in a pty, and 1000 of the plain game.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

from game.play.saves import Saves
from game.play.session import Session
from game.story.linker import load
from tests.terminal import GAME, Terminal

STORY = """
story: clock
title: Clock
language: en
chapters: [one]
endings: {over: {title: Over}}
---
chapter: one
title: One
starts: {first: {scene: tick}}
scenes:
  tick:
    title: Tick
    basis: imagined
    text: The clock says tick.
    choices: {on: {say: To tock., goto: tock}, end: {say: Enough., goto: over}}
  tock:
    title: Tock
    basis: imagined
    text: The clock says tock.
    choices: {on: {say: To tick., goto: tick}}
  over: {title: Over, basis: imagined, text: It is over., ending: over}
"""


class Killed(AssertionError):
    """A choice was lost, or a save did not open."""


def killed_on_screen(folder: Path, draw: random.Random, slowest: float) -> int:
    """Play in a pty as fast as pages come, kill the game at a random moment; how many choices were shown.

    Raises Killed when one of them is not in the save, or the save does not open.
    """
    folder.mkdir(parents=True)
    story = folder / "story.yaml"
    story.write_text(STORY, encoding="utf-8")
    options = ["--story", str(story), "--saves", str(folder / "saves"), "--chapter", "one", "--language", "en"]
    terminal = Terminal([*GAME, *options])
    terminal.sees("says tick")
    killer = threading.Timer(draw.random() * slowest, _kill, [terminal.child.pid])
    killer.start()
    shown = 0
    try:
        alive = True
        while alive:
            terminal.types("1")
            wanted = "says tock" if shown % 2 == 0 else "says tick"
            while alive and wanted not in terminal.shown:
                alive = terminal.read()
            shown += wanted in terminal.shown
    except OSError:
        pass
    finally:
        killer.join()
        terminal.close()
    _examine(folder / "saves", story, shown)
    return shown


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _examine(saves: Path, story: Path, shown: int) -> None:
    """Every save opens, and stands where the screen stood or one choice further."""
    (line,) = Saves(saves).list()
    journal = Saves(saves).open(line.slot)
    session = Session.open(load(story), "en", journal)
    journal.close()
    if line.damaged or journal.found not in ("", "torn") or session.reopened.stopped:
        raise Killed(f"{line.path} does not open: {journal.found}, {session.reopened}")
    if not shown <= len(session.road) <= shown + 1:
        raise Killed(f"{line.path}: {shown} choices were shown and {len(session.road)} are kept")


def main(on_screen: int = 25, plain: int = 1000) -> None:
    """Both benches, with a line of figures each."""
    from tests.test_plain import killed_once

    draw, begun = random.Random(), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        counts = [killed_on_screen(Path(folder) / str(number), draw, 2.0) for number in range(on_screen)]
    seconds = time.monotonic() - begun
    print(f"screen: {on_screen} kills, {sum(counts)} choices shown, 0 lost, {seconds:.0f} s", flush=True)
    begun, answered_in_all, early = time.monotonic(), 0, 0
    for number in range(plain):
        with tempfile.TemporaryDirectory() as folder:
            answered, journal = killed_once(Path(folder), draw, 0.5)
            answered_in_all += answered
            kept = len(journal.entries) if journal else 0
            early += journal is None
            if kept < answered or (journal and journal.found not in ("", "torn")):
                raise Killed(f"plain, round {number}: {answered} choices were answered and {kept} are kept")
            if journal:
                journal.close()
    seconds = time.monotonic() - begun
    print(f"plain: {plain} kills, {answered_in_all} choices answered, 0 lost, {early} before the save, {seconds:.0f} s")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
