"""The shipped chapter, from its first page to a last one, on the screen and by keys alone."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from game.play.plays import Plays
from game.play.profile import Profile
from game.play.saves import Saves
from game.story.model import Story
from game.ui.app import Launch, October


@pytest.mark.parametrize("colour", ["colour", "no colour"])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)], ids=str)
async def test_the_chapter_is_played_to_its_end(
    shipped: Story, size: tuple[int, int], language: str, colour: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if colour == "no colour":
        monkeypatch.setenv("NO_COLOR", "1")
    plays = Plays(shipped, Saves(tmp_path), Profile(tmp_path / "profile.json"), chapter="bridges", seed=1)
    draw = random.Random(f"{size}{language}{colour}")
    app = October(Launch(plays, language, straight=True))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press(str(draw.randint(1, 3)))  # who to be
        await pilot.pause()
        for _ in range(40):
            page = app.playing.page
            if page.ending:
                break
            number = draw.randint(1, len(page.open_options()))
            await pilot.press(str(number))
            await pilot.pause()
            assert app.playing.page != page, f"{number} turned no page at {page.scene}"
        assert app.playing.page.ending
        assert app.playing.trouble == ""
