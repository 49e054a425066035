"""Asking every question of a story, cheapest first, and saying what came of it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from game.play.road import Road, encode, starts
from game.play.state import State, compile_condition, menu
from game.proof.diagrams import NOTHING, TooLarge
from game.proof.moves import Moves, lay_out
from game.proof.roads import Search, everywhere
from game.proof.rules import Question, move_questions, plain_findings, questions
from game.proof.walks import Walks
from game.story.faults import Fault
from game.story.model import Story, Where

SEED = 1917


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be. `road` shows it where a road can; `bounded`
    names the limit that left the question open, and then nothing is proved or refuted."""

    code: str
    where: Where
    message: str
    hint: str = ""
    road: Road | None = None
    bounded: str = ""

    def fault(self, story: Story) -> Fault:
        """The finding as a fault in a file, the road as a code that can be opened."""
        message = self.message
        if self.bounded:
            message = f"Not settled ({self.bounded}): {message}"
        if self.road is not None:
            count = len(self.road.legs)
            message += f" The shortest road there, {count} choice{'s' * (count != 1)}: {encode(story, self.road)}."
        return Fault(*self.where, self.code, message, self.hint)


@dataclass(slots=True)
class Proof:
    """What was asked and found. `settled` counts the questions by the step that settled
    them; `endings` says for each start which endings it reaches and by how many choices."""

    story: Story
    findings: list[Finding] = field(default_factory=list[Finding])
    asked: int = 0
    settled: Counter[str] = field(default_factory=Counter[str])
    seconds: dict[str, float] = field(default_factory=dict[str, float])
    endings: dict[str, dict[str, int]] = field(default_factory=dict[str, dict[str, int]])
    nodes: int = 0

    @property
    def bounded(self) -> int:
        return sum(bool(finding.bounded) for finding in self.findings)


def prove(story: Story, walks: int = 300, seconds: float = float("inf"), most: int = 4_000_000) -> Proof:
    """Ask every question of the story. `walks` is how many walks look for what is possible
    before any road is searched; `seconds` and `most` (nodes) bound the searches, and what
    they leave open is named."""
    proof = Proof(story)
    begun = time.monotonic()
    moves = lay_out(story, most)
    search = Search(moves, begun + seconds)
    asked = [*questions(story), *move_questions(moves)]
    seen = _walk(story, [question for question in asked if question.wanted], walks, moves)
    proof.seconds["walks"] = time.monotonic() - begun
    begun = time.monotonic()
    for question in asked:
        proof.asked += 1
        if id(question) in seen:
            proof.settled["walks"] += 1
        else:
            _ask(proof, search, moves, question)
    _traps(proof, search, moves)
    _endings(proof, search, moves)
    for plain in plain_findings(story):
        proof.findings.append(Finding(plain.code, plain.where, plain.message, plain.hint))
    proof.seconds["roads"] = time.monotonic() - begun
    proof.nodes = len(moves.diagrams.levels)
    return proof


def _walk(story: Story, wanted: list[Question], walks: int, moves: Moves) -> set[int]:
    """The questions that walks answered: the identities of what was met."""
    waiting: dict[str, list[Question]] = {}
    for question in wanted:
        waiting.setdefault(question.scene, []).append(question)
    seen: set[int] = set()

    def meet(state: State) -> None:
        for scene in (state.scene, ""):
            if not (questions_here := waiting.get(scene)):
                continue
            met = [question for question in questions_here if _holds(story, question, state)]
            if met:
                seen.update(id(question) for question in met)
                waiting[scene] = [question for question in questions_here if id(question) not in seen]

    begun = tuple(begin.start for begin in moves.begun)
    Walks(story).run(walks, SEED, begun, meet)
    return seen


def _holds(story: Story, question: Question, state: State) -> bool:
    """Whether this very state answers the question."""
    if question.code == "choice-never":
        return question.choice in menu(story, state)
    if question.condition is not None:
        made = story.made.get(question.condition)
        if made is None:
            made = story.made[question.condition] = compile_condition(story, question.condition)
        return bool(made(state.memory))
    return bool(question.scene)


def _ask(proof: Proof, search: Search, moves: Moves, question: Question) -> None:
    try:
        goal = question.goal(moves)
    except TooLarge:
        proof.settled["bounded"] += 1
        finding = Finding(question.code, question.where, question.message, question.hint, bounded="memory")
        proof.findings.append(finding)
        return
    if all(memories == NOTHING for memories in goal.values()):
        # No place with such a memory: the story's shape alone settles it.
        proof.settled["shape"] += 1
        if question.wanted:
            proof.findings.append(Finding(question.code, question.where, question.message, question.hint))
        return
    answer = search.find(goal)
    proof.settled["bounded" if answer.bounded else "roads"] += 1
    if answer.bounded or answer.none == question.wanted:
        road = None if question.wanted else answer.road
        finding = Finding(question.code, question.where, question.message, question.hint, road, answer.bounded)
        proof.findings.append(finding)


def _traps(proof: Proof, search: Search, moves: Moves) -> None:
    """From every reachable state some road leads to an ending."""
    story = proof.story
    ends = {
        place: memories
        for scene in story.scenes.values()
        if scene.ending
        for place, memories in everywhere(moves, scene.id).items()
    }
    proof.asked += 1
    try:
        can = search.all_before(ends)
        lost = {place: moves.diagrams.complement(can.get(place, NOTHING)) for place in moves.out}
        answer = search.find({place: memories for place, memories in lost.items() if memories != NOTHING})
    except TooLarge:
        finding = Finding("trap", story.title.where, "Whether every road can come to an end.", bounded="memory")
        proof.findings.append(finding)
        proof.settled["bounded"] += 1
        return
    proof.settled["bounded" if answer.bounded else "roads"] += 1
    if not answer.none:
        scene = _end_of(story, answer.road) if answer.road else ""
        where = story.scenes[scene].where if scene else story.title.where
        message = f"From {scene or 'somewhere'} no road leads to an ending."
        hint = "Give it a way out."
        proof.findings.append(Finding("trap", where, message, hint, answer.road, answer.bounded))


def _end_of(story: Story, road: Road) -> str:
    from game.play.state import begin, step

    state = begin(story, starts(story)[road.start])
    for leg in road.legs:
        state = step(story, state, leg.choice, leg.chance)
    return state.scene


def _endings(proof: Proof, search: Search, moves: Moves) -> None:
    """For each start, the endings that it reaches and the choices on the shortest road."""
    for begin in moves.begun:
        found: dict[str, int] = {}
        for scene in proof.story.scenes.values():
            if scene.ending:
                answer = search.find(everywhere(moves, scene.id), [begin])
                if answer.road is not None:
                    found[scene.ending] = min(len(answer.road.legs), found.get(scene.ending, len(answer.road.legs)))
        proof.endings[begin.start] = found


def faults(proof: Proof) -> Iterable[Fault]:
    return (finding.fault(proof.story) for finding in proof.findings)
