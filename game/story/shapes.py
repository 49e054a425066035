"""From nodes to values: what may stand where, said in one place for every part."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from datetime import datetime

from game.story.expressions import Problem, is_name, read_condition, read_effect
from game.story.faults import MOST_FAULTS, Fault, listing, nearest
from game.story.grammar import Condition, Effect, Parts
from game.story.keys import BEGIN, CHAPTER, REFERENCE, STORY, Keys
from game.story.model import Prose, Variable, Where
from game.story.nodes import Items, Map, Node, Scalar, Source, told
from game.story.oneline import mended_items, mended_keys, quoted, write
from game.story.prose import read_prose

HOUR = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2}) ([0-9]{1,2}):([0-9]{2})\Z")
LAST_YEAR = 9998  # so that the new style is a date too
REMARK = re.compile(r"[ \t]+#")
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

    @property
    def full(self) -> bool:
        """Whether so many faults are found that no more are worth looking for."""
        return len(self.faults) >= MOST_FAULTS

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
    """A mapping of the story with the keys that may stand in it (None: any may).

    Each reading method takes a key and gives its value, or the given default when the key
    is absent or its value is at fault; the fault is then already told."""

    def __init__(
        self, desk: Desk, source: Source, node: Map, keys: Keys | None, what: str, at: Scalar | None = None
    ) -> None:
        self.desk, self.source, self.node, self.what = desk, source, node, what
        self.at: Node = at or node  # where the part itself is at fault: its name, when it has one
        self.nodes = node.nodes
        if keys is not None:
            self.held_against(keys)

    def held_against(self, keys: Keys) -> None:
        """Tell of keys that do not belong here, and of those that are needed and missing."""
        for key in self.nodes:
            if key in BEGIN and keys in (STORY, CHAPTER, REFERENCE) and key not in keys:
                # A new document begins here, so what follows is not this one's either.
                message = f"{key} begins a document of its own."
                self.fault("key-unknown", self.node.keys[key], message, "Put a line --- before it.")
                self.source.lost = True
                return
            if key not in keys and not self.desk.full:
                hint = nearest(key, keys) or f"Here may stand {listing(sorted(keys), most=20)}."
                self.fault("key-unknown", self.node.keys[key], f"No key {key!r} belongs in {self.what}.", hint)
        for key, told_of in keys.items():
            if told_of.needed and key not in self.nodes:
                self.missing(key, f"Add {key}:, as in {key}: {told_of.example.rstrip('.')}.")

    # ------------------------------------------------------------ places and faults

    def where(self, key: str = "") -> Where:
        node = self.node.keys.get(key, self.at)
        return Where(self.source.name, node.line, node.column)

    def fault(self, code: str, node: Node | None, message: str, hint: str = "") -> None:
        at = node if node is not None else self.at
        self.tell(code, self.source.original(at.line, at.column), message, hint)

    def tell(self, code: str, place: tuple[int, int], message: str, hint: str = "") -> None:
        """A fault at a line and column of the writer's own text."""
        if not self.desk.full:
            self.desk.faults.append(Fault(self.source.name, *place, code, message, hint))

    def missing(self, key: str, hint: str = "") -> None:
        message = f"A line {key}: is missing in {self.what}."
        self.fault("key-missing", None, message, hint or f"Add {key}: and what belongs there.")

    def report(self, scalar: Scalar, begin: int = 0) -> Callable[[Problem], None]:
        """Turns a problem at an offset of the scalar into a fault at its place; offsets
        count from `begin`."""

        def report(problem: Problem) -> None:
            if not self.desk.full:
                place = self.source.locate(scalar, begin + problem.offset)
                self.tell(problem.code, place, problem.message, problem.hint)

        return report

    # ------------------------------------------------------------ plain values

    def scalar(self, key: str, node: Node | None = None) -> Scalar | None:
        node = node if node is not None else self.nodes.get(key)
        if node is None or told(node):
            return None
        if not isinstance(node, Scalar):
            shown = "a list" if isinstance(node, Items) else "a list of keys"
            self.fault("value-kind", node, f"{key} is {shown}.", "One value alone should stand here.")
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
            self.fault("value-unknown", scalar, f"{key} cannot be {scalar.value!r}.", hint)
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
        if not re.fullmatch(r"-?[0-9]{1,9}", scalar.value) or not lowest <= int(scalar.value) <= highest:
            message = f"{key} cannot be {scalar.value!r}."
            self.fault("value-kind", scalar, message, f"Write a whole number from {lowest} to {highest}.")
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
                if year <= LAST_YEAR:
                    return datetime(year, month, day, hour, minute)
        except ValueError:
            pass
        message = f"{scalar.value!r} is not a day and an hour."
        self.fault("value-date", scalar, message, "Write both so, in the old style: 1917-10-24 16:40.")
        return None

    # ------------------------------------------------------------ names

    def name(self, key: str, known: Collection[str], what: str, node: Node | None = None) -> str:
        """A name that must be among the known ones; empty when it is not."""
        scalar = self.scalar(key, node)
        if scalar is None:
            return ""
        if scalar.value not in known:
            self.unknown(what, scalar.value, known, scalar)
            return ""
        return scalar.value

    def unknown(self, what: str, name: str, known: Collection[str], node: Node) -> None:
        """A name that is nobody's."""
        if not self.desk.full:
            hint = nearest(name, known)
            if not hint:
                hint = f"There is {listing(known)}." if known else f"The story has no {what} at all."
            self.fault("name-unknown", node, f"No {what} is called {name}.", hint)

    def names(self, key: str, known: Collection[str] | None, what: str) -> tuple[str, ...]:
        """A list of names (one name alone will do). `known` None takes any."""
        if known is None:
            return tuple(node.value for node in self.scalars(key))
        return tuple(name for node in self.scalars(key) if (name := self.name(key, known, what, node)))

    def scalars(self, key: str) -> list[Scalar]:
        """The scalars of a list (one alone will do)."""
        node = self.nodes.get(key)
        if not isinstance(node, Items):
            one = self.scalar(key)
            return [one] if one is not None else []
        found: list[Scalar] = []
        opened: Scalar | None = None
        depth = 0
        for item in node.nodes:
            if told(item):
                continue
            if not isinstance(item, Scalar):
                self.torn(key, node, item)
            elif not item.value.strip():
                self.fault("key-empty", item, f"An item of {key} is empty.", "Fill it, or delete it.")
            else:
                # A bracket open at the end of an item: a comma in it has cut it in two.
                depth += 0 if item.style else item.value.count("(") - item.value.count(")")
                if depth > 0:
                    opened = opened or item
                elif opened is not None:
                    self.torn(key, node, opened)
                    opened, depth = None, 0
                else:
                    found.append(item)
                    depth = 0
        if opened is not None:
            found.append(opened)
        return found

    def torn(self, key: str, whole: Node, item: Node) -> None:
        """An item of a list that is cut in pieces, by a comma or by a colon."""
        if self.desk.full:
            return
        message = f"YAML cuts this item of {key} in pieces, at a comma or a colon."
        line = self.source.line(item.line)
        begin = whole.column - 1
        cured = (
            mended_items(line[begin:].strip()) if whole.line == item.line and line[begin : begin + 1] == "[" else None
        )
        hint = write(line[:begin] + cured) if cured else "Put the item in quotes."
        self.fault("yaml-comma", item, message, hint)

    def entries(self, key: str, node: Node | None = None) -> Iterator[tuple[str, Node, Scalar]]:
        """The named entries of a mapping: name, node, and the name as it stands."""
        node = node if node is not None else self.nodes.get(key)
        if node is None or told(node):
            return
        if not isinstance(node, Map):
            if not (isinstance(node, Scalar) and not node.value.strip()):
                message = f"{key} should hold names, each with its own lines."
                self.fault("value-kind", node, message, "Write a name and a colon, and its lines below, further in.")
            else:
                self.fault("key-empty", node, f"{key} has nothing in it.", "Fill it, or delete the line.")
            return
        for name, entry in node.nodes.items():
            if not is_name(name):
                self.bad_name(name, node.keys[name])
                continue
            yield name, entry, node.keys[name]

    def bad_name(self, name: str, node: Node) -> None:
        why = ", and not a word with a meaning of its own" if name.isidentifier() and name.islower() else ""
        self.fault("name-form", node, f"{name!r} cannot be a name.", f"A name is {NAMES_SHOWN}{why}.")

    def own_name(self, key: str) -> str:
        """The value of a key that names what is being told here."""
        scalar = self.scalar(key)
        if scalar is not None and not is_name(scalar.value):
            self.bad_name(scalar.value, scalar)
        return "" if scalar is None else scalar.value

    def inner(self, node: Node, keys: Keys, what: str, at: Scalar | None = None) -> Part | None:
        """The mapping inside, or None (told) when it is none. `at` is its name."""
        if isinstance(node, Map):
            return Part(self.desk, self.source, node, keys, what, at)
        if not told(node):
            code = "key-empty" if isinstance(node, Scalar) and not node.value else "value-kind"
            hint = f"Below it, further in, may stand {listing(sorted(keys))}."
            self.fault(code, at or node, f"There should be lines with keys in {what}.", hint)
        return None

    # ------------------------------------------------------------ expressions and prose

    def condition(self, key: str, node: Node | None = None, begin: int = 0) -> Condition | None:
        """A condition; it begins at that offset of the value."""
        scalar = self.scalar(key, node)
        if scalar is None:
            return None
        try:
            return self.desk.condition(scalar.value[begin:])
        except Problem as problem:
            self.report(scalar, begin)(problem)
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
        if node is None or told(node):
            return None
        if not isinstance(node, Scalar):
            self.bitten(key, node)
            return None
        cut = node.style is None and self.cut(node)
        if (cut and not node.value) or self.scalar(key, node) is None:
            return None
        text = node.value.rstrip("\n") if node.style in ("|", ">") else node.value
        parts = self.parts(text, node, scene)
        found = self.desk.texts[own] = Prose(own, parts, where_of(self.source, node))
        return found

    def parts(self, text: str, node: Scalar, scene: str) -> Parts:
        return read_prose(text, self.desk, scene, self.report(node))

    def bitten(self, key: str, node: Node) -> None:
        """Words that YAML took for a list or a mapping."""
        line = self.source.line(node.line)
        value = line[node.column - 1 :].strip()
        if value[:1] in ("{", "["):
            message = f"YAML takes the {value[0]} at the beginning for a sign of its own."
            begin = line.find("{")
            braces = mended_keys(line[begin:].strip()) if 0 <= begin < node.column - 1 else None
            cured = line[:begin] + braces if braces else line[: node.column - 1] + quoted(value)
            self.fault("yaml-prose", node, message, write(cured))
            # In quotes a * or ! inside is a sign like any other.
            number, column = self.source.original(node.line, node.column)
            self.source.faults = [
                fault
                for fault in self.source.faults
                if not (fault.code == "yaml-tag" and fault.line == number and fault.column > column)
            ]
        else:
            hint = f"Write {key}: and the words, or {key}: | and the words on the lines below."
            self.fault("value-kind", node, f"{key} should hold words, not a list.", hint)

    def cut(self, node: Scalar) -> bool:
        """A text after which a # begins a remark: perhaps it was meant as words."""
        number, line = node.line, self.source.line(node.line)
        column = node.column + len(node.value)
        if not line.startswith(node.value, node.column - 1):
            number, column = self.source.locate(node, len(node.value))
            line = self.source.line(number)
        if not (match := REMARK.match(line, column - 1)):
            return False
        message = "YAML takes the # for the beginning of a remark: what follows is lost, unless it is quoted."
        hint = "Put the text in quotes, or a remark on a line of its own."
        if number == node.line:
            cure = quoted(line[node.column - 1 :].strip())
            hint = write(f"{line[: node.column - 1].rstrip()} {cure}")
        self.tell("yaml-cut", (number, match.end()), message, hint)
        return True


def where_of(source: Source, node: Node) -> Where:
    return Where(source.name, node.line, node.column)
