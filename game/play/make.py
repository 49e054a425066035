"""Making a page: from a state and a road to what is shown. It changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from game.play.page import ClaimLine, Here, NotePage, Option, Page, Paragraph, Remembered
from game.play.render import Teller
from game.play.state import State, menu, moves_of
from game.story.model import GO_ON, Choice, Row, Scene, Story


class Taken(NamedTuple):
    """A choice on the road: its line in the journal, the state it was taken in, and the
    state that it made."""

    number: int
    state: State
    choice: str
    made: State


Road = tuple[Taken, ...]


class Spot(NamedTuple):
    """Where the clock and the map stand: a scene without its own leaves them."""

    at: datetime | None
    place: str


def spot(story: Story, first: State, road: Road) -> Spot:
    """The hour and the place at the end of the road. An aside has only its own."""
    scenes = [story.scenes[first.scene], *(story.scenes[taken.made.scene] for taken in road)]
    here = scenes[-1]
    if here.aside:
        return Spot(here.at, here.place)
    at, place = here.at, here.place
    for scene in reversed(scenes):
        if at is not None and place:
            break
        if not scene.aside:
            at, place = at or scene.at, place or scene.place
    return Spot(at, place)


def make_page(story: Story, language: str, state: State, first: State, road: Road, go_on: str = "") -> Page:
    """The page for a state. `road` leads there from the `first` state; `go_on` are the
    interface's words for a scene's only way."""
    teller = Teller(story, language)
    scene = story.scenes[state.scene]
    where = spot(story, first, road)
    paragraphs = teller.paragraphs(scene.text, state)
    ending = story.endings[scene.ending] if scene.ending else None
    place = story.places[where.place] if where.place else None
    rows = tuple(_row(story, teller, row, state, first, road) for row in scene.remember)
    return Page(
        scene=scene.id,
        title=teller.words(scene.title, state),
        chapter=teller.words(story.chapters[scene.chapter].title, state),
        at=where.at,
        place=teller.words(place.name, state) if place else "",
        place_id=where.place,
        here=_here(story, teller, scene, state),
        basis=scene.basis,
        aside=scene.aside,
        paragraphs=paragraphs,
        options=_options(story, teller, scene, state, go_on),
        notes=_notes(paragraphs, rows),
        council=teller.words(scene.council, state) if scene.council else "",
        remembered=rows,
        ending=scene.ending,
        ending_title=teller.words(ending.title, state) if ending else "",
        ending_about=teller.words(ending.about, state) if ending and ending.about else "",
        untranslated=teller.untranslated,
        language=language,
    )


def _here(story: Story, teller: Teller, scene: Scene, state: State) -> tuple[Here, ...]:
    return tuple(
        Here(present.person, teller.words(story.people[present.person].name, state))
        for present in scene.present
        if present.when is None or teller.holds(present.when, state)
    )


def _options(story: Story, teller: Teller, scene: Scene, state: State, go_on: str) -> tuple[Option, ...]:
    is_open = frozenset(menu(story, state))
    found: list[Option] = []
    for choice in scene.choices:
        if choice.id in is_open:
            found.append(Option(choice.id, teller.words(choice.say, state) if choice.say else go_on or GO_ON))
        elif choice.locked is not None and not _was_taken(story, state, choice):
            reason = teller.words(choice.locked, state)
            found.append(Option(choice.id, teller.words(choice.say, state), reason))
    return tuple(found)


def _was_taken(story: Story, state: State, choice: Choice) -> bool:
    """A choice that can be taken once is not shown again, locked or not, when it was."""
    if not choice.once:
        return False
    return bool(state.memory[moves_of(story, state.scene).by_id[choice.id].once])


def _notes(paragraphs: tuple[Paragraph, ...], rows: tuple[Remembered, ...]) -> tuple[str, ...]:
    linked = [run.note for paragraph in paragraphs for line in paragraph.lines for run in line if run.note]
    return tuple(dict.fromkeys([*linked, *(note for row in rows for note in row.notes)]))


# ---------------------------------------------------------------- what the journal has


def record(story: Story, teller: Teller, taken: Taken) -> str:
    """How the journal tells a choice: its record, or else the words it was offered in.
    Empty for a scene's only way, which is no choice."""
    choice = _choice(story.scenes[taken.state.scene], taken.choice)
    return teller.words(choice.record or choice.say, taken.state)


def _choice(scene: Scene, name: str) -> Choice:
    return next(choice for choice in scene.choices if choice.id == name)


def _row(story: Story, teller: Teller, row: Row, state: State, first: State, road: Road) -> Remembered:
    def records(scenes: tuple[str, ...]) -> tuple[tuple[datetime | None, str], ...]:
        found: list[tuple[datetime | None, str]] = []
        for number, taken in enumerate(road):
            if taken.state.scene in scenes and (told := record(story, teller, taken)):
                found.append((spot(story, first, road[:number]).at, told))
        return tuple(found)

    return Remembered(
        title=teller.words(row.title, state),
        said=records(row.said),
        did=records(row.did),
        print=teller.paragraphs(row.print, state),
        notes=row.notes,
    )


def make_note(story: Story, language: str, name: str, state: State) -> NotePage:
    """A note as it is read. Raises KeyError when the story has none of that name."""
    teller = Teller(story, language)
    note = story.notes[name]
    return NotePage(
        id=name,
        title=teller.words(note.title, state),
        text=teller.paragraphs(note.text, state),
        historians=teller.paragraphs(note.historians, state),
        claims=tuple(_claim(story, teller, claim, state) for claim in note.claims),
        sources=tuple(teller.words(story.works[work].title, state) for work in note.sources),
        sure=note.sure,
        untranslated=teller.untranslated,
    )


def _claim(story: Story, teller: Teller, name: str, state: State) -> ClaimLine:
    claim = story.claims[name]
    document = teller.words(story.documents[claim.document].title, state)
    says = teller.words(claim.says, state)
    return ClaimLine(name, says, claim.verdict, document, claim.paragraph, claim.sentence)


def standing(story: Story, language: str, state: State, values: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    """What the story remembers of the player, in words: variable id and words, for each
    variable that has words for its value. `values` are indexes from the lowest value."""
    teller = Teller(story, language)
    found: list[tuple[str, str]] = []
    for name, variable in story.variables.items():
        index = values[name]
        word = variable.values[index] if variable.kind == "list" else str(index + variable.lowest)
        if variable.kind == "flag":
            word = "yes" if index else "no"
        if word in variable.journal:
            found.append((name, teller.words(variable.journal[word], state)))
    return tuple(found)
