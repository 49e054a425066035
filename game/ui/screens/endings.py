"""The endings found so far, and the tree of the roads taken in this play."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.play.branches import Stretch, branches
from game.play.dates import clock
from game.play.render import Teller
from game.ui.finds import known, state_of
from game.ui.leaves import title_block
from game.ui.screens.leaf import Leaf
from game.ui.setting import Block, words
from game.ui.widgets.menu import Row

if TYPE_CHECKING:
    from game.ui.app import October
    from game.words import Words

ENDING = "ending:"  # before the id of an ending in a row


class EndingsScreen(Leaf):
    """It answers with the line of the journal to go back to, or with nothing."""

    def taken(self, row: str) -> None:
        if not row.startswith(ENDING):
            super().taken(row)
            return
        say = self.october.words
        teller, state = Teller(self.october.plays.story, self.october.language), state_of(self.october)
        ending = self.october.plays.story.endings[row.removeprefix(ENDING)]
        blocks = [title_block(teller.words(ending.title, state)), words(teller.words(ending.about, state), gap=1)]
        self.october.push_screen(Leaf([*blocks, words(say("endings_read"), "quiet", gap=1)]))


def endings_screen(october: October) -> EndingsScreen:
    """The gallery and, in a play, its tree; the hand is on the road being walked."""
    say, story = october.words, october.plays.story
    found = known(october, "endings") & story.endings.keys()
    counted = words(say("endings_count", found=len(found), count=len(story.endings)), "quiet")
    blocks: list[Block] = [title_block(say("endings")), counted]
    rows = gallery(october, found, say)
    hand = 0
    if october.session:
        rows.append(Row("", say("roads"), heading=True, gap=1))
        tree = branches(october.session)
        hand = len(rows) + next((n for n, stretch in enumerate(tree) if stretch.here), 0)
        rows += [road_row(stretch, say) for stretch in tree]
        blocks.append(words(say("roads_about"), "quiet"))
    return EndingsScreen(blocks, rows, hand=hand, numbered=False)


def gallery(october: October, found: frozenset[str], say: Words) -> list[Row]:
    """Each ending found, by its title; the others are only counted."""
    story, state = october.plays.story, state_of(october)
    teller = Teller(story, october.language)
    rows = [
        Row(f"{ENDING}{ending.id}", teller.words(ending.title, state), lead="■ ")
        for ending in story.endings.values()
        if ending.id in found
    ]
    hidden = len(story.endings) - len(found)
    if hidden:
        key = "endings_hidden_one" if hidden == 1 else "endings_hidden"
        rows.append(Row("", f"{'□ ' * min(hidden, 12)} {say(key, count=hidden)}", heading=True))
    return rows


def road_row(stretch: Stretch, say: Words) -> Row:
    """One road: the choice it begins with, where it leads, and whether it is the one being walked."""
    told = stretch.record or say("roads_start" if not stretch.rails else "go_on")
    hour = f"{clock(stretch.at, say)} " if stretch.at else ""
    end = f"■ {stretch.ending}" if stretch.ending else f"{hour}{stretch.title}"
    pages = say("roads_pages", count=stretch.pages) if stretch.pages > 1 else ""
    parts = [end, pages, say("journal_here") if stretch.here else ""]
    aside = " · ".join(part for part in parts if part)
    under = stretch.rails.replace("├─", "│ ").replace("└─", "  ")
    return Row(str(stretch.end), told, lead=stretch.rails, under=under, aside=f"→ {aside}")
