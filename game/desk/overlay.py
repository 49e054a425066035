"""The files of a language as they stand, letter for letter: where each key is, where its
value ends, and edits that leave every other byte as it was.

A YAML library writes a file anew, as it would have written it. A translator's file is
theirs, so nothing here writes YAML but the few lines that are added or replaced.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from game.story.reader import Loader

Spot = tuple[int, int]  # line and column, both from 0, in the text without its byte order mark

STEP = 2  # spaces that one level stands further in than the other
LONG = 90  # characters; a longer text gets lines of its own
OWN_LINES = ("text", "historians", "card", "print")  # the keys whose texts have lines of their own
SAFE = re.compile(r"[^\s\"'{}\[\],&*!|>%@`#?:\-=~](?:(?!:\s|:\Z|\s#)[^\t\n])*(?<=\S)\Z")  # as YAML takes it unquoted
SAFE_IN_BRACES = re.compile(r"[^{}\[\],]*\Z")
HEADER = re.compile(r"\|[-+]?[ \t]*(#.*)?\Z")


@dataclass(slots=True, eq=False)
class Entry:
    """A key and its value. `inside` are the keys of a value that is made of such, None of
    any other. `braces`: the value stands in braces; `in_braces`: the key does."""

    name: str
    file: str
    key: Spot
    begin: Spot  # of the value
    end: Spot  # behind its last character
    style: str | None = None
    value: str = ""
    inside: dict[str, Entry] | None = None
    braces: bool = False
    in_braces: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing is told here yet."""
        return self.inside is None and not self.value and self.style in (None, "|", ">")

    def entries(self) -> dict[str, Entry]:
        return self.inside or {}


def documents(text: str, file: str) -> list[Entry]:
    """The documents of a text that has no fault, each as an entry without a name."""
    lines = text.split("\n")
    events = yaml.parse(text, Loader=Loader)
    found: list[Entry] = []
    for event in events:
        if isinstance(event, yaml.MappingStartEvent):
            whole = Entry("", file, (_mark(event.start_mark)[0], 0), _mark(event.start_mark), (0, 0))
            _value(events, event, whole, lines)
            found.append(whole)
    return found


def _mark(mark: Any) -> Spot:
    return mark.line, mark.column


def _value(events: Iterator[Any], event: Any, entry: Entry, lines: list[str]) -> None:
    entry.begin = _mark(event.start_mark)
    if isinstance(event, yaml.ScalarEvent):
        entry.value, entry.style = event.value, event.style or None
        block = entry.style in ("|", ">")
        entry.end = _end_of_block(lines, entry) if block else _mark(event.end_mark)
    elif isinstance(event, yaml.MappingStartEvent):
        entry.inside, entry.braces = {}, bool(event.flow_style)
        entry.end = entry.begin
        while not isinstance(key := next(events), yaml.MappingEndEvent):
            at = _mark(key.start_mark)
            inner = Entry(key.value, entry.file, at, at, at, in_braces=entry.braces)
            _value(events, next(events), inner, lines)
            entry.inside[inner.name] = inner
            entry.end = max(entry.end, inner.end)
        if entry.braces:
            entry.end = _mark(key.end_mark)
    else:
        inner = Entry("", entry.file, entry.key, entry.begin, entry.begin)
        while not isinstance(item := next(events), yaml.SequenceEndEvent):
            _value(events, item, inner, lines)
        entry.style, entry.end = "[", max(inner.end, _mark(item.end_mark) if event.flow_style else inner.end)


def _end_of_block(lines: list[str], entry: Entry) -> Spot:
    """The end of a text with lines of its own: its last line that is not blank."""
    last, at = entry.begin[0], entry.begin[0] + 1
    while at < len(lines) and (not lines[at].strip() or len(lines[at]) - len(lines[at].lstrip(" ")) > entry.key[1]):
        last = at if lines[at].strip() else last
        at += 1
    return last, len(lines[last])


# ---------------------------------------------------------------- edits


@dataclass(slots=True)
class Pages:
    """A file being edited: its text as it was, byte for byte, and what is to change in it.
    Edits at one spot stand in the order in which they were made."""

    name: str
    text: str
    lines: list[str] = field(init=False)  # as the reader has them
    documents: list[Entry] = field(init=False)
    edits: list[tuple[Spot, Spot, str]] = field(default_factory=list[tuple[Spot, Spot, str]])

    def __post_init__(self) -> None:
        plain = self.text.removeprefix("\ufeff").replace("\r\n", "\n")
        self.lines = plain.split("\n")
        self.documents = documents(plain, self.name) if plain.strip() else []

    def insert(self, at: Spot, words: str) -> None:
        self.edits.append((at, at, words))

    def replace(self, begin: Spot, end: Spot, words: str) -> None:
        self.edits.append((begin, end, words))

    def below(self, line: int, words: str) -> None:
        """New lines below that line; -1 is before the first."""
        self.insert((line + 1, 0), words)

    def append(self, words: str) -> None:
        """New lines at the end of the file."""
        self.insert((len(self.lines), 0), words)

    def edited(self) -> str:
        """The text with the edits made, its line ends as they were."""
        mark = "\ufeff" if self.text.startswith("\ufeff") else ""
        raw = self.text.removeprefix("\ufeff")
        end = "\r\n" if raw.count("\r\n") * 2 > raw.count("\n") else "\n"
        starts = [0, *(match.end() for match in re.finditer("\n", raw))]

        def offset(spot: Spot) -> int:
            return starts[spot[0]] + spot[1] if spot[0] < len(starts) else len(raw)

        parts: list[str] = [mark]
        at = 0
        last = ""
        ordered = sorted(enumerate(self.edits), key=lambda edit: (offset(edit[1][0]), edit[0]))
        for _, (begin, finish, words) in ordered:
            kept = raw[at : offset(begin)]
            last = kept[-1:] or last
            if words and begin[1] == 0 and last not in ("", "\n"):
                kept += end  # the file did not end with a line
            parts += [kept, words.replace("\n", end)]
            last = words[-1:] or last
            at = max(at, offset(finish))
        return "".join([*parts, raw[at:]])


# ---------------------------------------------------------------- writing a text


def wants_lines(key: str, text: str) -> bool:
    """Whether a text is better told on lines of its own."""
    return key in OWN_LINES or "\n" in text or len(text) > LONG


def written(text: str, key: str, column: int, in_braces: bool = False, followed: bool = False) -> str:
    """A text as a value in YAML, with what parts it from the colon before it. `column` is
    that of its key; `followed`: something else stands behind it on its line."""
    plain = SAFE.match(text) and not followed and (not in_braces or SAFE_IN_BRACES.match(text))
    if not in_braces and wants_lines(key, text) and _stands_in_lines(text):
        return " |\n" + lines_of(text, column + STEP)
    if plain:
        return f" {text}"
    return f" {in_quotes(text)}"


def in_quotes(text: str) -> str:
    if "\n" in text or "\t" in text:
        return json.dumps(text, ensure_ascii=False)
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def lines_of(text: str, column: int) -> str:
    """The lines of a text, so far in; without the last line end."""
    return "\n".join(" " * column + line if line else "" for line in text.split("\n"))


def _stands_in_lines(text: str) -> bool:
    lines = text.split("\n")
    return bool(lines[0].strip() and not text.startswith((" ", "\t")) and text.strip("\n") == text) and all(
        line.strip() or not line for line in lines
    )


def tell(pages: Pages, entry: Entry, text: str) -> None:
    """Put a text in the place of an entry's value; how it stands is kept where it can be."""
    lines = pages.lines
    header = lines[entry.begin[0]][entry.begin[1] :]
    if entry.style == "|" and HEADER.match(header) and _stands_in_lines(text):
        words = "\n" + lines_of(text, _margin(lines, entry))
        pages.replace((entry.begin[0], len(lines[entry.begin[0]])), entry.end, words)
        return
    line = lines[entry.end[0]]
    followed = not entry.in_braces and bool(line[entry.end[1] :].strip())
    if followed and _stands_in_lines(text) and wants_lines(entry.name, text):
        words = " " + json.dumps(text, ensure_ascii=False)  # a remark stands there, and stays
    else:
        words = written(text, entry.name, entry.key[1], entry.in_braces, followed)
        if entry.style in ("'", '"') and words == f" {text}":
            words = f" {in_quotes(text)}"
    begin = entry.begin
    if begin[0] > entry.key[0]:
        words = words.lstrip(" ")  # it begins on a line of its own
    else:
        while lines[begin[0]][begin[1] - 1] == " ":
            begin = (begin[0], begin[1] - 1)
    pages.replace(begin, entry.end, words)


def _margin(lines: list[str], entry: Entry) -> int:
    """How far in the lines of a text stand."""
    for line in lines[entry.begin[0] + 1 : entry.end[0] + 1]:
        if line.strip():
            return len(line) - len(line.lstrip(" "))
    return entry.key[1] + STEP
