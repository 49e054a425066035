"""The values that each byte of memory may have at each place, at most.

Gone forwards from the starts until nothing is added. What two bytes have to do with each
other is lost, so ranges only ever say what cannot be; that is exact, cheap, and all that a
later search needs to leave out most of the memories that never are.

A box is one whole number: each byte has a field of bits in it, a bit for each value it may
have. Joining two is then one operation on two numbers. No bits at all is no memory at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from game.proof.conditions import Difference, difference, possible, values_of
from game.proof.diagrams import Box
from game.proof.moves import Move, Moves, Place, counted, new_values, sizes, undoubled
from game.story.grammar import OPPOSITE, Both, Compare, Condition, Effect, Either, Not
from game.story.model import Choice, Scene

Bits = int


class Ranges:
    """The box of every place of the moves; empty boxes are places that nothing reaches."""

    def __init__(self, moves: Moves) -> None:
        self.moves, self.story = moves, moves.story
        self.every = [(1 << size) - 1 for size in sizes(self.story)]
        self.offsets: list[int] = []
        at = 0
        for size in sizes(self.story):
            self.offsets.append(at)
            at += size
        self.alive = 1 << at  # so that a story that remembers nothing has a box too
        self._images: dict[tuple[tuple[int, ...], int], int] = {}
        self._differences: dict[int, tuple[Compare, Difference]] = {}  # by identity, see Conditions
        self._boxes: dict[Place, Box | None] = {}
        self._alike: dict[Bits, Box] = {}
        self.bits: dict[Place, Bits] = dict.fromkeys(moves.out, 0)
        self._spread()

    def box(self, place: Place) -> Box | None:
        """The values of each byte at the place, as bits; None when nothing reaches it.
        What it has carried of hour and place on the map does not matter."""
        if place not in self._boxes:
            bits = self.bits.get(undoubled(place), 0)
            self._boxes[place] = self._box_of(bits) if bits else None
        return self._boxes[place]

    def _box_of(self, bits: Bits) -> Box:
        found = self._alike.get(bits)
        if found is None:
            fields = zip(self.offsets, self.every, strict=True)
            found = self._alike[bits] = Box(tuple([bits >> offset & every for offset, every in fields]))
        return found

    # ------------------------------------------------------------ going forwards

    def _spread(self) -> None:
        for begun in self.moves.begun:
            values = sum([1 << at + value for at, value in zip(self.offsets, begun.state.memory, strict=True)])
            self.bits[begun.place] |= self.alive | values
        self.moves.forward([begun.place for begun in self.moves.begun], self._onward)

    def _onward(self, place: Place) -> Iterator[Place]:
        for move, after in self._after(place):
            before = self.bits[move.target]
            if before | after != before:
                self.bits[move.target] = before | after
                yield move.target

    def _after(self, place: Place) -> Iterable[tuple[Move, Bits]]:
        """What each move makes of the box of its place."""
        scene = self.story.scenes[place.scene]
        done: dict[str, Bits] = {}
        for move in self.moves.out[place]:
            if move.choice.id not in done:
                done[move.choice.id] = self._chosen(scene, move.choice, self.bits[place])
            after = done[move.choice.id]
            for condition, wanted in move.tests:
                after = self.holding(condition, after, wanted)
            if after:
                yield move, self._entered(self.story.scenes[move.target.scene], after)

    def _chosen(self, scene: Scene, choice: Choice, bits: Bits) -> Bits:
        bits = self._open(scene, choice, bits)
        if choice.fallback:
            for other in scene.choices:
                if not other.fallback:
                    bits = self._shut(scene, other, bits)
        level = self.story.memory.chosen.get((scene.id, choice.id))
        if bits and level is not None:
            bits = self._put(bits, level, 0b10)
        return self._done(choice.do, bits)

    def _open(self, scene: Scene, choice: Choice, bits: Bits) -> Bits:
        if choice.condition is not None:
            bits = self.holding(choice.condition, bits, True)
        if choice.once:
            bits = self._kept(bits, self.story.memory.chosen[scene.id, choice.id], 0b01)
        return bits

    def _shut(self, scene: Scene, choice: Choice, bits: Bits) -> Bits:
        shut = 0 if choice.condition is None else self.holding(choice.condition, bits, False)
        if choice.once:
            shut |= self._kept(bits, self.story.memory.chosen[scene.id, choice.id], 0b10)
        return shut

    def _entered(self, scene: Scene, bits: Bits) -> Bits:
        if scene.id in self.story.memory.times:
            level, cap = self.story.memory.times[scene.id]
            bits = self._put(bits, level, self._image(counted(cap), self._field(bits, level)))
        return self._done(scene.do, bits)

    def _done(self, effects: tuple[Effect, ...], bits: Bits) -> Bits:
        for effect in effects:
            if not bits:
                return 0
            level = self.story.memory.variables[effect.name]
            when = bits if effect.when is None else self.holding(effect.when, bits, True)
            changed = 0
            if when:
                image = self._image(new_values(self.story, effect), self._field(when, level))
                changed = self._put(when, level, image)
            bits = changed if effect.when is None else changed | self.holding(effect.when, bits, False)
        return bits

    # ------------------------------------------------------------ conditions

    def holding(self, condition: Condition, bits: Bits, wanted: bool) -> Bits:
        """The part of the box in which the condition may hold (or, not wanted, fail)."""
        if not bits:
            return 0
        match condition:
            case Not(test):
                return self.holding(test, bits, not wanted)
            case Both(tests) | Either(tests):
                if isinstance(condition, Both) == wanted:
                    for test in tests:
                        bits = self.holding(test, bits, wanted)
                    return bits
                found = 0
                for test in tests:
                    found |= self.holding(test, bits, wanted)
                return found
            case Compare():
                return self._comparing(condition, bits, wanted)
            case _:
                level, holding = values_of(self.story, condition)
                return self._kept(bits, level, holding if wanted else self.every[level] & ~holding)

    def _comparing(self, compare: Compare, bits: Bits, wanted: bool) -> Bits:
        """Each byte keeps the values with which the difference can still come out right,
        whatever the others are."""
        if id(compare) not in self._differences:
            self._differences[id(compare)] = (compare, difference(self.story, compare))
        told = self._differences[id(compare)][1]
        sign = compare.sign if wanted else OPPOSITE[compare.sign]
        bounds = {level: self._bounds(bits, level, factor) for level, factor in told.bytes_read}
        lowest = told.constant + sum(low for low, _ in bounds.values())
        highest = told.constant + sum(high for _, high in bounds.values())
        for factor, test in told.truths:
            sure = not self.holding(test, bits, False)
            never = not self.holding(test, bits, True)
            lowest += factor if sure else 0 if never else min(factor, 0)
            highest += factor if sure else 0 if never else max(factor, 0)
        if not possible(lowest, highest, sign):
            return 0
        for level, factor in told.bytes_read:
            low, high = lowest - bounds[level][0], highest - bounds[level][1]
            field = self._field(bits, level)
            values = [value for value in range(field.bit_length()) if field >> value & 1]
            fitting = [value for value in values if possible(low + factor * value, high + factor * value, sign)]
            bits = self._kept(bits, level, sum(1 << value for value in fitting))
        return bits

    def _bounds(self, bits: Bits, level: int, factor: int) -> tuple[int, int]:
        field = self._field(bits, level)
        ends = factor * ((field & -field).bit_length() - 1), factor * (field.bit_length() - 1)
        return min(ends), max(ends)

    # ------------------------------------------------------------ fields

    def _field(self, bits: Bits, level: int) -> int:
        return bits >> self.offsets[level] & self.every[level]

    def _put(self, bits: Bits, level: int, field: int) -> Bits:
        return bits ^ (self._field(bits, level) ^ field) << self.offsets[level]

    def _kept(self, bits: Bits, level: int, field: int) -> Bits:
        if not bits:
            return 0
        here = self._field(bits, level)
        return self._put(bits, level, here & field) if here & field else 0

    def _image(self, new: tuple[int, ...], field: int) -> int:
        found = self._images.get((new, field))
        if found is None:
            found = 0
            for value, becomes in enumerate(new):
                if field >> value & 1:
                    found |= 1 << becomes
            self._images[new, field] = found
        return found
