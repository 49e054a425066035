"""The shelf: kept plays one under the other, each with where it stands.

A play is looked at when it comes on view and not before, so a long shelf is as quick as a short one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from rich.cells import cell_len
from textual import events
from textual.strip import Strip

from game.play.dates import clock, day_and_hour, month
from game.play.glimpse import Glimpse
from game.play.saves import Kept
from game.ui.messages import RowTaken
from game.ui.setting import Line, Piece, clean, shortened, width_of
from game.ui.widgets.drawn import Drawn, october_of
from game.ui.widgets.menu import HAND
from game.ui.widgets.sheet import MORE_ABOVE, MORE_BELOW, WHEEL, strip_of
from game.words import Words

INDENT = 6  # cells before the second and third line of a play
WIDEST = 110
ROOMY = 16  # lines; from here on an empty line stands between two plays


def when(at: datetime, say: Words) -> str:
    """A day and an hour of the player's own time."""
    here = at.astimezone()
    return say("when", day=here.day, month=month(here, say), time=clock(here, say))


class Shelf(Drawn):
    """Plays to point at. `look` tells where one stands; `current` is the slot of the play that is on."""

    def __init__(self, look: Callable[[Kept], Glimpse], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.look = look
        self.plays: Sequence[Kept] = ()
        self.seen: dict[Kept, Glimpse] = {}
        self.hand = self.top = 0
        self.current = ""

    def show(self, plays: Sequence[Kept], slot: str = "") -> None:
        """Show these plays, the hand on `slot`, or else where it was."""
        self.plays = tuple(plays)
        at = next((number for number, play in enumerate(plays) if play.slot == slot), self.hand)
        self.hand = max(0, min(at, len(plays) - 1))
        self.refresh()
        self.call_after_refresh(self.follow_hand)

    @property
    def held(self) -> Kept | None:
        """The play that the hand points at."""
        return self.plays[self.hand] if self.plays else None

    def glimpse_of(self, play: Kept) -> Glimpse:
        """Where the play stands; looked at once, and again when its file has changed."""
        found = self.seen.get(play)
        if found is None:
            found = self.seen[play] = self.look(play)
        return found

    # ------------------------------------------------------------ the hand

    @property
    def each(self) -> int:
        """How many lines a play takes."""
        return 4 if self.size.height >= ROOMY else 3

    @property
    def on_view(self) -> int:
        """How many plays fit whole."""
        return max(1, (self.size.height + self.each - 3) // self.each)

    def move_hand(self, step: int) -> None:
        """The hand goes up or down; one step goes around the ends, more stay at them."""
        last, to = len(self.plays) - 1, self.hand + step
        around = last if to < 0 else 0 if to > last else to
        self.hand = around if abs(step) == 1 else max(0, min(to, last))
        self.follow_hand()

    def follow_hand(self) -> None:
        """Scroll so that the play of the hand is on view."""
        self.top = max(min(self.top, self.hand), self.hand - self.on_view + 1, 0)
        self.refresh()

    def turn(self, pages: int) -> None:
        """Move by as many plays as are on view."""
        self.scroll_hand(pages * self.on_view)

    def scroll_hand(self, steps: int) -> None:
        """As `move_hand`, but never around the ends."""
        self.hand = max(0, min(self.hand + steps, len(self.plays) - 1))
        self.follow_hand()

    # ------------------------------------------------------------ drawing

    def render_line(self, y: int) -> Strip:
        width, ink = self.size.width, self.ink
        number, line = self.top + y // self.each, y % self.each
        pieces: Line = ()
        if number < len(self.plays) and line < 3 and number < self.top + self.on_view:
            pieces = self.lines_of(number, min(width, WIDEST) - 3)[line]
        strip = strip_of(pieces, ink, width)
        sign = self.sign_at(y)
        if not sign:
            return strip
        at = min(width, WIDEST) - 1
        return Strip([*strip.crop(0, at), *strip_of((Piece(sign, "red"),), ink, width - at)])

    def sign_at(self, y: int) -> str:
        if y == 0 and self.top:
            return MORE_ABOVE
        last = self.on_view * self.each - (self.each - 2)
        return MORE_BELOW if y == last and self.top + self.on_view < len(self.plays) else ""

    def lines_of(self, number: int, width: int) -> tuple[Line, Line, Line]:
        """The three lines of a play, each at most `width` cells wide."""
        say = october_of(self).words
        play = self.plays[number]
        seen = self.glimpse_of(play)
        held = number == self.hand
        hour = day_and_hour(seen.at, say) if seen.at else seen.title
        room = width - INDENT
        name = shortened(clean(play.slot), max(8, room - min(cell_len(hour), room // 2) - 2))
        figure = str(number + 1) if number < 9 else " "
        lead = (Piece(f" {HAND if held else ' '} ", "red"), Piece(f"{figure}  ", "red" if held else "quiet"))
        first: Line = (*lead, Piece(name, "strong" if held or not seen.trouble else "quiet"))
        hour = shortened(clean(hour), max(0, width - width_of(first) - 2))
        first += (Piece(" " * max(2, width - width_of(first) - cell_len(hour))), Piece(hour, "water"))
        sentence = seen.sentence if seen.opens else say("saves_unreadable_about")
        return first, self.second(play, seen, say, room), (_blank(), Piece(shortened(clean(sentence), room), "prose"))

    def second(self, play: Kept, seen: Glimpse, say: Words, room: int) -> Line:
        """What is odd about it, then its ending or place, how many choices, when it was kept."""
        signs: list[str] = []
        if play.slot == self.current:
            signs.append(say("saves_current"))
        elif seen.in_use:
            signs.append(say("save_in_use"))
        if seen.trouble:
            signs.append(say(f"saves_{seen.trouble}"))
        odd = shortened(clean(f"! {' · '.join(signs)}"), room) if signs else ""
        told = [seen.ending or seen.place] if seen.opens else []
        if seen.opens:
            told.append(say("saves_choice" if seen.choices == 1 else "saves_choices", count=seen.choices))
        told.append(say("saves_kept", when=when(play.touched, say)))
        quiet = (" · " if odd else "") + " · ".join(text for text in told if text)
        return (_blank(), Piece(odd, "red"), Piece(shortened(clean(quiet), room - cell_len(odd)), "quiet"))

    # ------------------------------------------------------------ the mouse

    def on_click(self, event: events.Click) -> None:
        """The first click points, the second takes."""
        number = self.top + event.y // self.each
        if number >= len(self.plays) or event.y % self.each == 3:
            return
        event.stop()
        if number == self.hand:
            self.post_message(RowTaken(self.plays[number].slot))
        self.hand = number
        self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_hand(WHEEL // 2)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_hand(-WHEEL // 2)

    def on_resize(self) -> None:
        self.follow_hand()


def _blank() -> Piece:
    return Piece(" " * INDENT)
