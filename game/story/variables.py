"""What a story remembers: flags, bounded numbers, and one of a list."""

from __future__ import annotations

from game.story.expressions import LARGEST, is_name
from game.story.faults import listing
from game.story.model import Prose, Variable
from game.story.reader import Items, Map, Scalar
from game.story.shapes import Part

KEYS = frozenset(["about", "one_of", "from", "to", "start", "journal"])
MOST_VALUES = 256  # a state keeps each variable in one byte


def read_variables(head: Part) -> None:
    """Read `variables:` of the story into the desk."""
    desk = head.desk
    for name, node, key in head.entries("variables"):
        # `name:` alone is a flag without a word about it.
        bare = isinstance(node, Scalar) and not node.value
        part = head.inner(Map(key.line, key.column) if bare else node, KEYS, f"The variable {name}")
        if part is not None and (variable := _variable(part, name)) is not None:
            desk.variables[name] = variable
    for variable in desk.variables.values():
        for value in variable.values:
            if value in desk.variables:
                message = f"{value} is a value of {variable.name} and a variable too."
                head.fault("name-taken", head.node.keys["variables"], message, "Rename one of the two.")


def _variable(part: Part, name: str) -> Variable | None:
    if "one_of" in part.nodes:
        return _list(part, name)
    if "from" in part.nodes or "to" in part.nodes:
        return _number(part, name)
    first = 1 if part.yes("start") else 0
    journal = _journal(part, name, ("no", "yes"))
    return Variable(name, "flag", part.word("about"), 0, 1, first, (), journal, part.where())


def _list(part: Part, name: str) -> Variable | None:
    node = part.nodes["one_of"]
    values = tuple(scalar.value for scalar in part.scalars("one_of"))
    extra = [key for key in ("from", "to") if key in part.nodes]
    if extra or not isinstance(node, Items) or not 2 <= len(set(values)) == len(values) <= MOST_VALUES:
        hint = "Write one_of: [first, second, third]; the first is the start."
        part.fault("variable-form", node, f"{name} needs a list of two values or more, each once.", hint)
        return None
    for scalar in part.scalars("one_of"):
        if not is_name(scalar.value):
            hint = "A value is small letters, digits and _, beginning with a letter."
            part.fault("name-form", scalar, f"{scalar.value!r} cannot be a value.", hint)
    start = part.one_of("start", values, values[0])
    journal = _journal(part, name, values)
    about = part.word("about")
    return Variable(name, "list", about, 0, len(values) - 1, values.index(start), values, journal, part.where())


def _number(part: Part, name: str) -> Variable | None:
    bounds = [part.integer(key, -LARGEST, LARGEST) for key in ("from", "to")]
    lowest, highest = bounds
    if lowest is None or highest is None or not 0 < highest - lowest < MOST_VALUES:
        hint = f"Write from: 0 and to: 2; it may have {MOST_VALUES} values."
        part.fault("variable-form", None, f"{name} needs bounds, the lower first.", hint)
        return None
    start = part.integer("start", lowest, highest)
    first = (start if start is not None else lowest) - lowest
    journal = _journal(part, name, tuple(str(value) for value in range(lowest, highest + 1)))
    return Variable(name, "number", part.word("about"), lowest, highest, first, (), journal, part.where())


def _journal(part: Part, name: str, values: tuple[str, ...]) -> dict[str, Prose]:
    """The words for each value, as the player reads them."""
    node = part.nodes.get("journal")
    found: dict[str, Prose] = {}
    if node is None:
        return found
    if not isinstance(node, Map):
        part.fault("value-kind", node, "journal should hold a text for each value.", f"Values: {listing(values)}.")
        return found
    for value, inner in node.nodes.items():
        if value not in values:
            hint = f"It is {listing(values)}."
            part.fault("value-unknown", node.keys[value], f"{name} is never {value}.", hint)
        elif (text := part.prose(value, f"variables/{name}/journal", "", inner)) is not None:
            found[value] = text
    return found
