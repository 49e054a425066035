"""A text made explicit for another engine: every space and every break decided.

Here a text that is told in a state is put together by rules: an empty alternative takes along
the space before it, an empty paragraph vanishes, a paragraph may begin inside an alternative.
No other engine has these rules. So each text is rewritten into lines and alternatives that need
none of them: a space that depends on what was told before it stands under a condition of its
own, and an alternative that holds a break becomes a fork between whole lines.

The rules are those of `game.play.render`; tests hold the two against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from game.desk.guards import Guard, both, either, negated
from game.desk.pieces import (
    BREAK,
    Block,
    Called,
    Cases,
    Fork,
    Piece,
    Row,
    Said,
    beginnings,
    begins_word,
    has_break,
    marked,
    merged,
    shown,
    spaced,
    unbroken,
)
from game.story.grammar import (
    NEW_LINE,
    NEW_PARAGRAPH,
    QUOTED,
    ByTimes,
    ByValue,
    Choose,
    Compare,
    Emphasis,
    Integer,
    Is,
    Link,
    Parts,
    PhraseUse,
    Sum,
    Times,
    Words,
)
from game.story.model import Prose, Story

MOST_FORKS = 256  # lines that one paragraph may become; beyond, its breaks become spaces


class _Leaf(NamedTuple):
    part: Words | PhraseUse | Choose | ByValue | ByTimes | None  # None: an alternative without words
    emphasis: bool
    note: str


_Leaves = tuple[_Leaf, ...]
_NOTHING = _Leaf(None, False, "")


class _Space(NamedTuple):
    """What is known of the space before the next word: that one is due, or that an empty
    alternative has taken it along."""

    due: Guard
    taken: Guard


_NONE = _Space(False, False)


@dataclass
class Lowering:
    """Lowers the texts of one story in one language. Without `phrases_apart` the words of a
    phrase stand wherever it is used.

    `missing` are the keys of texts that the language does not have; the story's own stand for
    them. `flattened` are the keys of texts in which a break had to become a space."""

    story: Story
    language: str
    phrases_apart: bool = True
    missing: set[str] = field(default_factory=set[str])
    flattened: set[str] = field(default_factory=set[str])
    _phrases: dict[str, bool] = field(default_factory=dict[str, bool])

    # ------------------------------------------------------------ texts

    def blocks(self, prose: Prose) -> tuple[Block, ...]:
        """The whole text, line by line."""
        found: list[Block] = []
        for leaves in _parted(self._flat(self.parts(prose), False, ""), NEW_PARAGRAPH):
            forks = self._forks(leaves)
            if forks > MOST_FORKS:
                self.flattened.add(prose.key)
                found.append(_row([unbroken(piece) for piece in self._inline(leaves, _NONE)[0]]))
            else:
                found += self._expanded(leaves)
        return tuple(block for block in found if not isinstance(block, Row) or block.shown is not False)

    def line(self, prose: Prose) -> tuple[Piece, ...]:
        """The whole text on one line, as the words of a choice are told."""
        pieces = self._inline(self._flat(self.parts(prose), False, ""), _NONE)[0]
        return tuple(unbroken(piece) for piece in pieces)

    def parts(self, prose: Prose) -> Parts:
        """The parts of a text in this language."""
        if self.language == self.story.language:
            return prose.parts
        found = self.story.texts.get(self.language, {}).get(prose.key)
        if found is None:
            self.missing.add(prose.key)
        return (found or prose).parts

    def phrase(self, name: str) -> tuple[Piece, ...]:
        """The words of a phrase that is `Called`."""
        return self._inline(self._flat(self._phrase(name), False, ""), _NONE)[0]

    def _phrase(self, name: str) -> Parts:
        phrase = self.story.phrases.get(name)
        if phrase is not None:
            return self.parts(phrase)
        own = self.story.texts.get(self.language, {}).get(f"phrases/{name}")
        return own.parts if own is not None else ()

    # ------------------------------------------------------------ leaves

    def _flat(self, parts: Parts, emphasis: bool, note: str) -> _Leaves:
        """The parts without the marks around them. A phrase stays one when it can be told
        anywhere in the same way, else its parts stand here."""
        found: list[_Leaf] = []
        for part in parts:
            match part:
                case Emphasis(inside):
                    found += self._flat(inside, True, note)
                case Link(opened, inside):
                    found += self._flat(inside or self.parts(self.story.notes[opened].title), emphasis, opened)
                case PhraseUse(name) if emphasis or note or not (self.phrases_apart and self._stands_apart(name)):
                    found += self._flat(self._phrase(name), emphasis, note)
                case _:
                    found.append(_Leaf(part, emphasis, note))
        return tuple(found)

    def _stands_apart(self, name: str) -> bool:
        """Whether the phrase is never empty, begins and ends with words, and has no break."""
        found = self._phrases.get(name)
        if found is None:
            leaves = self._flat(self._phrase(name), False, "")
            pieces, space = self._inline(leaves, _NONE)
            plain = space == _NONE and shown(pieces) is True and len(beginnings(pieces)) == 1
            found = self._phrases[name] = plain and not marked(pieces) and not any(map(has_break, pieces))
        return found

    def _begins_word(self, leaf: _Leaf) -> bool:
        assert isinstance(leaf.part, PhraseUse)
        return next(iter(beginnings(self.phrase(leaf.part.name))))

    def _cases(self, leaf: _Leaf) -> list[tuple[Guard, _Leaves]]:
        """The alternatives of a group; together they leave nothing out."""
        found: list[tuple[Guard, Parts]]
        match leaf.part:
            case Choose(test, yes, no):
                found = [(test, yes), (True, no)]
            case ByValue(name, texts):
                values = self.story.variables[name].values
                found = [(Is(name, (value,), False), text) for value, text in zip(values, texts, strict=True)]
                found[-1] = (True, found[-1][1])
            case ByTimes(scene, texts):
                found = [(_times(scene, number), text) for number, text in enumerate(texts, 1)]
                found[-1] = (True, found[-1][1])
            case _:
                raise AssertionError("only a group has alternatives")
        return [(guard, self._flat(text, leaf.emphasis, leaf.note) or (_NOTHING,)) for guard, text in found]

    # ------------------------------------------------------------ lines

    def _inline(self, leaves: _Leaves, space: _Space) -> tuple[tuple[Piece, ...], _Space]:
        found: list[Piece] = []
        for leaf in leaves:
            match leaf.part:
                case None:
                    space = _Space(False, either(space.due, space.taken))
                case Words(text):
                    space = _say(found, text, leaf, space)
                case PhraseUse(name):
                    due = either(space.due, space.taken) if self._begins_word(leaf) else space.due
                    found += [*_blank(due), Called(name)]
                    space = _NONE
                case _:
                    pieces, space = self._group(leaf, space)
                    found += pieces
        return merged(found), space

    def _group(self, leaf: _Leaf, before: _Space) -> tuple[tuple[Piece, ...], _Space]:
        alternatives = self._cases(leaf)
        if len(alternatives) == 1:
            return self._inline(alternatives[0][1], before)
        due: Guard = False
        taken: Guard = False
        none_before: Guard = True
        cases: list[tuple[Guard, tuple[Piece, ...]]] = []
        for guard, leaves in alternatives:
            pieces, after = self._inline(leaves, before)
            cases.append((guard, pieces))
            here = both(none_before, guard)
            due, taken = either(due, both(here, after.due)), either(taken, both(here, after.taken))
            none_before = both(none_before, negated(guard))
        if not cases[-1][1]:
            del cases[-1]  # for all else there is nothing
        return spaced(tuple(cases)), _Space(due, taken)

    def _expanded(self, leaves: _Leaves) -> list[Block]:
        """The lines of a paragraph; a group that holds a break becomes a fork of lines."""
        for at, leaf in enumerate(leaves):
            if not isinstance(leaf.part, Words | None) and self._breaks(leaf):
                cases = [
                    (guard, tuple(self._expanded((*leaves[:at], *inside, *leaves[at + 1 :]))))
                    for guard, inside in self._cases(leaf)
                ]
                return [Fork(tuple(cases))] if len(cases) > 1 else list(cases[0][1])
        found: list[Row] = []
        for paragraph in _parted(leaves, NEW_PARAGRAPH):
            quoted = False  # a whole paragraph is, when its first line is
            for line in _parted(paragraph, NEW_LINE):
                found.append(_row(self._inline(line, _NONE)[0], quoted))
                quoted = found[-1].quoted
        return [row for row in found if row.shown is not False]

    def _breaks(self, leaf: _Leaf) -> bool:
        """Whether a line may begin or end inside the group."""
        if isinstance(leaf.part, PhraseUse):
            return False  # one that breaks does not stand apart
        return any(
            (NEW_PARAGRAPH in inner.part.text or NEW_LINE in inner.part.text or inner.part.text.startswith(QUOTED))
            if isinstance(inner.part, Words)
            else inner.part is not None and self._breaks(inner)
            for _, leaves in self._cases(leaf)
            for inner in leaves
        )

    def _forks(self, leaves: _Leaves) -> int:
        """How many lines of text the paragraph would become."""
        found = 1
        for leaf in leaves:
            if not isinstance(leaf.part, Words | None) and self._breaks(leaf):
                found *= sum(self._forks(inside) for _, inside in self._cases(leaf))
        return found


# ---------------------------------------------------------------- words and spaces


def _say(found: list[Piece], text: str, leaf: _Leaf, space: _Space) -> _Space:
    """Add words, with the space that is due before them and without the one behind, which
    is then due."""
    for mark in (NEW_PARAGRAPH, NEW_LINE):
        if mark in text:
            for number, line in enumerate(text.split(mark)):
                if number:
                    found.append(BREAK)
                    space = _NONE
                space = _say(found, line, leaf, space) if line else space
            return space
    if not text.strip(" "):
        return _Space(True, False)
    bare = text.strip(" ")
    if text.startswith(" "):
        due: Guard = True
    else:
        due = either(space.due, space.taken) if begins_word(text) else space.due
    found += [*_blank(due), Said(bare, leaf.emphasis, leaf.note)]
    return _Space(text.endswith(" "), False)


def _blank(due: Guard) -> tuple[Piece, ...]:
    if due is False:
        return ()
    blank = Said(" ", False, "")
    return (blank,) if due is True else (Cases(((due, (blank,)),)),)


def _times(scene: str, number: int) -> Guard:
    """Entered so often; the first text also stands for never."""
    sign = "<=" if number == 1 else "=="
    return Compare(Sum(((1, Times(scene)),)), sign, Sum(((1, Integer(number)),)))


# ---------------------------------------------------------------- rows


def _parted(leaves: _Leaves, mark: str) -> list[_Leaves]:
    found: list[list[_Leaf]] = [[]]
    for leaf in leaves:
        if not isinstance(leaf.part, Words) or mark not in leaf.part.text:
            found[-1].append(leaf)
            continue
        for number, text in enumerate(leaf.part.text.split(mark)):
            if number:
                found.append([])
            if text:
                found[-1].append(leaf._replace(part=Words(text)))
    return [tuple(line) for line in found]


def _row(pieces: Sequence[Piece], quoted: bool = False) -> Row:
    if pieces and isinstance(pieces[0], Said) and pieces[0].text.startswith(" "):
        bare = pieces[0].text.lstrip(" ")
        pieces = [*([pieces[0]._replace(text=bare)] if bare else []), *pieces[1:]]
    first = pieces[0] if pieces else None
    if isinstance(first, Said) and first.text.startswith(QUOTED.rstrip()) and (quoted or _quotes(first, pieces)):
        quoted = True
        rest = first.text[1:].lstrip(" ")
        pieces = [*([first._replace(text=rest)] if rest else []), *pieces[1:]]
    return Row(tuple(pieces), quoted, shown(pieces))


def _quotes(first: Said, pieces: Sequence[Piece]) -> bool:
    return first.text.startswith(QUOTED) or (first.text == QUOTED.rstrip() and len(pieces) > 1)
