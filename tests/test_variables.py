"""The words that a story has for what it remembers may look at all that it remembers."""

from __future__ import annotations

from collections.abc import Callable

from game.play.session import Session
from game.story.linker import Checked
from game.story.model import Prose

Read = Callable[[str], Checked]
STORY = """\
story: bridge
title: The Bridge
variables:
  marfa:
    one_of: [owed, kept]
    journal: {{owed: "You owe Marfa a bridge{{late:, and it is past six}}{{marfa == kept: no more}}.", kept: {kept}}}
  trust: {{from: 0, to: 1, journal: {{1: "They trust you{{marfa == kept:, as she does}}."}}}}
  late: {{}}
endings: {{crossed: {{title: Crossed}}}}
---
chapter: bridges
title: The Bridges
starts: {{here: {{scene: shore, do: [late, trust = 1]}}}}
scenes:
  shore: {{title: The shore, text: Words., ending: crossed}}
"""


def test_a_variable_s_words_may_name_it_and_those_behind_it(read: Read) -> None:
    checked = read(STORY.format(kept="You kept your word."))
    assert checked.story is not None, checked.faults
    session = Session.new(checked.story, "en", "bridges/here", seed=1)
    assert session.standing() == (
        ("marfa", "You owe Marfa a bridge, and it is past six."),
        ("trust", "They trust you."),
    )


def test_a_name_that_is_nobody_s_is_told_once_where_it_stands(read: Read) -> None:
    checked = read(STORY.format(kept='"You kept it{lat: late}."'))
    (fault,) = checked.faults
    assert (fault.line, fault.code) == (6, "name-unknown")
    assert "lat" in fault.message
    assert "late" in fault.hint


def test_the_story_s_own_texts_stay_when_a_language_is_laid_over_them(read: Read) -> None:
    spanish = "---\nlanguage: es\nstory: bridge\ntitle: El puente\nvariables: {marfa: {journal: {kept: Cumpliste.}}}\n"
    checked = read(STORY.format(kept="You kept your word.") + spanish)
    assert checked.story is not None, checked.faults
    own: dict[str, Prose] = dict(checked.texts)
    assert own["title"] == checked.story.title
    assert own["variables/marfa/journal/kept"] == checked.story.variables["marfa"].journal["kept"]
    assert checked.story.texts["es"]["title"] != checked.story.title
