"""october map in the terminal, and for Mermaid and Graphviz."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from game import paths
from game.desk.storymap import NotOnMap, Wanted, draw, wanted_stops
from game.play.road import encode
from game.proof.asking import ask
from game.story.linker import load
from game.story.model import Story
from tests.conftest import SMALL

HERE = Path(__file__).parent
MARKUP = HERE / "markup.yaml"
VISIT = """\
story: walk
title: A Walk
variables:
  lamp:
  trust: {from: 0, to: 2}
phrases: {glow: "{lamp: it glows | it is dark}"}
people: {}
endings: {home: {title: Home}}
---
people: {kolya: {name: Kolya}, marfa: {name: Marfa}}
---
chapter: first
title: First
starts: {one: {scene: gate}}
scenes:
  gate:
    title: The Gate
    at: 1917-10-24 16:40
    present: [kolya, marfa if lamp]
    text: A gate, and {glow}.
    choices:
      look: {say: Look., once: yes, visit: pond}
      dream: {say: Sleep., visit: dream, then: road}
      go:
        say: Go.
        if: trust > 0
        do: trust -= 1 if lamp
        goto:
          - {if: lamp, goto: road}
          - {goto: shore}
      toss: {say: Toss a coin., chance: {road: 3, shore: 1}}
  pond: {title: The Pond, text: Water., do: lamp, goto: bank}
  bank: {title: The Bank, text: Grass., goto: return}
  dream: {title: A Dream, aside: yes, text: "1927.", goto: return}
---
chapter: second
title: Second
starts: {late: {scene: road}}
scenes:
  road: {title: The Road, at: 1917-10-25 00:10, text: A road., goto: home}
  shore: {title: The Shore, text: A shore., goto: home}
  home: {title: Home, text: Home., ending: home}
"""


@pytest.fixture
def walk(tmp_path: Path) -> Path:
    path = tmp_path / "walk.yaml"
    path.write_text(VISIT.replace("people: {}\n", ""), encoding="utf-8")
    return path


def october(*options: str | Path, status: int = 0) -> str:
    command = [sys.executable, "-m", "game", "map", *map(str, options)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_map_tells_each_scene_with_its_hour_people_and_ways(walk: Path) -> None:
    assert (
        october("--story", walk)
        == """\
First  first · 4 scenes
  begins as one in gate

  Tue 24 October
   4:40 pm  gate  The Gate
            kolya, marfa if lamp
            ├ look ⇢ pond, then gate   once
            ├ dream ⇢ dream, then road
            ├ go → road   if lamp · if trust > 0 · trust -= 1 if lamp
            ├    → shore   otherwise
            ├ toss → road (75 %)
            └      → shore (25 %)
            pond  The Pond
            lamp
            └ go_on → bank
            bank  The Bank
            └ go_on ⇠ gate
     aside  dream  A Dream
            └ go_on ⇠ road

Second  second · 3 scenes
  begins as late in road

  Wed 25 October
  12:10 am  road  The Road
            └ go_on → home
            shore  The Shore
            └ go_on → home
            home  Home
            └ ends: home

7 scenes; 2 starts.
"""
    )


def shown(told: str) -> set[str]:
    """The ids of the scenes that a map tells."""
    return set(re.findall(r"^  [\d: apmside]{8}  (\w+)  ", told, re.M))


def test_it_can_be_asked_for_a_chapter_a_person_or_a_variable(walk: Path) -> None:
    assert shown(october("--story", walk, "--chapter", "second")) == {"road", "shore", "home"}
    assert shown(october("--story", walk, "--person", "marfa")) == {"gate"}
    assert shown(october("--story", walk, "--variable", "trust")) == {"gate"}
    assert shown(october("--story", walk, "--variable", "lamp")) == {"gate", "pond"}
    assert "3 of 7 scenes" in october("--story", walk, "--chapter", "second")


def test_a_variable_that_only_a_text_asks_for_is_found_through_its_phrase(walk: Path) -> None:
    path = walk.with_name("other.yaml")
    path.write_text(walk.read_text(encoding="utf-8").replace("Water.", "'{glow}'"), encoding="utf-8")
    stops = draw(load(path)).stops
    assert "lamp" in stops["pond"].asks and "lamp" in stops["gate"].asks
    assert "lamp" not in stops["road"].asks


def test_a_road_is_shown_step_by_step_and_nothing_else(walk: Path) -> None:
    _, answer = ask(load(walk), "lamp", "shore")
    assert answer.road is not None
    code = encode(load(walk), answer.road)
    told = october("--story", walk, "--road", code)
    assert shown(told) == {"gate", "pond", "bank", "shore"}
    assert re.search(r"gate  The Gate  ● 1, 4$", told, re.M)
    assert re.search(r"look ⇢ pond, then gate ●", told) and re.search(r"→ shore \(25 %\) ●$", told, re.M)
    assert not re.search(r"dream ⇢ .*●", told)
    assert "slip" in october("--story", walk, "--road", "AAAA-AAAA", status=1)


def test_coverage_is_the_share_of_walks_that_meet_a_scene(walk: Path) -> None:
    told = october("--story", walk, "--coverage", "--walks", "200")
    assert re.search(r"gate  The Gate  100 %$", told, re.M)
    assert "200 walks, none of the scenes never met" in told
    path = walk.with_name("other.yaml")
    lonely = "  shed: {title: The Shed, text: A shed., goto: home}\n"
    path.write_text(walk.read_text(encoding="utf-8") + lonely, encoding="utf-8")
    told = october("--story", path, "--coverage", "--walks", "50")
    assert "shed  The Shed  never met" in told and "50 walks, 1 of the scenes never met" in told
    assert "%" not in october("--story", path, "--chapter", "second")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--chapter", "fist"], "no chapter fist. Did you mean first?"),
        (["--person", "kolia"], "Did you mean kolya?"),
        (["--variable", "lampe"], "Did you mean lamp?"),
        (["--language", "fr"], "no language fr"),
        (["--person", "nobody", "--dot"], "no person nobody"),
        (["--person", "nobody", "--html", "map.html"], "no person nobody"),
    ],
)
def test_a_name_that_is_nobodys_is_told(walk: Path, options: list[str], said: str) -> None:
    assert said in october("--story", walk, *options, status=1)


def test_all_of_the_story_that_ships_is_on_its_map_in_each_language(shipped: Story) -> None:
    told = october()
    assert shown(told) == set(shipped.scenes)
    titles = {language: october("--language", language) for language in shipped.languages}
    assert len(set(titles.values())) == len(shipped.languages)
    for scene in shipped.scenes.values():
        for choice in scene.choices:
            assert f" {choice.id} " in told


def test_of_a_story_of_many_scenes_the_chapters_are_told(tmp_path: Path) -> None:
    from tests.bench.generated import make, write

    write(make(1200), tmp_path)
    told = october("--story", tmp_path)
    assert len(told.splitlines()) < 40 and "500 scenes" in told and "→ chapter_1" in told
    assert len(shown(october("--story", tmp_path, "--chapter", "chapter_1"))) == 500


# ---------------------------------------------------------------- for other programs


def test_graphviz_reads_what_is_for_it(walk: Path) -> None:
    dot = shutil.which("dot")
    if dot is None:
        pytest.skip("Graphviz is not installed")
    for story in (walk, MARKUP, SMALL, paths.shipped_story()):
        graph = october("--story", story, "--dot")
        done = subprocess.run([dot, "-Tplain"], input=graph, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        drawn = draw(load(story))
        assert len(re.findall(r"^node ", done.stdout, re.M)) == len(drawn.stops)
        assert len(re.findall(r"^edge ", done.stdout, re.M)) == len(list(drawn.tracks()))


def test_a_graph_holds_only_what_was_asked_for(walk: Path) -> None:
    graph = october("--story", walk, "--dot", "--chapter", "second")
    assert '"road" -> "home"' in graph and "gate" not in graph
    assert "s_road -->" in october("--story", walk, "--mermaid", "--chapter", "second")


def test_words_for_mermaid_are_never_a_part_of_its_language() -> None:
    told = october("--story", MARKUP, "--mermaid")
    for line in told.splitlines():
        words = re.findall(r'"([^"]*)"', line)
        assert line.count('"') == 2 * len(words)
        for text in words:
            assert not re.search(r"[<>\[\]{}|`;\\]", re.sub(r"#\d+;", "", text)), line
    assert "#60;#47;script#62;" in told


def test_what_is_wanted_can_be_joined(shipped: Story) -> None:
    drawn = draw(shipped)
    stops = wanted_stops(drawn, Wanted(person="kolya", variable="kolya"))
    assert stops and all("kolya" in dict(stop.people) and "kolya" in stop.asks | stop.sets for stop in stops)
    with pytest.raises(NotOnMap):
        wanted_stops(drawn, Wanted(chapter="none"))
