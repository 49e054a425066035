"""The endings, the tree of roads, and the journal with its three parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.play.branches import branches
from game.play.session import Session
from game.story.model import Story
from tests.tea import SIZES, app, drink, press, seen

BOTH = ("1", "1", "1", "u", "2")  # to one ending, a step back, and to the other


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("language", "told"), [("en", "1 that you have not found"), ("es", "1 que no has encontrado")])
async def test_found_endings_are_named_and_the_others_counted(
    tmp_path: Path, size: tuple[int, int], language: str, told: str
) -> None:
    async with drink(tmp_path, size, language) as pilot:
        page = await press(pilot, "1", "1", "1", "e")
        assert "[b]" in page
        assert told in page
        assert "The Lamp" not in page
        assert "Se apaga" not in page


async def test_from_the_title_there_is_the_gallery_and_an_ending_can_be_read_again(tmp_path: Path) -> None:
    async with drink(tmp_path, (80, 30)) as pilot:
        await press(pilot, "1", "1", "1")
        await pilot.press("ctrl+q")
    async with drink(tmp_path, straight=False) as pilot:
        page = await press(pilot, "e")
        assert "1 of 2 endings found" in page
        assert "the roads of this game" not in page
        assert "Nobody was shot." in await press(pilot, "enter")


async def test_an_empty_gallery_says_how_many_there_are(tmp_path: Path) -> None:
    async with drink(tmp_path, straight=False) as pilot:
        page = await press(pilot, "e")
        assert "0 of 2 endings found" in page
        assert "□ □  2 that you have not found" in page
        await press(pilot, "enter", "down", "escape")
        assert app(pilot).screen is app(pilot).base


async def test_the_tree_shows_where_roads_parted_and_enter_goes_back_to_one(tmp_path: Path) -> None:
    async with drink(tmp_path, (100, 30)) as pilot:
        page = await press(pilot, *BOTH, "e")
        assert "├─ You spoke for those who cross.  → ■ The [b]Winch[/b] Turns" in page
        assert "▸ └─ Who holds the winch.  → ■ The Lamp Goes Out · you are here" in page
        await press(pilot, "up", "enter")
        assert app(pilot).playing.page.scene == "done"
        page = await press(pilot, "e", "down", "enter")
        assert app(pilot).playing.page.scene == "dark"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "es"])
async def test_the_journal_has_three_parts_and_every_one_can_be_searched(
    tmp_path: Path, size: tuple[int, int], language: str
) -> None:
    async with drink(tmp_path, size, language) as pilot:
        road = " ".join((await press(pilot, *BOTH, "j")).split())
        assert "[stamp]" in road or "[sello]" in road
        assert "16:40" in road or "4:40 pm" in road
        standing = await press(pilot, "tab")
        assert "[rifle]" in standing or "[fusil]" in standing
        assert "The lamp is out." in standing or "La lámpara está apagada." in standing
        roads = await press(pilot, "tab")
        assert "├─" in roads
        await pilot.press(*"zzz")
        await pilot.pause()
        assert "zzz" in seen(pilot).split("zzz", 1)[1], "it says that nothing has zzz in it"


async def test_the_road_is_searched_by_the_words_of_its_pages_too(tmp_path: Path) -> None:
    async with drink(tmp_path) as pilot:
        page = await press(pilot, *BOTH, "j", *"dry")
        assert "The Stairs" in page
        assert "The Council" not in page
        assert "It is dry here." in await press(pilot, "enter")
        await press(pilot, "1")
        assert app(pilot).playing.page.scene == "stairs"


async def test_a_page_is_read_again_before_one_goes_back_to_it(tmp_path: Path) -> None:
    async with drink(tmp_path, (80, 40)) as pilot:
        page = await press(pilot, "1", "1", "j", "up", "up", "enter")
        for words in ("[Lenin speaks]", "[/b] [@click=app.quit]", "You showed the [stamp].", "Go back to this page?"):
            assert words in page
        await press(pilot, "2")
        assert "The road so far" in seen(pilot)
        await press(pilot, "enter", "1")
        assert app(pilot).playing.page.scene == "winch"


async def test_an_old_branch_is_listed_in_the_journal_and_reached_from_it(tmp_path: Path) -> None:
    async with drink(tmp_path) as pilot:
        await press(pilot, *BOTH, "j", "tab", "tab", "down", "enter", "1")
        assert app(pilot).playing.page.scene == "done"


async def test_in_a_wide_window_the_page_stands_beside_the_road(tmp_path: Path) -> None:
    async with drink(tmp_path, (120, 40)) as pilot:
        page = await press(pilot, "1", "1", "j")
        assert "Who may order a bridge closed?" in page
        assert "It is dry here." in await press(pilot, "up")


def test_the_same_choice_taken_twice_is_one_road(small: Story) -> None:
    session = Session.new(small, "en", "bridge/anya", seed=1)
    session.choose("wait")
    session.undo()
    session.choose("wait")
    assert len(branches(session)) == 1
    session.undo()
    session.choose("jam")
    tree = branches(session)
    assert [stretch.rails for stretch in tree] == ["", "├─ ", "└─ "]
    assert [stretch.here for stretch in tree] == [False, False, True]
    assert all(session.go_to(stretch.end) for stretch in tree)


def test_a_tree_with_hundreds_of_forks_is_drawn_and_not_too_deep(small: Story) -> None:
    session = Session.new(small, "en", "bridge/anya", seed=1)
    for _ in range(300):
        session.choose("wait" if "wait" in session.open_choices() else session.open_choices()[0])
        if session.page.ending:
            session.go_to(0)
        else:
            session.undo()
            session.choose(session.open_choices()[-1])
            if session.page.ending:
                session.go_to(0)
    tree = branches(session)
    assert sum(stretch.here for stretch in tree) == 1
    assert max(len(stretch.rails) for stretch in tree) <= 40
