"""The panel of what a story remembers, to be changed by hand."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from game.desk.rehearsal import Hand, Remembered
from game.ui.setting import Block, Piece, clean
from game.ui.widgets.menu import Menu, Row
from game.words import Words

HERE = "here"  # the heading of what the scene on the page has to do with
WIDEST = 14  # cells of a value; a longer one moves its name to the right


class HandPanel(Menu):
    """A row for each thing remembered, those of this scene first. The hand stays on its row
    when the values change."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(numbered=False, id=id)
        self.things: dict[str, Remembered] = {}

    def put(self, things: Sequence[Remembered], here: Collection[tuple[str, str]], say: Words) -> None:
        """Show these things; `here` are the kinds and names of those of the scene."""
        self.things = {f"{each.kind}:{each.name}": each for each in things}
        held, hand = self.held(), self.hand
        shown = {key: self.shown_value(each) for key, each in self.things.items()}
        wide = min(WIDEST, max(map(len, shown.values()), default=0))
        rows: list[Row] = []
        for kind in (HERE, "variable", "times", "chosen"):
            own = [key for key, each in self.things.items() if self.group_of(each, here) == kind]
            if own:
                rows.append(Row("", say(f"desk_hand_{kind}"), heading=True, gap=int(bool(rows))))
            for key in own:
                each = self.things[key]
                mark = say("desk_hand") if each.by_hand else ""
                rows.append(Row(key, self.name_of(each), lead=f"{shown[key].ljust(wide)}  ", aside=mark))
        top = self.top
        self.offer(rows, hand if hand >= 0 else 0)
        self.hand = next((n for n, row in enumerate(rows) if row.id == held), self.hand)
        self.top = top

    def block_of(self, index: int, number: int) -> Block:
        """A row; the one of the hand says what it is about."""
        block = super().block_of(index, number)
        thing = self.things.get(self.rows[index].id)
        if index != self.hand or thing is None or not thing.about:
            return block
        return block._replace(pieces=(*block.pieces, Piece(f"  {clean(thing.about)}", "quiet")))

    @staticmethod
    def group_of(thing: Remembered, here: Collection[tuple[str, str]]) -> str:
        return HERE if (thing.kind, thing.name) in here else thing.kind

    @staticmethod
    def shown_value(thing: Remembered) -> str:
        return thing.values[thing.at]

    @staticmethod
    def name_of(thing: Remembered) -> str:
        """As a condition would name it, where that is not plain from the name."""
        match thing.kind:
            case "times":
                return f"times({thing.name})"
            case "chosen":
                return f"chosen({thing.name.replace('/', ', ')})"
            case _:
                return thing.name

    def held(self) -> str:
        """The key of the row that the hand points at."""
        return self.rows[self.hand].id if 0 <= self.hand < len(self.rows) else ""

    def changed(self, step: int) -> Hand | None:
        """The change that gives the thing at the hand its next value, or the one before."""
        thing = self.things.get(self.held())
        if thing is None:
            return None
        return Hand(thing.kind, thing.name, thing.values[(thing.at + step) % len(thing.values)])
