"""A story of any size, from a seed: the same folder of YAML each time.

Its scenes are made once, as plain data, and written twice: here in the format of the game,
in `ink.py` in ink. Proportions follow the shipped story: a scene has about ninety words and
two to four choices; a third of the choices change something, a fifth are closed at times;
a third of the scenes tell a group, a third link a note.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

WORDS = 90  # in a scene's text
SCENES_A_FILE = 500
NOTES = 80
NOTE = "    text: What was printed that day, and by whom. " + "It was pasted on every wall of the quarter. " * 8 + "\n"
PLACES = 24
PEOPLE = 16
FLAGS = 24
NUMBERS = 8
HIGHEST = 5  # a number goes from 0 to this
LISTS = 8
VALUES = ("unmet", "shamed", "spared", "lost")

VOCABULARY = [
    "the",
    "a",
    "of",
    "and",
    "to",
    "in",
    "that",
    "it",
    "was",
    "his",
    "her",
    "with",
    "for",
    "on",
    "at",
    "by",
    "from",
    "they",
    "bridge",
    "river",
    "snow",
    "winch",
    "lamp",
    "hand",
    "rope",
    "cadet",
    "order",
    "paper",
    "coat",
    "boots",
    "lantern",
    "engine",
    "square",
    "depot",
    "quay",
    "soldier",
    "sister",
    "brother",
    "window",
    "door",
    "street",
    "night",
    "morning",
    "bread",
    "tea",
    "cold",
    "iron",
    "stone",
    "water",
    "smoke",
    "voice",
    "letter",
    "stamp",
    "rifle",
    "wire",
    "train",
    "light",
    "shadow",
    "corner",
    "stair",
    "says",
    "waits",
    "turns",
    "holds",
    "carries",
    "reads",
    "listens",
    "crosses",
    "opens",
    "closes",
    "looks",
    "comes",
    "goes",
    "stands",
    "counts",
    "asks",
    "answers",
    "slowly",
    "again",
    "already",
    "never",
    "always",
    "still",
    "almost",
    "nothing",
    "someone",
    "everybody",
    "nobody",
    "before",
    "after",
    "under",
    "over",
    "across",
]


@dataclass(frozen=True)
class Test:
    """A condition: `kind` is flag, number (at least), list (is), seen or times (at least)."""

    kind: str
    name: str
    value: int = 0


@dataclass(frozen=True)
class Change:
    """An effect: `kind` is flag (set), number (add one) or list (becomes)."""

    kind: str
    name: str
    value: int = 0


@dataclass(frozen=True)
class Group:
    """Words told when the test holds, and others when it does not."""

    test: Test
    yes: str
    no: str


@dataclass(frozen=True)
class Link:
    note: str
    words: str


Piece = str | Group | Link


@dataclass(frozen=True)
class MadeChoice:
    id: str
    say: str
    goto: str
    test: Test | None
    locked: str
    record: str
    do: tuple[Change, ...]


@dataclass(frozen=True)
class MadeScene:
    id: str
    title: str
    at: str
    place: str
    present: tuple[str, ...]
    paragraphs: tuple[tuple[Piece, ...], ...]
    do: tuple[Change, ...]
    choices: tuple[MadeChoice, ...]


@dataclass
class Maker:
    """Draws one story's scenes; `make(size)` is the whole use of it."""

    size: int
    length: int = WORDS
    draw: random.Random = field(default_factory=lambda: random.Random(1917))

    def scenes(self) -> list[MadeScene]:
        return [self.scene(number) for number in range(self.size)]

    def scene(self, number: int) -> MadeScene:
        minute = number % 1440
        chosen = self.draw.random()
        return MadeScene(
            id=scene_id(number),
            title=self.words(4).capitalize(),
            at=f"1917-10-{24 + number * 3 // self.size} {minute // 60:02}:{minute % 60:02}" if chosen < 0.5 else "",
            place=f"place_{number % PLACES}" if chosen < 0.5 else "",
            present=tuple(f"person_{index}" for index in self.draw.sample(range(PEOPLE), self.draw.randrange(4))),
            paragraphs=self.paragraphs(),
            do=(self.change(),) if self.draw.random() < 0.1 else (),
            choices=tuple(self.choice(number, index) for index in range(self.draw.randint(2, 4))),
        )

    def choice(self, number: int, index: int) -> MadeChoice:
        # The first choice is always open, so that no menu is ever empty.
        test = self.test() if index and self.draw.random() < 0.3 else None
        return MadeChoice(
            id=f"choice_{index}",
            say=self.sentence(8),
            goto=scene_id((number + self.draw.randint(1, 40)) % self.size),
            test=test,
            locked=self.sentence(6) if test and self.draw.random() < 0.5 else "",
            record=self.sentence(8) if self.draw.random() < 0.4 else "",
            do=(self.change(),) if self.draw.random() < 0.35 else (),
        )

    def paragraphs(self) -> tuple[tuple[Piece, ...], ...]:
        first: list[Piece] = [self.sentence(14) + " " + self.sentence(16)]
        second: list[Piece] = [self.sentence(14)]
        left = self.length - 44
        if self.draw.random() < 0.33:
            note = f"note_{self.draw.randrange(NOTES)}"
            first += [" " + self.words(3).capitalize() + " ", Link(note, self.words(2)), " " + self.words(3) + "."]
            left -= 8
        if self.draw.random() < 0.33:
            second += [" ", Group(self.test(), self.sentence(8), self.sentence(7))]
            left -= 8
        third: list[Piece] = [self.sentence(left // 2) + " " + self.sentence(left - left // 2)]
        return tuple(first), tuple(second), tuple(third)

    def test(self) -> Test:
        match self.draw.randrange(10):
            case 0 | 1 | 2 | 3:
                return Test("flag", f"flag_{self.draw.randrange(FLAGS)}")
            case 4 | 5 | 6:
                return Test("number", f"number_{self.draw.randrange(NUMBERS)}", self.draw.randint(1, 3))
            case 7 | 8:
                return Test("list", f"list_{self.draw.randrange(LISTS)}", self.draw.randrange(len(VALUES)))
            case _:
                kind = self.draw.choice(["seen", "times"])
                return Test(kind, scene_id(self.draw.randrange(self.size)), 2)

    def change(self) -> Change:
        match self.draw.randrange(3):
            case 0:
                return Change("flag", f"flag_{self.draw.randrange(FLAGS)}")
            case 1:
                return Change("number", f"number_{self.draw.randrange(NUMBERS)}")
            case _:
                return Change("list", f"list_{self.draw.randrange(LISTS)}", self.draw.randrange(len(VALUES)))

    def words(self, count: int) -> str:
        return " ".join(self.draw.choices(VOCABULARY, k=count))

    def sentence(self, count: int) -> str:
        return self.words(count).capitalize() + "."


def make(size: int, length: int = WORDS, seed: int = 1917) -> list[MadeScene]:
    """The scenes of the story of that size, each of so many words; the play begins in the first."""
    return Maker(size, length, random.Random(seed)).scenes()


def scene_id(number: int) -> str:
    return f"scene_{number}"


# ---------------------------------------------------------------- in the format of the game


def write(scenes: list[MadeScene], folder: Path, language: str = "", scenes_a_file: int = SCENES_A_FILE) -> list[Path]:
    """Write the story into the folder, and the same words once more in a further language;
    its files, each with one YAML document."""
    files = {"story.yaml": _head(), "people.yaml": _named("people", "person", PEOPLE, "name")}
    files["places.yaml"] = _named("places", "place", PLACES, "name")
    files["notes.yaml"] = _named("notes", "note", NOTES, "title", NOTE)
    for kind in ("people", "places", "notes") if language else ():
        files[f"{language}/{kind}.yaml"] = files[f"{kind}.yaml"]
    for start in range(0, len(scenes), scenes_a_file):
        number, inside = start // scenes_a_file, scenes[start : start + scenes_a_file]
        files[f"chapters/chapter_{number:03}.yaml"] = _chapter(number, inside)
        if language:
            files[f"{language}/chapters/chapter_{number:03}.yaml"] = _chapter(number, inside, told_again=True)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in files]


def _head() -> str:
    lines = ["story: generated", "title: A story of any size", "version: 1.0", "variables:"]
    lines += [f"  flag_{index}: {{about: something happened}}" for index in range(FLAGS)]
    lines += [f"  number_{index}: {{about: how much, from: 0, to: {HIGHEST}}}" for index in range(NUMBERS)]
    lines += [f"  list_{index}: {{about: which, one_of: [{', '.join(VALUES)}]}}" for index in range(LISTS)]
    return "\n".join(lines) + "\n"


def _named(kind: str, stem: str, count: int, key: str, more: str = "") -> str:
    entries = (f"  {stem}_{index}:\n    {key}: The {stem} number {index}\n{more}" for index in range(count))
    return f"{kind}:\n" + "".join(entries)


def _chapter(number: int, scenes: list[MadeScene], told_again: bool = False) -> str:
    starts = "" if told_again else f"starts:\n  here: {{scene: {scenes[0].id}}}\n"
    head = f"chapter: chapter_{number}\ntitle: Part {number}\n{starts}scenes:\n"
    return head + "".join(_scene(scene, told_again) for scene in scenes)


def _scene(scene: MadeScene, told_again: bool) -> str:
    """A scene; told again in a language it has its texts alone."""
    lines = [f"  {scene.id}:", f"    title: {scene.title}"]
    if scene.at and not told_again:
        lines += [f"    at: {scene.at}", f"    place: {scene.place}"]
    if scene.present and not told_again:
        lines.append(f"    present: [{', '.join(scene.present)}]")
    lines += ["    text: |"] if told_again else ["    basis: imagined", "    text: |"]
    lines.append("\n\n".join("      " + "".join(map(_piece, pieces)) for pieces in scene.paragraphs))
    if scene.do and not told_again:
        lines.append(f"    do: [{', '.join(map(_change, scene.do))}]")
    lines.append("    choices:")
    for choice in scene.choices:
        lines += _choice(choice, told_again)
    return "\n".join(lines) + "\n"


def _choice(choice: MadeChoice, told_again: bool) -> list[str]:
    lines = [f"      {choice.id}:", f"        say: {choice.say}"]
    if choice.locked:
        lines.append(f"        locked: {choice.locked}")
    if choice.record:
        lines.append(f"        record: {choice.record}")
    if told_again:
        return lines
    if choice.test:
        lines.append(f"        if: {_test(choice.test)}")
    if choice.do:
        lines.append(f"        do: [{', '.join(map(_change, choice.do))}]")
    return [*lines, f"        goto: {choice.goto}"]


def _piece(piece: Piece) -> str:
    match piece:
        case Group(test, yes, no):
            return f"{{{_test(test)}: {yes} | {no}}}"
        case Link(note, words):
            return f"[[{note}|{words}]]"
        case _:
            return piece


def _test(test: Test) -> str:
    match test.kind:
        case "flag":
            return test.name
        case "number":
            return f"{test.name} >= {test.value}"
        case "list":
            return f"{test.name} == {VALUES[test.value]}"
        case "seen":
            return f"seen({test.name})"
        case _:
            return f"times({test.name}) >= {test.value}"


def _change(change: Change) -> str:
    match change.kind:
        case "flag":
            return change.name
        case "number":
            return f"{change.name} += 1"
        case _:
            return f"{change.name} = {VALUES[change.value]}"
