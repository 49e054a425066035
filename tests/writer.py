"""A writer at `october write`: a story of their own, an editor that saves, and a screen to wait at."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from game.desk.following import Following
from game.settings import SettingsFile
from game.ui.write import Desk
from tests.tea import seen

PATIENCE = 30.0  # seconds
KEYS = {" ": "space", "=": "equals_sign", "_": "underscore", "+": "plus", ">": "greater_than_sign"}


@asynccontextmanager
async def writing(
    path: Path, size: tuple[int, int] = (80, 24), language: str = "en", scene: str = "", theme: str = "poster"
) -> AsyncGenerator[Pilot[None], None]:
    following = Following(path)
    edition = following.read()
    assert edition is not None
    app = Desk(following, edition, language, SettingsFile(), scene)
    async with app.run_test(size=size) as pilot:
        app.theme = theme
        await pilot.pause()
        yield pilot


async def until(pilot: Pilot[None], *words: str) -> str:
    """Wait until all the words stand on the screen, line breaks aside."""
    end = time.monotonic() + PATIENCE
    while not all(each in " ".join(seen(pilot).split()) for each in words):
        assert time.monotonic() < end, f"no {words} on the screen:\n{seen(pilot)}"
        await asyncio.sleep(0.02)
        await pilot.pause()
    return seen(pilot)


async def gone(pilot: Pilot[None], words: str) -> str:
    end = time.monotonic() + PATIENCE
    while words in " ".join(seen(pilot).split()):
        assert time.monotonic() < end, f"{words} is still on the screen:\n{seen(pilot)}"
        await asyncio.sleep(0.02)
        await pilot.pause()
    return seen(pilot)


def edit(path: Path, old: str, new: str) -> None:
    """As an editor saves that writes beside the file and renames."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    beside = path.with_name(f".{path.name}.swp")
    beside.write_text(text.replace(old, new, 1), encoding="utf-8")
    os.replace(beside, path)


async def go(pilot: Pilot[None], typed: str) -> None:
    await pilot.press("g")
    await pilot.pause()
    for letter in typed:
        await pilot.press(KEYS.get(letter, letter))
    await pilot.press("enter")
    await pilot.pause()
