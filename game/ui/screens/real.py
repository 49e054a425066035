"""What is real in a scene: what it rests on, who in it lived, and the notes that say more."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from game.play.dates import clock
from game.play.render import Teller
from game.ui.finds import note_page
from game.ui.leaves import VERDICT_SIGNS, title_block
from game.ui.screens.leaf import Leaf, NoteLeaf
from game.ui.setting import Block, Piece, blocks_of, clean, heading, words
from game.ui.widgets.menu import Row

if TYPE_CHECKING:
    from game.ui.app import October

JUST_BEFORE = timedelta(hours=3)


class RealScreen(Leaf):
    """The notes of the scene are its rows; each is read on a leaf of its own."""

    def taken(self, row: str) -> None:
        self.october.push_screen(NoteLeaf(row, [line.id for line in self.rows if line.open]))


def real_screen(october: October) -> RealScreen:
    """What is real on the page of the play that is on."""
    page, say = october.playing.page, october.words
    blocks: list[Block] = [title_block(say("real_title"))]
    blocks.append(words(page.title, "strong", gap=1))
    basis = say(f"real_{page.basis}") if page.basis else say("real_unsaid")
    blocks.append(words(basis))
    if page.aside:
        blocks.append(words(say("real_aside")))
    blocks += hour_blocks(october)
    blocks.append(heading(say("real_people")))
    names = ", ".join(here.name for here in page.here)
    blocks.append(words(say("real_here", names=names) if names else say("real_nobody"), gap=1))
    blocks += blocks_of(october.plays.about(october.language).credits, "quiet")
    rows = [note_row(october, note) for note in page.notes]
    head = [Row("", say("real_notes") if rows else say("real_no_notes"), heading=True)]
    screen = RealScreen(blocks, [*head, *rows])
    screen.set_classes("reading")
    return screen


def note_row(october: October, name: str) -> Row:
    """A note with the signs and the words of the verdicts that it tells, and how sure it is."""
    say, note = october.words, note_page(october, name)
    verdicts = dict.fromkeys(claim.verdict for claim in note.claims)
    told = [f"{VERDICT_SIGNS[v]} {say('verdict_' + v)}" for v in verdicts if v in VERDICT_SIGNS]
    sure = [say(f"sure_{note.sure}")] if note.sure else []
    return Row(name, note.title, aside=" · ".join([*told, *sure]))


def hour_blocks(october: October) -> list[Block]:
    """What the record has of the hours just over, and how sure it is of them; what is still
    going on is for the player to find out."""
    page, say, story = october.playing.page, october.words, october.plays.story
    if page.at is None or not story.events:
        return []
    teller, state = Teller(story, october.language), october.playing.state
    just_over = [event for event in story.events.values() if page.at - JUST_BEFORE <= event.to <= page.at]
    blocks = [heading(say("real_hour"))]
    for event in just_over:
        text = f"{clock(event.at, say)}  {teller.words(event.says, state)}"
        sure = f"({say(f'sure_of_hour_{event.sure}')})" if event.sure else ""
        blocks.append(Block((Piece(clean(text)), Piece(f" {sure}", "quiet")), (Piece("· ", "quiet"),)))
    return [*blocks, *([] if just_over else [words(say("real_none"), "quiet", gap=1)])]
