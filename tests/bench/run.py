"""How fast the game is, as ratios from one run: `python tests/bench/run.py [--quick]`.

Nothing here passes or fails; each figure stands beside its target.

reading   a generated story, read and linked, against PyYAML's C loader, which only parses
walking   choices per second against inkjs walking the same story exported to ink. Inkjs
          always makes the text, so both our figures are held against that one figure
starting  from the command to the first scene, against the smallest Textual app
turning   from a key to the page it turns, against the same; on the disk and in memory, for each
          choice waits for the disk and the smallest app for nothing
memory    the peak of a process of its own
"""

from __future__ import annotations

import argparse
import os
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
from game.play.opened import open_story  # noqa: E402
from game.story.linker import load  # noqa: E402
from tests.bench import generated, ink, screens, walks  # noqa: E402
from tests.bench.painting import environment  # noqa: E402

COMING, COMING_WORDS = 170, 200  # scenes, and words in each, of the story when all its chapters are told
MEMORY = Path("/dev/shm")  # a folder that is no disk, where there is one
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


def opening(name: str, story: Path, folder: Path, rounds: int, target: str) -> None:
    """Reading a story against opening it again, unchanged."""
    os.environ["OCTOBER_CACHE"] = str(folder / "opening")
    first = seconds(lambda: open_story(story))
    read, again, ratios = [], [], []
    for _ in range(rounds):
        read.append(seconds(lambda: load(story)))
        again.append(seconds(lambda: open_story(story)))
        ratios.append(again[-1] / read[-1])
    row(f"{name}, read", f"{median(read):.3f} s")
    row(f"{name}, opened for the first time", f"{first:.3f} s")
    row(f"{name}, opened again", f"{median(again):.3f} s = {median(ratios):.3f} x", target)


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


# ---------------------------------------------------------------- starting, turning, memory


def playing(coming: Path, folder: Path, quick: bool) -> screens.Peaks:
    """The story that ships and one of the coming size: their start, and the turning of a page."""
    print("From the command to the first scene")
    rounds = 3 if quick else 21
    peaks = screens.starting("the shipped story", paths.shipped_story(), folder / "shipped", rounds, row)
    screens.starting(f"{COMING} scenes in two languages", coming, folder / "coming", rounds, row)
    places = {"on the disk": folder}
    if MEMORY.is_dir():
        places["in memory"] = Path(tempfile.mkdtemp(prefix="october-bench-", dir=MEMORY))
    for place, saves in places.items():
        print(f"From a key to the page that it turns, saves {place}")
        screens.turning(f"{COMING} scenes", coming, saves / "turning", 30 if quick else 300, row)
    if MEMORY.is_dir():
        shutil.rmtree(places["in memory"])
    return peaks


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
        largest, coming = folder / "read", folder / "coming_story"
        files = generated.write(generated.make(sizes[-1]), largest)
        generated.write(generated.make(COMING, COMING_WORDS), coming, "es", scenes_a_file=22)
        print(f"Reading {sizes[-1]} scenes")
        reading(largest, files, 3 if quick else 5)
        print("Opening")
        opening(f"{sizes[-1]} scenes", largest, folder, 1 if quick else 3, "at most 0.2 x")
        opening(f"{COMING} scenes in two languages", coming, folder, 3 if quick else 15, "")
        opening("the shipped story", paths.shipped_story(), folder, 3 if quick else 15, "")
        print("Walking")
        for size in sizes:
            walking(size, folder / f"walk{size}", 1 if quick else 3)
        peaks = screens.Peaks()
        try:
            peaks = playing(coming, folder, quick)
        except TimeoutError as error:
            row("not measured, the screen shows", str(error)[:200])
        print("Memory at its peak")
        cache = folder / "modules"
        row("Python with the reader alone", f"{peak(IMPORT, cache):.0f} MiB")
        row("the shipped story read", f"{peak(OPEN, cache, paths.shipped_story()):.0f} MiB")
        row(f"{sizes[-1]} scenes read", f"{peak(OPEN, cache, largest):.0f} MiB")
        if peaks.game:
            row("the game at its first scene", f"{median(peaks.game):.0f} MiB")
            row("the smallest Textual app", f"{median(peaks.smallest):.0f} MiB")


if __name__ == "__main__":
    main()
