"""Conditions in the words of another engine, and the names that a story's things have there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from game.desk.guards import Guard, both, either, negated
from game.story.grammar import (
    Both,
    Chosen,
    Compare,
    Condition,
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
from game.story.model import Choice, Scene, Story


@dataclass
class Names:
    """Names given out once each: a second thing of the same name gets a number."""

    taken: set[str]

    def take(self, wanted: str) -> str:
        name, number = wanted, 1
        while name in self.taken:
            number += 1
            name = f"{wanted}_{number}"
        self.taken.add(name)
        return name


@dataclass
class Speaker:
    """Says conditions. `sign` goes before a variable; `equal` and `unequal` compare, `truth`
    makes a number of a condition in its place {}. `counted` says whether that was needed."""

    sign: str
    equal: str
    unequal: str
    truth: str
    variables: Mapping[str, str]
    times: Mapping[str, str]
    chosen: Mapping[tuple[str, str], str]
    counted: bool = field(default=False)

    @staticmethod
    def names(story: Story, kept: Collection[str]) -> tuple[Names, dict[str, str], dict[str, str]]:
        """Names for scenes and variables, none of them one of `kept`."""
        names = Names(set(kept))
        scenes = {scene: names.take(scene) for scene in story.scenes}
        return names, scenes, {name: names.take(name) for name in story.variables}

    def test(self, guard: Guard) -> str:
        """The condition, for a place where the whole of it stands."""
        match guard:
            case bool():
                return "true" if guard else "false"
            case Flag(name):
                return self.sign + self.variables[name]
            case Is(name, values, is_not):
                sign, joint = (self.unequal, " and ") if is_not else (self.equal, " or ")
                return joint.join(f'{self.sign}{self.variables[name]} {sign} "{value}"' for value in values)
            case Seen(scene):
                return f"{self.sign}{self.times[scene]} > 0"
            case Chosen(scene, choice):
                return self.sign + self.chosen[scene, choice]
            case Not(test):
                return f"not {self._bracketed(test)}"
            case Both(tests):
                return " and ".join(self._bracketed(test) for test in tests)
            case Either(tests):
                return " or ".join(self._bracketed(test) for test in tests)
            case Compare(left, sign, right):
                sign = {"==": self.equal, "!=": self.unequal}.get(sign, sign)
                return f"{self._sum(left)} {sign} {self._sum(right)}"

    def _bracketed(self, test: Condition) -> str:
        return self.test(test) if isinstance(test, Flag | Chosen) else f"({self.test(test)})"

    def _sum(self, total: Sum) -> str:
        printed = ""
        for sign, term in total.terms:
            plus = sign > 0
            match term:
                case Integer(value):
                    plus, text = plus == (value >= 0), str(abs(value))
                case Number(name):
                    text = self.sign + self.variables[name]
                case Times(scene):
                    text = self.sign + self.times[scene]
                case Truth(test):
                    self.counted = True
                    text = self.truth.format(self.test(test))
            printed += (" + " if plus else " - ") if printed else ("" if plus else "0 - ")
            printed += text
        return printed


# ---------------------------------------------------------------- menus


def fresh(scene: Scene, choice: Choice) -> Guard:
    """When a choice that can be taken once was not."""
    return negated(Chosen(scene.id, choice.id)) if choice.once else True


def offered(scene: Scene) -> dict[str, Guard]:
    """When each choice is on the menu."""
    opened = {choice.id: both(fresh(scene, choice), choice.condition or True) for choice in scene.choices}
    others = either(*(opened[choice.id] for choice in scene.choices if not choice.fallback))
    return {
        choice.id: both(opened[choice.id], negated(others)) if choice.fallback else opened[choice.id]
        for choice in scene.choices
    }
