"""The main screens as text, 80 by 24, in both languages; and the contrast of the prose in every theme.

`OCTOBER_UPDATE_GOLDENS=1 pytest tests/test_ui_goldens.py` writes them anew; read the difference before keeping it.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest

from game.ui.themes import INKS, PALETTES
from tests.tea import CARDS, drink, press

GOLDENS = Path(__file__).parent / "goldens"
UPDATE = bool(os.environ.get("OCTOBER_UPDATE_GOLDENS"))

SCREENS: dict[str, tuple[bool, tuple[str, ...]]] = {
    "title": (False, ()),
    "about": (False, ("a",)),
    "chapters": (False, ("2",)),
    "card": (False, ("2", "2")),
    "page": (True, ()),
    "consequence": (True, ("1",)),
    "ending": (True, ("1", "1", "1")),
    "note": (True, ("n",)),
    "real": (True, ("w",)),
    "notebook": (True, ("1", "1", "o")),
    "notebook_empty": (False, ("o",)),
    "searching": (True, ("1", "1", "o", "l", "a", "m")),
    "searching_in_vain": (True, ("1", "j", "z", "z", "z")),
    "map": (True, ("1", "1", "m")),
    "day": (True, ("1", "1", "1", "u", "2", "d")),
    "journal": (True, ("1", "1", "1", "u", "2", "j")),
    "standing": (True, ("1", "1", "1", "u", "2", "j", "tab")),
    "roads": (True, ("1", "1", "1", "u", "2", "j", "tab", "tab")),
    "endings": (True, ("1", "1", "1", "u", "2", "e")),
    "settings": (True, ("p", "down", "down")),
    "palette": (True, ("ctrl+p",)),
    "help": (True, ("question_mark",)),
}


KEPT = datetime(2026, 1, 2, 10, 30)  # when the games of the golden were last touched


def compare(name: str, language: str, page: str) -> None:
    """Hold a screen against its golden."""
    text = "\n".join(line.rstrip() for line in page.splitlines()).rstrip() + "\n"
    path = GOLDENS / f"{name}.{language}.txt"
    if UPDATE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("language", ["en", "es"])
async def test_a_screen_looks_as_it_was_left(tmp_path: Path, name: str, language: str) -> None:
    straight, keys = SCREENS[name]
    cards = CARDS if name == "card" else ""
    async with drink(tmp_path, (80, 24), language, cards=cards, straight=straight, theme="poster") as pilot:
        page = await press(pilot, *keys)
    compare(name, language, page)


@pytest.mark.parametrize("language", ["en", "es"])
async def test_the_saved_games_look_as_they_were_left(tmp_path: Path, language: str) -> None:
    async with drink(tmp_path, (80, 24), language) as pilot:
        await press(pilot, "1", "1", "s", *"teapot", "enter", "1", "q")
    for minute, path in enumerate(sorted((tmp_path / "saves").glob("*.jsonl"), reverse=True)):
        kept = KEPT.timestamp() + 60 * minute
        os.utime(path, times=(kept, kept))
    async with drink(tmp_path, (80, 24), language, straight=False, theme="poster") as pilot:
        compare("saves", language, await press(pilot, "4"))


def test_there_is_no_golden_of_a_screen_that_is_not_there() -> None:
    there = {path.name for path in GOLDENS.glob("*.e[ns].txt")}
    assert there == {f"{name}.{code}.txt" for name in (*SCREENS, "saves") for code in ("en", "es")}


# ---------------------------------------------------------------- contrast


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of two colours, 1 to 21.

    >>> round(contrast("#000000", "#FFFFFF"))
    21
    """
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


LEAST = {"prose": 7.0, "strong": 7.0, "quiet": 6.0, "note": 6.0, "water": 6.0, "red": 6.0, "chosen": 6.0, "shape": 3.0}


@pytest.mark.parametrize("theme", [name for name, palette in PALETTES.items() if not palette.terminal])
def test_prose_stands_at_seven_to_one_or_more_and_every_other_word_can_be_read(theme: str) -> None:
    for role, least in LEAST.items():
        style = INKS[theme].style(role)
        assert style.color is not None
        assert style.bgcolor is not None
        wanted = 7.0 if theme == "contrast" else least
        assert contrast(style.color.name, style.bgcolor.name) >= wanted, role


def test_the_plain_theme_names_no_colour_but_the_terminals_own() -> None:
    for style in INKS["plain"].styles.values():
        for colour in (style.color, style.bgcolor):
            assert colour is None or colour.is_default or (colour.number is not None and colour.number < 16)
