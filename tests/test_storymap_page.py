"""The page that october map writes, in a real Chromium: found, filtered, moved, and harmless."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from game import paths
from game.desk.maphtml import as_html
from game.desk.storymap import Wanted, draw
from game.play.road import encode
from game.proof.asking import ask
from game.story.linker import load
from tests.test_browser import CHROMIUM, QUIET
from tests.test_storymap import MARKUP, SMALL, VISIT, october

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    if not CHROMIUM:
        pytest.skip("there is no Chromium here")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any, tmp_path: Path) -> Iterator[Open]:
    """Opens the map of a story. Whatever the page asks of the net, or throws, is an error."""
    wrong: list[str] = []
    opened: list[Any] = []

    def open_map(story: Path, *options: str | Path, size: tuple[int, int] = (1280, 800), scheme: str = "dark") -> Any:
        october("--story", story, "--html", tmp_path / "map.html", *options)
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, accept_downloads=True
        )
        opened.append(context)
        found = context.new_page()
        found.on("pageerror", lambda error: wrong.append(str(error)))
        found.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        found.on("request", lambda asked: None if asked.url.startswith(("file:", "blob:")) else wrong.append(asked.url))
        found.goto((tmp_path / "map.html").as_uri())
        return found

    open_map.wrong = wrong  # type: ignore[attr-defined]
    yield open_map
    for context in opened:
        context.close()
    assert not wrong


def where(page: Any) -> tuple[float, ...]:
    """Where the map stands: across, down, scale."""
    moved = page.locator("#world").get_attribute("transform")
    return tuple(float(number) for number in re.findall(r"-?[\d.]+", moved))


def bright(page: Any) -> set[str]:
    """The scenes that are not dimmed."""
    return set(page.eval_on_selector_all(".scene:not(.dim)", "all => all.map(one => one.dataset.id)"))


def below(page: Any, x: float, y: float) -> list[float]:
    """The place of the map that is at a place of the window."""
    script = """at => {
        const point = new DOMPoint(...at).matrixTransform(document.getElementById('world').getScreenCTM().inverse());
        return [point.x, point.y];
    }"""
    found: list[float] = page.evaluate(script, [x, y])
    return found


def boxes(page: Any) -> list[dict[str, float]]:
    script = "all => all.map(one => one.getBoundingClientRect().toJSON())"
    found: list[dict[str, float]] = page.eval_on_selector_all(".scene .card", script)
    return found


@pytest.fixture
def walk(tmp_path: Path) -> Path:
    path = tmp_path / "walk.yaml"
    path.write_text(VISIT.replace("people: {}\n", ""), encoding="utf-8")
    return path


def test_every_scene_has_a_card_of_its_own_and_every_way_a_line(page: Open) -> None:
    found = page(paths.shipped_story())
    drawn = draw(load(paths.shipped_story()))
    assert bright(found) == set(drawn.stops)
    assert found.locator("#count").inner_text() == f"{len(drawn.stops)} scenes"
    ways = {(track.source, track.target) for track in drawn.tracks() if track.source != track.target}
    script = "all => all.map(one => [one.dataset.from, one.dataset.to])"
    assert {tuple(way) for way in found.eval_on_selector_all(".way", script)} == ways
    cards = boxes(found)
    for number, one in enumerate(cards):
        for other in cards[number + 1 :]:
            apart = (
                one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
                or one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
            )  # fmt: skip
            assert apart, "two cards lie on one another"


def test_search_finds_by_words_of_the_text_and_goes_there_by_keys_alone(page: Open) -> None:
    found = page(paths.shipped_story())
    before = where(found)
    found.keyboard.press("/")
    found.keyboard.type("diphtheria")
    assert "doctor" in bright(found)
    assert found.locator("#count").inner_text().startswith(f"{len(bright(found))} of ")
    found.keyboard.press("ArrowDown")
    target = found.evaluate("document.activeElement.dataset.id")
    found.keyboard.press("Enter")
    assert found.locator(".scene.chosen").get_attribute("data-id") == target
    assert found.locator("#panel h2").is_visible()
    box = found.locator(".scene.chosen .card").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 1280 and box["y"] + box["height"] <= 800
    found.keyboard.press("Escape")
    assert found.locator("#search").input_value() == ""
    found.keyboard.press("Escape")
    assert found.locator("#panel").is_hidden()
    assert len(before) == 3


def test_it_is_filtered_by_chapter_person_variable_walks_and_road(page: Open, walk: Path) -> None:
    story = load(walk)
    _, answer = ask(story, "lamp", "shore")
    assert answer.road is not None
    found = page(walk, "--coverage", "--walks", "100", "--road", encode(story, answer.road))
    assert bright(found) == {"gate", "pond", "bank", "shore"}, "the road was asked for"
    assert found.locator(".way.road").count() == 4
    assert found.locator("[data-id=gate] .number").text_content() == "1, 4"
    found.uncheck("#road")
    found.select_option("#person", "marfa")
    assert bright(found) == {"gate"}
    found.select_option("#person", "")
    found.select_option("#variable", "lamp")
    assert bright(found) == {"gate", "pond"}
    found.select_option("#coverage", "half")
    assert "gate" in bright(found)
    found.select_option("#coverage", "never")
    assert bright(found) == set()
    found.select_option("#coverage", "")
    found.select_option("#variable", "")
    found.select_option("#chapter", "second")
    assert bright(found) == {"road", "shore", "home"}
    assert found.locator(".scene").count() == 3
    found.select_option("#chapter", "")
    assert found.locator(".scene").count() == 7


def test_what_the_command_was_asked_for_is_chosen_on_the_page(page: Open, walk: Path) -> None:
    found = page(walk, "--person", "kolya")
    assert bright(found) == {"gate"}
    assert found.locator("#coverage").is_hidden() and found.locator("#road").is_hidden()
    assert page(walk, "--chapter", "second").locator(".scene").count() == 3


def test_the_map_is_moved_and_brought_nearer_by_mouse_and_by_keys(page: Open) -> None:
    found = page(paths.shipped_story())
    x, y, scale = where(found)
    found.mouse.move(600, 700)
    found.mouse.down()
    found.mouse.move(450, 640, steps=5)
    found.mouse.up()
    assert where(found) == pytest.approx((x - 150, y - 60, scale), abs=1)
    assert found.locator(".chosen").count() == 0, "dragging chooses nothing"
    under = below(found, 600, 400)
    found.mouse.move(600, 400)
    found.mouse.wheel(0, -300)
    found.wait_for_function(f"state.scale > {scale}")
    after = below(found, 600, 400)
    assert after == pytest.approx(under, abs=1), "what is under the mouse stays there"
    nearer = where(found)[2]
    found.keyboard.press("-")
    assert where(found)[2] < nearer
    found.keyboard.press("0")
    cards = boxes(found)
    assert all(
        card["x"] >= 0 and card["x"] + card["width"] <= 1280 and card["y"] + card["height"] <= 800 for card in cards
    )
    found.click("#in")
    assert where(found)[2] > 0.02


def test_by_keys_alone_from_scene_to_scene(page: Open, walk: Path) -> None:
    found = page(walk, "--chapter", "first")
    found.keyboard.press("Tab")
    for _ in range(20):
        if found.evaluate("document.activeElement.classList.contains('scene')"):
            break
        found.keyboard.press("Tab")
    assert found.evaluate("document.activeElement.dataset.id") == "gate"
    found.keyboard.press("ArrowDown")
    second = found.evaluate("document.activeElement.dataset.id")
    assert second in ("pond", "dream")
    found.keyboard.press("Enter")
    assert found.locator("#panel h2").inner_text() in ("The Pond", "A Dream")
    found.keyboard.press("n")
    assert found.locator(".chosen").get_attribute("data-id") != second
    found.keyboard.press("Escape")
    assert found.evaluate("document.activeElement.classList.contains('scene')"), "the focus is where it was"


def test_the_panel_tells_a_scene_and_leads_on(page: Open, walk: Path) -> None:
    found = page(walk)
    found.click("[data-id=gate]")
    told = found.locator("#panel").inner_text()
    for words in ("The Gate", "walk.yaml:", "Kolya, Marfa (if lamp)", "if trust > 0", "75 %", "a visit, then road"):
        assert words in told
    assert "A gate, and {glow}." in told
    found.click("#panel .ways button:has-text('The Shore') >> nth=0")
    assert found.locator("#panel h2").inner_text() == "The Shore"
    assert found.locator(".way.near").count() == 2
    found.keyboard.press("a")
    assert set(found.eval_on_selector_all(".scene", "all => all.map(one => one.dataset.id)")) >= {
        "gate",
        "home",
        "shore",
    }
    assert found.locator("#around").get_attribute("aria-pressed") == "true"
    found.keyboard.press("a")
    assert found.locator(".scene").count() == 7


def test_no_words_of_a_story_are_taken_for_markup(page: Open) -> None:
    found = page(MARKUP, "--coverage", "--walks", "10")
    found.click("[data-id=klass]")
    assert found.evaluate("window.hacked") is None
    assert found.locator("#panel h2").inner_text() == "</title></script><script>window.hacked=1</script>"
    assert found.locator("#panel img, #panel svg, #map img").count() == 0
    assert "onload" in found.locator("#panel .text").inner_text()
    assert found.title() == '</script><script>window.hacked=1</script>"; -->'
    # And were there a hole, what came through it would not run.
    found.evaluate(
        "() => { const s = document.createElement('script'); s.text = 'window.hacked = 2'; document.body.append(s); }"
    )
    assert found.evaluate("window.hacked") is None
    assert "Content Security Policy" in page.wrong.pop()


def test_what_is_drawn_is_saved_as_a_picture_of_its_own(page: Open, tmp_path: Path) -> None:
    from xml.etree import ElementTree

    found = page(SMALL)
    with found.expect_download() as download:
        found.click("#save")
    download.value.save_as(tmp_path / "map.svg")
    told = (tmp_path / "map.svg").read_text(encoding="utf-8")
    ElementTree.fromstring(told)
    assert "var(" not in told and "<script" not in told and "#EDE4D3" in told
    assert download.value.suggested_filename == "small.svg"


def test_a_story_of_ten_thousand_scenes_opens_on_its_chapters(page: Open, tmp_path: Path) -> None:
    from tests.bench.generated import make, write

    folder = tmp_path / "large"
    write(make(10_000), folder)
    found = page(folder)
    assert found.locator(".scene").count() == 20
    assert found.locator("#count").inner_text() == "10000 scenes"
    found.click("[data-chapter=chapter_3]")
    assert 1 < found.locator(".scene").count() <= 240
    assert "around" in found.locator("#count").inner_text()
    found.keyboard.press("/")
    found.keyboard.type("scene_7777")
    found.keyboard.press("Enter")
    assert found.locator(".chosen").get_attribute("data-id") == "scene_7777"
    for _ in range(4):
        found.keyboard.press("Escape")
    assert found.locator(".scene").count() == 20


@pytest.mark.parametrize("size", [(360, 640), (800, 600), (1600, 1000)])
@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_it_fits_every_screen_and_both_lights(page: Open, size: tuple[int, int], scheme: str) -> None:
    found = page(paths.shipped_story(), size=size, scheme=scheme)
    assert found.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert found.evaluate("document.documentElement.dataset.theme") == scheme
    found.evaluate("go('winch_house')")
    card = found.locator(".chosen .card").bounding_box()
    panel = found.locator("#panel").bounding_box()
    apart = card["x"] + card["width"] <= panel["x"] + 1 or card["y"] + card["height"] <= panel["y"] + 1
    assert apart, "the panel leaves the chosen scene free"
    name = found.evaluate("""() => {
        const text = getComputedStyle(document.querySelector('.scene:not(.ends) .name')).fill;
        const card = getComputedStyle(document.querySelector('.scene:not(.ends) .card')).fill;
        const light = (colour) => colour.match(/\\d+/g).slice(0, 3).map((part) => {
            const value = part / 255;
            return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
        }).reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
        const [a, b] = [light(text), light(card)];
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }""")
    assert name > 7


def test_the_page_asks_nothing_of_anybody() -> None:
    told = as_html(draw(load(SMALL)), Wanted())
    assert not re.findall(r"(?:src|href)\s*=\s*[\"']?https?:", told)
    assert not re.findall(r"url\(\s*[\"']?https?:|@import|sourceMappingURL", told)
    assert "Copyright (c) 2012-2014 Chris Pettitt" in told, "the licence of dagre goes with it"
