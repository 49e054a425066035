"""A story of the shape that a whole one has: eight chapters in sequence, twenty-one
variables, some thirty choices a chapter that only its own texts ask about, twelve fates.

PLOT says what is decided and what that changes. Between the decisions lie scenes whose
choices are only remembered: three ways that part and join again. Every text draws its
groups from what can be known there. From a seed, the same story each time.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from game.play.state import State, value
from game.proof.walks import Walks
from game.story.linker import load
from game.story.model import Story
from tests.bench.plot import PLOT, RULES, VARIABLES

HEAD = "story: whole\ntitle: The whole\nvariables:\n"
PEOPLE = "people:\n  friend: {name: Friend, gone: friend == dead}\n  cadet: {name: Cadet, gone: cadet == dead}\n"
PLACES = "places:\n" + "".join(f"  place_{n}: {{name: Place {n}, metres: [{300 * n}, 0]}}\n" for n in range(8))
NOTES = 60
ASIDES = 2  # times in a chapter that three ways part, each into a scene of its own
HUB = 6  # scenes that may be visited from one in the middle of each chapter, in any order
ENOUGH = 3  # of them, and then the way leads on
GROUPS = 5  # in a scene's text
START = datetime(1917, 10, 21, 5, 0)


@dataclass
class Step:
    """A decision of the plot. `road` is what stands behind the chapter's number."""

    chapter: int
    road: str
    scene: str
    when: str = ""
    choices: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])  # name, if, do


def steps() -> list[Step]:
    found: list[Step] = []
    for line in PLOT.strip().splitlines():
        if line.startswith(" "):
            head, _, do = line.strip().partition(":")
            name, _, when = head.partition(" if ")
            found[-1].choices.append((name, when, do.strip()))
        else:
            head, _, when = line.partition(" if ")
            chapter, scene = head.split()
            found.append(Step(int(chapter[0]), chapter[1:], scene, when))
    return found


class Writer:
    """Draws one story; `whole(seed)` is the whole use of it."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.plot = steps()
        self.first = {step.chapter: step.scene for step in reversed(self.plot) if not step.when}
        self.scenes: dict[int, list[str]] = {}
        self.known: list[tuple[str, str]] = []  # the choices of this chapter so far
        self.seen: list[str] = []
        self.words = 0
        self.hour = START

    # ------------------------------------------------------------ texts

    def word(self) -> str:
        self.words += 1
        return f"w{self.words}"

    def of_variable(self, chapter: int) -> str:
        live = [name for name, (_, first, last) in VARIABLES.items() if first <= chapter <= last]
        name = self.draw.choice(live)
        values = VARIABLES[name][0].split()
        if values == ["flag"]:
            return name
        if values[0].isdigit():
            return f"{name} >= {self.draw.randint(1, int(values[1]))}"
        # The first value and those that this chapter can give it.
        given = [v for v in values[:1] if name != "origin"]
        given += [
            value
            for step in self.plot
            for _, _, do in step.choices
            for value in values
            if step.chapter <= chapter and f"{name} = {value}" in do
        ]
        return f"{name} == {self.draw.choice(given or values)}"

    def test(self, chapter: int) -> str:
        if not self.known or self.draw.random() < 0.35:
            return self.of_variable(chapter)
        kind = self.draw.random()
        if kind < 0.6 or not self.seen:
            return "chosen({}, {})".format(*self.draw.choice(self.known))
        if kind < 0.85:
            return f"seen({self.draw.choice(self.seen)})"
        return "chosen({}, {}) and {}".format(*self.draw.choice(self.known), self.of_variable(chapter))

    def group(self, chapter: int, depth: int = 1) -> str:
        inner = f" {self.group(chapter, depth - 1)}" if depth and self.draw.random() < 0.3 else ""
        other = f" | {self.word()}" if self.draw.random() < 0.5 else ""
        return f"{{{self.test(chapter)}: {self.word()}{inner}{other}}}"

    def text(self, chapter: int) -> str:
        groups = " and ".join(self.group(chapter) for _ in range(GROUPS))
        return f"Words [[note_{self.draw.randrange(NOTES)}|here]] and {groups} end."

    # ------------------------------------------------------------ scenes

    def scene(
        self, chapter: int, name: str, choices: list[tuple[str, str, str]], way: str, ways: list[str] | None = None
    ) -> None:
        """Write it. `way` is what follows each choice, unless `ways` has one for each."""
        self.hour += timedelta(minutes=self.draw.randint(15, 30))
        lines = [f"  {name}:", f"    title: Scene {name}", f"    at: {self.hour:%Y-%m-%d %H:%M}"]
        lines.append(f"    place: place_{self.draw.randrange(8)}")
        lines = lines[:2] if way == "goto: return" else lines  # it takes no time
        present = [who for who in ("friend", "cadet") if self.draw.random() < 0.3]
        if present:
            lines.append("    present:")
            lines += [f"    - {who} if {who} != dead" if chapter >= 7 else f"    - {who}" for who in present]
        lines += ["    text: >-", f"      {self.text(chapter)}", "    choices:" if choices else f"    {way}"]
        for number, (choice, when, do) in enumerate(choices):
            lines += [f"      {choice}:", f"        say: Say {self.word()}."]
            lines += [f"        if: {when}"] * bool(when)
            lines += [f"        do: [{do}]"] * bool(do)
            lines.append(f"        {ways[number] if ways else way}")
        self.scenes.setdefault(chapter, []).append("\n".join(lines))
        self.known += [(name, choice) for choice, _, _ in choices if not way.startswith("ending")]
        self.seen.append(name)

    def aside(self, number: int, chapter: int, way: str) -> str:
        """Three ways that part and join; the name of the scene where they part."""
        name = f"aside_{chapter}_{number}"
        parts = [f"{name}_{letter}" for letter in "abc"]
        names = [f"take_{letter}" for letter in "abc"]
        self.scene(chapter, name, [(each, "", "") for each in names], "", [f"goto: {part}" for part in parts])
        for part in parts:
            self.scene(chapter, part, [("this", "", ""), ("that", "", "")], way)
        return name

    def hub(self, chapter: int, way: str) -> str:
        """A scene from which others are visited once each, until it is enough; its name."""
        name = f"hub_{chapter}"
        visited = [f"{name}_{letter}" for letter in "abcdef"[:HUB]]
        met = " + ".join(f"(seen({each}))" for each in visited)
        names = [(each[-1] + "_first", f"{met} < {ENOUGH}", "") for each in visited]
        ways = [f"once: yes\n        visit: {each}" for each in visited]
        self.scene(chapter, name, [*names, ("enough", f"{met} == {ENOUGH}", "")], "", [*ways, way])
        for each in visited:
            self.scene(chapter, each, [], "goto: return")
        return name

    def way_to(self, at: int, asides: dict[int, str]) -> str:
        """The way to the step of the plot, or to those behind it when it is not open."""
        pairs: list[str] = []
        for number in range(at, len(self.plot)):
            step = self.plot[number]
            if not step.when:
                pairs.append(f"          - goto: {asides.get(number, step.scene)}")
                return "goto:\n" + "\n".join(pairs) if len(pairs) > 1 else f"goto: {asides.get(number, step.scene)}"
            pairs.append(f"          - if: {step.when}\n            goto: {step.scene}")
        raise AssertionError("the plot ends in a step that is always open")

    def whole(self) -> Iterator[tuple[str, str]]:
        """The names of the story's files and what stands in them."""
        asides: dict[int, str] = {}
        for chapter in range(1, 9):
            free = [n for n, s in enumerate(self.plot) if s.chapter == chapter and not s.when][1:]
            for count, number in enumerate(sorted(self.draw.sample(free, min(ASIDES + 1, len(free))))):
                asides[number] = f"aside_{chapter}_{count}" if count else f"hub_{chapter}"
        for number, step in enumerate(self.plot):
            if number == 0 or self.plot[number - 1].chapter != step.chapter:
                self.known, self.seen = [], []
            if asides.get(number, "").startswith("hub"):
                self.hub(step.chapter, f"goto: {step.scene}")
            elif number in asides:
                self.aside(int(asides[number][-1]), step.chapter, f"goto: {step.scene}")
            self.scene(step.chapter, step.scene, step.choices, self.onward(number, asides))
        self.ends()
        yield "story.yaml", HEAD + "".join(map(variable, VARIABLES)) + RULES + endings()
        yield "people.yaml", PEOPLE + PLACES
        notes = (f"  note_{n}: {{title: Note {n}, text: Words., sure: high}}\n" for n in range(NOTES))
        yield "notes.yaml", "notes:\n" + "".join(notes)

    def onward(self, number: int, asides: dict[int, str]) -> str:
        return self.way_to(number + 1, asides) if number + 1 < len(self.plot) else self.fates()

    def fates(self) -> str:
        values = VARIABLES["word"][0].split()
        pairs = [f"          - if: word == {value}\n            goto: fate_{value}" for value in values[1:]]
        return "goto:\n" + "\n".join([*pairs, "          - goto: fate_none"])

    def ends(self) -> None:
        for fate in VARIABLES["word"][0].split():
            tones = ("told >= 3", "legend >= 3", "told + legend <= 2")
            text = " ".join([self.text(8), *(f"{{{tone}: {self.word()}}}" for tone in tones)])
            lines = [f"  fate_{fate}:", f"    title: Fate {fate}", f"    text: '{text}'", f"    ending: {fate}"]
            self.scenes[8].append("\n".join(lines))


def variable(name: str) -> str:
    values = VARIABLES[name][0].split()
    if values == ["flag"]:
        return f"  {name}: {{about: something}}\n"
    if values[0].isdigit():
        return f"  {name}: {{about: something, from: {values[0]}, to: {values[1]}, start: {values[2]}}}\n"
    return f"  {name}: {{about: something, one_of: [{', '.join(values)}]}}\n"


def endings() -> str:
    return "endings:\n" + "".join(f"  {value}: {{title: The {value}}}\n" for value in VARIABLES["word"][0].split())


# ---------------------------------------------------------------- the folder


def write(folder: Path, seed: int = 1917) -> None:
    """Write the story into the folder. Where a later chapter may start is what three walks
    have come to it with."""
    writer = Writer(seed)
    files = dict(writer.whole())
    (folder / "chapters").mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    starts = {chapter: [f"  start_0: {{scene: {scene}}}"] for chapter, scene in writer.first.items()}
    for again in (True, False):
        for chapter, scenes in writer.scenes.items():
            head = [f"chapter: c{chapter}", f"title: Chapter {chapter}", "starts:"]
            body = "\n".join([*head, *starts[chapter], "scenes:", *scenes]) + "\n"
            (folder / "chapters" / f"c{chapter}.yaml").write_text(body, encoding="utf-8")
        if again:
            starts |= later_starts(load(folder), writer, seed)


def later_starts(story: Story, writer: Writer, seed: int) -> dict[int, list[str]]:
    chapters = {scene: chapter for chapter, scene in writer.first.items() if chapter > 1}
    found: dict[int, list[str]] = {chapter: [] for chapter in chapters.values()}
    walks = Walks(story, seed, fair=True)

    def meet(state: State) -> bool:
        chapter = chapters.get(state.scene, 0)
        if chapter and len(found[chapter]) < 3:
            held = [(variable, value(variable, state, story)) for variable in story.variables.values()]
            effects = [
                (v.name if new else f"not {v.name}") if v.kind == "flag" else f"{v.name} = {new}" for v, new in held
            ]
            name = f"start_{len(found[chapter])}"
            found[chapter].append(f"  {name}: {{scene: {state.scene}, do: [{', '.join(effects)}]}}")
        return True

    for _ in range(3):
        walks.walk(meet)
    return found
