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
from game.story.model import Branch, Chance, Goto, Return, Scene, Start, Story, Variable, Visit, Way

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
    """A choice, compiled. `taken` is the byte that remembers it, or -1."""

    id: str
    open: Test | None
    once: int
    taken: int
    fallback: bool
    do: tuple[Change, ...]
    lead: Lead
    chances: tuple[tuple[str, int], ...]


class Moves(NamedTuple):
    """A scene, compiled: its choices, how its enterings are counted, what it does."""

    first: tuple[Move, ...]  # the choices that are no fallback
    rest: tuple[Move, ...]  # the fallbacks
    by_id: dict[str, Move]
    counter: int  # the byte that counts its enterings, or -1
    cap: int
    do: tuple[Change, ...]


# ---------------------------------------------------------------- playing


def begin(story: Story, start: Start) -> State:
    """The state in which a play begins at this start."""
    memory = bytearray(story.memory.size)
    for variable in story.variables.values():
        memory[story.memory.variables[variable.name]] = variable.first
    for effect in start.do:
        compile_effect(story, effect)(memory)
    return _enter(story, start.scene, "", memory)


def menu(story: Story, state: State) -> tuple[str, ...]:
    """The ids of the choices open in this state, in the order of the scene."""
    moves = moves_of(story, state.scene)
    memory = state.memory
    found = tuple([move.id for move in moves.first if _open(move, memory)])
    return found or tuple([move.id for move in moves.rest if _open(move, memory)])


def chances(story: Story, state: State, choice: str) -> tuple[tuple[str, int], ...]:
    """The scenes to which chance may lead from this choice, with their weights; empty
    when the choice leaves nothing to chance."""
    return _move(story, state, choice).chances


def step(story: Story, state: State, choice: str, chance: str = "") -> State:
    """The state after the choice. `chance` is the scene that chance led to, which must be
    one of `chances`; empty when there is none.

    Raises UnknownChoice, or ClosedChoice when the choice is not in the `menu`."""
    move = _move(story, state, choice)
    if not _open(move, state.memory) or (move.fallback and menu(story, state) != _fallbacks(story, state)):
        raise ClosedChoice(f"The choice {choice} of {state.scene} is closed now.")
    if move.chances and not any(scene == chance for scene, _ in move.chances):
        raise UnknownChoice(f"Chance cannot lead from {choice} of {state.scene} to {chance or 'nowhere'}.")
    memory = bytearray(state.memory)
    if move.taken >= 0:
        memory[move.taken] = 1
    for change in move.do:
        change(memory)
    scene, back = move.lead(memory, state.back, chance)
    return _enter(story, scene, back, memory)


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


def _enter(story: Story, scene: str, back: str, memory: bytearray) -> State:
    moves = moves_of(story, scene)
    if moves.counter >= 0 and memory[moves.counter] < moves.cap:
        memory[moves.counter] += 1
    for change in moves.do:
        change(memory)
    return State(scene, back, bytes(memory))


def _move(story: Story, state: State, choice: str) -> Move:
    move = moves_of(story, state.scene).by_id.get(choice)
    if move is None:
        raise UnknownChoice(f"The scene {state.scene} has no choice called {choice}.")
    return move


def _open(move: Move, memory: bytes) -> bool:
    if move.once >= 0 and memory[move.once]:
        return False
    return move.open is None or bool(move.open(memory))


def _fallbacks(story: Story, state: State) -> tuple[str, ...]:
    return tuple(move.id for move in moves_of(story, state.scene).rest if _open(move, state.memory))


# ---------------------------------------------------------------- compiling


def moves_of(story: Story, scene: str) -> Moves:
    """The scene compiled; made when first asked for, then kept in the story."""
    found = story.made.get(scene)
    if found is None:
        found = story.made[scene] = _compile_scene(story, story.scenes[scene])
    return found


def _compile_scene(story: Story, scene: Scene) -> Moves:
    moves: list[Move] = []
    for choice in scene.choices:
        taken = story.memory.chosen.get((scene.id, choice.id), -1)
        moves.append(
            Move(
                id=choice.id,
                open=None if choice.condition is None else compile_condition(story, choice.condition),
                once=taken if choice.once else -1,
                taken=taken,
                fallback=choice.fallback,
                do=tuple(compile_effect(story, effect) for effect in choice.do),
                lead=_compile_way(story, choice.way),
                chances=choice.way.scenes if isinstance(choice.way, Chance) else (),
            )
        )
    counter, cap = story.memory.times.get(scene.id, (-1, 0))
    return Moves(
        first=tuple(move for move in moves if not move.fallback),
        rest=tuple(move for move in moves if move.fallback),
        by_id={move.id: move for move in moves},
        counter=counter,
        cap=cap,
        do=tuple(compile_effect(story, effect) for effect in scene.do),
    )


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
    return lambda memory: memory.__setitem__(at, new)
