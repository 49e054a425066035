"""Twee 3: the notation in which Twine's stories are kept as text, read and written.

The source is the Twee 3 specification of the Interactive Fiction Technology Foundation. A passage
begins with a line `:: Name [tags] {metadata}`; in names and tags a backslash stands before [ ] { }
and itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

ESCAPED = re.compile(r"[\[\]{}\\]")
HEADER = re.compile(
    r"::\s*(?P<name>(?:\\.|[^\\\[\]{}])*)"
    r"(?:\[(?P<tags>(?:\\.|[^\\\]])*)\]\s*)?"
    r"(?P<metadata>\{.*\})?\s*\Z"
)


class Passage(NamedTuple):
    """A passage. `line` is where its text begins, from 1; `fault` is what was wrong with its
    first line, or empty."""

    name: str
    tags: tuple[str, ...]
    metadata: Mapping[str, object]
    text: str
    line: int = 0
    fault: str = ""


def escape_name(name: str) -> str:
    """A name or tag as it stands in a passage's first line."""
    return ESCAPED.sub(lambda mark: "\\" + mark[0], " ".join(name.split()))


def write_passage(passage: Passage) -> str:
    """The passage as Twee 3."""
    head = f":: {escape_name(passage.name)}"
    if passage.tags:
        head += f" [{' '.join(map(escape_name, passage.tags))}]"
    if passage.metadata:
        head += " " + json.dumps(passage.metadata, ensure_ascii=False, separators=(",", ":"))
    # A line of text that began with two colons would be a new passage.
    text = re.sub(r"^::", " ::", passage.text.strip("\n"), flags=re.M)
    return f"{head}\n{text}\n"


def write_story(title: str, data: Mapping[str, object], passages: Iterable[Passage]) -> str:
    """A whole file. `data` are the properties of StoryData; `ifid` must be among them."""
    told = [
        Passage("StoryTitle", (), {}, title),
        Passage("StoryData", (), {}, json.dumps(data, ensure_ascii=False, indent=2)),
        *passages,
    ]
    return "\n".join(write_passage(passage) for passage in told)


def read_passages(text: str) -> list[Passage]:
    """Every passage of a file, in its order. What stands before the first is no passage."""
    found: list[Passage] = []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").split("\n")
    starts = [number for number, line in enumerate(lines) if line.startswith("::")]
    for start, end in pairwise([*starts, len(lines)]):
        found.append(_passage(lines[start], "\n".join(lines[start + 1 : end]).rstrip(), start + 2))
    return found


def _passage(head: str, text: str, line: int) -> Passage:
    match = HEADER.match(head)
    if match is None:
        # Twee from before the third version let names hold anything.
        return Passage(head[2:].strip(), (), {}, text, line, "brackets in the name have no backslash before them")
    tags = tuple(_unescaped(tag) for tag in re.findall(r"(?:\\.|\S)+", match["tags"] or ""))
    metadata: object = {}
    fault = ""
    if match["metadata"]:
        try:
            metadata = json.loads(match["metadata"])
        except ValueError:
            fault = "its metadata is no JSON"
    if not isinstance(metadata, dict):
        metadata = {}
    # Spaces around a name are not part of it, unless a backslash stands before them.
    name = re.sub(r"(?<!\\)\s+\Z", "", match["name"]).lstrip()
    return Passage(_unescaped(name), tags, metadata, text, line, fault)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
