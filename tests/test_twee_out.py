"""A story exported to Twee plays the same by the documented macros of SugarCube."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from game import paths
from game.cli import main
from game.desk.sugarcube import export
from game.desk.twee import read_passages
from game.story.linker import load
from game.story.model import Story
from tests.conftest import SMALL
from tests.hard_texts import make as make_hard
from tests.proof.making import make as make_any
from tests.side_by_side import LONGEST, Answer, Shown, playing, walk_both

PLAYER = Path(__file__).parent / "twine_player.js"

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="no node here")


def read(answer: Answer) -> Shown:
    return {"open": answer["open"]} if answer["scene"] == "Start" else answer


def walk(story: Story, language: str, file: Path, roads: int, seed: int) -> int:
    with playing(PLAYER, file) as player:
        return walk_both(story, language, player, read, roads, seed)


def exported(story: Story, language: str, folder: Path) -> Path:
    file = folder / f"{language}.twee"
    file.write_text(export(story, language).text, encoding="utf-8")
    return file


@needs_node
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_shipped_story_is_the_same_in_twine(language: str, tmp_path: Path) -> None:
    file = tmp_path / "october.twee"
    told = CliRunner().invoke(main, ["export", "--to", "twee", "--language", language, "-o", str(file)])
    assert told.exit_code == 0, told.output
    assert walk(load(paths.shipped_story()), language, file, roads=80, seed=1917) > 800


@needs_node
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_production_of_the_format_is_the_same_in_twine(language: str, tmp_path: Path) -> None:
    story = load(SMALL)
    assert walk(story, language, exported(story, language, tmp_path), roads=200, seed=1) > 800


@needs_node
@pytest.mark.parametrize("seed", range(40))
def test_generated_stories_with_every_construct_are_the_same_in_twine(seed: int, tmp_path: Path) -> None:
    source = tmp_path / "made.yaml"
    source.write_text(make_any(seed).yaml, encoding="utf-8")
    story = load(source)
    for language in story.languages:
        assert walk(story, language, exported(story, language, tmp_path), roads=12, seed=seed) >= 12


@needs_node
@pytest.mark.parametrize("seed", range(8))
def test_hard_texts_are_the_same_in_twine(seed: int, tmp_path: Path) -> None:
    source = tmp_path / "hard.yaml"
    source.write_text(make_hard(seed), encoding="utf-8")
    story = load(source)
    assert walk(story, "en", exported(story, "en", tmp_path), roads=10, seed=seed) == 10 * (LONGEST + 1)


def test_the_file_is_twee_3(small: Story) -> None:
    passages = read_passages(export(small, "en").text)
    assert [passage.name for passage in passages[:4]] == ["StoryTitle", "StoryData", "StoryInit", "Start"]
    assert {passage.name for passage in passages[4:]} == set(small.scenes)
    assert not any(passage.fault for passage in passages)
