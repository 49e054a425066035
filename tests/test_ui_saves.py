"""The saves screen, by keys and by mouse: open, rename, delete, bring back, import, export, codes."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from game.play.journal import Head, Journal
from game.play.plays import Plays
from game.play.saves import Saves
from game.story.linker import load
from tests.test_ui_scene import STORY, app, playing, seen, spot


async def pressed(pilot: Pilot[None], *keys: str) -> str:
    """Press keys and say what stands on the screen then."""
    await pilot.press(*keys)
    await pilot.pause()
    return seen(pilot)


async def typed(pilot: Pilot[None], text: str, *, over: bool = True) -> str:
    """Type into the field that is on the screen, over what stands there."""
    field: Any = pilot.app.screen.query_one("Input")
    if over:
        field.value = ""
    for letter in text:
        await pilot.press({" ": "space", "/": "slash"}.get(letter, letter))
    return await pressed(pilot, "enter")


def slots(folder: Path) -> set[str]:
    return {line.slot for line in Saves(folder / "saves").list()}


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 50)])
async def test_a_play_is_shown_with_its_place_hour_and_last_sentence(tmp_path: Path, size: tuple[int, int]) -> None:
    async with playing(tmp_path, size) as pilot:
        screen = await pressed(pilot, "1", "g")
        assert "Saved games" in screen
        assert "play-001" in screen
        assert "Tue 24 October · 6:00 pm" in screen
        assert "Liteiny bridge" in screen
        assert "1 choice" in screen
        assert "the game you are in" in screen
        assert "They sit." in screen
        assert all(len(line) <= size[0] for line in screen.split("\n"))


async def test_without_plays_there_is_a_kind_word_and_a_code_can_be_walked(tmp_path: Path) -> None:
    async with playing(tmp_path, straight=False) as pilot:
        screen = await pressed(pilot, "2")
        assert "There are no saved games yet." in screen
        assert "w walk a road code" in screen
        await pressed(pilot, "d", "r", "c", "x", "enter", "u")
        assert "New game" in await pressed(pilot, "escape")


async def test_quick_save_keeps_a_copy_by_place_and_hour_and_never_over_another(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        assert "A copy is kept as Liteiny bridge 24 Oct 16h40." in await pressed(pilot, "S")
        await pressed(pilot, "f5")
        assert slots(tmp_path) == {"play-001", "Liteiny bridge 24 Oct 16h40", "Liteiny bridge 24 Oct 16h40 2"}
        assert app(pilot).playing.journal.path == tmp_path / "saves" / "play-001.jsonl"


async def test_a_play_is_renamed_even_the_one_that_is_on(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pressed(pilot, "1", "g", "r")
        assert "play-001 is now called At the winch." in await typed(pilot, "At the winch")
        await pressed(pilot, "escape", "1")
        assert app(pilot).playing.page.scene == "done"
        assert slots(tmp_path) == {"At the winch"}
        journal = Saves(tmp_path / "saves").open("At the winch", write=False)
        assert len(journal.entries) == 2


@pytest.mark.parametrize(
    ("name", "told"),
    [("a/b", "Use letters, digits"), ("con", "Use letters, digits"), ("other", "There is a game called other already")],
)
async def test_a_name_that_will_not_do_is_told_kindly_and_asked_again(tmp_path: Path, name: str, told: str) -> None:
    async with playing(tmp_path) as pilot:
        app(pilot).keep_copy("other")
        await pressed(pilot, "g", "r")
        assert told in await typed(pilot, name)
        assert "now called" in await typed(pilot, "better")


async def test_a_bad_name_is_told_in_spanish_too(tmp_path: Path) -> None:
    async with playing(tmp_path, language="es") as pilot:
        await pressed(pilot, "g", "r")
        assert "Usa letras, cifras" in await typed(pilot, "a/b")


async def test_a_deleted_play_comes_back(tmp_path: Path) -> None:
    async with playing(tmp_path, straight=False) as pilot:
        await pressed(pilot, "1", "1", "q", "3")
        screen = await pressed(pilot, "d")
        assert "play-001 is deleted. u brings it back." in screen
        assert "There are no saved games yet." in screen
        assert slots(tmp_path) == set()
        assert "play-001 is back." in await pressed(pilot, "u")
        assert slots(tmp_path) == {"play-001"}
        assert "Nothing was deleted just now." in await pressed(pilot, "u")


async def test_the_play_that_is_on_is_not_deleted(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        assert "This is the game you are in." in await pressed(pilot, "g", "d")
        assert slots(tmp_path) == {"play-001"}


async def test_a_play_goes_out_to_a_file_and_comes_in_from_one(tmp_path: Path) -> None:
    async with playing(tmp_path, (120, 40)) as pilot:
        await pressed(pilot, "1", "g", "x")
        target = tmp_path / "carried.jsonl"
        assert "carried.jsonl" in await typed(pilot, str(target))
        assert target.read_bytes() == (tmp_path / "saves" / "play-001.jsonl").read_bytes()
        await pressed(pilot, "x")
        assert "There is a file already" in await typed(pilot, str(target))
        await pressed(pilot, "escape", "i")
        assert "kept as carried." in await typed(pilot, f"'{target}'")
        assert slots(tmp_path) == {"play-001", "carried"}
        await pressed(pilot, "i")
        assert "kept as carried 2." in await typed(pilot, str(target))


async def test_what_is_no_play_is_not_brought_in(tmp_path: Path) -> None:
    other = tmp_path / "march.jsonl"
    Journal.create(other, Head("march", "1", "0", "a/b", 1)).close()
    words = tmp_path / "words.jsonl"
    words.write_text("[b]no play[/b]\n", encoding="utf-8")
    async with playing(tmp_path, (120, 40)) as pilot:
        await pressed(pilot, "g", "i")
        assert "a game of another story, march" in await typed(pilot, str(other))
        assert "no game that can be read" in await typed(pilot, str(words))
        assert "There is no game there." in await typed(pilot, str(tmp_path / "none.jsonl"))
        assert slots(tmp_path) == {"play-001"}


async def test_a_road_goes_from_game_to_game_as_a_code(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pressed(pilot, "1", "1")
        code = app(pilot).playing.code()
        assert code in await pressed(pilot, "c")
        await pressed(pilot, "escape", "g", "w")
        assert "This code has a slip in it" in await typed(pilot, "AAAA-AAAA")
        assert "You stand where that road ends" in await typed(pilot, code.lower())
        assert app(pilot).playing.page.scene == "done"
        assert slots(tmp_path) == {"play-001", "play-002"}
        assert app(pilot).playing.journal.path == tmp_path / "saves" / "play-002.jsonl"


async def test_the_code_of_any_kept_play_is_shown(tmp_path: Path) -> None:
    async with playing(tmp_path, straight=False) as pilot:
        await pressed(pilot, "1", "1")
        code = app(pilot).playing.code()
        assert code in await pressed(pilot, "q", "3", "c")


async def test_damaged_plays_are_shown_for_what_they_are(tmp_path: Path) -> None:
    folder = tmp_path / "saves"
    async with playing(tmp_path) as pilot:
        app(pilot).keep_copy("whole")
        app(pilot).keep_copy("cut")
        (folder / "torn.jsonl").write_text("nothing [b]of ours[/b]", encoding="utf-8")
        (folder / "newer.jsonl").write_text('{"october": 99}\n', encoding="utf-8")
        with open(folder / "cut.jsonl", "a", encoding="utf-8") as file:
            file.write("scribble\n")
        screen = await pressed(pilot, "g")
        assert "cannot be read" in screen
        assert "written by a newer version" in screen
        assert "its end cannot be read" in screen
        number = next(n for n, play in enumerate(app(pilot).screen.shelf.plays, 1) if play.slot == "torn")  # type: ignore[attr-defined]
        assert "This is no game that can be read" in await pressed(pilot, str(number))
        assert app(pilot).playing.journal.path == folder / "play-001.jsonl"


async def test_a_play_open_elsewhere_says_so_and_opens_as_a_copy(tmp_path: Path) -> None:
    async with playing(tmp_path) as first:
        await first.press("1")
        async with playing(tmp_path, straight=False) as second:
            assert "open in another window" in await pressed(second, "3")
            assert "play-001 is open in another window." in await pressed(second, "d")
            assert "You play on in a copy of it." in await pressed(second, "enter")


async def test_the_mouse_points_and_opens(tmp_path: Path) -> None:
    async with playing(tmp_path, straight=False) as pilot:
        await pressed(pilot, "1", "q", "1", "1", "q", "3")
        app(pilot).plays.copy  # noqa: B018
        await pilot.click(offset=spot(pilot, "play-001"))
        await pilot.pause()
        assert "Saved games" not in seen(pilot)
        assert app(pilot).playing.page.scene == "council"


async def test_going_back_from_the_saves_changes_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        before = seen(pilot)
        assert await pressed(pilot, "g", "escape") == before
        assert await pressed(pilot, "g", "enter") == before, "the play that is on is simply gone on with"


async def test_three_hundred_plays_are_listed_at_once(tmp_path: Path) -> None:
    story = tmp_path / "story.yaml"
    story.write_text(STORY, encoding="utf-8")
    plays = Plays(load(story), Saves(tmp_path / "saves"))
    for _ in range(300):
        head = Head("tea", "", plays.story.fingerprint, "bridges/one", 1)
        journal = plays.saves.begin(head)
        journal.append("winch", "ask", "", "0" * 16)
        journal.close()
    start = time.perf_counter()
    assert len(plays.shelf()) == 300
    assert time.perf_counter() - start < 0.5
    async with playing(tmp_path, straight=False) as pilot:
        await pressed(pilot, "3")
        shelf: Any = pilot.app.screen.shelf  # type: ignore[attr-defined]
        assert len(shelf.seen) < 12, "only what is on view is looked at"
        assert "play-001" in await pressed(pilot, "end")


# ---------------------------------------------------------------- the chronicle


@pytest.mark.parametrize(
    ("language", "row", "told"), [("en", "3", "The chronicle is in"), ("es", "3", "La crónica está")]
)
async def test_the_last_page_writes_the_chronicle_and_says_where(
    tmp_path: Path, language: str, row: str, told: str
) -> None:
    async with playing(tmp_path, (120, 40), language=language) as pilot:
        await pressed(pilot, "1", "1")
        assert told in await pressed(pilot, row)
        path = tmp_path / "saves" / "chronicle-play-001.html"
        assert path.name in seen(pilot).replace("\n", "")
        assert f'<html lang="{language}">' in path.read_text(encoding="utf-8")
        assert app(pilot).playing.page.ending == "held"


async def test_the_chronicle_of_an_unfinished_road_is_one_key(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pressed(pilot, "1", "x", "x")
        assert {path.name for path in (tmp_path / "saves").glob("chronicle*")} == {
            "chronicle-play-001.html",
            "chronicle-play-001-2.html",
        }
