"""From a text as it was written to paragraphs as they are read, in a state and a language."""

from __future__ import annotations

from collections.abc import Iterable

from game.play.page import Line, Paragraph, Run
from game.play.state import State, compile_condition
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
    Parts,
    PhraseUse,
    Words,
)
from game.story.model import Prose, Story

OPENING = "\"'«“‘¿¡([—–"


class Teller:
    """Tells the texts of a story in one language. `untranslated` becomes true when a text
    was not there in it and was told in the story's own."""

    def __init__(self, story: Story, language: str) -> None:
        self.story, self.language = story, language
        self.own = language == story.language
        self.texts = story.texts.get(language, {})
        self.untranslated = False
        self._space_taken = False  # by an empty text just told

    def prose(self, prose: Prose) -> Prose:
        """The text in this language, or, marked, in the story's own."""
        if self.own:
            return prose
        found = self.texts.get(prose.key)
        if found is None:
            self.untranslated = True
            return prose
        return found

    def paragraphs(self, prose: Prose | None, state: State) -> tuple[Paragraph, ...]:
        """The text as paragraphs of styled words."""
        if prose is None:
            return ()
        prose = self.prose(prose)
        made = self.story.made
        key = (self.language, prose.key)
        still = made.get(key)
        if still is None:
            # A text without groups is the same in every state: it is set once.
            still = made[key] = _paragraphs(self.runs(prose.parts, state)) if _is_still(prose.parts) else ()
        return still or _paragraphs(self.runs(prose.parts, state))

    def words(self, prose: Prose | None, state: State) -> str:
        """The text as bare words in one line, for names, titles and choices."""
        return " ".join(paragraph.plain().replace("\n", " ") for paragraph in self.paragraphs(prose, state))

    def runs(self, parts: Parts, state: State) -> list[Run]:
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
                    inside = inside or self.prose(self.story.notes[opened].title).parts
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
        before = len(out)
        self._tell(parts, state, emphasis, note, out)
        if len(out) == before and out and out[-1].text.endswith(" "):
            # An empty text takes along the space before it, and gives it back when a word
            # follows at once, as where `{a: …}{b: …}` stand side by side.
            out[-1] = out[-1]._replace(text=out[-1].text[:-1])
            self._space_taken = True

    def _phrase(self, name: str) -> Parts:
        own = self.texts.get(f"phrases/{name}")
        if own is not None:
            return own.parts
        return self.prose(self.story.phrases[name]).parts if name in self.story.phrases else ()

    def holds(self, test: Condition, state: State) -> bool:
        """Whether the condition holds in the state."""
        made = self.story.made
        found = made.get(test)
        if found is None:
            found = made[test] = compile_condition(self.story, test)
        return bool(found(state.memory))


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


def _add(out: list[Run], text: str, emphasis: bool, note: str) -> None:
    """Add words; two spaces that meet where parts join become one."""
    if text.startswith(" ") and (not out or out[-1].text[-1:] in (" ", NEW_PARAGRAPH, NEW_LINE)):
        text = text.lstrip(" ")
    if text:
        out.append(Run(text, emphasis, note))


def _paragraphs(runs: Iterable[Run]) -> tuple[Paragraph, ...]:
    """Runs parted at their breaks; empty paragraphs vanish."""
    paragraphs: list[Paragraph] = []
    for lines in _broken(runs, NEW_PARAGRAPH):
        parted = [_trimmed(line) for line in _broken(lines, NEW_LINE)]
        parted = [line for line in parted if line]
        if not parted:
            continue
        quoted = parted[0][0].text.startswith(QUOTED)
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
    """The runs without spaces at the ends, neighbours of one style joined."""
    joined: list[Run] = []
    for run in runs:
        if joined and joined[-1][1:] == run[1:]:
            joined[-1] = run._replace(text=joined[-1].text + run.text)
        else:
            joined.append(run)
    while joined and not joined[0].text.strip(" "):
        joined.pop(0)
    while joined and not joined[-1].text.strip(" "):
        joined.pop()
    if joined:
        joined[0] = joined[0]._replace(text=joined[0].text.lstrip(" "))
        joined[-1] = joined[-1]._replace(text=joined[-1].text.rstrip(" "))
    return tuple(joined)


def _unquoted(line: Line) -> Line:
    first = line[0]
    if not first.text.startswith(QUOTED.rstrip()):
        return line
    return _trimmed([first._replace(text=first.text[len(QUOTED) :]), *line[1:]])
