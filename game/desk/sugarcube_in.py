"""Passages written for SugarCube, from their text to nodes. Other formats than it and Harlowe are read
so too, since they have the same links."""

from __future__ import annotations

import re

from game.desk.twine_nodes import (
    HTML,
    LINK,
    Branches,
    Goes,
    Include,
    Jump,
    Left,
    Node,
    Nodes,
    Remark,
    Set,
    Show,
    Text,
    html,
    joined,
    leads_nowhere,
    link,
    on_one_line,
    on_the_way,
    printed,
    stressed,
    untouched,
)
from game.desk.twine_words import (
    Any,
    Change,
    Expression,
    NotSaid,
    Raw,
    Test,
    read_changes,
    read_value,
    test_or_raw,
)

# Nothing here is tried twice, however long a macro stays open.
MACRO = re.compile(
    r"<<(?P<name>/?[A-Za-z][\w-]*|[=-])"
    r"(?P<args>(?>\"(?:\\.|[^\"\\])*+\"|'(?:\\.|[^'\\])*+'|`[^`]*+`|\[\[.*?\]\]|[^>\"'`]|>(?!>))*+)>>",
    re.S,
)
COMMENT = re.compile(r"/\*.*?\*/|/%.*?%/|<!--.*?-->", re.S)
VERBATIM = re.compile(r'"""(.*?)"""|\{\{\{(.*?)\}\}\}|<nowiki>(.*?)</nowiki>', re.S)
NAKED = re.compile(r"\$\$|(?P<var>[$_][A-Za-z]\w*)(?P<more>(?:\.\w+|\[[^\]\n]*\])*)")
SIGNS = re.compile(r"<<|\[\[|\[[<>]?img\[|/\*|/%|<|\"\"\"|\{\{\{|[$_][A-Za-z$]", re.I)
STRING = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|\[\[.*?\]\]|`[^`]*`|\S+", re.S)
# Macros with something between their two ends; what they do is left out, what they tell is kept.
AROUND = frozenset(
    [
        "nobr",
        "silently",
        "silent",
        "link",
        "button",
        "click",
        "linkappend",
        "linkprepend",
        "linkreplace",
        "capture",
        "timed",
        "repeat",
        "type",
        "actions",
    ]
)
# In these stands no prose, or none that is told where it stands.
APART = frozenset(
    [
        "script",
        "widget",
        "for",
        "replace",
        "append",
        "prepend",
        "createplaylist",
        "cacheaudio",
        "done",
        "listbox",
        "cycle",
    ]
)


def read(source: str, line: int) -> Nodes:
    """The nodes of a passage whose text begins on this line of its file."""
    return _Reader(source, line).nodes("")


def plain(words: str) -> str:
    """The words of a link as they are read."""
    return stressed(words, stars=False)


class _Reader:
    def __init__(self, source: str, line: int) -> None:
        self.source, self.first, self.at = source, line, 0

    def line(self, at: int) -> int:
        return self.first + self.source.count("\n", 0, at)

    def nodes(self, closer: str) -> Nodes:
        """Nodes up to the macro that closes `closer`, or up to a branch of it, left standing."""
        found: list[Node] = []
        while match := SIGNS.search(self.source, self.at):
            found.append(Text(stressed(self.source[self.at : match.start()], stars=False)))
            self.at = match.start()
            if closer and self.closing(closer):
                return joined(found)
            found += self.node()
        found.append(Text(stressed(self.source[self.at :], stars=False)))
        self.at = len(self.source)
        return joined(found)

    def closing(self, closer: str) -> bool:
        match = MACRO.match(self.source, self.at)
        if match is None:
            return False
        name = match["name"]
        branches = {"if": ("else", "elseif"), "switch": ("case", "default")}.get(closer, ())
        return name in (f"/{closer}", f"end{closer}", *branches)

    def node(self) -> list[Node]:
        line = self.line(self.at)
        for pattern, made in (
            (COMMENT, self.comment),
            (VERBATIM, self.verbatim),
            (MACRO, self.macro),
            (LINK, self.link),
            (HTML, None),
            (NAKED, self.naked),
        ):
            match = pattern.match(self.source, self.at)
            if match is None:
                continue
            self.at = match.end()
            if made is not None:
                return made(match, line)
            node, self.at = html(match, self.source, line)
            return [node]
        image = re.compile(r"\[[<>]?img\[[^\n]*?\]\]", re.I).match(self.source, self.at)
        if image is not None:
            self.at = image.end()
            return [Left(image[0], line)]
        self.at += 1
        return [Text(self.source[self.at - 1])]

    # ------------------------------------------------------------ signs

    def comment(self, match: re.Match[str], line: int) -> list[Node]:
        return [Remark(match[0], line)]

    def verbatim(self, match: re.Match[str], line: int) -> list[Node]:
        return [Text(next(text for text in match.groups() if text is not None))]

    def naked(self, match: re.Match[str], line: int) -> list[Node]:
        if match[0] == "$$":
            return [Text("$")]
        if match["more"]:
            return [Left(match[0], line, "its name stands for it"), Text(match[0])]
        if match["var"].startswith("_") and self.at > len(match[0]) and self.source[match.start() - 1].isalnum():
            return [Text(match[0])]
        return [Show(match["var"], line)]

    def link(self, match: re.Match[str], line: int) -> list[Node]:
        words, goal = link(match["body"])
        do: tuple[Change, ...] = ()
        found: list[Node] = []
        if match["setter"]:
            try:
                do = tuple(read_changes(match["setter"]))
            except NotSaid:
                found.append(Left(match["setter"], line, "the link comes over without it"))
        return [*found, Jump(plain(words), goal, do, line)]

    # ------------------------------------------------------------ macros

    def macro(self, match: re.Match[str], line: int) -> list[Node]:
        name, args, raw = match["name"], match["args"].strip(), match[0]
        try:
            match name:
                case "if":
                    return [self.branches(args, line)]
                case "switch":
                    return [self.switch(args, line)]
                case "set":
                    return [Set(tuple(read_changes(args)), line)]
                case "print" | "=" | "-":
                    return [printed(args, raw, line)]
                case "goto":
                    return [Goes(_string(args), line)]
                case "include" | "display":
                    return [Include(_string(STRING.findall(args)[0]), line)]
                case "link" | "button" | "click":
                    return self.macro_link(name, args, raw, line)
                case _ if name in AROUND:
                    return self.around(name, raw, line)
                case _ if name in APART or self.source.find(f"<</{name}>>", self.at) >= 0:
                    return self.apart(name, raw, line)
        except (NotSaid, IndexError):
            pass
        return [Left(raw, line)]

    def branches(self, args: str, line: int) -> Node:
        found: list[tuple[Expression | None, Nodes]] = []
        while True:
            found.append((test_or_raw(args) if args else None, self.nodes("if")))
            closer = MACRO.match(self.source, self.at)
            if closer is None:
                break
            self.at = closer.end()
            if closer["name"] in ("/if", "endif"):
                break
            args = re.sub(r"^if\b", "", closer["args"].strip()).strip()
        return Branches(tuple(found), line)

    def switch(self, args: str, line: int) -> Node:
        try:
            value = read_value(args)
        except NotSaid:
            value = Raw(args)
        self.nodes("switch")  # nothing is told before the first case
        found: list[tuple[Expression | None, Nodes]] = []
        while closer := MACRO.match(self.source, self.at):
            self.at = closer.end()
            if closer["name"] in ("/switch", "endswitch"):
                break
            tests = tuple(_is(value, text) for text in STRING.findall(closer["args"]))
            test = None if closer["name"] == "default" else tests[0] if len(tests) == 1 else Any(tests)
            found.append((test, self.nodes("switch")))
        return Branches(tuple(found), line)

    def macro_link(self, name: str, args: str, raw: str, line: int) -> list[Node]:
        parts = [*STRING.findall(args), "", ""]
        words, goal = _string_or(parts[0], ""), _string_or(parts[1], "")
        if parts[0].startswith("[["):
            words, goal = link(parts[0][2:-2])
        body = self.nodes(name)
        self.past(name)
        do, goes, more = on_the_way(body)
        goal = goal or goes
        if not goal:
            return leads_nowhere(plain(words), body, raw, line)
        lost = [Left(raw, line, "the link comes over, not all that happens on the way")] if more else []
        if not words:
            lost.append(Left(raw, line, "the link comes over in other words"))
            words = goal
        return [*lost, Jump(plain(words), goal, do, line)]

    def around(self, name: str, raw: str, line: int) -> list[Node]:
        body = self.nodes(name)
        self.past(name)
        if name in ("silently", "silent"):
            return [node for node in body if not isinstance(node, Text)]
        if name == "nobr":
            return list(on_one_line(body))
        return [Left(raw, line, "what it tells stands without it"), *untouched(body)]

    def apart(self, name: str, raw: str, line: int) -> list[Node]:
        start = self.at
        end = self.source.find(f"<</{name}>>", start)
        if end < 0:
            return [Left(raw, line)]
        self.at = end
        self.past(name)
        return [Left(raw + self.source[start : self.at], line)]

    def past(self, name: str) -> None:
        closer = MACRO.match(self.source, self.at)
        if closer is not None and closer["name"] in (f"/{name}", f"end{name}"):
            self.at = closer.end()


def _is(value: Expression, text: str) -> Expression:
    try:
        return value if isinstance(value, Raw) else Test(value, "==", read_value(text))
    except NotSaid:
        return Raw(text)


def _string_or(text: str, other: str) -> str:
    try:
        return _string(text)
    except NotSaid:
        return other


def _string(text: str) -> str:
    """The text of a string; `NotSaid` when it is none."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    raise NotSaid(text)
