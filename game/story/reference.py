"""People, places, notes, documents, claims, works, roles, lessons, what is on the map and in
the record (those in `chart.py`), and the cards (`cards.py`): nodes to the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from game.story import cards, chart
from game.story.keys import AIM, CAMPS, LAST_RANK, SURE, VERDICTS
from game.story.model import (
    Aim,
    Claim,
    Document,
    Lesson,
    Note,
    Person,
    Place,
    Role,
    Work,
)
from game.story.nodes import Node
from game.story.scenes import needed
from game.story.shapes import Part


def read_entry(kind: str, part: Part, name: str, known: Mapping[str, Mapping[str, Node]]) -> Any:
    """One entry of a kind. `known` are the ids of every kind."""
    return READERS[kind](part, name, known)


def _person(part: Part, name: str, known: Any) -> Person:
    path = f"people/{name}"
    named = needed(part, "name", path)
    return Person(name, named, part.prose("about", path), part.condition("gone"), part.where())


def _place(part: Part, name: str, known: Any) -> Place:
    path = f"places/{name}"
    rank = part.integer("rank", 1, LAST_RANK) or 0
    about = part.prose("about", path)
    return Place(name, needed(part, "name", path), about, chart.metres(part), rank, part.where())


def _note(part: Part, name: str, known: Any) -> Note:
    path = f"notes/{name}"
    return Note(
        id=name,
        title=needed(part, "title", path),
        text=needed(part, "text", path),
        historians=part.prose("historians", path),
        claims=part.names("claims", known["claims"], "claim"),
        sources=part.names("sources", known["works"], "work"),
        sure=part.one_of("sure", SURE),
        required=part.yes("required"),
        where=part.where(),
    )


def _document(part: Part, name: str, known: Any) -> Document:
    path = f"documents/{name}"
    title = needed(part, "title", path)
    return Document(name, title, part.prose("about", path), part.prose("from", path), part.prose("terms", path))


def _claim(part: Part, name: str, known: Any) -> Claim:
    return Claim(
        id=name,
        document=part.name("document", known["documents"], "document"),
        paragraph=part.integer("paragraph", 1, 9999) or 1,
        sentence=part.integer("sentence", 1, 9999) or 1,
        says=needed(part, "says", f"claims/{name}"),
        verdict=part.one_of("verdict", VERDICTS),
        where=part.where(),
    )


def _work(part: Part, name: str, known: Any) -> Work:
    return Work(name, needed(part, "title", f"works/{name}"))


def _role(part: Part, name: str, known: Any) -> Role:
    path = f"roles/{name}"
    aims: list[Aim] = []
    for aim, node, at in part.entries("aims"):
        inner = part.inner(node, AIM, f"the aim {aim}", at)
        if inner is None:
            continue
        condition = inner.condition("if")
        say = needed(inner, "say", f"{path}/aims/{aim}")
        if condition is not None:
            aims.append(Aim(aim, say, condition))
    camp = part.one_of("camp", CAMPS)
    return Role(name, needed(part, "name", path), camp, needed(part, "card", path), tuple(aims))


def _lesson(part: Part, name: str, known: Any) -> Lesson:
    councils = part.names("councils", part.desk.choices, "scene")
    return Lesson(name, needed(part, "title", f"lessons/{name}"), councils)


READERS: Mapping[str, Any] = {
    "people": _person,
    "places": _place,
    "notes": _note,
    "documents": _document,
    "claims": _claim,
    "works": _work,
    "roles": _role,
    "lessons": _lesson,
    **chart.READERS,
    **cards.READERS,
}
