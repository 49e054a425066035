"""A story's own schemas, laid beside it where every editor with yaml-language-server finds them."""

from __future__ import annotations

import json
import os
from pathlib import Path

from game.desk.files import line_break, lines_of, put
from game.desk.schema import Schema, language_schema, story_schema
from game.errors import GameError
from game.story.files import ENDINGS, LANGUAGE
from game.story.linker import Checked, StoryFaults

FOLDER = ".schema"  # the reader passes by what begins with a point
STORY, LANGUAGES = "story.json", "language.json"
MODELINE = "# yaml-language-server: $schema="


def as_text(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def home(story: Path) -> Path:
    """The folder that a story's schemas lie beside: its own, or that of its one file."""
    return story if story.is_dir() else story.parent


def write_schemas(path: Path, checked: Checked) -> list[Path]:
    """Write the schema of the story's own files and that of its languages, with its names
    in them; where they lie. Raises StoryFaults, CannotWrite."""
    if checked.story is None:
        raise StoryFaults(checked.faults)
    folder = home(path) / FOLDER
    put(folder / STORY, as_text(story_schema(checked.story)))
    put(folder / LANGUAGES, as_text(language_schema(checked.texts)))
    return [folder / STORY, folder / LANGUAGES]


def refresh(path: Path, checked: Checked) -> None:
    """Write the schemas again, if they were written before and the story can be read."""
    if (home(path) / FOLDER / STORY).is_file() and checked.story is not None:
        write_schemas(path, checked)


def modeline(file: Path, story: Path) -> str:
    """The first line by which an editor finds the schema of a file of the story."""
    inside = file.relative_to(home(story))
    of = LANGUAGES if len(inside.parts) > 1 and LANGUAGE.match(inside.parts[0]) else STORY
    up = os.path.relpath(home(story), file.parent).replace(os.sep, "/")
    return f"{MODELINE}{'' if up == '.' else up + '/'}{FOLDER}/{of}"


def add_modelines(story: Path) -> list[Path]:
    """Put that line into every file of the story that has none; which were changed.
    Raises CannotWrite."""
    changed: list[Path] = []
    for file in files(story):
        lines = lines_of(file)
        if any(line.startswith(MODELINE) for line in lines[:5]):
            continue
        mark = "\ufeff" if lines and lines[0].startswith("\ufeff") else ""
        lines[:1] = [line.removeprefix(mark) for line in lines[:1]]
        put(file, f"{mark}{modeline(file, story)}{line_break(lines)}{''.join(lines)}")
        changed.append(file)
    return changed


def files(story: Path) -> list[Path]:
    """The files of a story. Links are left alone. Raises GameError when there are none."""
    found = [story] if story.is_file() else sorted(path for path in story.rglob("*") if path.name.endswith(ENDINGS))
    kept = [path for path in found if path.is_file() and not path.is_symlink() and not _hidden(path, story)]
    if not kept:
        raise GameError(f"{story} has no files of a story in it.")
    return kept


def _hidden(path: Path, story: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(home(story)).parts)
