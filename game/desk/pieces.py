"""The pieces of a text that another engine is to tell, and questions about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from game.desk.guards import Guard, both, either, negated
from game.play.render import OPENING


class Said(NamedTuple):
    """Words as they stand, with every space that is shown."""

    text: str
    emphasis: bool
    note: str


class Called(NamedTuple):
    """A phrase, told here."""

    phrase: str


class Cases(NamedTuple):
    """The pieces of the first guard that holds; nothing when none does."""

    cases: tuple[tuple[Guard, tuple[Piece, ...]], ...]


Piece = Said | Called | Cases


class Row(NamedTuple):
    """A line of text. A quoted one is a line of a wire or a leaflet. `shown` says when there
    is anything in it at all."""

    pieces: tuple[Piece, ...]
    quoted: bool
    shown: Guard


class Fork(NamedTuple):
    """The blocks of the first guard that holds."""

    cases: tuple[tuple[Guard, tuple[Block, ...]], ...]


Block = Row | Fork


BREAK = Said("\n", False, "")


def spaced(cases: tuple[tuple[Guard, tuple[Piece, ...]], ...]) -> tuple[Piece, ...]:
    """The group, with the space before it when every alternative begins with one."""
    firsts = [inside[0] if inside else None for _, inside in cases]
    begins = [first for first in firsts if isinstance(first, Said) and first.text.startswith(" ") and first.text != " "]
    if not cases or cases[-1][0] is not True or len(begins) < len(cases):
        return (Cases(cases),) if cases else ()
    stripped = (
        (guard, (first._replace(text=first.text[1:]), *inside[1:]))
        for (guard, inside), first in zip(cases, begins, strict=True)
    )
    return Said(" ", False, ""), Cases(tuple(stripped))


def merged(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Neighbours of one style made one; a space takes the style of the words behind it."""
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if isinstance(piece, Said) and isinstance(last, Said) and BREAK not in (piece, last):
            if last.text == " " or last[1:] == piece[1:]:
                found[-1] = piece._replace(text=last.text + piece.text)
                continue
        found.append(piece)
    return tuple(found)


def shown(pieces: Sequence[Piece]) -> Guard:
    """When the pieces show anything."""
    found: Guard = False
    for piece in pieces:
        match piece:
            case Said(text):
                found = either(found, bool(text.strip(" ")))
            case Called():
                found = True
            case Cases(cases):
                every = [(guard, shown(inside)) for guard, inside in cases]
                before: Guard = all(here is True for _, here in every) and every[-1][0] is True
                found = either(found, before)
                before = True
                for guard, here in every:
                    found = either(found, both(before, guard, here))
                    before = both(before, negated(guard))
    return found


def beginnings(pieces: Sequence[Piece]) -> set[bool]:
    """Whether a word begins, for each way in which the pieces may begin."""
    if not pieces:
        return set()
    match pieces[0]:
        case Said(text):
            return {begins_word(text)}
        case Called():
            return {True, False}  # a phrase that begins with another is not looked through
        case Cases(cases):
            found = {begins for _, inside in cases for begins in beginnings(inside)}
            return found if cases[-1][0] is True else found | beginnings(pieces[1:])


def marked(pieces: Sequence[Piece]) -> bool:
    return any(
        piece.emphasis or piece.note != ""
        if isinstance(piece, Said)
        else isinstance(piece, Cases) and any(marked(inside) for _, inside in piece.cases)
        for piece in pieces
    )


def has_break(piece: Piece) -> bool:
    if isinstance(piece, Cases):
        return any(has_break(inner) for _, inside in piece.cases for inner in inside)
    return piece == BREAK


def unbroken(piece: Piece) -> Piece:
    """The piece with a space for each break."""
    if piece == BREAK:
        return Said(" ", False, "")
    if isinstance(piece, Cases):
        return Cases(tuple((guard, tuple(unbroken(inner) for inner in inside)) for guard, inside in piece.cases))
    return piece


def links(blocks: Sequence[Block | Piece], when: Guard = True) -> list[tuple[str, Guard]]:
    """The notes that are linked, in order, each with when it is."""
    found: dict[str, Guard] = {}
    for block in blocks:
        inner: list[tuple[str, Guard]] = []
        match block:
            case Said(_, _, note) if note:
                inner = [(note, when)]
            case Row(pieces):
                inner = links(pieces, when)
            case Fork(cases) | Cases(cases):
                before: Guard = True
                for guard, inside in cases:
                    inner += links(inside, both(when, before, guard))
                    before = both(before, negated(guard))
            case _:
                pass
        for note, guard in inner:
            found[note] = either(found.get(note, False), guard)
    return list(found.items())


def begins_word(text: str) -> bool:
    """Whether a word begins here, perhaps behind an opening mark."""
    return text.lstrip(OPENING)[:1].isalnum()
