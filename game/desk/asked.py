"""What a scene has to do with: the remembered things that it asks about or changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from game.desk.facts import phrases_in, texts_in
from game.proof.texts import texts_of
from game.story.grammar import (
    ByTimes,
    ByValue,
    Choose,
    Chosen,
    Compare,
    Condition,
    Effect,
    Emphasis,
    Flag,
    Is,
    Link,
    Number,
    Parts,
    PhraseUse,
    Seen,
    Times,
)
from game.story.memory import inside
from game.story.model import Branch, Story

Name = tuple[str, str]  # kind and name, as in `Remembered`


def asked_in(story: Story, language: str, scene: str) -> frozenset[Name]:
    """What the scene's conditions, effects and texts name, its choices' included."""
    told = story.scenes[scene]
    found: set[Name] = set()
    effects: list[Effect] = list(told.do)
    conditions: list[Condition | None] = [each.when for each in told.present]
    for choice in told.choices:
        effects += choice.do
        conditions.append(choice.condition)
        if isinstance(choice.way, Branch):
            conditions += [test for test, _ in choice.way.pairs]
        if choice.once:
            found.add(("chosen", f"{scene}/{choice.id}"))
    for effect in effects:
        found.add(("variable", effect.name))
        conditions.append(effect.when)
    own = texts_in(story, language)
    reader = _Reader(story, language)
    for prose in texts_of(told):
        found.update(reader.names((own.get(prose.key) or prose).parts))
    found.update(_names(conditions))
    return frozenset(found)


class _Reader:
    def __init__(self, story: Story, language: str) -> None:
        self.phrases = phrases_in(story, language)

    def names(self, parts: Parts) -> Iterator[Name]:
        for part in parts:
            match part:
                case Emphasis(inner) | Link(_, inner):
                    yield from self.names(inner)
                case PhraseUse(name):
                    if (phrase := self.phrases.get(name)) is not None:
                        yield from self.names(phrase.parts)
                case Choose(test, yes, no):
                    yield from _names([test])
                    yield from self.names((*yes, *no))
                case ByValue(name, texts):
                    yield "variable", name
                    for text in texts:
                        yield from self.names(text)
                case ByTimes(scene, texts):
                    yield "times", scene
                    for text in texts:
                        yield from self.names(text)
                case _:
                    pass


def _names(conditions: Iterable[Condition | None]) -> Iterator[Name]:
    for condition in conditions:
        for part in inside(condition) if condition is not None else ():
            match part:
                case Flag(name) | Is(name, _, _):
                    yield "variable", name
                case Seen(scene):
                    yield "times", scene
                case Chosen(scene, choice):
                    yield "chosen", f"{scene}/{choice}"
                case Compare(left, _, right):
                    for _, term in (*left.terms, *right.terms):
                        if isinstance(term, Number):
                            yield "variable", term.name
                        elif isinstance(term, Times):
                            yield "times", term.scene
                case _:
                    pass
