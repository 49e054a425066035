"""A language laid over a story: the same ids, and nothing but prose.

Every text of a story has a key, its path by names. A language's files have the same
shape, so the path of a text in them is the key of the text that it stands for. A choice
may be written short there, `id: words`. A key with nothing after it is a text that is not
told yet: a gap, as if it were not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from game.story.faults import listing, nearest
from game.story.keys import MECHANICAL
from game.story.model import Prose, Story
from game.story.nodes import Map, Node, Scalar, Source, told
from game.story.shapes import Desk, Part

# The keys of a document that name it; they hold no prose.
NAMING = ("language", "story", "chapter")
UNTOLD = (None, "|", ">")  # how a key with nothing after it stands; a pair of quotes is a slip

HOLDER = re.compile(r"chapters/\w+\Z")


def holders(texts: Iterable[str]) -> frozenset[str]:
    """Every path below which a text of the story stands."""
    found: set[str] = set()
    for key in texts:
        holder = key.rpartition("/")[0]
        while holder and holder not in found:
            found.add(holder)
            holder = holder.rpartition("/")[0]
    return frozenset(found)


def read_overlay(desk: Desk, source: Source, document: Map, known: frozenset[str]) -> dict[str, Prose]:
    """The texts of one document of a language, by key. `known` are the story's holders."""
    found: dict[str, Prose] = {}
    part = Part(desk, source, document, None, "the language")
    kind = next((key for key in ("chapter", "story") if key in document.nodes), "")
    name = document.nodes[kind].value if kind and isinstance(document.nodes[kind], Scalar) else ""  # type: ignore[union-attr]
    own = f"chapters/{name}" if kind == "chapter" else ""
    if own and own not in known:
        chapters = [holder.removeprefix("chapters/") for holder in known if HOLDER.match(holder)]
        hint = nearest(name, chapters) or f"There is {listing(sorted(chapters))}."
        part.fault("language-extra", document.nodes[kind], f"The story has no chapter {name}.", hint)
        own = ""
    for key, node in document.nodes.items():
        if key not in NAMING and (own or kind != "chapter" or key == "scenes"):
            # Scenes are named in the whole story; what else a chapter holds is its own.
            _walk(part, node, key if key == "scenes" or not own else f"{own}/{key}", key, known, found)
    return found


def _walk(part: Part, node: Node, path: str, key: str, known: frozenset[str], found: dict[str, Prose]) -> None:
    texts = part.desk.texts
    if told(node):
        return
    if isinstance(node, Scalar):
        full = path if path in texts or f"{path}/say" not in texts else f"{path}/say"
        if not node.value and node.style in UNTOLD and (full in texts or path in known):
            return
        if full in texts or path.startswith("phrases/"):
            names = path.split("/")
            scene = names[1] if names[0] == "scenes" else ""
            holder, _, last = full.rpartition("/")
            text = part.prose(last, holder, scene, node)
            if text is not None:
                found[full] = text
        elif key in MECHANICAL:
            message = f"{key} is not told again in a language."
            part.fault("language-key", node, message, "Delete the line; only texts stand here.")
        else:
            _tell_extra(part, node, path)
    elif isinstance(node, Map):
        if path not in known and not path.startswith("phrases"):
            _tell_extra(part, node, path)
            return
        for name, inner in node.nodes.items():
            _walk(part, inner, f"{path}/{name}", name, known, found)
    elif key in MECHANICAL:
        part.fault("language-key", node, f"{key} is not told again in a language.", "Delete it; only texts stand here.")
    else:
        part.bitten(key, node)


def _tell_extra(part: Part, node: Node, path: str) -> None:
    holder, _, name = path.rpartition("/")
    if HOLDER.match(holder) and any(key.startswith(f"scenes/{name}/") for key in part.desk.texts):
        part.fault("language-extra", node, f"The scene {name} stands beside scenes:.", "Put it below, further in.")
        return
    beside = {key[len(holder) + 1 :].split("/")[0] for key in part.desk.texts if key.startswith(f"{holder}/")}
    message = f"The story has no {path.replace('/', ' › ')}."
    hint = nearest(name, beside) or "Tell it in the story's own language first, or delete it here."
    part.fault("language-extra", node, message, hint)


def missing(story: Story, language: str, keys: Mapping[str, Prose]) -> tuple[Prose, ...]:
    """The texts among `keys` that the language does not have yet, in their order."""
    there = story.texts.get(language, {})
    return tuple(prose for key, prose in keys.items() if key not in there)
