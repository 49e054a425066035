"""How the proof grows: a generated story of any size, every question of it asked.

    python -m tests.bench.proof [SCENES] [SECONDS]

It prints how many questions each step settled and in what time, and the memory it took.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from game.proof.prove import Proof, prove
from game.story.linker import load
from tests.bench import generated
from tests.bench.generated import MadeScene, make, scene_id, write

VARIABLES = {"FLAGS": 6, "NUMBERS": 3, "LISTS": 3}
LAST = "last"
START = datetime(1917, 10, 24)


def made(size: int) -> list[MadeScene]:
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


def written(size: int, folder: Path) -> None:
    """The story in the folder, with twelve variables."""
    kept = {name: getattr(generated, name) for name in VARIABLES}
    try:
        for name, count in VARIABLES.items():
            setattr(generated, name, count)
        write(made(size), folder)
    finally:
        for name, count in kept.items():
            setattr(generated, name, count)
    story = folder / "story.yaml"
    story.write_text(story.read_text(encoding="utf-8") + "endings: {end: {title: The end}}\n", encoding="utf-8")
    last = f"chapter: the_end\ntitle: The end\nstarts: {{here: {{scene: {LAST}}}}}\nscenes:\n"
    last += f"  {LAST}: {{title: The end, text: It ends., ending: end}}\n"
    (folder / "chapters" / "the_end.yaml").write_text(last, encoding="utf-8")


def report(proof: Proof, seconds: float) -> str:
    lines = [f"{proof.asked} questions in {seconds:.1f} s, {peak():.0f} MiB at most"]
    for step in ("walks", "shape", "ranges", "roads", "bounded"):
        lines.append(f"  {step:8} {proof.settled[step]:7} settled in {proof.seconds[step]:6.1f} s")
    lines.append(f"  settled {100 * (1 - proof.settled['bounded'] / proof.asked):.2f} % of them")
    for (code, bounded), count in sorted(Counter((f.code, f.bounded) for f in proof.findings).items()):
        lines.append(f"  {count:6} {code}{f' (open: {bounded})' if bounded else ''}")
    return "\n".join(lines)


def peak() -> float:
    """The most memory this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 90.0
    with tempfile.TemporaryDirectory() as name:
        written(size, Path(name))
        begun = time.monotonic()
        story = load(Path(name))
        print(
            f"{len(story.scenes)} scenes, {len(story.variables)} variables, {story.memory.size} bytes of memory each;"
        )
        print(f"read in {time.monotonic() - begun:.1f} s, {peak():.0f} MiB, first scene {scene_id(0)}")
    begun = time.monotonic()
    proof = prove(story, seconds=seconds)
    print(report(proof, time.monotonic() - begun))


if __name__ == "__main__":
    main()
