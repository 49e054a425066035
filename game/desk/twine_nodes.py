"""What a passage of Twine holds, whichever story format it was written for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from game.desk.twine_words import Change, Expression, Value, Var, read_value

OPEN, CLOSE = "\x02", "\x03"  # around stressed words
LINE = "\x04"  # a break that does not stand in the file as one; no file may hold these three


class Text(NamedTuple):
    """Words as they are read, with OPEN and CLOSE around stressed ones; lines end in a break
    of the file, or in LINE."""

    text: str


class Jump(NamedTuple):
    """A link: its words, the passage that it leads to, and what is changed on the way."""

    words: str
    goal: str
    do: tuple[Change, ...]
    line: int


class Set(NamedTuple):
    changes: tuple[Change, ...]
    line: int


class Branches(NamedTuple):
    """The nodes of the first test that holds; None always does."""

    branches: tuple[tuple[Expression | None, tuple[Node, ...]], ...]
    line: int


class Show(NamedTuple):
    """The value of a variable, as words."""

    name: str
    line: int


class Goes(NamedTuple):
    """The play goes on to this passage at once."""

    goal: str
    line: int


class Include(NamedTuple):
    """Another passage, told here."""

    passage: str
    line: int


class Left(NamedTuple):
    """Something that this story's format has no words for, as it stood. `why` says more."""

    raw: str
    line: int
    why: str = ""


class Remark(NamedTuple):
    """A comment of the writer's."""

    text: str
    line: int


Node = Text | Jump | Set | Branches | Show | Goes | Include | Left | Remark
Nodes = tuple[Node, ...]

JOINED = re.compile(r"\\[ \t]*\n")  # a line that goes on in the next
STRESS = re.compile(r"''(?P<a>[^\n]+?)''|(?<!:)//(?P<b>[^\n]+?)//")
STRESS_STARS = re.compile(r"(?<![\w*])(?P<stars>\*{1,3})(?=\S)(?P<c>[^\n*]+?)(?<=\S)(?P=stars)(?!\w)")
HTML = re.compile(r"<(?P<slash>/?)(?P<tag>[A-Za-z][\w-]*)(?P<rest>(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*)>")
STRESSED_TAGS = ("em", "i", "b", "strong")
BLOCKS = ("p", "div", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "hr", "center")
STYLES = ("span", "a", "u", "s", "del", "ins", "mark", "small", "big", "sub", "sup", "font", "code", "pre")
WHOLE = ("script", "style", "svg", "audio", "video", "table")  # what stands in these is no prose


def stressed(text: str, stars: bool) -> str:
    """The text with its marks of stress as OPEN and CLOSE; `stars` when stars are such marks.
    A character written by its name or number is that character."""

    def mark(match: re.Match[str]) -> str:
        words = next(words for name, words in match.groupdict().items() if words and name != "stars")
        return f"{OPEN}{words}{CLOSE}"

    text = STRESS.sub(mark, text)
    text = JOINED.sub("", text)
    return unescape(STRESS_STARS.sub(mark, text) if stars else text)


def html(match: re.Match[str], source: str, line: int) -> tuple[Node, int]:
    """A tag of HTML as a node, and where to read on."""
    tag, rest = match["tag"].lower(), match["rest"]
    if tag == "br":
        return Text(LINE), match.end()
    if tag in STRESSED_TAGS:
        return Text(CLOSE if match["slash"] else OPEN), match.end()
    close = source.lower().find(f"</{tag}", match.end())
    if not match["slash"] and close >= 0:
        end = source.find(">", close) + 1 or len(source)
        if tag in WHOLE:
            return Left(source[match.start() : end], line), end
        goal = re.search(r"data-passage\s*=\s*(\"[^\"]*\"|'[^']*')", rest)
        if goal is not None:
            return Jump(source[match.end() : close].strip(), goal[1][1:-1], (), line), end
    if tag in BLOCKS:
        return Text(LINE), match.end()
    if match["slash"]:
        return Text(""), match.end()
    return Left(f"<{tag}>" if tag in STYLES else match[0], line, "only its words come over"), match.end()


LINK = re.compile(r"\[\[(?!\[)(?P<body>(?:[^\[\]\n]|\[(?!\[)|\](?!\]|\[))+?)(?:\]\[(?P<setter>[^\n]*?))?\]\]")


def link(body: str) -> tuple[str, str]:
    """The words and the goal of what stands between [[ and ]]."""
    if "->" in body:
        words, _, goal = body.rpartition("->")
    elif "<-" in body:
        goal, _, words = body.partition("<-")
    elif "|" in body:
        words, _, goal = body.partition("|")
    else:
        words = goal = body
    return HTML.sub("", words).strip() or goal.strip(), goal


def joined(nodes: Iterator[Node] | list[Node]) -> Nodes:
    """The nodes with texts side by side made one, so that a mark may stand around a pair."""
    found: list[Node] = []
    for node in nodes:
        if isinstance(node, Text) and found and isinstance(found[-1], Text):
            found[-1] = Text(found[-1].text + node.text)
        elif node != Text(""):
            found.append(node)
    return tuple(found)


def on_one_line(nodes: Nodes) -> Nodes:
    """The nodes without the breaks that stood between them in the file."""
    found: list[Node] = []
    for node in nodes:
        if isinstance(node, Text):
            found.append(Text(re.sub(r"\s*\n\s*", " ", node.text)))
        elif isinstance(node, Branches):
            found.append(node._replace(branches=tuple((test, on_one_line(inside)) for test, inside in node.branches)))
        else:
            found.append(node)
    return tuple(found)


def untouched(nodes: Nodes) -> Nodes:
    """The nodes of something that happens later, or perhaps never: what they would change is
    left behind."""
    found: list[Node] = []
    for node in nodes:
        if isinstance(node, Set):
            found += [Left(f"set {name} {sign} {value}", node.line) for name, sign, value, _ in node.changes]
        elif isinstance(node, Branches):
            found.append(node._replace(branches=tuple((test, untouched(inside)) for test, inside in node.branches)))
        else:
            found.append(node)
    return tuple(found)


def printed(args: str, raw: str, line: int) -> Node:
    """What `print` tells: a variable, or a value as it stands. Raises NotSaid."""
    value = read_value(args)
    if isinstance(value, Var):
        return Show(value.name, line)
    return Text(str(value.value)) if isinstance(value, Value) else Left(raw, line)


def on_the_way(body: Nodes) -> tuple[tuple[Change, ...], str, bool]:
    """Of what happens when a link is followed: what it changes, the passage that it goes on
    to (perhaps none), and whether there is more to it."""
    do = tuple(change for node in body if isinstance(node, Set) for change in node.changes)
    goal = next((node.goal for node in body if isinstance(node, Goes)), "")
    return do, goal, any(not isinstance(node, Set | Goes) and not is_blank(node) for node in body)


def leads_nowhere(words: str, body: Nodes, raw: str, line: int) -> list[Node]:
    """A link that is a macro and leads to no passage."""
    return [Left(raw, line, "it leads to no passage; its words stand in the text"), Text(words), *untouched(body)]


def is_blank(node: Node) -> bool:
    """Whether the node is a text without words."""
    return isinstance(node, Text) and not node.text.strip()
