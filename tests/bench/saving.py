"""From a save in an editor to the words on the screen of `october write`, in a real terminal:
`python tests/bench/saving.py [STORY]`. Nothing here passes or fails.

Each row stands beside the time that a fresh reading of the whole story takes, from the same
run, so that the two can be compared on a busy machine too.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from game import paths  # noqa: E402
from game.desk.following import Following  # noqa: E402
from game.story.linker import check  # noqa: E402
from tests.terminal import GAME, Terminal  # noqa: E402

EDITS = 9
SETTLE = 0.5  # seconds between two edits
PATIENCE = 30.0
WORD = "quidnunc"  # stands in no story


def save(path: Path, text: str) -> float:
    """Save as an editor does that renames; when."""
    beside = path.with_name(f".{path.name}.swp")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, path)
    return time.perf_counter()


def seen(terminal: Terminal, words: str, since: float) -> float:
    """Seconds until the words stand on the screen."""
    while words not in terminal.shown:
        terminal.read(0.005)
        if time.perf_counter() > since + PATIENCE:
            raise TimeoutError(terminal.shown)
    return time.perf_counter() - since


def row(what: str, spent: list[float], fresh: float, target: str = "") -> None:
    figure = f"{median(spent):.3f} s = {median(spent) / fresh:.1f} x"
    print(f"  {what:<44} {figure:>22}   {target}", flush=True)


def main() -> None:
    story = paths.story(sys.argv[1]) if len(sys.argv) > 1 else paths.shipped_story()
    with tempfile.TemporaryDirectory(prefix="october-bench-") as name:
        copy = Path(name) / "story"
        shutil.copytree(story, copy)
        whole = check(copy).story
        if whole is None:
            raise SystemExit(f"{story} has faults: october check tells them.")
        began = time.perf_counter()
        check(copy)
        fresh = time.perf_counter() - began
        first = next(iter(whole.first_chapter().starts.values())).scene
        where = whole.scenes[first].where
        path = copy / where.file
        text = path.read_text(encoding="utf-8")
        lines = text.split("\n")
        at = next(n for n in range(where.line, len(lines)) if re.match(r" +text:", lines[n]))
        # The first words of the scene that is on the screen.
        at += lines[at].rstrip().endswith("|")
        begin = re.match(r' +(text: )?["\']?', lines[at])
        assert begin is not None
        print(f"{len(whole.scenes)} scenes; a fresh reading takes {fresh:.3f} s")
        terminal = Terminal([*GAME, "write", str(copy)], 120, 40, OCTOBER_SAVES=str(Path(name) / "saves"))
        terminal.sees(first, PATIENCE)
        edits, faults = [], []
        for number in range(EDITS):
            terminal.rest(SETTLE)
            changed = [*lines]
            changed[at] = f"{lines[at][: begin.end()]}{WORD}{number} {lines[at][begin.end() :]}"
            edits.append(seen(terminal, f"{WORD}{number}", save(path, "\n".join(changed))))
            terminal.rest(SETTLE)
            faulty = "\n".join([*changed[: where.line], f"    {WORD}{number}f: 1", *changed[where.line :]])
            faults.append(seen(terminal, f"{WORD}{number}f", save(path, faulty)))
        terminal.close()
        row("an edit, from the save to the screen", edits, fresh, "under 0.3 s")
        row("a fault, from the save to the screen", faults, fresh, "under 0.3 s")
        following = Following(copy)
        following.read()
        began = time.perf_counter()
        for _ in range(100):
            following.look()
        row("a look at the files", [(time.perf_counter() - began) / 100], fresh, "20 in a second")


if __name__ == "__main__":
    main()
