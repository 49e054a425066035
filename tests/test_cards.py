"""The cards of chapters: read, drawn at every size, and on the screen by real keys."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from game.play.chronicle import as_html, as_markdown, chronicle
from game.play.plays import Plays
from game.play.profile import Profile
from game.play.saves import Saves
from game.play.session import Session
from game.settings import SettingsFile
from game.story.linker import Checked, check, load
from game.story.model import Card, Shape, Story, Where
from game.ui.app import Launch, October
from game.ui.screens.card import CardScreen
from game.ui.screens.scene import SceneScreen
from game.ui.widgets.card import draw_card, has_letters
from game.ui.widgets.dots import GROUND, INK, LETTER, LETTER_ON_RED, LETTERS, RED, STEEL, Canvas
from game.ui.widgets.letters import CUTS, can_be_set, line_of, parted
from game.ui.widgets.typeset import fit_title
from game.words import Words
from tests.tea import CARDS, STORY, app, drink, press, seen

SIZES = [(60, 20), (80, 24), (120, 40), (200, 50)]
UNDER = 6  # lines of a window that a card's picture cannot have


# ---------------------------------------------------------------- in the story


def test_a_card_is_read_as_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "tea.yaml"
    path.write_text(STORY.read_text(encoding="utf-8") + CARDS, encoding="utf-8")
    story = load(path)
    assert list(story.cards) == ["bridge", "shore"]
    card = story.cards["bridge"]
    assert card.letters == ((4, 4), (80, 46))
    assert card.shapes[0] == Shape("corners", ((0, 100), (0, 60), (70, 80)), 0, "steel", 1, (0, 0))
    assert card.shapes[1] == Shape("beam", ((0, 92), (100, 84)), 3, "ink", 1, (0, 0))
    assert card.shapes[2] == Shape("disc", ((10, 70),), 8, "water", 5, (12, 2))
    assert story.cards["shore"].letters == ((4, 6), (96, 50)), "where a writer says nothing"


def test_a_card_changes_nothing_that_can_happen(tmp_path: Path) -> None:
    from game.proof.prove import prove

    path = tmp_path / "tea.yaml"
    path.write_text(STORY.read_text(encoding="utf-8") + CARDS, encoding="utf-8")
    with_cards, without = prove(load(path)), prove(load(STORY))
    assert [finding.code for finding in with_cards.findings] == [finding.code for finding in without.findings]
    assert with_cards.settled == without.settled


def test_every_part_of_a_card_that_is_wrong_is_told(read: Callable[[str], Checked]) -> None:
    card = CARDS.replace("in: steel", "in: stele").replace("wide: 8", "wide: 800").replace("thick: 3", "thck: 3")
    told = read(STORY.read_text(encoding="utf-8") + card).faults
    assert [fault.code for fault in told] == ["value-unknown", "key-unknown", "value-kind"]
    assert [fault.hint for fault in told[:2]] == ["Did you mean steel?", "Did you mean thick?"]


def test_a_language_draws_no_card(read: Callable[[str], Checked]) -> None:
    told = read(STORY.read_text(encoding="utf-8") + "---\nlanguage: es\ncards: {bridge: {shapes: []}}\n").faults
    assert [fault.code for fault in told] == ["language-extra"]


# ---------------------------------------------------------------- the letters


def test_letters_carry_their_marks() -> None:
    assert parted("¿Mañana?") == [("¿", ""), *[(letter, "") for letter in "MA"], ("N", "\u0303"), *parted("ana?")]
    for cut in CUTS:
        letters, _ = line_of("ÁÑÜ", cut)
        assert [bool(letter.mark) for letter in letters] == [True, True, True]
        assert all(len(rows) == cut.height for rows in cut.letters.values()), "every letter stands on the line"
        assert all(len({len(row) for row in rows}) == 1 for rows in cut.letters.values())
        assert cut.letters.keys() == CUTS[0].letters.keys()


def test_a_title_in_letters_that_are_not_cut_is_not_set() -> None:
    assert can_be_set("La mañana siguiente: ¡fin!")
    assert not can_be_set("Мосты")
    assert not can_be_set("[b]")


def test_a_title_takes_the_lines_in_which_it_is_largest() -> None:
    found = fit_title("The Morning After", 60, 60)
    assert found is not None
    assert found[0] == ("THE", "MORNING", "AFTER")
    found = fit_title("The Morning After", 190, 30)
    assert found is not None
    assert len(found[0]) < 3
    assert fit_title("The Morning After", 20, 8) is None
    assert fit_title("", 200, 80) is None


def canvas_of(*shapes: Shape, title: str = "Ink", width: int = 80, height: int = 40, halo: bool = False) -> Canvas:
    card = Card("one", ((0, 0), (100, 60)), shapes, Where("", 1, 1))
    canvas = draw_card(card, title, width, height, halo=halo)
    assert canvas is not None
    return canvas


def dots(canvas: Canvas) -> set[int]:
    return {dot for row in canvas.rows for dot in row}


EVERYWHERE = ((0, 0), (100, 0), (100, 100), (0, 100))


def test_a_letter_is_seen_over_every_colour() -> None:
    assert dots(canvas_of(Shape("corners", EVERYWHERE, 0, "red", 1, (0, 0)))) == {RED, LETTER_ON_RED}
    assert dots(canvas_of(Shape("corners", EVERYWHERE, 0, "ink", 1, (0, 0)))) == {INK, GROUND}
    assert dots(canvas_of(Shape("corners", EVERYWHERE, 0, "steel", 1, (0, 0)))) == {STEEL, LETTER}


def test_what_is_drawn_many_times_looks_the_same_each_time() -> None:
    canvas = canvas_of(Shape("disc", ((10, 80),), 12, "red", 7, (11, 0)), title="I")
    rows = [bytes(row).replace(bytes([LETTER]), b"\0") for row in canvas.rows]
    for row in rows:
        runs = [run for run in row.split(b"\0") if run]
        assert len(runs) in (0, 7)
        assert len(set(runs)) <= 1


def test_a_narrow_window_has_only_the_letters_and_a_tiny_one_none() -> None:
    card = Card("one", ((0, 0), (60, 60)), (Shape("disc", ((50, 50),), 50, "red", 1, (0, 0)),), Where("", 1, 1))
    canvas = draw_card(card, "The Queue", 45, 30, halo=False)
    assert canvas is not None
    assert dots(canvas) == {GROUND, LETTER}
    assert draw_card(card, "The Morning After the Day Before", 45, 20, halo=False) is None
    assert not has_letters(card, "The Morning After the Day Before", 45, 20)


@pytest.mark.parametrize("spots", [((-100, -100), (200, 200)), ((50, 50), (50, 50)), ((200, 0), (200, 100))])
def test_a_shape_beyond_the_edges_or_of_no_size_is_cut_off(spots: tuple[tuple[int, int], ...]) -> None:
    canvas_of(Shape("beam", spots, 200, "red", 60, (200, -100)))
    canvas_of(Shape("disc", spots[:1], 200, "red", 60, (-100, 200)))
    canvas_of(Shape("corners", (*spots, (0, 0)), 0, "red", 60, (1, 1)))


# ---------------------------------------------------------------- the story that ships


def test_every_chapter_that_ships_has_a_card_with_one_red_thing(shipped: Story) -> None:
    assert shipped.cards.keys() == shipped.chapters.keys()
    for card in shipped.cards.values():
        assert {"ink", "red", "steel"} & {shape.colour for shape in card.shapes}
        assert pieces(dry(card, 120, 68)) == 1, f"{card.id}: red in {pieces(dry(card, 120, 68))} places"


def dry(card: Card, width: int, height: int) -> Canvas:
    """The card without its letters; a line of red words counts as one thing."""
    canvas = draw_card(card, "", width, height, halo=False)
    assert canvas is not None
    return canvas


def pieces(canvas: Canvas) -> int:
    """In how many places there is red, a gap of a few dots being none."""
    red = {(x, y) for y, row in enumerate(canvas.rows) for x, dot in enumerate(row) if dot == RED}
    found = 0
    while red:
        found += 1
        waiting = [red.pop()]
        while waiting:
            x, y = waiting.pop()
            near = {(i, j) for i in range(x - 4, x + 5) for j in range(y - 4, y + 5)} & red
            red -= near
            waiting += near
    return found


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_on_every_card_that_ships_the_title_stands_in_block_letters(shipped: Story, size: tuple[int, int]) -> None:
    width, height = size[0], (size[1] - UNDER) * 2
    for language in ("en", "es"):
        for start in shipped.chapters:
            name = f"{start}/{next(iter(shipped.chapters[start].starts))}"
            opening = Session.new(shipped, language, name, seed=1).opening
            assert opening is not None
            assert opening.card is not None
            assert has_letters(opening.card, opening.title, width, height), (language, opening.title)
            canvas = draw_card(opening.card, opening.title, width, height, halo=True)
            assert canvas is not None
            assert dots(canvas) & set(LETTERS)
            assert RED in dots(canvas)


# ---------------------------------------------------------------- on the screen


@asynccontextmanager
async def begun(
    folder: Path,
    size: tuple[int, int] = (80, 24),
    language: str = "en",
    chapter: str = "shore",
    title: str = "The Shore",
    **settings: object,
) -> AsyncGenerator[Pilot[None], None]:
    """The story of tea with its cards, begun in its second chapter."""
    folder.mkdir(exist_ok=True)
    path = folder / "tea.yaml"
    text = STORY.read_text(encoding="utf-8").replace("title: The Shore\n", f"title: {title}\n")
    path.write_text(text + CARDS, encoding="utf-8")
    kept = SettingsFile(folder / "settings.json")
    kept.change(**settings)
    plays = Plays(load(path), Saves(folder / "saves"), Profile(folder / "profile.json"), chapter=chapter, seed=1)
    launch = Launch(plays, language, straight=True, kept=kept, theme="poster")
    async with October(launch).run_test(size=size) as pilot:
        await pilot.pause()
        yield pilot


@pytest.mark.parametrize("size", [(44, 20), *SIZES], ids=str)
@pytest.mark.parametrize("language", ["en", "es"])
async def test_a_game_begins_with_the_card_of_its_chapter_and_any_key_goes_on(
    tmp_path: Path, size: tuple[int, int], language: str
) -> None:
    async with begun(tmp_path, size, language) as pilot:
        page = seen(pilot)
        assert isinstance(app(pilot).screen, CardScreen)
        assert "█" in page
        assert ("Later." if language == "en" else "Más tarde.") in page
        assert ("any key" if language == "en" else "cualquier tecla") in page
        page = await press(pilot, "x")
        assert isinstance(app(pilot).screen, SceneScreen)
        assert app(pilot).playing.page.scene == "ashore"
        assert not list((tmp_path / "saves").glob("chronicle*")), "the key only went on"


async def test_a_choice_that_leads_into_another_chapter_shows_its_card_once(tmp_path: Path) -> None:
    async with begun(tmp_path) as pilot:
        await press(pilot, "enter", "1")
        assert app(pilot).playing.page.scene == "council"
        assert isinstance(app(pilot).screen, CardScreen)
        assert "In the afternoon." in seen(pilot)
        await pilot.click(offset=(5, 5))
        await pilot.pause()
        assert isinstance(app(pilot).screen, SceneScreen)
        await press(pilot, "1")
        assert app(pilot).playing.page.scene == "done", "no card within a chapter"
        await press(pilot, "u")
        assert isinstance(app(pilot).screen, SceneScreen), "nor on the way back"


async def test_going_on_with_a_kept_game_shows_no_card(tmp_path: Path) -> None:
    async with begun(tmp_path) as pilot:
        await press(pilot, "enter", "q")
        await press(pilot, "1")
        assert isinstance(app(pilot).screen, SceneScreen)


async def test_where_pages_read_before_are_passed_over_so_are_cards(tmp_path: Path) -> None:
    async with begun(tmp_path, read_before="skip") as pilot:
        assert isinstance(app(pilot).screen, CardScreen), "not read before"
        await pilot.press("ctrl+q")
    async with begun(tmp_path, read_before="skip") as pilot:
        assert isinstance(app(pilot).screen, SceneScreen)
    async with begun(tmp_path, read_before="mark") as pilot:
        assert isinstance(app(pilot).screen, CardScreen)


async def test_without_motion_the_card_is_the_same(tmp_path: Path) -> None:
    async with begun(tmp_path / "a") as pilot:
        moving = seen(pilot)
    async with begun(tmp_path / "b", still=True) as pilot:
        assert seen(pilot) == moving


async def test_the_palette_opens_from_a_card_over_its_page(tmp_path: Path) -> None:
    async with begun(tmp_path) as pilot:
        page = await press(pilot, "ctrl+p")
        assert "What would you like to do?" in page
        await press(pilot, "escape")
        assert isinstance(app(pilot).screen, SceneScreen)


async def test_without_colours_a_card_has_shades(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with begun(tmp_path) as pilot:
        assert "▒" in seen(pilot)


@pytest.mark.parametrize("theme", ["poster", "newsprint", "contrast", "plain"])
async def test_a_card_has_the_colours_of_the_theme(tmp_path: Path, theme: str) -> None:
    async with begun(tmp_path) as pilot:
        app(pilot).theme = theme
        await pilot.pause()
        shown = pilot.app.screen._compositor.render_strips()  # pyright: ignore[reportPrivateUsage]
        red = app(pilot).screen.query_one("#picture").ink.style("shape").color  # type: ignore[attr-defined]
        assert red in {segment.style.color for strip in shown for segment in strip if segment.style}


async def test_a_card_follows_the_window(tmp_path: Path) -> None:
    async with begun(tmp_path) as pilot:
        wide = seen(pilot)
        await pilot.resize_terminal(36, 10)
        await pilot.pause()
        assert "room" in seen(pilot)
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert "The Shore" not in seen(pilot), "it stands there in block letters"
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert seen(pilot) == wide


async def test_a_chapter_whose_title_has_no_room_on_the_card_is_named_below_it(tmp_path: Path) -> None:
    title = "A Very Long Shore Under a Great Many Trees"
    async with begun(tmp_path, title=title) as pilot:
        assert title in seen(pilot)


async def test_a_story_without_cards_begins_at_once(tmp_path: Path) -> None:
    async with drink(tmp_path) as pilot:
        assert isinstance(app(pilot).screen, SceneScreen)


# ---------------------------------------------------------------- in print


def test_the_chronicle_sets_a_heading_for_each_chapter_and_its_card(tmp_path: Path) -> None:
    path = tmp_path / "tea.yaml"
    path.write_text(STORY.read_text(encoding="utf-8") + CARDS, encoding="utf-8")
    story = check(path).story
    assert story is not None
    session = Session.new(story, "en", "shore/late", seed=1)
    session.choose("go_on")
    road, words = chronicle(session), Words("en")
    html, markdown = as_html(road, words), as_markdown(road, words)
    assert html.count("<h2>") == 3, "two chapters, and the notes"
    assert "<h2>The Shore</h2>" in html
    assert '<p class="quiet">Later.</p>' in html
    assert html.count('<svg class="card"') == 2
    assert "## The Shore\n\n*Later.*" in markdown
    assert markdown.index("The Shore") < markdown.index("Bridges") < markdown.index("In the afternoon.")


def test_the_plain_player_names_the_chapter(tmp_path: Path) -> None:
    from tests.test_plain import played

    done = played(tmp_path / "saves", "1\n1\nq\n", "--story", str(STORY), "--new", "--chapter", "shore")
    assert "=== The Shore ===\nLater." in done.stdout
    assert "In the afternoon." in done.stdout
    assert done.stdout.count("===") == 4
