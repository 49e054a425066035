"""What a story remembers: flags, bounded numbers, and one of a list."""

from __future__ import annotations

from game.story.expressions import is_name
from game.story.faults import listing
from game.story.keys import LARGEST, VARIABLE
from game.story.model import Prose, Variable
from game.story.nodes import Items, Map, Scalar, told
from game.story.shapes import Part

MOST_VALUES = 256  # a state keeps each variable in one byte


def read_variables(head: Part) -> None:
    """Read `variables:` of the story into the desk."""
    desk = head.desk
    parts: dict[str, Part] = {}
    for name, node, key in head.entries("variables"):
        # `name:` alone is a flag without a word about it.
        bare = isinstance(node, Scalar) and not node.value
        part = head.inner(Map(key.line, key.column) if bare else node, VARIABLE, f"the variable {name}", key)
        if part is not None and (variable := _variable(part, name)) is not None:
            desk.variables[name], parts[name] = variable, part
    # Words may name any variable, so they are read when all are known.
    for name, part in parts.items():
        variable = desk.variables[name]
        desk.variables[name] = variable._replace(journal=_journal(part, name, _words(variable)))
    for variable in desk.variables.values():
        for value in variable.values:
            if value in desk.variables:
                at = desk.variables[value].where
                message = f"{value} is a variable and a value of {variable.name} too."
                head.tell("name-taken", (at.line, at.column), message, "Rename one of the two.")


def _variable(part: Part, name: str) -> Variable | None:
    if "one_of" in part.nodes:
        return _list(part, name)
    if "from" in part.nodes or "to" in part.nodes:
        return _number(part, name)
    first = 1 if part.yes("start") else 0
    return Variable(name, "flag", part.word("about"), 0, 1, first, (), {}, part.where())


def _words(variable: Variable) -> tuple[str, ...]:
    """How the journal writes each value."""
    if variable.kind == "flag":
        return ("no", "yes")
    return variable.values or tuple(str(value) for value in range(variable.lowest, variable.highest + 1))


def _list(part: Part, name: str) -> Variable | None:
    node = part.nodes["one_of"]
    values = tuple(scalar.value for scalar in part.scalars("one_of"))
    if told(node):
        return None
    extra = [key for key in ("from", "to") if key in part.nodes]
    if extra or not isinstance(node, Items) or not 2 <= len(set(values)) == len(values) <= MOST_VALUES:
        hint = "Write one_of: [first, second, third]; the first is the start."
        message = f"{name} needs a list of two values or more, each once, and no bounds beside it."
        part.fault("variable-form", node, message, hint)
        return None
    for scalar in part.scalars("one_of"):
        if not is_name(scalar.value):
            hint = "A value is small letters, digits and _, beginning with a letter."
            part.fault("name-form", scalar, f"{scalar.value!r} cannot be a value of {name}.", hint)
    start = part.one_of("start", values, values[0])
    about = part.word("about")
    return Variable(name, "list", about, 0, len(values) - 1, values.index(start), values, {}, part.where())


def _number(part: Part, name: str) -> Variable | None:
    bounds = [part.integer(key, -LARGEST, LARGEST) for key in ("from", "to")]
    lowest, highest = bounds
    if any(key in part.nodes and bound is None for key, bound in zip(("from", "to"), bounds, strict=True)):
        return None  # told already
    if lowest is None or highest is None or not 0 < highest - lowest < MOST_VALUES:
        hint = f"Write from: 0 and to: 2, say; there may be {MOST_VALUES} numbers from one to the other."
        part.fault("variable-form", None, f"{name} needs two bounds, the lower in from: and the higher in to:.", hint)
        return None
    start = part.integer("start", lowest, highest)
    first = (start if start is not None else lowest) - lowest
    return Variable(name, "number", part.word("about"), lowest, highest, first, (), {}, part.where())


def _journal(part: Part, name: str, values: tuple[str, ...]) -> dict[str, Prose]:
    """The words for each value, as the player reads them."""
    node = part.nodes.get("journal")
    found: dict[str, Prose] = {}
    if node is None or told(node):
        return found
    if not isinstance(node, Map):
        part.fault(
            "value-kind", node, "journal should hold a text for each value.", f"The values are {listing(values)}."
        )
        return found
    for value, inner in node.nodes.items():
        if value not in values:
            hint = f"It is {listing(values)}."
            part.fault("value-unknown", node.keys[value], f"{name} is never {value}.", hint)
        elif (text := part.prose(value, f"variables/{name}/journal", "", inner)) is not None:
            found[value] = text
    return found
