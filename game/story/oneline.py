"""Lists and keys written in one line, as the writer meant them.

YAML ends a text in a one-line list at every comma, bracket and brace. Where that tears a
text or a condition apart, these put it together again, in quotes.
"""

from __future__ import annotations

import re

from game.story.keys import PROSE_KEYS

KEY = re.compile(r"(?:^|,)\s*(-?[a-z0-9][a-z0-9_]*):(?=\s)")
PLAIN = re.compile(r"[^\s\"'{}\[\],&*!|>%@`#?:-](?:(?!: |:$| #)[^{}\[\],])*\Z|-?\d+\Z")
LONGEST = 2_000  # characters of a line that is worth mending
WHOLE = re.compile(r'"(?:[^"\\]|\\.)*"\Z|\'(?:[^\']|\'\')*\'\Z')


def quoted(value: str) -> str:
    """The value in single quotes, in which nothing but the quote itself is special."""
    return "'" + value.replace("'", "''") + "'"


def write(line: str) -> str:
    """The hint that shows a line mended."""
    return f"Write: {line.strip()}"


def mended_items(value: str) -> str | None:
    """A one-line list `[...]` with its items quoted where they must be. None when it
    cannot be told where one item ends."""
    inner = _inside(value, "[", "]")
    if inner is None:
        return None
    items = [_plain(item) for item in _split(inner) if item.strip()]
    return f"[{', '.join(items)}]" if items else None


def mended_keys(value: str) -> str | None:
    """One-line keys `{...}` with their values quoted where they must be. None when no
    key is to be found in them."""
    inner = _inside(value, "{", "}")
    if inner is None:
        return None
    found = [match for match in KEY.finditer(inner) if depth(inner[: match.start()]) == 0]
    if not found or inner[: found[0].start()].strip():
        return None
    pairs: list[str] = []
    for match, following in zip(found, [*found[1:], None], strict=True):
        words = inner[match.end() : following.start() if following else len(inner)].strip()
        pairs.append(f"{match[1]}: {_plain(words) if match[1] in PROSE_KEYS else _value(words)}")
    return "{" + ", ".join(pairs) + "}"


def _value(words: str) -> str:
    inner = None
    if words[:1] == "{":
        inner = mended_keys(words)
    elif words[:1] == "[" and words[:2] != "[[":
        inner = mended_items(words)
    return inner or _plain(words)


def _inside(value: str, opening: str, closing: str) -> str | None:
    value = value.strip()
    if not value.startswith(opening) or len(value) > LONGEST:
        return None
    return value[1:-1] if value.endswith(closing) and depth(value) <= 0 else value[1:]


def depth(text: str) -> int:
    """How many brackets of any kind are open at the end of the text."""
    return sum((mark in "([{") - (mark in ")]}") for mark in text)


def _split(inner: str) -> list[str]:
    """The items of a list, parted at the commas that stand in no bracket."""
    items, level, begin = list[str](), 0, 0
    for at, mark in enumerate(inner):
        level += (mark in "([{") - (mark in ")]}")
        if mark == "," and level == 0:
            items.append(inner[begin:at])
            begin = at + 1
    return [*items, inner[begin:]]


def _plain(words: str) -> str:
    words = words.strip()
    return words if not words or PLAIN.match(words) or WHOLE.match(words) else quoted(words)
