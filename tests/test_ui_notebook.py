"""The notebook, and what is real in a scene."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.play.profile import Profile
from tests.tea import SIZES, app, drink, press, seen, spot


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("language", "count"), [("en", "1 of 3 notes"), ("es", "1 de 3 notas")])
async def test_found_notes_are_listed_and_the_others_only_counted(
    tmp_path: Path, size: tuple[int, int], language: str, count: str
) -> None:
    async with drink(tmp_path, size, language) as pilot:
        page = await press(pilot, "o")
        assert count in page
        assert "[i]junkers[/i]" in page
        assert "Lamps" not in page
        assert "Lámparas" not in page


async def test_an_empty_notebook_says_how_a_note_is_found(tmp_path: Path) -> None:
    async with drink(tmp_path, straight=False) as pilot:
        page = " ".join((await press(pilot, "o")).split())
        assert "0 of 3 notes found" in page
        assert "Words with ° in the story open them." in page


async def test_a_note_shows_document_historians_claims_where_they_stand_sources_and_where_it_was_found(
    tmp_path: Path,
) -> None:
    async with drink(tmp_path, (80, 40)) as pilot:
        page = " ".join((await press(pilot, "o", "enter")).split())
        for words in (
            "The [i]junkers[/i]",
            "Officer cadets, the article says.",
            "what historians say",
            "Few agree with [sic] it.",
            "? contested: Not a shot was fired. A memoir, paragraph 4, sentence 2",
            "✓ supported: Cadets were there.",
            "A. Rabinowitch, [Petrograd] (1976)",
            "We are fairly sure of this.",
            "found at ── Liteiny bridge Tue 24 October Rudakov",
        ):
            assert words in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("JÚNKERS", True),
        ("few agree", True),
        ("rabinowitch", True),
        ("liteiny", True),
        ("tue 24", True),
        ("6 november", True),
        ("rudakov", True),
        ("shot fired", True),
        ("contested", True),
        ("[petrograd]", True),
        ("lamps", False),
        ("zzz", False),
    ],
)
async def test_it_is_searched_as_one_types_by_words_place_person_day_and_claim(
    tmp_path: Path, query: str, found: bool
) -> None:
    async with drink(tmp_path) as pilot:
        await press(pilot, "o")
        for letter in query:
            await pilot.press("space" if letter == " " else letter)
        await pilot.pause()
        page = seen(pilot)
        assert ("junkers[/i]" in page) is found
        if not found:
            assert f"Nothing here has {query} in it." in page
        page = await press(pilot, "escape")
        assert "junkers[/i]" in page, "the first escape only empties the field"
        await press(pilot, "escape")
        assert app(pilot).screen is app(pilot).base


async def test_it_is_filtered_by_verdict_with_the_key_and_with_the_mouse(tmp_path: Path) -> None:
    async with drink(tmp_path) as pilot:
        page = await press(pilot, "1", "1", "o")
        assert "2 of 3 notes" in page
        page = await press(pilot, "tab")
        assert "junkers" in page
        assert "Lamps" not in page
        await pilot.click(offset=spot(pilot, "✗"))
        await pilot.pause()
        page = seen(pilot)
        assert "Lamps" in page
        assert "junkers" not in page
        assert "Nothing here" in await press(pilot, "tab")
        assert "Lamps" in await press(pilot, "shift+tab", "shift+tab", "shift+tab", "shift+tab", "shift+tab")


async def test_a_note_opened_from_a_note_is_found_too(tmp_path: Path) -> None:
    async with drink(tmp_path) as pilot:
        await press(pilot, "o", "enter")
        await pilot.click(offset=spot(pilot, "Tea°"))
        await pilot.pause()
        assert "It was brick tea." in seen(pilot)
        assert "2 of 3 notes found" in await press(pilot, "escape")


async def test_in_a_wide_window_the_note_stands_beside_the_list(tmp_path: Path) -> None:
    async with drink(tmp_path, (120, 40)) as pilot:
        page = await press(pilot, "1", "1", "o")
        assert "Few agree with [sic] it." in page
        assert "There were eleven." in await press(pilot, "down")


async def test_what_one_play_found_is_there_in_the_next_and_from_the_title(tmp_path: Path) -> None:
    async with drink(tmp_path) as pilot:
        await press(pilot, "1", "1")
        await pilot.press("ctrl+q")
    async with drink(tmp_path, straight=False) as pilot:
        assert "2 of 3 notes found" in await press(pilot, "o")
        page = await press(pilot, "down", "enter")
        assert "There were eleven." in page
        assert "Liteiny bridge" in page


async def test_what_was_found_is_on_the_disk_soon_though_the_game_goes_on(tmp_path: Path) -> None:
    async with drink(tmp_path) as pilot:
        await press(pilot, "1", "1")
        kept = tmp_path / "saves" / "profile.json"
        for _ in range(100):
            await pilot.pause(0.1)
            if kept.exists():
                break
        story = app(pilot).plays.story.id
        assert Profile(kept).found(story, "notes") == app(pilot).playing.profile.found(story, "notes") != frozenset()


# ---------------------------------------------------------------- what is real here


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("This scene is imagined.", "Cadets are sent to the [bridges].", "(fairly sure)", "Here with you: Rud")),
        ("es", ("Esta escena es imaginada.", "Se envían cadetes a los [puentes].", "(bastante seguro)")),
    ],
)
async def test_one_key_says_what_is_real_here(
    tmp_path: Path, size: tuple[int, int], language: str, words: tuple[str, ...]
) -> None:
    async with drink(tmp_path, size, language) as pilot:
        page = await press(pilot, "w")
        for _ in range(6):
            page += await press(pilot, "space")
        page = " ".join(page.split())
        for told in (*words, "junkers[/i]", "[@click=app.quit]"):
            assert told in page
        assert "[i]junkers" in await press(pilot, "1")


async def test_it_says_plausible_and_documented_and_that_there_are_no_notes(tmp_path: Path) -> None:
    async with drink(tmp_path, (80, 40)) as pilot:
        page = await press(pilot, "1", "w")
        assert "This scene may have happened so." in page
        assert "There are no notes on this page." in page
        assert "Nobody is here with you." in page
        assert "This scene follows the documents." in await press(pilot, "escape", "1", "w")
