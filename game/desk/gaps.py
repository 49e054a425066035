"""What `october translate` says of a language: what is missing, and what is stale with
the words that changed in its source."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator

from game.desk.translate import Stale, Translation

TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
AROUND = 12  # words and marks shown on each side of a change
MOST_NAMED = 6  # texts named in one file


def report(translation: Translation) -> Iterator[str]:
    """Lines for people: the sum, then what is missing by file, then each stale text."""
    missing, stale = translation.missing, translation.stale
    count = len(translation.texts)
    state = f"{len(missing) or 'none'} missing, {len(stale) or 'none'} stale"
    yield f"{translation.language}: {count} text{'s' * (count != 1)}, {state}."
    files = Counter(prose.where.file for prose in missing)
    for file, number in files.items():
        names = [prose.key for prose in missing if prose.where.file == file][:MOST_NAMED]
        more = f" and {number - len(names)} more" if number > len(names) else ""
        yield f"  missing from {file}: {', '.join(names)}{more}"
    for text in stale:
        where = text.prose.where
        yield f"  stale: {text.prose.key} ({where.file}:{where.line})"
        yield f"    {changed(text)}"


def changed(stale: Stale) -> str:
    """How the source of a stale text changed, in one line."""
    if not stale.was:
        return "It is not known what it was translated from."
    return word_diff(stale.was, stale.now).replace("\n\n", " ¶ ").replace("\n", " / ")


def word_diff(was: str, now: str) -> str:
    """The newer text with what has gone as `[-words-]` and what has come as `{+words+}`;
    of long stretches that are the same only the two ends."""
    old, new = TOKEN.findall(was), TOKEN.findall(now)
    codes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    parts: list[str] = []
    for number, (kind, begin, end, to_begin, to_end) in enumerate(codes):
        if kind != "equal":
            gone, come = "".join(old[begin:end]), "".join(new[to_begin:to_end])
            parts += [f"[-{gone}-]"] * bool(gone) + [f"{{+{come}+}}"] * bool(come)
            continue
        same = new[to_begin:to_end]
        after = AROUND if number else 0
        before = AROUND if number < len(codes) - 1 else 0
        if len(same) > after + before + 1:
            same = [*same[:after], " … " if after and before else "…", *same[len(same) - before :]]
        parts.append("".join(same))
    return "".join(parts)
