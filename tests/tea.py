"""A game of tests/tea.yaml, which fills every screen, to be played by real keys."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from game.play.plays import Plays
from game.play.profile import Profile
from game.play.saves import Saves
from game.settings import SettingsFile
from game.story.linker import load
from game.ui.app import Launch, October
from tests.test_ui_scene import app, seen, spot

__all__ = ["SIZES", "app", "drink", "press", "seen", "spot"]

STORY = Path(__file__).parent / "tea.yaml"
CARDS = """
---
cards:
  bridge:
    letters: [[4, 4], [80, 46]]
    shapes:
      - {corners: [[0, 100], [0, 60], [70, 80]], in: steel}
      - {beam: [[0, 92], [100, 84]], thick: 3}
      - {disc: [10, 70], wide: 8, in: water, times: 5, step: [12, 2]}
      - {disc: [88, 26], wide: 24, in: red}
  shore:
    shapes:
      - {corners: [[0, 100], [60, 56], [100, 100]], in: red}
      - {beam: [[0, 96], [100, 96]], thick: 2, in: water}
"""
SIZES = [(60, 20), (80, 24), (120, 40)]


@asynccontextmanager
async def drink(
    folder: Path, size: tuple[int, int] = (80, 24), language: str = "en", cards: str = "", **wanted: Any
) -> AsyncGenerator[Pilot[None], None]:
    """The first scene of the story, or, with straight=False, the title. `cards` go into the story."""
    saves, story = folder / "saves", STORY
    if cards:
        story = folder / STORY.name
        story.write_text(STORY.read_text(encoding="utf-8") + cards, encoding="utf-8")
    plays = Plays(load(story), Saves(saves), Profile(saves / "profile.json"), seed=1)
    wanted.setdefault("straight", True)
    wanted.setdefault("kept", SettingsFile(saves / "settings.json"))
    launch = Launch(plays, language, **wanted)
    async with October(launch).run_test(size=size) as pilot:
        await pilot.pause()
        yield pilot


async def press(pilot: Pilot[None], *keys: str) -> str:
    """Press keys one after the other, letting the screen settle; what stands on it then."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
    return seen(pilot)
