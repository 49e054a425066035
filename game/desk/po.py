"""A language of a story as a PO file (gettext), and back, for Weblate, Poedit and their like.

msgctxt is the key of the text and msgid its source, both as they stand in the story; a
stale text is fuzzy, with the source that it was translated from as its previous msgid.
What comes in is read as a text of the story before anything is written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import polib

from game.desk.files import put
from game.desk.translate import CannotTranslate, Translation, keep_record, rewrite
from game.desk.translated import Kept, mark_of, text_of
from game.story.expressions import Problem
from game.story.files import LARGEST_FILE
from game.story.model import Prose, Story
from game.story.nodes import Scalar
from game.story.prose import print_prose, read_prose
from game.story.reader import FORBIDDEN, LONGEST_TEXT
from game.story.shapes import Desk

FUZZY = "fuzzy"
NOWHERE = Scalar("", 0, 0, None)
UNSET = "YEAR-MO-DA HO:MI+ZONE"


@dataclass(frozen=True, slots=True)
class Refused:
    """A text of a PO file that was not taken in, and why."""

    key: str
    line: int
    why: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.key or 'no msgctxt'}: {self.why}"


@dataclass(slots=True)
class Incoming:
    """What a PO file brings: texts by their keys, as they are to be told; what each was
    translated from ("" for one that somebody marked as in need of work); and what was
    refused. `waiting` counts entries without a text, or with one that is a mere guess."""

    texts: dict[str, str] = field(default_factory=dict[str, str])
    sources: dict[str, str] = field(default_factory=dict[str, str])
    refused: list[Refused] = field(default_factory=list[Refused])
    waiting: int = 0


# ---------------------------------------------------------------- out


def write_po(translation: Translation, path: Path, force: bool = False) -> None:
    """Write the language to a PO file. Raises CannotTranslate when the file that is there
    holds texts that were not taken in, and it is not to be forced."""
    old = _read(path) if path.exists() and not force else polib.POFile()
    brought = take_in(translation, old)
    if waiting := len(brought.texts) + len(brought.refused):
        texts = "1 text that is" if waiting == 1 else f"{waiting} texts that are"
        cure = "Take them in with --from-po first, or write over it with --force."
        raise CannotTranslate(f"{path} holds {texts} not in the story. {cure}")
    put(path, f"{as_po(translation, old)}")


def as_po(translation: Translation, old: polib.POFile | None = None) -> polib.POFile:
    """The language as a PO file. Its head and the translators' remarks are those of `old`."""
    story = translation.story
    told = polib.POFile(wrapwidth=0, encoding="utf-8")
    told.metadata = {
        "Project-Id-Version": f"{story.id} {story.version}",
        "PO-Revision-Date": UNSET,
        "Last-Translator": "FULL NAME <EMAIL@ADDRESS>",
        "Language-Team": "LANGUAGE <LL@li.org>",
        **(old.metadata if old is not None else {}),
        "Language": translation.language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    told.header = old.header if old is not None else ""
    remarks = {entry.msgctxt: entry.tcomment for entry in old or () if entry.tcomment}
    stale = {text.prose.key: text for text in translation.stale}
    for prose in translation.texts:
        if not (source := text_of(prose)):
            continue
        text = translation.told.get(prose.key)
        was = stale.get(prose.key)
        told.append(
            polib.POEntry(
                msgctxt=prose.key,
                msgid=source,
                msgstr=text_of(text) if text else "",
                occurrences=[(prose.where.file, str(prose.where.line))],
                comment=_about(story, prose),
                tcomment=remarks.get(prose.key, ""),
                flags=[FUZZY] if was else [],
                previous_msgid=was.was or None if was else None,
                previous_msgctxt=prose.key if was and was.was else None,
            )
        )
    return told


def _about(story: Story, prose: Prose) -> str:
    """For the translator: where a text is read."""
    names = prose.key.split("/")
    if names[0] != "scenes":
        return ""
    scene = story.scenes[names[1]]
    people = ", ".join(present.person for present in scene.present)
    return f"{text_of(scene.title)} ({scene.chapter})" + (f"; here: {people}" if people else "")


# ---------------------------------------------------------------- in


def read_po(translation: Translation, path: Path) -> Incoming:
    """What a PO file brings. Raises CannotTranslate when it is no PO file, or another's."""
    file = _read(path)
    language = file.metadata.get("Language", "").replace("_", "-").lower()
    if language and language.split("-")[0] != translation.language.split("-")[0]:
        raise CannotTranslate(f"{path} is in {language}, not in {translation.language}. Nothing was written.")
    return take_in(translation, file)


def take_in(translation: Translation, file: polib.POFile) -> Incoming:
    """The texts of a PO file that are others than the language's own, read and judged."""
    found = Incoming()
    desk = _desk(translation)
    texts = {prose.key: prose for prose in translation.texts}
    seen = set[str]()
    for entry in file:
        key = entry.msgctxt or ""
        if entry.obsolete:
            continue
        if key in seen:
            found.refused.append(Refused(key, entry.linenum or 0, "This msgctxt stands here a second time."))
        elif key not in texts:
            why = "The story has no text of this msgctxt; write the PO file anew with --po."
            if entry.msgstr or not key:
                found.refused.append(Refused(key, entry.linenum or 0, why))
        elif not entry.msgstr.strip() or (entry.fuzzy and key not in translation.told):
            found.waiting += 1
        else:
            _take_entry(translation, found, desk, texts[key], entry)
        seen.add(key)
    return found


def _take_entry(translation: Translation, found: Incoming, desk: Desk, prose: Prose, entry: polib.POEntry) -> None:
    text, problems = _told(desk, prose.key, entry.msgstr)
    if problems:
        found.refused += [Refused(prose.key, entry.linenum or 0, problem) for problem in problems]
        return
    told, kept = translation.told.get(prose.key), translation.record.get(prose.key)
    source = (entry.previous_msgid or "") if entry.fuzzy else entry.msgid
    if told is None or kept is None or text_of(told) != text:
        found.texts[prose.key] = text
        found.sources[prose.key] = source
    elif source != kept.source and (source == text_of(prose) or not source):
        found.sources[prose.key] = source  # it holds still, or needs work: the words are the same


def bring_in(translation: Translation, path: Path) -> Incoming:
    """Take in what a PO file brings, and write it. What is wrong in it is left out and
    told; all else is kept. Raises CannotTranslate, StoryFaults."""
    incoming = read_po(translation, path)
    rewrite(translation, incoming.texts)
    accept(translation, incoming)
    keep_record(translation)
    return incoming


def accept(translation: Translation, incoming: Incoming) -> None:
    """Set down what the texts were translated from, once they stand in the files."""
    now = {prose.key: text_of(prose) for prose in translation.texts}
    for key, source in incoming.sources.items():
        text = incoming.texts.get(key) or text_of(translation.told[key])
        stale = source != now[key]
        translation.record[key] = Kept(source, mark_of(text), mark_of(now[key]) if stale else "")


def _told(desk: Desk, key: str, text: str) -> tuple[str, list[str]]:
    """A text as the story would print it, and what is wrong with it."""
    if bad := FORBIDDEN.search(text.replace("\r\n", "\n")):
        return "", [f"The character U+{ord(bad.group()):04X} has no place in a text. Delete it."]
    if len(text) > LONGEST_TEXT:
        return "", [f"The text is too long: it may have {LONGEST_TEXT} characters."]
    problems: list[Problem] = []
    names = key.split("/")
    scene = names[1] if names[0] == "scenes" else ""
    parts = read_prose(text.replace("\r\n", "\n").strip("\n"), desk, scene, problems.append)
    told = "" if problems else print_prose(parts).strip("\n")
    if not problems and not told.strip():
        return "", ["Nothing of this text is ever shown. Fill it, or leave msgstr empty."]
    return told, [f"{problem.message} {problem.hint}".strip() for problem in problems]


def _desk(translation: Translation) -> Desk:
    """The names that a text of the language may use."""
    story = translation.story
    desk = Desk()
    desk.variables = dict(story.variables)
    desk.notes = dict.fromkeys(story.notes, NOWHERE)
    own = [key.removeprefix("phrases/") for key in translation.told if key.startswith("phrases/")]
    desk.phrases = dict.fromkeys([*story.phrases, *own], NOWHERE)
    desk.choices = {
        scene.id: {choice.id: NOWHERE for choice in scene.choices if choice.say} for scene in story.scenes.values()
    }
    return desk


def _read(path: Path) -> polib.POFile:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise CannotTranslate(f"{path} is too large for a PO file of a story.")
        text = path.read_bytes().decode("utf-8").removeprefix("\ufeff")
        # A path is opened, all else is read: no PO file is a path, since it has several lines.
        file = polib.pofile(text if "\n" in text else text + "\n", wrapwidth=0)
        if not file and not file.metadata:
            raise CannotTranslate(f"{path} is no PO file, or an empty one.")
        return file
    except UnicodeDecodeError as error:
        raise CannotTranslate(f"{path} is not UTF-8: save it so, as Poedit does.") from error
    except OSError as error:
        why = error.strerror or str(error)
        raise CannotTranslate(f"{path} could not be read as a PO file: {why}.") from error
