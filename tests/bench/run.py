"""How fast the game is, as ratios from one run: `python tests/bench/run.py [--quick]`.

Nothing here passes or fails; each figure stands beside its target.

reading   a generated story, read and linked, against PyYAML's C loader, which only parses
walking   choices per second against inkjs walking the same story exported to ink. Inkjs
          always makes the text, so both our figures are held against that one figure
starting  from the command to the first scene, against the smallest Textual app
memory    the peak of a process of its own
"""

from __future__ import annotations

import argparse
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import yaml  # noqa: E402

from game import paths  # noqa: E402
from game.play.plays import Plays  # noqa: E402
from game.play.saves import Saves  # noqa: E402
from game.story.linker import load  # noqa: E402
from tests.bench import generated, ink, walks  # noqa: E402
from tests.bench.painting import Painted, environment, paint  # noqa: E402

CHOICES = 20_000  # in one round of walking
LENGTH = 200  # choices until a walk begins again
PATIENCE = 300.0  # seconds for inkjs to compile and walk
READER = "import os, pathlib, sys; from game.story.linker import load; from tests.bench.painting import peak_of; "
OPEN = READER + "kept = load(pathlib.Path(sys.argv[1])); print(peak_of(os.getpid()))"
IMPORT = READER + "print(peak_of(os.getpid()))"


def row(what: str, figure: str, target: str = "") -> None:
    print(f"  {what:<44} {figure:>22}   {target}", flush=True)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


# ---------------------------------------------------------------- reading


def reading(folder: Path, files: list[Path], rounds: int) -> None:
    def parse() -> None:
        for file in files:
            yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)

    ours, theirs, ratios = [], [], []
    for _ in range(rounds):
        theirs.append(seconds(parse))
        ours.append(seconds(lambda: load(folder)))
        ratios.append(ours[-1] / theirs[-1])
    size = sum(file.stat().st_size for file in files) / 1e6
    row(f"yaml.load alone, {size:.1f} MB", f"{median(theirs):.2f} s")
    row("read, checked and linked", f"{median(ours):.2f} s = {median(ratios):.2f} x", "at most 2 x")


def opening(rounds: int) -> None:
    story = paths.shipped_story()
    for words, languages in (("one language", ("en",)), ("every language", None)):
        spent = median(seconds(lambda languages=languages: load(story, languages)) for _ in range(rounds))
        row(f"the shipped story, {words}", f"{spent:.3f} s", "under 0.3 s")


# ---------------------------------------------------------------- walking


def walking(size: int, folder: Path, rounds: int) -> None:
    """Our rounds and inkjs's take turns, so that a busy machine slows both."""
    scenes = generated.make(size)
    generated.write(scenes, folder)
    file = folder.with_suffix(".ink")
    file.write_text(ink.export(scenes), encoding="utf-8")
    story = load(folder)
    steps, pages, theirs = [], [], []
    for _ in range(rounds):
        steps.append(walks.speed(walks.walk_steps, story, CHOICES, LENGTH, 1))
        pages.append(walks.speed(walks.walk_pages, story, CHOICES, LENGTH, 1))
        theirs.append(ink.walk(file, CHOICES, LENGTH, 1, PATIENCE))
        if theirs[-1].trouble:
            break
    if theirs[-1].trouble:
        row(f"{size} scenes, inkjs", theirs[-1].trouble)
        row(f"{size} scenes, steps", f"{median(steps):,.0f} /s")
        row(f"{size} scenes, steps with pages", f"{median(pages):,.0f} /s")
        return
    base = median(done.speed for done in theirs)
    same = "the same words" if walks.digest(story, CHOICES, LENGTH) == theirs[0].digest else "OTHER WORDS"
    row(f"{size} scenes, inkjs (compiled in {theirs[0].compiled:.1f} s)", f"{base:,.0f} /s", same)
    for what, speeds, target in (("steps", steps, "20 x, aim 60 x"), ("steps with pages", pages, "8 x, aim 20 x")):
        ratio = median(speed / done.speed for speed, done in zip(speeds, theirs, strict=True))
        row(f"{size} scenes, {what}", f"{median(speeds):,.0f} /s = {ratio:.1f} x", target)


# ---------------------------------------------------------------- starting and memory


def starting(folder: Path, rounds: int) -> tuple[float, float]:
    """Prints the start; the peak memory of the game and of the smallest app, in MiB."""
    plays = Plays(load(paths.shipped_story()), Saves(folder / "saves"))
    session = plays.begin("", "en")
    slot = session.journal.path.stem if session.journal.path else ""
    words = " ".join(session.page.paragraphs[0].plain().split()[:4])
    plays.close(session)
    command = ["-m", "game", "--new", "--slot", slot, "--language", "en", "--saves", str(folder / "saves")]
    game: list[Painted] = []
    smallest: list[Painted] = []
    for _ in range(rounds + 1):
        smallest.append(paint(["tests/bench/smallest.py"], "Go away.", folder / "cache"))
        game.append(paint(command, words, folder / "cache"))
    del smallest[0], game[0]  # the first of each compiled its modules
    theirs, ours = (median(run.seconds for run in runs) for runs in (smallest, game))
    row("the smallest Textual app", f"{theirs:.3f} s")
    row("the game, a kept play at its scene", f"{ours:.3f} s = {ours / theirs:.2f} x", "at most 1.3 x")
    return median(run.peak for run in game), median(run.peak for run in smallest)


def peak(code: str, cache: Path, story: Path = ROOT) -> float:
    """The peak memory in MiB that a process of its own prints; a first one compiles."""
    command = [sys.executable, "-c", code, str(story)]
    for _ in range(2):
        told = subprocess.run(
            command, check=True, capture_output=True, text=True, cwd=ROOT, env=environment(cache)
        ).stdout
    return float(told)


def machine() -> str:
    cpu = next((line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if "model name" in line), "")
    node = ""
    if shutil.which("node"):
        node = subprocess.run(["node", "--version"], check=False, capture_output=True, text=True).stdout.strip()
    libraries = ", ".join(f"{name} {version(name)}" for name in ("textual", "pyyaml"))
    python = platform.python_version()
    return f"{cpu or platform.machine()}; Python {python}, {libraries}; node {node or 'none'}, inkjs {ink.VERSION}"


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines() if Path(path).is_file() else []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one size of 1 000 scenes, fewer rounds")
    quick = parser.parse_args().quick
    sizes = (1_000,) if quick else (1_000, 10_000)
    print(machine())
    with tempfile.TemporaryDirectory(prefix="october-bench-") as name:
        folder = Path(name)
        largest = folder / "read"
        files = generated.write(generated.make(sizes[-1]), largest)
        print(f"Reading {sizes[-1]} scenes")
        reading(largest, files, 3 if quick else 5)
        opening(3 if quick else 9)
        print("Walking")
        for size in sizes:
            walking(size, folder / f"walk{size}", 1 if quick else 3)
        print("Starting")
        try:
            game, smallest = starting(folder, 3 if quick else 15)
        except TimeoutError as error:
            row("not measured, the screen shows", str(error)[:200])
            game = smallest = 0.0
        print("Memory at its peak")
        cache = folder / "cache"
        row("Python with the reader alone", f"{peak(IMPORT, cache):.0f} MiB")
        row("the shipped story opened", f"{peak(OPEN, cache, paths.shipped_story()):.0f} MiB")
        row(f"{sizes[-1]} scenes opened", f"{peak(OPEN, cache, largest):.0f} MiB")
        row("the game at its first scene", f"{game:.0f} MiB")
        row("the smallest Textual app", f"{smallest:.0f} MiB")


if __name__ == "__main__":
    main()
