"""The last few scenes of a road: those that a question about hour and place looks at.

What the clock says at a scene is set by the last scene before it that has an hour, and
where one stands by the last that has a place. So such a question only looks back as far as
these; from there on the road is an ordinary one. The places in between are doubled: each
of these carries what the road ahead of it has already set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import count

from game.play.road import Leg, Road
from game.play.state import ClosedChoice, State, step
from game.proof.diagrams import EVERYTHING
from game.proof.moves import Move, Moves, Place, Setting, undoubled
from game.proof.nearest import Met, Nearest
from game.proof.roads import Goal
from game.story.model import Scene

TRIED = 40  # scenes with an hour from which a shortest tail is tried
STEPS = 2_000  # steps in all of these


# Whether it is wrong to enter the scene with this setting.
Wrong = Callable[[Setting], bool]


def carried(scene: Scene, setting: Setting) -> Setting:
    """The setting once the scene is entered: an aside leaves it as it was."""
    if scene.aside:
        return setting
    return Setting(scene.at or setting.hour, scene.place or setting.spot)


class Tail(Mapping[Place, Sequence[Move]]):
    """The moves into each place, as `Moves.into` has them, and into the doubled places that
    lie before a wrong entering of the scene; made when they are asked for.

    `spots` tells whether the place on the map matters, or only the hour."""

    def __init__(self, moves: Moves, scene: str, wrong: Wrong, spots: bool) -> None:
        self.moves, self.wrong, self.spots = moves, wrong, spots
        self.ends = [place._replace(setting=Setting()) for place in moves.places.get(scene, ())]
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
            set_here = ahead if scene.aside else Setting(ahead.hour or scene.at, ahead.spot or scene.place)
            if set_here.hour is None or (self.spots and not set_here.spot):
                yield move._replace(source=move.source._replace(setting=set_here), target=place)
            elif self.wrong(set_here):
                yield move._replace(target=place)

    # ------------------------------------------------------------ the shortest, by shape

    def shortest(self, nearest: Nearest | None, depths: Mapping[Place, int]) -> tuple[int | None, Road | None]:
        """The fewest choices with which the story's shape allows a wrong entering, None
        when it allows none; and a road of just so many, where one can be walked."""
        away: dict[Place, int] = {}
        onward: dict[Place, list[Move]] = {}
        numbers = count()
        waiting = [(depths[plain], 0, next(numbers), end) for end in self.ends if (plain := undoubled(end)) in depths]
        heapify(waiting)
        least: int | None = None
        tried = 0
        while waiting and tried < TRIED:
            whole, steps, _, place = heappop(waiting)
            if least is not None and whole > least:
                break
            if place in away:
                continue
            away[place] = steps
            if place.setting is None:
                least, tried = whole, tried + 1
                for met in nearest.met[place] if nearest else ():
                    if met.distance == depths[place] and (road := self._ended(met, place, away, onward)):
                        return least, road
                continue
            for move in self[place]:
                onward.setdefault(move.source, []).append(move)
                depth = depths.get(undoubled(move.source))
                if move.source not in away and depth is not None:
                    heappush(waiting, (depth + steps + 1, steps + 1, next(numbers), move.source))
        return least, None

    def _ended(
        self, met: Met, place: Place, away: Mapping[Place, int], onward: Mapping[Place, Sequence[Move]]
    ) -> Road | None:
        """The road met so far with a shortest tail behind it, if one is open to it."""
        waiting: list[tuple[Place, State, tuple[Leg, ...]]] = [(place, met.state, ())]
        known = {(place, met.state)}
        while waiting and len(known) < STEPS:
            here, state, legs = waiting.pop()
            if not away[here]:
                return Road(met.start, (*met.road().legs, *legs))
            for move in onward.get(here, ()):
                if away[move.target] + 1 == away[here]:
                    try:
                        after = step(self.moves.story, state, move.choice.id, move.chance)
                    except ClosedChoice:
                        continue
                    there = move.target
                    if (after.scene, after.back) == (there.scene, there.back) and (there, after) not in known:
                        known.add((there, after))
                        waiting.append((there, after, (*legs, Leg(move.choice.id, move.chance))))
        return None
