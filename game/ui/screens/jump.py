"""Where to go: every start and every scene, found by a few letters, and a condition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from game.desk.rehearsal import Rehearsal, values_of
from game.play.render import Teller
from game.play.road import starts
from game.play.search import folded, matches
from game.play.state import begin
from game.proof.asking import BadQuestion, question
from game.ui.leaves import spaced
from game.ui.screens.searching import SearchScreen
from game.ui.setting import Block, blocks_of, words
from game.ui.widgets.menu import Row
from game.ui.widgets.sheet import Blocks

IF = " if "
START, SCENE, ANYWHERE = "start:", "scene:", "anywhere"


class Wish(NamedTuple):
    """What was typed: words to find a scene by, and a condition, perhaps empty."""

    words: str
    condition: str


def wish_of(typed: str) -> Wish:
    """
    >>> wish_of("eyes if trust == 2")
    Wish(words='eyes', condition='trust == 2')
    """
    before, found, condition = f" {typed} ".partition(IF)
    return Wish(before.strip(), condition.strip() if found else "")


def example(rehearsal: Rehearsal) -> str:
    """A scene of this very story, with a condition."""
    story = rehearsal.story
    scene = list(story.scenes)[-1]
    test = f"seen({rehearsal.first.scene})"
    for variable in list(story.variables.values())[:1]:
        test = variable.name
        if variable.kind != "flag":
            test = f"{variable.name} == {values_of(variable)[-1]}"
    return f"{scene} if {test}"


class JumpScreen(SearchScreen):
    """It answers with start:ID, scene:ID or anywhere; `condition` is what must hold there."""

    def __init__(self, rehearsal: Rehearsal, language: str) -> None:
        super().__init__()
        self.rehearsal, self.language = rehearsal, language
        self.condition = ""
        self.refused = ""
        self.listed = list(self.all_rows())

    def headline(self) -> str:
        return self.october.words("desk_go")

    def about(self) -> Sequence[Block]:
        say = self.october.words
        return [
            words(self.refused, "red")
            if self.refused
            else words(say("desk_go_about", example=example(self.rehearsal)), "quiet")
        ]

    def reword(self) -> None:
        super().reword()
        self.field.placeholder = self.october.words("desk_go_hint")

    def all_rows(self) -> Sequence[tuple[str, Row]]:
        """Every start and scene with the heading that it stands under."""
        story, language = self.rehearsal.story, self.language
        teller, found = Teller(story, language), list[tuple[str, Row]]()
        for scene in story.scenes.values():
            title = teller.words(scene.title, self.rehearsal.state)
            chapter = teller.words(story.chapters[scene.chapter].title, self.rehearsal.state)
            found.append((chapter, Row(f"{SCENE}{scene.id}", scene.id, aside=title)))
        for name, start in starts(story).items():
            found.append(("", Row(f"{START}{name}", name, aside=teller.words(start.say, begin(story, start)))))
        return found

    def rows(self, query: str) -> list[Row]:
        wish, say = wish_of(query), self.october.words
        rows: list[Row] = []
        last = None
        if wish.condition and not wish.words:
            rows.append(Row(ANYWHERE, say("desk_anywhere")))
        for under, row in self.listed:
            if wish.condition and row.id.startswith(START):
                continue
            if not matches(wish.words, folded(f"{row.words} {row.aside} {under}")):
                continue
            if under != last:
                rows.append(Row("", under or say("desk_starts"), heading=True, gap=int(bool(rows))))
                last = under
            rows.append(row)
        # What is written in full comes before what only contains it.
        exact = next((n for n, row in enumerate(rows) if row.id == f"{SCENE}{wish.words}"), 0)
        return [rows[exact], *rows[:exact], *rows[exact + 1 :]] if exact else rows

    def opened(self, row: str) -> Blocks:
        """The text of a scene, as it would be in the state of now."""
        kind, _, name = row.partition(":")
        story = self.rehearsal.story
        scene = starts(story)[name].scene if kind == START[:-1] else name
        if scene not in story.scenes:
            return ()
        teller, state = Teller(story, self.language), self.rehearsal.state
        title = words(teller.words(story.scenes[scene].title, state), "strong")
        return [title, *spaced(blocks_of(teller.paragraphs(story.scenes[scene].text, state)))]

    def taken(self, row: str) -> None:
        condition = wish_of(self.field.value).condition
        try:
            question(self.rehearsal.story, condition, "")
        except BadQuestion as error:
            self.refused = error.message
            self.put_head()
            return
        self.condition = condition
        self.dismiss(row)
