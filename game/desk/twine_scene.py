"""One passage of Twine as one scene: its words, its choices, its effects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from game.desk.guards import Guard, both, either, negated
from game.desk.twine_nodes import (
    CLOSE,
    LINE,
    OPEN,
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
)
from game.desk.twine_variables import Table, slug
from game.desk.twine_words import Change, Expression, NotSaid, variables_in
from game.story.expressions import LONGEST
from game.story.grammar import (
    NEW_PARAGRAPH,
    ByValue,
    Choose,
    Condition,
    Effect,
    Emphasis,
    Part,
    Parts,
    Words,
)
from game.story.printing import print_condition
from game.story.prose import DEEPEST
from game.story.reader import FORBIDDEN

LIST_MARKS = re.compile(r"^[\s*\-•|,.;:()\[\]>+]*$")  # what stands around links on a line of their own
Tell = Callable[[int, str], None]


class Choice(NamedTuple):
    id: str
    say: Parts
    condition: Condition | None
    do: tuple[Effect, ...]
    goto: str


class Made(NamedTuple):
    """A scene. It has an `ending`, or one way (`goto`), or choices. `remarks` are what stands
    as comments beside it."""

    id: str
    title: str
    text: Parts
    do: tuple[Effect, ...]
    choices: tuple[Choice, ...]
    goto: str
    ending: bool
    remarks: tuple[str, ...]


@dataclass
class _Found:
    """What a scene is made of so far. `read` are the variables that its words asked about."""

    parts: list[Part] = field(default_factory=list[Part])
    choices: list[Choice] = field(default_factory=list[Choice])
    do: list[Effect] = field(default_factory=list[Effect])
    remarks: list[str] = field(default_factory=list[str])
    read: set[str] = field(default_factory=set[str])
    kept: set[str] = field(default_factory=set[str])
    goes: list[str] = field(default_factory=list[str])


class SceneMaker:
    """Makes scenes of passages. `scenes` are the ids by the passages' names."""

    def __init__(self, table: Table, scenes: dict[str, str], tell: Tell) -> None:
        self.table, self.scenes, self.tell = table, scenes, tell
        self.stripped = {name.strip(): scene for name, scene in scenes.items()}
        self.lost: dict[str, str] = {}  # passages that links name and that are not there
        self.here = ""
        self.found = _Found()

    def scene(self, name: str, nodes: Nodes) -> Made:
        """The scene of the passage."""
        self.here, self.found = self.scenes[name], _Found()
        parts = self.parts(nodes, True, 0)
        found = self.found
        goto = found.goes[0] if found.goes and not found.choices else ""
        return Made(
            self.here,
            " ".join(FORBIDDEN.sub("", name).split()) or "Untitled",
            parts,
            tuple(found.do),
            tuple(found.choices),
            goto,
            not found.choices and not goto,
            tuple(found.remarks),
        )

    def missing(self) -> list[Made]:
        """An empty scene for each passage that is named and not there."""
        text = (Words("This passage was not in the file."),)
        return [Made(scene, name, text, (), (), "", True, ()) for name, scene in self.lost.items()]

    def goal(self, name: str, line: int) -> str:
        """The scene that a link leads to; `NotSaid` when it is no passage's name."""
        found = self.scenes.get(name) or self.scenes.get(name.strip()) or self.stripped.get(name.strip())
        if found:
            return found
        if re.match(r"\s*([a-z]+://|mailto:|[$_]\w)", name) or not name.strip() or re.search(r"\(\)\s*$", name):
            raise NotSaid(name)
        name = name.strip()
        if name not in self.lost:
            self.tell(line, f"[[{name}]] leads to a passage that is not there; an empty scene stands for it.")
            self.lost[name] = slug(name, [*self.scenes.values(), *self.lost.values()], "passage")
        return self.lost[name]

    def visited(self, passage: str | None) -> str:
        found = self.here if passage is None else self.scenes.get(passage)
        if found is None:
            raise NotSaid(str(passage))
        return found

    def keep(self, line: int, raw: str, why: str) -> None:
        """Something without words here: told, and kept as a comment."""
        told = " ".join(raw.split())
        if raw in self.found.kept and raw[:1] in "<$_":
            return  # the same tag or name again
        self.found.kept.add(raw)
        short = told if len(told) <= 80 else told[:79] + "…"
        self.tell(line, f"{short} stays behind{'; ' + why if why else ''}.")
        self.found.remarks.append(f"{line}: {told}")

    # ------------------------------------------------------------ words

    def parts(self, nodes: Nodes, when: Guard, depth: int) -> Parts:
        """The words of the nodes; choices and effects are put aside on the way."""
        found: list[Part] = []
        for line in map(_unmarked, _lines(nodes)):
            alone = all(not isinstance(n, Text | Show) or _is_list_mark(n) for n in line) and any(
                isinstance(n, Jump) for n in line
            )
            told: list[Part] = []
            for node in line:
                if isinstance(node, Jump):
                    self.jump(node, when)
                    told += [] if alone else self.words(node.words)
                elif not (alone and isinstance(node, Text)):
                    told += self.part(node, when, depth)
            if told and found:
                found.append(Words(NEW_PARAGRAPH))
            found += told
        return _tidied(found)

    def part(self, node: Node, when: Guard, depth: int) -> Parts:
        match node:
            case Text(text):
                return self.words(text)
            case Show(name, line):
                return self.shown(name, line, depth)
            case Set(changes, line):
                self.set(changes, when, line)
            case Branches():
                return self.branches(node, when, depth)
            case Goes(goal, line):
                self.goes(goal, when, line)
            case Include(passage, line):
                self.keep(line, passage, "")
            case Left(raw, line, why):
                self.keep(line, raw, why)
            case Remark(text, line):
                self.found.remarks.append(f"{line}: {' '.join(text.split())}")
            case Jump():
                self.jump(node, when)
        return ()

    def words(self, text: str) -> Parts:
        """Words with their stress. Stress that is opened and not closed is none."""
        text = re.sub("[\t \xa0]*\n\\s*|[\t ]+", " ", text)
        found: list[Part] = []
        for number, piece in enumerate(re.split(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}", text)):
            bare = FORBIDDEN.sub("", piece)
            if bare:
                found.append(Emphasis((Words(bare),)) if number % 2 and bare.strip() else Words(bare))
        return tuple(found)

    def shown(self, name: str, line: int, depth: int) -> Parts:
        """The value of a variable in words: a text for each value of a list."""
        kept = self.table.kept[name]
        self.found.read.add(name)
        if kept.kind == "list" and depth < DEEPEST:
            return (ByValue(kept.name, tuple(self.words(word) for word in kept.words)),)
        self.keep(line, name, "its name stands for it")
        return (Words(name),)

    def branches(self, node: Branches, when: Guard, depth: int) -> Parts:
        """A group for each branch. Where a test has no words here, all branches are told."""
        if not node.branches:
            return ()
        tests: list[Guard] = []
        before: Guard = True
        try:
            for test, _ in node.branches:
                tests.append(both(before, self.condition(test)))
                before = both(before, negated(tests[-1] if test is None else self.condition(test)))
            if any(len(print_condition(test)) > LONGEST for test in tests if not isinstance(test, bool)):
                raise NotSaid
        except NotSaid as error:
            self.keep(node.line, f"the test {error}", "what it tells stands without it")
            tests = [True] * len(node.branches)
        for test, _ in node.branches:
            self.found.read |= variables_in(test) if test is not None else set()
        kept, self.found.do = self.found.do, []
        texts = [
            self.parts(inside, both(when, test), depth + 1 if test is not True else depth)
            for test, (_, inside) in zip(tests, node.branches, strict=True)
        ]
        self.found.do = [*kept, *self.in_order(self.found.do, node)]
        if depth >= DEEPEST:
            self.keep(node.line, "(if:)", "it stood too deep in others; its words stand without it")
            tests = [True] * len(tests)
        return _grouped(list(zip(tests, texts, strict=True)), node)

    def condition(self, test: Expression | None) -> Guard:
        return True if test is None else self.table.condition(test, self.visited)

    def in_order(self, effects: list[Effect], node: Branches) -> list[Effect]:
        """Effects under the tests of one `if`, those last that change what the tests ask. With
        two of those, the second test would ask what the first has changed."""
        asked = {
            self.table.kept[name].name
            for test, _ in node.branches
            if test is not None
            for name in variables_in(test)
            if name in self.table.kept
        }
        changing = [effect for effect in effects if effect.name in asked]
        if len(changing) > 1 and all(effect.when is not None for effect in changing):
            self.keep(node.line, "(if:)", "it changes what it asks; its effects stay behind, its words stand")
            return [effect for effect in effects if effect not in changing]
        return [*(effect for effect in effects if effect not in changing), *changing]

    # ------------------------------------------------------------ choices and effects

    def jump(self, jump: Jump, when: Guard) -> None:
        try:
            goal = self.goal(jump.goal, jump.line)
        except NotSaid:
            self.keep(jump.line, f"[[{jump.words}->{jump.goal}]]", "")
            return
        do = self.effects(jump.do, None, jump.line)
        say = self.words(jump.words) or self.words(jump.goal)
        self.choose(say, when, tuple(do), goal)

    def choose(self, say: Parts, when: Guard, do: tuple[Effect, ...], goal: str) -> None:
        condition = None if isinstance(when, bool) else when
        for number, choice in enumerate(self.found.choices):
            if choice.say == say and choice.goto == goal and choice.do == do:
                # The same link in two branches of an if is one choice.
                either_way = either(choice.condition or True, when)
                both_ways = None if isinstance(either_way, bool) else either_way
                self.found.choices[number] = choice._replace(condition=both_ways)
                return
        plain = "".join(part.text for part in say if isinstance(part, Words)) or goal
        name = slug(plain, [choice.id for choice in self.found.choices], "choice")
        self.found.choices.append(Choice(name, say, condition, do, goal))

    def goes(self, goal: str, when: Guard, line: int) -> None:
        try:
            scene = self.goal(goal, line)
        except NotSaid:
            self.keep(line, f"(go-to: {goal})", "")
            return
        if when is True:
            self.found.goes.append(scene)
        if when is not True or self.found.choices:
            self.tell(line, f"Twine goes on to {goal} at once here; it has become a choice.")
            self.choose((Words("Go on"),), when, (), scene)

    def set(self, changes: Iterable[Change], when: Guard, line: int) -> None:
        effects = self.effects(changes, None if isinstance(when, bool) else when, line)
        for change in changes:
            if change.name in self.found.read:
                self.tell(line, f"{change.name} was set after it was read; here effects come before the words.")
        self.found.do += effects

    def effects(self, changes: Iterable[Change], when: Condition | None, line: int) -> list[Effect]:
        found: list[Effect] = []
        for change in changes:
            try:
                found.append(self.table.effect(change, when))
            except NotSaid:
                self.keep(line, f"set {change.name} {change.sign} {change.value}", "")
        return found


# ---------------------------------------------------------------- texts


def _lines(nodes: Nodes) -> list[list[Node]]:
    """The nodes line by line, as Twine shows them; what is in a branch stays on its line."""
    found: list[list[Node]] = [[]]
    for node in nodes:
        if not isinstance(node, Text):
            found[-1].append(node)
            continue
        for number, text in enumerate(re.split(f"[\n{LINE}]", node.text)):
            if number:
                found.append([])
            if text:
                found[-1].append(Text(text))
    return found


def _unmarked(line: list[Node]) -> list[Node]:
    """The line without pairs of marks of stress that stood around more than words."""
    for mark in ("//", "''"):
        pattern = re.compile(rf"(?<!:){mark}")
        count = sum(len(pattern.findall(node.text)) for node in line if isinstance(node, Text))
        if count and count % 2 == 0:
            line = [Text(pattern.sub("", node.text)) if isinstance(node, Text) else node for node in line]
    return line


def _is_list_mark(node: Node) -> bool:
    return isinstance(node, Text) and LIST_MARKS.match(node.text) is not None


def _tidied(parts: list[Part]) -> Parts:
    """The parts with words side by side made one, and without spaces at the two ends."""
    found: list[Part] = []
    for part in parts:
        if isinstance(part, Words) and found and isinstance(last := found[-1], Words):
            text = re.sub(" {2,}", " ", last.text + part.text)
            found[-1] = Words(re.sub(f" *({NEW_PARAGRAPH})[ {NEW_PARAGRAPH}]*", r"\1", text))
        else:
            found.append(part)
    if found and isinstance(first := found[0], Words):
        found[0] = Words(first.text.lstrip(f" {NEW_PARAGRAPH}"))
    if found and isinstance(end := found[-1], Words):
        found[-1] = Words(end.text.rstrip(f" {NEW_PARAGRAPH}"))
    return tuple(part for part in found if part != Words(""))


def _grouped(cases: list[tuple[Guard, Parts]], node: Branches) -> Parts:
    """The branches as groups, with the spaces that stood at their edges around them."""
    first = node.branches[0][1]
    lead = Words(" ") if first and isinstance(text := first[0], Text) and text.text[:1] in (" ", "\t") else None
    found: list[Part] = [lead] if lead else []
    if len(cases) == 2 and node.branches[1][0] is None and not isinstance(cases[0][0], bool):
        found += [Choose(cases[0][0], cases[0][1], cases[1][1])] if cases[0][1] or cases[1][1] else []
        return tuple(found)
    for test, parts in cases:
        if parts:
            found += parts if isinstance(test, bool) else [Choose(test, parts, ())]
    return tuple(found)
