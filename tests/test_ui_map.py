"""The map and the day line on the screen, by real keys and a real mouse, in the story that ships."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from game import paths
from game.play.plays import Plays
from game.play.profile import Profile
from game.play.saves import Saves
from game.story.linker import load
from game.ui.app import Launch, October
from game.ui.screens.day import DayLeaf
from game.ui.screens.map import MapScreen
from game.ui.screens.scene import SceneScreen

SIZES = [(60, 20), (80, 24), (120, 40), (200, 50)]


@asynccontextmanager
async def playing(
    folder: Path, size: tuple[int, int] = (80, 24), language: str = "en", *, story: Path | None = None, turns: int = 4
) -> AsyncGenerator[Pilot[None], None]:
    """A play that has come a few pages into a story; in the one that ships, over the third chapter's bridge."""
    path = story or paths.shipped_story()
    chapter = "" if story else "bridges"
    plays = Plays(load(path), Saves(folder / "saves"), Profile(folder / "profile.json"), chapter=chapter)
    app = October(Launch(plays, language))
    async with app.run_test(size=size) as pilot:
        session = plays.begin(plays.starts(language)[0].start, language)
        for _ in range(turns):
            session.choose(session.page.open_options()[0].id)
        app.play(session)
        await pilot.pause()
        yield pilot


def seen(pilot: Pilot[None]) -> str:
    return "\n".join(strip.text.rstrip() for strip in pilot.app.screen._compositor.render_strips())  # pyright: ignore[reportPrivateUsage]


def map_of(pilot: Pilot[None]) -> MapScreen:
    assert isinstance(pilot.app.screen, MapScreen)
    return pilot.app.screen


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "es"])
async def test_m_shows_where_you_are_and_how_the_bridges_stand(
    tmp_path: Path, size: tuple[int, int], language: str
) -> None:
    async with playing(tmp_path, size, language, turns=2) as pilot:
        page = pilot.app.playing.page  # type: ignore[attr-defined]
        await pilot.press("m")
        shown = seen(pilot)
        assert " ".join(page.place.split()[:2]) in shown
        assert "◐" in shown or "●" in shown  # the Liteiny, in dispute or ours
        assert ("in dispute" if language == "en" else "en disputa") in shown
        assert "◇" in shown
        assert ("Neva" in shown or "N E V A" in shown) if language == "en" else ("Nev" in shown or "N E V Á" in shown)
        assert shown.splitlines()[-1].strip().startswith("←↑↓→")
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, SceneScreen)


async def test_arrows_move_the_map_plus_and_minus_bring_it_nearer_and_c_goes_back(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pilot.press("m")
        screen = map_of(pilot)
        first = screen.atlas.seen()
        for key, moved in (
            ("right", lambda now: now.centre[0] > first.centre[0]),
            ("left", lambda now: now.centre == first.centre),
            ("down", lambda now: now.centre[1] > first.centre[1]),
            ("plus", lambda now: now.scale < first.scale),
            ("minus", lambda now: now.scale == pytest.approx(first.scale)),
            ("c", lambda now: now == first),
        ):
            before = seen(pilot)
            await pilot.press(key)
            assert moved(screen.atlas.seen()), key
            assert seen(pilot) != before, key
        for _ in range(40):
            await pilot.press("minus", "left")
        assert "S" in seen(pilot)  # however far off, there is still something to see
        await pilot.press("home")
        assert screen.atlas.seen() == first


async def test_the_mouse_drags_the_map_turns_it_nearer_and_presses_its_keys(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pilot.press("m")
        screen = map_of(pilot)
        first = screen.atlas.seen()
        await pilot.mouse_down(screen.atlas, offset=(40, 10))
        await pilot.hover(screen.atlas, offset=(30, 8))
        await pilot.mouse_up(screen.atlas, offset=(30, 8))
        moved = screen.atlas.seen()
        assert moved.centre[0] > first.centre[0]
        assert moved.centre[1] > first.centre[1]
        await pilot.hover(screen.atlas, offset=(10, 4))
        assert screen.atlas.seen() == moved  # let go
        screen.atlas.post_message(events.MouseScrollUp(screen.atlas, 1, 1, 0, 0, 0, False, False, False))
        await pilot.pause()
        assert screen.atlas.seen().scale < moved.scale
        line = seen(pilot).splitlines()[-1]
        await pilot.click(offset=(line.index("esc"), 23))
        await pilot.pause()
        assert isinstance(pilot.app.screen, SceneScreen)


async def test_the_map_follows_the_window(tmp_path: Path) -> None:
    async with playing(tmp_path, (120, 40)) as pilot:
        await pilot.press("m")
        assert "── bridges ──" in seen(pilot)
        await pilot.resize_terminal(70, 20)
        await pilot.pause()
        assert "── bridges ──" not in seen(pilot)
        assert "━◐━ in dispute" in seen(pilot)
        await pilot.resize_terminal(30, 8)
        await pilot.pause()
        assert "room" in seen(pilot)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "━◐━" in seen(pilot)


@pytest.mark.parametrize("theme", ["poster", "newsprint", "contrast", "plain"])
async def test_the_map_is_drawn_in_every_theme(tmp_path: Path, theme: str) -> None:
    async with playing(tmp_path) as pilot:
        pilot.app.theme = theme
        await pilot.press("m")
        assert "█" in seen(pilot)
        assert "━●━" in seen(pilot)


async def test_without_colours_water_is_a_shade_and_signs_tell_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with playing(tmp_path) as pilot:
        await pilot.press("m")
        assert "░░" in seen(pilot)
        assert "█" not in seen(pilot)
        assert "━●━ ours" in seen(pilot)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "es"])
async def test_d_opens_the_day_at_now_and_scrolls_back(tmp_path: Path, size: tuple[int, int], language: str) -> None:
    async with playing(tmp_path, size, language) as pilot:
        await pilot.press("d")
        await pilot.pause()
        shown = seen(pilot)
        assert ("now, " if language == "en" else "ahora, ") in shown
        assert "▌" in shown  # what you did
        session = pilot.app.playing  # type: ignore[attr-defined]
        assert session.day_line().now == session.page.at
        await pilot.press("home")
        await pilot.pause()
        assert ("The day line" if language == "en" else "La línea del día") in seen(pilot)
        assert "Smolny" in seen(pilot) or "Smolni" in seen(pilot) or size[1] < 24
        await pilot.press("down", "space", "end", "escape")
        assert isinstance(pilot.app.screen, SceneScreen)


async def test_map_and_day_line_lead_to_one_another(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pilot.press("m", "d")
        await pilot.pause()
        assert isinstance(pilot.app.screen, DayLeaf)
        await pilot.press("m")
        await pilot.pause()
        assert isinstance(pilot.app.screen, MapScreen)
        await pilot.press("m")
        assert isinstance(pilot.app.screen, SceneScreen)


async def test_a_story_without_map_and_record_says_so_calmly(tmp_path: Path) -> None:
    story = tmp_path / "bare.yaml"
    story.write_text(
        "story: bare\ntitle: Bare\nchapters: [one]\nendings: {done: {title: Done}}\n---\n"
        "chapter: one\ntitle: One\nstarts: {a: {scene: here}}\n"
        "scenes: {here: {title: Here, text: A room., ending: done}}\n",
        encoding="utf-8",
    )
    async with playing(tmp_path, story=story, turns=0) as pilot:
        await pilot.press("m")
        assert "This story has no map." in seen(pilot)
        await pilot.press("plus", "left", "c", "d")
        await pilot.pause()
        assert "You have done nothing yet" in seen(pilot)
        assert "The record has nothing" in seen(pilot)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, SceneScreen)
