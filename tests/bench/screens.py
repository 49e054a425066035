"""How soon the game is on the screen and turns its page, beside the smallest Textual app.

The two take turns, so that a busy machine slows both."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from game.play.plays import Plays
from game.play.saves import Saves
from game.play.session import Session
from game.story.linker import load
from tests.bench.painting import Program

SMALLEST = ["tests/bench/smallest.py"]
Row = Callable[[str, str, str], None]


@dataclass
class Peaks:
    """Peak memory in MiB of each run."""

    game: list[float] = field(default_factory=list[float])
    smallest: list[float] = field(default_factory=list[float])


def game(story: Path, folder: Path) -> tuple[list[str], Session]:
    """A play begun, as a command that opens it at its first scene, and as a session."""
    plays = Plays(load(story), Saves(folder / "saves"), seed=1)
    session = plays.begin("", "en")
    assert session.journal.path is not None
    slot = session.journal.path.stem
    plays.close(session)
    command = ["-m", "game", "--story", str(story), "--slot", slot, "--language", "en"]
    return [*command, "--saves", str(folder / "saves")], session


def words(session: Session) -> tuple[str, ...]:
    """What stands on the page and on no other: the first words of its text."""
    return (" ".join(session.page.paragraphs[0].plain().split()[:5]),)


def starting(name: str, story: Path, folder: Path, rounds: int, row: Row) -> Peaks:
    """From the command to the first scene; kept is what an opening keeps for the next."""
    os.environ["OCTOBER_CACHE"] = str(folder / "kept")
    command, session = game(story, folder)
    peaks = Peaks()
    theirs, ours = [], []
    for _ in range(rounds + 1):
        for said, wanted, times, kept in (
            (SMALLEST, ("Go away.",), theirs, peaks.smallest),
            (command, words(session), ours, peaks.game),
        ):
            program = Program(said, folder / "modules")
            times.append(program.painted(*wanted))
            kept.append(program.end())
    first = ours[0]
    del theirs[0], ours[0]  # the first of each compiled its modules
    row("the smallest Textual app", f"{median(theirs):.3f} s", "")
    row(f"{name}, a play at its scene", f"{median(ours):.3f} s = {_ratio(ours, theirs):.2f} x", "at most 1.3 x")
    row(f"{name}, opened for the first time", f"{first:.3f} s", "")
    return peaks


def turning(name: str, story: Path, folder: Path, turns: int, row: Row) -> None:
    """From a key to the page that it turns, in a play that goes on and on."""
    os.environ["OCTOBER_CACHE"] = str(folder / "kept")
    command, session = game(story, folder)
    smallest, october = Program(SMALLEST, folder / "modules"), Program(command, folder / "modules")
    smallest.painted("Go away.")
    october.painted(*words(session))
    theirs, ours = [], []
    draw = random.Random(1917)
    for turn in range(1, turns + 1):
        smallest.press("\r")
        theirs.append(smallest.painted(f"Go away {turn}."))
        options = session.page.open_options()
        number = draw.randrange(len(options))
        session.choose(options[number].id)
        october.press(str(number + 1))
        ours.append(october.painted(*words(session)))
    smallest.end()
    october.end()
    for what, figure in (("median", median), ("p99", lambda times: quantiles(times, n=100)[98])):
        there, here = figure(theirs) * 1000, figure(ours) * 1000
        row(f"the smallest Textual app, {what}", f"{there:.1f} ms", "")
        row(f"{name}, {what}", f"{here:.1f} ms = {here / there:.2f} x", "at most 1.5 x")


def _ratio(ours: list[float], theirs: list[float]) -> float:
    return median(here / there for here, there in zip(ours, theirs, strict=True))
