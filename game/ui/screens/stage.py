"""What stands on the writer's screen: the end of a road, and what a writer wants to know of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen

from game.desk.asked import asked_in
from game.desk.facts import gaps
from game.desk.following import Edition, faults_in_place, scenes_changed
from game.desk.reaching import Reaching
from game.desk.rehearsal import Rehearsal, rehearse
from game.play.page import Page, Paragraph
from game.play.render import Teller
from game.ui.leaves import spaced
from game.ui.screens.small import TooSmall, fits
from game.ui.setting import Block, Piece, clean, words
from game.ui.widgets.hand import HandPanel
from game.ui.widgets.keys import Key, Keys
from game.ui.widgets.lines import Lines
from game.ui.widgets.menu import Menu, Row
from game.ui.widgets.sheet import Sheet
from game.ui.writing import (
    BEFORE,
    fact_blocks,
    fault_blocks,
    gap_words,
    goal_words,
    head_lines,
    length_line,
    name_of,
    page_blocks,
    stopped_words,
)
from game.words import Words, languages

if TYPE_CHECKING:
    from game.ui.write import Desk

FEWEST = 80, 24  # columns and lines of the window
MEASURE = 72
INDENT = 1
AROUND = INDENT + BEFORE + 3  # cells beside the words of a page
LEAST_SIDE, LEAST_PANEL, MOST_SIDE = 28, 36, 60
NARROWEST_PAGE = 43  # cells of one of two pages beside which there is still a side
MOST_FAULTS = 50  # on the screen; the head counts them all
BY = ">"  # between a choice and the scene that chance leads to


def widths(columns: int, pages: int, least: int = LEAST_SIDE) -> tuple[int, int]:
    """The cells of each page and of what stands beside them: at least so many, or none."""
    full = MEASURE + AROUND
    side = min(MOST_SIDE, max(least, columns - pages * full))
    page = min(full, (columns - side) // pages)
    if pages > 1 and page < NARROWEST_PAGE:
        return min(full, columns // pages), 0
    return page, side


class Stage(Screen[None]):
    """Shows the end of a road in the last edition that is whole, and the faults of the newest.

    edition     the newest; `rehearsal` the road in the last that could be played, if any
    shown       the languages of the pages, one or two, as they were wished for
    old         the paragraphs before the last save, by language; None when there is nothing
                to compare
    edited      the scenes that the last saves changed
    """

    ALLOW_SELECT = False

    def __init__(self, edition: Edition, language: str) -> None:
        super().__init__(classes="write")
        self.edition, self.language = edition, language
        self.rehearsal: Rehearsal | None = rehearse(edition.story) if edition.story else None
        self.shown: tuple[str, ...] = (language,)
        self.old: dict[str, tuple[Paragraph, ...]] | None = None
        self.edited: tuple[str, ...] = ()
        self.whole_at = edition.at
        self.told = ""  # a calm line over the choices, until the next step
        self.reaching: Reaching | None = None
        self.head = Lines(id="head")
        self.faults = Sheet(indent=1, right=2, measure=130, id="faults")
        self.pages = (Sheet(indent=INDENT, right=3, id="first"), Sheet(indent=INDENT, right=3, id="second"))
        self.side = Sheet(indent=1, right=3, id="facts")
        self.panel = HandPanel(id="panel")
        self.notice = Sheet(indent=1, right=2, measure=130, id="notice")
        self.choices = Menu(id="choices")
        self.choices.measure = 130
        self.foot = Keys(id="foot")
        self.small = TooSmall(*FEWEST, id="small")

    @property
    def desk(self) -> Desk:
        return cast("Desk", self.app)  # pyright: ignore[reportUnknownMemberType]

    def compose(self) -> ComposeResult:
        self.panel.display = False
        self.put_all()
        yield self.head
        yield self.faults
        with Container(id="spread"):
            yield from self.pages
            yield self.side
            yield self.panel
        yield self.notice
        yield self.choices
        yield self.foot
        yield self.small

    def on_resize(self, event: events.Resize) -> None:
        self.put_all()

    # ------------------------------------------------------------ editions

    def put_edition(self, edition: Edition) -> None:
        """The files were saved: the same road in the new edition, or its faults."""
        was_whole, before, story = not self.older, self.rehearsal, edition.story
        self.edition = edition
        if story is not None:
            self.old = self.paragraphs()
            self.edited = scenes_changed(before.story if before else None, edition) or self.edited
            self.rehearsal = before.again(story) if before else rehearse(story)
            self.whole_at = edition.at
            if before is None or before.state.scene != self.rehearsal.state.scene:
                self.old = None
            self.told = self.about_edition(was_whole)
        tops = [sheet.top for sheet in (*self.pages, self.side)]
        self.put_all()
        if self.old is not None or story is None:
            for sheet, top in zip((*self.pages, self.side), tops, strict=True):
                sheet.top = top

    def about_edition(self, was_whole: bool) -> str:
        say = self.desk.words
        elsewhere = [scene for scene in self.edited if self.rehearsal and scene != self.rehearsal.state.scene]
        if elsewhere:
            names = ", ".join(elsewhere[:3]) + (" …" if len(elsewhere) > 3 else "")
            return say("desk_edited", scenes=names)
        return "" if was_whole else say("desk_whole")

    @property
    def older(self) -> bool:
        """Whether the page is of an edition before the newest, which cannot be played."""
        return self.edition.story is None

    @property
    def told_in(self) -> tuple[str, ...]:
        """Those of the languages wished for that the story has now, or its own."""
        languages = self.rehearsal.story.languages if self.rehearsal else self.shown
        return tuple(code for code in self.shown if code in languages) or languages[:1]

    def paragraphs(self) -> dict[str, tuple[Paragraph, ...]]:
        """What stands on the page, in every language."""
        told = self.rehearsal
        return {code: self.page(code).paragraphs for code in told.story.languages} if told else {}

    def page(self, language: str) -> Page:
        assert self.rehearsal is not None
        say = Words(language) if language in languages() else self.desk.words
        return self.rehearsal.page(language, say("go_on"))

    # ------------------------------------------------------------ showing

    def put_all(self) -> None:
        """Everything anew, for this window."""
        size = self.desk.size
        self.set_class(not fits(size, *FEWEST), "small")
        self.put_faults()
        least = LEAST_PANEL if self.panel.display else LEAST_SIDE
        pages = self.told_in
        if self.panel.display and not widths(size.width, len(pages), least)[1]:
            pages = pages[:1]
        wide, beside = widths(size.width, len(pages), least)
        for number, sheet in enumerate(self.pages):
            sheet.display = number < len(pages)
            sheet.styles.width = wide
            if sheet.display:
                sheet.show(self.blocks_in(pages[number], len(pages) > 1))
        for child in self.children:
            child.styles.max_width = max(FEWEST[0], len(pages) * wide + beside)
        self.side.display = bool(beside) and not self.panel.display
        self.side.styles.width = self.panel.styles.width = beside or wide
        self.put_side()
        rows, hand = self.rows(pages), max(self.choices.hand, 0)
        self.choices.offer(rows, hand if hand < len(rows) else 0)
        self.choices.display = bool(self.choices.rows)
        self.put_head()
        self.put_notice()
        self.put_foot()

    def blocks_in(self, language: str, several: bool) -> list[Block]:
        """A page in one language; over each of several, which it is and how long."""
        say, told = self.desk.words, self.rehearsal
        if told is None:
            return [words(say("desk_no_page")), words(say("desk_following", path=self.desk.path), "quiet", gap=1)]
        page = self.page(language)
        old = None if self.old is None else self.old.get(language, ())
        blocks = page_blocks(told, page, say, self.note_title(language), self.gaps(language), old, self.older)
        if not several:
            return blocks
        above = f"{name_of(language, say)} · {length_line(told, page, say)}"
        return [words(above, "quiet"), *spaced(blocks)]

    def note_title(self, language: str) -> Callable[[str], str]:
        told = self.rehearsal
        assert told is not None
        return lambda note: Teller(told.story, language).words(told.story.notes[note].title, told.state)

    def put_head(self) -> None:
        say, told = self.desk.words, self.rehearsal
        if told is None:
            self.head.show(lambda width: [(Piece(f" {clean(str(self.desk.path))}", "quiet"),)])
            return
        page, count = self.page(self.told_in[0]), len(self.edition.checked.faults)
        read = say("desk_read", time=f"{self.edition.at:%H:%M:%S}", seconds=f"{self.edition.seconds:.2f}")
        older = say("desk_older", time=f"{self.whole_at:%H:%M:%S}") if self.older else ""
        self.head.show(lambda width: head_lines(told, page, say, read, older, count, width))

    def put_faults(self) -> None:
        """The faults of the newest edition, over the page of the last that was whole."""
        shown, say = faults_in_place(self.edition)[:MOST_FAULTS], self.desk.words
        self.faults.display = bool(shown)
        self.faults.show(lambda room: fault_blocks(shown, say, room))

    def put_side(self) -> None:
        told = self.rehearsal
        if told is None:
            self.side.show(())
            return
        language = self.told_in[0]
        if self.panel.display:
            self.panel.put(told.remembered(), asked_in(told.story, language, told.state.scene), self.desk.words)
        else:
            lacking = {code: self.gaps(code) for code in told.story.languages[1:]}
            self.side.show(fact_blocks(told, self.page(language), lacking, self.desk.words))

    def rows(self, pages: tuple[str, ...]) -> list[Row]:
        """The choices, one for each scene that chance may lead to; those closed come last."""
        told, say = self.rehearsal, self.desk.words
        if told is None:
            return []
        page = self.page(pages[0])
        other = self.words_in(pages[1]) if len(pages) > 1 else {}
        rows: list[Row] = []
        for option in page.open_options():
            outcomes = told.outcomes(option.id)
            total = sum(weight for _, weight in outcomes)
            for scene, weight in outcomes or (("", 0),):
                by = say("desk_by_chance", scene=scene, weight=weight, all=total) if scene else ""
                aside = " · ".join(part for part in (other.get(option.id, ""), by) if part)
                rows.append(Row(f"{option.id}{BY}{scene}", option.words, aside=aside))
        return rows + [Row(o.id, o.words, closed=o.locked) for o in page.options if o.locked]

    def words_in(self, language: str) -> dict[str, str]:
        """The words of each choice on the page in another language, or that it has none."""
        lacking, say = self.gaps(language), self.desk.words
        found: dict[str, str] = {}
        for option in self.page(language).options:
            kind = lacking.get(f"choices/{option.id}/say", "")
            told = gap_words(kind, language, say) if kind else ""
            found[option.id] = " · ".join(part for part in (option.words if kind != "missing" else "", told) if part)
        return found

    def gaps(self, language: str) -> dict[str, str]:
        """What the language lacks of the scene on the page."""
        told = self.rehearsal
        assert told is not None
        return gaps(told.story, language, told.state.scene, self.edition.records.get(language, {}))

    def put_notice(self) -> None:
        say, told = self.desk.words, self.rehearsal
        blocks = [Block((Piece(clean(self.told), "quiet"),), (Piece("· ", "quiet"),))] if self.told else []
        if told is not None and told.stopped is not None:
            blocks.append(Block((Piece(clean(stopped_words(told.stopped, told, say))),), (Piece("! ", "red"),)))
        if self.reaching is not None:
            text = say("desk_proving", goal=goal_words(self.reaching, say))
            blocks.append(Block((Piece(clean(text), "strong"),), (Piece("… ", "red"),)))
        self.notice.show(blocks)
        self.notice.display = bool(blocks)

    def put_foot(self) -> None:
        say = self.desk.words
        if self.panel.display:
            keys = [Key("↑↓", say("key_scroll")), Key("←→", say("key_desk_change"), "value(1)")]
            self.foot.show([*keys, Key(say("name_esc"), say("key_close"), "leave_it")])
            return
        keys = [Key("g", say("key_desk_go"), "go"), Key("v", say("key_desk_hand"), "by_hand")]
        keys += [Key("l", say("key_desk_languages"), "languages"), Key("u", say("key_desk_back"), "undo")]
        if len(self.edition.checked.faults) > 1:
            keys.insert(0, Key("f", say("key_desk_fault"), "next_fault"))
        if self.reaching is not None:
            keys.insert(0, Key(say("name_esc"), say("key_desk_leave_proof"), "leave_it"))
        self.foot.show([*keys[:4], Key("?", say("key_more"), "help")])

    def tell(self, text: str) -> None:
        """A calm line over the choices, until the next step."""
        self.told = text
        self.put_notice()
