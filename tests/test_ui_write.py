"""`october write` as a writer has it: real keys, and real files rewritten on the disk."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner
from textual.pilot import Pilot

from game import paths
from game.cli import main
from game.ui.themes import THEME_NAMES
from game.ui.widgets.hand import HandPanel
from tests.bench import generated
from tests.tea import STORY as TEA
from tests.tea import press, seen, spot
from tests.writer import edit, go, gone, until, writing

SIZES = [(80, 24), (120, 40), (200, 50)]


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A copy of Your First Scene, to write in."""
    shutil.copytree(paths.story("first"), tmp_path / "first")
    return tmp_path / "first"


async def hand_on(pilot: Pilot[None], name: str) -> None:
    """Press the arrow until the hand of the panel is on this thing."""
    panel = pilot.app.screen.query_one(HandPanel)
    for _ in panel.rows:
        if any(line.rpartition("▸")[2].split()[1:2] == [name] for line in seen(pilot).splitlines() if "▸" in line):
            return
        await press(pilot, "down")
    raise AssertionError(f"no {name} to be changed:\n{seen(pilot)}")


# ---------------------------------------------------------------- saves


@pytest.mark.parametrize("size", SIZES)
async def test_a_save_shows_at_the_end_of_the_same_road(first: Path, size: tuple[int, int]) -> None:
    async with writing(first, size) as pilot:
        assert "A Bucket of Water" in seen(pilot)
        await press(pilot, "2", "3")
        page = await until(pilot, "evening/ninth_evening, 2 choices")
        assert "Eleven Pins" not in page
        await press(pilot, "u")
        assert "evening.yaml:37" in await until(pilot, "Eleven Pins", "1 choice")
        edit(first / "evening.yaml", "with eleven pins", "with [b]twelve[/b] pins")
        page = await until(pilot, "with [b]twelve[/b] pins", "1 choice")
        marked = [line for line in page.splitlines() if "▎" in line]
        assert any("twelve" in line for line in marked)
        assert not any("Savely" in line for line in marked)
        await press(pilot, "u", "2")
        assert "▎" not in seen(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_a_fault_is_told_in_its_place_and_the_page_stays(first: Path, size: tuple[int, int]) -> None:
    async with writing(first, size) as pilot:
        await press(pilot, "1")
        edit(first / "evening.yaml", "goto: wardrobe", "goto: wardrobbe")
        page = await until(pilot, "evening.yaml:25:15", "No scene is called wardrobbe. Did you mean wardrobe?")
        assert "25 │ goto: wardrobbe" in page
        (row,) = [line for line in page.splitlines() if line.strip().startswith("25 │")]
        below = page.splitlines()[page.splitlines().index(row) + 1]
        assert below.index("↑") == row.index("wardrobbe")
        assert "An older page" in page and "1 fault" in page
        assert "Eleven Pins" in page
        await press(pilot, "2")  # the older page can be played on with
        assert "An older page" in seen(pilot)
        edit(first / "evening.yaml", "goto: wardrobbe", "goto: wardrobe")
        page = await until(pilot, "The story is whole again.", "2 choices")
        assert "older" not in page and "✗" not in page


async def test_many_faults_are_gone_through_one_by_one(first: Path) -> None:
    async with writing(first) as pilot:
        text = (first / "evening.yaml").read_text(encoding="utf-8")
        (first / "evening.yaml").write_text(text.replace("goto: council", "goto: counsel"), encoding="utf-8")
        edit(first / "reference.yaml", "sure: ", "shure: ")
        await until(pilot, "f next fault")
        heads = set()
        for _ in range(8):
            await press(pilot, "f")
            heads |= {line.split()[1] for line in seen(pilot).splitlines() if line.strip().startswith("✗")}
        assert len(heads) >= 3
        await pilot.click(offset=spot(pilot, "next fault"))


async def test_a_story_that_is_broken_at_first_is_shown_once_it_is_mended(first: Path) -> None:
    edit(first / "evening.yaml", "goto: wardrobe", "goto: wardrobbe")
    async with writing(first, scene="council") as pilot:
        page = seen(pilot)
        assert "There is no page yet." in page and "Did you mean wardrobe?" in page
        await press(pilot, "g", "v", "l", "e", "u", "n", "1", "enter", "space", "pagedown", "escape")
        edit(first / "evening.yaml", "goto: wardrobbe", "goto: wardrobe")
        await until(pilot, "leads to council", "council evening.yaml")


async def test_files_that_are_away_for_a_while_hurt_nothing(first: Path) -> None:
    async with writing(first) as pilot:
        os.rename(first, first.parent / "away")
        await until(pilot, "An older page")
        assert "A Bucket of Water" in seen(pilot)
        os.rename(first.parent / "away", first)
        await until(pilot, "The story is whole again.")


async def test_where_the_road_stops_is_said_and_it_goes_on_when_mended(first: Path) -> None:
    async with writing(first) as pilot:
        await press(pilot, "1", "2")
        edit(
            first / "evening.yaml",
            "        do: beard = straight\n",
            "        if: bucket\n        do: beard = straight\n",
        )
        page = await until(pilot, "The road stops here: let_her is closed here. One step waits")
        assert "Eleven Pins" in page and "1 choice" in page
        edit(
            first / "evening.yaml",
            "        if: bucket\n        do: beard = straight\n",
            "        do: beard = straight\n",
        )
        page = await until(pilot, "2 choices")
        assert "stops here" not in page


async def test_a_fault_in_a_language_alone_does_not_hold_up_the_page(first: Path) -> None:
    async with writing(first) as pilot:
        await press(pilot, "1", "2", "l")
        edit(first / "evening.yaml", "      let_her:\n", "      let_them:\n")
        page = await until(pilot, "wardrobe has no choice let_her any more. One step waits")
        assert "es/evening.yaml:36" in page and "Did you mean let_them?" in " ".join(page.split())
        assert "older" not in page and "1 fault" in page and "Eleven Pins" in page
        edit(first / "es" / "evening.yaml", "      let_her:", "      let_them:")
        page = await until(pilot, "Once alfileres")
        assert "✗" not in page and "stops here" in page
        edit(first / "es" / "evening.yaml", "      let_them:", "      let_her:")
        edit(first / "evening.yaml", "      let_them:\n", "      let_her:\n")
        await until(pilot, "2 choices")


async def test_the_scene_edited_elsewhere_is_told_and_one_key_goes_there(first: Path) -> None:
    async with writing(first) as pilot:
        await press(pilot, "e")
        assert "No other scene was edited." in seen(pilot)
        edit(first / "evening.yaml", "A third of the stalls", "A quarter of the stalls")
        await until(pilot, "Edited: hole. e goes there.")
        await press(pilot, "e")
        await until(pilot, "A quarter of the stalls", "leads to hole")


# ---------------------------------------------------------------- going somewhere


async def test_a_scene_is_found_by_a_few_letters_and_reached_by_a_proved_road(first: Path) -> None:
    async with writing(first) as pilot:
        await go(pilot, "council")
        page = await until(pilot, "A road of 2 choices leads to council. There is no shorter one.")
        assert "evening/ninth_evening, 2 choices" in page
        assert "by hand" not in page.splitlines()[1]


async def test_a_condition_narrows_the_road(first: Path) -> None:
    async with writing(first, (120, 40)) as pilot:
        await go(pilot, "council if beard == crooked and bucket")
        await until(pilot, "leads to council if beard == crooked and bucket")
        await press(pilot, "v")
        page = await until(pilot, "in this scene")
        assert any(line.split()[-2:] == ["crooked", "beard"] or "crooked" in line for line in page.splitlines())
        await press(pilot, "escape")
        await go(pilot, "if times(hole) >= 2")
        await until(pilot, "No road leads to", "if times(hole) >= 2. That is proved.")


async def test_a_mistyped_condition_is_told_and_the_list_stays(first: Path) -> None:
    async with writing(first) as pilot:
        await go(pilot, "council if baerd == off")
        assert "Did you mean beard?" in await until(pilot, "Go to a scene")
        await press(pilot, "escape", "escape")
        assert "A Bucket of Water" in seen(pilot)


async def test_a_start_is_begun_at(tmp_path: Path) -> None:
    path = tmp_path / "tea.yaml"
    shutil.copy(TEA, path)
    async with writing(path) as pilot:
        await go(pilot, "late")
        page = await until(pilot, "shore/late, at its beginning")
        assert "The left bank." in page


async def test_a_proof_is_left_by_a_key_and_the_page_stays(tmp_path: Path) -> None:
    """A story so large that its proof is not there at once."""
    generated.write(generated.make(600), tmp_path / "large")
    async with writing(tmp_path / "large") as pilot:
        before = seen(pilot).splitlines()[0]
        await go(pilot, "if number_0 + number_1 + number_2 + number_3 >= 20")
        page = await until(pilot, "Proving: is there a road to")
        assert "esc leave the proof" in page
        proof = next(thread for thread in threading.enumerate() if thread.name == "proof")
        await press(pilot, "t")  # the screen goes on meanwhile
        assert "Newsprint" in seen(pilot)
        await press(pilot, "escape")
        assert "The proof was left." in await gone(pilot, "Proving")
        while proof.is_alive():
            await pilot.pause(0.05)
        assert seen(pilot).splitlines()[0] == before


# ---------------------------------------------------------------- by hand


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_remembered_is_changed_by_hand_and_marked(first: Path, size: tuple[int, int]) -> None:
    async with writing(first, size) as pilot:
        await press(pilot, "1")
        assert "You would like to" in seen(pilot)
        page = await press(pilot, "v")
        assert "in this scene" in page
        await hand_on(pilot, "bucket")
        await press(pilot, "right")
        page = await until(pilot, "Dunya looks at", "by hand, not proved")
        await press(pilot, "right")
        await until(pilot, "You would like to")
        await press(pilot, "escape", "u", "u")
        page = seen(pilot)
        assert "by hand, not proved" not in page and "1 choice" in page


async def test_scenes_entered_and_choices_taken_can_be_changed_too(first: Path) -> None:
    async with writing(first, (120, 60)) as pilot:
        await press(pilot, "1", "v")
        page = seen(pilot)
        assert "times(wardrobe)" in page and "chosen(" in page
        await hand_on(pilot, "times(wardrobe)")
        await press(pilot, "right")
        await until(pilot, "She has kept the beard warm for you")


# ---------------------------------------------------------------- languages


@pytest.mark.parametrize("size", SIZES)
async def test_one_language_the_other_and_both(first: Path, size: tuple[int, int]) -> None:
    async with writing(first, size) as pilot:
        page = seen(pilot)
        assert "A Bucket of Water" in page and "Un cubo de agua" not in page
        await press(pilot, "l")
        page = seen(pilot)
        assert "Un cubo de agua" in page and "A Bucket of Water" not in page
        await press(pilot, "l")
        page = seen(pilot)
        (title,) = [line for line in page.splitlines() if "Un cubo de agua" in line]
        assert "A Bucket of Water" in title
        assert "Coger la barba." in page and "Take the beard." in page
        await press(pilot, "l")
        assert "Un cubo de agua" not in seen(pilot)


async def test_what_a_language_lacks_is_marked_where_it_stands(first: Path) -> None:
    async with writing(first, (120, 40), "es") as pilot:
        assert "Español lo tiene todo" in seen(pilot)
        text = (first / "es" / "evening.yaml").read_text(encoding="utf-8")
        begin, end = text.index("    title: Un cubo de agua"), text.index("    choices:")
        (first / "es" / "evening.yaml").write_text(text[:begin] + text[end:], encoding="utf-8")
        page = await until(pilot, "a Español le faltan 2: title, text")
        (title,) = [line for line in page.splitlines() if "A Bucket of Water" in line]
        assert "no está en Español" in title
        assert "Coger la barba." in page


async def test_what_is_older_than_its_source_is_marked(first: Path) -> None:
    """What a text was translated from is on record since `october translate` ran."""
    done = CliRunner().invoke(main, ["translate", "es", "--story", str(first)])
    assert done.exit_code == 0, done.output
    async with writing(first, (120, 40), "es") as pilot:
        assert "Español lo tiene todo" in seen(pilot)
        edit(first / "evening.yaml", "A Bucket of Water", "A Bucket of Sand")
        page = await until(pilot, "Español es anterior a su")
        (title,) = [line for line in page.splitlines() if "Un cubo de agua" in line]
        assert "anterior a su original" in title
        edit(first / "es" / "evening.yaml", "Un cubo de agua", "Un cubo de arena")
        assert "Español lo tiene todo" in await until(pilot, "Un cubo de arena")


# ---------------------------------------------------------------- the rest


@pytest.mark.parametrize("theme", THEME_NAMES)
@pytest.mark.parametrize("size", SIZES)
async def test_words_that_look_like_markup_stand_as_typed(tmp_path: Path, theme: str, size: tuple[int, int]) -> None:
    path = tmp_path / "tea.yaml"
    shutil.copy(TEA, path)
    async with writing(path, size, theme=theme) as pilot:
        page = await until(pilot, "[Lenin speaks]", "[/b]", "[@click=app.quit] stands")
        assert "Show him [b]the stamp[/b]." in page
        await press(pilot, "n")
        assert "The [i]junkers[/i]" in seen(pilot)
        await press(pilot, "escape")
        edit(path, "goto: stairs}\n      pull", "goto: '[red]stairs'}\n      pull")
        await until(pilot, "[red]stairs")
        edit(path, "goto: '[red]stairs'}", "goto: stairs}")
        await gone(pilot, "[red]stairs")
        assert pilot.app.is_running


async def test_chance_is_led_by_the_writer(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text(
        "story: one\ntitle: One\nendings: {over: {title: Over}}\n---\nchapter: c\ntitle: C\nstarts: {s: {scene: a}}\n"
        "scenes:\n  a: {title: A, text: Toss., choices: {toss: {say: Toss it., chance: {b: 3, a: 1}}}}\n"
        "  b: {title: Bee, text: Heads., ending: over}\n",
        encoding="utf-8",
    )
    async with writing(path) as pilot:
        page = await until(pilot, "by chance to b, 3 in 4", "by chance to a, 1 in 4")
        await press(pilot, "2")
        assert "1 choice" in seen(pilot) and "Toss." in seen(pilot)
        await pilot.click(offset=spot(pilot, "Toss it."))
        page = await until(pilot, "Heads.", "2 choices")
        assert "the end" in page


async def test_a_window_that_is_too_small_is_told_kindly_and_grows_again(first: Path) -> None:
    async with writing(first, (79, 24)) as pilot:
        assert "wider than 79 columns" in " ".join(seen(pilot).split())
        await pilot.resize_terminal(80, 24)
        await until(pilot, "A Bucket of Water")
        await pilot.resize_terminal(20, 5)
        await press(pilot, "1", "v", "l", "escape")
        await pilot.resize_terminal(200, 50)
        await until(pilot, "1 choice")


async def test_help_lists_the_keys_and_a_line_of_it_can_be_taken(first: Path) -> None:
    async with writing(first) as pilot:
        await press(pilot, "question_mark")
        page = seen(pilot)
        for words in ("go to any scene", "change by hand", "take back the last step", "side by side"):
            assert words in page
        await pilot.click(offset=spot(pilot, "change by hand"))
        await until(pilot, "in this scene")
