"""The third chapter, from its first page to the first page of the next, on the screen and by keys alone."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from game.play.plays import Plays
from game.play.profile import Profile
from game.play.saves import Saves
from game.story.model import Story
from game.ui.app import Launch, October
from game.ui.screens.card import CardScreen
from game.ui.screens.scene import SceneScreen

MOST_PAGES = 60


@pytest.mark.parametrize(
    ("size", "language", "colour"),
    [
        ((60, 20), "en", True),
        ((60, 20), "es", False),
        ((80, 24), "en", False),
        ((80, 24), "es", True),
        ((120, 40), "en", True),
        ((120, 40), "es", False),
    ],
    ids=str,
)
async def test_the_chapter_is_played_into_the_next(
    shipped: Story, size: tuple[int, int], language: str, colour: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not colour:
        monkeypatch.setenv("NO_COLOR", "1")
    plays = Plays(shipped, Saves(tmp_path), Profile(tmp_path / "profile.json"), chapter="bridges", seed=1)
    chapter_of = {scene.id: scene.chapter for scene in plays.story.scenes.values()}
    draw = random.Random(f"{size}{language}{colour}")
    app = October(Launch(plays, language, straight=True))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press(str(draw.randint(1, 3)))  # who to be
        await pilot.pause()
        assert isinstance(app.screen, CardScreen)
        await pilot.press("enter")
        await pilot.pause()
        for _ in range(MOST_PAGES):
            page = app.playing.page
            if chapter_of[page.scene] != "bridges":
                break
            number = draw.randint(1, len(page.open_options()))
            await pilot.press(str(number))
            await pilot.pause()
            assert app.playing.page != page, f"{number} turned no page at {page.scene}"
        assert chapter_of[app.playing.page.scene] == "lamps"
        assert isinstance(app.screen, CardScreen)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, SceneScreen)
        assert app.playing.trouble == ""
