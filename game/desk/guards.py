"""Conditions put together and made simple, where one may also hold always or never."""

from __future__ import annotations

from game.story.grammar import OPPOSITE, Both, Compare, Condition, Either, Is, Not

Guard = Condition | bool  # True: always; False: never


def both(*guards: Guard) -> Guard:
    """Whether all of them hold."""
    tests = [guard for guard in guards if guard is not True]
    if any(guard is False for guard in tests):
        return False
    flat: list[Condition] = []
    for test in tests:
        assert not isinstance(test, bool)
        flat += [one for one in (test.tests if isinstance(test, Both) else (test,)) if one not in flat]
    if not flat:
        return True
    return flat[0] if len(flat) == 1 else Both(tuple(flat))


def either(*guards: Guard) -> Guard:
    """Whether any of them holds."""
    tests = [guard for guard in guards if guard is not False]
    if any(guard is True for guard in tests):
        return True
    flat: list[Condition] = []
    for test in tests:
        assert not isinstance(test, bool)
        flat += [one for one in (test.tests if isinstance(test, Either) else (test,)) if one not in flat]
    if not flat:
        return False
    if any(negated(test) in flat for test in flat):
        return True
    return flat[0] if len(flat) == 1 else Either(tuple(flat))


def negated(guard: Guard) -> Guard:
    """Whether it does not hold."""
    if isinstance(guard, bool):
        return not guard
    match guard:
        case Not(test):
            return test
        case Compare(left, sign, right):
            return Compare(left, OPPOSITE[sign], right)
        case Is(name, values, is_not):
            return Is(name, values, not is_not)
        case _:
            return Not(guard)
