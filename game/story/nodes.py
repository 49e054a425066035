"""What a story's YAML is made of once read: texts, lists and keys, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field

from game.story.faults import MOST_FAULTS, Fault

TOLD = "*"  # the style of a scalar whose fault is told already; nobody looks at it again


class Scalar:
    """Text as it stands in a file. Line and column count from 1; `style` is how YAML has
    it: None plain, ' or " quoted, | or > in a block, or TOLD."""

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
    """Keys with their values, and each key as it stands. `flow` is whether it stands in
    braces; `cuts` are the keys there that are only the rest of a text with a comma in it,
    each with the text that it belongs to."""

    __slots__ = ("column", "cuts", "flow", "keys", "line", "nodes", "pending")

    def __init__(self, line: int, column: int, flow: bool = False) -> None:
        self.nodes: dict[str, Node] = {}
        self.keys: dict[str, Scalar] = {}
        self.pending: Scalar | None = None
        self.cuts: list[tuple[Scalar, Scalar]] = []
        self.line, self.column, self.flow = line, column, flow


Node = Scalar | Items | Map


def told(node: Node | None) -> bool:
    """Whether the node's fault is told already, so that nothing more is to be said of it."""
    return isinstance(node, Scalar) and node.style == TOLD


@dataclass(slots=True)
class Source:
    """One file: its name inside the story, its language ("" for the story's own), its
    text, and what was found in it. `lost` says that it could not be read to its end."""

    name: str
    language: str
    text: str
    documents: list[Map] = field(default_factory=list[Map])
    faults: list[Fault] = field(default_factory=list[Fault])
    lost: bool = False
    _lines: list[str] | None = None
    _composed: list[str] | None = None  # the lines as mended, when any had to be

    def line(self, number: int) -> str:
        """The line of that number, counting from 1; empty beyond the end."""
        return _line(self.lines(), number)

    def lines(self) -> list[str]:
        if self._lines is None:
            self._lines = self.text.split("\n")
        return self._lines

    def composed(self, text: str) -> None:
        """Told the text that the nodes were read from, when lines of it were mended."""
        self._composed = None if text == self.text else text.split("\n")

    def fault(self, code: str, line: int, column: int, message: str, hint: str = "") -> None:
        if len(self.faults) < MOST_FAULTS:
            line, column = self.original(line, column)
            self.faults.append(Fault(self.name, line, column, code, message, hint))

    def original(self, line: int, column: int) -> tuple[int, int]:
        """A place in the text as composed, as a place in the writer's own."""
        if self._composed is None:
            return line, column
        shown, mended = self.line(line), _line(self._composed, line)
        if shown == mended:
            return line, column
        here = there = 0
        while there < column - 1 and there < len(mended) and here < len(shown):
            if shown[here] == mended[there]:
                here, there = here + 1, there + 1
            elif mended[there] in "' ":
                there += 1  # what the mending put in
            else:
                here += 1  # what it took out
        return line, here + 1

    def locate(self, scalar: Scalar, offset: int) -> tuple[int, int]:
        """Line and column, in the writer's text, of a character of the scalar's value."""
        return self.original(*self._find(scalar, offset))

    def _find(self, scalar: Scalar, offset: int) -> tuple[int, int]:
        lines = self._composed if self._composed is not None else self.lines()
        if scalar.style == "|":
            before = scalar.value[:offset]
            number = scalar.line + 1 + before.count("\n")
            inside = offset - (before.rfind("\n") + 1)
            value = scalar.value.split("\n", before.count("\n") + 1)[before.count("\n")]
            return number, max(len(_line(lines, number)) - len(value), 0) + inside + 1
        return _walk(lines, scalar, offset)


def _line(lines: list[str], number: int) -> str:
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _walk(lines: list[str], scalar: Scalar, offset: int) -> tuple[int, int]:
    """Goes along the written text and the value together, up to the offset.

    A break that YAML folds is one space in the value; in quotes one character may be
    written with several."""
    number, at = scalar.line, scalar.column - 1
    margin = 0
    if scalar.style == ">":
        number, at = number + 1, 0
        while number < len(lines) and not _line(lines, number).strip():
            number += 1
        margin = at = _indentation(_line(lines, number))
    elif scalar.style:
        at += 1
    value = scalar.value
    index = 0
    while index < offset and number <= len(lines):
        line = _line(lines, number)
        wanted = value[index]
        if wanted in " \n" and not line[at:].strip():
            number += 1
            while number < len(lines) and not _line(lines, number).strip() and value[index + 1 : index + 2] != "\n":
                number += 1
            at = min(margin or _indentation(_line(lines, number)), _indentation(_line(lines, number)))
        else:
            at += _written(line, at, scalar.style)
        index += 1
    if not _line(lines, number)[at:].strip() and offset < len(value) and value[offset] not in " \n":
        number, at = scalar.line, scalar.column - 1  # an escape this walk does not know
    return number, at + 1


def _written(line: str, at: int, style: str | None) -> int:
    """How many characters one character of a value is written with."""
    if style == "'" and line.startswith("''", at):
        return 2
    if style == '"' and line.startswith("\\", at):
        return 2 + {"x": 2, "u": 4, "U": 8}.get(line[at + 1 : at + 2], 0)
    return 1


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))
