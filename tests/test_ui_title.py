"""The title: the poster, and the lines from which a play begins or goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.ui.widgets.dots import LETTER, RED, STEEL, WATER
from game.ui.widgets.letters import CUTS
from game.ui.widgets.poster import draw
from tests.test_ui_scene import STORY, app, playing, seen, spot

STARTS = STORY.replace(
    "starts: {one: {scene: winch}}",
    "starts: {one: {scene: winch, say: 'A [coil] of wire.'}, two: {scene: winch, say: A rifle., do: strong}}",
)


async def test_a_first_run_offers_no_going_on_and_begins_a_game(tmp_path: Path) -> None:
    async with playing(tmp_path, straight=False) as pilot:
        assert "Continue" not in seen(pilot)
        assert "▸ 1  New game" in seen(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert "1  Show him" in seen(pilot)


async def test_q_leads_back_to_the_title_says_the_game_is_kept_and_goes_on(tmp_path: Path) -> None:
    async with playing(tmp_path, straight=False) as pilot:
        await pilot.press("1", "1", "q")
        await pilot.pause()
        assert "Your game is kept." in seen(pilot)
        assert "▸ 1  Continue" in seen(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert app(pilot).playing.page.scene == "council"


async def test_from_a_scene_shown_at_once_the_title_lies_over_it_and_back(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pilot.press("1", "q")
        await pilot.pause()
        await pilot.press("2")
        await pilot.pause()
        assert app(pilot).playing.page.scene == "winch"
        assert len(app(pilot).plays.kept()) == 2


async def test_several_starts_are_asked_for_and_shown_as_typed(tmp_path: Path) -> None:
    async with playing(tmp_path, straight=False, story=STARTS) as pilot:
        await pilot.press("1")
        await pilot.pause()
        assert "A [coil] of wire." in seen(pilot)
        await pilot.press("2")
        await pilot.pause()
        assert "Draw the pin." in seen(pilot)
        assert "never held" not in seen(pilot)


async def test_a_kept_play_is_opened_from_the_list(tmp_path: Path) -> None:
    async with playing(tmp_path, straight=False) as pilot:
        await pilot.press("1", "1", "q")
        await pilot.pause()
        await pilot.click(offset=spot(pilot, "Saved games"))
        await pilot.pause()
        assert "1 choice" in seen(pilot)
        await pilot.press("1")
        await pilot.pause()
        assert app(pilot).playing.page.scene == "council"


async def test_a_play_open_elsewhere_is_played_on_in_a_copy(tmp_path: Path) -> None:
    async with playing(tmp_path) as first:
        await first.press("1")
        async with playing(tmp_path, slot="play-001") as second:
            assert app(second).playing.page.scene == "council"
            assert "in a copy" in seen(second)


async def test_the_title_speaks_both_languages(tmp_path: Path) -> None:
    async with playing(tmp_path, straight=False) as pilot:
        await pilot.press("l")
        assert "Partida nueva" in seen(pilot)
        await pilot.press("1")
        await pilot.pause()
        assert "Habla Lenin" in seen(pilot)


async def test_quit_leaves(tmp_path: Path) -> None:
    async with playing(tmp_path, straight=False) as pilot:
        await pilot.press("q")
        await pilot.pause()
        assert not pilot.app.is_running


@pytest.mark.parametrize("size", [(50, 20), (60, 20), (80, 24), (120, 40), (200, 60)])
@pytest.mark.parametrize("lines", [("THE BRIDGES", "OF OCTOBER"), ("LOS PUENTES", "DE OCTUBRE")])
def test_the_poster_has_wedge_bridge_water_and_all_its_letters(size: tuple[int, int], lines: tuple[str, str]) -> None:
    canvas = draw(lines, size[0], (size[1] - 9) * 2, halo=False)
    assert canvas is not None
    dots = {dot for row in canvas.rows for dot in row}
    assert {RED, STEEL, WATER, LETTER} <= dots
    assert all(letter in cut.letters for cut in CUTS for line in lines for letter in line if letter != " ")


def test_a_narrow_window_has_only_the_type_and_a_tiny_one_plain_words() -> None:
    canvas = draw(("THE BRIDGES", "OF OCTOBER"), 48, 24, halo=False)
    assert canvas is not None
    assert {dot for row in canvas.rows for dot in row} == {0, LETTER}
    assert draw(("THE BRIDGES", "OF OCTOBER"), 30, 8, halo=False) is None
