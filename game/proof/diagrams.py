"""Sets of memories as decision diagrams.

A diagram has a level for each byte of a state's memory and a branch for each value of it;
levels that do not matter do not appear, and equal diagrams are one node, so comparing two
is comparing two numbers. Nodes are numbers: NOTHING is the empty set, EVERYTHING all
memories. An effect only points branches elsewhere (`assign`).

The method: multi-valued decision diagrams, after Bryant (1986) and Srinivasan, Kam, Malik
and Brayton (1990); `within` is the restriction of Coudert and Madre (1990) to a box.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

NOTHING = 0
EVERYTHING = 1
Node = int


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """For each byte its possible values, as bits. A box is itself and no other, so that
    looking one up costs nothing."""

    values: tuple[int, ...]


class TooLarge(Exception):
    """What is allowed is used up, work or time; the question stays open."""


class Diagrams:
    """The diagrams over memories whose byte `i` has `sizes[i]` values.

    `work` counts the steps taken, each of them one entry in a table; beyond `limit` it
    raises TooLarge. So a limit bounds time and memory, and is the same on every machine."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self.sizes = tuple(sizes)
        # A set is gone through level by level, some calls deep for each.
        sys.setrecursionlimit(max(sys.getrecursionlimit(), 4 * len(self.sizes) + 1_000))
        self.work = 0
        self.limit: float = float("inf")
        # Node -> level and branches; the two ends lie below every level.
        self.levels: list[int] = [len(self.sizes), len(self.sizes)]
        self.branches: list[tuple[Node, ...]] = [(), ()]
        self._unique: dict[tuple[int, tuple[Node, ...]], Node] = {}
        self._both: dict[tuple[Node, Node], Node] = {}
        self._either: dict[tuple[Node, Node], Node] = {}
        self._without: dict[tuple[Node, Node], Node] = {}
        self._moved: dict[tuple[Node, int, tuple[int, ...]], Node] = {}
        self._within: dict[Box, dict[Node, Node]] = {}

    # ------------------------------------------------------------ making

    def node(self, level: int, branches: tuple[Node, ...]) -> Node:
        """The set whose byte at `level` leads, by its value, to these sets."""
        if branches.count(branches[0]) == len(branches):
            return branches[0]
        key = (level, branches)
        found = self._unique.get(key)
        if found is None:
            found = self._unique[key] = len(self.levels)
            self.levels.append(level)
            self.branches.append(branches)
        return found

    def where(self, level: int, holds: Callable[[int], bool]) -> Node:
        """All memories whose byte at `level` has a value for which it holds."""
        return self.node(level, tuple(EVERYTHING if holds(value) else NOTHING for value in range(self.sizes[level])))

    def _count(self) -> None:
        self.work += 1
        if self.work > self.limit:
            raise TooLarge("work")

    # ------------------------------------------------------------ joining

    def both(self, one: Node, two: Node) -> Node:
        """What is in both sets."""
        if one == two or two == EVERYTHING:
            return one
        if one == EVERYTHING:
            return two
        if one == NOTHING or two == NOTHING:
            return NOTHING
        return self._joined(self.both, self._both, min(one, two), max(one, two))

    def either(self, one: Node, two: Node) -> Node:
        """What is in one of the sets, or in both."""
        if one == two or two == NOTHING:
            return one
        if one == NOTHING:
            return two
        if one == EVERYTHING or two == EVERYTHING:
            return EVERYTHING
        return self._joined(self.either, self._either, min(one, two), max(one, two))

    def without(self, one: Node, two: Node) -> Node:
        """What is in the first set and not in the second."""
        if one == two or two == EVERYTHING or one == NOTHING:
            return NOTHING
        if two == NOTHING:
            return one
        return self._joined(self.without, self._without, one, two)

    def complement(self, one: Node) -> Node:
        """All memories that are not in the set."""
        return self.without(EVERYTHING, one)

    def _joined(
        self, join: Callable[[Node, Node], Node], table: dict[tuple[Node, Node], Node], one: Node, two: Node
    ) -> Node:
        found = table.get((one, two))
        if found is None:
            self._count()
            levels, branches = self.levels, self.branches
            level = levels[one]
            if level == levels[two]:
                made = tuple(map(join, branches[one], branches[two]))
            elif level < levels[two]:
                made = tuple([join(branch, two) for branch in branches[one]])
            else:
                level = levels[two]
                made = tuple([join(one, branch) for branch in branches[two]])
            found = table[one, two] = self.node(level, made)
        return found

    # ------------------------------------------------------------ moving

    def assign(self, one: Node, level: int, new: tuple[int, ...]) -> Node:
        """The memories that are in the set once the byte at `level`, having value v, has
        been given the value `new[v]`."""
        if self.levels[one] > level:
            return one
        key = (one, level, new)
        found = self._moved.get(key)
        if found is None:
            self._count()
            branches = self.branches[one]
            if self.levels[one] == level:
                made = tuple([branches[value] for value in new])
            else:
                made = tuple([self.assign(branch, level, new) for branch in branches])
            found = self._moved[key] = self.node(self.levels[one], made)
        return found

    def within(self, one: Node, box: Box | None) -> Node:
        """A set as small as may be that is the same inside the box; what it says outside
        has no meaning. NOTHING when nothing of the set is inside; no box is no memory."""
        if box is None:
            return NOTHING
        return self._inside(one, box.values, self._within.setdefault(box, {}))

    def _inside(self, one: Node, values: tuple[int, ...], table: dict[Node, Node]) -> Node:
        if one <= EVERYTHING:
            return one
        found = table.get(one)
        if found is None:
            self._count()
            level = self.levels[one]
            possible = values[level]
            branches = [
                self._inside(branch, values, table) if possible >> value & 1 else -1
                for value, branch in enumerate(self.branches[one])
            ]
            any_one = max(branches)
            found = table[one] = self.node(level, tuple([any_one if branch < 0 else branch for branch in branches]))
        return found

    # ------------------------------------------------------------ asking

    def holds(self, one: Node, memory: bytes) -> bool:
        """Whether the memory is in the set."""
        while one > EVERYTHING:
            one = self.branches[one][memory[self.levels[one]]]
        return one == EVERYTHING

    def nodes_by_level(self) -> dict[int, int]:
        """How many nodes there are at each level: what each byte has cost."""
        found: dict[int, int] = {}
        for level in self.levels[2:]:
            found[level] = found.get(level, 0) + 1
        return found
