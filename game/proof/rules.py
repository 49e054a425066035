"""The rules of a sound story, each a question about a road.

A question is either *can this happen?* (a scene is entered, a text is shown) or *can this
never happen?* (an empty menu, a clock that runs backwards). Its goal says at which places
and with which memories it would have happened.
"""

from __future__ import annotations

from collections.abc import Iterator

from game.play.road import starts
from game.play.state import begin
from game.proof.clock import clock_questions
from game.proof.diagrams import EVERYTHING, NOTHING, Node
from game.proof.moves import Moves, Place
from game.proof.question import (
    Plain,
    Question,
    Sight,
    any_of,
    anywhere,
    exactly,
    in_scene,
    with_memories,
)
from game.proof.roads import Goal
from game.proof.texts import Shown, shown_elsewhere, shown_in_scene, text_questions
from game.proof.unread import unread
from game.story.grammar import Both, Condition, Effect, Not
from game.story.model import Branch, Choice, Goto, Scene, Story
from game.story.printing import print_condition, print_effect

# What each finding means, in a sentence; docs/proof.md has a section for each.
CODES: dict[str, str] = {
    "scene-unreachable": "No road leads to the scene.",
    "ending-unreachable": "No road leads to the ending.",
    "choice-never": "The choice is never open.",
    "condition-always": "The condition parts nothing where it stands: it always holds, or never does.",
    "text-never": "The words are never shown.",
    "way-never": "The way is never taken.",
    "effect-never": "The effect never happens.",
    "present-never": "The person is never there.",
    "note-unreachable": "No road shows the note.",
    "note-missable": "A road to an ending misses a note that is required.",
    "start-unreachable": "No road through the whole story leads to the chapter's start.",
    "menu-empty": "A road ends where no choice is open.",
    "trap": "From here no road leads to an ending.",
    "clock-backwards": "The clock runs backwards.",
    "walk-too-far": "Nobody walks so far in so short a time.",
    "person-gone": "Somebody is there who is gone.",
    "rule-broken": "A rule of the writer's own does not hold.",
    "choice-twin": "Two choices open at one time do the same.",
    "claim-untold": "No note tells the claim.",
    "ending-unused": "No scene has this ending.",
    "variable-unread": "Nothing asks for the variable or shows it.",
}


def questions(moves: Moves) -> Iterator[Question]:
    """Every question that the rules ask of this story, but whether it is a trap."""
    story = moves.story
    shown: list[Shown] = []
    for scene in story.scenes.values():
        asked = _wanted("scene-unreachable", scene, f"No road leads to the scene {scene.id}.")
        yield asked
        told: dict[tuple[str, str], Question] = {}
        yield from _choice_questions(scene, asked, told)
        yield from _twins(story, scene)
        yield from _entering_effects(scene, asked)
        yield from _presence(story, scene, asked)
        yield from _menu(scene)
        shown += shown_in_scene(scene, asked, told)
    endings = {scene.ending: _ending(story, scene.ending) for scene in story.scenes.values() if scene.ending}
    yield from endings.values()
    yield from text_questions(story, [*shown, *shown_elsewhere(story, endings)])
    yield from _starts(story)
    yield from _writers_rules(story)
    yield from clock_questions(moves)


def _ending(story: Story, name: str) -> Question:
    scenes = [scene.id for scene in story.scenes.values() if scene.ending == name]
    where, sight = story.endings[name].title.where, any_of(in_scene(scene) for scene in scenes)
    return Question("ending-unreachable", where, f"No road leads to the ending {name}.", "", True, sight)


def _wanted(
    code: str, scene: Scene, message: str, within: Question | None = None, condition: Condition | None = None
) -> Question:
    """The scene is entered, while the condition holds."""
    return Question(code, scene.where, message, "", True, in_scene(scene.id, condition), within)


def _menu(scene: Scene) -> Iterator[Question]:
    if scene.choices:
        message = f"In {scene.id} a player can stand before an empty menu."
        hint = "Give the scene a choice without an if, or one with fallback: yes."
        yield Question("menu-empty", scene.where, message, hint, False, none_open(scene.id))


def none_open(scene: str) -> Sight:
    """In the scene, with no choice open."""

    def memories(moves: Moves) -> Node:
        found = EVERYTHING
        for opened in moves.open(scene).values():
            found = moves.diagrams.without(found, opened)
        return found

    return with_memories(scene, memories)


# ---------------------------------------------------------------- choices


def _choice_questions(scene: Scene, asked: Question, told: dict[tuple[str, str], Question]) -> Iterator[Question]:
    """Of each choice of the scene. In `told` are noted, by choice and code, the questions
    whether it is never open and whether it always is."""
    for choice in scene.choices:
        name, within = f"The choice {choice.id} of {scene.id}", asked
        if choice.condition is not None or choice.once or choice.fallback:
            message = f"{name} is never open."
            sight = _choosing(scene, choice, (), None)
            within = Question("choice-never", choice.where, message, "", True, sight, asked)
            told[choice.id, within.code] = within
            yield within
        if choice.condition is not None:
            message = f"The if of {choice.id} in {scene.id} always holds: {print_condition(choice.condition)}."
            sight = in_scene(scene.id, Not(choice.condition))
            always = Question("condition-always", choice.where, message, "Delete it.", True, sight, within)
            told[choice.id, always.code] = always
            yield always
        for number, effect in enumerate(choice.do):
            if effect.when is not None:
                for condition, code, says in _both_ways(effect.when):
                    message = f"In {choice.id} of {scene.id} the if of {print_effect(effect)} {says}."
                    sight = _choosing(scene, choice, choice.do[:number], condition)
                    yield Question(code, choice.where, message, "", True, sight, within)
        if isinstance(choice.way, Branch):
            yield from _ways(scene, choice, choice.way, within)


def _both_ways(condition: Condition) -> list[tuple[Condition, str, str]]:
    """What must be possible of a condition, and what is wrong when it is not."""
    return [(condition, "effect-never", "never holds"), (Not(condition), "condition-always", "always holds")]


def _choosing(scene: Scene, choice: Choice, effects: tuple[Effect, ...], condition: Condition | None) -> Sight:
    """Where the choice can be taken and, after these of its effects, the condition holds."""

    def memories(moves: Moves) -> Node:
        return moves.choosing(scene.id, choice, effects, moves.condition(condition))

    return with_memories(scene.id, memories)


def _ways(scene: Scene, choice: Choice, branch: Branch, within: Question) -> Iterator[Question]:
    failed: list[Condition] = []
    for number, (condition, way) in enumerate(branch.pairs, 1):
        tests = [Not(test) for test in failed] + ([] if condition is None else [condition])
        test = tests[0] if len(tests) == 1 else Both(tuple(tests))
        target = way.scene if isinstance(way, Goto) else "where the visit began"
        message = f"The choice {choice.id} of {scene.id} never takes its way {number}, to {target}."
        sight = _choosing(scene, choice, choice.do, test)
        yield Question("way-never", choice.where, message, "Mend its if, or those before it.", True, sight, within)
        if condition is not None:
            failed.append(condition)


def _twins(story: Story, scene: Scene) -> Iterator[Question]:
    """Two choices of one menu that lead to one place, change nothing differently, and that
    nothing ever asks about."""
    remembered = story.memory.chosen
    for index, one in enumerate(scene.choices):
        for two in scene.choices[index + 1 :]:
            # By what is printed: as tuples, `a and b` and `a or b` are equal.
            same = repr((one.way, one.do)) == repr((two.way, two.do))
            if same and (scene.id, one.id) not in remembered and (scene.id, two.id) not in remembered:

                def memories(moves: Moves, one: Choice = one, two: Choice = two) -> Node:
                    opened = moves.open(scene.id)
                    return moves.diagrams.both(opened[one.id], opened[two.id])

                message = f"In {scene.id} the choices {one.id} and {two.id} do the same."
                hint = "Let the story remember which was taken, or drop one."
                sight = with_memories(scene.id, memories)
                yield Question("choice-twin", two.where, message, hint, False, sight)


# ---------------------------------------------------------------- scenes and people


def _entering_effects(scene: Scene, asked: Question) -> Iterator[Question]:
    """The ifs of what a scene does when it is entered."""
    for number, effect in enumerate(scene.do):
        if effect.when is None:
            continue
        for condition, code, says in _both_ways(effect.when):
            message = f"In {scene.id} the if of {print_effect(effect)} {says}."
            sight = _entering(scene, scene.do[:number], condition)
            yield Question(code, scene.where, message, "", True, sight, asked)


def _entering(scene: Scene, effects: tuple[Effect, ...], condition: Condition) -> Sight:
    """Where a move or a start enters the scene, and the condition holds once it is counted
    and has had these of its effects."""

    def sight(moves: Moves) -> Goal:
        entered = moves.entering(scene, effects, moves.condition(condition))
        found: dict[Place, Node] = {}
        for place in moves.places.get(scene.id, ()):
            for move in moves.into[place]:
                earlier = moves.before_entering(move, entered)
                found[move.source] = moves.diagrams.either(found.get(move.source, NOTHING), earlier)
        for begun in moves.begun:
            if begun.place.scene == scene.id and moves.diagrams.holds(moves.undone(begun.do, entered), begun.blank):
                found[begun.place] = EVERYTHING  # a start is a road of no choices
        return found

    return sight


def _presence(story: Story, scene: Scene, asked: Question) -> Iterator[Question]:
    for present in scene.present:
        if present.when is not None:
            told = print_condition(present.when)
            message = f"{present.person} is never in {scene.id}: {told} never holds there."
            yield _wanted("present-never", scene, message, asked, present.when)
            message = f"{present.person} is always in {scene.id}: {told} always holds there."
            yield _wanted("condition-always", scene, message, asked, Not(present.when))
        gone = story.people[present.person].gone
        if gone is not None:
            both = gone if present.when is None else Both((present.when, gone))
            message = f"{present.person} is present in {scene.id} and gone: {print_condition(both)}."
            hint = "Give present an if, or mend gone."
            yield Question("person-gone", scene.where, message, hint, False, in_scene(scene.id, both))


# ---------------------------------------------------------------- the whole


def _starts(story: Story) -> Iterator[Question]:
    """The starts of later chapters happen somewhere in the whole."""
    first = story.first_chapter().id
    for name, start in starts(story).items():
        if name.startswith(f"{first}/"):
            continue
        state = begin(story, start)

        def memories(moves: Moves, memory: bytes = state.memory) -> Node:
            return exactly(moves, memory, len(story.variables))

        message = f"No road through the whole story leads to the start {name}."
        hint = "Mend its do, or the road to it."
        sight = with_memories(start.scene, memories)
        yield Question("start-unreachable", start.where, message, hint, True, sight)


def _writers_rules(story: Story) -> Iterator[Question]:
    rules: list[tuple[str, Condition, Condition]] = [("always", rule, Not(rule)) for rule in story.always]
    rules += [("never", rule, rule) for rule in story.never]
    for kind, rule, broken in rules:
        message = f"{kind}: {print_condition(rule)} does not hold."
        yield Question("rule-broken", story.title.where, message, "", False, anywhere(broken))


def plain_findings(story: Story) -> Iterator[Plain]:
    """What is plain from the text of the story."""
    told_claims = {claim for note in story.notes.values() for claim in note.claims}
    for claim in story.claims.values():
        if claim.id not in told_claims:
            yield Plain("claim-untold", claim.where, f"No note tells the claim {claim.id}.", "Cite it in a note.")
    used = {scene.ending for scene in story.scenes.values()}
    for ending in story.endings.values():
        if ending.id not in used:
            where = ending.title.where
            yield Plain("ending-unused", where, f"No scene has the ending {ending.id}.", "Use it, or delete it.")
    for variable in unread(story):
        message = f"Nothing asks for {variable.name} or shows it."
        yield Plain("variable-unread", variable.where, message, "Use it, or delete it and its effects.")
