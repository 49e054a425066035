"""Where YAML bites prose: the line as the writer meant it.

A value that begins with a brace, a bracket, a star or a closed quotation, or that holds
a colon and a space, is something else to YAML. The cure is nearly always a pair of
quotes, so the fault can show the mended line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

PROSE_KEYS = frozenset(
    [
        "title",
        "text",
        "say",
        "locked",
        "record",
        "council",
        "name",
        "about",
        "historians",
        "says",
        "content",
        "credits",
        "from",
        "terms",
        "card",
        "print",
        "by",
    ]
)
LINE = re.compile(r"(?P<before>\s*(?:- )?(?P<key>[a-z_][a-z0-9_]*):)[ \t]+(?P<value>\S.*?)\s*$")
LOOK_BACK = 6  # lines between a bite and the place where the parser notices it


@dataclass(frozen=True, slots=True)
class Cure:
    """A mended text, and the fault that it mends."""

    text: str
    code: str
    line: int
    column: int
    message: str
    hint: str


def mended(text: str, line: int, column: int) -> Cure | None:
    """The text with the bitten line near (line, column) put in quotes, or None when the
    trouble is of another kind. Line and column count from 1."""
    lines = text.split("\n")
    for number in range(min(line, len(lines)), max(line - LOOK_BACK, 0), -1):
        match = LINE.match(lines[number - 1])
        if match is None:
            if lines[number - 1].strip() and number == line:
                continue
            continue
        message = bite(match["value"])
        if message is None:
            if number == line:
                continue
            return None
        cure = f"{match['key']}: {quoted(match['value'])}"
        lines[number - 1] = f"{match['before']} {quoted(match['value'])}"
        column = match.start("value") + 1
        return Cure("\n".join(lines), "yaml-prose", number, column, message, f"Write: {cure}")
    if line <= len(lines) and "\t" in lines[line - 1][: len(lines[line - 1]) - len(lines[line - 1].lstrip())]:
        width = lines[line - 1].index("\t") + 1
        lines[line - 1] = lines[line - 1].replace("\t", "  ")
        hint = "Indent with spaces, two a level."
        return Cure("\n".join(lines), "yaml-syntax", line, width, "A tab stands where spaces should.", hint)
    return None


def bite(value: str) -> str | None:
    """What YAML makes of a value that was meant as words; None when it is safe."""
    first = value[0]
    if first in "|>" and re.fullmatch(r"[|>][+-]?\d?[+-]?(\s+#.*)?", value):
        return None  # a block of text follows
    if first in "\"'":
        closed = re.match(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'', value)
        if closed is None:
            return "A quotation mark opens here and YAML finds none that closes it."
        rest = value[closed.end() :].strip()
        return "YAML ends the text where the quotation closes." if rest and not rest.startswith("#") else None
    if first in "{[*&!%@`|>":
        return f"YAML takes the {first} at the beginning for a sign of its own."
    if re.search(r":(\s|$)", value):
        return "YAML takes the colon for the end of a key."
    return None


def quoted(value: str) -> str:
    """The value in single quotes, in which nothing but the quote itself is special."""
    return "'" + value.replace("'", "''") + "'"
