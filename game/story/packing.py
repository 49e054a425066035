"""A story as plain data, such as JSON can hold, and back.

The plain form is made from the model and nothing else, so there is one way only from YAML to
a story. What it does not unpack at once, such as scenes, it unpacks when it is first asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from game.story import grammar, model
from game.story.model import Story

# A list in the plain form begins with the name of what it holds: a kind of the model, or one
# of TUPLE, DICT (its keys and values by turns) and HOUR.
TUPLE, DICT, HOUR = "", "{}", "@"


def _dict(*flat: Any) -> dict[Any, Any]:
    return dict(zip(flat[::2], flat[1::2], strict=True))


_MAKERS: dict[str, Callable[..., Any]] = {
    TUPLE: lambda *items: items,
    DICT: _dict,
    HOUR: datetime.fromisoformat,
    **{name: kind for part in (grammar, model) for name, kind in vars(part).items() if hasattr(kind, "_fields")},
}


def pack(value: Any) -> Any:
    """A value of the model as plain data."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, tuple):
        kind = type(value).__name__ if hasattr(value, "_fields") else TUPLE
        return [kind, *map(pack, value)]
    if isinstance(value, Mapping):
        return [DICT, *(pack(part) for item in value.items() for part in item)]
    if isinstance(value, datetime):
        return [HOUR, value.isoformat()]
    raise TypeError(f"a story holds no {type(value).__name__}")


def unpack(plain: Any) -> Any:
    """The value that was packed."""
    if type(plain) is not list:
        return plain
    return _MAKERS[plain[0]](*map(unpack, plain[1:]))


class Shelf(Mapping[str, Any]):
    """Things by their names, each unpacked when it is first asked for, and then kept."""

    def __init__(self, packed: Mapping[str, bytes | Shelf]) -> None:
        self._packed = packed
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        found = self._made.get(name)
        if found is None:
            packed = self._packed[name]
            found = packed if isinstance(packed, Shelf) else unpack(json.loads(packed))
            self._made[name] = found
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def pack_story(story: Story) -> bytes:
    """The story as lines of JSON. The first is the story itself, in which what it has by names
    is {name: null}, or {name: {name: null}}; each null is a line, in their order, so that
    opening the story takes none of them apart."""
    things: list[Any] = []

    def names(shelf: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, thing in shelf.items():
            found[name] = names(thing) if isinstance(thing, Mapping) else None
            if found[name] is None:
                things.append(thing)
        return found

    parts = {part.name: getattr(story, part.name) for part in fields(story) if part.name != "made"}
    head = {name: names(part) if isinstance(part, Mapping) else pack(part) for name, part in parts.items()}
    lines = [head, *map(pack, things)]
    return "\n".join([json.dumps(line, ensure_ascii=False) for line in lines]).encode()


def unpack_story(packed: bytes) -> Story:
    """The story that was packed."""
    lines = iter(packed.split(b"\n"))
    head: dict[str, Any] = json.loads(next(lines))

    def shelf(names: dict[str, Any]) -> Shelf:
        return Shelf({name: next(lines) if inner is None else shelf(inner) for name, inner in names.items()})

    parts: dict[str, Any] = {
        name: shelf(part) if isinstance(part, dict) else unpack(part) for name, part in head.items()
    }
    parts["variables"] = dict(parts["variables"])  # every page asks for all of them
    return Story(**parts)
