"""Seeded walks over a story, by the engine's own step: what they meet is possible.

A walk prefers the choice taken least so far, so that rare corners are found early, and
each shuns one of the variables, so that some go far and leave it as it was. Walks
prove that something can happen; that something cannot, they never prove.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

from game.play.road import Leg, Road, starts
from game.play.state import State, begin, chances, menu, step
from game.story.memory import scenes_of
from game.story.model import Story

LONGEST = 2_000  # choices in a walk; a walk in a circle stops here


class Walks:
    """Walks from the starts of the first chapter in turn, and what they met.

    steps   choices in all; `lengths`: of each walk, in choices
    scenes  how many walks met each scene; `ends`: how many ended in each
    taken   how often each choice was taken: (scene, choice, where chance led or "")
    """

    def __init__(self, story: Story, seed: int, fair: bool = False) -> None:
        self.story, self.fair = story, fair
        self.draw = random.Random(seed)
        first = story.first_chapter().id
        self.begun = [(name, begin(story, s)) for name, s in starts(story).items() if name.startswith(f"{first}/")]
        self.variables = [*story.variables, ""]
        self.shunned = ""  # the variable that this walk leaves alone, where it can
        self._changes: dict[tuple[str, str], frozenset[str]] = {}
        self.steps = 0
        self.lengths: list[int] = []
        self.scenes: Counter[str] = Counter()
        self.ends: Counter[str] = Counter()
        self.taken: Counter[tuple[str, str, str]] = Counter()

    def walk(self, meet: Callable[[State], bool], patience: int = LONGEST) -> Road:
        """One walk to an end, every state of it shown to `meet`, which says whether it was
        worth the while; after so many choices that were not, the walk is given up. `fair`
        walks take any open choice with equal chance; others the one least taken so far."""
        name, state = self.begun[len(self.lengths) % len(self.begun)]
        self.shunned = self.draw.choice(self.variables)
        met = {state.scene}
        meet(state)
        legs: list[Leg] = []
        idle = 0
        while idle < patience and len(legs) < LONGEST and (choices := menu(self.story, state)):
            leg = self._leg(state, choices)
            state = step(self.story, state, leg.choice, leg.chance)
            legs.append(leg)
            met.add(state.scene)
            idle = 0 if meet(state) else idle + 1
        self.steps += len(legs)
        self.lengths.append(len(legs))
        self.scenes.update(met)
        self.ends[state.scene] += 1
        return Road(name, tuple(legs))

    def _leg(self, state: State, choices: tuple[str, ...]) -> Leg:
        choice = self.draw.choice(choices) if self.fair else self._least(state.scene, choices)
        outcomes = chances(self.story, state, choice)
        led = self.draw.choices([scene for scene, _ in outcomes], [w for _, w in outcomes])[0] if outcomes else ""
        self.taken[state.scene, choice, ""] += 1
        if led:
            self.taken[state.scene, choice, led] += 1
        return Leg(choice, led)

    def _least(self, scene: str, choices: tuple[str, ...]) -> str:
        if len(choices) == 1:
            return choices[0]
        random, taken = self.draw.random, self.taken
        ranked = [(self.shunned in self._changed(scene, c), taken[scene, c, ""], random(), c) for c in choices]
        return min(ranked)[3]

    def _changed(self, scene: str, name: str) -> frozenset[str]:
        """The variables that a choice changes, or the scene right behind it."""
        found = self._changes.get((scene, name))
        if found is None:
            choice = next(choice for choice in self.story.scenes[scene].choices if choice.id == name)
            effects = [*choice.do]
            for target in scenes_of(choice.way):
                effects += self.story.scenes[target].do
            found = self._changes[scene, name] = frozenset(effect.name for effect in effects)
        return found
