"""Seeded walks over a story, by the engine's own step: what they meet is possible.

A walk prefers the choice taken least so far, so that rare corners are found early. Walks
prove that something can happen; that something cannot, they never prove.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from game.play.road import starts
from game.play.state import State, begin, chances, menu, step
from game.story.model import Story

LONGEST = 2_000  # choices in a walk; a walk in a circle stops here


@dataclass(slots=True)
class Walks:
    """What many walks met. `steps` counts choices in all; `scenes` how many walks met each
    scene; `taken` how often each choice was taken, with where chance led."""

    story: Story
    steps: int = 0
    walks: int = 0
    scenes: Counter[str] = field(default_factory=Counter[str])
    taken: Counter[tuple[str, str, str]] = field(default_factory=Counter[tuple[str, str, str]])
    lengths: list[int] = field(default_factory=list[int])

    def run(
        self, number: int, seed: int, begun: tuple[str, ...], meet: Callable[[State], None], fair: bool = False
    ) -> None:
        """Walk so many times, from the starts in turn, and show each state to `meet`.
        `fair` takes any open choice with equal chance instead of the least used."""
        draw = random.Random(seed)
        beginnings = starts(self.story)
        for index in range(number):
            state = begin(self.story, beginnings[begun[index % len(begun)]])
            self.walks += 1
            met = {state.scene}
            meet(state)
            length = 0
            while length < LONGEST and (choices := menu(self.story, state)):
                choice = draw.choice(choices) if fair else self._least(draw, state.scene, choices)
                state = self._step(draw, state, choice)
                length += 1
                met.add(state.scene)
                meet(state)
            self.steps += length
            self.lengths.append(length)
            self.scenes.update(met)

    def _least(self, draw: random.Random, scene: str, choices: tuple[str, ...]) -> str:
        used = [(self.taken[scene, choice, ""], draw.random(), choice) for choice in choices]
        return min(used)[2]

    def _step(self, draw: random.Random, state: State, choice: str) -> State:
        outcomes = chances(self.story, state, choice)
        led = draw.choices([s for s, _ in outcomes], [w for _, w in outcomes])[0] if outcomes else ""
        self.taken[state.scene, choice, ""] += 1
        if led:
            self.taken[state.scene, choice, led] += 1
        return step(self.story, state, choice, led)
