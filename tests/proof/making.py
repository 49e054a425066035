"""Small stories from a seed, with every construct that a story may have, and faults in them.

Each text of a group begins with a word of its own (w1, w2 …), so that brute force can see by
reading pages which texts are ever shown.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

SIGNS = ("==", "!=", "<", "<=", ">", ">=")
VALUES = ("red", "white", "lost")


@dataclass
class Made:
    """A story as YAML. `parents` has for each word that begins a text of a group the word
    of the text around it; `single` those of groups with one text; `owner` the scene and the
    choice of each word; `whole` the words of whole texts that may be seen nowhere."""

    yaml: str = ""
    parents: dict[str, str] = field(default_factory=dict)
    single: set[str] = field(default_factory=set)
    owner: dict[str, tuple[str, str]] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)


class Maker:
    """Draws one story; `make(seed)` is the whole use of it."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.made = Made()
        self.words = 0
        self.scenes = [f"s{number}" for number in range(self.draw.randint(3, 7))]
        self.visited = [f"v{number}" for number in range(self.draw.choice((0, 1, 1, 2)))]
        self.ends = {scene for scene in self.scenes[2:] if self.chance(15)} | {self.scenes[-1]}
        going = [scene for scene in self.scenes if scene not in self.ends]
        self.choices = {scene: [f"c{n}" for n in range(self.draw.randint(1, 3))] for scene in going}
        self.counted = self.draw.sample(self.scenes, 1)[0]
        self.asked = [(scene, choice) for scene in self.choices for choice in self.choices[scene]]
        self.asked = self.draw.sample(self.asked, 1)
        self.owned = ("", "")

    def chance(self, of_hundred: int) -> bool:
        return self.draw.randrange(100) < of_hundred

    # ------------------------------------------------------------ conditions and effects

    def condition(self, depth: int = 2) -> str:
        kind = self.draw.randrange(11 if depth else 6)
        match kind:
            case 0:
                return self.draw.choice(("f0", "f1"))
            case 1:
                return f"l0 {self.draw.choice(('==', '!='))} {self.draw.choice(VALUES)}"
            case 2:
                return f"l0 {self.draw.choice(('in', 'not in'))} [{', '.join(self.draw.sample(VALUES, 2))}]"
            case 3 | 4:
                return f"{self.total(depth)} {self.draw.choice(SIGNS)} {self.total(0)}"
            case 5:
                if self.chance(50):
                    return f"seen({self.draw.choice(self.scenes)})"
                return "chosen({}, {})".format(*self.asked[0])
            case 6 | 7:
                return f"({self.condition(depth - 1)}) and ({self.condition(depth - 1)})"
            case 8 | 9:
                return f"({self.condition(depth - 1)}) or ({self.condition(depth - 1)})"
            case _:
                return f"not ({self.condition(depth - 1)})"

    def total(self, depth: int) -> str:
        terms = [self.term(depth)]
        while self.chance(30) and len(terms) < 3:
            terms.append(f"{self.draw.choice('+-')} {self.term(depth)}")
        return " ".join(terms)

    def term(self, depth: int) -> str:
        match self.draw.randrange(5 if depth else 4):
            case 0:
                return str(self.draw.randint(0, 3))
            case 1 | 2:
                return "n0"
            case 3:
                return f"times({self.counted})"
            case _:
                return f"({self.condition(depth - 1)})"

    def effect(self) -> str:
        change = self.draw.choice(
            ("f0", "f1", "f2", "not f0", "n0 += 1", "n0 -= 2", "n0 = 1", f"l0 = {self.draw.choice(VALUES)}", "l0 = red")
        )
        return f"{change} if {self.condition(1)}" if self.chance(25) else change

    def effects(self, of_hundred: int) -> str:
        if not self.chance(of_hundred):
            return ""
        return "do:\n" + "".join(f"  - {self.effect()}\n" for _ in range(self.draw.randint(1, 3)))

    # ------------------------------------------------------------ texts

    def word(self, parent: str = "") -> str:
        self.words += 1
        word = f"w{self.words}"
        if parent:
            self.made.parents[word] = parent
        self.made.owner[word] = self.owned
        return word

    def whole(self, depth: int, times: bool = True, notes: bool = True, phrases: bool = True) -> str:
        """A text of which it is asked whether it is ever seen at all."""
        self.made.whole.add(f"w{self.words + 1}")
        return self.text(depth, "", times, notes, phrases)

    def text(
        self, depth: int = 2, parent: str = "", times: bool = True, notes: bool = True, phrases: bool = True
    ) -> str:
        """A word of its own, then perhaps a group or a mark."""
        word = self.word(parent)
        found = [word]
        while self.chance(35 if depth else 10) and len(found) < 4:
            match self.draw.randrange(6):
                case 0 | 1 | 2 if depth:
                    found.append(self.group(depth, word, times, notes, phrases))
                case 3:
                    found.append(f"*{self.word()}*")
                case 4 if notes:
                    found.append(f"[[{self.draw.choice(('note0', 'note1'))}|{self.word()}]]")
                case 5 if phrases:
                    found.append(f"{{{self.draw.choice(('p0', 'p1'))}}}")
                case _:
                    found.append("and")
        return " ".join(found)

    def group(self, depth: int, parent: str, times: bool, notes: bool, phrases: bool) -> str:
        def inner() -> str:
            return self.text(depth - 1, parent, times, notes, phrases)

        match self.draw.randrange(6):
            case 0:
                return f"{{l0: {inner()} | {inner()} | {inner()}}}"
            case 1 if times:
                return f"{{times: {' | '.join(inner() for _ in range(self.draw.randint(1, 3)))}}}"
            case 2 | 3:
                self.made.single.add(f"w{self.words + 1}")
                return f"{{{self.condition(1)}: {inner()}}}"
            case _:
                return f"{{{self.condition(1)}: {inner()} | {inner()}}}"

    # ------------------------------------------------------------ scenes

    def way(self, visiting: bool) -> str:
        targets = self.scenes if not visiting else self.visited
        kind = self.draw.randrange(10)
        if visiting:
            pair = f"  - if: {self.condition(1)}\n    goto: return\n  - goto: return"
            return "goto: return" if kind < 8 else f"goto:\n{pair}"
        if kind < 5:
            return f"goto: {self.draw.choice(targets)}"
        if kind < 7:
            pairs = "".join(
                f"  - if: {self.condition(1)}\n    goto: {self.draw.choice(targets)}\n"
                for _ in range(self.draw.randint(1, 2))
            )
            return f"goto:\n{pairs}  - goto: {self.draw.choice(targets)}"
        if kind < 8 or not self.visited:
            two = self.draw.sample(targets, 2)
            return f"chance: {{{two[0]}: 2, {two[1]}: 1}}"
        then = f"\nthen: {self.draw.choice(targets)}" if self.chance(40) else ""
        return f"visit: {self.draw.choice(self.visited)}{then}"

    def choice(self, scene: str, name: str) -> str:
        self.owned = (scene, name)
        lines = [f"say: {quoted(self.text(1, notes=False))}", self.effects(40), self.way(scene in self.visited)]
        if self.chance(50):
            lines.append(f"if: {self.condition()}")
            if self.chance(40):
                lines.append(f"locked: {quoted(self.whole(1, notes=False))}")
        if self.chance(20):
            lines.append("once: yes")
        if name != "c0" and self.chance(20):
            lines.append("fallback: yes")
        if self.chance(30):
            lines.append(f"record: {quoted(self.text(1, notes=False))}")
        return f"{name}:\n" + indented("\n".join(line for line in lines if line), 2)

    def scene(self, name: str) -> str:
        self.owned = (name, "")
        lines = ["title: A scene", f"text: {quoted(self.text())}", self.effects(25)]
        if self.chance(50):
            lines.append(f"at: 1917-10-24 1{self.draw.randint(6, 8)}:{self.draw.choice(('00', '30'))}")
        if self.chance(40):
            lines.append(f"place: {self.draw.choice(('near', 'far', 'beside'))}")
        if self.chance(15):
            lines.append("aside: yes")
        if self.chance(40):
            when = f" if {self.condition(1)}" if self.chance(50) else ""
            lines.append(f"present:\n  - kolya{when}")
        if self.chance(15):
            lines.append(f"council: {quoted(self.text(1, notes=False))}")
        if self.chance(10):
            row = f"row:\n  print: {quoted(self.text(1, times=False, notes=False))}\n  notes: [note1]"
            lines.append(f"remember:\n{indented(row, 2)}")
        if name in self.ends:
            lines.append("ending: end")
        elif name in self.visited and self.chance(50):
            lines.append("goto: return")
        else:
            names = self.choices.get(name, ["c0"])
            lines.append("choices:\n" + indented("\n".join(self.choice(name, choice) for choice in names), 2))
        return f"{name}:\n" + indented("\n".join(line for line in lines if line), 2)

    # ------------------------------------------------------------ the whole

    def story(self) -> Made:
        self.owned = ("", "")
        simple = {"times": False, "notes": False, "phrases": False}
        head = [
            "story: made",
            f"title: {self.word()}",
            f"pace: {self.draw.choice((75, 130))}",
            "variables:",
            f"  f1: {{about: a flag, start: {self.draw.choice(('yes', 'no'))}}}",
            "  n0: {about: a number, from: -1, to: 2, start: 0}",
            f"  l0: {{about: a list, one_of: [{', '.join(VALUES)}]}}",
            "  f0: {about: a flag}",
            f"  f2: {{about: a flag, journal: {{yes: {quoted(self.whole(1, **simple))}}}}}",
            "phrases:",
            f"  p0: {quoted(self.whole(1, times=False, phrases=False))}",
            f"  p1: {self.own('p1', lambda: self.whole(1, times=False, phrases=False) + ' {p0}')}",
            self.ending(),
            f"always:\n  - {self.condition(1)}",
            f"never:\n  - {self.condition(1)}",
        ]
        name = self.own("kolya", lambda: self.whole(1, **simple))
        things = [
            f"people: {{kolya: {{name: {name}, gone: {quoted(self.condition(1))}}}}}",
            "places: {near: {name: Near, metres: [0, 0]}, beside: {name: Beside, metres: [100, 0]},"
            " far: {name: Far, metres: [4000, 0]}}",
            self.draw.choice(("", "trams: {line: {stops: [near, far], from: 06:00, to: 17:00, speed: 400}}")),
            "notes:",
            f"  note0: {{title: A note, text: Words., sure: high, required: {self.draw.choice(('yes', 'no'))}}}",
            "  note1: {title: Another, text: Words., sure: low}",
        ]
        starts = [f"one: {{scene: {self.scenes[0]}, say: {quoted(self.text(1, **simple))}}}"]
        if self.chance(50):
            starts.append(f"two:\n  scene: {self.draw.choice(self.scenes[:2])}\n" + indented(self.effects(100), 2))
        scenes = [self.scene(name) for name in (*self.scenes, *self.visited)]
        cut = len(scenes) // 2
        chapters = [
            "chapter: first\ntitle: One\nstarts:\n" + indented("\n".join(starts), 2) + "\nscenes:\n",
            f"chapter: second\ntitle: Two\nstarts:\n  late:\n    scene: {self.scenes[-1]}\n"
            + indented(self.effects(60), 4)
            + "\nscenes:\n",
        ]
        chapters = [
            chapters[0] + indented("\n".join(scenes[:cut]), 2),
            chapters[1] + indented("\n".join(scenes[cut:]), 2),
        ]
        self.made.yaml = (
            "\n---\n".join(["\n".join(head), "\n".join(filter(None, things)), *chapters, *self.overlay()]) + "\n"
        )
        return self.made

    def own(self, name: str, text: Callable[[], str]) -> str:
        """A text that belongs to no scene."""
        self.owned = ("", name)
        told = quoted(text())
        self.owned = ("", "")
        return told

    def ending(self) -> str:
        about = self.own("end", lambda: self.text(1, times=False, notes=False, phrases=False))
        return f"endings: {{end: {{title: The end, about: {about}}}}}"

    def overlay(self) -> list[str]:
        """Some texts in a second language, with groups of their own."""
        if self.chance(40):
            return []
        lines = ["language: es", "chapter: first", "scenes:"]
        half = (len(self.scenes) + len(self.visited)) // 2
        for name in (*self.scenes, *self.visited)[:half]:
            self.owned = (name, "")
            lines.append(f"  {name}:\n    text: {quoted(self.text())}")
        self.owned = ("", "")
        phrase = f"language: es\nstory: made\nphrases:\n  p0: {quoted(self.whole(1, times=False, phrases=False))}"
        return ["\n".join(lines), phrase]


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\") + '"'


def indented(text: str, by: int) -> str:
    return "\n".join(" " * by + line if line else line for line in text.rstrip("\n").split("\n"))


def make(seed: int) -> Made:
    """The story of this seed."""
    return Maker(seed).story()
