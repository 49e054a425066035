"""The files of a writer, read and written whole. Nothing here writes over a file unasked."""

from __future__ import annotations

from pathlib import Path

from game.errors import GameError
from game.play.disk import write_file


class CannotWrite(GameError):
    """A file of the story could not be made or changed."""

    code = "cannot_write"


def make(path: Path, text: str) -> None:
    """Write a new file, and the folders it lies in. Raises CannotWrite when it is there."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError as error:
        raise CannotWrite(f"{path} is there already; nothing was written over.") from error
    except OSError as error:
        raise _refused("write", path, error) from error


def put(path: Path, text: str) -> None:
    """Write a file, in the place of one that may be there. Raises CannotWrite."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, text.encode())
    except OSError as error:
        raise _refused("write", path, error) from error


def lines_of(path: Path) -> list[str]:
    """The lines of a file, each with the break that ends it, as it stands. Raises CannotWrite."""
    try:
        return path.read_bytes().decode("utf-8").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError) as error:
        raise CannotWrite(f"{path} could not be read, so it was not changed.") from error


def line_break(lines: list[str]) -> str:
    """How the file ends its lines: a line put in must not differ."""
    return "\r\n" if lines and lines[0].endswith("\r\n") else "\n"


def _refused(what: str, path: Path, error: OSError) -> CannotWrite:
    why = (error.strerror or str(error)).lower()
    return CannotWrite(f"Could not {what} {path} ({why}): choose a folder you may write in.")
