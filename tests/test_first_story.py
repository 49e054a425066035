"""Your First Scene, the small story that ships: whole in both languages, and easy to reach."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from game import paths
from game.cli import main
from game.story.grammar import ByTimes, ByValue, Choose, Link
from game.story.languages import missing
from game.story.linker import check
from game.story.model import Story, Visit

FIRST = paths.story("first")


def october(*words: str, keys: str = "") -> str:
    done = CliRunner().invoke(main, list(words), input=keys)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture(scope="module")
def story() -> Story:
    checked = check(FIRST)
    assert checked.story is not None, checked.faults
    for language in checked.story.languages[1:]:
        assert not missing(checked.story, language, checked.texts)
    return checked.story


def test_it_is_proved_and_told_in_both_languages(story: Story) -> None:
    assert "No findings" in october("check", "first")
    assert story.languages == ("en", "es")
    assert 6 <= len(story.scenes) <= 10


def test_it_has_one_of_each(story: Story) -> None:
    choices = [choice for scene in story.scenes.values() for choice in scene.choices]
    assert {variable.kind for variable in story.variables.values()} == {"flag", "number", "list"}
    assert any(choice.condition and choice.locked for choice in choices)
    assert any(choice.once and isinstance(choice.way, Visit) for choice in choices)
    assert any(choice.do for choice in choices)
    assert any(scene.council for scene in story.scenes.values())
    assert len(story.endings) > 1
    assert story.people and story.places and story.never
    assert any(note.claims and note.sources for note in story.notes.values())
    parts = {type(part) for scene in story.scenes.values() for part in scene.text.parts}
    assert {Choose, ByTimes, Link} <= parts | {ByValue}
    assert all(scene.basis for scene in story.scenes.values())


@pytest.mark.parametrize(
    ("language", "keys", "ending"),
    [
        ("en", "2\n1\n\n1\n1\n1\n1\n", "*** Number Three ***"),
        ("en", "3\n2\n3\n\n\n", "*** Out by the Stage Door ***"),
        ("es", "2\n2\n1\n1\n2\n", "*** Por la puerta de artistas ***"),
        ("es", "1\n2\n1\n1\n1\n", "*** El tercero ***"),
    ],
)
def test_it_is_played_to_its_ends(language: str, keys: str, ending: str, tmp_path: Path) -> None:
    played = october(
        "--story", "first", "--plain", "--new", "--language", language, "--saves", str(tmp_path), keys=keys
    )
    assert ending in played


def test_a_story_that_ships_is_named_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert october("check", "first", "--fast").startswith("first: ")
    assert october("ask", "--story", "first", "--scene", "refund")


def test_a_folder_of_that_name_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    october("new", "story", "mine", "first")
    assert october("check", "first", "--fast").startswith("mine: ")


def test_what_is_no_story_is_told_with_those_there_are() -> None:
    done = CliRunner().invoke(main, ["--story", "frist"])
    assert done.exit_code == 2
    assert "first or october" in done.output
