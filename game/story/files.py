"""The files of a story: which they are, and the bytes in them. Nothing is parsed here."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

LARGEST_FILE = 16 * 1024 * 1024  # bytes
LARGEST_STORY = 128 * 1024 * 1024  # bytes in all files together
MOST_FILES = 5_000
LANGUAGE = re.compile(r"[a-z]{2}(-[a-z]{2,4})?\Z")  # the name of a language's folder
ENDINGS = (".yaml", ".yml")


class Problem(NamedTuple):
    """Why a file cannot be read at all: the code of a fault, its message and its hint."""

    code: str
    message: str
    hint: str = ""


class File(NamedTuple):
    """One file: its name inside the story, its language ("" for the story's own), and its
    bytes, or the problem with it."""

    name: str
    language: str
    data: bytes
    problem: Problem | None = None


def read_files(path: Path) -> list[File]:
    """The files of the story at `path`, a folder or one file, in the order of their names."""
    if path.is_file():
        return [_read(path, _shown(path.name), "")]
    found: list[File] = []
    total = 0
    for name, problem in _names(path):
        language = language_of(name)
        file = File(name, language, b"", problem) if problem else _read(path / name, name, language)
        found.append(file)
        total += len(file.data)
        if total > LARGEST_STORY or len(found) > MOST_FILES:
            limit = f"A story has at most {MOST_FILES} files and {LARGEST_STORY // 1024 // 1024} MiB."
            message = "The story is too large; from here on no file is read."
            found[-1] = file._replace(problem=Problem("file-too-large", message, limit))
            break
    return found


def language_of(name: str) -> str:
    """The language whose folder a file of that name stands in; empty for the story's own."""
    top = name.split("/", 1)[0] if "/" in name else ""
    return top if LANGUAGE.match(top) else ""


def _names(folder: Path) -> Iterator[tuple[str, Problem | None]]:
    """Every file of the story by its name, with a reason not to read it where there is one."""
    root = os.path.realpath(folder)
    closed: list[OSError] = []
    for here, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names + [f for f in folders if os.path.islink(os.path.join(here, f))]):
            full = os.path.join(here, name)
            is_link = os.path.islink(full)
            if name.startswith(".") or not (name.endswith(ENDINGS) or (is_link and os.path.isdir(full))):
                continue
            inside = Path(full).relative_to(folder).as_posix()
            if inside != _shown(inside):
                message = "The name of this file is not UTF-8."
                yield _shown(inside), Problem("file-unreadable", message, "Rename the file.")
            elif is_link and (os.path.isdir(full) or not _is_inside(os.path.realpath(full), root)):
                hint = "Put the file itself into the story's folder."
                yield inside, Problem("file-outside", "This is a link that leads elsewhere.", hint)
            else:
                yield inside, None
    for error in closed:
        inside = os.path.relpath(error.filename, folder)
        inside = _shown(str(folder) if inside == "." else inside)
        yield inside, Problem("file-unreadable", f"The folder cannot be read: {error.strerror}.")


def _is_inside(path: str, root: str) -> bool:
    return path.startswith(root.rstrip(os.sep) + os.sep)


def _shown(name: str) -> str:
    """A name of a file as text that can be shown, whatever bytes it is made of."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _read(path: Path, name: str, language: str) -> File:
    try:
        # O_NONBLOCK: a pipe laid in the folder must not hang the reader.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                problem = Problem("file-unreadable", "This is no ordinary file.", "A story is made of text files.")
                return File(name, language, b"", problem)
            return File(name, language, file.read(LARGEST_FILE + 1))
    except OSError as error:
        problem = Problem("file-unreadable", f"The file cannot be read: {error.strerror}.")
        return File(name, language, b"", problem)
