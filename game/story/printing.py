"""Conditions and effects as a writer would write them; reading them again gives the same."""

from __future__ import annotations

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


def print_condition(condition: Condition) -> str:
    """The condition as a writer would write it; reading it again gives the same."""
    match condition:
        case Flag(name):
            return name
        case Is(name, values, negated) if len(values) == 1:
            return f"{name} {'!=' if negated else '=='} {values[0]}"
        case Is(name, values, negated):
            return f"{name} {'not in' if negated else 'in'} [{', '.join(values)}]"
        case Seen(scene):
            return f"seen({scene})"
        case Chosen(scene, choice):
            return f"chosen({scene}, {choice})"
        case Not(test):
            return f"not {_bracket(test, Both, Either)}"
        case Both(tests):
            return " and ".join(_bracket(test, Both, Either) for test in tests)
        case Either(tests):
            return " or ".join(_bracket(test, Either) for test in tests)
        case Compare(left, sign, right):
            return f"{_print_sum(left)} {sign} {_print_sum(right)}"


def _bracket(test: Condition, *loose: type) -> str:
    printed = print_condition(test)
    return f"({printed})" if isinstance(test, loose) else printed


def _print_sum(total: Sum) -> str:
    printed = ""
    for sign, term in total.terms:
        printed += (" + " if sign > 0 else " - ") if printed else ""
        match term:
            case Integer(value):
                printed += str(value)
            case Number(name):
                printed += name
            case Times(scene):
                printed += f"times({scene})"
            case Truth(test):
                printed += f"({print_condition(test)})"
    return printed


def print_effect(effect: Effect) -> str:
    """The effect as a writer would write it; reading it again gives the same."""
    change = {"set": effect.name, "clear": f"not {effect.name}"}.get(
        effect.sign, f"{effect.name} {effect.sign} {effect.value}"
    )
    return change if effect.when is None else f"{change} if {print_condition(effect.when)}"
