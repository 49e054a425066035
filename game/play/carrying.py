"""Carrying plays in and out of the saves folder, and keeping one by place and hour.

Nothing is ever written over: not a play, not a file.
"""

from __future__ import annotations

import itertools
import os
import re
import shlex
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from game.errors import BadName, GameError, NoSuchPlay, NotToldIn, PlayExists, SaveError
from game.play.chronicle import as_html, as_markdown, chronicle
from game.play.disk import sync, sync_folder
from game.play.journal import LARGEST_FILE, Journal
from game.play.plays import Plays
from game.play.saves import LONGEST_NAME, SUFFIX, SaveLine, check_name
from game.play.session import Session
from game.words import Words


class OtherStory(SaveError):
    """The file is a play of another story."""

    code = "other_story"


class FileThere(SaveError):
    """A file of that name is there already, and is never written over."""

    code = "file_there"


class NoPath(SaveError):
    """What was typed names no file."""

    code = "no_path"


class Brought(NamedTuple):
    """A play brought in: the name it is kept under, and whether all of it could be read."""

    slot: str
    whole: bool


def typed_path(typed: str) -> Path:
    """The path that was typed, pasted or dropped: with quotation marks, `~` or escaped spaces.

    Raises NoPath.
    """
    text = typed.strip()
    if os.name != "nt" and ("\\" in text or text[:1] in "'\""):
        with suppress(ValueError):
            parts = shlex.split(text)
            text = parts[0] if len(parts) == 1 else text
    text = text.strip("\"'")
    try:
        path = Path(text).expanduser()
        if not text or "\0" in text:
            raise ValueError
        return path.absolute()
    except (ValueError, RuntimeError, OSError):
        raise NoPath("Type the path of a file, such as ~/plays/my-play.jsonl.") from None


def bring_in(plays: Plays, path: Path) -> Brought:
    """A copy of a play from elsewhere, under its own name or the next free one.

    Raises OtherStory, BadJournal (NoSuchPlay, NewerJournal), SaveError.
    """
    journal = Journal.open(path, write=False)
    if journal.head.story != plays.story.id:
        message = f"{path} is a play of another story, {journal.head.story}."
        raise OtherStory(message, path=str(path), story=journal.head.story)
    for name in _names(fitted(path.stem) or plays.saves.next_slot()):
        with suppress(PlayExists):
            Journal.copy(path, plays.saves.folder / (name + SUFFIX)).close()
            return Brought(name, journal.found == "")
    raise AssertionError("names never end")


def carry_out(plays: Plays, slot: str, target: Path) -> Path:
    """The file of a play, byte for byte, at `target`, or in it when it is a folder.

    A play of any state can be carried out, damaged or in use. Raises FileThere, NoSuchPlay, SaveError.
    """
    source = next((kept.path for kept in plays.saves.shelf() if kept.slot == slot), None)
    if source is None:
        plays.saves.open(slot, write=False)  # raises, and says why
        raise SaveError(f"There is no play called {slot!r}.")
    if target.is_dir():
        target /= source.name
    elif target.suffix != SUFFIX:
        target = target.with_name(target.name + SUFFIX)
    try:
        with open(source, "rb") as file:
            write_new(target, file.read(LARGEST_FILE))
    except OSError as error:
        raise SaveError.refused("read", source, error) from error
    return target


def write_new(path: Path, data: bytes, *, over: bool = False) -> None:
    """A file that was not there, whole on the disk. With `over` it may have been.

    Raises FileThere, SaveError.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "wb" if over else "xb") as file:
            file.write(data)
            file.flush()
            sync(file.fileno())
        sync_folder(path.parent)
    except FileExistsError:
        raise FileThere(f"{path} is there already: choose another name.", path=str(path)) from None
    except OSError as error:
        raise SaveError.refused("write", path, error) from error


def quick_save(plays: Plays, session: Session, words: Words) -> str:
    """A copy of the play as it stands, named by place and hour; the name. Raises SaveError."""
    page = session.page
    where = page.place or page.title or page.chapter
    when = ""
    if page.at:
        brief = words("months_brief").split()[page.at.month - 1].strip(".")
        when = f" {page.at.day} {brief} {page.at.hour:02}h{page.at.minute:02}"
    base = fitted(where, LONGEST_NAME - len(when) - 3) + when
    for name in _names(base.strip() or plays.saves.next_slot()):
        with suppress(PlayExists):
            return plays.copy(session, name)
    raise AssertionError("names never end")


def keep_chronicle(plays: Plays, session: Session, words: Words, *, html: bool = True) -> Path:
    """The chronicle of the road so far, in the folder of saves, under a free name. Raises SaveError."""
    road = chronicle(session)
    text = as_html(road, words) if html else as_markdown(road, words)
    stem = f"chronicle-{session.journal.path.stem if session.journal.path else plays.story.id}"
    for number in itertools.count(1):
        name = f"{stem}{f'-{number}' if number > 1 else ''}.{'html' if html else 'md'}"
        with suppress(FileThere):
            write_new(plays.saves.folder / name, text.encode("utf-8"))
            return plays.saves.folder / name
    raise AssertionError("names never end")


def written_chronicle(
    plays: Plays, slot: str, language: str, html: bool | None, out: Path | None, over: bool
) -> tuple[Path | None, str]:
    """The chronicle of a kept play, the last one by default, which nothing writes to; where it was
    written, and its text. `out` may be `-`: it is written nowhere. Raises GameError."""
    slot = slot or plays.latest()
    if not slot:
        raise NoSuchPlay("There is no saved game yet: play first.")
    journal = plays.saves.open(slot, write=False)
    told = language or journal.head.language or plays.story.language
    if told not in plays.story.languages:
        raise NotToldIn(told, plays.story.languages)
    session, words = Session.open(plays.story, told, journal), Words(told)
    if out is None:
        return keep_chronicle(plays, session, words, html=html is not False), ""
    html = out.suffix.lower() not in (".md", ".markdown") if html is None else html
    text = as_html(chronicle(session), words) if html else as_markdown(chronicle(session), words)
    if str(out) == "-":
        return None, text
    write_new(out, text.encode("utf-8"), over=over)
    return out, text


def rename(plays: Plays, session: Session | None, slot: str, name: str) -> tuple[str, Session | None]:
    """Another name for a play; the name as it is kept, and the session to go on with.

    The play that is on is let go for the moment of renaming, and opened again whatever happens.
    Raises BadName, PlayExists, PlayInUse, SaveError; then `session` goes on unchanged in all but its
    journal, which is open again.
    """
    if session is None or session.journal.path is None or session.journal.path.stem != slot:
        return plays.saves.rename(slot, name).slot, session
    check_name(name)
    if session.journal.trouble:
        raise SaveError("This play cannot be kept just now, so it cannot be renamed either.")
    plays.close(session)
    line: SaveLine | None = None
    try:
        line = plays.saves.rename(slot, name)
    finally:
        session.journal = plays.saves.open(line.slot if line else slot)
    return line.slot, session


def fitted(text: str, longest: int = LONGEST_NAME - 3) -> str:
    """The text as the name of a play, as near as may be; empty when nothing of it can be in one.

    >>> fitted("Liteiny Bridge, the winch-house")
    'Liteiny Bridge the winch-house'
    """
    kept = " ".join(re.sub(r"[^\w -]+", " ", text).split())[: max(0, longest)].strip(" -_")
    try:
        return check_name(kept)
    except BadName:
        return ""


def _names(base: str) -> itertools.chain[str]:
    return itertools.chain([base], (f"{base[: LONGEST_NAME - 5]} {number}" for number in itertools.count(2)))


def error_words(error: GameError, words: Words) -> str:
    """What went wrong, in the interface's own words where it has some."""
    try:
        return words(f"error_{error.code}", **error.details)
    except KeyError:  # no words of our own, or not enough is known to fill them
        return error.message
