"""Sets of memories as decision diagrams.

A diagram has a level for each byte of a state's memory and a branch for each value of it;
levels that do not matter do not appear, and equal diagrams are one node, so comparing two
is comparing two numbers. Nodes are numbers: NOTHING is the empty set, EVERYTHING all
memories. An effect only points branches elsewhere (`assign`).

The method: multi-valued decision diagrams, after Bryant (1986) and Srinivasan, Kam, Malik
and Brayton (1990).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

NOTHING = 0
EVERYTHING = 1
Node = int


class TooLarge(Exception):
    """There are more nodes than we allow; the question stays open."""


class Diagrams:
    """The diagrams over memories whose byte `i` has `sizes[i]` values.

    `most` limits the nodes made in the lifetime of this object; beyond it, TooLarge."""

    def __init__(self, sizes: Sequence[int], most: int = 2_000_000) -> None:
        self.sizes = tuple(sizes)
        self.most = most
        # Node -> level and branches; the two ends lie below every level.
        self.levels: list[int] = [len(self.sizes), len(self.sizes)]
        self.branches: list[tuple[Node, ...]] = [(), ()]
        self._unique: dict[tuple[int, tuple[Node, ...]], Node] = {}
        self._both: dict[tuple[Node, Node], Node] = {}
        self._not: dict[Node, Node] = {NOTHING: EVERYTHING, EVERYTHING: NOTHING}
        self._moved: dict[tuple[Node, int, tuple[int, ...]], Node] = {}

    # ------------------------------------------------------------ making

    def node(self, level: int, branches: tuple[Node, ...]) -> Node:
        """The set whose byte at `level` leads, by its value, to these sets."""
        first = branches[0]
        if all(branch == first for branch in branches):
            return first
        key = (level, branches)
        found = self._unique.get(key)
        if found is None:
            if len(self.levels) >= self.most:
                raise TooLarge
            found = self._unique[key] = len(self.levels)
            self.levels.append(level)
            self.branches.append(branches)
        return found

    def where(self, level: int, holds: Callable[[int], bool]) -> Node:
        """All memories whose byte at `level` has a value for which it holds."""
        return self.node(level, tuple(EVERYTHING if holds(value) else NOTHING for value in range(self.sizes[level])))

    # ------------------------------------------------------------ joining

    def both(self, one: Node, two: Node) -> Node:
        """What is in both sets."""
        if one == two or two == EVERYTHING:
            return one
        if one == EVERYTHING:
            return two
        if one == NOTHING or two == NOTHING:
            return NOTHING
        key = (one, two) if one < two else (two, one)
        found = self._both.get(key)
        if found is None:
            level = min(self.levels[one], self.levels[two])
            ones, twos = self._at(one, level), self._at(two, level)
            made = tuple([self.both(a, b) for a, b in zip(ones, twos, strict=True)])
            found = self._both[key] = self.node(level, made)
        return found

    def without(self, one: Node, two: Node) -> Node:
        """What is in the first set and not in the second."""
        return self.both(one, self.complement(two))

    def either(self, one: Node, two: Node) -> Node:
        """What is in one of the sets, or in both."""
        if one == NOTHING or one == two:
            return two
        if two == NOTHING:
            return one
        return self.complement(self.both(self.complement(one), self.complement(two)))

    def complement(self, one: Node) -> Node:
        """All memories that are not in the set."""
        found = self._not.get(one)
        if found is None:
            made = tuple([self.complement(branch) for branch in self.branches[one]])
            found = self._not[one] = self.node(self.levels[one], made)
            self._not[found] = one
        return found

    def _at(self, one: Node, level: int) -> tuple[Node, ...]:
        return self.branches[one] if self.levels[one] == level else (one,) * self.sizes[level]

    # ------------------------------------------------------------ moving

    def assign(self, one: Node, level: int, new: tuple[int, ...]) -> Node:
        """The memories that are in the set once the byte at `level`, having value v, has
        been given the value `new[v]`."""
        if self.levels[one] > level:
            return one
        key = (one, level, new)
        found = self._moved.get(key)
        if found is None:
            branches = self.branches[one]
            if self.levels[one] == level:
                made = tuple([branches[value] for value in new])
            else:
                made = tuple([self.assign(branch, level, new) for branch in branches])
            found = self._moved[key] = self.node(self.levels[one], made)
        return found

    # ------------------------------------------------------------ asking

    def holds(self, one: Node, memory: bytes) -> bool:
        """Whether the memory is in the set."""
        while one > EVERYTHING:
            one = self.branches[one][memory[self.levels[one]]]
        return one == EVERYTHING

    def size(self, one: Node) -> int:
        """How many nodes the set takes."""
        met, waiting = set[Node](), [one]
        while waiting:
            node = waiting.pop()
            if node not in met:
                met.add(node)
                waiting.extend(self.branches[node])
        return len(met)
