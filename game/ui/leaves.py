"""What stands on each page, as blocks to be set: prose, margin, notes, the journal's rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len

from game.play.dates import day_and_hour, hour_in_row, in_new_style
from game.play.page import ClaimLine, NotePage, Page, Remembered, new_style
from game.ui.setting import (
    NOTE_SIGN,
    Block,
    Line,
    Piece,
    blocks_of,
    clean,
    heading,
    shortened,
    words,
)
from game.words import Words

BAR = "▌"  # the red before a title
VERDICT_SIGNS = {"supported": "✓", "imprecise": "≈", "contested": "?", "wrong": "✗"}


def title_block(title: str) -> Block:
    """The title of a page, a red bar before it."""
    return Block((Piece(clean(title), "strong"),), (Piece(f"{BAR} ", "shape"),), again=True)


def prose_blocks(page: Page, say: Words, note_title: Callable[[str], str]) -> list[Block]:
    """All that is read in a scene: its title, its text, what is remembered, the question, the ending."""
    blocks = [title_block(page.title)] if page.title else []
    text = blocks_of(page.paragraphs)
    if blocks and text:
        text[0] = text[0]._replace(gap=1)
    blocks += text
    for row in page.remembered:
        blocks += remembered_blocks(row, say, note_title)
    if page.council:
        blocks.append(heading(say("council"), gap=2 if blocks else 0))
        blocks.append(Block((Piece(clean(page.council), "strong"),), (Piece("▏ ", "shape"),), again=True, gap=1))
    if page.ending:
        rule = Piece("━" * 6, "shape")
        blocks.append(Block((rule, Piece(f" {say('ending')} ", "red"), rule), gap=2))
        blocks.append(words(page.ending_title, "strong", gap=1))
        if page.ending_about:
            blocks.append(words(page.ending_about, "quiet"))
    if page.untranslated:
        blocks.append(words(f"{NOTE_SIGN} {say('untranslated')}", "quiet", gap=2))
    return blocks


def remembered_blocks(row: Remembered, say: Words, note_title: Callable[[str], str]) -> list[Block]:
    """One row: what was said, what was done, what was printed, each beside its name."""
    names = [say("said"), say("did"), say("printed"), say("notes_label")]
    column = max(cell_len(name) for name in names) + 2
    blocks = [heading(row.title, gap=2)] if row.title else [Block((), gap=1)]

    def lead(name: str, first: bool) -> Line:
        return (Piece((name if first else "").ljust(column), "quiet"),)

    for name, records in ((names[0], row.said), (names[1], row.did)):
        for number, (at, record) in enumerate(records):
            hour = (Piece(f"{hour_in_row(at, row, say)}  ", "water"),) if at else ()
            blocks.append(Block((*hour, Piece(clean(record))), lead(name, number == 0), gap=int(number == 0)))
        if not records:
            blocks.append(Block((Piece(say("nothing_kept"), "quiet"),), lead(name, True), gap=1))
    for number, block in enumerate(blocks_of(row.print)):
        blocks.append(block._replace(lead=lead(names[2], number == 0) + block.lead, again=False, gap=int(number == 0)))
    for number, note in enumerate(row.notes):
        link = Piece(f"{clean(note_title(note))}{NOTE_SIGN}", "note", hit=f"note:{note}")
        blocks.append(Block((link,), lead(names[3], number == 0), gap=int(number == 0)))
    return blocks


def margin_blocks(
    page: Page, say: Words, note_title: Callable[[str], str], changed: Sequence[str] = (), *, read: bool = False
) -> list[Block]:
    """The margin: the place, who is here, what the last choice has changed, the notes of the
    page. `read` says that the page was read before."""
    blocks: list[Block] = []
    if page.place:
        blocks.append(words(page.place, "water"))
    if page.aside:
        blocks.append(words(say("aside"), "quiet"))
    if page.here:
        blocks.append(heading(say("here"), gap=1))
        blocks += [Block((Piece(clean(here.name), "prose"),), ()) for here in page.here]
    blocks += [changed_block(text) for text in changed]
    if page.notes:
        blocks.append(heading(say("found"), gap=1))
        for note in page.notes:
            hit = f"note:{note}"
            sign = Piece(f"{NOTE_SIGN} ", "red", hit=hit)
            blocks.append(Block((Piece(clean(note_title(note)), "note", hit=hit),), (sign,)))
    if page.basis:
        blocks.append(Block((Piece(say(f"basis_{page.basis}"), "quiet", italic=True),), gap=1))
    if read:
        blocks.append(Block((Piece(say("read_before"), "quiet", italic=True),), gap=int(not page.basis)))
    return blocks


def changed_block(text: str) -> Block:
    """A quiet line for what a choice has changed."""
    return Block((Piece(clean(text), "quiet", italic=True),), (Piece("› ", "red"),), gap=1)


def margin_line(page: Page, say: Words, width: int) -> str:
    """The margin in one line, for a narrow window."""
    parts = [in_new_style(page.at, say, short=True) if page.at else "", page.place]
    parts.append(say("also_here", names=", ".join(here.name for here in page.here)) if page.here else "")
    return shortened(clean(" · ".join(part for part in parts if part)), width)


def head_lines(page: Page, say: Words, width: int, margin: int) -> list[Line]:
    """The two lines over a page. `margin` is the width of the margin, 0 when it is folded."""
    date = day_and_hour(page.at, say) if page.at else ""
    if not margin:
        chapter = shortened(clean(page.chapter), max(0, width - cell_len(date) - 4))
        space = " " * max(2, width - 2 - cell_len(chapter) - cell_len(date))
        first = (Piece(f" {chapter}", "quiet"), Piece(space), Piece(date, "prose"))
        return [first, (Piece(f" {margin_line(page, say, width - 2)}", "quiet"),)]
    margin = max(margin, cell_len(date) + 1)  # a long day reaches into the page, and is never cut
    room = max(0, width - margin - 2)
    chapter = shortened(clean(page.chapter), room)
    under = in_new_style(page.at, say) if page.at else ""
    if page.at and cell_len(under) > margin - 1:
        shown = new_style(page.at)
        brief = say("months_brief").split()[shown.month - 1]
        under = say("new_style_brief", day=shown.day, month_brief=brief) if under else ""
    return [
        (Piece(f" {chapter}".ljust(width - margin - cell_len(chapter) + len(chapter)), "quiet"), Piece(date, "prose")),
        (Piece(" " * (width - margin)), Piece(under, "quiet")),
    ]


# ---------------------------------------------------------------- notes


def note_blocks(note: NotePage, say: Words) -> list[Block]:
    """A whole note: what it is, what historians say, the claims it tells, its sources."""
    blocks = [Block((Piece(clean(note.title), "strong"),), (Piece(f"{NOTE_SIGN} ", "red"),))]
    blocks += spaced(blocks_of(note.text))
    if note.historians:
        blocks += [heading(say("historians")), *spaced(blocks_of(note.historians))]
    if note.claims:
        blocks.append(heading(say("claims")))
        for claim in note.claims:
            blocks += claim_blocks(claim, say)
    if note.sources:
        blocks.append(heading(say("sources")))
        blocks += [words(source, "quiet", lead="· ", gap=int(n == 0)) for n, source in enumerate(note.sources)]
    if note.sure:
        blocks.append(words(say(f"sure_{note.sure}"), "quiet", gap=1))
    if note.untranslated:
        blocks.append(words(f"{NOTE_SIGN} {say('untranslated')}", "quiet", gap=1))
    return blocks


def claim_blocks(claim: ClaimLine, say: Words) -> list[Block]:
    """A claim: the verdict by sign and word, what is said, and where."""
    sign = VERDICT_SIGNS.get(claim.verdict, "·")
    where = say("where", document=claim.document, paragraph=claim.paragraph, sentence=claim.sentence)
    verdict = Piece(f"{say('verdict_' + claim.verdict)}: " if claim.verdict in VERDICT_SIGNS else "", "red")
    indent = (Piece("  "),)
    return [
        Block((verdict, Piece(clean(claim.says))), (Piece(f"{sign} ", "red"),), gap=1),
        Block((Piece(clean(where), "quiet"),), indent, again=True),
    ]


def spaced(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, an empty line before the first."""
    return [block._replace(gap=1) if number == 0 else block for number, block in enumerate(blocks)]
