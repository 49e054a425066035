"""What a state must remember, and two questions about the shape of the whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from game.story.faults import Fault
from game.story.grammar import (
    Both,
    ByTimes,
    ByValue,
    Choose,
    Chosen,
    Compare,
    Condition,
    Either,
    Emphasis,
    Integer,
    Link,
    Not,
    Number,
    Parts,
    PhraseUse,
    Seen,
    Times,
    Truth,
)
from game.story.model import Branch, Chance, Goto, Memory, Prose, Return, Scene, Story, Visit, Way
from game.story.shapes import Desk

MOST_TIMES = 255  # one byte


def lay_out(desk: Desk, scenes: Mapping[str, Scene]) -> Memory:
    """The bytes of a state: every variable, then every scene whose enterings anything
    counts, up to the cap beyond which nothing can tell a difference, then every choice
    that anything asks about or that can be taken only once."""
    caps = dict(desk.times_texts)
    taken: set[tuple[str, str]] = set()
    for condition in desk.all_conditions():
        for name, cap in _counted(condition, desk):
            caps[name] = max(cap, caps.get(name, 0))
        taken.update(_asked_choices(condition))
    variables = {name: index for index, name in enumerate(desk.variables)}
    size = len(variables)
    times: dict[str, tuple[int, int]] = {}
    chosen: dict[tuple[str, str], int] = {}
    for name in scenes:
        if name in caps:
            times[name] = (size, min(caps[name], MOST_TIMES))
            size += 1
    for scene in scenes.values():
        for choice in scene.choices:
            if choice.once or (scene.id, choice.id) in taken:
                chosen[scene.id, choice.id] = size
                size += 1
    return Memory(variables, times, chosen, size)


def inside(condition: Condition) -> Iterator[Condition]:
    """The condition and every condition in it."""
    yield condition
    match condition:
        case Not(test):
            yield from inside(test)
        case Both(tests) | Either(tests):
            for test in tests:
                yield from inside(test)
        case Compare(left, _, right):
            for _, term in (*left.terms, *right.terms):
                if isinstance(term, Truth):
                    yield from inside(term.test)
        case _:
            pass


def _asked_choices(condition: Condition) -> set[tuple[str, str]]:
    return {(part.scene, part.choice) for part in inside(condition) if isinstance(part, Chosen)}


def _counted(condition: Condition, desk: Desk) -> Iterator[tuple[str, int]]:
    for part in inside(condition):
        if isinstance(part, Seen):
            yield part.scene, 1
        elif isinstance(part, Compare):
            yield from _times_caps(part, desk)


def _times_caps(compare: Compare, desk: Desk) -> Iterator[tuple[str, int]]:
    """Scenes counted in a comparison, each with a count beyond which it cannot change."""
    terms = [term for total in (compare.left, compare.right) for _, term in total.terms]
    scenes = [term.scene for term in terms if isinstance(term, Times)]
    reach = sum(_reach(term, desk) for term in terms)
    for scene in scenes:
        yield scene, reach + 1 if len(scenes) == 1 else MOST_TIMES


def _reach(term: object, desk: Desk) -> int:
    match term:
        case Integer(value):
            return abs(value)
        case Number(name):
            variable = desk.variables[name]
            return max(abs(variable.lowest), abs(variable.highest))
        case Truth():
            return 1
        case _:
            return 0


# ---------------------------------------------------------------- the shape of the whole


def circle(phrases: Mapping[str, Prose]) -> str:
    """The name of a phrase that is made of itself, or nothing."""
    uses = {name: set(phrases_in(prose.parts)) for name, prose in phrases.items()}
    for name, used_by_it in uses.items():
        waiting, met = list(used_by_it), set[str]()
        while waiting:
            used = waiting.pop()
            if used == name:
                return name
            if used not in met:
                met.add(used)
                waiting.extend(uses.get(used, ()))
    return ""


def phrases_in(parts: Parts) -> Iterator[str]:
    """The names of the phrases that a text uses."""
    for part in parts:
        match part:
            case PhraseUse(name):
                yield name
            case Emphasis(inner) | Link(_, inner):
                yield from phrases_in(inner)
            case Choose(_, yes, no):
                yield from phrases_in(yes)
                yield from phrases_in(no)
            case ByValue(_, texts) | ByTimes(_, texts):
                for text in texts:
                    yield from phrases_in(text)
            case _:
                pass


def scenes_of(way: Way) -> Iterable[str]:
    """The scenes that a way can lead to by itself; a return leads to none of its own."""
    match way:
        case Goto(scene):
            return (scene,)
        case Visit(scene, then):
            return (scene, then)
        case Chance(scenes):
            return [scene for scene, _ in scenes]
        case Branch(pairs):
            return [inner.scene for _, inner in pairs if isinstance(inner, Goto)]
        case Return():
            return ()


def visit_faults(story: Story) -> Iterator[Fault]:
    """A visit begun inside a visit, and a return that no visit leads to. Conditions are
    not weighed: a scene with a return is entered by visits and by nothing else."""
    starts = [start.scene for chapter in story.chapters.values() for start in chapter.starts.values()]
    waiting = [(scene, False) for scene in starts]
    met = set(waiting)
    told: set[tuple[str, str]] = set()
    while waiting:
        name, visiting = waiting.pop()
        for choice in story.scenes[name].choices:
            returns = _returns(choice.way)
            code = "visit-nested" if visiting and isinstance(choice.way, Visit) else ""
            code = "return-alone" if returns and not visiting else code
            if code and (code, name) not in told:
                told.add((code, name))
                yield _visit_fault(code, name, choice.where)
            if code == "visit-nested":
                continue
            for target, inner in _entered(choice.way, visiting):
                if (target, inner) not in met:
                    met.add((target, inner))
                    waiting.append((target, inner))


def _returns(way: Way) -> bool:
    return isinstance(way, Return) or (isinstance(way, Branch) and any(isinstance(w, Return) for _, w in way.pairs))


def _entered(way: Way, visiting: bool) -> Iterator[tuple[str, bool]]:
    if isinstance(way, Visit):
        yield way.scene, True
        yield way.then, False
        return
    for scene in scenes_of(way):
        yield scene, visiting


def _visit_fault(code: str, scene: str, where: tuple[str, int, int]) -> Fault:
    if code == "visit-nested":
        message = f"A visit begins in {scene}, which a visit leads to; visits do not nest."
        hint = "Use goto for the inner one."
    else:
        message = f"{scene} returns, but it can be entered without a visit, so there is nowhere to return to."
        hint = "Enter it by visit: alone, or give it a goto."
    return Fault(*where, code, message, hint)
