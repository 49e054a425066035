"""The settings on the screen, and what each of them does to a page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from game.settings import SettingsFile
from tests.tea import SIZES, app, drink, press, seen, spot


def settings(folder: Path, **values: object) -> SettingsFile:
    kept = SettingsFile(folder / "saves" / "settings.json")
    kept.change(**values)
    return kept


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "es"])
async def test_the_arrows_change_a_setting_at_once_and_for_the_next_run(
    tmp_path: Path, size: tuple[int, int], language: str
) -> None:
    async with drink(tmp_path, size, language) as pilot:
        page = await press(pilot, "p")
        assert "‹ 72" in page
        page = await press(pilot, "down", "down", "right")
        assert "‹ 56" in page
        page = await press(pilot, "left")
        assert "‹ 72" in page
        await press(pilot, "left", "escape")
        assert app(pilot).screen is app(pilot).base
    assert json.loads((tmp_path / "saves" / "settings.json").read_text(encoding="utf-8")) == {"measure": 68}


async def test_settings_are_reached_from_the_title_too_and_the_mouse_changes_one(tmp_path: Path) -> None:
    async with drink(tmp_path, straight=False) as pilot:
        await pilot.click(offset=spot(pilot, "Settings"))
        await pilot.pause()
        await pilot.click(offset=spot(pilot, "Language"))
        await pilot.pause()
        assert "Ajustes" in seen(pilot)
        assert "Partida nueva" in await press(pilot, "escape")
    assert SettingsFile(tmp_path / "saves" / "settings.json").now.language == "es"


async def test_a_theme_chosen_here_is_that_of_every_page_and_of_the_next_run(tmp_path: Path) -> None:
    async with drink(tmp_path) as pilot:
        await press(pilot, "p", "down", "right")
        assert app(pilot).theme == app(pilot).settings.theme
    async with drink(tmp_path) as pilot:
        assert app(pilot).settings.theme == SettingsFile(tmp_path / "saves" / "settings.json").now.theme


async def test_the_measure_is_that_of_the_page(tmp_path: Path) -> None:
    async with drink(tmp_path, (120, 40), kept=settings(tmp_path, measure=56)) as pilot:
        assert app(pilot).base.prose.measure == 56  # type: ignore[union-attr]


async def test_a_page_comes_by_paragraphs_and_any_key_completes_it(tmp_path: Path) -> None:
    async with drink(tmp_path, kept=settings(tmp_path, pace="by_paragraph")) as pilot:
        await press(pilot, "1", "1", "u", "u", "l")
        sheet = app(pilot).base.prose  # type: ignore[union-attr]
        sheet.appear(30.0)
        await pilot.pause()
        assert "TO ALL" not in seen(pilot)
        assert "A TODOS" not in seen(pilot)
        await press(pilot, "x")
        assert "A TODOS" in seen(pilot)
        sheet.appear(30.0)
        scene = app(pilot).playing.page.scene
        await press(pilot, "enter")
        assert app(pilot).playing.page.scene == scene, "a key that reads on only completes"
        sheet.appear(30.0)
        await press(pilot, "1")
        assert app(pilot).playing.page.scene == "stairs", "a number does what it says"


async def test_a_page_is_all_there_within_400_milliseconds(tmp_path: Path) -> None:
    async with drink(tmp_path, kept=settings(tmp_path, pace="by_paragraph")) as pilot:
        await press(pilot, "p", "escape")
        app(pilot).base.prose.appear(0.4)  # type: ignore[union-attr]
        await pilot.pause(0.45)
        assert "It will begin again." in seen(pilot)


@pytest.mark.parametrize("values", [{"pace": "at_once"}, {"pace": "by_paragraph", "still": True}])
async def test_nothing_comes_bit_by_bit_at_once_or_without_motion(tmp_path: Path, values: dict[str, object]) -> None:
    async with drink(tmp_path, kept=settings(tmp_path, **values)) as pilot:
        await press(pilot, "1", "1")
        assert not app(pilot).base.prose.stops  # type: ignore[union-attr]


async def test_a_page_read_before_says_so_and_so_does_a_choice_taken_before(tmp_path: Path) -> None:
    async with drink(tmp_path) as pilot:
        page = await press(pilot, "1")
        assert "you have read this page before" not in page
        page = await press(pilot, "u")
        assert "stamp[/b].  (taken before)" in page
        page = await press(pilot, "1")
        assert "you have read this page" in page
        page = await press(pilot, "u", "p", *["down"] * 5, "right", "right", "escape")
        assert "(taken before)" not in page


async def test_pages_read_before_with_nothing_to_decide_are_passed_over_where_that_is_set(tmp_path: Path) -> None:
    async with drink(tmp_path, kept=settings(tmp_path, read_before="skip")) as pilot:
        await press(pilot, "1")
        assert app(pilot).playing.page.scene == "stairs", "not read before"
        page = await press(pilot, "u", "2")
        assert app(pilot).playing.page.scene == "council"
        assert "A page you had read is passed over." in page
        await press(pilot, "u", "u", "1")
        assert [step.scene for step in app(pilot).playing.history()] == ["winch", "stairs", "council"]


@pytest.mark.parametrize("size", SIZES)
async def test_a_choice_that_changes_how_people_stand_to_you_is_told_on_the_page(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with drink(tmp_path, size) as pilot:
        page = " ".join((await press(pilot, "1")).split())
        assert "›" in page
        assert "you with a [rifle]" in page or "with a" in page
        page = await press(pilot, "l")
        assert "fía un" in page
        page = await press(pilot, "l", "1")
        assert "[rifle]" not in page, "only on the page that it led to"


async def test_consequences_can_be_left_untold(tmp_path: Path) -> None:
    async with drink(tmp_path, kept=settings(tmp_path, consequences=False)) as pilot:
        assert "Rudakov trusts" not in await press(pilot, "1")


async def test_a_damaged_file_of_settings_is_told_calmly(tmp_path: Path) -> None:
    (tmp_path / "saves").mkdir()
    (tmp_path / "saves" / "settings.json").write_text("{", encoding="utf-8")
    async with drink(tmp_path, straight=False) as pilot:
        assert "settings.json.damaged-1" in seen(pilot)


async def test_a_language_that_was_chosen_is_kept(tmp_path: Path) -> None:
    async with drink(tmp_path) as pilot:
        await press(pilot, "l")
    assert SettingsFile(tmp_path / "saves" / "settings.json").now.language == "es"
