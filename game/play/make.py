"""Making a page: from a state and a road to what is shown. It changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple, SupportsIndex, overload

from game.play.page import ClaimLine, Here, NotePage, Opening, Option, Page, Paragraph, Remembered
from game.play.render import Teller, Telling, notes_in
from game.play.state import State, menu
from game.story.model import GO_ON, Choice, Present, Row, Scene, Story

MOST_PAGES = 256  # remembered of one scene in one language


class Taken(NamedTuple):
    """A choice on the road: its line in the journal, the state it was taken in, and the
    state that it made."""

    number: int
    state: State
    choice: str
    made: State


Road = Sequence[Taken]


class Spot(NamedTuple):
    """Where the clock and the map stand: a scene without its own leaves them."""

    at: datetime | None
    place: str


def spot(story: Story, first: State, road: Road) -> Spot:
    """The hour and the place at the end of the road. An aside has only its own."""
    here = story.scenes[road[-1].made.scene if road else first.scene]
    at, place = here.at, here.place
    if here.aside:
        return Spot(at, place)
    for taken in reversed(road):
        if at is not None and place:
            break
        before = story.scenes[taken.state.scene]
        if not before.aside:
            at, place = at or before.at, place or before.place
    return Spot(at, place)


def make_page(story: Story, language: str, state: State, first: State, road: Road, go_on: str = "") -> Page:
    """The page for a state. `road` leads there from the `first` state; `go_on` are the
    interface's words for a scene's only way.

    A page is the same whenever the bytes that making it read are the same, so pages are
    remembered by those; which they are is noted while a page is made."""
    where = spot(story, first, road)
    if story.scenes[state.scene].remember:  # such a page reads the road itself
        return _make_page(story, language, state, where, first, road, go_on)
    shelf = story.made.get((language, "pages", state.scene))
    if shelf is None:
        shelf = story.made[language, "pages", state.scene] = Shelf()
    found = shelf.pages.get((where, go_on, shelf.pick(state.memory)))
    if found is None:
        memory = Watched(state.memory)
        found = _make_page(story, language, state._replace(memory=memory), where, first, road, go_on)
        shelf.put(where, go_on, memory, found)
    return found


def opening(story: Story, language: str, first: State, road: Road) -> Opening | None:
    """The chapter that the page at the end of the road opens; None where the road has been
    in that chapter before."""
    state = road[-1].made if road else first
    scenes, chapter = story.scenes, story.chapters[story.scenes[state.scene].chapter]
    if any(scenes[taken.state.scene].chapter == chapter.id for taken in road):
        return None
    teller = Teller(story, language)
    about = teller.words(chapter.about, state)
    return Opening(chapter.id, teller.words(chapter.title, state), about, story.cards.get(chapter.id))


def bytes_read(story: Story, language: str, scene: str) -> frozenset[int]:
    """Which bytes of memory making pages of the scene has read so far."""
    shelf = story.made.get((language, "pages", scene))
    return frozenset() if shelf is None else frozenset(shelf.read)


class Watched(bytes):
    """A memory that notes which of its bytes are read."""

    def __init__(self, memory: bytes) -> None:
        self.read: set[int] = set()

    @overload
    def __getitem__(self, index: SupportsIndex, /) -> int: ...
    @overload
    def __getitem__(self, index: slice[Any, Any, Any], /) -> bytes: ...
    def __getitem__(self, index: Any, /) -> Any:
        self.read.add(index)
        return super().__getitem__(index)


class Shelf:
    """The pages of a scene in one language that were made before. `pick` takes from a
    memory every byte that making any of them has read."""

    def __init__(self) -> None:
        self.read: set[int] = set()
        self.pick: Callable[[bytes], object] = lambda memory: None
        self.pages: dict[tuple[Spot, str, object], Page] = {}

    def put(self, where: Spot, go_on: str, memory: Watched, page: Page) -> None:
        """Keep a page. One that read more than those before makes their keys too short."""
        if not memory.read <= self.read or len(self.pages) >= MOST_PAGES:
            self.read |= memory.read
            self.pick = itemgetter(*self.read) if self.read else self.pick
            self.pages.clear()
        self.pages[where, go_on, self.pick(memory)] = page


def _make_page(story: Story, language: str, state: State, where: Spot, first: State, road: Road, go_on: str) -> Page:
    teller = Teller(story, language)
    scene = story.scenes[state.scene]
    sheet = _sheet(teller, scene)
    paragraphs = teller.told(sheet.text, state)
    ending = story.endings[scene.ending] if scene.ending else None
    place = story.places[where.place] if where.place else None
    rows = tuple([_row(story, teller, row, state, first, road) for row in scene.remember])
    if len({at.date() for row in rows for at, _ in (*row.said, *row.did) if at}) > 1:
        rows = tuple([row._replace(dated=True) for row in rows])
    return Page(
        scene=scene.id,
        title=teller.told_words(sheet.title, state),
        chapter=teller.told_words(sheet.chapter, state),
        at=where.at,
        place=teller.words(place.name, state) if place else "",
        place_id=where.place,
        here=_here(teller, sheet, state),
        basis=scene.basis,
        aside=scene.aside,
        paragraphs=paragraphs,
        options=_options(teller, sheet, state, go_on),
        notes=_notes(sheet.text, paragraphs, rows),
        council=teller.words(scene.council, state) if scene.council else "",
        remembered=rows,
        ending=scene.ending,
        ending_title=teller.words(ending.title, state) if ending else "",
        ending_about=teller.words(ending.about, state) if ending and ending.about else "",
        untranslated=teller.untranslated,
        language=language,
    )


class Sheet(NamedTuple):
    """A scene with its texts prepared in one language."""

    title: Telling
    chapter: Telling
    text: Telling
    here: tuple[Presence, ...]
    offers: tuple[Offer, ...]


class Presence(NamedTuple):
    """Somebody who may be present. `here` is how that is shown, None when states differ."""

    present: Present
    name: Telling
    here: Here | None


class Offer(NamedTuple):
    """A choice with its words. `option` is how it is shown when it is open, None when
    states differ."""

    id: str
    choice: Choice
    say: Telling
    locked: Telling
    option: Option | None


def _sheet(teller: Teller, scene: Scene) -> Sheet:
    """The scene's sheet; made when first asked for, then kept in the story."""
    story, prepared = teller.story, teller.prepared
    key = (teller.language, "sheet", scene.id)
    found = story.made.get(key)
    if found is None:
        found = story.made[key] = Sheet(
            prepared(scene.title),
            prepared(story.chapters[scene.chapter].title),
            prepared(scene.text),
            tuple(_presence(present, prepared(story.people[present.person].name)) for present in scene.present),
            tuple(_offer(choice, prepared(choice.say), prepared(choice.locked)) for choice in scene.choices),
        )
    return found


def _presence(present: Present, name: Telling) -> Presence:
    return Presence(present, name, Here(present.person, name.words) if name.same else None)


def _offer(choice: Choice, say: Telling, locked: Telling) -> Offer:
    same = choice.say is not None and say.same
    return Offer(choice.id, choice, say, locked, Option(choice.id, say.words) if same else None)


def _here(teller: Teller, sheet: Sheet, state: State) -> tuple[Here, ...]:
    return tuple(
        [
            here or Here(present.person, teller.told_words(name, state))
            for present, name, here in sheet.here
            if present.when is None or teller.holds(present.when, state)
        ]
    )


def _options(teller: Teller, sheet: Sheet, state: State, go_on: str) -> tuple[Option, ...]:
    is_open = menu(teller.story, state)
    found: list[Option] = []
    for name, choice, say, locked, option in sheet.offers:
        if option is not None and name in is_open:
            found.append(option)
        elif name in is_open:
            words = go_on or GO_ON if choice.say is None else teller.told_words(say, state)
            found.append(Option(name, words))
        elif choice.locked is not None and not _was_taken(teller.story, state, choice):
            # A reason of which nothing is left would look like an open choice.
            if reason := teller.told_words(locked, state):
                found.append(Option(name, teller.told_words(say, state), reason))
    return tuple(found)


def _was_taken(story: Story, state: State, choice: Choice) -> bool:
    """A choice that can be taken once is not shown again, locked or not, when it was."""
    if not choice.once:
        return False
    return bool(state.memory[story.memory.chosen[state.scene, choice.id]])


def _notes(text: Telling, paragraphs: tuple[Paragraph, ...], rows: tuple[Remembered, ...]) -> tuple[str, ...]:
    linked = text.notes if text.still is not None else notes_in(paragraphs)
    if not rows:
        return linked
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
