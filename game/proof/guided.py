"""Plays that are led: to the scenes that a question needs to have been entered or chosen in,
one after the other, and then to its own. For stories so large that plays at large would
hardly ever come by them in this order."""

from __future__ import annotations

import random
from collections.abc import Mapping

from game.play.state import State
from game.proof.diagrams import EVERYTHING, NOTHING, Node
from game.proof.moves import Moves, Place
from game.proof.nearest import Met, Nearest, after
from game.proof.roads import Goal

TRIES = 2  # plays for one question
ROOM = 10  # how much farther from where it goes than at its beginning a play may come
EVERYWHERE = 1_000_000
LOST = 3  # how many times as long as the shape allows a play may become


class Guide:
    """Leads plays on from what was met breadth first."""

    def __init__(self, moves: Moves, nearest: Nearest) -> None:
        self.moves, self.nearest = moves, nearest
        self.draw = random.Random(len(moves.out))
        memory = moves.story.memory
        self.scenes = {level: scene for scene, (level, _) in memory.times.items()}
        self.scenes |= {level: scene for (scene, _), level in memory.chosen.items()}

    def comes_to(self, goal: Goal) -> bool:
        """Whether one of a few plays has come into the goal, so that there is a road."""
        for place, memories in goal.items():
            by = self._by(memories)
            if memories != NOTHING and by:
                if any(self._led(by, place, memories) for _ in range(TRIES)):
                    return True
        return False

    def _by(self, memories: Node) -> list[str]:
        """Scenes to be entered first, for one of the memories: as often as it counts them."""
        diagrams, found = self.moves.diagrams, list[str]()
        while memories > EVERYTHING:
            level = diagrams.levels[memories]
            branches = diagrams.branches[memories]
            value = next(value for value, branch in enumerate(branches) if branch != NOTHING)
            found += [self.scenes[level]] * value if level in self.scenes else []
            memories = branches[value]
        return found

    def _led(self, by: list[str], place: Place, memories: Node) -> bool:
        first = [met for there in self.moves.places.get(by[0], ()) for met in self.nearest.met[there]]
        here: Met | None = self.draw.choice(first) if first else None
        for scene in by[1:]:
            here = here and self._to(here, self.moves.places.get(scene, []))
        here = here and self._to(here, [place])
        return here is not None and self.moves.diagrams.holds(memories, here.state.memory)

    def _to(self, here: Met, places: list[Place]) -> Met | None:
        """On to one of the places, by at least one choice, always to where it is nearest."""
        away = self._away(places, here.place())
        met: set[State] = set()
        left = LOST * (max(away.values()) + 1)
        while left:
            ways = [
                (away[each.place()], self.draw.random(), each)
                for each in after(self.moves.story, here)
                if each.place() in away and each.state not in met
            ]
            if not ways:
                return None
            steps, _, here = min(ways, key=lambda way: way[:2])
            if not steps:
                return here
            met.add(here.state)
            left = min(left, LOST * (steps + 10)) - 1
        return None

    def _away(self, places: list[Place], here: Place) -> Mapping[Place, int]:
        """The fewest choices to one of these, if nothing were closed, from every place that
        is hardly farther away than the one here."""
        found = dict.fromkeys(places, 0)
        waiting = list(found)
        for place in waiting:
            if found[place] > found.get(here, EVERYWHERE) + ROOM > ROOM:
                break
            for move in self.moves.into[place]:
                if move.source not in found:
                    found[move.source] = found[place] + 1
                    waiting.append(move.source)
        return found
