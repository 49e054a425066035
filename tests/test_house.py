"""The rules of the house: who imports whom, the same words in every language, the story that ships."""

from __future__ import annotations

import re
import string
import subprocess
import sys
from pathlib import Path

import pytest

from game import paths
from game.play.notebook import links
from game.play.page import new_style
from game.play.road import starts
from game.story.languages import missing
from game.story.linker import check
from game.words import FOLDER, languages, table

ROOT = Path(__file__).parent.parent


def test_nothing_but_the_screens_imports_textual() -> None:
    """All modules but `game.ui` are imported in a fresh process; Textual is not there."""
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in sorted((ROOT / "game").rglob("*.py"))
        if "ui" not in path.parts and path.name != "__main__.py"
    ]
    assert "game.plain" in modules
    program = (
        f"import sys, importlib\nfor name in {modules!r}: importlib.import_module(name.removesuffix('.__init__'))\n"
    )
    program += "sys.exit('textual' in sys.modules or 'rich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0


def test_the_interface_says_the_same_things_in_every_language() -> None:
    assert set(languages()) >= {"en", "es"}
    english = table("en")
    files = {language: sorted(path.name for path in (FOLDER / language).glob("*.yaml")) for language in languages()}
    for language in languages():
        assert files[language] == files["en"]
        keys = [re.findall(r"^(\w+):", (FOLDER / language / name).read_text("utf-8"), re.M) for name in files["en"]]
        assert sorted(key for each in keys for key in each) == sorted(table(language)), "a key stands twice"
        words = table(language)
        assert words.keys() == english.keys(), words.keys() ^ english.keys()
        for key, text in words.items():
            used = {name for _, name, _, _ in string.Formatter().parse(text) if name}
            there = {name for _, name, _, _ in string.Formatter().parse(english[key]) if name}
            # A clock of twelve hours says am or pm, one of twenty-four does not.
            if not key.startswith(("time", "date", "new_style", "when")):
                assert used == there, key


@pytest.mark.parametrize("path", sorted([*(ROOT / "game").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]), ids=str)
def test_no_file_is_longer_than_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_the_shipped_story_has_no_fault_and_no_gap_in_any_language() -> None:
    checked = check(paths.shipped_story())
    assert not checked.faults, "\n".join(map(str, checked.faults))
    assert checked.story is not None
    for language in checked.story.languages[1:]:
        gaps = missing(checked.story, language, checked.texts)
        assert not gaps, f"{language} lacks {[prose.key for prose in gaps]}"


def test_every_note_can_be_reached_and_every_scene_has_its_basis() -> None:
    story = check(paths.shipped_story()).story
    assert story is not None
    linked = {note for scene in story.scenes.values() for note in links(story, scene)}
    assert set(story.notes) <= linked
    assert all(scene.basis for scene in story.scenes.values())
    assert len(story.scenes) >= 140
    assert len(starts(story)) >= len(story.chapters) == 9


def test_the_two_calendars() -> None:
    from datetime import datetime

    assert new_style(datetime(1917, 10, 25)) == datetime(1917, 11, 7)
