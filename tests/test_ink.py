"""A story exported to ink runs in inkjs: the same pages, the same menus, on a thousand roads.

inkjs is installed by npm into the system's temporary folder when it is first wanted.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from game import paths
from game.cli import main
from game.desk.ink import export
from game.play.make import Taken, make_page
from game.play.page import Page
from game.play.plays import Plays
from game.play.road import starts
from game.play.saves import Saves
from game.play.state import State, begin, chances, step
from game.story.linker import load
from game.story.model import Story
from game.words import Words
from tests.bench.generated import make as make_large
from tests.bench.generated import write as write_large
from tests.bench.ink import find_inkjs
from tests.conftest import SMALL
from tests.hard_texts import make as make_hard
from tests.proof.making import make as make_any

PLAYER = Path(__file__).parent / "ink_player.js"
LONGEST = 60  # choices on a road; a story of circles has no last one
MODULES = find_inkjs() if shutil.which("node") else ""

needs_inkjs = pytest.mark.skipif(not MODULES, reason="no node here, or npm could not install inkjs")


# ---------------------------------------------------------------- the other side


class Player:
    """inkjs with a story in it. `complaints` is what its compiler said."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout is not None
        said: list[str] = json.loads(process.stdout.readline())
        # ink asks whether a text that begins so was meant for a branch; it was not.
        self.complaints = [line for line in said if "Saw the text 'else:'" not in line]

    def turn(self, choice: int | None) -> dict[str, Any]:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(choice) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer


@contextmanager
def playing(file: Path) -> Iterator[Player]:
    command = ["node", "--stack-size=8000", str(PLAYER), str(file)]
    environment = {"NODE_PATH": MODULES, "PATH": str(Path(shutil.which("node") or "").parent)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment
    ) as process:
        try:
            yield Player(process)
        finally:
            process.kill()


def one_space(text: str) -> str:
    return re.sub(" +", " ", text).strip(" ")


def of_ink(answer: dict[str, Any]) -> dict[str, Any]:
    """What an ink turn shows, as `of_page` tells a page."""
    assert "trouble" not in answer, answer["trouble"]
    told: dict[str, Any] = {"text": [], "locked": [], "last": [], "open": answer["choices"]}
    for text, tags in answer["lines"]:
        kind = "last" if any(tag.startswith("ending") for tag in tags) else "locked" if "locked" in tags else "text"
        told |= dict(tag.split(": ", 1) for tag in tags if ": " in tag)
        if text.strip("\n "):
            told[kind].append(one_space(text.strip("\n")))
    return told


def of_page(page: Page) -> dict[str, Any]:
    words = Words(page.language)
    told: dict[str, Any] = {"text": []}
    for paragraph in page.paragraphs:
        mark = "> " if paragraph.quoted else ""
        told["text"] += [mark + one_space(line) for line in paragraph.plain().split("\n")]
    told["open"] = [one_space(option.words) for option in page.open_options()]
    told["locked"] = [
        one_space(words("plain_locked", words=option.words, reason=option.locked))
        for option in page.options
        if option.locked
    ]
    told["title"] = one_space(page.title)
    told["notes"] = list(page.notes)
    told["present"] = [here.id for here in page.here]
    return told


def ending_of(page: Page) -> list[str]:
    return [text for text in (one_space(page.ending_title), one_space(page.ending_about)) if text and page.ending]


# ---------------------------------------------------------------- side by side


def walk_both(story: Story, language: str, file: Path, roads: int, seed: int) -> int:
    """Walk random roads on both sides and hold every page against its turn; the number of
    pages. Where chance leads, ours follows the other side, if it may."""
    draw = random.Random(seed)
    first_chapter = story.first_chapter().id
    names = [name for name in starts(story) if name.startswith(f"{first_chapter}/")]
    pages = 0
    with playing(file) as player:
        assert player.complaints == []
        for _ in range(roads):
            name = draw.choice(names)
            answer = player.turn(None)
            if len(names) > 1:
                told = Plays(story, Saves(file.parent)).starts(language)
                assert of_ink(answer)["open"] == [one_space(beginning.say) for beginning in told]
                answer = player.turn(names.index(name))
            pages += walk_one(story, language, player, begin(story, starts(story)[name]), answer, draw)
    return pages


def walk_one(
    story: Story, language: str, player: Player, first: State, answer: dict[str, Any], draw: random.Random
) -> int:
    state, road = first, list[Taken]()
    while True:
        page = make_page(story, language, state, first, road, Words(language)("go_on"))
        same(of_ink(answer), page)
        choices = page.open_options()
        if not choices or len(road) == LONGEST:
            return len(road) + 1
        at = draw.randrange(len(choices))
        answer = player.turn(at)
        led = ""
        if possible := chances(story, state, choices[at].id):
            led = of_ink(answer)["scene"]
            assert led in dict(possible)
        made = step(story, state, choices[at].id, led)
        road.append(Taken(len(road) + 1, state, choices[at].id, made))
        state = made


def same(shown: dict[str, Any], page: Page) -> None:
    assert shown.pop("scene") == page.scene
    ours = of_page(page)
    theirs = {key: shown.get(key, "") for key in ours}
    laid_beside = {note for row in page.remembered for note in row.notes}  # of these ink knows nothing
    ours["notes"] = sorted({*page.notes} - laid_beside)
    theirs["notes"] = sorted({*theirs["notes"].split()} - laid_beside)
    theirs["present"] = theirs["present"].split()
    assert theirs == ours
    assert shown["last"] == ending_of(page)


# ---------------------------------------------------------------- tests


@needs_inkjs
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_shipped_story_is_the_same_in_ink_on_a_thousand_roads(language: str, tmp_path: Path) -> None:
    file = tmp_path / "october.ink"
    told = CliRunner().invoke(main, ["export", "--to", "ink", "--language", language, "-o", str(file)])
    assert told.exit_code == 0, told.output
    pages = walk_both(load(paths.shipped_story()), language, file, roads=500, seed=1917)
    assert pages > 5_000


@needs_inkjs
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_production_of_the_format_is_the_same_in_ink(language: str, tmp_path: Path) -> None:
    story = load(SMALL)
    file = tmp_path / "small.ink"
    file.write_text(export(story, language).text, encoding="utf-8")
    assert walk_both(story, language, file, roads=200, seed=1) > 800


@needs_inkjs
@pytest.mark.parametrize("seed", range(40))
def test_generated_stories_with_every_construct_are_the_same_in_ink(seed: int, tmp_path: Path) -> None:
    source = tmp_path / "made.yaml"
    source.write_text(make_any(seed).yaml, encoding="utf-8")
    story = load(source)
    for language in story.languages:
        file = tmp_path / f"made_{language}.ink"
        file.write_text(export(story, language).text, encoding="utf-8")
        assert walk_both(story, language, file, roads=12, seed=seed) >= 12


@needs_inkjs
@pytest.mark.parametrize("seed", range(8))
def test_hard_texts_are_the_same_in_ink(seed: int, tmp_path: Path) -> None:
    source = tmp_path / "hard.yaml"
    source.write_text(make_hard(seed), encoding="utf-8")
    story = load(source)
    file = tmp_path / "hard.ink"
    file.write_text(export(story, "en").text, encoding="utf-8")
    assert walk_both(story, "en", file, roads=10, seed=seed) == 10 * (LONGEST + 1)


@needs_inkjs
def test_a_large_generated_story_is_the_same_in_ink(tmp_path: Path) -> None:
    write_large(make_large(200), tmp_path / "large")
    story = load(tmp_path / "large")
    file = tmp_path / "large.ink"
    file.write_text(export(story, "en").text, encoding="utf-8")
    assert walk_both(story, "en", file, roads=20, seed=3) == 20 * (LONGEST + 1)
