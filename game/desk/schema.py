"""A JSON Schema (draft-07) of the story format, for editors that speak with yaml-language-server.

It is made from the table in `game.story.keys`, which the reader obeys too. With a story it
also offers the names of that story. It refuses no name for being unknown: a schema is
written at one moment and a story grows, and `october check` tells of such names anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from game.story.keys import PARTS, REFERENCE, Key, Keys
from game.story.languages import NAMING
from game.story.model import Prose, Story, Variable
from game.story.prose import print_prose
from game.story.scenes import HEAVIEST

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
NAME = "^[a-z][a-z0-9_]*$"
HOUR = "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{1,2}:[0-9]{2}$"
CLOCK = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
TEXT: Schema = {"type": ["string", "number", "boolean"]}  # a title may be 1917
UNTOLD: Schema = {"type": ["string", "number", "boolean", "null"]}  # in a language a text may still be to come
A_NAME: Schema = {
    "type": "string",
    "pattern": NAME,
    "patternErrorMessage": "A name is small letters, digits and _, beginning with a letter.",
}
YES: Schema = {  # an enum would be offered in quotes, lest another reader take it for true
    "type": "string",
    "pattern": "^(yes|no)$",
    "patternErrorMessage": "Write yes or no.",
    "errorMessage": "Write yes or no.",
    "defaultSnippets": [{"label": "yes", "body": "yes"}, {"label": "no", "body": "no"}],
}
SPOT: Schema = {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}

# What there is to choose from: a kind of thing -> its names, each with what it is.
Names = Mapping[str, Mapping[str, str]]


def story_schema(story: Story | None = None) -> Schema:
    """The schema of a story's own files; with a story, its names are offered."""
    names = names_of(story) if story else {}
    maker = _Maker(names)
    definitions = {part: maker.part(keys) for part, keys in PARTS.items()}
    definitions["reference"] = maker.part(REFERENCE)
    # They never stand in it, but where nothing stands yet they are offered.
    definitions["reference"]["properties"] = {**BEGINNINGS, **definitions["reference"]["properties"]}
    definitions["variable"] = {"anyOf": [definitions["variable"], {"type": "null"}]}  # `rain:` alone is a flag
    definitions |= {f"{of}_names": _offer(told) for of, told in names.items() if told}
    told_again = {"required": ["language"], "not": {"required": ["story"]}}
    return {
        "$schema": DRAFT,
        "title": "A story",
        "description": "A document is known by its first key.",
        "type": "object",
        "if": told_again,
        "else": _if_it_has("story", _if_it_has("chapter", {"$ref": "#/definitions/reference"})),
        "definitions": definitions,
    }


def _if_it_has(kind: str, otherwise: Schema) -> Schema:
    return {"if": {"required": [kind]}, "then": {"$ref": f"#/definitions/{kind}"}, "else": otherwise}


BEGINNINGS: Schema = {
    "story": {"description": PARTS["story"]["story"].about},
    "chapter": {"description": PARTS["chapter"]["chapter"].about},
    "language": {"description": "In a story of one file: a document that lays a language over it."},
}


class _Maker:
    """Makes the schema of each kind of value; the names that it offers are of one story."""

    def __init__(self, names: Names) -> None:
        self.names = names
        text, spot = TEXT, SPOT
        self.kinds: dict[str, Callable[[Key], Schema]] = {
            "prose": lambda key: text,
            "words": lambda key: text,
            "code": lambda key: text,
            "own": lambda key: A_NAME,
            "name": lambda key: self.name(key.of),
            "names": lambda key: _one_or_many(self.name(key.of)),
            "present": lambda key: _one_or_many(self.offered(key.of, {"type": "string"})),
            "goto": lambda key: {"anyOf": [self.name("scene", {"return": BACK}), _list_of("way")]},
            "weights": lambda key: self.weights(),
            "condition": lambda key: self.offered("condition", {"type": "string"}),
            "conditions": lambda key: _one_or_many(self.offered("condition", {"type": "string"})),
            "effects": lambda key: _one_or_many(self.offered("effect", {"type": "string"})),
            "hour": lambda key: {"type": "string", "pattern": HOUR, "patternErrorMessage": WRONG_HOUR},
            "clock": lambda key: {"type": "string", "pattern": CLOCK, "patternErrorMessage": WRONG_CLOCK},
            "integer": lambda key: {"type": "integer", "minimum": key.low, "maximum": key.high},
            "yes": lambda key: YES,
            "one_of": lambda key: {"enum": list(key.allowed)},
            "values": lambda key: {"type": "array", "items": A_NAME, "minItems": 2, "uniqueItems": True},
            "value": lambda key: {"type": ["string", "integer"]},
            "spot": lambda key: spot,
            "course": lambda key: {"type": "array", "items": spot, "minItems": 2},
            "parts": lambda key: _named(key.of),
            "list": lambda key: _list_of(key.of),
            "texts": lambda key: {"type": "object", "additionalProperties": text},
        }

    def part(self, keys: Keys) -> Schema:
        """What may stand in a part of the story."""
        schema: Schema = {
            "type": "object",
            "properties": {name: self.value(key) for name, key in keys.items()},
            "additionalProperties": False,
        }
        if needed := [name for name, key in keys.items() if key.needed]:
            schema["required"] = needed
        return schema

    def value(self, key: Key) -> Schema:
        schema = {"description": described(key), **self.kinds[key.kind](key)}
        if key.example and key.kind in ("hour", "condition") and "anyOf" not in schema:
            schema["examples"] = [key.example]
        return schema

    def name(self, of: str, more: Mapping[str, str] | None = None) -> Schema:
        return self.offered(of, A_NAME, more)

    def offered(self, of: str, otherwise: Schema, more: Mapping[str, str] | None = None) -> Schema:
        """Any such value; the story's own are offered."""
        offers = [{"$ref": f"#/definitions/{of}_names"}] if self.names.get(of) else []
        if more:
            offers.append(_offer(more))
        return {"anyOf": [*offers, otherwise]} if offers else otherwise

    def weights(self) -> Schema:
        weight: Schema = {"type": "integer", "minimum": 1, "maximum": HEAVIEST}
        scenes = self.names.get("scene", {})
        known = {name: {"description": about, **weight} for name, about in scenes.items()}
        return {"type": "object", "properties": known, "additionalProperties": weight, "minProperties": 1}


BACK = "Back to where the visit began."
WRONG_CLOCK = "Write the hour so: 06:30."
WRONG_HOUR = "Write the day and the hour so, in the old style: 1917-10-24 16:40."


def described(key: Key) -> str:
    """What an editor says of a key: what it is for, and how it is written."""
    shown = key.example and key.kind not in ("one_of", "yes")  # an editor lists those by itself
    return f"{key.about} For example: {key.example}" if shown else key.about


def _one_or_many(schema: Schema) -> Schema:
    one = schema.get("anyOf", [schema])
    return {"anyOf": [*one, {"type": "array", "items": schema}]}


def _list_of(part: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/definitions/{part}"}, "minItems": 1}


def _offer(names: Mapping[str, str]) -> Schema:
    return {"enum": list(names), "enumDescriptions": list(names.values())}


def _named(part: str) -> Schema:
    """Names, each with such a part below it; an editor may put in a whole one."""
    keys = PARTS[part]
    wanted = [name for name, key in keys.items() if key.needed or (name == "goto" and part != "way")]
    body = {name: f"${{{number}:{keys[name].example}}}" for number, name in enumerate(wanted, 2)}
    snippet = {"label": f"a new {part}", "body": {f"${{1:{part}_name}}": body}}
    inner = {"$ref": f"#/definitions/{part}"}
    schema: Schema = {"type": "object", "propertyNames": A_NAME, "additionalProperties": inner}
    return {**schema, "defaultSnippets": [snippet]} if body else schema


# ---------------------------------------------------------------- the names of a story


def names_of(story: Story) -> Names:
    """What a writer of this story may want to name, by kind, each with what it is."""
    return {
        "scene": {scene.id: plain(scene.title) for scene in story.scenes.values()},
        "chapter": {chapter.id: plain(chapter.title) for chapter in story.chapters.values()},
        "ending": {ending.id: plain(ending.title) for ending in story.endings.values()},
        "person": {person.id: plain(person.name) for person in story.people.values()},
        "place": {place.id: plain(place.name) for place in story.places.values()},
        "note": {note.id: plain(note.title) for note in story.notes.values()},
        "document": {document.id: plain(document.title) for document in story.documents.values()},
        "claim": {claim.id: plain(claim.says) for claim in story.claims.values()},
        "work": {work.id: plain(work.title) for work in story.works.values()},
        "condition": dict(_each(story, conditions)),
        "effect": dict(_each(story, effects)),
    }


def plain(prose: Prose) -> str:
    """A text as its writer typed it."""
    return print_prose(prose.parts)


def _each(story: Story, of: Callable[[Variable], Iterable[str]]) -> Iterator[tuple[str, str]]:
    for variable in story.variables.values():
        for written in of(variable):
            yield written, variable.about
    if of is conditions:
        for scene in story.scenes.values():
            yield f"seen({scene.id})", f"{plain(scene.title)} has been entered."


def conditions(variable: Variable) -> list[str]:
    """The tests that a variable is for."""
    name = variable.name
    if variable.kind == "flag":
        return [name, f"not {name}"]
    if variable.kind == "list":
        return [f"{name} == {value}" for value in variable.values]
    return [f"{name} >= {variable.lowest + 1}", f"{name} == {variable.highest}"]


def effects(variable: Variable) -> list[str]:
    """The changes that a variable can go through."""
    name = variable.name
    if variable.kind == "flag":
        return [name, f"not {name}"]
    if variable.kind == "list":
        return [f"{name} = {value}" for value in variable.values]
    return [f"{name} += 1", f"{name} -= 1"]


# ---------------------------------------------------------------- languages


def language_schema(texts: Mapping[str, Prose]) -> Schema:
    """The schema of the files of any language of a story: exactly the texts that it has
    (by their keys), and each with its words in the story's own language."""
    root: Schema = {"type": "object", "properties": {}, "additionalProperties": False}
    for key, prose in texts.items():
        path = key.split("/")
        if path[0] == "chapters":
            path = path[2:]  # a chapter's texts stand beside chapter: in a document of its own
        at = root
        for name in path[:-1]:
            at = _inner(at, name)
        if path[-1].isdigit():
            at["additionalProperties"] = UNTOLD  # the server knows no key that is a number
            continue
        at["properties"].setdefault(path[-1], {"description": plain(prose), **UNTOLD})
    for choices in _choices(root):
        for name, whole in choices["properties"].items():
            # A choice may be written short, `id: words`.
            said = whole["properties"]["say"]["description"]
            choices["properties"][name] = {"description": said, "anyOf": [UNTOLD, whole]}
    if "phrases" in root["properties"]:
        root["properties"]["phrases"]["additionalProperties"] = UNTOLD  # a language may have its own
    for name in NAMING:
        root["properties"][name] = {"description": f"The same {name}: as in the story's own file.", "type": "string"}
    return {"$schema": DRAFT, "title": "A language", **root}


def _inner(schema: Schema, name: str) -> Schema:
    new: Schema = {"type": "object", "properties": {}, "additionalProperties": False}
    found: Schema = schema["properties"].setdefault(name, new)
    return found


def _choices(root: Schema) -> Iterator[Schema]:
    for scene in root["properties"].get("scenes", {"properties": {}})["properties"].values():
        if "choices" in scene["properties"]:
            yield scene["properties"]["choices"]
