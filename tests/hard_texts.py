"""A story, from a seed, whose texts are hard to carry over: words that other engines take for
markup, groups beside punctuation, empty alternatives, breaks inside alternatives, wires."""

from __future__ import annotations

import random

# As a writer of this story would type them: where a mark is ours, it stands behind a backslash.
WORDS = [
    "snow",
    "it is cold.",
    "don't",
    '"Halt!"',
    "(he says)",
    "¿Quién?",
    "¡Alto!",
    "—Nadie —dice",
    "«oui»",
    "a, b",
    "x",
    "and",
    "TODO: mend it",
    "VAR x = 1",
    "INCLUDE y",
    "\\{braces\\}",
    "\\[\\[x\\]\\]",
    "[sic]",
    "\\*stars\\*",
    "a \\| b",
    "# one",
    "#two",
    "~ three",
    "- four",
    "-> five",
    "<- six",
    "<> seven",
    "// eight",
    "/\\* nine \\*/",
    "\\* ten",
    "+ eleven",
    "= twelve",
    "=== thirteen",
    "\\\\ back",
    "\\\\n",
    "<i>html</i>",
    "<<set $x to 1>>",
    "&amp",
    "",
    "&#65",
    "",
    "$trust",
    "_name",
    "''bold''",
    "//slant//",
    "__under__",
    "--",
    "----",
    "!Head",
    "@@x@@",
    "%25",
    "`tick`",
    "^^up^^",
    "http://example.org/a_b",
    ":: Passage",
    "else: no",
    "?p",
    "\\{\\{\\{code\\}\\}\\}",
    "<!-- c -->",
    "/% c %/",
    "{name}",
    "{maybe}",
    "*stressed*",
    "[[thing|a thing]]",
    "[[thing]]",
    "*[[thing|both]] of*",
]
JOINTS = ("", " ", " ", ", ", "! ", " “", "—", " (", ")")
TESTS = ("f", "not f", "g", "n >= 2", "l == two", "n + (f) > 1", "l in [one, three]")


class _Maker:
    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)

    def text(self, depth: int = 2, breaks: bool = True) -> str:
        found = self.piece(depth, breaks)
        while self.draw.random() < 0.75 and len(found) < 400:
            joint = self.draw.choice(JOINTS)
            if breaks and self.draw.random() < 0.12:
                joint = self.draw.choice(("\n\n", "\n", "\n\n> wire ", "\n> wire "))
            found += joint + self.piece(depth, breaks)
        return found

    def words(self) -> str:
        return f"so {self.text(1, False)}"

    def piece(self, depth: int, breaks: bool) -> str:
        if depth and self.draw.random() < 0.45:
            return self.group(depth - 1, breaks)
        word = self.draw.choice(WORDS)
        return word.replace("|", "\\|") if depth < 2 and "[[" not in word and "\\|" not in word else word

    def group(self, depth: int, breaks: bool) -> str:
        breaks = breaks and self.draw.random() < 0.3
        heads = [(test, self.draw.choice((1, 2))) for test in TESTS] + [("l", 3), ("times", 2)]
        head, count = self.draw.choice(heads)
        texts = [self.text(depth, breaks) if self.draw.random() < 0.7 else "" for _ in range(count)]
        return "{" + head + ": " + " | ".join(texts) + "}"

    def scene(self, number: int, last: int) -> str:
        change = self.draw.choice(("f", "not f", "g", "not g", "n += 1", "n -= 2", "l = one", "l = two", "l = three"))
        back = f"s{max(number - 2, 0)}"
        return "\n".join(
            [
                f"  s{number}:",
                f"    title: {_quoted(self.words())}",
                "    text: |",
                "      start",
                "",
                *("      " + line if line else "" for line in self.text().split("\n")),
                "    choices:",
                f"      on: {{say: {_quoted(self.words())}, do: ['{change}'], goto: s{min(number + 1, last)}}}",
                f"      back: {{say: back, if: times(s{number}) < 2, locked: {_quoted(self.words())}, goto: {back}}}",
            ]
        )


def make(seed: int, scenes: int = 40) -> str:
    """The story of this seed, as YAML. It goes on and on; there is no ending."""
    maker = _Maker(seed)
    head = """story: hard
title: Hard texts
variables:
  f: {about: one}
  g: {about: 'two # -> {x}'}
  n: {about: three, from: -1, to: 3}
  l: {about: four, one_of: [one, two, three]}
phrases:
  name: "{l: Ana | Eva | Ida}"
  maybe: "{f: perhaps}"
---
notes:
  thing: {title: The Thing, text: Words., sure: high}
---
chapter: only
title: Only
starts: {here: {scene: s0}}
scenes:
"""
    return head + "\n".join(maker.scene(number, scenes - 1) for number in range(scenes)) + "\n"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''").replace("\n", " ") + "'"
