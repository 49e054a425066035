"""Lines put into a writer's own files: between lines that are found, none of them changed.

YAML tells by the indentation what belongs to what, so the block of a scene ends where a
line stands as far out as its name. Only scenes written over several lines are touched.
"""

from __future__ import annotations

import re

from game.story.model import Where

KEY = re.compile(r"(?P<margin> *)(?P<key>[a-z_][a-z0-9_]*):[ \t]*(?P<value>.*?)[ \t]*\Z")
MARGIN = re.compile(" *")


class Block:
    """The lines of one scene, or of a key in it: from `begin` up to `end`, both counted
    from 0. `inner` is how far in its own keys stand, 0 when it has none."""

    def __init__(self, lines: list[str], begin: int) -> None:
        self.lines, self.begin = lines, begin
        self.margin = _margin(lines[begin])
        self.end = begin + 1
        self.inner = 0
        for number in range(begin + 1, len(lines)):
            line = lines[number]
            if not line.strip():
                continue
            if _margin(line) <= self.margin:
                break
            if not self.inner and not line.lstrip().startswith("#"):
                self.inner = _margin(line)
            self.end = number + 1

    def key(self, name: str) -> Block | None:
        """The block of a key in this one."""
        for number in range(self.begin + 1, self.end):
            match = KEY.match(self.lines[number].rstrip("\r\n"))
            if match and match["key"] == name and len(match["margin"]) == self.inner:
                return Block(self.lines, number)
        return None

    def value(self) -> str:
        """What stands on the line of the key itself, without a remark behind it."""
        match = KEY.match(self.lines[self.begin].rstrip("\r\n"))
        return re.sub(r"(^|[ \t]+)#.*", "", match["value"]) if match else ""


def scene_block(lines: list[str], where: Where) -> Block | None:
    """The block of the scene named there, or None when it is written in one line."""
    if not 0 < where.line <= len(lines):
        return None
    block = Block(lines, where.line - 1)
    return block if block.inner and not block.value() else None


def put_in(lines: list[str], at: int, text: str, line_break: str) -> list[str]:
    """The lines with those of a text put in before the one that stands at `at`."""
    new = [f"{line}{line_break}" for line in text.splitlines()]
    before = lines[:at]
    if before and not before[-1].endswith("\n"):
        before[-1] += line_break
    return [*before, *new, *lines[at:]]


def with_value(line: str, value: str) -> str:
    """The line of a key with another value; its margin and its break stay."""
    body = line.rstrip("\r\n")
    match = KEY.match(body)
    assert match is not None
    return f"{match['margin']}{match['key']}: {value}{line[len(body) :]}"


def _margin(line: str) -> int:
    return len(MARGIN.match(line)[0])  # type: ignore[index]
