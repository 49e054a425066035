"""The card of a chapter, laid over its first page. Any key goes on."""

from __future__ import annotations

import re

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen

from game.play.page import Opening
from game.story.model import Card
from game.ui.screens.small import TooSmall, fits
from game.ui.setting import Block, words
from game.ui.widgets.card import CardPicture, has_letters
from game.ui.widgets.drawn import october_of
from game.ui.widgets.keys import Key, Keys
from game.ui.widgets.sheet import Sheet

SENTENCES = re.compile(r"(?<=[.?!…])\s+")
BELOW = 3  # lines under the picture that are not the chapter's own: one over them, one below, the foot


def about_blocks(about: str) -> list[Block]:
    """What a chapter says of itself, each sentence on a line of its own: when it is, and what it asks."""
    sentences = [sentence for sentence in SENTENCES.split(about) if sentence]
    return [words(sentence, "prose" if number else "quiet") for number, sentence in enumerate(sentences)]


class CardScreen(Screen[None]):
    """The picture, and under it what the chapter says of itself."""

    ALLOW_SELECT = False

    def __init__(self, opening: Opening, card: Card) -> None:
        super().__init__(id="card")
        self.opening = opening
        self.picture = CardPicture(card, id="picture")
        self.about = Sheet(indent=3, right=3, measure=72, id="card_about")
        self.foot = Keys(id="foot")

    def compose(self) -> ComposeResult:
        self.picture.show(self.opening.title)
        self.fold()
        self.foot.show([Key(" ", october_of(self).words("card_go_on"), "go_on")])
        yield self.picture
        yield self.about
        yield self.foot
        yield TooSmall(id="small")

    def on_resize(self, event: events.Resize) -> None:
        self.fold()

    def fold(self) -> None:
        """Name the chapter under its picture where there is no room for its letters on it."""
        size = october_of(self).size
        about = about_blocks(self.opening.about)
        self.about.show(about)
        rows = size.height - BELOW - len(self.about.set_lines(size.width))
        if not has_letters(self.picture.card, self.opening.title, size.width, rows * 2):
            self.about.show([words(self.opening.title, "strong"), *about])
        self.set_class(not fits(size), "small")

    # ------------------------------------------------------------ going on

    def action_go_on(self) -> None:
        self.dismiss()

    def on_key(self, event: events.Key) -> None:
        event.stop()
        self.dismiss()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.dismiss()
