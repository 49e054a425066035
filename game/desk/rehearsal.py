"""A road through a story that is being written: walked, changed by hand, and walked again
by id whenever the story has changed.

The road is kept as it was wished for. A story in which it cannot be walked to its end
walks it as far as it goes; mended, it walks the rest too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from game.errors import GameError
from game.play.make import Taken, make_page
from game.play.page import Page
from game.play.road import Road, choice_now, starts, states_on
from game.play.state import State, begin, chances, step
from game.story.model import Story, Variable


class Cue(NamedTuple):
    """A choice taken in a scene, and where chance led, if it did."""

    scene: str
    choice: str
    chance: str = ""


class Hand(NamedTuple):
    """A change by hand. `kind` is variable, times (a scene) or chosen (scene/choice);
    `value` is one of the words of the thing's `Remembered`."""

    kind: str
    name: str
    value: str


Step = Cue | Hand


class Remembered(NamedTuple):
    """Something that the story remembers: the words of every value, and which it has. `kind`
    and `name` are as in `Hand`; `about` is the writer's own, empty for what is counted."""

    kind: str
    name: str
    about: str
    values: tuple[str, ...]
    at: int
    by_hand: bool


class Stopped(NamedTuple):
    """The step at which the road ends too early. `why` is elsewhere (the road has come to
    another scene), gone, closed, chance (it can no longer lead there), of a change by hand
    unknown, or start, without a step, when the story no longer begins there; `left` is how
    many steps wait, this one included."""

    step: Step | None
    why: str
    left: int


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A road as far as a story walks it. `start` and `steps` are what was wished for, `taken`
    the choices that could be made, `done` how many steps those and the changes by hand are."""

    story: Story
    start: str
    steps: tuple[Step, ...]
    first: State
    state: State
    taken: tuple[Taken, ...]
    done: int
    stopped: Stopped | None

    @property
    def by_hand(self) -> bool:
        """Whether the state was changed by hand, so that no road proves it."""
        return any(isinstance(each, Hand) for each in self.steps[: self.done])

    def page(self, language: str, go_on: str) -> Page:
        """The page at the end of the road, in one language."""
        return make_page(self.story, language, self.state, self.first, self.taken, go_on)

    # ------------------------------------------------------------ other roads

    def again(self, story: Story) -> Rehearsal:
        """The same road in another edition of the story."""
        return rehearse(story, self.start, self.steps)

    def take(self, choice: str, chance: str = "") -> Rehearsal:
        """The road with one choice more; steps that waited are forgotten."""
        return self.with_step(Cue(self.state.scene, choice, chance))

    def with_step(self, made: Step) -> Rehearsal:
        return rehearse(self.story, self.start, (*self.steps[: self.done], made))

    def back(self) -> Rehearsal:
        """The road without its last step; at its beginning, the same."""
        return rehearse(self.story, self.start, self.steps[: max(self.done - 1, 0)])

    def outcomes(self, choice: str) -> tuple[tuple[str, int], ...]:
        """The scenes that chance may lead to from a choice, with their weights."""
        return chances(self.story, self.state, choice)

    # ------------------------------------------------------------ what is remembered

    def remembered(self) -> tuple[Remembered, ...]:
        """The variables, then the scenes and the choices that the story asks about."""
        memory, held = self.story.memory, self.state.memory
        touched = {(each.kind, each.name) for each in self.steps[: self.done] if isinstance(each, Hand)}
        found: list[tuple[str, str, str, tuple[str, ...], int]] = []
        for variable in self.story.variables.values():
            values = values_of(variable)
            found.append(("variable", variable.name, variable.about, values, held[memory.variables[variable.name]]))
        for scene, (at, cap) in memory.times.items():
            found.append(("times", scene, "", counts(cap), held[at]))
        for (scene, choice), at in memory.chosen.items():
            found.append(("chosen", f"{scene}/{choice}", "", FLAG, held[at]))
        return tuple(Remembered(*each, by_hand=each[:2] in touched) for each in found)


FLAG = ("no", "yes")


def values_of(variable: Variable) -> tuple[str, ...]:
    """The words of every value of a variable, as a story writes them."""
    if variable.kind == "flag":
        return FLAG
    if variable.kind == "list":
        return variable.values
    return tuple(str(number) for number in range(variable.lowest, variable.highest + 1))


def counts(cap: int) -> tuple[str, ...]:
    """The words of every count; beyond the last nothing can tell a difference."""
    return (*map(str, range(cap)), f"{cap}+")


def walked(story: Story, road: Road) -> Rehearsal:
    """A road of this very story, as a proof or a code has told it."""
    on_road = zip(states_on(story, road), road.legs, strict=False)
    return rehearse(story, road.start, tuple(Cue(state.scene, leg.choice, leg.chance) for state, leg in on_road))


def rehearse(story: Story, start: str = "", steps: tuple[Step, ...] = ()) -> Rehearsal:
    """Walk these steps as far as they go, from a start of the story, by default its first."""
    known = starts(story)
    begun = known.get(start) or next(iter(known.values()))
    start = start or next(iter(known))
    first = state = begin(story, begun)
    taken: list[Taken] = []
    stopped = None if start in known else Stopped(None, "start", len(steps))
    done = 0
    for each in steps if stopped is None else ():
        made = _changed(story, state, each) if isinstance(each, Hand) else _taken(story, state, each)
        if isinstance(made, str):
            stopped = Stopped(each, made, len(steps) - done)
            break
        if isinstance(each, Cue):
            taken.append(Taken(done, state, choice_now(story, state, each.scene, each.choice), made))
        state, done = made, done + 1
    return Rehearsal(story, start, steps, first, state, tuple(taken), done, stopped)


def _taken(story: Story, state: State, cue: Cue) -> State | str:
    """The state after a choice, or why there is none."""
    if state.scene not in (cue.scene, story.was.get(cue.scene)):
        return "elsewhere"
    choice = choice_now(story, state, cue.scene, cue.choice)
    if not choice:
        return "gone"
    chance = story.was.get(cue.chance, cue.chance)
    outcomes = [scene for scene, _ in chances(story, state, choice)]
    if chance not in (outcomes or [""]):
        return "chance"
    try:
        return step(story, state, choice, chance)
    except GameError:
        return "closed"


def _changed(story: Story, state: State, hand: Hand) -> State | str:
    """The state after a change by hand, or why there is none."""
    memory = story.memory
    if hand.kind == "variable" and hand.name in story.variables:
        at, values = memory.variables[hand.name], values_of(story.variables[hand.name])
    elif hand.kind == "times" and hand.name in memory.times:
        at, values = memory.times[hand.name][0], counts(memory.times[hand.name][1])
    elif hand.kind == "chosen" and _choice(hand.name) in memory.chosen:
        at, values = memory.chosen[_choice(hand.name)], FLAG
    else:
        return "unknown"
    if hand.value not in values:
        return "unknown"
    held = bytearray(state.memory)
    held[at] = values.index(hand.value)
    return state._replace(memory=bytes(held))


def _choice(name: str) -> tuple[str, str]:
    scene, _, choice = name.partition("/")
    return scene, choice
