"""The proof of a story as long as the whole one is to be: nothing stays open, and what is
planted in the middle of it is found.

It is too large for brute force, so what the proof says is held against walks, which share
nothing with it but the engine.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from game.play.make import make_page
from game.play.page import Page
from game.play.session import Session
from game.play.state import State
from game.proof.guided import Guide
from game.proof.moves import lay_out
from game.proof.nearest import Nearest
from game.proof.prove import Finding, Proof, prove
from game.proof.ranges import Ranges
from game.proof.report import line
from game.proof.roads import Search
from game.proof.rules import questions
from game.proof.walks import Walks
from game.story.linker import load
from game.story.model import Story
from tests.bench.generated import make
from tests.bench.proof import drawn
from tests.bench.whole import write

WORD = re.compile(r"\bw\d+\b")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("whole")
    write(made)
    return made


@pytest.fixture(scope="module")
def proof(folder: Path) -> Proof:
    return prove(load(folder))


def the(proof: Proof, code: str, about: str) -> list[Finding]:
    return [finding for finding in proof.findings if finding.code == code and about in finding.message]


def pages(proof: Proof, finding: Finding) -> tuple[Page, ...]:
    """The pages of the road that shows the finding."""
    assert finding.road is not None
    session = Session.new(proof.story, "en", finding.road.start, seed=1)
    session.follow(finding.road)
    return session.pages()


def edited(folder: Path, into: Path, *edits: tuple[str, str, str]) -> Story:
    """The story with some lines of it changed: in which file, what, into what."""
    for path in folder.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        for file, old, new in edits:
            if path.name == file:
                assert text.count(old) == 1
                text = text.replace(old, new)
        (into / path.relative_to(folder)).parent.mkdir(parents=True, exist_ok=True)
        (into / path.relative_to(folder)).write_text(text, encoding="utf-8")
    return load(into)


def test_nothing_stays_open(proof: Proof) -> None:
    assert len(proof.story.scenes) >= 160
    assert len(proof.story.variables) == 21
    assert proof.story.memory.size > 300
    assert proof.bounded == 0
    assert proof.settled["walks"] > proof.asked / 2


def test_every_ending_has_a_road_and_no_shorter_one_was_walked(proof: Proof) -> None:
    story, ends = proof.story, list[State]()
    assert list(proof.endings) == ["c1/start_0 by winder", "c1/start_0 by lathe", "c1/start_0 by front"]
    for origin, roads in proof.endings.items():
        assert set(roads) == set(story.endings)
        assert {road.legs[0].choice for road in roads.values()} == {origin.rpartition(" ")[2]}
    walks = Walks(story, seed=7, fair=True)
    for _ in range(1_000):
        road = walks.walk(lambda state: ends.append(state) is None)
        ending, origin = story.scenes[ends[-1].scene].ending, f"{road.start} by {road.legs[0].choice}"
        assert len(proof.endings[origin][ending].legs) <= len(road.legs)
        ends.clear()


def test_no_walk_meets_what_can_never_be(proof: Proof) -> None:
    story = proof.story
    never = {
        word for finding in proof.findings if finding.code == "text-never" for word in WORD.findall(finding.message)
    }
    assert len(never) > 100
    met = set[str]()

    def meet(state: State) -> bool:
        page = make_page(story, story.language, state, state, ())
        told = [paragraph.plain() for paragraph in page.paragraphs] + [option.words for option in page.options]
        met.update(WORD.findall(" ".join(told)))
        return True

    walks = Walks(story, seed=7, fair=True)
    for _ in range(1_000):
        walks.walk(meet)
    assert len(met) > 1_000
    assert not met & never


def test_with_little_work_roads_are_longer_and_say_so(tmp_path: Path) -> None:
    drawn(make, 150, tmp_path)
    story = load(tmp_path)
    best = {(each.code, each.where): each.road for each in prove(story).findings}
    rough = [each for each in prove(story, work=1_000).findings if each.road is not None]
    assert {each.shortest for each in rough} == {True, False}
    for each in rough:
        known = best[each.code, each.where]
        assert each.road is not None
        assert known is not None
        assert len(each.road.legs) >= len(known.legs)
        assert len(each.road.legs) == len(known.legs) or not each.shortest
        assert ("perhaps not the shortest" in line(story, each)) == (not each.shortest)


def test_where_a_play_can_be_led_the_search_finds_a_road(folder: Path) -> None:
    moves = lay_out(load(folder))
    nearest = Nearest(moves, lambda place, met, before: None)
    guide, search = Guide(moves, nearest), Search(moves, Ranges(moves))
    led = 0
    for question in questions(moves):
        if question.wanted and led < 40 and guide.comes_to(question.goal(moves)):
            led += 1
            assert search.meets(question.goal(moves)).met
    assert led == 40


# ---------------------------------------------------------------- what is planted


WAY = "      stay:\n        say: Stay.\n        if: heard and trust == 0 and seal == smashed\n        goto: cellar\n"
CELLAR = "  cellar:\n    title: A cellar\n    text: Round.\n    goto: cellar\n"
RULE = "heard and seal == smashed and sister == kept and lines == tapped and road == palace and cadet == dead"


@pytest.fixture(scope="module")
def planted(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Proof:
    story = edited(
        folder,
        tmp_path_factory.mktemp("planted"),
        ("c8.yaml", "    title: Fate army\n", "    title: Fate army\n    present: [friend]\n"),
        ("story.yaml", "never: [", f"never: [{RULE}, "),
        ("c4.yaml", "      listen:\n", WAY + "      listen:\n"),
        ("c4.yaml", "scenes:\n", "scenes:\n" + CELLAR),
    )
    return prove(story)


def test_somebody_dead_in_the_last_chapter_is_found(planted: Proof) -> None:
    (finding,) = the(planted, "person-gone", "friend is present in fate_army")
    assert pages(planted, finding)[-1].scene == "fate_army"


def test_a_rule_that_only_a_road_through_six_chapters_breaks_is_found(planted: Proof) -> None:
    (finding,) = the(planted, "rule-broken", "never: heard")
    passed = {page.scene for page in pages(planted, finding)}
    assert {"accusation", "second_seal", "errand", "jacks", "fork", "yard"} < passed


def test_a_trap_that_only_some_can_walk_into_is_found(planted: Proof) -> None:
    (finding,) = the(planted, "trap", "From cellar")
    assert pages(planted, finding)[-1].scene == "cellar"
