"""The rules of a sound story, each a question about a road.

A question is either *can this happen?* (a scene is entered, a text is shown) or *can this
never happen?* (an empty menu, a clock that runs backwards). Its goal says at which places
and with which memories it would have happened.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from game.play.road import starts
from game.play.state import begin
from game.proof.diagrams import EVERYTHING, NOTHING, Node
from game.proof.moves import Move, Moves, Place
from game.proof.roads import Goal, everywhere
from game.proof.texts import groups, joined, links, texts_of, told, words_in
from game.story.expressions import print_condition
from game.story.grammar import Both, Condition, Not, Parts
from game.story.model import Choice, Prose, Scene, Story, Where

PACE = 75  # metres a minute, on foot in a street

# What each finding means, in a sentence; docs/proof.md has a section for each.
CODES: dict[str, str] = {
    "scene-unreachable": "No road leads to the scene.",
    "choice-never": "The choice is never open.",
    "condition-always": "The condition always holds where it stands.",
    "text-never": "The words are never shown.",
    "way-never": "The way is never taken.",
    "present-never": "The person is never there.",
    "note-unreachable": "No road shows the note.",
    "start-unreachable": "No road through the whole story leads to the chapter's start.",
    "menu-empty": "A road ends where no choice is open.",
    "trap": "From here no road leads to an ending.",
    "clock-backwards": "The clock runs backwards.",
    "walk-too-far": "Nobody walks so far in so short a time.",
    "person-gone": "Somebody is there who is gone.",
    "rule-broken": "A rule of the writer's own does not hold.",
    "choice-twin": "Two choices of a scene do the same.",
    "claim-untold": "No note tells the claim.",
    "ending-unused": "No scene has this ending.",
}


@dataclass(frozen=True, slots=True)
class Question:
    """Something that must (`wanted`) or must not be possible. `scene` and `condition` are
    there when a walk can see it happen: in that scene, with that condition or, for a
    choice, with it in the menu."""

    code: str
    where: Where
    message: str
    hint: str
    wanted: bool
    goal: Callable[[Moves], Goal]
    scene: str = ""
    condition: Condition | None = None
    choice: str = ""


def questions(story: Story) -> Iterator[Question]:
    """Every question that the rules ask of this story, but those that need no road."""
    for scene in story.scenes.values():
        yield _in_scene("scene-unreachable", scene.where, f"No road leads to the scene {scene.id}.", scene.id)
        yield from _choice_questions(scene)
        yield from _presence(story, scene)
        for prose in texts_of(scene):
            yield from _text_questions(story, scene.id, prose)
        if scene.choices:
            yield Question(
                "menu-empty",
                scene.where,
                f"In {scene.id} a player can stand before an empty menu.",
                "Give the scene a choice without an if, or one with fallback: yes.",
                False,
                lambda moves, scene=scene: everywhere(moves, scene.id, _none_open(moves, scene.id)),
            )
    yield from _shared_texts(story)
    yield from _notes(story)
    yield from _starts(story)
    yield from _writers_rules(story)


def _in_scene(
    code: str, where: Where, message: str, scene: str, condition: Condition | None = None, hint: str = ""
) -> Question:
    def goal(moves: Moves) -> Goal:
        return everywhere(moves, scene, EVERYTHING if condition is None else moves.condition(condition))

    return Question(code, where, message, hint, True, goal, scene, condition)


def _none_open(moves: Moves, scene: str) -> Node:
    found = EVERYTHING
    for opened in moves.open(scene).values():
        found = moves.diagrams.without(found, opened)
    return found


# ---------------------------------------------------------------- choices and people


def _choice_questions(scene: Scene) -> Iterator[Question]:
    for choice in scene.choices:
        name = f"The choice {choice.id} of {scene.id}"

        def goal(moves: Moves, choice: Choice = choice) -> Goal:
            return everywhere(moves, scene.id, moves.open(scene.id)[choice.id])

        if choice.condition is not None or choice.once or choice.fallback:
            yield Question(
                "choice-never", choice.where, f"{name} is never open.", "", True, goal, scene.id, None, choice.id
            )
        if choice.condition is not None:
            message = f"The if of {choice.id} in {scene.id} always holds: {print_condition(choice.condition)}."
            yield _in_scene("condition-always", choice.where, message, scene.id, Not(choice.condition), "Delete it.")


def _presence(story: Story, scene: Scene) -> Iterator[Question]:
    for present in scene.present:
        if present.when is not None:
            message = f"{present.person} is never in {scene.id}: {print_condition(present.when)} never holds there."
            yield _in_scene("present-never", scene.where, message, scene.id, present.when)
        gone = story.people[present.person].gone
        if gone is not None:
            both = gone if present.when is None else Both((present.when, gone))
            yield Question(
                "person-gone",
                scene.where,
                f"{present.person} is present in {scene.id} and gone: {print_condition(both)}.",
                "Give present an if, or mend gone.",
                False,
                lambda moves, both=both: everywhere(moves, scene.id, moves.condition(both)),
            )


# ---------------------------------------------------------------- texts


def _text_questions(story: Story, scene: str, prose: Prose) -> Iterator[Question]:
    for _, text in told(story, prose):
        for asked, inside, test in groups(story, text.parts, ()):
            yield _shown(scene, text.where, inside, asked, test)


def _shown(scene: str, where: Where, text: Parts, asked: tuple[Condition, ...], test: Condition) -> Question:
    words = words_in(text)
    if words:
        message = f"In {scene} these words are never shown: {words[:60]!r}."
        return _in_scene("text-never", where, message, scene, joined(asked))
    message = f"In {scene} there is always a text here: {print_condition(test)} never holds."
    return _in_scene("condition-always", where, message, scene, joined(asked), "Leave the group out.")


def _shared_texts(story: Story) -> Iterator[Question]:
    """Phrases and names are shown in many scenes: anywhere will do."""
    shared = [*story.phrases.values(), *(person.name for person in story.people.values())]
    shared += [place.name for place in story.places.values()]
    for prose in shared:
        for _, text in told(story, prose):
            for asked, inside, _test in groups(story, text.parts, ()):
                words = words_in(inside)
                if words:
                    message = f"In {prose.key.replace('/', ' › ')} these words are never shown: {words[:60]!r}."
                    yield _anywhere("text-never", text.where, message, joined(asked))


def _anywhere(code: str, where: Where, message: str, condition: Condition) -> Question:
    def goal(moves: Moves) -> Goal:
        return dict.fromkeys(moves.out, moves.condition(condition))

    return Question(code, where, message, "", True, goal, "", condition)


# ---------------------------------------------------------------- notes, starts, rules


def _notes(story: Story) -> Iterator[Question]:
    shown: dict[str, list[tuple[str, tuple[Condition, ...]]]] = {name: [] for name in story.notes}
    for scene in story.scenes.values():
        for prose in (scene.text, scene.title):
            for note, asked in links(story, prose.parts):
                shown[note].append((scene.id, asked))
        for row in scene.remember:
            for note in row.notes:
                shown[note].append((scene.id, ()))
    for note, places in shown.items():

        def goal(moves: Moves, places: list[tuple[str, tuple[Condition, ...]]] = places) -> Goal:
            found: dict[Place, Node] = {}
            for scene, asked in places:
                memories = moves.condition(joined(asked)) if asked else EVERYTHING
                for place in moves.places.get(scene, ()):
                    found[place] = moves.diagrams.either(found.get(place, NOTHING), memories)
            return found

        hint = f"Link it: [[{note}|words]]."
        yield Question("note-unreachable", story.notes[note].where, f"No road shows the note {note}.", hint, True, goal)


def _starts(story: Story) -> Iterator[Question]:
    """The starts of later chapters happen somewhere in the whole."""
    first = story.first_chapter().id
    for name, start in starts(story).items():
        if name.startswith(f"{first}/"):
            continue
        state = begin(story, start)

        def goal(moves: Moves, scene: str = start.scene, memory: bytes = state.memory) -> Goal:
            memories = EVERYTHING
            for level in range(len(story.variables)):
                exactly = moves.diagrams.where(level, lambda value, wanted=memory[level]: value == wanted)
                memories = moves.diagrams.both(memories, exactly)
            return everywhere(moves, scene, memories)

        message = f"No road through the whole story leads to the start {name}."
        yield Question("start-unreachable", start.where, message, "Mend its do, or the road to it.", True, goal)


def _writers_rules(story: Story) -> Iterator[Question]:
    rules = [(condition, Not(condition), "always") for condition in story.always]
    rules += [(condition, condition, "never") for condition in story.never]
    for condition, broken, kind in rules:

        def goal(moves: Moves, broken: Condition = broken) -> Goal:
            return dict.fromkeys(moves.out, moves.condition(broken))

        message = f"{kind}: {print_condition(condition)} does not hold."
        yield Question("rule-broken", story.title.where, message, "", False, goal, "", broken)


# ---------------------------------------------------------------- what needs the moves


def move_questions(moves: Moves) -> Iterator[Question]:
    """Questions about single moves: ways, the clock, the map. And traps, which need to
    know first from where an ending can be reached."""
    story = moves.story
    ways: dict[tuple[str, str, str], list[Move]] = {}
    for place in moves.out:
        for move in moves.out[place]:
            if move.tests:
                ways.setdefault((place.scene, move.choice.id, move.target.scene), []).append(move)
            yield from _on_the_way(story, move)
    for (scene, choice, target), made in ways.items():
        message = f"The choice {choice} of {scene} never leads to {target}."
        yield Question(
            "way-never", made[0].choice.where, message, "", True, lambda moves, made=made: _before_any(moves, made)
        )


def _before_any(moves: Moves, made: list[Move]) -> Goal:
    found: dict[Place, Node] = {}
    for move in made:
        earlier = moves.before(move, EVERYTHING)
        found[move.source] = moves.diagrams.either(found.get(move.source, NOTHING), earlier)
    return found


def _on_the_way(story: Story, move: Move) -> Iterator[Question]:
    """The hour and the distance between one place and the next."""
    scene = story.scenes[move.target.scene]
    if scene.aside or move.source.hour is None or move.target.hour is None:
        return
    minutes = (move.target.hour - move.source.hour).total_seconds() / 60

    def goal(moves: Moves) -> Goal:
        return _before_any(moves, [move])

    if minutes < 0:
        message = f"From {move.source.scene} to {scene.id} the clock runs back {-minutes:.0f} minutes."
        hint = "Mend at, or leave it out: the clock then stands."
        yield Question("clock-backwards", scene.where, message, hint, False, goal)
        return
    metres = distance(story, move.source.spot, move.target.spot)
    if metres > minutes * PACE:
        message = (
            f"From {move.source.scene} to {scene.id} it is {metres:.0f} metres, and there are {minutes:.0f} minutes;"
            f" on foot it takes {metres / PACE:.0f}."
        )
        yield Question("walk-too-far", scene.where, message, "Mend at or place.", False, goal)


def distance(story: Story, one: str, two: str) -> float:
    """Metres in a straight line between two places; nought when one has none."""
    if not one or not two or one == two:
        return 0.0
    here, there = story.places[one].metres, story.places[two].metres
    if here is None or there is None:
        return 0.0
    return math.dist(here, there)


# ---------------------------------------------------------------- what needs no road


@dataclass(frozen=True, slots=True)
class Plain:
    """A finding that is plain from the story's text."""

    code: str
    where: Where
    message: str
    hint: str


def plain_findings(story: Story) -> Iterator[Plain]:
    asked = set(story.memory.chosen)
    for scene in story.scenes.values():
        for one, two in _twins(scene, asked):
            message = f"In {scene.id} the choices {one.id} and {two.id} do the same."
            yield Plain("choice-twin", two.where, message, "Let the story remember which was taken, or drop one.")
    told_claims = {claim for note in story.notes.values() for claim in note.claims}
    for claim in story.claims.values():
        if claim.id not in told_claims:
            yield Plain("claim-untold", claim.where, f"No note tells the claim {claim.id}.", "Cite it in a note.")
    used = {scene.ending for scene in story.scenes.values()}
    for ending in story.endings.values():
        if ending.id not in used:
            where = ending.title.where
            yield Plain("ending-unused", where, f"No scene has the ending {ending.id}.", "Use it, or delete it.")


def _twins(scene: Scene, asked: set[tuple[str, str]]) -> Iterator[tuple[Choice, Choice]]:
    for index, one in enumerate(scene.choices):
        for two in scene.choices[index + 1 :]:
            same = one.way == two.way and one.do == two.do and one.condition == two.condition
            if same and (scene.id, one.id) not in asked and (scene.id, two.id) not in asked:
                yield one, two
