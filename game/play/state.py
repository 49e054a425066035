"""The one step: from State to State, the same for play, proof and class.

A choice runs its `do`, decides its way, the scene entered is counted, runs its own `do`,
and there the step ends; making a page changes nothing. What a scene's choices ask and do
is compiled once, into small functions over the bytes of a state, and kept in the story.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, NamedTuple

from game.errors import GameError
from game.story.grammar import (
    Both,
    Chosen,
    Compare,
    Condition,
    Effect,
    Either,
    Flag,
    Integer,
    Is,
    Not,
    Number,
    Seen,
    Sum,
    Times,
    Truth,
)
from game.story.model import Branch, Chance, Choice, Goto, Return, Scene, Start, Story, Variable, Visit, Way

Bytes = bytes | bytearray
Test = Callable[[Bytes], Any]
Change = Callable[[bytearray], None]
Lead = Callable[[Bytes, str, str], tuple[str, str]]
Count = Callable[[Bytes], int]


class State(NamedTuple):
    """Where a play stands and what it remembers; hashable.

    `back` is the scene that a visit returns to, empty outside one. `memory` has one byte
    for each thing that `Story.memory` lists."""

    scene: str
    back: str
    memory: bytes


class UnknownChoice(GameError):
    """The scene has no such choice."""

    code = "unknown_choice"


class ClosedChoice(GameError):
    """The choice is there, but not open now."""

    code = "closed_choice"


class Move(NamedTuple):
    """A choice, compiled. `open` is None when it never closes; `do` is remembering that
    it was taken, where anything asks, and then its own effects."""

    id: str
    open: Test | None
    fallback: bool
    do: tuple[Change, ...]
    lead: Lead
    chances: tuple[tuple[str, int], ...]


class Moves(NamedTuple):
    """A scene, compiled. `do` is counting its entering, where anything asks, and then its
    own effects."""

    first: tuple[tuple[str, Test | None], ...]  # the choices that are no fallback
    rest: tuple[tuple[str, Test | None], ...]  # the fallbacks
    by_id: dict[str, Move]
    do: tuple[Change, ...]


# ---------------------------------------------------------------- playing


def begin(story: Story, start: Start) -> State:
    """The state in which a play begins at this start."""
    memory = bytearray(story.memory.size)
    for variable in story.variables.values():
        memory[story.memory.variables[variable.name]] = variable.first
    for effect in start.do:
        compile_effect(story, effect)(memory)
    for change in moves_of(story, start.scene).do:
        change(memory)
    return State(start.scene, "", bytes(memory))


def menu(story: Story, state: State) -> tuple[str, ...]:
    """The ids of the choices open in this state, in the order of the scene."""
    moves = moves_of(story, state.scene)
    memory = state.memory
    found = tuple([choice for choice, test in moves.first if test is None or test(memory)])
    return found or _fallbacks(moves, memory)


def chances(story: Story, state: State, choice: str) -> tuple[tuple[str, int], ...]:
    """The scenes to which chance may lead from this choice, with their weights; empty
    when the choice leaves nothing to chance."""
    return _move(story, state, choice).chances


def step(story: Story, state: State, choice: str, chance: str = "") -> State:
    """The state after the choice. `chance` is the scene that chance led to, which must be
    one of `chances`; empty when there is none.

    Raises UnknownChoice, or ClosedChoice when the choice is not in the `menu`."""
    move = _move(story, state, choice)
    memory: Bytes = state.memory
    if (move.open is not None and not move.open(memory)) or (move.fallback and choice not in menu(story, state)):
        raise ClosedChoice(f"The choice {choice} of {state.scene} is closed now.")
    if move.chances and not any(scene == chance for scene, _ in move.chances):
        raise UnknownChoice(f"Chance cannot lead from {choice} of {state.scene} to {chance or 'nowhere'}.")
    if move.do:
        memory = _changed(memory, move.do)
    scene, back = move.lead(memory, state.back, chance)
    if entered := moves_of(story, scene).do:
        memory = _changed(memory, entered)
    return State(scene, back, bytes(memory))


def fingerprint(story: Story, state: State) -> str:
    """Sixteen hexadecimal digits that tell one state from another, by names and values,
    so that they outlive an edit that only moves things about."""
    values = (f"{variable.name}={value(variable, state, story)}" for variable in story.variables.values())
    text = "\n".join([state.scene, state.back, *sorted(values)])
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def value(variable: Variable, state: State, story: Story) -> str | int | bool:
    """What the variable holds: a word of its list, a number, or whether it stands."""
    raw = state.memory[story.memory.variables[variable.name]]
    if variable.kind == "list":
        return variable.values[raw]
    return raw + variable.lowest if variable.kind == "number" else bool(raw)


def _changed(memory: Bytes, changes: tuple[Change, ...]) -> bytearray:
    changed = bytearray(memory)
    for change in changes:
        change(changed)
    return changed


def _move(story: Story, state: State, choice: str) -> Move:
    move = moves_of(story, state.scene).by_id.get(choice)
    if move is None:
        raise UnknownChoice(f"The scene {state.scene} has no choice called {choice}.")
    return move


def _fallbacks(moves: Moves, memory: bytes) -> tuple[str, ...]:
    return tuple([choice for choice, test in moves.rest if test is None or test(memory)])


# ---------------------------------------------------------------- compiling


def moves_of(story: Story, scene: str) -> Moves:
    """The scene compiled; made when first asked for, then kept in the story."""
    found = story.made.get(scene)
    if found is None:
        found = story.made[scene] = _compile_scene(story, story.scenes[scene])
    return found


def _compile_scene(story: Story, scene: Scene) -> Moves:
    moves = [_compile_choice(story, scene, choice) for choice in scene.choices]
    counted = story.memory.times.get(scene.id)
    count = () if counted is None else (_count_up(*counted),)
    return Moves(
        first=tuple((move.id, move.open) for move in moves if not move.fallback),
        rest=tuple((move.id, move.open) for move in moves if move.fallback),
        by_id={move.id: move for move in moves},
        do=(*count, *(compile_effect(story, effect) for effect in scene.do)),
    )


def _compile_choice(story: Story, scene: Scene, choice: Choice) -> Move:
    taken = story.memory.chosen.get((scene.id, choice.id), -1)
    remember = () if taken < 0 else (_write(taken, 1),)
    return Move(
        id=choice.id,
        open=_compile_open(story, choice, taken),
        fallback=choice.fallback,
        do=(*remember, *(compile_effect(story, effect) for effect in choice.do)),
        lead=_compile_way(story, choice.way),
        chances=choice.way.scenes if isinstance(choice.way, Chance) else (),
    )


def _compile_open(story: Story, choice: Choice, taken: int) -> Test | None:
    test = None if choice.condition is None else compile_condition(story, choice.condition)
    if not choice.once:
        return test
    if test is None:
        return lambda m: not m[taken]
    return lambda m: not m[taken] and test(m)


def _write(at: int, new: int) -> Change:
    return lambda memory: memory.__setitem__(at, new)


def _count_up(at: int, cap: int) -> Change:
    """An entering counted; beyond the cap nothing can tell a difference."""
    return lambda memory: memory.__setitem__(at, min(memory[at] + 1, cap))


def _compile_way(story: Story, way: Way) -> Lead:
    match way:
        case Goto(scene):
            return lambda memory, back, chance: (scene, back)
        case Return():
            return lambda memory, back, chance: (back, "")
        case Visit(scene, then):
            return lambda memory, back, chance: (scene, then)
        case Chance():
            return lambda memory, back, chance: (chance, back)
        case Branch(pairs):
            ways = [
                (None if test is None else compile_condition(story, test), _compile_way(story, way))
                for test, way in pairs
            ]

            def branch(memory: Bytes, back: str, chance: str) -> tuple[str, str]:
                for test, lead in ways:
                    if test is None or test(memory):
                        return lead(memory, back, chance)
                raise AssertionError("the linker closes every list of ways with a plain goto")

            return branch


def test_of(story: Story, condition: Condition) -> Test:
    """The condition compiled; made when first asked for, then kept in the story."""
    # Found by identity, which costs less than comparing; it holds since the condition is
    # kept beside what it became.
    found = story.made.get(id(condition))
    if found is None:
        found = story.made[id(condition)] = (condition, compile_condition(story, condition))
    return found[1]


def compile_condition(story: Story, condition: Condition) -> Test:
    """A function from the bytes of a state to whether the condition holds."""
    match condition:
        case Flag(name):
            at = story.memory.variables[name]
            return lambda m: m[at]
        case Is(name, values, negated):
            return _compile_is(story, name, values, negated)
        case Seen(scene):
            at = story.memory.times[scene][0]
            return lambda m: m[at]
        case Chosen(scene, choice):
            at = story.memory.chosen[scene, choice]
            return lambda m: m[at]
        case Not(test):
            inner = compile_condition(story, test)
            return lambda m: not inner(m)
        case Both(tests):
            inners = [compile_condition(story, test) for test in tests]
            if len(inners) == 2:
                one, two = inners
                return lambda m: one(m) and two(m)
            return lambda m: all(inner(m) for inner in inners)
        case Either(tests):
            inners = [compile_condition(story, test) for test in tests]
            if len(inners) == 2:
                one, two = inners
                return lambda m: one(m) or two(m)
            return lambda m: any(inner(m) for inner in inners)
        case Compare(left, sign, right):
            return _compile_compare(_compile_sum(story, left), sign, _compile_sum(story, right))


def _compile_is(story: Story, name: str, values: tuple[str, ...], negated: bool) -> Test:
    at = story.memory.variables[name]
    wanted = frozenset(story.variables[name].values.index(value) for value in values)
    if len(wanted) == 1:
        one = next(iter(wanted))
        return (lambda m: m[at] != one) if negated else (lambda m: m[at] == one)
    return (lambda m: m[at] not in wanted) if negated else (lambda m: m[at] in wanted)


def _compile_compare(left: Count, sign: str, right: Count) -> Test:
    match sign:
        case "==":
            return lambda m: left(m) == right(m)
        case "!=":
            return lambda m: left(m) != right(m)
        case "<":
            return lambda m: left(m) < right(m)
        case "<=":
            return lambda m: left(m) <= right(m)
        case ">":
            return lambda m: left(m) > right(m)
        case _:
            return lambda m: left(m) >= right(m)


def _compile_sum(story: Story, total: Sum) -> Count:
    """A function from the bytes of a state to the value of the sum."""
    constant = 0
    bytes_read: list[tuple[int, int]] = []
    truths: list[tuple[int, Test]] = []
    for sign, term in total.terms:
        match term:
            case Integer(number):
                constant += sign * number
            case Number(name):
                constant += sign * story.variables[name].lowest
                bytes_read.append((sign, story.memory.variables[name]))
            case Times(scene):
                bytes_read.append((sign, story.memory.times[scene][0]))
            case Truth(test):
                truths.append((sign, compile_condition(story, test)))
    if not truths and not bytes_read:
        return lambda m: constant
    if not truths and len(bytes_read) == 1 and bytes_read[0][0] == 1:
        at = bytes_read[0][1]
        return lambda m: m[at] + constant
    return lambda m: (
        constant + sum([sign * m[at] for sign, at in bytes_read]) + sum([sign * bool(test(m)) for sign, test in truths])
    )


def compile_effect(story: Story, effect: Effect) -> Change:
    """A function that makes the change in the bytes of a state."""
    change = _compile_change(story, effect)
    if effect.when is None:
        return change
    when = compile_condition(story, effect.when)

    def change_if(memory: bytearray) -> None:
        if when(memory):
            change(memory)

    return change_if


def _compile_change(story: Story, effect: Effect) -> Change:
    variable = story.variables[effect.name]
    at = story.memory.variables[effect.name]
    top = variable.highest - variable.lowest
    amount = effect.value if isinstance(effect.value, int) else 0
    match effect.sign:
        case "+=":
            return lambda memory: memory.__setitem__(at, min(memory[at] + amount, top))
        case "-=":
            return lambda memory: memory.__setitem__(at, max(memory[at] - amount, 0))
        case "set":
            new = 1
        case "clear":
            new = 0
        case _:
            new = amount - variable.lowest if variable.kind == "number" else variable.values.index(str(effect.value))
    return _write(at, new)
