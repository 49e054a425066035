"""What a story remembers and never uses."""

from __future__ import annotations

from collections.abc import Iterator

from game.proof.texts import all_texts
from game.story.grammar import ByTimes, ByValue, Choose, Compare, Condition, Emphasis, Flag, Is, Link, Number, Parts
from game.story.memory import inside
from game.story.model import Branch, Story, Variable


def unread(story: Story) -> list[Variable]:
    """The variables that no condition, no text and no rule reads, and that have no words
    of their own in the journal."""
    read = {variable.name for variable in story.variables.values() if variable.journal}
    for condition in _conditions(story):
        read.update(_names(condition))
    for prose in (*all_texts(story), *(prose for texts in story.texts.values() for prose in texts.values())):
        read.update(_names_in(prose.parts))
    return [variable for variable in story.variables.values() if variable.name not in read]


def _conditions(story: Story) -> Iterator[Condition]:
    found: list[Condition | None] = [*story.always, *story.never]
    found += [person.gone for person in story.people.values()]
    found += [aim.condition for role in story.roles.values() for aim in role.aims]
    found += [e.when for chapter in story.chapters.values() for start in chapter.starts.values() for e in start.do]
    for scene in story.scenes.values():
        found += [effect.when for effect in scene.do] + [present.when for present in scene.present]
        for choice in scene.choices:
            found += [choice.condition, *(effect.when for effect in choice.do)]
            if isinstance(choice.way, Branch):
                found += [condition for condition, _ in choice.way.pairs]
    return (condition for condition in found if condition is not None)


def _names(condition: Condition) -> Iterator[str]:
    for part in inside(condition):
        match part:
            case Flag(name) | Is(name):
                yield name
            case Compare(left, _, right):
                yield from (term.name for _, term in (*left.terms, *right.terms) if isinstance(term, Number))
            case _:
                pass


def _names_in(parts: Parts) -> Iterator[str]:
    for part in parts:
        match part:
            case Emphasis(inner) | Link(_, inner):
                yield from _names_in(inner)
            case Choose(test, yes, no):
                yield from _names(test)
                yield from _names_in(yes)
                yield from _names_in(no)
            case ByValue(name, texts):
                yield name
                for text in texts:
                    yield from _names_in(text)
            case ByTimes(_, texts):
                for text in texts:
                    yield from _names_in(text)
            case _:
                pass
