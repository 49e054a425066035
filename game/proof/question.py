"""What a question is: where, and with which memories, something would be seen to happen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from game.play.road import Road
from game.proof.diagrams import EVERYTHING, NOTHING, Node
from game.proof.moves import Moves, Place, Setting
from game.proof.roads import Goal
from game.story.grammar import Condition
from game.story.model import Where

# At which places and with which memories something is so.
Sight = Callable[[Moves], Goal]


class Entering(NamedTuple):
    """Entering a scene with a setting for which it is wrong. `spots` tells whether the
    place on the map matters, or only the hour."""

    scene: str
    wrong: Callable[[Setting], bool]
    spots: bool


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """Something that must (`wanted`) or must not be possible: a road into the `goal`.

    `message` and `hint` tell what is wrong when it is not so. `within` is the question
    that must come out well before this one is worth asking: what is said in a scene that
    no road leads to need not be told piece by piece. Only roads that end in `entering`
    count, where it is given, and only those that come by nothing that is to be avoided;
    `explain` says more about a road."""

    code: str
    where: Where
    message: str
    hint: str
    wanted: bool
    goal: Sight
    within: Question | None = None
    entering: Entering | None = None
    avoiding: Sight | None = None
    explain: Callable[[Road], str] | None = None


class Plain(NamedTuple):
    """A finding that is plain from the story's text: no road has to be asked for."""

    code: str
    where: Where
    message: str
    hint: str


# ---------------------------------------------------------------- sights


def in_scene(scene: str, condition: Condition | None = None) -> Sight:
    """In the scene, while the condition holds."""

    def sight(moves: Moves) -> Goal:
        memories = moves.condition(condition)
        return dict.fromkeys(moves.places.get(scene, ()), memories)

    return sight


def with_memories(scene: str, memories: Callable[[Moves], Node]) -> Sight:
    """In the scene, with such memories."""

    def sight(moves: Moves) -> Goal:
        found = memories(moves)
        return dict.fromkeys(moves.places.get(scene, ()), found)

    return sight


def anywhere(condition: Condition | None = None) -> Sight:
    """In any scene, while the condition holds."""

    def sight(moves: Moves) -> Goal:
        return dict.fromkeys(moves.out, moves.condition(condition))

    return sight


def at_start(name: str) -> Sight:
    """As the start begins. The start of a later chapter may be entered with any memory
    that the whole story gives it; that is another question."""

    def sight(moves: Moves) -> Goal:
        for begun in moves.begun:
            if begun.start == name:
                return {begun.place: exactly(moves, begun.state.memory)}
        return anywhere()(moves)

    return sight


def exactly(moves: Moves, memory: bytes, most: int | None = None) -> Node:
    """The memories with these bytes, or with the first `most` of them."""
    found = EVERYTHING
    for level in reversed(range(len(memory) if most is None else most)):
        found = moves.diagrams.both(found, moves.diagrams.where(level, memory[level].__eq__))
    return found


def narrowed(sight: Sight, conditions: Iterable[Condition]) -> Sight:
    """What is seen of it while all these conditions hold too."""
    asked = tuple(conditions)
    if not asked:
        return sight

    def narrow(moves: Moves) -> Goal:
        memories = EVERYTHING
        for condition in asked:
            memories = moves.diagrams.both(memories, moves.condition(condition))
        return {place: moves.diagrams.both(seen, memories) for place, seen in sight(moves).items()}

    return narrow


def any_of(sights: Iterable[Sight]) -> Sight:
    """What is seen of at least one of them."""
    several = tuple(sights)
    if len(several) == 1:
        return several[0]

    def join(moves: Moves) -> Goal:
        found: dict[Place, Node] = {}
        for sight in several:
            for place, memories in sight(moves).items():
                found[place] = moves.diagrams.either(found.get(place, NOTHING), memories)
        return found

    return join
