"""Passages written for Harlowe, from their text to nodes."""

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
    is_blank,
    joined,
    leads_nowhere,
    link,
    on_the_way,
    printed,
    stressed,
    untouched,
)
from game.desk.twine_words import (
    Expression,
    No,
    NotSaid,
    read_changes,
    read_put,
    test_or_raw,
)

MACRO = re.compile(r"\((?P<name>[A-Za-z][\w-]*):")
NAMED = re.compile(r"\|[\w-]+[>)](?=\[)")
NAMED_AFTER = re.compile(r"[<(][\w-]+\|")
NAKED = re.compile(r"[$_][A-Za-z]\w*(?P<more>'s\s+\w+)?")
COMMENT = re.compile(r"<!--.*?-->", re.S)
VERBATIM = re.compile(r"(`+)(.+?)\1", re.S)
SIGNS = re.compile(r"\((?=[A-Za-z][\w-]*:)|\[|\]|\||<|`|[{}]|[$_](?=[A-Za-z])")
# What is done in the hooks of these waits for the player, or for a time.
LATER = ("click", "mouse", "link", "live", "event", "after", "more", "dialog", "cycling", "seq", "for", "loop")
PLUS = re.compile(r"\s*\+\s*(?=\()")
STRING = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'")
LINKS = ("linkgoto", "link", "linkreplace", "linkreveal", "linkrevealgoto")


def read(source: str, line: int) -> Nodes:
    """The nodes of a passage whose text begins on this line of its file."""
    return _Reader(source, line).nodes(False)


class _Reader:
    def __init__(self, source: str, line: int) -> None:
        self.source, self.first, self.at = source, line, 0
        self.collapsing = 0  # braces around this place: in them a break is a space

    def line(self, at: int) -> int:
        return self.first + self.source.count("\n", 0, at)

    def text(self, words: str) -> Text:
        words = stressed(words, stars=True)
        return Text(re.sub(r"\s+", " ", words) if self.collapsing else words)

    def nodes(self, in_hook: bool) -> Nodes:
        """Nodes up to the end, or up to the bracket that closes a hook, left behind."""
        found: list[Node] = []
        while match := SIGNS.search(self.source, self.at):
            found.append(self.text(self.source[self.at : match.start()]))
            self.at = match.start()
            if match[0] == "]" and in_hook:
                self.at += 1
                return joined(found)
            for node in self.node():
                self.add(found, node)
        found.append(self.text(self.source[self.at :]))
        self.at = len(self.source)
        return joined(found)

    @staticmethod
    def add(found: list[Node], node: Node) -> None:
        """An else belongs to the if before it."""
        if isinstance(node, Branches) and node.line < 0:
            at = next((n for n in range(len(found) - 1, -1, -1) if not is_blank(found[n])), -1)
            before = found[at] if at >= 0 else None
            if isinstance(before, Branches):
                found[at:] = [before._replace(branches=(*before.branches, *node.branches))]
                return
            node = node._replace(line=-node.line)
        found.append(node)

    def node(self) -> list[Node]:
        line = self.line(self.at)
        here = self.source[self.at]
        if here in "{}":
            self.collapsing = max(self.collapsing + (1 if here == "{" else -1), 0)
            self.at += 1
            return []
        if match := COMMENT.match(self.source, self.at):
            self.at = match.end()
            return [Remark(match[0], line)]
        if match := VERBATIM.match(self.source, self.at):
            self.at = match.end()
            return [Text(match[2])]
        if match := LINK.match(self.source, self.at):
            self.at = match.end()
            words, goal = link(match["body"])
            return [Jump(stressed(words, stars=True), goal, (), line)]
        if match := HTML.match(self.source, self.at):
            node, self.at = html(match, self.source, line)
            return [node]
        if match := NAMED.match(self.source, self.at):
            self.at = match.end()
            return [Left(match[0], line, "only its words come over")]
        if here == "[":
            return list(self.hook())
        if match := MACRO.match(self.source, self.at):
            return self.macro(match, line)
        if match := NAKED.match(self.source, self.at):
            return self.naked(match, line)
        self.at += 1
        return [Text(here)]

    def naked(self, match: re.Match[str], line: int) -> list[Node]:
        self.at = match.end()
        if match["more"]:
            return [Left(match[0], line, "its name stands for it"), Text(match[0])]
        if match[0][0] == "_" and match.start() and self.source[match.start() - 1].isalnum():
            return [Text(match[0])]
        return [Show(match[0], line)]

    def hook(self) -> Nodes:
        """The nodes between the bracket here and the one that closes it."""
        self.at += 1
        found = self.nodes(True)
        if match := NAMED_AFTER.match(self.source, self.at):
            self.at = match.end()
        return found

    def hook_behind(self) -> Nodes | None:
        """The hook that belongs to the macro just read, if there is one."""
        match = re.compile(r"[ \t]*(?:\n[ \t]*)?(?=\[)").match(self.source, self.at)
        if match is None:
            return None
        self.at = match.end()
        # A link right behind a macro is what it was meant for.
        return tuple(self.node()) if LINK.match(self.source, self.at) else self.hook()

    # ------------------------------------------------------------ macros

    def macro(self, match: re.Match[str], line: int) -> list[Node]:
        name = re.sub("[-_]", "", match["name"].lower())
        end = self.closing(match.end())
        if end < 0:
            self.at = match.end()
            return [Text(match[0])]
        args, raw = self.source[match.end() : end].strip(), self.source[match.start() : end + 1]
        self.at = end + 1
        try:
            match name:
                case "if" | "unless" | "elseif" | "else":
                    return self.branch(name, args, raw, line)
                case "set":
                    return [Set(tuple(read_changes(args)), line)]
                case "put":
                    return [Set(tuple(read_put(args)), line)]
                case "print":
                    return [printed(args, raw, line)]
                case "goto":
                    return [Goes(_strings(args)[0], line)]
                case "display":
                    return [Include(_strings(args)[0], line)]
                case _ if name in LINKS:
                    return self.link(name, args, raw, line)
        except (NotSaid, IndexError):
            pass
        if match_plus := PLUS.match(self.source, self.at):
            self.at = match_plus.end()  # added to the macro behind it
        hook = self.hook_behind()
        if hook is None:
            return [Left(raw, line)]
        hook = untouched(hook) if name.startswith(LATER) else hook
        return [Left(raw, line, "what it tells stands without it"), *hook]

    def closing(self, at: int) -> int:
        """The place of the bracket that closes the macro, or -1."""
        depth = 1
        for match in re.compile(r"\"(?:\\.|[^\"\\])*\"|[()]").finditer(self.source, at):
            depth += {"(": 1, ")": -1}.get(match[0], 0)
            if depth == 0:
                return match.start()
        return -1

    def branch(self, name: str, args: str, raw: str, line: int) -> list[Node]:
        test: Expression | None = test_or_raw(args) if name != "else" else None
        if name == "unless" and test is not None:
            test = No(test)
        hook = self.hook_behind()
        if hook is None:
            return [Left(raw, line)]
        return [Branches(((test, hook),), -line if name.startswith("else") else line)]

    def link(self, name: str, args: str, raw: str, line: int) -> list[Node]:
        strings = _strings(args)
        words, goal = strings[0], ""
        if name in ("linkgoto", "linkrevealgoto"):
            goal = strings[-1]
        body = self.hook_behind() or ()
        do, goes, more = on_the_way(body)
        goal = goal or goes
        words = stressed(words, stars=True)
        if not goal:
            return leads_nowhere(words, body, raw, line)
        lost = [Left(raw, line, "the link comes over, not all that happens on the way")] if more else []
        return [*lost, Jump(words, goal, do, line)]


def _strings(args: str) -> list[str]:
    """The strings that a macro was given; `NotSaid` when it was given anything else."""
    if STRING.sub("", args).strip(", \n"):
        raise NotSaid(args)
    return [re.sub(r"\\(.)", r"\1", text[1:-1]) for text in STRING.findall(args)]
