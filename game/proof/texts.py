"""The texts of a story and what must hold for each piece of them to be shown."""

from __future__ import annotations

from collections.abc import Iterator

from game.story.grammar import (
    NEW_PARAGRAPH,
    Both,
    ByTimes,
    ByValue,
    Choose,
    Compare,
    Condition,
    Emphasis,
    Integer,
    Is,
    Link,
    Not,
    Parts,
    Sum,
    Times,
    Words,
)
from game.story.model import Prose, Scene, Story


def texts_of(scene: Scene) -> Iterator[Prose]:
    """Every text that is shown in a scene."""
    yield scene.title
    yield scene.text
    if scene.council is not None:
        yield scene.council
    for choice in scene.choices:
        for prose in (choice.say, choice.locked, choice.record):
            if prose is not None:
                yield prose
    for row in scene.remember:
        for prose in (row.title, row.print):
            if prose is not None:
                yield prose


def told(story: Story, prose: Prose) -> Iterator[tuple[str, Prose]]:
    """The text in every language that has it: the language's name and the text."""
    yield story.language, prose
    for language, texts in story.texts.items():
        if prose.key in texts:
            yield language, texts[prose.key]


def groups(
    story: Story, parts: Parts, asked: tuple[Condition, ...]
) -> Iterator[tuple[tuple[Condition, ...], Parts, Condition]]:
    """Each text of each group: everything that must hold for it, the text, and the one
    condition that parts it from the others. The empty second text of a group counts; a
    value that has an empty text does not."""
    for part in parts:
        match part:
            case Emphasis(inside) | Link(_, inside):
                yield from groups(story, inside, asked)
            case Choose(test, yes, no):
                found: list[tuple[Condition, Parts]] = [(test, yes), (Not(test), no)]
            case ByValue(name, texts):
                values = story.variables[name].values
                found = [
                    (Is(name, (value,), negated=False), text) for value, text in zip(values, texts, strict=True) if text
                ]
            case ByTimes(scene, texts):
                found = [(_nth_time(scene, number, len(texts)), text) for number, text in enumerate(texts, 1)]
            case _:
                continue
        if isinstance(part, Emphasis | Link):
            continue
        for condition, text in found:
            yield (*asked, condition), text, condition
            yield from groups(story, text, (*asked, condition))


def _nth_time(scene: str, number: int, last: int) -> Condition:
    sign = ">=" if number == last else "=="
    return Compare(Sum(((1, Times(scene)),)), sign, Sum(((1, Integer(number)),)))


def joined(conditions: tuple[Condition, ...]) -> Condition:
    """All of them, as one condition."""
    return conditions[0] if len(conditions) == 1 else Both(conditions)


def words_in(parts: Parts) -> str:
    """The words of a text, whatever is remembered, for a message."""
    found = ""
    for part in parts:
        match part:
            case Words(text):
                found += text
            case Emphasis(inside) | Link(_, inside):
                found += words_in(inside)
            case Choose(_, yes, no):
                found += words_in(yes) or words_in(no)
            case ByValue(_, texts) | ByTimes(_, texts):
                found += words_in(texts[0])
            case _:
                pass
    return " ".join(found.replace(NEW_PARAGRAPH, " ").split())


def links(story: Story, parts: Parts, asked: tuple[Condition, ...] = ()) -> Iterator[tuple[str, tuple[Condition, ...]]]:
    """The notes that a text opens, each with what must hold for its words to be there."""
    for part in parts:
        match part:
            case Link(note, inside):
                yield note, asked
                yield from links(story, inside, asked)
            case Emphasis(inside):
                yield from links(story, inside, asked)
            case _:
                pass
    for conditions, text, _ in groups(story, parts, asked):
        # `groups` goes down by itself; only the links that stand directly in a text count.
        for part in text:
            if isinstance(part, Link):
                yield part.note, conditions
