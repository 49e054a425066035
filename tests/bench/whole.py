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

# name: (kind, first and last chapter in which texts ask for it)
VARIABLES = {
    "origin": ("winder lathe front", 1, 8),
    "role": ("gate rifle bandage", 1, 6),
    "trust": ("0 2 1", 1, 7),
    "restraint": ("0 2 1", 1, 7),
    "creed": ("unsaid early late all soviet", 1, 8),
    "heard": ("flag", 1, 3),
    "held": ("flag", 2, 3),
    "seal": ("shut open smashed", 2, 7),
    "sister": ("owed kept broken", 3, 7),
    "lodger": ("0 2 1", 1, 7),
    "letter": ("silent written given safe lost", 1, 7),
    "friend": ("bench armed hurt dead", 1, 7),
    "cadet": ("unmet shamed spared owed saved dead", 3, 8),
    "lines": ("unmet hidden left tapped", 4, 7),
    "farmer": ("flag", 5, 7),
    "sailor": ("flag", 4, 7),
    "road": ("unset hall palace", 5, 8),
    "nephew": ("unsaid honest tale", 7, 8),
    "word": ("none crossing types bread field kron cellar ward wires army north", 7, 8),
    "told": ("0 5 0", 8, 8),
    "legend": ("0 5 0", 8, 8),
}

# A line "CHAPTER SCENE [if CONDITION]", then its choices: "CHOICE [if CONDITION]: EFFECTS".
# Letters behind a chapter's number are roads beside each other.
PLOT = """
1 hands
  winder: origin = winder
  lathe: origin = lathe
  front: origin = front
1 queue
  doorkeeper: heard
  wife:
  student:
1 accusation
  beside: restraint += 1, lodger += 1
  baker: restraint -= 1
  keep: lodger -= 1
1 club
  now: creed = early, trust -= 1 if trust < 2
  wait: creed = late
1 envelope
  answer: letter = written
  keep:
  hand_in: letter = given, trust += 1
1 oath
  up: trust += 1
  down: lodger += 1
1 rifle
  mine: role = rifle
  his: friend = armed, role = bandage
  guard: friend = armed, trust -= 1
2 bundle
  home:
  cry: trust += 1, held
2 receipt
  sign: restraint += 1
  revolver: trust += 1, restraint -= 1
2 second_seal
  cut: seal = open, lodger += 1
  leave:
  smash: seal = smashed, restraint -= 1, lodger -= 1
2 fount
  tell: lodger = 0, trust += 1
  keep: lodger += 1
3 relieved if role == gate
  arm: role = rifle
  bind: role = bandage
3 picket
  fast: cadet = shamed, restraint -= 1
  crowd: cadet = shamed, trust -= 1 if trust < 2
  talk: cadet = spared, restraint += 1, trust -= 1 if trust < 2 and origin != front
  father if heard: cadet = spared, restraint += 1
3 errand
  jam if origin == lathe or trust >= 1: trust += 1
  fetch if cadet == shamed: sister = kept, trust -= 1
  bars: restraint += 1
3 passes
  stamp: trust += 1, restraint -= 1
  face: restraint += 1, trust -= 1
3 eyes if friend == armed
  tell: friend = bench
  quiet:
3 toothache
  wave: restraint += 1
  hold: trust += 1
  walk if sister == owed: sister = kept if not held, trust -= 1
3 midnight
  sleep: sister = broken if sister == owed
  wake: sister = broken if sister == owed
4 two_oclock
  post: letter = written if letter == silent
  station: restraint += 1
  power: trust += 1
4 before_seven
  lorry: sailor
  bank: trust += 1
4 operators
  bayonets: lines = hidden if origin != winder, restraint -= 1
  bargain: restraint += 1
  alone:
4 jacks if lines == unmet
  pull: lines = hidden
  leave: lines = left
  listen: lines = tapped
5 report
  cut: trust += 1
  not_cut if lines in [left, tapped]: trust -= 1, restraint += 1
5 ten_minutes
  read: farmer
  amend: lodger += 1
  stay: trust += 1
5 mandate
  all: creed = all, lodger += 1
  soviet: creed = soviet
5 fork
  hall: road = hall
  palace: road = palace
6 night
  wait:
  go:
6a absence if road == hall
  pull if friend == armed: trust -= 1 if role != bandage, letter = lost if letter == written
  women if letter == written: letter = safe, friend = hurt if friend == armed, trust -= 1
  stay: friend = hurt if friend == armed, letter = lost
6a leaf if road == hall
  hold: lodger += 1, trust -= 1
  aside:
  bar: lodger -= 1, trust += 1
6a list if road == hall
  call: restraint += 1
  hush:
  shout: restraint -= 1
6b woodpile if road == palace
  column: letter = safe if letter == written, friend = hurt if friend == armed
  inside: letter = lost
6b coat if road == palace
  call: trust += 1, not sailor
  away: trust -= 1
6b troitsky if road == palace
  ring: restraint += 1
  lie:
  shots if role == rifle: restraint -= 1
6 surety
  sign if cadet == spared: cadet = owed, restraint += 1
  leave:
7 sanya_asks if letter == safe
  accept: word = crossing
  refuse:
7 lodger_asks if lodger == 2
  accept: word = types
  refuse:
7 sister_asks if sister == kept
  accept: word = bread
  refuse:
7 farmer_asks if farmer
  accept: word = field
  refuse:
7 table
  honest: nephew = honest
  tale: nephew = tale
7 wine
  report: trust += 1
  go_by:
  drink if sailor: word = cellar if trust < 2, trust = 0
  drag if sailor: word = kron, trust -= 1
7 ward_asks if word != cellar and (restraint == 2 or friend == hurt)
  accept: word = ward
  refuse:
7 stairs
  friend_first if friend == armed: trust += 1, friend = dead
  you_first: restraint -= 1
  sailors: trust -= 1
  back if lines == left:
7 wires_ask if word != cellar and lines in [left, tapped]
  accept: word = wires, trust -= 1 if lines == tapped
  refuse:
7 yard
  front if trust + restraint + (origin == front) - (cadet == owed) > 1: cadet = saved
  names if restraint == 2 or sister == kept or cadet == owed: cadet = saved
  march if trust == 2 and cadet != shamed: cadet = saved
  aside: cadet = dead
7 army_asks if trust == 2 and word != cellar
  accept: word = army
  refuse:
7 north_asks if friend == armed
  accept: word = north
  refuse:
7 snow
  keep:
  leave_it: word = none
8 desk
  go:
8 first
  did: told += 1
  legend: legend += 1
  silence:
8 second
  did: told += 1
  legend: legend += 1
  silence:
8 third
  did: told += 1
  legend: legend += 1
  silence:
8 fourth
  did if cadet in [saved, dead]: told += 1
  legend: legend += 1
  silence:
8 fifth
  did: told += 1
  legend: legend += 1
  silence:
"""
RULES = """always: [cadet != dead or nephew != unsaid, 'not held or seal != open or lodger >= 1 or trust <= 2']
never: [letter == safe and letter == given, told + legend > 5, word == north and friend == bench]
"""
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
        for value in VARIABLES["word"][0].split():
            lines = [f"  fate_{value}:", f"    title: Fate {value}", f"    text: '{self.text(8)} {{told >= 3:"]
            lines[-1] += f" {self.word()}}} {{legend >= 3: {self.word()}}} {{told + legend <= 2: {self.word()}}}'"
            self.scenes[8].append("\n".join([*lines, f"    ending: {value}"]))


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
