"""Where YAML bites prose: the line as the writer meant it.

A value that begins with a brace, a bracket, a star or a closed quotation, or that holds
a colon and a space, is something else to YAML. The cure is nearly always a pair of
quotes, so the fault can show the whole line mended, and the rest of the file is read as
if it stood there.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from game.story.keys import OTHER_KEYS, PROSE_KEYS
from game.story.oneline import LONGEST, depth, mended_items, mended_keys, quoted, write

LINE = re.compile(r"(?P<before>\s*(?:- )?(?P<key>[a-z_][a-z0-9_]*):)[ \t]+(?P<value>\S.*?)\s*$")
BARE = re.compile(r"\s*(?:- )?(?P<key>[a-z_]+):\s*$")  # a key with nothing behind it
CLOSED = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'')
JOINED = re.compile(r"(?P<before>\s*(?:- )?)(?P<key>[a-z_]+):(?P<value>[^\s:].*)$")
LOOK_BACK = 6  # lines between a bite and the place where the parser notices it
LOOK_FAR = 60  # and between a quotation mark and the next one


@dataclass(frozen=True, slots=True)
class Trouble:
    """Where the parser gave up, its own words for why, and the line where the thing that
    it was reading began (0 when it does not say)."""

    line: int
    column: int
    problem: str
    context: str = ""
    opened: int = 0
    opened_column: int = 0


@dataclass(frozen=True, slots=True)
class Cure:
    """The lines of a text with the bitten one mended, and the fault that it mends."""

    lines: list[str]
    code: str
    line: int
    column: int
    message: str
    hint: str


def mended(lines: list[str], trouble: Trouble, done: Collection[int] = ()) -> Cure | None:
    """The lines with the bitten one near the trouble mended, or None when the trouble is
    of another kind. `done` are the lines mended before; none is mended twice."""
    here = min(trouble.line, len(lines))
    if cure := _tab(lines, here):
        return cure
    reading = trouble.context.removeprefix("while ")
    if 0 < trouble.opened <= len(lines) and reading.startswith(
        ("scanning a quoted", "parsing a quoted", "parsing a flow")
    ):
        if trouble.opened not in done and (cure := _bitten(lines, trouble.opened)):
            return cure
    for number in {min(trouble.opened or here, len(lines)), here}:
        if cure := _without_bar(lines, number, done):
            return cure
    for number in range(here, max(here - LOOK_BACK, 0), -1):
        if number not in done and (cure := _bitten(lines, number) or _joined(lines, number)):
            return cure
        if number < here and key_line(lines[number - 1]):
            if number not in done and (cure := _continued(lines, number, here)):
                return cure
            break
    for number in range(here - 1, max(here - LOOK_FAR, 0), -1):
        match = key_line(lines[number - 1])
        if match and match["value"][0] in "\"'" and not CLOSED.match(match["value"]) and number not in done:
            return _bitten(lines, number)
    return None


def key_line(line: str) -> re.Match[str] | None:
    """The parts of a line that has a key and a value; None for any other, and for one too
    long to be a writer's."""
    return LINE.match(line) if len(line) <= LONGEST else None


def _bitten(lines: list[str], number: int) -> Cure | None:
    line = lines[number - 1]
    match = key_line(line)
    if match is None:
        return None
    key, value = match["key"], match["value"]
    column = match.start("value") + 1
    code, message, whole = "yaml-prose", bite(value), None
    if key not in PROSE_KEYS and value[0] in "[{":
        whole = mended_items(value) if value[0] == "[" else mended_keys(value)
        if whole is not None:
            code = "yaml-comma" if value[0] == "[" else "yaml-cut" if " #" in value else "yaml-prose"
            message = "YAML takes a sign in one of these texts for its own."
            if depth(value) > 0 and " #" not in value:
                kind = "bracket" if value[0] == "[" else "brace"
                code, message = "yaml-syntax", f"A {kind} opens here and none closes it."
    if message is None or whole == value:
        return None
    if value[0] in "|>" and key in PROSE_KEYS and whole is None:
        # The words belong below the sign; in memory the sign alone is dropped.
        words = value[1:].lstrip("+-0123456789 ")
        hint = f"Put the words on the lines below {key}: {value[0]}, two spaces further in."
        return _cure(lines, number, f"{match['before']} {quoted(words)}", code, column, message, hint)
    return _cure(lines, number, f"{match['before']} {whole or quoted(unquoted(value))}", code, column, message)


def _cure(lines: list[str], number: int, line: str, code: str, column: int, message: str, hint: str = "") -> Cure:
    after = [*lines[: number - 1], line, *lines[number:]]
    return Cure(after, code, number, column, message, hint or write(line))


def _joined(lines: list[str], number: int) -> Cure | None:
    """A known key whose colon has no space after it: `say:Hello`."""
    match = JOINED.match(lines[number - 1][:LONGEST])
    if match is None or match["key"] not in PROSE_KEYS | OTHER_KEYS:
        return None
    line = f"{match['before']}{match['key']}: {match['value'].strip()}"
    message = "A space is missing after the colon."
    return _cure(lines, number, line, "yaml-syntax", match.start("value") + 1, message)


def _continued(lines: list[str], number: int, last: int) -> Cure | None:
    """A text that goes on in the lines below its key, where a colon bites it."""
    match = key_line(lines[number - 1])
    if match is None or match["key"] not in PROSE_KEYS or match["value"][0] in "|>\"'":
        return None
    margin = len(match["before"]) - len(match["before"].lstrip())
    while last < len(lines) and lines[last].strip() and _indentation(lines[last]) > margin:
        last += 1
    inside = lines[number:last]
    keys = (re.match(r"\s*(?:- )?([a-z_]+):(\s|$)", line) for line in inside)
    if any(_indentation(line) <= margin for line in inside) or any(k and k[1] in PROSE_KEYS | OTHER_KEYS for k in keys):
        return None
    words = [line.replace("'", "''") for line in [match["value"], *inside]]
    after = [f"{match['before']} '{words[0]}", *words[1:]]
    after[-1] += "'"
    hint = f"Write {match['key']}: | and below it all of the text, two spaces further in."
    message = "A text of several lines holds a colon, which YAML takes for the end of a key."
    bitten = [at for at, line in enumerate(inside, number + 1) if re.search(r":(\s|$)", line)]
    at = bitten[0] if bitten else number
    column = lines[at - 1].find(":") + 1
    return Cure([*lines[: number - 1], *after, *lines[last:]], "yaml-prose", at, column, message, hint)


def _without_bar(lines: list[str], number: int, done: Collection[int]) -> Cure | None:
    """A text on the lines below its key, with no bar behind the key: there YAML bites too."""
    margin = _indentation(lines[number - 1])
    for above in range(number - 1, max(number - LOOK_FAR, 0), -1):
        line = lines[above - 1]
        if not line.strip() or _indentation(line) >= margin:
            continue
        match = BARE.match(line)
        if match is None or match["key"] not in PROSE_KEYS or above in done:
            return None
        message = f"The words below {match['key']}: hold a sign that YAML takes for its own."
        after = f"{line.rstrip()} |"
        return _cure(
            lines, above, after, "yaml-prose", len(line.rstrip()), message, f"{write(after)}, and the words below."
        )
    return None


def _tab(lines: list[str], number: int) -> Cure | None:
    """A tab in the indentation. All such lines are mended together: one fault is enough."""
    if "\t" not in lines[number - 1][: _indentation(lines[number - 1])]:
        return None
    after = list(lines)
    before, levels, unit, count = "", [0], 0, 0
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        indent = line[: _indentation(line)]
        if at >= number - 1 and "\t" in indent:
            tabs, spaces = indent.count("\t"), indent.count(" ")
            units = [unit, 2, 4, 8] if unit else [2, 4, 8]
            width = _width(before, levels, [spaces + tabs * each for each in units])
            unit = unit or max(width - spaces, 0) // tabs
            after[at] = " " * width + line[len(indent) :]
            count += 1
        before = after[at]
        margin = _indentation(before) + 2 * before.lstrip().startswith("- ")
        levels = [level for level in levels if level < margin] + [margin]
    more = f" So does one in {count - 1} of the lines below." if count > 1 else ""
    message = f"A tab stands where spaces should.{more}"
    hint = f"Indent with spaces alone: begin this line with {_indentation(after[number - 1])} of them."
    return Cure(after, "yaml-syntax", number, lines[number - 1].index("\t") + 1, message, hint)


def _width(before: str, levels: list[int], widths: list[int]) -> int:
    """How far in a line with tabs belongs: below the line before it, when that opens
    something; else beside it or one that it stands below. `widths` are what its tabs may
    be worth, the likeliest first."""
    if re.search(r":(\s+[|>][+-]?)?\s*(#.*)?$", before[-LONGEST:]):
        return next((width for width in widths if width > levels[-1]), levels[-1] + 2)
    if len(widths) > 3 and widths[0] in levels:
        return widths[0]
    fits = [width for width in widths if width in levels]
    return max(fits, default=levels[-1])


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def bite(value: str) -> str | None:
    """What YAML makes of a value that was meant as words; None when it is safe."""
    first = value[0]
    if first in "|>" and re.fullmatch(r"[|>][+-]?\d?[+-]?(\s+#.*)?", value):
        return None  # a block of text follows
    if first in "\"'":
        closed = CLOSED.match(value)
        if closed is None:
            return "A quotation mark opens here and YAML finds none that closes it."
        rest = value[closed.end() :].strip()
        if rest and not rest.startswith("#"):
            return "YAML ends the text where the quotation closes."
        if first == '"' and re.search(r'(?<!\\)(?:\\\\)*\\[^\\"/0abtnvfre NLPxuU_]', value):
            return "In double quotes YAML takes a backslash for a sign of its own."
        return None
    if first in "{[]}*&!%@`|>,#" or re.match(r"[-?](\s|$)", value):
        return f"YAML takes the {first} at the beginning for a sign of its own."
    if re.search(r":(\s|$)", value):
        return "YAML takes the colon for the end of a key."
    return None


def unquoted(value: str) -> str:
    """The words inside double quotes that YAML cannot read for a backslash."""
    closed = CLOSED.fullmatch(value)
    return value[1:-1].replace('\\"', '"') if closed and value[0] == '"' else value


# ---------------------------------------------------------------- the parser's words in ours

PLAINLY: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "A colon ends a key here, but the line before has begun a text or stands at another depth.",
        "Give keys that belong together the same indentation; a text that holds a colon goes in quotes.",
    ),
    (
        "did not find expected '-'",
        "This line stands in a list and has no dash.",
        "Begin it with a dash and a space, or indent it as the key that it stands beside.",
    ),
    (
        "expected ',' or '}'",
        "A brace opens a one-line list of keys and none closes it.",
        "Close it with }.",
    ),
    ("expected ',' or ']'", "A bracket opens a one-line list and none closes it.", "Close it with ]."),
    (
        "could not find expected ':'",
        "This line has no colon after its key.",
        "Write the key, a colon, a space, the value.",
    ),
    (
        "found unexpected end of stream",
        "A quotation mark opens and none closes it.",
        "Close it at the end of the text.",
    ),
    (
        "found unexpected document indicator",
        "A quotation mark opens and none closes it before the next ---.",
        "Close it at the end of the text.",
    ),
    ("found character that cannot start any token", "No line can begin with this sign.", "Put the text in quotes."),
    (
        "block sequence entries are not allowed",
        "A dash begins an item where no list is.",
        "Begin the list on a new line.",
    ),
    (
        "unknown escape character",
        "In double quotes YAML takes a backslash for a sign of its own.",
        "Use single quotes.",
    ),
    (
        "did not find expected alphabetic or numeric",
        "YAML takes the * or & here for a sign of its own.",
        "Put the text in quotes, or below a |.",
    ),
    ("tag", "YAML takes the ! here for a sign of its own.", "Put the text in quotes, or below a |."),
    ("comment or line break", "Words stand behind a | or >, on its line.", "Put the words on the lines below it."),
    ("did not find expected node content", "A value is missing before this sign.", "Put the text in quotes."),
    ("found a tab character", "A tab stands where spaces should.", "Indent with spaces alone."),
    ("directive", "A line that begins with % is something else to YAML.", "Indent it, or put the text in quotes."),
    ("did not find expected <document start>", "Something stands where a document should begin.", "Begin it with ---."),
)


def plainly(trouble: Trouble, lines: list[str]) -> tuple[int, int, str, str]:
    """The parser's trouble in plain words: line, column, what is wrong, what would be right."""
    if "did not find expected key" in trouble.problem and 0 < trouble.line <= len(lines):
        message, hint = _out_of_column(lines, trouble.line)
        return trouble.line, trouble.column, message, hint
    for words, message, hint in PLAINLY:
        if words in trouble.problem:
            if trouble.opened and ("expected ',' or" in words or "end of stream" in words or "':'" in words):
                return trouble.opened, trouble.opened_column, message, hint
            return trouble.line, trouble.column, message, hint
    message = f"The line is not YAML as it stands: {trouble.problem}."
    return trouble.line, trouble.column, message, "Look at this line and the one before."


def _out_of_column(lines: list[str], number: int) -> tuple[str, str]:
    """What is wrong with a line that stands beside no other, and what would be right."""
    line = lines[number - 1]
    if line.lstrip().startswith("- "):
        return "This line begins with a dash, and the lines beside it do not.", "Leave the dash out."
    message = "This line does not stand in one column with the lines that it belongs to."
    hint = "Indent it exactly as far as the key that it stands beside."
    margin = _indentation(line)
    for above in range(number - 1, max(number - LOOK_FAR, 0), -1):
        other = lines[above - 1]
        if not other.strip() or _indentation(other) >= margin:
            continue
        # What it should stand beside may be further up, and this one between them too far out.
        if any(each.strip() and _indentation(each) == margin for each in lines[: above - 1]):
            hint = f"{hint[:-1]}; or does line {above}, {other.strip()[:40]}, stand too far out?"
        break
    return message, hint
