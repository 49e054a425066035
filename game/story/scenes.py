"""Chapters, scenes, choices and ways: from nodes to the model."""

from __future__ import annotations

from game.story.faults import Fault
from game.story.grammar import Condition
from game.story.keys import BASES, CHOICE, ROW, SCENE, START, WAY
from game.story.model import (
    GO_ON,
    Branch,
    Chance,
    Chapter,
    Choice,
    Goto,
    Present,
    Prose,
    Return,
    Row,
    Scene,
    Start,
    Visit,
    Way,
    Where,
)
from game.story.nodes import Items, Map, Node, Scalar, Source, told
from game.story.shapes import Desk, Part, where_of

WAY_KEYS = ("goto", "chance", "visit")
HEAVIEST = 1000  # the largest weight of a chance

EMPTY = Prose("", (), Where("", 0, 0))


def needed(part: Part, key: str, path: str) -> Prose:
    """A text that must be there; an empty one where it is not, which the part has told."""
    return part.prose(key, path) or EMPTY


class SceneReader:
    """Reads the scenes of one document. `people`, `places` and `endings` are the ids that
    the story has."""

    def __init__(self, desk: Desk, source: Source, chapter: str, known: dict[str, dict[str, Node]]) -> None:
        self.desk, self.source, self.chapter, self.known = desk, source, chapter, known

    def scene(self, name: str, node: Node, key: Scalar) -> Scene | None:
        if not isinstance(node, Map):
            if not told(node):
                code = "key-empty" if isinstance(node, Scalar) and not node.value else "value-kind"
                message = f"The scene {name} has no lines of its own."
                hint = "Below it, further in, belong its title, its text and its choices."
                self.desk.faults.append(Fault(self.source.name, key.line, key.column, code, message, hint))
            return None
        part = Part(self.desk, self.source, node, SCENE, f"the scene {name}", key)
        path = f"scenes/{name}"
        title, text = part.prose("title", path, name), part.prose("text", path, name)
        return Scene(
            id=name,
            chapter=self.chapter,
            title=title or EMPTY,
            at=part.hour("at"),
            place=part.name("place", self.known["places"], "place"),
            present=self.present(part),
            basis=part.one_of("basis", BASES),
            aside=part.yes("aside"),
            text=text or EMPTY,
            do=part.effects("do"),
            choices=self.choices(part, name, key),
            ending=part.name("ending", self.known["endings"], "ending"),
            council=part.prose("council", path, name),
            remember=self.rows(part, path),
            was=part.names("was", None, "scene"),
            where=where_of(self.source, key),
        )

    def present(self, part: Part) -> tuple[Present, ...]:
        found: list[Present] = []
        for scalar in part.scalars("present"):
            person, found_if, condition = scalar.value.partition(" if ")
            shown = Scalar(person.strip(), scalar.line, scalar.column, scalar.style)
            when = None
            if found_if:
                when = part.condition("present", scalar, len(scalar.value) - len(condition))
            if name := part.name("present", self.known["people"], "person", shown):
                found.append(Present(name, when))
        return tuple(found)

    # ------------------------------------------------------------ choices

    def choices(self, part: Part, scene: str, key: Scalar) -> tuple[Choice, ...]:
        ways = [way for way in WAY_KEYS if way in part.nodes]
        ends = ["choices"] * ("choices" in part.nodes) + ways + ["ending"] * ("ending" in part.nodes)
        if len(ends) != 1:
            has = f"has {' and '.join(ends)}" if ends else "leads nowhere"
            hint = "Give it choices, or one goto, visit or chance, or an ending."
            part.fault("scene-ways", key, f"The scene {scene} {has}.", hint)
        if "then" in part.nodes and "visit" not in part.nodes:
            self.lone_then(part)
        if ways:
            way = self.way(part, scene)
            return () if way is None else (_only_way(way, part.where(ways[0])),)
        if "choices" not in part.nodes:
            return ()
        some(part, "choices", "Write a choice, with its say and its way, or end the scene in another way.")
        found: list[Choice] = []
        entries = list(part.entries("choices"))
        for name, node, at in entries:
            inner = part.inner(node, CHOICE, f"the choice {name}", at)
            if inner is not None and (choice := self.choice(inner, scene, name, at)) is not None:
                found.append(choice)
        if found and len(found) == len(entries) and all(choice.fallback for choice in found):
            hint = "A fallback is offered when nothing else is."
            part.fault("choice-fallback", key, f"Every choice of {scene} is a fallback.", hint)
        return tuple(found)

    def lone_then(self, part: Part) -> None:
        hint = "then says where a visit returns to; use goto alone."
        part.fault("key-unknown", part.node.keys["then"], "then stands without a visit.", hint)

    def choice(self, part: Part, scene: str, name: str, at: Scalar) -> Choice | None:
        path = f"scenes/{scene}/choices/{name}"
        say = part.prose("say", path, scene)
        condition = part.condition("if")
        if "locked" in part.nodes and "if" not in part.nodes:
            hint = "Add an if, or delete locked."
            part.fault("choice-locked", part.node.keys["locked"], f"{name} has a locked reason and no if.", hint)
        ways = [way for way in WAY_KEYS if way in part.nodes]
        if len(ways) != 1:
            has = f"has {' and '.join(ways)}" if ways else "leads nowhere"
            part.fault("choice-ways", at, f"The choice {name} {has}.", "Give it exactly one goto, visit or chance.")
        if "then" in part.nodes and "visit" not in part.nodes:
            self.lone_then(part)
        way = self.way(part, scene) if ways else None
        choice = Choice(
            id=name,
            say=say or EMPTY,
            way=way or Return(),
            condition=condition,
            locked=part.prose("locked", path, scene),
            once=part.yes("once"),
            fallback=part.yes("fallback"),
            record=part.prose("record", path, scene),
            do=part.effects("do"),
            was=part.names("was", None, "choice"),
            where=where_of(self.source, at),
        )
        return None if way is None else choice

    # ------------------------------------------------------------ ways

    def way(self, part: Part, scene: str) -> Way | None:
        if "visit" in part.nodes:
            target = self.target(part, "visit")
            then = self.target(part, "then") if "then" in part.nodes else scene
            return Visit(target, then) if target and then else None
        if "chance" in part.nodes:
            return self.chance(part)
        node = part.nodes["goto"]
        if isinstance(node, Items):
            return self.branch(part, node)
        return self.plain(part, "goto")

    def target(self, part: Part, key: str, node: Node | None = None) -> str:
        return part.name(key, self.desk.choices, "scene", node)

    def plain(self, part: Part, key: str, node: Node | None = None) -> Goto | Return | None:
        scalar = part.scalar(key, node)
        if scalar is None:
            return None
        if scalar.value == "return":
            return Return()
        target = self.target(part, key, scalar)
        return Goto(target) if target else None

    def chance(self, part: Part) -> Chance | None:
        some(part, "chance", "Write scenes and their weights, such as {shore: 3, dream: 1}.")
        found: list[tuple[str, int]] = []
        for name, node, at in part.entries("chance"):
            if name not in self.desk.choices:
                part.unknown("scene", name, self.desk.choices, at)
                continue
            weight = part.integer(f"The weight of {name}", 1, HEAVIEST, node)
            if weight is not None:
                found.append((name, weight))
        return Chance(tuple(found)) if found else None

    def branch(self, part: Part, node: Items) -> Branch | None:
        pairs: list[tuple[Condition | None, Goto | Return]] = []
        last = len(node.nodes) - 1
        for number, item in enumerate(node.nodes):
            inner = part.inner(item, WAY, "this item of the list of ways")
            if inner is None:
                return None
            if ("if" in inner.nodes) == (number == last):
                hint = "Every item has an if and a goto; the last has a goto alone, for when no if holds."
                message = (
                    "The last item of a list of ways has an if."
                    if number == last
                    else "Only the last item can do without an if."
                )
                part.fault("way-list", item, message, hint)
                return None
            if "goto" not in inner.nodes:
                return None
            condition = inner.condition("if")
            way = self.plain(inner, "goto")
            if way is None or (condition is None and number != last):
                return None
            pairs.append((condition, way))
        if not pairs:
            part.fault("way-list", node, "The list of ways is empty.", "Write goto: and the name of a scene.")
            return None
        return Branch(tuple(pairs))

    # ------------------------------------------------------------ remembered rows

    def rows(self, part: Part, path: str) -> tuple[Row, ...]:
        found: list[Row] = []
        for name, node, at in part.entries("remember"):
            inner = part.inner(node, ROW, f"the row {name}", at)
            if inner is None:
                continue
            own = f"{path}/remember/{name}"
            found.append(
                Row(
                    id=name,
                    title=inner.prose("title", own),
                    said=inner.names("said", self.desk.choices, "scene"),
                    did=inner.names("did", self.desk.choices, "scene"),
                    print=inner.prose("print", own),
                    notes=inner.names("notes", self.desk.notes, "note"),
                )
            )
        return tuple(found)


def some(part: Part, key: str, hint: str) -> None:
    """Tell when a pair of braces with nothing in it stands there."""
    node = part.nodes.get(key)
    if isinstance(node, Map) and not node.nodes:
        part.fault("key-empty", node, f"{key} has nothing in it.", hint)


def _only_way(way: Way, where: Where) -> Choice:
    return Choice(GO_ON, None, way, None, None, False, False, None, (), (), where)


def read_starts(part: Part, chapter: str) -> dict[str, Start]:
    """The starts of a chapter, by their names."""
    found: dict[str, Start] = {}
    some(part, "starts", "Write a name, and below it scene: and the scene it begins with.")
    for name, node, at in part.entries("starts"):
        inner = part.inner(node, START, f"the start {name}", at)
        if inner is None:
            continue
        scene = inner.name("scene", part.desk.choices, "scene")
        say = inner.prose("say", f"chapters/{chapter}/starts/{name}")
        if scene:
            found[name] = Start(name, say, scene, inner.effects("do"), where_of(part.source, at))
    return found


def read_chapter(part: Part, name: str) -> Chapter:
    path = f"chapters/{name}"
    title = part.prose("title", path)
    if "title" not in part.nodes:
        part.missing("title")
    if "starts" not in part.nodes:
        part.missing("starts", "Add starts:, below it a name, and below that scene: and the scene it begins with.")
    where = part.where("chapter")
    return Chapter(name, title or EMPTY, part.prose("about", path), read_starts(part, name), where)
