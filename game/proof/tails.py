"""The last few scenes of a road: those that a question about hour and place looks at.

What the clock says at a scene is set by the last scene before it that has an hour, and
where one stands by the last that has a place. So such a question only looks back as far as
these; from there on the road is an ordinary one. The places in between are doubled: each
of these carries what the road ahead of it has already set.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import count

from game.proof.diagrams import EVERYTHING
from game.proof.moves import Move, Moves, Place, Setting, undoubled
from game.proof.question import Entering
from game.proof.roads import Goal


class Tail(Mapping[Place, Sequence[Move]]):
    """The moves into each place, as `Moves.into` has them, and into the doubled places that
    lie before a wrong entering; made when they are asked for."""

    def __init__(self, moves: Moves, entering: Entering) -> None:
        self.moves, self.entering = moves, entering
        self.ends = [place._replace(setting=Setting()) for place in moves.places.get(entering.scene, ())]
        self._into: dict[Place, list[Move]] = {}

    def goal(self) -> Goal:
        return dict.fromkeys(self.ends, EVERYTHING)

    def __getitem__(self, place: Place) -> Sequence[Move]:
        if place.setting is None:
            return self.moves.into[place]
        if place not in self._into:
            self._into[place] = list(self._before(place, place.setting))
        return self._into[place]

    def __iter__(self) -> Iterator[Place]:
        return iter(self._into)

    def __len__(self) -> int:
        return len(self._into)

    def _before(self, place: Place, ahead: Setting) -> Iterator[Move]:
        for move in self.moves.into[undoubled(place)]:
            scene = self.moves.story.scenes[move.source.scene]
            # What the road ahead sets comes later, so it counts.
            known = ahead if scene.aside else Setting(ahead.hour or scene.at, ahead.spot or scene.place)
            if known.hour is None or (self.entering.spots and not known.spot):
                yield move._replace(source=move.source._replace(setting=known), target=place)
            elif self.entering.wrong(known):
                yield move._replace(target=place)

    def least(self, depths: Mapping[Place, int]) -> int | None:
        """The fewest choices with which the story's shape allows a wrong entering; None
        when it allows none."""
        away: set[Place] = set()
        numbers = count()
        waiting = [(depths[plain], 0, next(numbers), end) for end in self.ends if (plain := undoubled(end)) in depths]
        heapify(waiting)
        while waiting:
            whole, steps, _, place = heappop(waiting)
            if place.setting is None:
                return whole
            if place in away:
                continue
            away.add(place)
            for move in self[place]:
                depth = depths.get(undoubled(move.source))
                if depth is not None:
                    heappush(waiting, (depth + steps + 1, steps + 1, next(numbers), move.source))
        return None
