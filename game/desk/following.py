"""The files of a story, followed while somebody writes in them.

A look compares the stamps of the files (when changed, how large, which on the disk) and
reads only those that have another. A save by rename, a file half written or one that is
gone for a moment are nothing special: the next look finds what there is then, and faults
are told only when no file has changed for a moment.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from copy import copy
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import NamedTuple

from game.desk.translated import BadRecord, Record, read_record, record_path
from game.story.faults import Fault
from game.story.files import ENDINGS, File, read_files
from game.story.linker import Checked, link
from game.story.model import Story
from game.story.nodes import Source
from game.story.reader import read_source

LOOK = 0.05  # seconds between two looks; more where a look takes long
SHARE = 20  # looking takes no more than this part of the time
REST = 0.03  # seconds in which nothing must change before faults are told
MOST_RESTS = 15  # a file that is written without end is told of all the same
FRESH = 0.1  # seconds in which a file may change again and keep its stamp, on a coarse clock

Stamp = tuple[int, int, int]


class Edition(NamedTuple):
    """The story as it was read at one moment.

    checked   what a fresh reading tells
    story     what can be played: where every fault stands in the folder of a language, the
              story is there without its languages; None when it cannot be played at all
    changed   the names of the files that are not as in the edition before
    lines     the lines of each file
    records   what each language was translated from, as far as that is kept
    seconds   from the first look that saw a change to when all was read and linked
    """

    checked: Checked
    story: Story | None
    lines: Mapping[str, list[str]]
    records: Mapping[str, Record]
    changed: tuple[str, ...]
    at: datetime
    seconds: float


class Shown(NamedTuple):
    """A fault with the line that it stands in, as the writer has it; empty for a whole file."""

    fault: Fault
    line: str


class Following:
    """Follows the story at `path`, a folder or one file, which need not be there yet."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.seen: dict[str, Stamp] = {}  # the stamps when the files were last read
        self.again = False  # whether to read once more in any case
        self.kept: dict[str, tuple[File, Source]] = {}
        self.records: dict[str, tuple[Stamp, Record]] = {}
        self.pause = LOOK

    def read(self) -> Edition | None:
        """Read what has changed and link the story anew; None when nothing has."""
        began = time.perf_counter()
        self.seen = self.look()
        self.again = self._just_written()
        before = {name: source.text for name, (_, source) in self.kept.items()}
        files = read_files(self.path)
        sources = [self._parsed(file) for file in files]
        languages = list(dict.fromkeys(file.language for file in files if file.language))
        names = {source.name for source in sources}
        for gone in self.kept.keys() - names:
            del self.kept[gone]
        changed = tuple(source.name for source in sources if before.get(source.name) != source.text)
        changed += tuple(before.keys() - names)
        if not changed and before:
            return None
        checked = link(sources, languages, str(self.path))
        story = checked.story
        own = [source for source in sources if not source.language]
        if story is None and not {fault.file for fault in checked.faults} & {source.name for source in own}:
            story = link([copy(source) for source in own], [], str(self.path)).story
        lines = {source.name: source.lines() for source in sources}
        records = {language: self.record(language) for language in (story.languages[1:] if story else ())}
        return Edition(checked, story, lines, records, changed, datetime.now(), time.perf_counter() - began)

    def _parsed(self, file: File) -> Source:
        """A file, parsed anew only when its bytes are not those that were parsed before. It is
        handed out as a copy, since linking notes on it that it was lost."""
        kept = self.kept.get(file.name)
        if kept is None or kept[0] != file:
            kept = self.kept[file.name] = (file, read_source(file))
        return copy(kept[1])

    def record(self, language: str) -> Record:
        """The record of a language, read anew when it has changed; one that cannot be read is
        told by `october translate`, and counts for nothing here."""
        path = record_path(self.path, language)
        stamp = _stamp(path)
        if stamp is None:
            return {}
        if language not in self.records or self.records[language][0] != stamp:
            try:
                self.records[language] = stamp, read_record(path)
            except BadRecord:
                self.records[language] = stamp, {}
        return self.records[language][1]

    # ------------------------------------------------------------ waiting

    def wait(self, stop: Event) -> Edition | None:
        """The next edition, once files have changed and come to rest; None when `stop` is set."""
        while not stop.wait(self.pause):
            stamps = self.look()
            if stamps == self.seen and not self.again:
                continue
            began = time.perf_counter()
            edition = self.read()
            for _ in range(MOST_RESTS):
                if edition is None or not edition.checked.faults or stop.wait(REST) or self.look() == self.seen:
                    break
                if (later := self.read()) is not None:
                    edition = later._replace(changed=(*edition.changed, *later.changed))
            if edition is not None:
                return edition._replace(seconds=time.perf_counter() - began)
        return None

    def _just_written(self) -> bool:
        """Whether a file was written so lately that it may be written again and keep its stamp."""
        now = time.time()
        return any(abs(now - stamp[0] / 1e9) < FRESH for stamp in self.seen.values())

    def look(self) -> dict[str, Stamp]:
        """The stamps of all files that may belong to the story, by their paths."""
        began = time.perf_counter()
        found = {path: stamp for path in self._paths() if (stamp := _stamp(path)) is not None}
        self.pause = max(LOOK, SHARE * (time.perf_counter() - began))
        return found

    def _paths(self) -> Iterator[str]:
        if not self.path.is_dir():
            yield str(self.path)
            return
        for here, folders, names in os.walk(self.path):
            folders[:] = [name for name in folders if not name.startswith(".")]
            yield from (os.path.join(here, name) for name in names if name.endswith(ENDINGS))


def _stamp(path: str | Path) -> Stamp | None:
    """When the file was changed, in nanoseconds, its size, and which file it is; None when
    there is none."""
    try:
        about = os.stat(path)
    except (OSError, ValueError):
        return None
    return about.st_mtime_ns, about.st_size, about.st_ino


# ---------------------------------------------------------------- what an edition tells


def faults_in_place(edition: Edition) -> list[Shown]:
    """Every fault with its line, those in files that were changed last before the others."""
    told = sorted(edition.checked.faults, key=lambda fault: fault.file not in edition.changed)
    return [Shown(fault, _line(edition.lines.get(fault.file, []), fault.line)) for fault in told]


def _line(lines: list[str], number: int) -> str:
    return lines[number - 1] if 0 < number <= len(lines) else ""


def scenes_changed(before: Story | None, edition: Edition) -> tuple[str, ...]:
    """The scenes that are not as they were, in any language; where they stand in a file
    does not matter. None, as long as either story is not whole."""
    now = edition.story
    if before is None or now is None:
        return ()
    told_anew: set[str] = set()
    for language in now.texts.keys() & before.texts.keys():
        old, new = before.texts[language], now.texts[language]
        told_anew |= {
            key.split("/")[1]
            for key in old.keys() | new.keys()
            if key.startswith("scenes/") and old.get(key) != new.get(key) and _bare(old.get(key)) != _bare(new.get(key))
        }
    return tuple(
        scene.id
        for scene in now.scenes.values()
        if scene.id in told_anew
        or (scene.where.file in edition.changed and _bare(scene) != _bare(before.scenes.get(scene.id)))
    )


def _bare(value: object) -> object:
    """A value of the model without the places in files."""
    if not isinstance(value, tuple):
        return value
    if type(value).__name__ == "Where":
        return None
    return tuple([_bare(part) for part in value])
