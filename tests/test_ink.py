"""A story exported to ink runs in inkjs: the same pages, the same menus.

inkjs is installed by npm into the system's temporary folder when it is first wanted. A thousand
roads through the shipped story take minutes; OCTOBER_ROADS=500 walks as many in each language.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from game import paths
from game.cli import main
from game.desk.ink import export
from game.story.linker import load
from game.story.model import Story
from tests.bench.generated import make as make_large
from tests.bench.generated import write as write_large
from tests.bench.ink import find_inkjs
from tests.conftest import SMALL
from tests.hard_texts import make as make_hard
from tests.proof.making import make as make_any
from tests.side_by_side import LONGEST, Answer, Shown, one_space, playing, walk_both

PLAYER = Path(__file__).parent / "ink_player.js"
ROADS = int(os.environ.get("OCTOBER_ROADS", "80"))
MODULES = find_inkjs() if shutil.which("node") else ""

pytestmark = pytest.mark.skipif(not MODULES, reason="no node here, or npm could not install inkjs")


def read(answer: Answer) -> Shown:
    """What an ink turn shows: its text, sorted by the tags of its lines."""
    shown: Shown = {"title": "", "text": [], "locked": [], "last": [], "open": answer["choices"]}
    told: dict[str, str] = {}
    for text, tags in answer["lines"]:
        kind = "last" if any(tag.startswith("ending") for tag in tags) else "locked" if "locked" in tags else "text"
        told |= dict(tag.split(": ", 1) for tag in tags if ": " in tag)
        if text.strip("\n "):
            shown[kind].append(one_space(text.strip("\n")))
    if "scene" in told:
        shown |= {"scene": told["scene"], "title": told["title"]}
        shown |= {"notes": {*told.get("notes", "").split()}, "present": told.get("present", "").split()}
    return shown


def walk(story: Story, language: str, file: Path, roads: int, seed: int) -> int:
    with playing(PLAYER, file, MODULES) as player:
        # ink asks whether a text that begins so was meant for a branch; it was not.
        player.complaints = [line for line in player.complaints if "Saw the text 'else:'" not in line]
        return walk_both(story, language, player, read, roads, seed)


def exported(story: Story, language: str, folder: Path) -> Path:
    file = folder / f"{language}.ink"
    file.write_text(export(story, language).text, encoding="utf-8")
    return file


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_shipped_story_is_the_same_in_ink(language: str, tmp_path: Path) -> None:
    file = tmp_path / "october.ink"
    told = CliRunner().invoke(main, ["export", "--to", "ink", "--language", language, "-o", str(file)])
    assert told.exit_code == 0, told.output
    assert walk(load(paths.shipped_story()), language, file, roads=ROADS, seed=1917) > 10 * ROADS


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_production_of_the_format_is_the_same_in_ink(language: str, tmp_path: Path) -> None:
    story = load(SMALL)
    assert walk(story, language, exported(story, language, tmp_path), roads=200, seed=1) > 800


@pytest.mark.parametrize("seed", range(40))
def test_generated_stories_with_every_construct_are_the_same_in_ink(seed: int, tmp_path: Path) -> None:
    source = tmp_path / "made.yaml"
    source.write_text(make_any(seed).yaml, encoding="utf-8")
    story = load(source)
    for language in story.languages:
        assert walk(story, language, exported(story, language, tmp_path), roads=12, seed=seed) >= 12


@pytest.mark.parametrize("seed", range(8))
def test_hard_texts_are_the_same_in_ink(seed: int, tmp_path: Path) -> None:
    source = tmp_path / "hard.yaml"
    source.write_text(make_hard(seed), encoding="utf-8")
    story = load(source)
    assert walk(story, "en", exported(story, "en", tmp_path), roads=10, seed=seed) == 10 * (LONGEST + 1)


def test_a_large_generated_story_is_the_same_in_ink(tmp_path: Path) -> None:
    write_large(make_large(200), tmp_path / "large")
    story = load(tmp_path / "large")
    assert walk(story, "en", exported(story, "en", tmp_path), roads=20, seed=3) == 20 * (LONGEST + 1)
