"""What is left when the game itself fails: a report beside the save, and where it is."""

from __future__ import annotations

import platform
import traceback
from datetime import datetime
from pathlib import Path

from game import __version__

PLAYING = "Something went wrong inside the game. Every choice you made is kept."
WRITING = "Something went wrong inside october write. Your files are as you saved them."


def report(error: BaseException, folder: Path, story: Path, said: str = PLAYING) -> str:
    """Write a report of the error into the folder of saves; the words that say where."""
    text = "\n".join(
        [
            f"The Bridges of October {__version__}, Python {platform.python_version()}, {platform.platform()}",
            f"story: {story}",
            "",
            *(line.rstrip("\n") for line in traceback.format_exception(error)),
            "",
        ]
    )
    path = folder / f"crash-{datetime.now():%Y%m%d-%H%M%S-%f}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError:
        return f"{said}\n{text}"
    return f"{said}\nA report of what happened is in {path}"
