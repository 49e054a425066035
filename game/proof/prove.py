"""Asking every question of a story, cheapest first, and saying what came of it.

Walks come first and settle what can be; then the story's shape and the ranges settle what
cannot; a search for a road, the rest.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from game.play.road import LONGEST, Road, encode, states_on
from game.play.state import State
from game.proof.diagrams import NOTHING, Node, TooLarge
from game.proof.guided import Guide
from game.proof.moves import Place, Setting, lay_out
from game.proof.nearest import Met, Nearest, origins
from game.proof.question import Entering, Question, any_of, in_scene
from game.proof.ranges import Ranges
from game.proof.roads import Answer, Goal, Search, Ways, everywhere
from game.proof.rules import none_open, plain_findings, questions
from game.proof.tails import Tail
from game.proof.walks import Walks
from game.story.faults import Fault
from game.story.model import Story, Where

SEED = 1917
WORK = 3_000_000  # steps that one question may take; some ten seconds
PARTS = (1000, 300, 30, 3, 1)  # of this work, one after the other
ROUND = 24  # walks after which we look whether they still find anything
PATIENCE = 200  # choices of a walk that find nothing before it is given up
DRY = 3  # rounds without a find after which no more are walked
MOST_STEPS = 600_000  # choices of all walks together
STEPS = ("walks", "shape", "ranges", "roads", "bounded")
KEPT = 16  # memories kept of each place


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be. `road` shows it where a road can, `shortest`
    when there is surely no shorter; `bounded` names the limit that left the question open,
    and then nothing is proved or refuted."""

    code: str
    where: Where
    message: str
    hint: str = ""
    road: Road | None = None
    bounded: str = ""
    shortest: bool = True

    def fault(self) -> Fault:
        """The finding as a fault in a file, without its road."""
        message = f"Not settled ({self.bounded}): {self.message}" if self.bounded else self.message
        return Fault(*self.where, self.code, message, self.hint)


def road_code(story: Story, road: Road) -> str:
    """The road as a code that can be opened; empty when it is too long for one."""
    return "" if len(road.legs) >= LONGEST else encode(story, road)


@dataclass(slots=True)
class Proof:
    """What was asked and found. `settled` counts the questions by the step that settled
    them, `seconds` the time of each; `endings` has for each origin the endings it reaches,
    with a shortest road, but for those of `endings_open`, which were too much work; `nodes`
    what each byte of memory has cost."""

    story: Story
    findings: list[Finding] = field(default_factory=list[Finding])
    asked: int = 0
    settled: Counter[str] = field(default_factory=Counter[str])
    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STEPS, 0.0))
    endings: dict[str, dict[str, Road]] = field(default_factory=dict[str, dict[str, Road]])
    endings_open: list[str] = field(default_factory=list[str])
    nodes: Counter[int] = field(default_factory=Counter[int])

    @property
    def bounded(self) -> int:
        return sum(bool(finding.bounded) for finding in self.findings)


def prove(story: Story, seconds: float = float("inf"), work: float = WORK, walks: bool = True) -> Proof:
    """Ask every question of the story. `seconds` bound the whole and `work` each question;
    what they leave open is named. Without `walks` every question is searched."""
    return _Prover(story, time.monotonic() + seconds, work).run(walks)


class _Prover:
    """`hits` are what breadth-first plays have met of the questions, by their numbers;
    `met` the numbers of those that any play has answered; `answers` what is wrong."""

    def __init__(self, story: Story, deadline: float, work: float) -> None:
        self.story, self.deadline, self.work = story, deadline, work
        self.proof = Proof(story)
        self.clock = time.monotonic()
        self.moves = lay_out(story)
        self.asked = list(questions(self.moves))
        self.hits: dict[int, Met] = {}
        self.met: set[int] = set()
        self.open: set[Question] = set()
        self.failed: set[Question] = set()
        self.answers: dict[int, Answer] = {}
        self.known: dict[Place, list[bytes]] = {place: [] for place in self.moves.out}
        self.spend("shape")

    def run(self, walks: bool) -> Proof:
        proof = self.proof
        nearest = self.play() if walks else None
        self.spend("walks")
        ranges = Ranges(self.moves)
        self.search = Search(self.moves, ranges, self.known, nearest, self.deadline, self.work)
        self.spend("ranges")
        asked = self.settle_by(self.cheaply, list(enumerate(self.asked)))
        if nearest is not None:
            self.guide = Guide(self.moves, nearest)
            asked = self.settle_by(self.by_guide, asked)
        # A little work for each, before much is spent on one.
        for part in PARTS:
            self.search.work = self.work / part
            asked = self.settle_by(self.by_road, asked)
        self.settle(self.traps())
        self.shorten()
        proof.findings = [self.finding(number, self.answers[number]) for number in sorted(self.answers)]
        self.endings()
        self.spend("roads")
        for plain in plain_findings(self.story):
            proof.findings.append(Finding(*plain))
        self.moves.renew()
        proof.nodes = self.moves.nodes
        return proof

    def settle(self, step_name: str) -> None:
        self.proof.asked += 1
        self.proof.settled[step_name] += 1
        self.spend(step_name)

    def spend(self, step_name: str) -> None:
        """The time since the last call was spent on this step."""
        now = time.monotonic()
        self.proof.seconds[step_name] += now - self.clock
        self.clock = now

    # ------------------------------------------------------------ plays

    def play(self) -> Nearest:
        """Play, breadth first and by walks, until that finds nothing new, and note which
        questions it has answered."""
        waiting = self.goals()
        entering: dict[str, list[tuple[int, Entering]]] = {}
        for number, question in enumerate(self.asked):
            if question.entering is not None:
                entering.setdefault(question.entering.scene, []).append((number, question.entering))

        def show(place: Place, met: Met, before: Setting) -> None:
            for number in self.answered(waiting, place, met.state):
                self.hits[number] = met
            if here := entering.get(place.scene):
                found = [number for number, each in here if each.wrong(before)]
                if found:
                    self.hits.update(dict.fromkeys(found, met))
                    entering[place.scene] = [each for each in here if each[0] not in self.hits]

        nearest = Nearest(self.moves, show, self.deadline)
        self.walk(waiting)
        return nearest

    def answered(self, waiting: dict[Place, list[tuple[int, Node]]], place: Place, state: State) -> list[int]:
        """The numbers of the questions that this state answers, and no state before it."""
        here = waiting.get(place, ())
        holds, met = self.moves.diagrams.holds, self.met
        found = [number for number, memories in here if number not in met and holds(memories, state.memory)]
        met.update(found)
        if found:
            waiting[place] = [each for each in here if each[0] not in met]
        return found

    def walk(self, waiting: dict[Place, list[tuple[int, Node]]]) -> None:
        """Walks answer only what must be possible: their roads are not kept."""
        waiting = {
            place: [each for each in here if self.asked[each[0]].wanted and each[0] not in self.met]
            for place, here in waiting.items()
        }

        def meet(state: State) -> bool:
            place = Place(state.scene, state.back)
            kept = self.known[place]
            if len(kept) < KEPT:
                kept.append(state.memory)
            else:
                kept[walks.draw.randrange(KEPT)] = state.memory
            return bool(self.answered(waiting, place, state))

        walks = Walks(self.story, SEED)
        dry = 0
        while dry < DRY and walks.steps < MOST_STEPS and time.monotonic() < self.deadline:
            before = len(self.met)
            for _ in range(ROUND):
                walks.walk(meet, PATIENCE)
            dry = dry + 1 if len(self.met) == before else 0

    def goals(self) -> dict[Place, list[tuple[int, Node]]]:
        """Where and with which memories a play would answer a question."""
        found: dict[Place, list[tuple[int, Node]]] = {}
        for number, question in enumerate(self.asked):
            if question.entering is None and question.avoiding is None:
                try:
                    self.moves.diagrams.limit = self.moves.diagrams.work + self.work
                    goal = question.goal(self.moves)
                except TooLarge:
                    continue
                for place, memories in goal.items():
                    if memories != NOTHING:
                        found.setdefault(place, []).append((number, memories))
        return found

    # ------------------------------------------------------------ the other steps

    def settle_by(
        self, settle: Callable[[int, Question], bool], asked: list[tuple[int, Question]]
    ) -> list[tuple[int, Question]]:
        """Try to settle each question; those that are left. What is within something that
        failed is not worth asking, what is within an open question waits for it."""
        left: list[tuple[int, Question]] = []
        for number, question in asked:
            if question.within in self.failed:
                self.failed.add(question)
            elif question.within not in self.open and settle(number, question):
                self.open.discard(question)
            else:
                self.open.add(question)
                left.append((number, question))
        return left

    def cheaply(self, number: int, question: Question) -> bool:
        """Settle a question by what plays have met, by the story's shape or by the ranges."""
        if number in self.met or number in self.hits:
            road = None if question.wanted else self.hits[number].road()
            self.note(number, Answer(True, road))
            self.settle("walks")
            return True
        search = self.search
        search.rest()
        try:
            goal = question.goal(search.moves)
            possible = search.possible(goal)
        except TooLarge:
            return False
        if possible:
            return False
        self.note(number, Answer())
        self.settle("ranges" if any(memories != NOTHING for memories in goal.values()) else "shape")
        return True

    def by_guide(self, number: int, question: Question) -> bool:
        """Settle what must be possible by a play that is led there."""
        if not question.wanted or time.monotonic() > self.deadline:
            return False
        self.search.rest()
        try:
            if not self.guide.comes_to(self.search.possible(question.goal(self.moves))):
                return False
        except TooLarge:
            return False
        self.settle("walks")
        return True

    def by_road(self, number: int, question: Question) -> bool:
        """Settle a question by looking for a road; when no more work is allowed than this,
        leave it open for good."""
        answer = self.search_road(question)
        if answer.bounded == "work" and self.search.work < self.work:
            return False
        self.note(number, answer)
        self.settle("bounded" if answer.bounded else "roads")
        return True

    def search_road(self, question: Question, road: Road | None = None) -> Answer:
        """Whether there is a road, and some road where it shows a fault; the shortest, when
        one is known already."""
        if time.monotonic() > self.deadline:
            return Answer(bounded="time")
        search = self.search
        search.rest()
        ways, least = None, 0
        try:
            goal = question.goal(search.moves)
            if question.avoiding is not None:
                return search.find(*search.around(goal, question.avoiding(search.moves)))
            if question.entering is not None:
                tail = Tail(search.moves, question.entering)
                goal, ways = tail.goal(), Ways(tail, {})
                least = (tail.least(search.depths) or 0) if road else 0
        except TooLarge as limit:
            return Answer(bounded=str(limit))
        return search.find(goal, ways, least, road) if road else search.meets(goal, ways, not question.wanted)

    def note(self, number: int, answer: Answer) -> None:
        """Keep what is wrong, if anything is."""
        question = self.asked[number]
        if answer.bounded or answer.met != question.wanted:
            self.failed.add(question)
            self.answers[number] = answer

    def shorten(self) -> None:
        """Look for the shortest road of every fault, first where it is short already."""
        roads = [(len(answer.road.legs), number) for number, answer in self.answers.items() if answer.road]
        for part in PARTS:
            self.search.work = self.work / part
            for _, number in sorted(roads):
                answer = self.answers[number]
                if number < len(self.asked) and not answer.shortest:
                    shorter = self.search_road(self.asked[number], answer.road)
                    self.answers[number] = answer if shorter.bounded else shorter

    def finding(self, number: int, answer: Answer) -> Finding:
        if number == len(self.asked):
            return self.trap(answer)
        question = self.asked[number]
        message, road = question.message, answer.road
        if road is not None and question.explain is not None:
            message = question.explain(road)
        shortest = road is None or answer.shortest
        return Finding(question.code, question.where, message, question.hint, road, answer.bounded, shortest)

    def traps(self) -> str:
        """From every reachable state some road leads to an ending. A menu with nothing open
        is told by itself, so it counts as an end here."""
        moves = self.moves
        self.search.rest()
        try:
            can = self.search.all_before(self.ends())
            lost = {place: moves.diagrams.complement(can.get(place, NOTHING)) for place in moves.out}
            lost = self.search.possible(lost)
            answer = self.search.find(lost)
        except TooLarge as limit:
            lost, answer = {}, Answer(bounded=str(limit))
        if answer.met or answer.bounded:
            self.answers[len(self.asked)] = answer
        return "bounded" if answer.bounded else "roads" if lost else "ranges"

    def trap(self, answer: Answer) -> Finding:
        scene = _end_of(self.story, answer.road) if answer.road else ""
        where = self.story.scenes[scene].where if scene else self.story.title.where
        message = f"From {scene} on no road leads to an ending." if scene else "Whether every road can end."
        shortest = answer.road is None or answer.shortest
        return Finding("trap", where, message, "Give it a way out.", answer.road, answer.bounded, shortest)

    def ends(self) -> Goal:
        found: dict[Place, Node] = {}
        for scene in self.story.scenes.values():
            found |= everywhere(self.moves, scene.id) if scene.ending else none_open(scene.id)(self.moves)
        return found

    def endings(self) -> None:
        """For each origin, the endings that it reaches, each with the shortest road."""
        begun = origins(self.story, self.moves.begun)
        self.proof.endings = {_named(each): {} for each in begun}
        for ending in {scene.ending: None for scene in self.story.scenes.values() if scene.ending}:
            self.search.rest()
            scenes = (in_scene(scene.id) for scene in self.story.scenes.values() if scene.ending == ending)
            try:
                roads = self.search.roads(any_of(scenes)(self.moves), begun)
            except TooLarge:
                self.proof.endings_open.append(ending)
                continue
            for number, road in roads.items():
                self.proof.endings[_named(begun[number])][ending] = road


def _named(origin: Met) -> str:
    """A start, or a start and what is chosen first."""
    legs = origin.road().legs
    return f"{origin.start} by {legs[-1].chance or legs[-1].choice}" if legs else origin.start


def _end_of(story: Story, road: Road) -> str:
    *_, last = states_on(story, road)
    return last.scene
