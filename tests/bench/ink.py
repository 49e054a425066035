"""The generated story in ink, and inkjs walking it: the same words, conditions and roads.

Ink has no bounded numbers and no words of a list that compare fast, so numbers are held at
their bound by MIN and the values of a list are integers; this is how a writer who wants
speed would do it. Locked choices are hidden there.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.bench.generated import (
    FLAGS,
    HIGHEST,
    LISTS,
    NUMBERS,
    Change,
    Group,
    Link,
    MadeChoice,
    MadeScene,
    Piece,
    Test,
)

VERSION = "2.4.0"
WALKER = Path(__file__).parent / "walker.js"


@dataclass(frozen=True)
class InkWalk:
    """What inkjs did: seconds to compile, choices per second (the median round), and a
    digest of all the words on the way. `trouble` is why there is nothing, or empty."""

    compiled: float = 0.0
    speed: float = 0.0
    digest: str = ""
    trouble: str = ""


def find_inkjs() -> str:
    """The folder of node modules that holds inkjs: NODE_PATH, or a cache in the system's
    temporary folder, filled by npm when it is empty. Empty when there is no way."""
    for folder in os.environ.get("NODE_PATH", "").split(os.pathsep):
        if folder and Path(folder, "inkjs").is_dir():
            return folder
    cache = Path(tempfile.gettempdir(), f"october-bench-inkjs-{VERSION}")
    if not (cache / "node_modules" / "inkjs").is_dir():
        if shutil.which("npm") is None:
            return ""
        cache.mkdir(exist_ok=True)
        command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(cache), f"inkjs@{VERSION}"]
        if subprocess.run(command, check=False, capture_output=True).returncode:
            return ""
    return str(cache / "node_modules")


def walk(ink: Path, choices: int, length: int, rounds: int, patience: float) -> InkWalk:
    """Let inkjs compile the file and walk it: `rounds` times so many choices, from the
    beginning again after every `length`. It is given up after `patience` seconds."""
    modules = find_inkjs()
    if not modules or shutil.which("node") is None:
        return InkWalk(trouble="no node or no inkjs here")
    # A story of thousands of knots wants more stack than node gives by itself.
    command = ["node", "--stack-size=60000", str(WALKER), str(ink), str(choices), str(length), str(rounds)]
    shell = ["bash", "-c", 'ulimit -s unlimited 2>/dev/null || ulimit -s hard; exec "$@"', "bash", *command]
    environment = {**os.environ, "NODE_PATH": modules}
    try:
        done = subprocess.run(shell, check=False, capture_output=True, text=True, timeout=patience, env=environment)
    except subprocess.TimeoutExpired:
        return InkWalk(trouble=f"did not compile in {patience:.0f} s")
    if done.returncode:
        return InkWalk(trouble=f"failed: {(done.stderr.strip().splitlines() or ['killed'])[-1][:80]}")
    told = json.loads(done.stdout)
    return InkWalk(told["compiled"], told["speed"], told["digest"])


# ---------------------------------------------------------------- the story in ink


def export(scenes: list[MadeScene]) -> str:
    """The whole story as one ink file."""
    lines = [f"VAR flag_{index} = false" for index in range(FLAGS)]
    lines += [f"VAR number_{index} = 0" for index in range(NUMBERS)]
    lines += [f"VAR list_{index} = 0" for index in range(LISTS)]
    lines.append(f"-> {scenes[0].id}")
    for scene in scenes:
        lines.append(f"=== {scene.id} ===")
        lines += [f"~ {_change(change)}" for change in scene.do]
        lines += ["".join(map(_piece, pieces)) for pieces in scene.paragraphs]
        for choice in scene.choices:
            lines += _choice(choice)
    return "\n".join(lines) + "\n"


def _choice(choice: MadeChoice) -> list[str]:
    test = f"{{{_test(choice.test)}}} " if choice.test else ""
    changes = [f"  ~ {_change(change)}" for change in choice.do]
    return [f"+ {test}[{choice.say}]", *changes, f"  -> {choice.goto}"]


def _piece(piece: Piece) -> str:
    match piece:
        case Group(test, yes, no):
            return f"{{{_test(test)}:{yes}|{no}}}"
        case Link(_, words):
            return words
        case _:
            return piece


def _test(test: Test) -> str:
    match test.kind:
        case "flag":
            return test.name
        case "number" | "times":
            return f"{test.name} >= {test.value}"
        case "list":
            return f"{test.name} == {test.value}"
        case _:
            return f"{test.name} > 0"


def _change(change: Change) -> str:
    match change.kind:
        case "flag":
            return f"{change.name} = true"
        case "number":
            return f"{change.name} = MIN({change.name} + 1, {HIGHEST})"
        case _:
            return f"{change.name} = {change.value}"
