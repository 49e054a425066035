"""A save of every released format opens for ever: format, road, branches, profile."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from game.play.plays import Plays, found
from game.play.profile import Profile
from game.play.saves import Saves
from game.story.linker import load

FORMATS = sorted((Path(__file__).parent / "saves").iterdir())


@pytest.mark.parametrize("format_folder", FORMATS, ids=lambda path: path.name)
def test_a_save_of_a_released_format_opens_and_goes_on(format_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "saves"
    shutil.copytree(format_folder, folder)
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    story = load(folder / "story.yaml")
    plays = Plays(story, Saves(folder), Profile(folder / "profile.json"))
    session = plays.open("play-001", "en")
    assert found(session) == ()
    assert session.page.scene == expected["scene"]
    assert [step.choice for step in session.history()] == [*expected["choices"], ""]
    assert len(session.journal.branches()) == expected["branches"]
    assert session.code() == expected["code"]
    assert set(expected["endings"]) == Profile(folder / "profile.json").found("small", "endings")
    session.undo()
    session.choose(expected["choices"][-1])
    assert session.page.scene == expected["scene"]
    plays.close(session)
    assert plays.open("play-001", "en").page.scene == expected["scene"], "what was added is kept in the same file"
