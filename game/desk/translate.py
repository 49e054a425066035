"""A language of a story as a translator works on it: what is missing, what is stale, and
changes that are written only once the story reads with them as it should."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from game.desk.files import put
from game.desk.overlay import tell
from game.desk.translated import Kept, as_text, mark_of, read_record, record_path, text_of
from game.desk.untold import Folder, add_missing
from game.errors import GameError
from game.story.files import LANGUAGE, read_files
from game.story.linker import StoryFaults, link
from game.story.model import Prose, Story
from game.story.nodes import Source
from game.story.reader import parse_source, read_sources


class CannotTranslate(GameError):
    """What was asked for cannot be done; nothing was written."""

    code = "cannot_translate"


@dataclass(frozen=True, slots=True)
class Stale:
    """A text whose source has changed since. `was`: the source that was translated, empty
    when that is not known; `now`: what it is today."""

    prose: Prose
    was: str
    now: str


@dataclass(slots=True)
class Translation:
    """One language of a story. `texts` are all that the story tells, in its order; `record`
    is what each was translated from, brought up to date."""

    path: Path
    language: str
    story: Story
    sources: list[Source]
    texts: tuple[Prose, ...]
    record: dict[str, Kept]
    stale: tuple[Stale, ...] = ()
    unrecorded: int = 0  # texts whose source was not on record; they count as up to date

    @property
    def told(self) -> Mapping[str, Prose]:
        return self.story.texts.get(self.language, {})

    @property
    def missing(self) -> tuple[Prose, ...]:
        return tuple(prose for prose in self.texts if prose.key not in self.told)

    @property
    def record_path(self) -> Path:
        return record_path(self.path, self.language)


def open_translation(path: Path, language: str) -> Translation:
    """The language of the story at `path`, which may have no folder yet. Raises
    StoryFaults, BadRecord, CannotTranslate."""
    if not LANGUAGE.match(language):
        raise CannotTranslate(f"{language!r} is no language: write its code of two letters, such as es or fr.")
    files = [file for file in read_files(path) if file.language in ("", language)]
    sources, languages = read_sources(files)
    checked = link(sources, languages, str(path))
    if checked.story is None:
        raise StoryFaults(checked.faults)
    if language == checked.story.language:
        raise CannotTranslate(f"The story itself is told in {language}; name the language that it is translated to.")
    texts = tuple(in_order(checked.story, checked.texts.values()))
    found = Translation(path, language, checked.story, sources, texts, read_record(record_path(path, language)))
    compare(found)
    return found


def in_order(story: Story, texts: Iterable[Prose]) -> list[Prose]:
    """The texts as the story tells them: what it says of itself, its chapters, the rest."""
    ranks = {story.title.where.file: 0}
    for number, chapter in enumerate(story.chapters.values(), 1):
        ranks.setdefault(chapter.where.file, number)
    for scene in story.scenes.values():
        ranks.setdefault(scene.where.file, ranks[story.chapters[scene.chapter].where.file])
    last = len(ranks)
    return sorted(texts, key=lambda prose: (ranks.get(prose.where.file, last), prose.where))


def compare(translation: Translation) -> None:
    """Find what is stale, and bring the record up to date."""
    record, stale = dict[str, Kept](), list[Stale]()
    for prose in translation.texts:
        told = translation.told.get(prose.key)
        if told is None:
            continue
        now, mark = text_of(prose), mark_of(text_of(told))
        kept = translation.record.get(prose.key)
        translation.unrecorded += kept is None
        renewed = kept is not None and kept.shown == mark_of(now) and kept.mark != mark
        if kept is None or kept.source == now or renewed:
            record[prose.key] = Kept(now, mark)
        else:
            stale.append(Stale(prose, kept.source, now))
            record[prose.key] = Kept(kept.source, mark, mark_of(now))
    translation.record, translation.stale = record, tuple(stale)


def take_for_done(translation: Translation, keys: Iterable[str]) -> None:
    """Count stale texts as up to date: their translation still holds. Raises
    CannotTranslate for a key that is not stale."""
    there = {stale.prose.key: stale for stale in translation.stale}
    done = set(keys)
    for key in sorted(done - there.keys()):
        raise CannotTranslate(f"{key} is not stale. What is stale, october translate names with its key.")
    for key in done:
        translation.record[key] = Kept(there[key].now, translation.record[key].mark)
    translation.stale = tuple(stale for stale in translation.stale if stale.prose.key not in done)


# ---------------------------------------------------------------- writing


def keep_record(translation: Translation) -> None:
    """Write the record, if it is another than what is there. Raises CannotWrite."""
    path, text = translation.record_path, as_text(translation.record, [prose.key for prose in translation.texts])
    if not path.is_file() or path.read_bytes() != text.encode():
        put(path, text)


def rewrite(translation: Translation, texts: Mapping[str, str]) -> list[str]:
    """Put texts into the language's files, by their keys, and an empty entry for each that
    is missing still. Nothing is written unless the story then reads without a fault, and
    every text as it did or as it was given. The files that changed. Raises
    CannotTranslate, CannotWrite, StoryFaults."""
    files = _Files(translation)
    all_told = translation.told.keys() | texts.keys()
    if len(all_told) < len(translation.texts) or any(key not in translation.told for key in texts):
        files.edit(lambda folder: add_missing(folder, translation.story, translation.texts, translation.told))
    if texts:
        files.edit(lambda folder: _tell_all(folder, texts))
    files.edit(lambda folder: add_missing(folder, translation.story, translation.texts, all_told))
    _make_sure(translation, files.changed, texts)
    files.write()
    return sorted(files.changed)


class _Files:
    """The files of a language, with the changes made so far, none of them written yet."""

    def __init__(self, translation: Translation) -> None:
        self.translation = translation
        self.root = translation.path.parent if translation.path.is_file() else translation.path
        self.changed: dict[str, str] = {}
        self.texts = {source.name: self.read(source.name) for source in translation.sources}

    def read(self, name: str) -> str:
        return (self.root / name).read_bytes().decode("utf-8")

    def edit(self, work: Callable[[Folder], None]) -> None:
        language = self.translation.language
        folder = Folder(language, self.translation.path.name if self.translation.path.is_file() else "")
        for name, text in self.texts.items():
            folder.add(name, text, whole=name.startswith(f"{language}/"))
        work(folder)
        for name, pages in folder.pages.items():
            if pages.edits and (text := pages.edited()) != self.texts.get(name, ""):
                self.texts[name] = self.changed[name] = text

    def write(self) -> None:
        for name, text in self.changed.items():
            put(self.root / name, text)


def _tell_all(folder: Folder, texts: Mapping[str, str]) -> None:
    for key, text in texts.items():
        entry = folder.entry(key)
        if entry is None:
            raise CannotTranslate(f"{key} has no place in the language's files. Nothing was written.")
        tell(folder.pages[entry.file], entry, text)


def _make_sure(translation: Translation, changed: Mapping[str, str], texts: Mapping[str, str]) -> None:
    """Read the story with the changes, which are not written yet. Raises StoryFaults, or
    CannotTranslate when a text is not what it should be."""
    language = translation.language
    sources = [source for source in translation.sources if source.name not in changed]
    for name, text in changed.items():
        whole = language if name.startswith(f"{language}/") else ""
        sources.append(parse_source(Source(name, whole, ""), text.encode()))
    checked = link(sources, [language], str(translation.path))
    if checked.story is None:
        raise StoryFaults(checked.faults)
    told = checked.story.texts.get(language, {})
    wrong = [key for key, text in texts.items() if key not in told or text_of(told[key]) != text]
    wrong += [key for key, prose in translation.told.items() if key not in texts and told[key].parts != prose.parts]
    if wrong or told.keys() != translation.told.keys() | texts.keys():
        key = wrong[0] if wrong else "A text"
        raise CannotTranslate(f"{key} could not be put where it belongs without changing others. Nothing was written.")
