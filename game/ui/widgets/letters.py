"""Block letters for the poster: each a small bitmap, rows from the top, `#` is ink.

Three cuts of the same alphabet: heavy for a wide window, plain and narrow for less.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Cut(NamedTuple):
    """A cut of the alphabet. `space` is the width of a space, in the letters' own dots."""

    height: int
    space: int
    letters: Mapping[str, tuple[str, ...]]


def letters_of(drawn: str) -> Mapping[str, tuple[str, ...]]:
    """Letters from lines such as `T ###/.#./.#.`."""
    pairs = (line.split() for line in drawn.strip().splitlines())
    return {letter: tuple(rows.split("/")) for letter, rows in pairs}


HEAVY = Cut(
    8,
    4,
    letters_of(
        """
B #####./######/##..##/#####./#####./##..##/######/#####.
C .#####/######/##..../##..../##..../##..../######/.#####
D #####./######/##..##/##..##/##..##/##..##/######/#####.
E ######/######/##..../#####./#####./##..../######/######
F ######/######/##..../#####./#####./##..../##..../##....
G .#####/######/##..../##..../##.###/##..##/######/.#####
H ##..##/##..##/##..##/######/######/##..##/##..##/##..##
I ##/##/##/##/##/##/##/##
L ##..../##..../##..../##..../##..../##..../######/######
N ##..##/###.##/###.##/######/######/##.###/##.###/##..##
O .####./######/##..##/##..##/##..##/##..##/######/.####.
P #####./######/##..##/##..##/######/#####./##..../##....
R #####./######/##..##/##..##/#####./#####./##.##./##..##
S .#####/######/##..../#####./.#####/....##/######/#####.
T ######/######/..##../..##../..##../..##../..##../..##..
U ##..##/##..##/##..##/##..##/##..##/##..##/######/.####.
"""
    ),
)

PLAIN = Cut(
    6,
    3,
    letters_of(
        """
B ###./#..#/###./#..#/#..#/###.
C .###/#.../#.../#.../#.../.###
D ###./#..#/#..#/#..#/#..#/###.
E ####/#.../###./#.../#.../####
F ####/#.../###./#.../#.../#...
G .###/#.../#.../#.##/#..#/.###
H #..#/#..#/####/#..#/#..#/#..#
I #/#/#/#/#/#
L #.../#.../#.../#.../#.../####
N #..#/##.#/##.#/#.##/#.##/#..#
O .##./#..#/#..#/#..#/#..#/.##.
P ###./#..#/#..#/###./#.../#...
R ###./#..#/#..#/###./#.#./#..#
S .###/#.../.##./...#/...#/###.
T #####/..#../..#../..#../..#../..#..
U #..#/#..#/#..#/#..#/#..#/.##.
"""
    ),
)

NARROW = Cut(
    5,
    2,
    letters_of(
        """
B ##./#.#/##./#.#/##.
C .##/#../#../#../.##
D ##./#.#/#.#/#.#/##.
E ###/#../##./#../###
F ###/#../##./#../#..
G .##/#../#.#/#.#/.##
H #.#/#.#/###/#.#/#.#
I #/#/#/#/#
L #../#../#../#../###
N ###/#.#/#.#/#.#/#.#
O ###/#.#/#.#/#.#/###
P ##./#.#/##./#../#..
R ##./#.#/##./#.#/#.#
S .##/#../.#./..#/##.
T ###/.#./.#./.#./.#.
U #.#/#.#/#.#/#.#/###
"""
    ),
)

CUTS = (HEAVY, PLAIN, NARROW)


class Letter(NamedTuple):
    """A letter in its place on the line, in the cut's own dots; `number` counts letters."""

    rows: tuple[str, ...]
    left: int
    number: int


def line_of(text: str, cut: Cut) -> tuple[list[Letter], int]:
    """The letters of a line, and how many dots wide it is. What is not cut is left out."""
    made: list[Letter] = []
    at = 0
    for number, letter in enumerate(text):
        rows = cut.letters.get(letter)
        if rows:
            made.append(Letter(rows, at, number))
            at += len(rows[0]) + 1
        else:
            at += cut.space
    return made, max(0, at - 1)
