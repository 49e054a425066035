"""From a text as it was written to paragraphs as they are read, in a state and a language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from game.play.page import Line, Paragraph, Run
from game.play.state import State, test_of
from game.story.grammar import (
    NEW_LINE,
    NEW_PARAGRAPH,
    QUOTED,
    ByTimes,
    ByValue,
    Choose,
    Condition,
    Emphasis,
    Link,
    Part,
    Parts,
    PhraseUse,
    Words,
)
from game.story.model import Prose, Story

OPENING = "\"'«“‘¿¡([—–"


class Moving(NamedTuple):
    """The parts of a paragraph that is not the same in every state."""

    parts: Parts


class Telling(NamedTuple):
    """A text in one language, prepared: what is the same in every state is set once.

    `pieces` are the text in order. When no piece moves, `still` is the whole, `words` the
    whole on one line and `notes` what it links; else `still` is None. `missing` says that the language does not
    have the text and the story's own stands for it."""

    pieces: tuple[Paragraph | Moving, ...]
    still: tuple[Paragraph, ...] | None
    words: str
    notes: tuple[str, ...]
    missing: bool

    @property
    def same(self) -> bool:
        """Whether it is told in the same way in every state, and unmarked."""
        return self.still is not None and not self.missing


NOTHING = Telling((), (), "", (), False)
NOWHERE = State("", "", b"")  # a text that does not move asks nothing of the state


class Teller:
    """Tells the texts of a story in one language. `untranslated` becomes true when a text
    was not there in it and was told in the story's own."""

    def __init__(self, story: Story, language: str) -> None:
        self.story, self.language = story, language
        self.untranslated = False
        self._space_taken = False  # by an empty text just told

    def prepared(self, prose: Prose | None) -> Telling:
        """The text in this language, prepared when first asked for and kept in the story."""
        if prose is None:
            return NOTHING
        key = (self.language, prose.key)
        found = self.story.made.get(key)
        if found is None:
            found = self.story.made[key] = self._prepare(prose)
        return found

    def _prepare(self, prose: Prose) -> Telling:
        told = prose if self.language == self.story.language else self._texts().get(prose.key)
        pieces: list[Paragraph | Moving] = []
        for parts in _by_paragraph((told or prose).parts):
            pieces += _paragraphs(self.runs(parts, NOWHERE)) if _is_still(parts) else [Moving(parts)]
        still = tuple(piece for piece in pieces if isinstance(piece, Paragraph))
        if len(still) < len(pieces):
            return Telling(tuple(pieces), None, "", (), told is None)
        return Telling(still, still, _on_one_line(still), notes_in(still), told is None)

    def _texts(self) -> Mapping[str, Prose]:
        return self.story.texts.get(self.language, {})

    def paragraphs(self, prose: Prose | None, state: State) -> tuple[Paragraph, ...]:
        """The text as paragraphs of styled words."""
        return self.told(self.prepared(prose), state)

    def words(self, prose: Prose | None, state: State) -> str:
        """The text as bare words in one line, for names, titles and choices."""
        return self.told_words(self.prepared(prose), state)

    def told(self, telling: Telling, state: State) -> tuple[Paragraph, ...]:
        """As `paragraphs`, of a text that is prepared."""
        if telling.missing:
            self.untranslated = True
        if telling.still is not None:
            return telling.still
        found: list[Paragraph] = []
        for piece in telling.pieces:
            if isinstance(piece, Moving):
                found += _paragraphs(self.runs(piece.parts, state))
            else:
                found.append(piece)
        return tuple(found)

    def told_words(self, telling: Telling, state: State) -> str:
        """As `words`, of a text that is prepared."""
        if telling.still is None:
            return _on_one_line(self.told(telling, state))
        if telling.missing:
            self.untranslated = True
        return telling.words

    def runs(self, parts: Parts, state: State) -> list[Run]:
        self._space_taken = False
        found: list[Run] = []
        self._tell(parts, state, False, "", found)
        return found

    def _tell(self, parts: Parts, state: State, emphasis: bool, note: str, out: list[Run]) -> None:
        for part in parts:
            match part:
                case Words(text):
                    if self._space_taken and _begins_word(text):
                        text = f" {text}"
                    self._space_taken = False
                    _add(out, text, emphasis, note)
                case Emphasis(inside):
                    self._tell(inside, state, True, note, out)
                case Link(opened, inside):
                    inside = inside or self._own_parts(self.story.notes[opened].title)
                    self._tell(inside, state, emphasis, opened, out)
                case PhraseUse(name):
                    self._tell(self._phrase(name), state, emphasis, note, out)
                case Choose(test, yes, no):
                    self._tell_group(yes if self.holds(test, state) else no, state, emphasis, note, out)
                case ByValue(name, texts):
                    at = self.story.memory.variables[name]
                    self._tell_group(texts[state.memory[at]], state, emphasis, note, out)
                case ByTimes(scene, texts):
                    times = state.memory[self.story.memory.times[scene][0]]
                    self._tell_group(texts[min(max(times, 1), len(texts)) - 1], state, emphasis, note, out)

    def _tell_group(self, parts: Parts, state: State, emphasis: bool, note: str, out: list[Run]) -> None:
        before = out[-1] if out else None
        self._tell(parts, state, emphasis, note, out)
        if before is not None and out[-1] is before and before.text.endswith(" "):
            # An empty text takes along the space before it, and gives it back when a word
            # follows at once, as where `{a: …}{b: …}` stand side by side.
            out[-1] = before._replace(text=before.text[:-1])
            self._space_taken = True

    def _phrase(self, name: str) -> Parts:
        phrase = self.story.phrases.get(name)
        if phrase is not None:
            return self._own_parts(phrase)
        own = self._texts().get(f"phrases/{name}")  # a language may have phrases of its own
        return own.parts if own is not None else ()

    def _own_parts(self, prose: Prose) -> Parts:
        """The parts of a text that stands inside another."""
        if self.language == self.story.language:
            return prose.parts
        found = self._texts().get(prose.key)
        if found is None:
            self.untranslated = True
        return (found or prose).parts

    def holds(self, test: Condition, state: State) -> bool:
        """Whether the condition holds in the state."""
        return bool(test_of(self.story, test)(state.memory))


def _is_still(parts: Parts) -> bool:
    """Whether the text is the same in every state and every language."""
    return all(
        isinstance(part, Words)
        or (isinstance(part, Emphasis) and _is_still(part.parts))
        or (isinstance(part, Link) and bool(part.parts) and _is_still(part.parts))
        for part in parts
    )


def _begins_word(text: str) -> bool:
    """Whether a word begins here, perhaps behind an opening mark."""
    return text.lstrip(OPENING)[:1].isalnum()


def notes_in(paragraphs: Iterable[Paragraph]) -> tuple[str, ...]:
    """The ids of the notes that the paragraphs link, in order, each once."""
    linked = [run.note for paragraph in paragraphs for line in paragraph.lines for run in line if run.note]
    return tuple(dict.fromkeys(linked))


def _by_paragraph(parts: Parts) -> list[Parts]:
    """The parts of each paragraph. A break inside a group or a link parts nothing here."""
    found: list[list[Part]] = [[]]
    for part in parts:
        if not isinstance(part, Words) or NEW_PARAGRAPH not in part.text:
            found[-1].append(part)
            continue
        for number, text in enumerate(part.text.split(NEW_PARAGRAPH)):
            if number:
                found.append([])
            if text:
                found[-1].append(Words(text))
    return [tuple(paragraph) for paragraph in found]


def _on_one_line(paragraphs: Iterable[Paragraph]) -> str:
    return " ".join([paragraph.plain().replace("\n", " ") for paragraph in paragraphs])


def _add(out: list[Run], text: str, emphasis: bool, note: str) -> None:
    """Add words, to the last run when it is of the same style; two spaces that meet where
    parts join become one."""
    if text.startswith(" ") and (not out or out[-1].text[-1:] in (" ", NEW_PARAGRAPH, NEW_LINE)):
        text = text.lstrip(" ")
    if not text:
        return
    if out and out[-1].note == note and out[-1].emphasis == emphasis:
        out[-1] = Run(out[-1].text + text, emphasis, note)
    else:
        out.append(Run(text, emphasis, note))


def _paragraphs(runs: Iterable[Run]) -> tuple[Paragraph, ...]:
    """Runs parted at their breaks; empty paragraphs vanish."""
    paragraphs: list[Paragraph] = []
    for lines in _broken(runs, NEW_PARAGRAPH):
        parted = [_trimmed(line) for line in _broken(lines, NEW_LINE)]
        parted = [line for line in parted if line]
        if not parted:
            continue
        first = parted[0][0].text
        quoted = first.startswith(QUOTED) or (first == QUOTED.rstrip() and len(parted) > 1)
        if quoted:
            parted = [_unquoted(line) for line in parted]
        paragraphs.append(Paragraph(tuple(line for line in parted if line), quoted))
    return tuple(paragraphs)


def _broken(runs: Iterable[Run], mark: str) -> list[list[Run]]:
    pieces: list[list[Run]] = [[]]
    for run in runs:
        if mark not in run.text:
            pieces[-1].append(run)
            continue
        for number, text in enumerate(run.text.split(mark)):
            if number:
                pieces.append([])
            if text:
                pieces[-1].append(run._replace(text=text))
    return pieces


def _trimmed(runs: list[Run]) -> Line:
    """The runs without spaces at the two ends."""
    while runs and not runs[0].text.strip(" "):
        runs = runs[1:]
    while runs and not runs[-1].text.strip(" "):
        runs = runs[:-1]
    if runs and runs[0].text.startswith(" "):
        runs = [runs[0]._replace(text=runs[0].text.lstrip(" ")), *runs[1:]]
    if runs and runs[-1].text.endswith(" "):
        runs = [*runs[:-1], runs[-1]._replace(text=runs[-1].text.rstrip(" "))]
    return tuple(runs)


def _unquoted(line: Line) -> Line:
    first = line[0]
    if not first.text.startswith(QUOTED.rstrip()):
        return line
    return _trimmed([first._replace(text=first.text[len(QUOTED) :]), *line[1:]])
