"""From nodes to values: what may stand where, said in one place for every part."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from datetime import datetime

from game.story.expressions import Problem, is_name, read_condition, read_effect
from game.story.faults import Fault, listing, nearest
from game.story.mending import quoted
from game.story.model import Condition, Effect, Parts, Prose, Variable, Where
from game.story.prose import read_prose
from game.story.reader import Items, Map, Node, Scalar, Source

HOUR = re.compile(r"(\d{4})-(\d{2})-(\d{2}) (\d{1,2}):(\d{2})\Z")
NAMES_SHOWN = "small letters, digits and _, beginning with a letter"


class Desk:
    """What the linker knows while it works: every name of the story, and the faults.

    It is the scope of all expressions and texts, and keeps what was read once, since the
    same condition stands in many places."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.variables: dict[str, Variable] = {}
        self.choices: dict[str, dict[str, Scalar]] = {}
        self.notes: dict[str, Node] = {}
        self.phrases: dict[str, Node] = {}
        self.texts: dict[str, Prose] = {}  # every text of the story's own language, by key
        self.times_texts: dict[str, int] = {}  # scene -> the most texts of a `times` group
        self._conditions: dict[str, Condition] = {}
        self._effects: dict[str, Effect] = {}

    def all_conditions(self) -> list[Condition]:
        """Every condition read so far, those of effects included, each once."""
        whens = [effect.when for effect in self._effects.values() if effect.when is not None]
        return [*self._conditions.values(), *whens]

    def count(self, scene: str, texts: int) -> None:
        self.times_texts[scene] = max(texts, self.times_texts.get(scene, 0))

    def condition(self, text: str) -> Condition:
        if (found := self._conditions.get(text)) is None:
            found = self._conditions[text] = read_condition(text, self)
        return found

    def effect(self, text: str) -> Effect:
        if (found := self._effects.get(text)) is None:
            found = self._effects[text] = read_effect(text, self)
        return found


class Part:
    """A mapping of the story with the keys that may stand in it.

    Each reading method takes a key and gives its value, or the given default when the key
    is absent or its value is at fault; the fault is then already told."""

    def __init__(self, desk: Desk, source: Source, node: Map, keys: Collection[str], what: str) -> None:
        self.desk, self.source, self.node, self.what = desk, source, node, what
        self.nodes = node.nodes
        for key in self.nodes:
            if key not in keys:
                hint = nearest(key, keys) or f"Here may stand {listing(sorted(keys), most=20)}."
                self.fault("key-unknown", node.keys[key], f"{what} has no key {key!r}.", hint)

    # ------------------------------------------------------------ places and faults

    def where(self, key: str = "") -> Where:
        node = self.node.keys.get(key, self.node)
        return Where(self.source.name, node.line, node.column)

    def fault(self, code: str, node: Node | None, message: str, hint: str = "") -> None:
        line, column = (node.line, node.column) if node is not None else (self.node.line, self.node.column)
        self.desk.faults.append(Fault(self.source.name, line, column, code, message, hint))

    def missing(self, key: str, hint: str = "") -> None:
        self.fault("key-missing", None, f"{self.what} has no {key}.", hint or f"Add a line {key}: …")

    def report(self, scalar: Scalar) -> Callable[[Problem], None]:
        """Turns a problem at an offset of the scalar into a fault at its place."""

        def tell(problem: Problem) -> None:
            line, column = self.source.locate(scalar, problem.offset)
            fault = Fault(self.source.name, line, column, problem.code, problem.message, problem.hint)
            self.desk.faults.append(fault)

        return tell

    # ------------------------------------------------------------ plain values

    def scalar(self, key: str, node: Node | None = None) -> Scalar | None:
        node = node if node is not None else self.nodes.get(key)
        if node is None:
            return None
        if not isinstance(node, Scalar):
            shown = "a list" if isinstance(node, Items) else "a list of keys"
            self.fault("value-kind", node, f"{key} is {shown}; one value should stand here.")
            return None
        if not node.value.strip():
            self.fault("key-empty", node, f"{key} has nothing in it.", "Fill it, or delete the line.")
            return None
        return node

    def word(self, key: str, default: str = "") -> str:
        scalar = self.scalar(key)
        return default if scalar is None else scalar.value.strip()

    def one_of(self, key: str, allowed: Collection[str], default: str = "") -> str:
        scalar = self.scalar(key)
        if scalar is None:
            return default
        if scalar.value not in allowed:
            hint = nearest(scalar.value, allowed) or f"Write {listing(allowed)}."
            self.fault("value-unknown", scalar, f"{key} is never {scalar.value!r}.", hint)
            return default
        return scalar.value

    def yes(self, key: str) -> bool:
        scalar = self.scalar(key)
        if scalar is not None and scalar.value not in ("yes", "no"):
            self.fault("value-unknown", scalar, f"{key} is yes or no, not {scalar.value}.", "Write yes or no.")
        return scalar is not None and scalar.value == "yes"

    def integer(self, key: str, lowest: int, highest: int, node: Node | None = None) -> int | None:
        scalar = self.scalar(key, node)
        if scalar is None:
            return None
        if not re.fullmatch(r"-?\d{1,9}", scalar.value) or not lowest <= int(scalar.value) <= highest:
            message = f"{key} is a whole number from {lowest} to {highest}, not {scalar.value!r}."
            self.fault("value-kind", scalar, message)
            return None
        return int(scalar.value)

    def hour(self, key: str) -> datetime | None:
        scalar = self.scalar(key)
        if scalar is None:
            return None
        match = HOUR.match(scalar.value)
        try:
            if match:
                year, month, day, hour, minute = (int(part) for part in match.groups())
                return datetime(year, month, day, hour, minute)
        except ValueError:
            pass
        message = f"{scalar.value!r} is no hour."
        self.fault("value-date", scalar, message, "Write it so, in the old style: 1917-10-24 16:40.")
        return None

    # ------------------------------------------------------------ names

    def name(self, key: str, known: Collection[str], what: str, node: Node | None = None) -> str:
        """A name that must be among the known ones; empty when it is not."""
        scalar = self.scalar(key, node)
        if scalar is None:
            return ""
        if scalar.value not in known:
            hint = nearest(scalar.value, known)
            if not hint and known:
                hint = f"There is {listing(known)}."
            self.fault("name-unknown", scalar, f"No {what} is called {scalar.value}.", hint)
            return ""
        return scalar.value

    def names(self, key: str, known: Collection[str] | None, what: str) -> tuple[str, ...]:
        """A list of names (one name alone will do). `known` None takes any."""
        if known is None:
            return tuple(node.value for node in self.scalars(key))
        return tuple(name for node in self.scalars(key) if (name := self.name(key, known, what, node)))

    def scalars(self, key: str, node: Node | None = None) -> list[Scalar]:
        """The scalars of a list (one alone will do)."""
        node = node if node is not None else self.nodes.get(key)
        if node is None:
            return []
        if not isinstance(node, Items):
            one = self.scalar(key)
            return [one] if one is not None else []
        found: list[Scalar] = []
        for item in node.nodes:
            if isinstance(item, Scalar):
                if item.value.strip():
                    found.append(item)
                else:
                    self.fault("key-empty", item, f"An item of {key} is empty.", "Fill it, or delete it.")
            else:
                self.torn(key, item)
        return found

    def torn(self, key: str, item: Node) -> None:
        """A list or mapping where one item of a list should be: a comma, or a colon, bit."""
        message = f"This item of {key} is cut in pieces."
        hint = "Give each item its own line, after a dash."
        self.fault("yaml-comma", item, message, hint)

    def entries(self, key: str, node: Node | None = None) -> Iterator[tuple[str, Node, Scalar]]:
        """The named entries of a mapping: name, node, and the name as it stands."""
        node = node if node is not None else self.nodes.get(key)
        if node is None:
            return
        if not isinstance(node, Map):
            if not (isinstance(node, Scalar) and not node.value.strip()):
                self.fault("value-kind", node, f"{key} should hold names, each with its own lines.")
            else:
                self.fault("key-empty", node, f"{key} has nothing in it.", "Fill it, or delete the line.")
            return
        for name, entry in node.nodes.items():
            if not is_name(name):
                message = f"{name!r} cannot be a name."
                hint = f"A name is {NAMES_SHOWN}, and no word of the grammar."
                self.fault("name-form", node.keys[name], message, hint)
                continue
            yield name, entry, node.keys[name]

    def inner(self, node: Node, keys: Collection[str], what: str) -> Part | None:
        """The mapping inside, or None (told) when it is none."""
        if isinstance(node, Map):
            return Part(self.desk, self.source, node, keys, what)
        code = "key-empty" if isinstance(node, Scalar) and not node.value else "value-kind"
        self.fault(code, node, f"{what} should have keys of its own.", f"Such as {listing(sorted(keys), 4)}.")
        return None

    # ------------------------------------------------------------ expressions and prose

    def condition(self, key: str, node: Node | None = None) -> Condition | None:
        node = node if node is not None else self.nodes.get(key)
        if isinstance(node, Items):
            self.fault("yaml-prose", node, "YAML takes the [ at the beginning for a list.", "Begin with the variable.")
            return None
        scalar = self.scalar(key, node)
        if scalar is None:
            return None
        try:
            return self.desk.condition(scalar.value)
        except Problem as problem:
            self.report(scalar)(problem)
            return None

    def effects(self, key: str) -> tuple[Effect, ...]:
        found: list[Effect] = []
        for scalar in self.scalars(key):
            try:
                found.append(self.desk.effect(scalar.value))
            except Problem as problem:
                self.report(scalar)(problem)
        return tuple(found)

    def prose(self, key: str, path: str, scene: str = "", node: Node | None = None) -> Prose | None:
        """A text; `path` is where it stands in the story, and with the key its own key."""
        own = f"{path}/{key}" if path else key
        node = node if node is not None else self.nodes.get(key)
        if node is None:
            return None
        if not isinstance(node, Scalar):
            self.bitten(key, node)
            return None
        if not node.value.strip():
            self.fault("key-empty", node, f"{key} has nothing in it.", "Fill it, or delete the line.")
            return None
        if node.style is None and " #" in self.source.line(node.line):
            self.cut(key, node)
        text = node.value.rstrip("\n") if node.style in ("|", ">") else node.value
        parts = self.parts(text, node, scene)
        found = self.desk.texts[own] = Prose(own, parts, where_of(self.source, node))
        return found

    def parts(self, text: str, node: Scalar, scene: str) -> Parts:
        return read_prose(text, self.desk, scene, self.report(node))

    def bitten(self, key: str, node: Node) -> None:
        """Words that YAML took for a list or a mapping."""
        value = self.source.line(node.line)[node.column - 1 :].strip()
        if value[:1] in ("{", "["):
            message = f"YAML takes the {value[0]} at the beginning for a sign of its own."
            self.fault("yaml-prose", node, message, f"Write: {key}: {quoted(value)}")
        else:
            self.fault("value-kind", node, f"{key} should be a text.", "Write the words after the colon, or below a |.")

    def cut(self, key: str, node: Scalar) -> None:
        line = self.source.line(node.line)
        at = line.find(" #", node.column - 1)
        if at >= 0 and node.value.startswith(line[node.column - 1 : at].rstrip()):
            message = "YAML cuts the line off at the # and what follows is lost."
            cure = quoted(line[node.column - 1 :].strip())
            fault = Fault(self.source.name, node.line, at + 2, "yaml-cut", message, f"Write: {key}: {cure}")
            self.desk.faults.append(fault)


def where_of(source: Source, node: Node) -> Where:
    return Where(source.name, node.line, node.column)
