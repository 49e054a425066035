"""How the proof grows: every question of a generated story.

    python -m tests.bench.proof [whole | as_drawn | sound] [SCENES] [SECONDS]

`whole` is a story of the shape of the one that ships. `as_drawn` is one of so many scenes and
twelve variables that runs in a circle and breaks its clock everywhere; `sound` the same with
an end, and with a clock that only goes forward. It prints how many questions each step
settled and in what time, and the memory it took; where the command inkcheck is installed,
also what that says of the same story in ink, in the same time.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from game.desk.ink import export
from game.proof.prove import Proof, prove
from game.story.linker import load
from game.story.model import Story
from tests.bench import generated, whole
from tests.bench.generated import MadeScene, make, write

VARIABLES = {"FLAGS": 6, "NUMBERS": 3, "LISTS": 3}
LAST = "last"
START = datetime(1917, 10, 24)


def sound(size: int) -> list[MadeScene]:
    """The generated scenes with an end: no way leads back, the clock only goes on, and
    what would lead past the last scene ends the story."""

    def number(name: str) -> int:
        return int(name.removeprefix("scene_"))

    def onward(scene: MadeScene) -> MadeScene:
        here = number(scene.id)
        choices = tuple(
            choice if number(choice.goto) > here else replace(choice, goto=LAST) for choice in scene.choices
        )
        at = f"{START + timedelta(minutes=here):%Y-%m-%d %H:%M}" if scene.at else ""
        return replace(scene, choices=choices, at=at)

    return [onward(scene) for scene in make(size)]


def drawn(scenes: Callable[[int], list[MadeScene]], size: int, folder: Path) -> None:
    """The story of these scenes in the folder, with twelve variables."""
    kept = {name: getattr(generated, name) for name in VARIABLES}
    try:
        for name, count in VARIABLES.items():
            setattr(generated, name, count)
        write(scenes(size), folder)
    finally:
        for name, count in kept.items():
            setattr(generated, name, count)
    story = folder / "story.yaml"
    story.write_text(story.read_text(encoding="utf-8") + "endings: {end: {title: The end}}\n", encoding="utf-8")
    last = f"chapter: the_end\ntitle: The end\nstarts: {{here: {{scene: {LAST}}}}}\nscenes:\n"
    last += f"  {LAST}: {{title: The end, text: It ends., ending: end}}\n"
    (folder / "chapters" / "the_end.yaml").write_text(last, encoding="utf-8")


STORIES: dict[str, Callable[[int, Path], None]] = {
    "whole": lambda size, folder: whole.write(folder),
    "as_drawn": partial(drawn, make),
    "sound": partial(drawn, sound),
}


def report(proof: Proof, seconds: float) -> str:
    lines = [f"{proof.asked} questions in {seconds:.1f} s, {peak():.0f} MiB at most"]
    for step in ("walks", "shape", "ranges", "roads", "bounded"):
        lines.append(f"  {step:8} {proof.settled[step]:7} settled in {proof.seconds[step]:6.1f} s")
    lines.append(f"  settled {100 * (1 - proof.settled['bounded'] / proof.asked):.2f} % of them")
    for (code, bounded), count in sorted(Counter((f.code, f.bounded) for f in proof.findings).items()):
        lines.append(f"  {count:6} {code}{f' (open: {bounded})' if bounded else ''}")
    roads = [finding for finding in proof.findings if finding.road is not None]
    lines.append(f"  {sum(each.shortest for each in roads)} of {len(roads)} roads are surely the shortest")
    return "\n".join(lines)


def peak() -> float:
    """The most memory this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def by_inkcheck(story: Story, folder: Path, seconds: float) -> str:
    """What inkcheck says last of the story in ink."""
    command = shutil.which("inkcheck")
    if command is None:
        return "inkcheck is not installed: no line beside it."
    file = folder / "story.ink"
    file.write_text(export(story, story.language).text, encoding="utf-8")
    begun = time.monotonic()
    try:
        done = subprocess.run([command, str(file)], capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return f"inkcheck did not come to an end in {seconds:.0f} s"
    said = (done.stdout or done.stderr).strip().splitlines()
    return f"inkcheck, {time.monotonic() - begun:.1f} s, exit {done.returncode}: {said[-1] if said else 'nothing'}"


def main() -> None:
    kind = sys.argv[1] if len(sys.argv) > 1 else "as_drawn"
    size = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 90.0
    with tempfile.TemporaryDirectory() as name:
        STORIES[kind](size, Path(name))
        begun = time.monotonic()
        story = load(Path(name))
        counts = f"{len(story.scenes)} scenes, {len(story.variables)} variables, {story.memory.size} bytes of memory"
        print(f"{counts}; read in {time.monotonic() - begun:.1f} s, {peak():.0f} MiB")
        begun = time.monotonic()
        proof = prove(story, seconds=seconds)
        print(report(proof, time.monotonic() - begun))
        print(by_inkcheck(story, Path(name), seconds))


if __name__ == "__main__":
    main()
