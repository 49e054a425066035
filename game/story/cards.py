"""The cards of the chapters, drawn from coordinates: nodes to the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from game.story.keys import COLOURS, FARTHEST, MOST_SHAPES, MOST_TIMES, NEAREST, SHAPE
from game.story.model import Card, Shape, Spot
from game.story.nodes import Items, Node, told
from game.story.shapes import Part

LETTERS: tuple[Spot, Spot] = ((4, 6), (96, 50))  # where a title stands if the writer does not say
KINDS = ("corners", "beam", "disc")
SIZES = {"beam": "thick", "disc": "wide"}
THICK = 2  # per cent of the height, of a beam that does not say


def read_card(part: Part, name: str, known: Mapping[str, Mapping[str, Node]]) -> Card | None:
    """The card of one chapter; None when there is no such chapter."""
    if name not in known["chapters"]:
        part.unknown("chapter", name, known["chapters"], part.at)
        return None
    return Card(name, _letters(part), _shapes(part, name), part.where())


def _letters(part: Part) -> tuple[Spot, Spot]:
    node = part.nodes.get("letters")
    if node is None:
        return LETTERS
    corners = _spots(part, "letters", node, 2, 2)
    if len(corners) < 2:
        return LETTERS
    (left, top), (right, bottom) = corners
    if left >= right or top >= bottom:
        message = "The second corner of letters lies to the left of the first, or over it."
        part.fault("value-kind", node, message, "Write the upper left corner, then the lower right.")
    return (left, top), (right, bottom)


def _shapes(part: Part, name: str) -> tuple[Shape, ...]:
    node = part.nodes.get("shapes")
    if node is None or told(node):
        return ()
    if not isinstance(node, Items):
        part.fault("value-kind", node, "shapes are a list.", "Begin each with a dash: - {disc: [80, 20], wide: 12}.")
        return ()
    if len(node.nodes) > MOST_SHAPES:
        hint = "With times: and step: one shape is drawn many times over."
        part.fault("file-too-large", node, f"A card has at most {MOST_SHAPES} shapes.", hint)
    inner = (part.inner(item, SHAPE, f"a shape of the card {name}") for item in node.nodes[:MOST_SHAPES])
    return tuple(shape for each in inner if each is not None and (shape := _shape(each)) is not None)


def _shape(part: Part) -> Shape | None:
    kinds = [kind for kind in KINDS if kind in part.nodes]
    if len(kinds) != 1:
        found = f"has both {kinds[0]} and {kinds[1]}" if kinds else "has neither corners nor a beam nor a disc"
        part.fault("card-shape", part.node.keys[kinds[1]] if kinds else None, f"This shape {found}.", ONE)
        return None
    kind = kinds[0]
    for other, key in SIZES.items():
        if key in part.nodes and other != kind:
            message = f"{key} is said of a {other}, and this shape is none."
            part.fault("card-shape", part.node.keys[key], message, "Delete it.")
    node = part.nodes[kind]
    if kind == "disc":
        spot = _spot(part, kind, node)
        spots: tuple[Spot, ...] = (spot,) if spot else ()
        if "wide" not in part.nodes:
            part.missing("wide", "Add wide:, as in wide: 12.")
    else:
        spots = _spots(part, kind, node, *((3, 99) if kind == "corners" else (2, 2)))
    size = part.integer(SIZES[kind], 1, FARTHEST) or THICK if kind in SIZES else 0
    step = _spot(part, "step", part.nodes["step"]) if "step" in part.nodes else None
    times = part.integer("times", 1, MOST_TIMES) or 1
    return Shape(kind, spots, size, part.one_of("in", COLOURS, COLOURS[0]), times, step or (0, 0))


ONE = "Each shape is one of the three; begin another with a dash."
COUNTED = {(3, 99): "three spots or more", (2, 2): "two spots"}


def _spots(part: Part, key: str, node: Node, fewest: int, most: int) -> tuple[Spot, ...]:
    """A list of spots, told of when they are too few or too many."""
    if isinstance(node, Items) and fewest <= len(node.nodes) <= most:
        return tuple(spot for item in node.nodes if (spot := _spot(part, key, item)) is not None)
    if not told(node):
        example = SHAPE[key].example if key in SHAPE else "[[4, 6], [70, 48]]"
        part.fault("value-kind", node, f"{key} should be {COUNTED[fewest, most]}.", f"Write {key}: {example}.")
    return ()


def _spot(part: Part, key: str, node: Node) -> Spot | None:
    """Two numbers: per cent from the left, and from the top."""
    if isinstance(node, Items) and len(node.nodes) == 2:
        across, down = (part.integer(key, NEAREST, FARTHEST, item) for item in node.nodes)
        return (across, down) if across is not None and down is not None else None
    if not told(node):
        message = f"A spot of {key} is two numbers, in per cent: from the left, from the top."
        part.fault("value-kind", node, message, "Write them in brackets: [80, 20].")
    return None


READERS: Mapping[str, Any] = {"cards": read_card}
