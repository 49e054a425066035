"""People, places, notes, documents, claims, works, roles and lessons: nodes to the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from game.story.model import (
    Aim,
    Claim,
    Document,
    Lesson,
    Note,
    Person,
    Place,
    Prose,
    Role,
    Work,
)
from game.story.nodes import Items, Node, told
from game.story.scenes import EMPTY
from game.story.shapes import Part

VERDICTS = ("supported", "imprecise", "contested", "wrong")
SURE = ("high", "medium", "low")
CAMPS = ("insurgent", "legality", "undecided")
FAR = 1_000_000  # metres; no map of a story is wider

# The kinds that are laid out as `kind: {id: {...}}`, and what may stand in each.
KEYS: Mapping[str, frozenset[str]] = {
    "people": frozenset(["name", "about", "gone"]),
    "places": frozenset(["name", "about", "metres"]),
    "notes": frozenset(["title", "text", "historians", "claims", "sources", "sure"]),
    "documents": frozenset(["title", "about", "from", "terms"]),
    "claims": frozenset(["document", "paragraph", "sentence", "says", "verdict"]),
    "works": frozenset({"title"}),
    "roles": frozenset(["name", "camp", "card", "aims"]),
    "lessons": frozenset(["title", "councils"]),
}
SINGULAR = {
    "people": "person",
    "places": "place",
    "notes": "note",
    "documents": "document",
    "claims": "claim",
    "works": "work",
    "roles": "role",
    "lessons": "lesson",
}


def read_entry(kind: str, part: Part, name: str, known: Mapping[str, Mapping[str, Node]]) -> Any:
    """One entry of a kind. `known` are the ids of every kind."""
    return READERS[kind](part, name, known)


def _needed(part: Part, key: str, path: str) -> Prose:
    if key not in part.nodes:
        part.missing(key)
    return part.prose(key, path) or EMPTY


def _person(part: Part, name: str, known: Any) -> Person:
    path = f"people/{name}"
    named = _needed(part, "name", path)
    return Person(name, named, part.prose("about", path), part.condition("gone"), part.where())


def _place(part: Part, name: str, known: Any) -> Place:
    path = f"places/{name}"
    metres = None
    node = part.nodes.get("metres")
    if isinstance(node, Items) and len(node.nodes) == 2:
        east, south = (part.integer("metres", -FAR, FAR, item) for item in node.nodes)
        metres = (east, south) if east is not None and south is not None else None
    elif node is not None and not told(node):
        part.fault("value-kind", node, "metres are two numbers, east and south.", "Write metres: [8300, 4350].")
    return Place(name, _needed(part, "name", path), part.prose("about", path), metres, part.where())


def _note(part: Part, name: str, known: Any) -> Note:
    path = f"notes/{name}"
    return Note(
        id=name,
        title=_needed(part, "title", path),
        text=_needed(part, "text", path),
        historians=part.prose("historians", path),
        claims=part.names("claims", known["claims"], "claim"),
        sources=part.names("sources", known["works"], "work"),
        sure=part.one_of("sure", SURE),
        where=part.where(),
    )


def _document(part: Part, name: str, known: Any) -> Document:
    path = f"documents/{name}"
    title = _needed(part, "title", path)
    return Document(name, title, part.prose("about", path), part.prose("from", path), part.prose("terms", path))


def _claim(part: Part, name: str, known: Any) -> Claim:
    for key in ("document", "paragraph", "sentence", "verdict"):
        if key not in part.nodes:
            part.missing(key)
    return Claim(
        id=name,
        document=part.name("document", known["documents"], "document"),
        paragraph=part.integer("paragraph", 1, 9999) or 1,
        sentence=part.integer("sentence", 1, 9999) or 1,
        says=_needed(part, "says", f"claims/{name}"),
        verdict=part.one_of("verdict", VERDICTS),
        where=part.where(),
    )


def _work(part: Part, name: str, known: Any) -> Work:
    return Work(name, _needed(part, "title", f"works/{name}"))


def _role(part: Part, name: str, known: Any) -> Role:
    path = f"roles/{name}"
    aims: list[Aim] = []
    for aim, node, at in part.entries("aims"):
        inner = part.inner(node, ("say", "if"), f"the aim {aim}", at)
        if inner is None:
            continue
        if "if" not in inner.nodes:
            inner.missing("if")
        condition = inner.condition("if")
        say = _needed(inner, "say", f"{path}/aims/{aim}")
        if condition is not None:
            aims.append(Aim(aim, say, condition))
    camp = part.one_of("camp", CAMPS)
    return Role(name, _needed(part, "name", path), camp, _needed(part, "card", path), tuple(aims))


def _lesson(part: Part, name: str, known: Any) -> Lesson:
    councils = part.names("councils", part.desk.choices, "scene")
    return Lesson(name, _needed(part, "title", f"lessons/{name}"), councils)


READERS: Mapping[str, Any] = {
    "people": _person,
    "places": _place,
    "notes": _note,
    "documents": _document,
    "claims": _claim,
    "works": _work,
    "roles": _role,
    "lessons": _lesson,
}
