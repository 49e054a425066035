"""The journal: every page of the road, what people make of you, and the roads left behind."""

from __future__ import annotations

from collections.abc import Sequence

from game.play.branches import Stretch, branches
from game.play.dates import clock, day, in_new_style
from game.play.page import Page
from game.play.search import folded, matches
from game.play.session import Step
from game.ui.finds import note_page
from game.ui.leaves import prose_blocks, spaced, title_block
from game.ui.screens.endings import road_row
from game.ui.screens.leaf import Leaf
from game.ui.screens.searching import Part, SearchScreen
from game.ui.setting import Block, words
from game.ui.widgets.menu import Row

ROAD, STANDING, ROADS = "road", "standing", "roads"


class JournalScreen(SearchScreen):
    """It answers with the line of the journal to go back to, or with nothing."""

    def __init__(self) -> None:
        super().__init__(ROAD)
        self.steps: Sequence[Step] = ()
        self.pages: Sequence[Page] = ()
        self.texts: Sequence[str] = ()
        self.every_road: Sequence[Stretch] = ()

    def reword(self) -> None:
        session, say = self.october.playing, self.october.words
        self.steps, self.pages = session.history(), session.pages()
        self.every_road = branches(session)
        self.texts = [
            folded(
                " ".join(
                    [step.title, step.record, page.place, *(here.name for here in page.here)]
                    + ([day(step.at, say), clock(step.at, say), in_new_style(step.at, say)] if step.at else [])
                    + [paragraph.plain() for paragraph in page.paragraphs]
                )
            )
            for step, page in zip(self.steps, self.pages, strict=True)
        ]
        super().reword()
        self.put_rows(len(self.menu.rows) - 1)

    def headline(self) -> str:
        return self.october.words("journal")

    def about(self) -> Sequence[Block]:
        return [words(self.october.words(f"journal_{self.part}_about"), "quiet")]

    def parts(self) -> Sequence[Part]:
        return [Part(part, self.october.words(f"journal_{part}")) for part in (ROAD, STANDING, ROADS)]

    def put_foot(self) -> None:
        super().put_foot()
        if self.part == STANDING:  # nothing there opens
            self.foot.show([key for key in self.foot.keys if key.action != "take"])

    # ------------------------------------------------------------ rows

    def rows(self, query: str) -> list[Row]:
        if self.part == STANDING:
            standing = [text for _, text in self.october.playing.standing()]
            return [
                Row(f"said:{n}", text, lead="· ") for n, text in enumerate(standing) if matches(query, folded(text))
            ]
        if self.part == ROADS:
            rows = [road_row(stretch, self.october.words) for stretch in self.every_road]
            return [row for row in rows if matches(query, folded(f"{row.words} {row.aside}"))]
        return self.road_rows(query)

    def road_rows(self, query: str) -> list[Row]:
        """Every page under its day, with its hour and what was done there; oldest first."""
        say, rows, today = self.october.words, list[Row](), ""
        hours = [clock(step.at, say) if step.at else "" for step in self.steps]
        column = max(map(len, hours))
        for number, (step, hour) in enumerate(zip(self.steps, hours, strict=True)):
            if not matches(query, self.texts[number]):
                continue
            date = day(step.at, say) if step.at else ""
            if date and date != today:
                rows.append(Row("", date, heading=True, gap=int(bool(rows))))
                today = date
            told = say("journal_here") if step is self.steps[-1] else step.record
            rows.append(Row(str(step.number), step.title, lead=f"{hour.rjust(column)}  " if column else "", aside=told))
        return rows

    def nothing(self, query: str) -> str:
        return super().nothing(query) if query else self.october.words("journal_standing_none")

    def action_part(self, part: str) -> None:
        super().action_part(part)
        self.put_foot()
        if part == ROAD:
            self.put_rows(len(self.menu.rows) - 1)

    # ------------------------------------------------------------ reading a page again

    def page_of(self, row: str) -> Page | None:
        numbers = [str(step.number) for step in self.steps]
        return self.pages[numbers.index(row)] if self.part == ROAD and row in numbers else None

    def opened(self, row: str) -> list[Block]:
        page = self.page_of(row)
        if page is None:
            return []
        say = self.october.words
        hour = words(f"{day(page.at, say)} · {clock(page.at, say)}  {page.place}", "quiet") if page.at else None
        blocks = prose_blocks(page, say, lambda note: note_page(self.october, note).title)
        done = next(step.record for step in self.steps if str(step.number) == row)
        told = [words(done, "note", lead="▸ ", lead_role="red", gap=1)] if done else []
        return [*([hour] if hour else []), *spaced(blocks), *told]

    def taken(self, row: str) -> None:
        if self.part == STANDING:
            return
        say = self.october.words

        def answered(answer: str | None) -> None:
            if answer == "yes":
                self.dismiss(row)

        chosen = next(line for line in self.menu.rows if line.id == row)
        blocks = self.opened(row) or [title_block(chosen.words), words(chosen.aside, gap=1)]
        rows = [Row("", say("go_back"), heading=True), Row("yes", say("go_back_yes")), Row("no", say("go_back_no"))]
        leaf = Leaf(blocks, rows)
        leaf.set_classes("reading")
        self.october.push_screen(leaf, answered)
