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

    def __init__(self, packed: Mapping[str, Any]) -> None:
        self._packed = packed
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        found = self._made.get(name)
        if found is None:
            packed = self._packed[name]
            found = Shelf(packed) if isinstance(packed, dict) else unpack(json.loads(packed))
            self._made[name] = found
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def _shelved(things: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _shelved(thing) if isinstance(thing, Mapping) else json.dumps(pack(thing), ensure_ascii=False)
        for name, thing in things.items()
    }


def pack_story(story: Story) -> dict[str, Any]:
    """The story as plain data: what it has by name as shelves, on which each thing is JSON in
    a text of its own, so that opening the story does not take them apart."""
    packed = {part.name: getattr(story, part.name) for part in fields(story) if part.name != "made"}
    return {name: _shelved(part) if isinstance(part, Mapping) else pack(part) for name, part in packed.items()}


def unpack_story(packed: Mapping[str, Any]) -> Story:
    """The story that was packed."""
    parts: dict[str, Any] = {
        name: Shelf(part) if isinstance(part, dict) else unpack(part) for name, part in packed.items()
    }
    return Story(**parts)
