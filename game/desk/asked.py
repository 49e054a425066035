"""What a scene has to do with: the remembered things that it asks about or changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

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
from game.story.model import Branch, Prose, Story

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
    phrases = phrases_in(story, language)
    for prose in texts_of(told):
        found.update(named_in_text((own.get(prose.key) or prose).parts, phrases))
    found.update(named_in_tests(conditions))
    return frozenset(found)


def named_in_text(parts: Parts, phrases: Mapping[str, Prose]) -> Iterator[Name]:
    """What the words of a text depend on, those of the phrases that it uses included."""
    for part in parts:
        match part:
            case Emphasis(inner) | Link(_, inner):
                yield from named_in_text(inner, phrases)
            case PhraseUse(name):
                if (phrase := phrases.get(name)) is not None:
                    yield from named_in_text(phrase.parts, phrases)
            case Choose(test, yes, no):
                yield from named_in_tests([test])
                yield from named_in_text((*yes, *no), phrases)
            case ByValue(name, texts):
                yield "variable", name
                for text in texts:
                    yield from named_in_text(text, phrases)
            case ByTimes(scene, texts):
                yield "times", scene
                for text in texts:
                    yield from named_in_text(text, phrases)
            case _:
                pass


def named_in_tests(conditions: Iterable[Condition | None]) -> Iterator[Name]:
    """What conditions ask about; None asks about nothing."""
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
