"""The same game by print and input: for a pipe, a screen reader, a test, a bare terminal."""

from __future__ import annotations

import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from game.errors import GameError
from game.play import dates
from game.play.carrying import error_words
from game.play.page import NotePage, Option, Page, Paragraph
from game.play.plays import Plays, found
from game.play.session import Session
from game.words import Words, languages

WIDEST = 72  # cells, as on the screen


class Left(Exception):
    """The player leaves."""


@dataclass(slots=True)
class Plain:
    """A game on standard input and output."""

    plays: Plays
    language: str
    session: Session | None = None
    day: str = ""  # the day in the new style that was named last

    @property
    def words(self) -> Words:
        return Words(self.language)

    @property
    def playing(self) -> Session:
        assert self.session is not None, "no play is on"
        return self.session

    # ------------------------------------------------------------ from title to last page

    def run(self, slot: str = "", new: bool = False) -> int:
        """Play until the player leaves; the exit code."""
        try:
            self.title()
            self.session = self.opened(slot) if slot else self.first(new)
            self.show()
            while True:
                self.turn()
        except Left:
            self.say(self.words("plain_left"))
            return 0
        except KeyboardInterrupt:
            self.say("")
            self.say(self.words("plain_left"))
            return 130
        finally:
            if self.session is not None:
                self.plays.close(self.session)

    def title(self) -> None:
        story = self.plays.story
        from game.play.render import Teller
        from game.play.road import starts
        from game.play.state import begin

        state = begin(story, next(iter(starts(story).values())))
        teller = Teller(story, self.language)
        self.say(teller.words(story.title, state).upper())
        if story.content:
            self.say("")
            self.say(teller.words(story.content, state))
        self.say("")
        self.say(self.words("plain_hint"))
        self.say("")

    def first(self, new: bool) -> Session:
        """Go on with the last play or begin a new one, as the player likes."""
        slot = "" if new else self.plays.latest()
        if slot:
            picked = self.pick("", [self.words("continue"), self.words("new_game")])
            if picked == 0:
                return self.opened(slot)
        return self.begun()

    def begun(self) -> Session:
        beginnings = self.plays.starts(self.language)
        at = 0
        if len(beginnings) > 1:
            at = self.pick(self.words("which_start"), [beginning.say for beginning in beginnings])
        session = self.plays.begin(beginnings[at].start, self.language)
        if self.plays.refused is not None:
            self.say(f"{self.words('unsaved')} {self.plays.refused.message}")
        return session

    def opened(self, slot: str) -> Session:
        session, is_copy = self.plays.open_or_copy(slot, self.language)
        for key in (*found(session), *(["copy_opened"] * is_copy)):
            self.say(self.words(key))
        return session

    # ------------------------------------------------------------ one turn

    def turn(self) -> None:
        """Read a line and do what it says."""
        line = self.read()
        command, _, rest = line.partition(" ")
        does = self.commands().get(command.lower())
        # A letter is a command only by itself, or with what belongs to it.
        if does is not None and (not rest or command.lower() in ("n", "s", "j", "r")):
            does(rest.strip())
            return
        option = self.option_for(line)
        if option is not None:
            self.take(option)

    def commands(self) -> dict[str, Callable[[str], None]]:
        return {
            "q": self.leave,
            "?": self.help,
            "h": self.help,
            "n": self.notes,
            "u": self.undo,
            "j": self.journal,
            "l": self.other_language,
            "s": self.keep_copy,
            "r": self.walk,
            "p": lambda rest: self.show(),
            "c": lambda rest: self.say(self.words("plain_code", code=self.playing.code())),
        }

    def option_for(self, line: str) -> Option | None:
        """The choice that the line names by its number or its first words."""
        options = self.playing.page.open_options()
        if not options:
            self.say(self.words("plain_over"))
            return None
        if line.isdecimal():
            if 1 <= int(line) <= len(options):
                return options[int(line) - 1]
            self.say(self.words("plain_no_number", count=len(options)))
            return None
        if not line:
            if len(options) == 1:
                return options[0]
            self.say(self.words("plain_hint"))
            return None
        wanted = bare(line)
        matching = [option for option in options if bare(option.words).startswith(wanted)]
        if len(matching) == 1:
            return matching[0]
        self.say(self.words("plain_several" if matching else "plain_none", line=line))
        return None

    def take(self, option: Option) -> None:
        before = self.playing.trouble
        self.playing.choose(option.id)
        if self.playing.trouble and self.playing.trouble != before:
            self.say(self.words(self.playing.trouble))
        self.show()

    # ------------------------------------------------------------ commands

    def leave(self, rest: str) -> None:
        raise Left

    def help(self, rest: str) -> None:
        for line in (*self.words("plain_help").split("\n"), self.words("plain_help_road")):
            self.say(line)

    def undo(self, rest: str) -> None:
        if not self.playing.road:
            self.say(self.words("nothing_to_undo"))
            return
        self.playing.undo()
        self.say(self.words("undone"))
        self.show()

    def journal(self, rest: str) -> None:
        """The road so far; with a number, back to that page."""
        steps = self.playing.history()
        if rest.isdecimal() and 1 <= int(rest) <= len(steps):
            self.playing.go_to(steps[int(rest) - 1].number)
            self.show()
            return
        if rest:
            self.say(self.words("plain_no_number", count=len(steps)))
            return
        for number, step in enumerate(steps, 1):
            hour = f"{dates.clock(step.at, self.words)} " if step.at else ""
            self.say(f"{number}. {hour}{step.title}" + (f": {step.record}" if step.record else ""))
        self.say(self.words("plain_journal"))

    def notes(self, rest: str) -> None:
        """The notes of the page; with a number, that note."""
        notes = self.playing.page.notes
        if not notes:
            self.say(self.words("no_notes"))
        elif rest.isdecimal() and 1 <= int(rest) <= len(notes):
            self.show_note(self.playing.note(notes[int(rest) - 1]))
        elif rest:
            self.say(self.words("plain_no_number", count=len(notes)))
        elif len(notes) == 1:
            self.show_note(self.playing.note(notes[0]))
        else:
            for number, note in enumerate(notes, 1):
                self.say(f"n{number}. {self.playing.note(note).title}")
            self.say(self.words("plain_notes"))

    def other_language(self, rest: str) -> None:
        spoken = [code for code in self.plays.story.languages if code in languages()]
        if len(spoken) < 2:
            self.say(self.words("plain_one_language"))
            return
        at = spoken.index(self.language) if self.language in spoken else -1
        self.language = spoken[(at + 1) % len(spoken)]
        self.playing.speak(self.language)
        self.show()

    def keep_copy(self, rest: str) -> None:
        if not rest:
            self.say(self.words("plain_save"))
            return
        try:
            self.say(self.words("saved", name=self.plays.copy(self.playing, rest)))
        except GameError as error:
            self.say(error.message)

    def walk(self, rest: str) -> None:
        """A new play along the road of a code; the one that is on stays kept."""
        if not rest:
            self.say(self.words("plain_road"))
            return
        try:
            session = self.plays.follow(rest, self.language)
        except GameError as error:
            self.say(error_words(error, self.words))
            return
        self.plays.close(self.playing)
        self.session = session
        self.say(self.words("follow_done", count=len(session.road)))
        self.show()

    # ------------------------------------------------------------ showing

    def show(self) -> None:
        """The page, whole; over the first of a chapter, the chapter."""
        page, opening = self.playing.page, self.playing.opening
        if opening:
            self.say("")
            self.say(f"=== {opening.title} ===")
            self.say(opening.about)
        self.say("")
        self.say(page.title.upper())
        for line in self.heading(page):
            self.say(line)
        self.paragraphs(page.paragraphs, page)
        for row in page.remembered:
            self.remembered_row(row)
        if page.council:
            self.say("")
            self.say(self.words("plain_council", question=page.council))
        if page.untranslated:
            self.say("")
            self.say(self.words("untranslated"))
        self.say("")
        if page.ending:
            self.ending(page)
        self.options(page.options)

    def heading(self, page: Page) -> Iterable[str]:
        where = [page.place] if page.place else []
        if page.at:
            when, day = dates.day_and_hour(page.at, self.words), dates.in_new_style(page.at, self.words)
            # The other calendar is named when the day changes.
            where.append(when if day == self.day else f"{when} {day}".strip())
            self.day = day
        if where:
            yield ". ".join(said[0].upper() + said[1:] for said in where) + "."
        if page.here:
            yield self.words("plain_here", names=", ".join(here.name for here in page.here))
        if page.basis:
            yield self.words(f"plain_{page.basis}")

    def remembered_row(self, row: object) -> None:
        from game.play.page import Remembered

        assert isinstance(row, Remembered)
        self.say("")
        self.say(row.title)
        for key, records in (("said", row.said), ("did", row.did)):
            for at, told in records:
                hour = dates.hour_in_row(at, row, self.words)
                self.say(f"  {self.words(key)}: {hour}. {told}" if hour else f"  {self.words(key)}: {told}")
        for paragraph in row.print:
            self.say(f"  {self.words('printed')}: {paragraph.plain()}")

    def ending(self, page: Page) -> None:
        self.say(f"*** {page.ending_title} ***")
        if page.ending_about:
            self.say(page.ending_about)
        self.say("")
        self.say(self.words("plain_ending", code=self.playing.code()))

    def options(self, options: Sequence[Option]) -> None:
        number = 0
        for option in options:
            if option.locked:
                self.say(f"   -  {self.words('plain_locked', words=option.words, reason=option.locked)}")
            else:
                number += 1
                self.say(f"   {number}. {option.words}")

    def paragraphs(self, paragraphs: Iterable[Paragraph], page: Page | None = None) -> None:
        for paragraph in paragraphs:
            self.say("")
            for line in paragraph.lines:
                told = ""
                for run in line:
                    told += run.text  # a mark for emphasis would be read aloud
                    if run.note and page is not None:
                        told += f" (n{page.notes.index(run.note) + 1})"
                self.say(f"  | {told}" if paragraph.quoted else told)

    def show_note(self, note: NotePage) -> None:
        self.say("")
        self.say(note.title.upper())
        self.paragraphs(note.text)
        if note.historians:
            self.say("")
            self.say(f"{self.words('historians')}:")
            self.paragraphs(note.historians)
        self.say("")
        for claim in note.claims:
            at = self.words("where", document=claim.document, paragraph=claim.paragraph, sentence=claim.sentence)
            self.say(f"- {claim.says} ({at}: {self.words(f'verdict_{claim.verdict}')})")
        if note.sure:
            self.say(self.words(f"sure_{note.sure}"))
        if note.sources:
            self.say(f"{self.words('sources')}: {'; '.join(note.sources)}.")
        self.say("")

    # ------------------------------------------------------------ reading and printing

    def pick(self, question: str, texts: Sequence[str]) -> int:
        """Which of the texts the player wants, counting from 0."""
        if question:
            self.say(question)
        self.options([Option(str(number), text) for number, text in enumerate(texts)])
        while True:
            line = self.read()
            if line.isdecimal() and 1 <= int(line) <= len(texts):
                return int(line) - 1
            matching = [at for at, text in enumerate(texts) if line and bare(text).startswith(bare(line))]
            if line.lower() == "q":
                raise Left
            if line == "?":
                self.help("")
                continue
            if len(matching) == 1:
                return matching[0]
            self.say(self.words("plain_no_number", count=len(texts)))

    def read(self) -> str:
        """A line of the player's; the end of the input is a farewell."""
        try:
            return input("> ").strip()
        except EOFError:
            self.say("")
            raise Left from None
        except UnicodeDecodeError:
            return ""

    def say(self, text: str) -> None:
        width = min(shutil.get_terminal_size().columns, WIDEST)
        indent = " " * (len(text) - len(text.lstrip(" ")))
        lines = textwrap.wrap(text, max(width, 20), subsequent_indent=indent, break_on_hyphens=False)
        print("\n".join(lines) if lines else "", flush=True)


def bare(text: str) -> str:
    """Words without case, accents, and marks, for comparing what was typed."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in parted if c.isalnum() or c.isspace()).split())


def speak_any_terminal() -> None:
    """Never fail on a terminal that has no sign for a letter."""
    for stream in (sys.stdin, sys.stdout):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
