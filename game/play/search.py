"""Finding by a few letters: capitals and accents do not matter, and every word must be there."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """The text without capitals and accents."""
    parted = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


def matches(query: str, text: str) -> bool:
    """Whether each word of the query stands somewhere in the text, which is `folded` already.

    >>> matches("liteiny mid", folded("The Liteiny at midnight"))
    True
    """
    return all(word in text for word in folded(query).split())
