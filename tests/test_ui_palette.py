"""The command palette, the help and the title's lines: everything can be found, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.ui import commands
from game.words import table
from tests.tea import SIZES, app, drink, press, seen, spot


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("language", "typed", "found"), [("en", "notebook", "the notebook"), ("es", "cuaderno", "el cuaderno")]
)
async def test_the_palette_finds_a_command_by_a_few_letters_and_runs_it(
    tmp_path: Path, size: tuple[int, int], language: str, typed: str, found: str
) -> None:
    async with drink(tmp_path, size, language) as pilot:
        await press(pilot, "ctrl+p")
        await pilot.press(*typed)
        await pilot.pause()
        assert found in seen(pilot)
        page = await press(pilot, "enter")
        assert "junkers" in page


async def test_it_opens_over_everything_and_what_was_open_closes(tmp_path: Path) -> None:
    async with drink(tmp_path) as pilot:
        await press(pilot, "o", "enter", "ctrl+p", "ctrl+p")
        await pilot.press(*"real")
        await pilot.pause()
        assert "What is real here" in await press(pilot, "enter")
        await press(pilot, "escape")
        assert app(pilot).screen is app(pilot).base


@pytest.mark.parametrize("language", ["en", "es"])
async def test_it_lists_every_command_of_a_page_every_theme_and_every_language(tmp_path: Path, language: str) -> None:
    async with drink(tmp_path, (120, 60), language) as pilot:
        page = await press(pilot, "ctrl+p")
        words = table(language)
        for command in commands.SCENE:
            if command.action != "app.open('palette')":
                assert words[command.words] in page
        for name in ("theme_poster", "theme_newsprint", "theme_contrast", "theme_plain", "name_en", "name_es"):
            assert words[name] in page


async def test_every_command_of_a_page_and_of_the_title_does_something_and_none_fails(tmp_path: Path) -> None:
    for straight, listed in ((True, commands.SCENE), (False, commands.TITLE)):
        for command in listed:
            if command.words in ("help_quit", "quit", "continue"):
                continue
            async with drink(tmp_path, straight=straight) as pilot:
                before = await press(pilot, *(("1",) if straight else ()))
                base = app(pilot).base
                await base.run_action(command.action)
                await pilot.pause()
                assert pilot.app.is_running
                assert seen(pilot) != before, command


async def test_a_theme_and_a_language_are_chosen_by_name(tmp_path: Path) -> None:
    async with drink(tmp_path) as pilot:
        await press(pilot, "ctrl+p", *"contrast", "enter")
        assert app(pilot).theme == "contrast"
        await press(pilot, "ctrl+p", *"espanol", "enter")
        assert "Habla Lenin" in seen(pilot)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "es"])
async def test_every_line_of_the_title_leads_somewhere(tmp_path: Path, size: tuple[int, int], language: str) -> None:
    words = table(language)
    async with drink(tmp_path, size, language) as pilot:
        await press(pilot, "1", "q")
        listed = ["new_game", "chapters", "saves", "notebook", "endings", "settings", "language", "help", "about"]
        for key in listed:
            page = seen(pilot)
            assert all(words[name] in page for name in ("continue", "quit"))
            await pilot.click(offset=spot(pilot, words[key]))
            await pilot.pause()
            assert seen(pilot) != page, key
            await press(pilot, "l" if key == "language" else "q" if key == "new_game" else "escape")
            await pilot.pause()


async def test_in_a_small_window_the_title_scrolls_to_its_last_line(tmp_path: Path) -> None:
    async with drink(tmp_path, (44, 14), straight=False) as pilot:
        assert "Quit" not in seen(pilot)
        page = await press(pilot, "up")
        assert "▸ " in page
        assert "Quit" in page


async def test_title_and_settings_over_a_scene_that_was_left_change_language_and_size(tmp_path: Path) -> None:
    async with drink(tmp_path) as pilot:
        await press(pilot, "q", "l", "t")
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        page = await press(pilot, "p", "right", "escape")
        assert "New game" in page
        await press(pilot, "1")
        assert "[Lenin speaks]" in seen(pilot)


async def test_chapters_are_offered_where_there_are_several_and_begin_a_game(tmp_path: Path) -> None:
    async with drink(tmp_path, straight=False) as pilot:
        await pilot.click(offset=spot(pilot, "Chapters"))
        await pilot.pause()
        page = seen(pilot)
        assert "Bridges [/b]" in page
        assert "Later." in page
        await press(pilot, "2")
        assert app(pilot).playing.page.scene == "ashore"


async def test_content_note_and_credits_stand_as_typed(tmp_path: Path) -> None:
    async with drink(tmp_path, straight=False) as pilot:
        page = await press(pilot, "a")
        for words in ("The [i]Teapot[/i]", "Nobody is hurt [/b].", "[@click=app.quit]No one[/] lived.", "version 1.0"):
            assert words in page


async def test_the_arrows_cross_between_the_columns_of_the_title(tmp_path: Path) -> None:
    async with drink(tmp_path, straight=False) as pilot:
        assert "▸ 1  New game" in seen(pilot)
        assert "▸ 6  Settings" in await press(pilot, "right")
        assert "▸ 1  New game" in await press(pilot, "left")


@pytest.mark.parametrize("straight", [True, False])
async def test_help_lists_every_key_and_a_line_of_it_can_be_taken(tmp_path: Path, straight: bool) -> None:
    async with drink(tmp_path, (80, 50), straight=straight) as pilot:
        page = await press(pilot, "f1")
        for command in commands.SCENE if straight else commands.TITLE:
            if command.key not in ("", "?"):
                assert table("en")[command.words] in page
        await pilot.click(offset=spot(pilot, "the notebook"))
        await pilot.pause()
        assert "notes found" in seen(pilot)
