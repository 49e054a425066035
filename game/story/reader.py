"""Strict YAML with its places: files to nodes, in one pass over the parser's events.

Every scalar is text. Duplicate keys, tags, anchors and aliases are refused; size, depth
and number are capped before anything is composed. A file that is not YAML is mended in
memory, line by line where the cure is known, so that all its faults are told at once.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from game.story.faults import Fault
from game.story.mending import PROSE_KEYS, mended

LARGEST_FILE = 16 * 1024 * 1024  # bytes
LARGEST_STORY = 128 * 1024 * 1024  # bytes in all files together
MOST_FILES = 5_000
MOST_EVENTS = 2_000_000  # in one file
LONGEST_TEXT = 64 * 1024  # characters in one scalar
DEEPEST = 14  # mappings and lists within one another; the format itself needs ten
MOST_MENDS = 40  # lines of one file cured in memory before giving it up
LANGUAGE = re.compile(r"[a-z]{2}(-[a-z]{2,4})?\Z")  # the name of a language's folder
ENDINGS = (".yaml", ".yml")
# Controls, line separators of other alphabets, and marks that reorder what is read.
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Scalar:
    """Text as it stands in a file. Line and column count from 1; `style` is how YAML has
    it: None plain, ' or " quoted, | or > in a block."""

    __slots__ = ("column", "line", "style", "value")

    def __init__(self, value: str, line: int, column: int, style: str | None) -> None:
        self.value, self.line, self.column, self.style = value, line, column, style


class Items:
    """A list."""

    __slots__ = ("column", "line", "nodes")

    def __init__(self, line: int, column: int) -> None:
        self.nodes: list[Node] = []
        self.line, self.column = line, column


class Map:
    """Keys with their values, and each key as it stands."""

    __slots__ = ("column", "keys", "line", "nodes", "pending")

    def __init__(self, line: int, column: int) -> None:
        self.nodes: dict[str, Node] = {}
        self.keys: dict[str, Scalar] = {}
        self.pending: Scalar | None = None
        self.line, self.column = line, column


Node = Scalar | Items | Map


@dataclass(slots=True)
class Source:
    """One file: its name inside the story, its language ("" for the story's own), its
    text, and what was found in it."""

    name: str
    language: str
    text: str
    documents: list[Map] = field(default_factory=list[Map])
    faults: list[Fault] = field(default_factory=list[Fault])
    _lines: list[str] | None = None

    def line(self, number: int) -> str:
        """The line of that number, counting from 1; empty beyond the end."""
        if self._lines is None:
            self._lines = self.text.split("\n")
        return self._lines[number - 1] if 0 < number <= len(self._lines) else ""

    def fault(self, code: str, line: int, column: int, message: str, hint: str = "") -> None:
        self.faults.append(Fault(self.name, line, column, code, message, hint))

    def locate(self, scalar: Scalar, offset: int) -> tuple[int, int]:
        """Line and column of a character of the scalar's value."""
        if scalar.style in ("|", ">"):
            before = scalar.value[:offset]
            line = scalar.line + 1 + before.count("\n")
            inside = offset - (before.rfind("\n") + 1)
            shown = self.line(line)
            return line, len(shown) - len(shown.lstrip(" ")) + 1 + inside
        shown = self.line(scalar.line)
        if scalar.value[:offset].count("\n") or scalar.column + offset > len(shown) + 1:
            return scalar.line, scalar.column
        return scalar.line, scalar.column + offset + (1 if scalar.style else 0)


# ---------------------------------------------------------------- finding the files


def read_sources(path: Path, languages: tuple[str, ...] | None = None) -> tuple[list[Source], list[str]]:
    """The files of the story at `path` (a folder, or one file), read, and the languages
    that have a folder. `languages` limits the overlays that are read; None reads all."""
    if path.is_file():
        return [read_source(path, path.name, "")], []
    sources: list[Source] = []
    found: list[str] = []
    total = 0
    for name, problem in _files(path):
        top = name.split("/", 1)[0] if "/" in name else ""
        language = top if LANGUAGE.match(top) else ""
        if language and language not in found:
            found.append(language)
        if language and languages is not None and language not in languages:
            continue
        if problem is not None:
            sources.append(Source(name, language, "", faults=[problem]))
            continue
        source = read_source(path / name, name, language)
        total += len(source.text)
        if total > LARGEST_STORY or len(sources) >= MOST_FILES:
            limit = f"A story has at most {MOST_FILES} files and {LARGEST_STORY} bytes."
            source.faults.append(Fault(name, 0, 0, "file-too-large", "The story is too large.", limit))
            sources.append(source)
            break
        sources.append(source)
    return sources, found


def _files(folder: Path) -> Iterator[tuple[str, Fault | None]]:
    root = folder.resolve()
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names + [f for f in folders if os.path.islink(os.path.join(here, f))]):
            full = Path(here, name)
            inside = full.relative_to(folder).as_posix()
            is_link = full.is_symlink()
            if name.startswith(".") or not (name.endswith(ENDINGS) or (is_link and full.is_dir())):
                continue
            if is_link and (full.is_dir() or not full.resolve().is_relative_to(root)):
                hint = "Put the file itself into the story's folder."
                yield inside, Fault(inside, 0, 0, "file-outside", "This is a link that leads elsewhere.", hint)
            else:
                yield inside, None


def read_source(path: Path, name: str, language: str) -> Source:
    """One file, read and parsed; whatever is wrong with it is among its faults."""
    source = Source(name, language, "")
    try:
        # O_NONBLOCK: a pipe laid in the folder must not hang the reader.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(handle, "rb") as file:
            about = os.fstat(handle)
            if not stat.S_ISREG(about.st_mode):
                source.fault("file-unreadable", 0, 0, "This is no ordinary file.", "A story is made of text files.")
                return source
            if about.st_size > LARGEST_FILE:
                hint = f"Split it: a file may have {LARGEST_FILE // 1024 // 1024} MiB."
                source.fault("file-too-large", 0, 0, "The file is too large.", hint)
                return source
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        source.fault("file-unreadable", 0, 0, f"The file cannot be read: {error.strerror}.")
        return source
    return parse_source(source, data)


def parse_source(source: Source, data: bytes) -> Source:
    """Decode and parse `data` into the source's documents and faults."""
    try:
        source.text = data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        source.fault("file-encoding", line, column, "From here on the file is not UTF-8.", "Save it as UTF-8.")
        return source
    if bad := FORBIDDEN.search(source.text):
        line = source.text.count("\n", 0, bad.start()) + 1
        column = bad.start() - (source.text.rfind("\n", 0, bad.start()) + 1) + 1
        name = f"U+{ord(bad.group()):04X}"
        source.fault("file-character", line, column, f"The character {name} has no place in a text.", "Delete it.")
        return source
    text = source.text
    for _ in range(MOST_MENDS):
        source.documents, trouble = _compose(source, text)
        if trouble is None:
            break
        cured = mended(text, trouble.line, trouble.column)
        if cured is None:
            source.fault(
                "yaml-syntax", trouble.line, trouble.column, trouble.message, "Look at this line and the one before."
            )
            source.documents = []
            break
        source.fault(cured.code, cured.line, cured.column, cured.message, cured.hint)
        text = cured.text
    return source


# ---------------------------------------------------------------- events to nodes


class _Refused(Exception):
    """The file is not worth reading on."""


@dataclass(frozen=True, slots=True)
class _Trouble:
    line: int
    column: int
    message: str


def _compose(source: Source, text: str) -> tuple[list[Map], _Trouble | None]:
    """The documents of a text. When the parser gives up, where and why."""
    kept = len(source.faults)
    try:
        return _documents(source, text), None
    except _Refused:
        return [], None
    except yaml.MarkedYAMLError as error:
        del source.faults[kept:]  # they are found again once the line is mended
        mark = error.problem_mark or error.context_mark
        problem = (error.problem or "this is not YAML").strip()
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return [], _Trouble(line, column, f"The line is not YAML as it stands: {problem}.")
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        del source.faults[kept:]
        return [], _Trouble(1, 1, f"The file is not YAML: {str(error).splitlines()[0]}.")


def _documents(source: Source, text: str) -> list[Map]:
    loader = Loader(text)
    try:
        return _read_events(source, loader.get_event)
    finally:
        loader.dispose()


def _read_events(source: Source, next_event: Any) -> list[Map]:
    documents: list[Map] = []
    stack: list[Map | Items] = []
    for _ in range(MOST_EVENTS):
        event = next_event()
        kind = type(event)
        if kind is yaml.ScalarEvent:
            mark = event.start_mark
            scalar = Scalar(event.value, mark.line + 1, mark.column + 1, event.style)
            node: Node = scalar
            if event.anchor or event.tag:
                _refuse_tag(source, node.line, node.column)
            if len(scalar.value) > LONGEST_TEXT:
                hint = f"A text may have {LONGEST_TEXT} characters."
                source.fault("file-too-large", node.line, node.column, "This text is too long.", hint)
                scalar.value = scalar.value[:80]
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            stack.pop()
            continue
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            mark = event.start_mark
            node = (Map if kind is yaml.MappingStartEvent else Items)(mark.line + 1, mark.column + 1)
            if event.anchor or event.tag:
                _refuse_tag(source, node.line, node.column)
        elif kind is yaml.AliasEvent:
            mark = event.start_mark
            node = Scalar("", mark.line + 1, mark.column + 1, "*")
            _refuse_tag(source, node.line, node.column)
        elif kind is yaml.StreamEndEvent:
            return documents
        else:
            continue
        if stack:
            _add(source, stack[-1], node)
        elif isinstance(node, Map):
            documents.append(node)
        elif not (isinstance(node, Scalar) and not node.value):
            hint = "A document begins with a key, such as story: or chapter:."
            source.fault("value-kind", node.line, node.column, "This is no list of keys.", hint)
        if not isinstance(node, Scalar):
            stack.append(node)
            if len(stack) > DEEPEST:
                source.fault("file-too-deep", node.line, node.column, "This is nested too deep.", "Lay it flatter.")
                raise _Refused
    source.fault("file-too-large", 0, 0, "There is too much in this file.", "Split it.")
    raise _Refused


def _add(source: Source, holder: Map | Items, node: Node) -> None:
    if type(holder) is Items:
        holder.nodes.append(node)
        return
    assert isinstance(holder, Map)
    key = holder.pending
    if key is None:
        if type(node) is not Scalar:
            hint = "A key is one word; did a text begin with a bracket or a brace?"
            source.fault("yaml-prose", node.line, node.column, "This stands where a key should.", hint)
            node = Scalar(f"{node.line}:{node.column}", node.line, node.column, "?")
        holder.pending = node
        return
    holder.pending = None
    name = key.value
    if name in holder.nodes:
        first = holder.keys[name].line
        message = f"{name} stands here a second time."
        source.fault("yaml-duplicate", key.line, key.column, message, f"The first is in line {first}; keep one.")
        return
    holder.nodes[name] = node
    holder.keys[name] = key


def _refuse_tag(source: Source, line: int, column: int) -> None:
    shown = source.line(line)
    match = re.match(r"\s*(?:- )?([a-z_]\w*):\s+([*&!].*)$", shown)
    if match and match[1] in PROSE_KEYS:
        cure = f"{match[1]}: '{match[2].replace(chr(39), chr(39) * 2)}'"
        source.fault(
            "yaml-prose", line, column, f"YAML takes this {match[2][0]} for a sign of its own.", f"Write: {cure}"
        )
        return
    hint = "Write the value itself; a text that begins with *, & or ! goes in quotes."
    source.fault("yaml-tag", line, column, "Tags, anchors and aliases have no place in a story.", hint)
