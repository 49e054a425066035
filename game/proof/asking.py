"""A question of the writer's own: is there a road to this?"""

from __future__ import annotations

from dataclasses import replace

from game.errors import GameError
from game.play.road import Road
from game.proof.diagrams import NOTHING, TooLarge
from game.proof.moves import Moves, Place, Setting, lay_out
from game.proof.nearest import Met, Nearest
from game.proof.prove import WORK
from game.proof.question import anywhere, in_scene
from game.proof.ranges import Ranges
from game.proof.reading import pages_of
from game.proof.roads import Answer, Search
from game.story.expressions import Problem
from game.story.faults import nearest
from game.story.grammar import Condition
from game.story.memory import lay_out as lay_out_memory
from game.story.model import GO_ON, Story
from game.story.nodes import Scalar
from game.story.shapes import Desk

NOWHERE = Scalar("", 0, 0, None)  # a name here stands in no file


class BadQuestion(GameError):
    """The condition cannot be read, or the story has no such scene."""

    code = "bad_question"


class Asker:
    """Answers questions to one story, which is laid out once for all of them."""

    def __init__(self, story: Story, work: float = WORK) -> None:
        self.story, self.work = story, work
        self.left = False
        self._laid_out: tuple[Moves, Ranges] | None = None  # of the last question
        self._search: Search | None = None

    def ask(self, condition: str, scene: str = "") -> tuple[Story, Answer]:
        """As `ask`, but the answer to a question that was left is bounded. Raises BadQuestion."""
        told, test = question(self.story, condition, scene)
        try:
            return told, self._find(told, test, scene)
        except TooLarge as limit:
            return told, Answer(bounded=str(limit))

    def leave(self) -> None:
        """Let the search that is on, in another thread, come to its end soon."""
        self.left = True
        if (search := self._search) is not None:
            search.deadline = 0.0
            search.moves.diagrams.limit = 0

    def _find(self, story: Story, test: Condition | None, scene: str) -> Answer:
        if self._laid_out is None or self._laid_out[0].story.memory != story.memory:
            moves = lay_out(story)
            self._laid_out = moves, Ranges(moves)
        moves, ranges = self._laid_out
        search = self._search = Search(moves, ranges, work=self.work)
        search.rest()
        goal = (in_scene(scene, test) if scene else anywhere(test))(moves)
        first: list[Met] = []

        def show(place: Place, met: Met, before: Setting) -> None:
            if self.left:
                raise TooLarge("left")
            if not first and moves.diagrams.holds(goal.get(place, NOTHING), met.state.memory):
                first.append(met)

        search.nearest = Nearest(moves, show)
        return search.find(goal, road=first[0].road() if first else None)


def ask(story: Story, condition: str, scene: str = "", work: float = WORK) -> tuple[Story, Answer]:
    """The shortest road on which the condition holds (an empty one always does), in the
    scene if one is given. The story comes back too, remembering what the condition asks
    for. Raises BadQuestion."""
    return Asker(story, work).ask(condition, scene)


def question(story: Story, condition: str, scene: str) -> tuple[Story, Condition | None]:
    """The story and the condition of a question. Raises BadQuestion."""
    if scene and scene not in story.scenes:
        raise BadQuestion(f"The story has no scene called {scene}. {nearest(scene, story.scenes)}".strip())
    return counting(story, condition) if condition else (story, None)


def counting(story: Story, text: str) -> tuple[Story, Condition]:
    """The condition, and the story remembering also what only this condition asks about.
    Raises BadQuestion."""
    desk = Desk()
    desk.variables = dict(story.variables)
    for scene in story.scenes.values():
        desk.choices[scene.id] = {choice.id: NOWHERE for choice in scene.choices}
    desk.times_texts = {scene: cap for scene, (_, cap) in story.memory.times.items()}
    try:
        condition = desk.condition(text)
    except Problem as problem:
        raise BadQuestion(f"{problem.message} {problem.hint}".strip()) from problem
    for scene_id, choice in story.memory.chosen:
        if choice != GO_ON:
            desk.condition(f"chosen({scene_id}, {choice})")
    return replace(story, memory=lay_out_memory(desk, story.scenes), made={}), condition


def in_words(story: Story, road: Road) -> list[str]:
    """The road as a player would tell it: for each choice its scene and its words."""
    pages = pages_of(story, road)
    lines: list[str] = []
    for page, leg in zip(pages, road.legs, strict=False):
        words = next((option.words for option in page.options if option.id == leg.choice), leg.choice)
        led = f" (by chance: {leg.chance})" if leg.chance else ""
        lines.append(f"{page.title}: {words}{led}")
    return [*lines, f"{pages[-1].title}."]
