"""The scene on the screen, played by real keys and a real mouse against the real engine."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from game.play.plays import Plays
from game.play.profile import Profile
from game.play.saves import Saves
from game.story.linker import load
from game.ui.app import Launch, October

STORY = """
story: tea
title: Tea
language: en
variables: {strong: {about: you have held a winch}}
chapters: [bridges]
endings: {held: {title: "The [b]Winch[/b] Turns", about: Nobody was shot.}}
---
chapter: bridges
title: "Bridges [/b]"
starts: {one: {scene: winch}}
scenes:
  winch:
    title: '[Lenin speaks]'
    at: 1917-10-24 16:40
    place: liteiny
    present: [kolya]
    basis: imagined
    text: |
      Four [[junkers|cadets]] with a *teapot*. \\[/b\\] \\[@click=app.quit\\] stands as typed.

      > TO ALL.
      > STOP
    choices:
      show: {say: "Show him [b]the stamp[/b].", record: You showed the stamp., goto: council}
      pull: {say: Draw the pin., if: strong, locked: 'Your hands [have] never held a winch.', goto: council}
      ask: {say: Ask for tea., record: You asked for tea., goto: long}
  long:
    title: Long
    basis: plausible
    text: |
      LONG
    goto: council
  council:
    title: The Council
    at: 1917-10-24 18:00
    basis: imagined
    text: They sit.
    council: Who may order a bridge closed?
    remember:
      bridge: {title: The bridge, said: [winch], print: Taken without a shot., notes: [junkers]}
    choices:
      us: {say: Those who cross it., goto: done}
      them: {say: Who holds the winch., goto: done}
  done: {title: Morning, basis: imagined, text: It turns., ending: held}
---
people: {kolya: {name: "a cadet [red]you don't know[/red]"}}
places: {liteiny: {name: Liteiny bridge, metres: [1, 1]}}
notes:
  junkers:
    title: "The [i]junkers[/i]"
    text: Officer cadets. See [[tea]].
    historians: Few agree.
    claims: [shot]
    sources: [rab]
    sure: medium
  tea: {title: Tea, text: It was brick tea., sure: low}
documents: {memo: {title: A memoir}}
claims: {shot: {document: memo, paragraph: 4, sentence: 2, says: Not a shot was fired., verdict: contested}}
works: {rab: {title: "A. Rabinowitch (1976)"}}
---
language: es
chapter: bridges
title: Los puentes
scenes:
  winch:
    title: Habla Lenin
    text: Cuatro [[junkers|cadetes]] con una tetera.
    choices:
      show: Enseñarle el sello.
      ask: Pedir té.
      pull: {say: Sacar el pasador., locked: Nunca has tocado un torno.}
""".replace("LONG", "\n\n      ".join(["A long line of people waits here. " * 6] * 12))

Play = Callable[..., Any]


def launch(folder: Path, **wanted: Any) -> Launch:
    """What the command would ask for, with the story above and a folder of its own."""
    path = folder / "story.yaml"
    if not path.exists():
        path.write_text(wanted.pop("story", STORY), encoding="utf-8")
    plays = Plays(load(path), Saves(folder / "saves"), Profile(folder / "profile.json"))
    return Launch(plays, wanted.pop("language", "en"), **wanted)


@asynccontextmanager
async def playing(folder: Path, size: tuple[int, int] = (80, 24), **wanted: Any) -> AsyncGenerator[Pilot[None], None]:
    """The scene, at once."""
    wanted.setdefault("straight", True)
    async with October(launch(folder, **wanted)).run_test(size=size) as pilot:
        await pilot.pause()
        yield pilot


def seen(pilot: Pilot[None]) -> str:
    """What stands on the screen."""
    return "\n".join(strip.text.rstrip() for strip in pilot.app.screen._compositor.render_strips())  # pyright: ignore[reportPrivateUsage]


def app(pilot: Pilot[None]) -> October:
    assert isinstance(pilot.app, October)
    return pilot.app


def spot(pilot: Pilot[None], words: str) -> tuple[int, int]:
    """Where words stand on the screen: column and row."""
    for row, line in enumerate(seen(pilot).splitlines()):
        if words in line:
            return line.index(words), row
    raise AssertionError(f"{words!r} is not on the screen:\n{seen(pilot)}")


async def test_a_page_shows_both_calendars_the_place_who_is_here_and_its_choices(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        page = seen(pilot)
        for words in (
            "Tue 24 October · 4:40 pm",
            "(6 November, new style)",
            "Liteiny bridge",
            "cadets°",
            "1  Show him",
        ):
            assert words in page


async def test_words_of_the_author_are_never_markup(tmp_path: Path) -> None:
    async with playing(tmp_path, (100, 30)) as pilot:
        page = seen(pilot)
        for words in ("[Lenin speaks]", "[/b] [@click=app.quit] stands", "[b]the stamp[/b]", "Bridges [/b]"):
            assert words in page
        assert "[red]you" in page
        assert "Your hands [have] never" in page
        await pilot.press("n")
        assert "The [i]junkers[/i]" in seen(pilot)
        await pilot.press("escape", "1", "1")
        assert "The [b]Winch[/b] Turns" in seen(pilot)


@pytest.mark.parametrize("size", [(60, 20), (76, 20), (80, 24), (100, 24), (119, 30), (120, 40), (200, 50)])
async def test_every_size_shows_title_hour_choices_and_keys_and_nothing_is_cut_off(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with playing(tmp_path, size) as pilot:
        page = seen(pilot)
        for words in (
            "[Lenin speaks]",
            "4:40 pm",
            "Liteiny bridge",
            "1 Show",
            "2 Ask",
            "never held a winch.",
            "? more",
        ):
            assert words in " ".join(page.split())
        assert all(len(line) <= size[0] for line in page.splitlines())


async def test_below_forty_columns_it_kindly_asks_for_room_and_comes_back(tmp_path: Path) -> None:
    async with playing(tmp_path, (36, 20)) as pilot:
        assert "a little more room" in seen(pilot)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "1  Show him" in seen(pilot)


async def test_a_number_takes_a_choice_and_a_locked_one_has_none(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pilot.press("3")
        assert app(pilot).playing.page.scene == "winch"
        await pilot.press("2")
        assert app(pilot).playing.page.scene == "long"


async def test_the_arrows_move_the_hand_and_enter_takes(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pilot.press("down")
        assert "▸ 2  Ask for tea." in seen(pilot)
        await pilot.press("down")
        assert "▸ 1" in seen(pilot)
        await pilot.press("up", "enter")
        assert app(pilot).playing.page.scene == "long"


async def test_the_mouse_takes_a_choice_opens_a_note_and_presses_a_key(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pilot.click(offset=spot(pilot, "cadets°"))
        await pilot.pause()
        assert "Officer cadets." in seen(pilot)
        await pilot.click(offset=spot(pilot, "close"))
        await pilot.pause()
        await pilot.click(offset=spot(pilot, "Draw the pin"))  # locked: nothing
        await pilot.click(offset=spot(pilot, "Ask for tea."))
        await pilot.pause()
        assert app(pilot).playing.page.scene == "long"


async def test_a_long_page_scrolls_by_key_and_wheel_while_the_choices_stay(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pilot.press("2")
        await pilot.pause()
        place = spot(pilot, "1  Go on")
        assert "space read on" in seen(pilot)
        assert "Long" in seen(pilot).splitlines()[3]
        await pilot.press("space")
        assert "Long" not in seen(pilot).splitlines()[3]
        assert spot(pilot, "1  Go on") == place
        await pilot.press("end")
        await pilot.pause()
        assert "space read on" not in seen(pilot)
        await pilot.press("home")
        await pilot._post_mouse_events([events.MouseScrollDown], offset=(10, 8))  # pyright: ignore[reportPrivateUsage]
        await pilot.pause()
        assert "Long" not in seen(pilot).splitlines()[3]


async def test_a_note_lies_over_a_narrow_page_and_n_turns_to_the_next(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pilot.press("n")
        leaf = seen(pilot)
        for words in ("Officer cadets.", "what historians say", "? contested: Not a shot", "A memoir, paragraph 4"):
            assert words in leaf
        assert "We are fairly sure of this." in leaf
        await pilot.click(offset=spot(pilot, "Tea°"))
        await pilot.pause()
        assert "It was brick tea." in seen(pilot)
        await pilot.press("escape")
        assert "1  Show him" in seen(pilot)


async def test_in_a_wide_window_a_note_is_read_beside_the_text(tmp_path: Path) -> None:
    async with playing(tmp_path, (120, 40)) as pilot:
        await pilot.press("n")
        page = seen(pilot)
        assert "Officer cadets." in page
        assert "1  Show him" in page
        await pilot.press("escape")
        assert "Officer cadets." not in seen(pilot)
        assert "── here ──" in seen(pilot)


async def test_undo_takes_back_and_says_so_and_on_the_first_page_too(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pilot.press("u")
        assert "This is the first page." in seen(pilot)
        await pilot.press("1", "u")
        assert app(pilot).playing.page.scene == "winch"
        assert "taken back" in seen(pilot)


async def test_the_council_sets_its_question_apart_and_lays_the_journal_beside(tmp_path: Path) -> None:
    async with playing(tmp_path, (80, 40)) as pilot:
        await pilot.press("1")
        page = seen(pilot)
        for words in (
            "── the question ──",
            "Who may order",
            "You said  4:40 pm  You showed",
            "In print  Taken without",
        ):
            assert words in page
        assert "nothing in your journal" in page


async def test_an_ending_says_what_next(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pilot.press("1", "1")
        assert "Nobody was shot." in seen(pilot)
        await pilot.press("2")
        assert app(pilot).playing.page.scene == "council"
        await pilot.press("1", "1")
        assert "The road so far" in seen(pilot)


async def test_the_journal_leads_back_to_a_page_after_asking_once_more(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pilot.press("1", "j")
        assert "You showed the stamp." in seen(pilot)
        assert "you are here" in seen(pilot)
        await pilot.press("up", "enter")
        assert "Go back to this page?" in seen(pilot)
        await pilot.press("2")
        assert app(pilot).playing.page.scene == "council"
        await pilot.press("enter", "1")
        await pilot.pause()
        assert app(pilot).playing.page.scene == "winch"
        assert "1  Show him" in seen(pilot)


async def test_the_language_changes_on_the_same_page_and_what_lacks_is_marked(tmp_path: Path) -> None:
    async with playing(tmp_path, (80, 30)) as pilot:
        await pilot.press("down", "l")
        page = seen(pilot)
        for words in ("mar. 24 de octubre · 16:40", "Habla Lenin", "cadetes°", "▸ 2  Pedir té.", "? más"):
            assert words in page
        assert "aún no está traducida" in page
        await pilot.press("2")
        assert app(pilot).playing.page.scene == "long"
        await pilot.press("l", "u")
        assert "Ask for tea." in seen(pilot)


async def test_a_copy_is_kept_under_a_name_and_a_bad_or_taken_name_is_told(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pilot.press("s", *"a/b", "enter")
        assert "Use letters, digits" in seen(pilot)
        await pilot.press("backspace", "backspace", "enter")
        await pilot.pause()
        assert "A copy is kept as a." in seen(pilot)
        await pilot.press("s", "a", "enter")
        assert "already" in seen(pilot)
        await pilot.press("escape")
        assert (tmp_path / "saves" / "a.jsonl").exists()


async def test_help_lists_the_keys_and_a_line_of_it_does_what_it_says(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pilot.press("question_mark")
        assert "the notes of this page" in seen(pilot)
        await pilot.click(offset=spot(pilot, "the road so far"))
        await pilot.pause()
        assert "The road so far" in seen(pilot)


async def test_trouble_with_the_disk_is_one_calm_line_and_the_play_goes_on(tmp_path: Path) -> None:
    (tmp_path / "saves").write_text("in the way", encoding="utf-8")
    async with playing(tmp_path) as pilot:
        assert "cannot be kept on the disk" in " ".join(seen(pilot).split())
        await pilot.press("1")
        assert app(pilot).playing.page.scene == "council"


async def test_ctrl_c_leaves_and_the_play_is_there_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pilot.press("1", "ctrl+c")
    async with playing(tmp_path, slot="play-001") as pilot:
        assert app(pilot).playing.page.scene == "council"


@pytest.mark.parametrize("theme", ["poster", "newsprint", "contrast", "plain"])
async def test_each_theme_shows_the_page(tmp_path: Path, theme: str) -> None:
    async with playing(tmp_path, theme=theme) as pilot:
        assert "cadets°" in seen(pilot)
        await pilot.press("t", "t", "t", "t")
        assert "1  Show him" in seen(pilot)


async def test_without_colour_the_terminals_own_are_kept_and_signs_tell_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with playing(tmp_path) as pilot:
        assert pilot.app.theme == "plain"
        page = seen(pilot)
        assert "▸ 1" in page
        assert "cadets°" in page
        assert "·  Draw the pin." in page
