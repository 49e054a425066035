"""docs/playing.md, followed as a new player would: no key in it that does not do what it says, and none left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding
from textual.pilot import Pilot

from game.ui.app import October
from game.ui.screens.day import DayLeaf
from game.ui.screens.leaf import NoteLeaf
from game.ui.screens.map import MapScreen
from game.ui.screens.notebook import NotebookScreen
from game.ui.screens.saves import SavesScreen
from game.ui.screens.scene import SceneScreen
from game.ui.screens.settings import SettingsScreen
from game.ui.screens.title import TitleScreen
from tests.tea import app, drink, press, seen

READING = "Reading a note, a page or a list laid over the game"
DOC = Path(__file__).parent.parent / "docs" / "playing.md"
SPELT = {
    "↑": "up",
    "↓": "down",
    "←": "left",
    "→": "right",
    "Page Down": "pagedown",
    "Page Up": "pageup",
    "Esc": "escape",
    "?": "question_mark",
    "+": "plus",
    "=": "equals_sign",
    "-": "minus",
    "_": "underscore",
    "Ctrl-P": "ctrl+p",
    "Ctrl-C": "ctrl+c",
    "Ctrl-Q": "ctrl+q",
    "Shift-Tab": "shift+tab",
}

# Each section: the screen, and the keys that lead to it from the first page.
SECTIONS: dict[str, tuple[type[Any], tuple[str, ...]]] = {
    "On the title": (TitleScreen, ("1", "q")),
    "On a page": (SceneScreen, ("1", "1")),
    READING: (NoteLeaf, ("n",)),
    "In the notebook, the journal and the palette": (NotebookScreen, ("1", "1", "o")),
    "In the settings": (SettingsScreen, ("p", "down")),
    "On the map": (MapScreen, ("m", "plus", "plus")),
    "In the day line": (DayLeaf, ("d",)),
    "In the saved games": (SavesScreen, ("s", "a", "enter", "s", "b", "enter", "g", "up")),
}

# What stands on the screen once the key was pressed; a key that is not here must only change something.
TOLD = {
    ("On the title", "o"): "notes found",
    ("On the title", "e"): "endings found",
    ("On the title", "p"): "Reduced motion",
    ("On the title", "a"): "Nobody is hurt",
    ("On the title", "l"): "Partida nueva",
    ("On the title", "t"): "contrast",
    ("On the title", "question_mark"): "Every choice is kept at once",
    ("On the title", "f1"): "Every choice is kept at once",
    ("On the title", "left"): "▸ 7",
    ("On the title", "right"): "▸ 7",
    ("On the title", "h"): "▸ 7",
    ("On the title", "down"): "▸ 2",
    ("On the title", "up"): "▸    Quit",
    ("On a page", "1"): "Nobody was shot.",
    ("On a page", "2"): "It was dark.",
    ("On a page", "enter"): "Nobody was shot.",
    ("On a page", "up"): "▸ 2",
    ("On a page", "down"): "▸ 2",
    ("On a page", "n"): "There were eleven.",
    ("On a page", "w"): "What is real here",
    ("On a page", "o"): "notes found",
    ("On a page", "m"): "The map",
    ("On a page", "d"): "The day",
    ("On a page", "j"): "The road so far",
    ("On a page", "e"): "the roads of this game",
    ("On a page", "u"): "taken back",
    ("On a page", "s"): "Keep a copy",
    ("On a page", "S"): "A copy is kept as",
    ("On a page", "f5"): "A copy is kept as",
    ("On a page", "g"): "Saved games",
    ("On a page", "c"): "The road as a code",
    ("On a page", "p"): "Reduced motion",
    ("On a page", "l"): "El consejo",
    ("On a page", "a"): "Nobody is hurt",
    ("On a page", "question_mark"): "Every choice is kept at once",
    ("On a page", "f1"): "Every choice is kept at once",
    ("On a page", "q"): "Your game is kept.",
    ("In the notebook, the journal and the palette", "enter"): "Officer cadets",
    **{("In the settings", key): "‹ Poster, dark ›" for key in ("right", "l", "space", "enter")},
    **{("In the settings", key): "‹ High contrast ›" for key in ("left", "h")},
}
# Keys that have nothing to do where the section begins: there is no third choice, nothing to read on.
IDLE = {
    "On the title": {"escape", "q"},  # they leave
    "On a page": {"3", "4", "5", "6", "7", "8", "9", "space", "pagedown", "b", "pageup", "home", "end", "escape"},
    READING: {*"123456789", "b", "pageup", "up", "k", "n"},
    "In the notebook, the journal and the palette": {"pageup", "pagedown"},
    "On the map": {"c", "home"},
    "In the day line": {"home", "end", "left", "right"},
    "In the saved games": {*"2456789", "u", "space", "pagedown", "b", "pageup"},
}


def rows() -> Iterator[tuple[str, str, str]]:
    """Section, key as Textual names it, and what the manual says of it."""
    section = ""
    for line in DOC.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            section = line.removeprefix("## ")
        elif line.startswith("| `") and section:
            keys, told = line.strip("|").split(" | ", 1)
            for key in re.findall(r"`([^`]+)`", keys):
                yield section, SPELT.get(key, key.lower() if len(key) > 1 else key), told.strip()


def bound(screen: type[Any]) -> set[str]:
    """Every key that the screen binds, its numbers included."""
    found: set[str] = set()
    for kind in screen.__mro__:
        if kind.__module__.startswith("game.ui"):
            for binding in kind.__dict__.get("BINDINGS", ()):
                assert isinstance(binding, Binding)
                found |= set(binding.key.split(","))
    return found


@pytest.mark.parametrize("section", SECTIONS)
def test_the_manual_gives_every_key_of_a_screen_and_no_other(section: str) -> None:
    told = {key for where, key, _ in rows() if where == section}
    screen, _ = SECTIONS[section]
    there = bound(screen)
    if screen is DayLeaf:  # the other keys are those of every leaf
        there = {"left", "right", "home", "end", "m", "d"}
    if screen is NotebookScreen:
        there |= {"enter"}  # the field takes it
    if screen is SettingsScreen:
        there -= {*"123456789", "b", "pageup", "pagedown"}
    assert told == there


def test_the_manual_names_no_section_that_is_not_tried() -> None:
    assert {section for section, _, _ in rows()} == {*SECTIONS, "Everywhere"}


@pytest.mark.parametrize(("section", "key", "told"), [row for row in rows() if row[0] != "Everywhere"])
async def test_each_key_does_what_the_manual_says(tmp_path: Path, section: str, key: str, told: str) -> None:
    screen, way = SECTIONS[section]
    async with drink(tmp_path, (60, 14) if section == READING else (80, 24)) as pilot:
        before = await press(pilot, *way)
        assert isinstance(app(pilot).screen, screen)
        theme, scene = app(pilot).theme, scene_of(pilot)
        after = await press(pilot, key)
        if key in IDLE.get(section, ()):
            assert pilot.app.is_running is not (section == "On the title")
            return
        assert after != before or app(pilot).theme != theme or scene_of(pilot) != scene, told
        if key == "t":
            assert app(pilot).theme != theme
        elif (section, key) in TOLD:
            assert TOLD[section, key] in " ".join(after.split()) or TOLD[section, key] in after, told
        if told == "close":
            assert isinstance(app(pilot).screen, SceneScreen)


def scene_of(pilot: Pilot[None]) -> str:
    session = app(pilot).session
    return session.page.scene if session else ""


@pytest.mark.parametrize("key", [key for section, key, _ in rows() if section == "Everywhere"])
@pytest.mark.parametrize("way", [(), ("o",), ("p",), ("j",), ("m",), ("g",), ("n",), ("q",)])
async def test_what_works_everywhere_works_everywhere(tmp_path: Path, key: str, way: tuple[str, ...]) -> None:
    async with drink(tmp_path) as pilot:
        await press(pilot, *way)
        page = await press(pilot, key)
        if key == "ctrl+p":
            assert "What would you like to do?" in page
            return
        assert not pilot.app.is_running
    async with drink(tmp_path, slot="play-001") as pilot:
        assert "[Lenin speaks]" in seen(pilot)


async def test_reading_keys_read_on_and_back_in_a_text_longer_than_the_window(tmp_path: Path) -> None:
    async with drink(tmp_path, (60, 14)) as pilot:
        for on, back in (("space", "b"), ("pagedown", "pageup"), ("end", "home")):
            top = seen(pilot)
            further = await press(pilot, on)
            assert further != top
            assert await press(pilot, back) == top
        await press(pilot, "n")
        for on, back in (("space", "b"), ("pagedown", "pageup"), ("down", "up"), ("down", "k")):
            top = seen(pilot)
            further = await press(pilot, on)
            assert further != top
            assert await press(pilot, back) == top


async def test_escape_closes_the_note_beside_the_text_and_the_app_is_october(tmp_path: Path) -> None:
    async with drink(tmp_path, (120, 40)) as pilot:
        assert isinstance(pilot.app, October)
        assert "Few agree" in await press(pilot, "n")
        assert "Few agree" not in await press(pilot, "escape")
