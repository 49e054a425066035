r"""Author text: from what the writer typed to parts, and back.

    prose = {words | "*"prose"*" | "[["NOTE["|"words]"]]" | "{"PHRASE"}" | group | "\"MARK}
    group = "{"head":" prose {"|" prose}"}"    MARK = one of \ { } [ ] | *
    head  = condition | LIST | "times"

A group's head ends at its first colon. All else stays as typed. Blank lines part
paragraphs, a single line break is a space, and lines that begin with `> ` keep theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Protocol

from game.story.expressions import Problem, Scope, is_name, one_of, print_condition
from game.story.faults import listing, nearest
from game.story.grammar import (
    NEW_LINE,
    NEW_PARAGRAPH,
    QUOTED,
    ByTimes,
    ByValue,
    Choose,
    Condition,
    Emphasis,
    Link,
    Part,
    Parts,
    PhraseUse,
    Words,
)

DEEPEST = 3  # groups within groups
MOST_PROBLEMS = 20  # told of one text; then the rest of it is not looked at
MARKS = "\\{}[]|*"
SPECIAL = re.compile(r"[\\{}*|]|\[\[|\]\]")
PLAIN = re.compile(r"[^\\{}*\[\]]*\Z")  # text that holds no mark at all; a lone | is plain
HALF = re.compile(r"(?<![\[\\])\[([a-z][a-z0-9_]*)\|")  # a note opened with one bracket
BREAKS = re.compile(r"[ \t]*\n[ \t]*(?:\n[ \t]*)*")
QUOTED_LINE = re.compile(rf"{QUOTED}|{QUOTED.rstrip()}[ \t]*$", re.MULTILINE)  # a mark alone is an empty one
ESCAPE = re.compile(r"[\\{}*|]|\[(?=\[)|\](?=\])")


class ProseScope(Scope, Protocol):
    """What a text may name, beyond what a condition may."""

    @property
    def notes(self) -> Collection[str]: ...
    @property
    def phrases(self) -> Collection[str]: ...
    def condition(self, text: str) -> Condition: ...
    def count(self, scene: str, texts: int) -> None:
        """Told that a group has a text for each of so many enterings of the scene."""
        ...


def fold(text: str) -> str:
    """The text with its breaks decided, character for character as long as it was.

    A break inside a paragraph becomes a space, one between paragraphs NEW_PARAGRAPH, one
    beside a quoted line stays. Offsets therefore still point into the writer's text."""
    if "\n" not in text:
        return text

    def decide(match: re.Match[str]) -> str:
        found = match.group()
        before = text.rfind("\n", 0, match.start()) + 1
        after_quoted = bool(QUOTED_LINE.match(text, before))
        before_quoted = bool(QUOTED_LINE.match(text, match.end()))
        if found.count("\n") > 1 or after_quoted != before_quoted:
            return NEW_PARAGRAPH.ljust(len(found))
        return (NEW_LINE if after_quoted else " ").ljust(len(found))

    return BREAKS.sub(decide, text)


def read_prose(text: str, scope: ProseScope, scene: str, report: Callable[[Problem], None]) -> Parts:
    """The parts of a text. `scene` is where `times` counts, empty where it cannot.
    Problems are reported, all of them, with offsets into the text; reading goes on."""
    if PLAIN.match(text):
        return (Words(tidy(fold(text))),) if text.strip() else ()
    for half in HALF.finditer(text):
        if half[1] in scope.notes:
            message = f"One bracket does not open the note {half[1]}."
            report(Problem("prose-mark", half.start(), message, f"Write two: [[{half[1]}|words]]."))
    return _Reader(fold(text), scope, scene, report).whole()


def tidy(words: str) -> str:
    """Words without the spaces around their breaks, which nobody means."""
    if NEW_PARAGRAPH not in words and NEW_LINE not in words:
        return words
    return re.sub(f" *([{NEW_PARAGRAPH}{NEW_LINE}]) *", r"\1", words)


class _Reader:
    """Goes through a text once, mark by mark."""

    def __init__(self, text: str, scope: ProseScope, scene: str, report: Callable[[Problem], None]) -> None:
        self.text, self.scope, self.scene, self.report = text, scope, scene, report
        self.at = 0
        self.depth = 0
        self.linking = False
        self.problems = 0

    def whole(self) -> Parts:
        parts: list[Part] = []
        while True:
            parts += self.parts("")
            if self.at >= len(self.text):
                return tuple(parts)
            closer = "]]" if self.text.startswith("]]", self.at) else self.text[self.at]
            hint = f"If it is meant as it stands, write {''.join(chr(92) + mark for mark in closer)}."
            self.problem("prose-mark", self.at, f"{closer} closes nothing.", hint)
            self.at += len(closer)

    def problem(self, code: str, at: int, message: str, hint: str = "") -> None:
        self.problems += 1
        self.report(Problem(code, at, message, hint))

    def parts(self, closer: str) -> list[Part]:
        """Parts up to `closer` ("" for the end of the text), which is left standing."""
        found: list[Part] = []
        words = ""
        while self.problems < MOST_PROBLEMS and (match := SPECIAL.search(self.text, self.at)):
            words += self.text[self.at : match.start()]
            mark = match.group()
            self.at = match.start()
            if mark == "\\":
                words += self.escaped()
            elif mark == "|" and closer != "}":
                words += mark
                self.at += 1
            elif mark == "]]" and closer != "]]":
                words += mark
                self.at += len(mark)
            elif mark in "|}" or mark == closer:
                break
            else:
                found += self.flush(words)
                words = ""
                found += {"{": self.group, "*": self.emphasis, "[[": self.link}[mark]()
        else:
            words += self.text[self.at :]
            self.at = len(self.text)
        return found + self.flush(words)

    @staticmethod
    def flush(words: str) -> list[Part]:
        return [Words(tidy(words))] if words else []

    def escaped(self) -> str:
        mark = self.text[self.at + 1 : self.at + 2]
        if mark and mark in MARKS:
            self.at += 2
            return mark
        self.problem(
            "prose-mark",
            self.at,
            "This backslash stands before no mark.",
            f"The marks are {' '.join(MARKS)}. For a backslash itself write it twice.",
        )
        self.at += 1
        return "\\"

    def emphasis(self) -> list[Part]:
        opened = self.at
        self.at += 1
        inside = self.parts("*")
        if not self.text.startswith("*", self.at):
            self.problem(
                "prose-mark", opened, "This * opens emphasis and nothing closes it.", "Close it with *, or write \\*."
            )
        else:
            self.at += 1
        return [Emphasis(tuple(inside))]

    def link(self) -> list[Part]:
        opened = self.at
        end = self.text.find("]]", opened)
        bar = self.text.find("|", opened, end if end > 0 else None)
        if end < 0:
            self.problem(
                "prose-mark", opened, "This [[ opens a note and nothing closes it.", "Write [[note|words]], or \\[\\[."
            )
            self.at = opened + 2
            return []
        note = self.text[opened + 2 : bar if bar > 0 else end].strip()
        if note not in self.scope.notes:
            at = self.text.find(note, opened + 2)
            self.problem("name-unknown", at, f"No note is called {note}.", one_of(note, self.scope.notes))
        if self.linking:
            hint = "Close the first with ]] before the second begins."
            self.problem("prose-mark", opened, "This note opens inside the words of another.", hint)
            self.at = end + 2
            return []
        if bar < 0:
            self.at = end + 2
            return [Link(note, ())]
        self.at = bar + 1
        self.linking = True
        inside = self.parts("]]")
        self.linking = False
        if not self.text.startswith("]]", self.at):
            hint = "Close what opens inside it first."
            self.problem("prose-mark", opened, "This [[ opens a note and nothing closes it.", hint)
        else:
            self.at += 2
        return [Link(note, tuple(inside))]

    def group(self) -> list[Part]:
        opened = self.at
        colon, close = self.text.find(":", opened), self.text.find("}", opened)
        if close < 0:
            self.problem(
                "prose-mark", opened, "This { opens a group and nothing closes it.", "Close it with }, or write \\{."
            )
            self.at += 1
            return []
        if colon < 0 or close < colon:
            self.at = close + 1
            return self.phrase(opened + 1, self.text[opened + 1 : close])
        head = self.text[opened + 1 : colon]
        self.at = colon + 1
        if self.depth == DEEPEST:
            hint = "Make a phrase of the inner one."
            self.problem("prose-deep", opened, "Groups are nested more than three deep.", hint)
            self.at = self.after_group(opened)
            return []
        self.depth += 1
        texts = self.alternatives(opened)
        self.depth -= 1
        return self.headed(opened, head, texts)

    def after_group(self, opened: int) -> int:
        """The place after the brace that closes the one at `opened`."""
        depth = 0
        for match in re.finditer(r"\\.|[{}]", self.text[opened:]):
            depth += {"{": 1, "}": -1}.get(match.group(), 0)
            if depth == 0:
                return opened + match.end()
        return len(self.text)

    def alternatives(self, opened: int) -> list[Parts]:
        texts: list[Parts] = []
        while True:
            texts.append(trim(self.parts("}")))
            mark = self.text[self.at : self.at + 1]
            self.at += 1
            if mark != "|":
                break
        if mark != "}":
            self.problem(
                "prose-mark", opened, "This { opens a group and nothing closes it.", "Close it with }, or write \\{."
            )
        return texts

    def phrase(self, at: int, name: str) -> list[Part]:
        at += len(name) - len(name.lstrip())
        name = name.strip()
        if name in self.scope.phrases:
            return [PhraseUse(name)]
        hint = nearest(name, self.scope.phrases)
        if not hint:
            hint = "A group wants a colon after its condition: {condition: words}."
        message = f"No phrase is called {name}." if is_name(name) else "These braces hold no phrase, and no colon."
        self.problem("name-unknown", at, message, hint)
        return []

    def headed(self, opened: int, head: str, texts: list[Parts]) -> list[Part]:
        name = head.strip()
        variable = self.scope.variables.get(name)
        if name == "times":
            if not self.scene:
                self.problem(
                    "prose-group", opened, "times counts the enterings of a scene; this is none.", "Use a condition."
                )
            self.scope.count(self.scene, len(texts))
            return [ByTimes(self.scene, tuple(texts))]
        if variable is not None and variable.kind == "list":
            if len(texts) != len(variable.values):
                wanted = f"{name} has {len(variable.values)} values, but the texts here are {len(texts)}."
                hint = f"Write a text for each, in this order: {', '.join(variable.values)}."
                self.problem("prose-group", opened, wanted, hint)
            return [ByValue(name, tuple(texts))]
        try:
            test = self.scope.condition(head)
        except Problem as problem:
            hint = problem.hint
            if is_name(name) and problem.code == "name-unknown":
                there = f"There is {listing(self.scope.variables, most=6)}; if" if self.scope.variables else "If"
                hint = nearest(name, self.scope.variables) or f"{there} this is no condition, write \\{{ for the brace."
            self.problem(problem.code, opened + 1 + problem.offset, problem.message, hint)
            return []
        if len(texts) > 2:
            hint = "Write one text, or two: {condition: when it holds | when not}."
            self.problem("prose-group", opened, f"A condition has two texts at most, but here are {len(texts)}.", hint)
        return [Choose(test, texts[0], texts[1] if len(texts) > 1 else ())]


def trim(parts: list[Part]) -> Parts:
    """The parts without spaces at their two ends; an empty text has no parts."""
    if parts and isinstance(first := parts[0], Words):
        parts = [Words(first.text.lstrip(" ")), *parts[1:]]
    if parts and isinstance(last := parts[-1], Words):
        parts = [*parts[:-1], Words(last.text.rstrip(" "))]
    return tuple(part for part in parts if part != Words(""))


# ---------------------------------------------------------------- printing


def print_prose(parts: Parts, in_group: bool = False) -> str:
    """The text as a writer would type it; reading it again gives the same parts."""
    return "".join(_print_part(part, in_group) for part in parts)


def _print_part(part: Part, in_group: bool) -> str:
    match part:
        case Words(text):
            # Inside a group a bar parts texts, so there it is escaped; elsewhere it is plain.
            escaped = ESCAPE.sub(lambda mark: mark[0] if mark[0] == "|" and not in_group else "\\" + mark[0], text)
            return escaped.replace(NEW_PARAGRAPH, "\n\n")
        case Emphasis(inside):
            return f"*{print_prose(inside, in_group)}*"
        case Link(note, ()):
            return f"[[{note}]]"
        case Link(note, inside):
            return f"[[{note}|{print_prose(inside, in_group)}]]"
        case PhraseUse(name):
            return f"{{{name}}}"
        case Choose(test, yes, no):
            return _print_group(print_condition(test), (yes, no) if no else (yes,))
        case ByValue(name, texts):
            return _print_group(name, texts)
        case ByTimes(_, texts):
            return _print_group("times", texts)


def _print_group(head: str, texts: tuple[Parts, ...]) -> str:
    return "{" + head + ": " + " | ".join(print_prose(text, in_group=True) for text in texts) + "}"
