"""Stories out to other engines, and in from Twine: files, and nothing written over unasked."""

from __future__ import annotations

from pathlib import Path

from game.desk import ink, sugarcube
from game.desk.files import put
from game.desk.leaving import Exported
from game.desk.twee import read_passages
from game.desk.twine_story import take
from game.errors import GameError, NotToldIn
from game.story.faults import Fault
from game.story.files import LARGEST_FILE
from game.story.linker import check, load

WRITERS = {"ink": ink.export, "twee": sugarcube.export}


class NotExchanged(GameError):
    """A story could not be written where it was wanted, or not be read from there."""

    code = "not_exchanged"


def export(path: Path, engine: str, language: str, out: Path | None, force: bool) -> tuple[Path | None, Exported]:
    """The story at `path` as one file for the engine, written to `out` unless that is None.

    Raises StoryFaults, NotToldIn, NotExchanged when the file is there, CannotWrite."""
    story = load(path)
    if language and language not in story.languages:
        raise NotToldIn(language, story.languages)
    exported = WRITERS[engine](story, language or story.language)
    if out is not None:
        if not force and out.exists():
            raise NotExchanged(f"{out} is there already; --force writes over it.")
        put(out, exported.text)
    return out, exported


def take_over(path: Path, out: Path, force: bool) -> tuple[tuple[str, ...], tuple[Fault, ...]]:
    """Write the Twine story of the Twee file at `path` as a story into the folder `out`.

    Returns what is not as it was, a line each with its place, and the faults that the story
    written still has. Raises NotExchanged when the file cannot be read or the folder is full,
    and CannotWrite."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise NotExchanged(f"{path} is larger than {LARGEST_FILE // 2**20} MiB: split the story.")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise NotExchanged(f"{path} is not UTF-8: save it so in its editor.") from None
    except OSError as error:
        raise NotExchanged(f"Could not read {path} ({(error.strerror or str(error)).lower()}).") from None
    passages = read_passages(text)
    if not passages:
        hint = "In Twine export the story as Twee; a passage begins with a line such as :: Start."
        raise NotExchanged(f"{path} holds no passages. {hint}")
    if not force and out.exists() and any(out.iterdir() if out.is_dir() else [out]):
        raise NotExchanged(f"{out} is there already; --force writes over what it holds.")
    try:
        taken = take(passages, path.stem)
    except RecursionError:
        raise NotExchanged(f"{path} holds brackets in brackets, deeper than any story goes.") from None
    for name, content in taken.files.items():
        put(out / name, content)
    told = tuple(f"{path.name}:{line}" if line[:1].isdigit() else f"{path.name}: {line}" for line in taken.told)
    return told, check(out).faults
