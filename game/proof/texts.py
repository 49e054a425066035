"""The texts of a story: where each is seen, and what must hold for each piece of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from game.proof.diagrams import Node
from game.proof.moves import Moves
from game.proof.question import Question, Sight, any_of, anywhere, at_start, in_scene, narrowed, with_memories
from game.story.grammar import (
    ByTimes,
    ByValue,
    Choose,
    Compare,
    Condition,
    Emphasis,
    Flag,
    Integer,
    Is,
    Link,
    Not,
    Number,
    Parts,
    PhraseUse,
    Sum,
    Times,
    Words,
)
from game.story.model import Choice, Prose, Scene, Story
from game.story.prose import print_prose

LONGEST = 60  # characters of a text in a message


class Shown(NamedTuple):
    """A text and where it is seen. `name` tells the writer where; `opens` is where the
    notes linked in it can be opened, if anywhere; `within` as in Question; `doubtful` when
    it may be that it is never seen at all."""

    prose: Prose
    name: str
    sight: Sight
    within: Question | None = None
    opens: Sight | None = None
    doubtful: bool = False


class Alternative(NamedTuple):
    """One text of a group, with the one condition that parts it from the others."""

    condition: Condition
    text: Parts


# ---------------------------------------------------------------- which texts are seen where


def shown_in_scene(scene: Scene, asked: Question, told: dict[tuple[str, str], Question]) -> Iterator[Shown]:
    """The texts of a scene. `asked` is the question whether any road leads to it, `told`
    has for choices those whether they are never open ("choice-never") or always are."""
    here, name = in_scene(scene.id), f"In {scene.id}"
    yield Shown(scene.text, name, here, asked, opens=here)
    yield Shown(scene.title, f"In the title of {scene.id}", here, asked)
    if scene.council is not None:
        yield Shown(scene.council, f"In council of {scene.id}", here, asked)
    for row in scene.remember:
        for prose in (row.title, row.print):
            if prose is not None:
                yield Shown(prose, f"In remember of {scene.id}", here, asked)
    for choice in scene.choices:
        yield from _shown_in_choice(scene, choice, told, asked)


def _shown_in_choice(
    scene: Scene, choice: Choice, told: dict[tuple[str, str], Question], asked: Question
) -> Iterator[Shown]:
    name = f"{choice.id} of {scene.id}"
    opens = told.get((choice.id, "choice-never"), asked)
    shut = told.get((choice.id, "condition-always"), asked)

    def open_now(moves: Moves) -> Node:
        return moves.open(scene.id)[choice.id]

    def locked(moves: Moves) -> Node:
        closed = moves.diagrams.complement(open_now(moves))
        return moves.diagrams.without(closed, moves.spent(scene.id, choice))

    taken, refused = with_memories(scene.id, open_now), with_memories(scene.id, locked)
    if choice.record is not None:
        yield Shown(choice.record, f"In the record of {name}", taken, opens)
    if choice.locked is None:
        if choice.say is not None:
            yield Shown(choice.say, f"In {name}", taken, opens)
        return
    yield Shown(choice.locked, f"In the locked reason of {name}", refused, shut, doubtful=True)
    if choice.say is not None:
        yield Shown(choice.say, f"In {name}", any_of((taken, refused)), asked)


def texts_of(scene: Scene) -> Iterator[Prose]:
    """Every text of a scene."""
    found = [scene.title, scene.text, scene.council]
    for choice in scene.choices:
        found += [choice.say, choice.locked, choice.record]
    for row in scene.remember:
        found += [row.title, row.print]
    return (prose for prose in found if prose is not None)


def all_texts(story: Story) -> Iterator[Prose]:
    """Every text of the story in its own language."""
    for scene in story.scenes.values():
        yield from texts_of(scene)
    yield from story.phrases.values()
    found = [ending.title for ending in story.endings.values()] + [place.name for place in story.places.values()]
    found += [ending.about for ending in story.endings.values() if ending.about is not None]
    found += [person.name for person in story.people.values()]
    found += [prose for variable in story.variables.values() for prose in variable.journal.values()]
    for chapter in story.chapters.values():
        found += [chapter.title, *(start.say for start in chapter.starts.values() if start.say is not None)]
    yield from found
    yield from (prose for _, prose in read_any_time(story))


def shown_elsewhere(story: Story, endings: dict[str, Question]) -> Iterator[Shown]:
    """The texts that belong to no single scene, but phrases. `endings` has for each ending
    that a scene has the question whether any road leads to it."""
    for person in story.people.values():
        there = [(scene.id, p.when) for scene in story.scenes.values() for p in scene.present if p.person == person.id]
        if there and not plain(person.name):
            here = any_of(in_scene(*each) for each in there)
            yield Shown(person.name, f"In the name of {person.id}", here, doubtful=True)
    for place in story.places.values():
        yield Shown(place.name, f"In the name of {place.id}", anywhere())
    for ending in story.endings.values():
        asked = endings.get(ending.id)
        for prose in (ending.title, ending.about):
            if prose is not None and asked is not None:
                yield Shown(prose, f"In the ending {ending.id}", asked.goal, asked)
    for variable in story.variables.values():
        for word, prose in variable.journal.items():
            sight = anywhere(has_value(story, variable.name, word))
            yield Shown(prose, f"In the journal words of {variable.name}", sight, doubtful=True)
    for chapter in story.chapters.values():
        here = any_of(in_scene(scene.id) for scene in story.scenes.values() if scene.chapter == chapter.id)
        if not plain(chapter.title):
            yield Shown(chapter.title, f"In the title of {chapter.id}", here, doubtful=True)
        for start in chapter.starts.values():
            if start.say is not None:
                yield Shown(start.say, f"In the start {start.id}", at_start(f"{chapter.id}/{start.id}"))
    for name, prose in read_any_time(story):
        yield Shown(prose, f"In {name}", anywhere())


def plain(prose: Prose) -> bool:
    """Whether the text is nothing but words, so that its scenes say all about it."""
    return all(isinstance(part, Words) for part in prose.parts)


def read_any_time(story: Story) -> Iterator[tuple[str, Prose]]:
    """Texts that a player may open whatever is remembered, with a name for each."""
    found: list[tuple[str, Prose | None]] = [("the story's own words", prose) for prose in (story.title, story.about)]
    found += [("the story's own words", prose) for prose in (story.by, story.content, story.credits)]
    found += [(f"the chapter {chapter.id}", chapter.about) for chapter in story.chapters.values()]
    for note in story.notes.values():
        found += [(f"the note {note.id}", prose) for prose in (note.title, note.text, note.historians)]
    for document in story.documents.values():
        about = (document.title, document.about, document.origin, document.terms)
        found += [(f"the document {document.id}", prose) for prose in about]
    found += [(f"the claim {claim.id}", claim.says) for claim in story.claims.values()]
    found += [(f"the work {work.id}", work.title) for work in story.works.values()]
    for role in story.roles.values():
        found += [(f"the role {role.id}", prose) for prose in (role.name, role.card)]
        found += [(f"the role {role.id}", aim.say) for aim in role.aims]
    found += [(f"the lesson {lesson.id}", lesson.title) for lesson in story.lessons.values()]
    found += [(f"the name of {water.id}", water.name) for water in story.waters.values()]
    found += [(f"the name of {street.id}", street.name) for street in story.streets.values()]
    found += [(f"the name of {bridge.id}", bridge.name) for bridge in story.bridges.values()]
    found += [(f"the event {event.id}", event.says) for event in story.events.values()]
    found += [(f"about of {person.id}", person.about) for person in story.people.values()]
    found += [(f"about of {place.id}", place.about) for place in story.places.values()]
    return ((name, prose) for name, prose in found if prose is not None)


def has_value(story: Story, name: str, word: str) -> Condition:
    """The condition that the variable has the value of this word, as `journal` writes it."""
    match story.variables[name].kind:
        case "flag":
            return Flag(name) if word == "yes" else Not(Flag(name))
        case "number":
            return Compare(Sum(((1, Number(name)),)), "==", Sum(((1, Integer(int(word))),)))
        case _:
            return Is(name, (word,), negated=False)


# ---------------------------------------------------------------- asking about them


def text_questions(story: Story, shown: list[Shown]) -> Iterator[Question]:
    """Every text of every group is seen on some road, in every language; and so is every
    note, wherever the text that links it is."""
    readings = [_Reading(story, language) for language in story.languages]
    for reading in readings:
        for each in shown:
            yield from reading.text(each)
        reading.learn_phrases()
    for reading in readings:
        yield from reading.phrases(readings)
        yield from reading.notes()


class _Reading:
    """One language's texts, as they are told: its own, or where one is missing the
    story's, which asks nothing here a second time."""

    def __init__(self, story: Story, language: str) -> None:
        self.story, self.language = story, language
        self.own = language == story.language
        self.texts = story.texts.get(language, {})
        self.told_as = "" if self.own else f" ({language})"
        self.uses: dict[str, list[Sight]] = {}
        self.opening: dict[str, list[Sight]] = {}  # the uses in which links can be opened
        self.links: dict[str, list[Sight]] = {name: [] for name in story.notes}

    def text(self, shown: Shown) -> Iterator[Question]:
        prose = self.texts.get(shown.prose.key)
        questions = list(self._whole(shown._replace(prose=prose or shown.prose)))
        # A text that is told in the story's own language is only read here to learn which
        # phrases it uses and which notes it links.
        return iter(questions if self.own or prose is not None else ())

    def learn_phrases(self) -> None:
        """A phrase is seen where the texts that use it are, and may use another itself."""
        own = {f"phrases/{name}": prose for name, prose in self.story.phrases.items()}
        for key, prose in {**own, **self.texts}.items():
            if key.startswith("phrases/"):
                name = key.removeprefix("phrases/")
                seen, opens = _used([self.uses], name), _used([self.opening], name)
                for _ in self._parts(Shown(prose, name, seen, None, opens), prose.parts, (), None):
                    pass

    def phrases(self, readings: list[_Reading]) -> Iterator[Question]:
        """A phrase of the story's own language is told in every one that has not its own."""
        own = {f"phrases/{name}": prose for name, prose in self.story.phrases.items()} if self.own else self.texts
        for key, prose in own.items():
            name = key.removeprefix("phrases/")
            uses = [each.uses for each in readings if each is self or (self.own and key not in each.texts)]
            if key.startswith("phrases/") and any(name in each for each in uses):
                shown = Shown(prose, f"In the phrase {name}", _used(uses, name), doubtful=True)
                yield from _Reading(self.story, self.language)._whole(shown)

    def _whole(self, shown: Shown) -> Iterator[Question]:
        within = shown.within
        if shown.doubtful:
            within = self._question(shown, shown.prose.parts, shown.sight, within)
            yield within
        yield from self._parts(shown, shown.prose.parts, (), within)

    def _parts(
        self, shown: Shown, parts: Parts, asked: tuple[Condition, ...], within: Question | None
    ) -> Iterator[Question]:
        for part in parts:
            match part:
                case Emphasis(inside):
                    yield from self._parts(shown, inside, asked, within)
                case Link(note, inside):
                    if shown.opens is not None:
                        self.links[note].append(narrowed(shown.opens, asked))
                    yield from self._parts(shown, inside, asked, within)
                case PhraseUse(name):
                    self.uses.setdefault(name, []).append(narrowed(shown.sight, asked))
                    if shown.opens is not None:
                        self.opening.setdefault(name, []).append(narrowed(shown.opens, asked))
                case Choose() | ByValue() | ByTimes():
                    yield from self._group(shown, part, asked, within)
                case _:
                    pass

    def _group(
        self, shown: Shown, group: Choose | ByValue | ByTimes, asked: tuple[Condition, ...], within: Question | None
    ) -> Iterator[Question]:
        for number, (condition, text) in enumerate(alternatives(self.story, group)):
            all_asked = (*asked, condition)
            sight = narrowed(shown.sight, all_asked)
            if text:
                question = self._question(shown, text, sight, within)
                yield question
                yield from self._parts(shown, text, all_asked, question)
            elif isinstance(group, Choose):
                always = "never holds" if number == 0 else "always holds"
                message = f"{shown.name}{self.told_as} the condition of {_short(group.yes or group.no)!r} {always}."
                where, hint = shown.prose.where, "Leave the group out."
                yield Question("condition-always", where, message, hint, True, sight, within)

    def _question(self, shown: Shown, text: Parts, sight: Sight, within: Question | None) -> Question:
        message = f"{shown.name}{self.told_as} these words are never shown: {_short(text)!r}."
        hint = "Mend the condition, or delete the words."
        return Question("text-never", shown.prose.where, message, hint, True, sight, within)

    def notes(self) -> Iterator[Question]:
        rows = [
            (scene.id, note) for scene in self.story.scenes.values() for row in scene.remember for note in row.notes
        ]
        for scene, note in rows:
            self.links[note].append(in_scene(scene))
        ends = any_of(in_scene(scene.id) for scene in self.story.scenes.values() if scene.ending)
        for note, sights in self.links.items():
            message = f"No road shows the note {note}{self.told_as}."
            hint = f"Link it: [[{note}|words]]."
            where, offered = self.story.notes[note].where, any_of(sights)
            yield Question("note-unreachable", where, message, hint, True, offered)
            if self.story.notes[note].required:
                message = f"A road to an ending can miss the required note {note}{self.told_as}."
                hint = "Link it where every road comes by, or leave required out."
                yield Question("note-missable", where, message, hint, False, ends, avoiding=offered)


def _used(uses: list[dict[str, list[Sight]]], name: str) -> Sight:
    """Where a phrase is used, looked up when it is asked: all texts have been read by then."""
    return lambda moves: any_of(sight for each in uses for sight in each.get(name, ()))(moves)


def _short(text: Parts) -> str:
    words = " ".join(print_prose(text).split())
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def alternatives(story: Story, part: Choose | ByValue | ByTimes) -> list[Alternative]:
    """Each text of a group, the empty ones too."""
    match part:
        case Choose(test, yes, no):
            return [Alternative(test, yes), Alternative(Not(test), no)]
        case ByValue(name, texts):
            values = story.variables[name].values
            return [
                Alternative(Is(name, (value,), negated=False), text) for value, text in zip(values, texts, strict=True)
            ]
        case ByTimes(scene, texts):
            return [Alternative(_nth_time(scene, nth, len(texts)), text) for nth, text in enumerate(texts, 1)]


def _nth_time(scene: str, number: int, last: int) -> Condition:
    """Texts before the first entering count as at the first."""
    sign = ">=" if number == last else "==" if number > 1 else "<="
    return Compare(Sum(((1, Times(scene)),)), sign, Sum(((1, Integer(number)),)))
