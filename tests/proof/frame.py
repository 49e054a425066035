"""A story around the scenes of an example: it has what the example names, and no more."""

from __future__ import annotations

import re

THINGS = {
    "variables": {
        "trust": "{about: what the ten allow you, from: 0, to: 2}",
        "jammed": "{about: the span cannot move}",
        "kolya": "{about: what the cadet makes of you, one_of: [unmet, spared, lost]}",
    },
    "people": {"cadet": "{name: Kolya, about: A cadet., gone: kolya == lost}"},
    "places": {
        "bridge": "{name: The bridge, metres: [8308, 4348]}",
        "erikson": "{name: The Erikson works, metres: [7826, 1880]}",
    },
    "notes": {"junkers": '{title: Cadets, text: "They were officers in training.", sure: high}'},
}
ENDINGS = {"crossed": "{title: Crossed}", "drowned": "{title: Drowned}"}
SHORE = "  shore:\n    title: The Shore\n    text: The left bank.\n    ending: crossed"


def framed(scenes: str, head: str = "") -> str:
    """The whole story. `head` is put into its own document (what it names is there too); a
    `---` in the example begins a document behind the scenes."""
    scenes, _, more = scenes.partition("\n---\n")
    whole = f"{scenes}\n{more}\n{head}"
    if named("cadet", whole):
        whole += " kolya"
    lines = ["story: bridge", "title: The Bridge", *filter(None, [head]), *entries("variables", whole), "endings:"]
    lines += [f"  {name}: {entry}" for name, entry in ENDINGS.items() if name == "crossed" or named(name, whole)]
    things = [line for kind in ("people", "places", "notes") for line in entries(kind, whole)]
    if things:
        lines += ["---", *things]
    lines += ["---", "chapter: bridges", "title: The Bridges", "starts:", "  first: {scene: winch}", "scenes:"]
    lines += [f"  {line}" if line else "" for line in scenes.split("\n")]
    if not re.search(r"^ *shore:", f"{scenes}\n{more}", re.M):
        lines.append(SHORE)
    if more:
        lines += ["---", more]
    return "\n".join(lines) + "\n"


def named(name: str, text: str) -> bool:
    return bool(re.search(rf"\b{name}\b", text))


def entries(kind: str, whole: str) -> list[str]:
    found = [f"  {name}: {entry}" for name, entry in THINGS[kind].items() if named(name, whole)]
    return [f"{kind}:", *found] if found else []
