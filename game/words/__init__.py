"""Every word of the interface, in every language it speaks."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path

from game.play.kept import kept, seal

FOLDER = Path(__file__).parent
FALLBACK = "en"


@cache
def languages() -> tuple[str, ...]:
    """The languages that the interface speaks."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob("*/game.yaml")))


def system_language() -> str:
    """The language of the system, as two letters; English when it names none we speak."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value[:2] if value[:2] in languages() else FALLBACK
    return FALLBACK


@cache
def table(language: str) -> dict[str, str]:
    """All words of a language: key -> text with {placeholders}. A language is a folder of
    files, whose keys are one table."""
    files = [path.read_bytes() for path in sorted((FOLDER / language).glob("*.yaml"))]

    def read() -> bytes:
        import yaml

        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every scalar stays text
        words: dict[str, str] = {}
        for data in files:
            words |= yaml.load(data, Loader=loader)
        return json.dumps(words, ensure_ascii=False).encode()

    words: dict[str, str] = json.loads(kept(f"words-{language}", seal(files), read))
    return words


class Words:
    """The interface's words in one language; English where it does not speak that one."""

    def __init__(self, language: str) -> None:
        self.language = language if language in languages() else FALLBACK
        self.table = table(self.language)

    def __call__(self, key: str, **values: object) -> str:
        """The words for `key`, with its placeholders filled."""
        return self.table[key].format(**values)
