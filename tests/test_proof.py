"""Each finding of the proof is told in one line, with its place and the road that shows it.

The stories in tests/proof have one thing wrong with them each and say in their first lines
what is to be found, where, and by how many choices. The examples are those of docs/proof.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from game.cli import main
from game.play.road import decode
from game.play.session import Session
from game.proof.asking import BadQuestion, ask, in_words
from game.proof.prove import prove
from game.proof.report import Report, as_sarif, line, look
from game.proof.rules import CODES
from game.proof.walks import Walks
from game.story.linker import Checked, check, load
from game.story.model import Story
from tests.conftest import SMALL
from tests.proof.frame import framed

HERE = Path(__file__).parent
PLANTED = sorted((HERE / "proof").glob("*.yaml"))
DOCS = (HERE.parent / "docs" / "proof.md").read_text(encoding="utf-8")
EXPECTS = re.compile(r"^# expects: ([a-z-]+) (\d+):(\d+)(?: (\d+))?$", re.M)
EXAMPLE = re.compile(r"^```yaml (\w+)\n(.*?)\n```$", re.M | re.S)
HEADS = {"rule": "never: [jammed and trust == 2]", "note": "about: junkers"}
Read = Callable[[str], Checked]


# ---------------------------------------------------------------- the planted stories


@pytest.mark.parametrize("path", PLANTED, ids=lambda path: path.stem)
def test_a_planted_story_gives_the_one_finding_that_it_is_about(path: Path) -> None:
    story = load(path)
    found = [
        (f.code, str(f.where.line), str(f.where.column), str(len(f.road.legs)) if f.road else "")
        for f in prove(story).findings
    ]
    assert found == EXPECTS.findall(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PLANTED, ids=lambda path: path.stem)
def test_a_finding_is_one_line_and_its_road_can_be_walked(path: Path) -> None:
    story = load(path)
    for finding in prove(story).findings:
        told = line(story, finding)
        assert "\n" not in told
        assert told.endswith(f"[{finding.code}]")
        assert finding.message.endswith(".")
        if finding.road is not None:
            code = re.search(r"Road of \d+ choices?: (\S+)", told)
            assert code is not None
            session = Session.new(story, "en", finding.road.start, seed=1)
            session.follow(decode(story, code[1]))


def test_every_code_has_a_planted_story() -> None:
    assert {code for path in PLANTED for code, *_ in EXPECTS.findall(path.read_text(encoding="utf-8"))} == set(CODES)


# ---------------------------------------------------------------- the examples of the manual


def sections() -> dict[str, list[tuple[str, str]]]:
    parts = re.split(r"^## `([a-z-]+)`$", DOCS, flags=re.M)
    return {code: EXAMPLE.findall(text) for code, text in zip(parts[1::2], parts[2::2], strict=True)}


def test_the_manual_has_a_section_for_every_code() -> None:
    assert set(sections()) == set(CODES)


@pytest.mark.parametrize(("code", "examples"), sections().items(), ids=list(sections()))
def test_the_examples_of_the_manual(code: str, examples: list[tuple[str, str]], read: Read) -> None:
    (kind, broken), (_, mended) = examples
    for example, wanted in ((broken, {code}), (mended, set())):
        story = read(framed(example, HEADS.get(kind, ""))).story
        assert story is not None
        codes = {finding.code for finding in prove(story).findings}
        assert wanted <= codes <= wanted | {"scene-unreachable"}, codes


# ---------------------------------------------------------------- whole stories


def test_the_small_story_has_what_it_has(small: Story) -> None:
    proof = prove(small)
    assert sorted((finding.code, finding.where.line) for finding in proof.findings) == [
        ("condition-always", 70),
        ("note-unreachable", 35),
        ("start-unreachable", 139),
        ("text-never", 18),
        ("text-never", 30),
        ("text-never", 77),
        ("text-never", 181),
        ("text-never", 202),
        ("variable-unread", 16),
    ]
    assert {ending: len(road.legs) for ending, road in proof.endings["bridge/vanya"].items()} == {
        "stayed": 5,
        "crossed": 5,
    }


def test_nothing_is_wrong_with_the_story_that_ships(shipped: Story) -> None:
    proof = prove(shipped)
    assert not proof.findings, "\n".join(line(shipped, finding) for finding in proof.findings)
    assert not proof.settled["bounded"]
    assert all(set(endings) == set(shipped.endings) for endings in proof.endings.values())


def test_without_walks_the_search_says_the_same(small: Story) -> None:
    assert prove(small, walks=False).findings == prove(small).findings


def test_what_is_not_settled_is_named_and_nothing_is_claimed(small: Story) -> None:
    hurried = prove(small, seconds=-1)
    assert hurried.settled["bounded"]
    assert {finding.bounded for finding in hurried.findings} == {"time", ""}
    lazy = prove(small, work=0, walks=False)
    assert "work" in {finding.bounded for finding in lazy.findings}
    told = [line(small, finding) for finding in lazy.findings if finding.bounded]
    assert all("Not settled (work): " in each for each in told)


def test_a_name_that_a_flag_and_a_scene_share_stays_two_things(read: Read) -> None:
    scenes = """\
winch:
  title: The Winch
  text: "{jammed: Stuck. | Loose.} {seen(jammed): You know it. | It is new.}"
  choices:
    jam: {say: Jam it., if: not jammed, do: jammed, goto: winch}
    look: {say: Look., goto: jammed}
    leave: {say: Leave., if: jammed and seen(jammed), goto: shore}
    flee: {say: Flee., if: jammed or seen(jammed), goto: tower}
jammed:
  title: The Drum
  text: It is large.
  goto: winch
tower:
  title: The Tower
  text: The river.
  goto: shore"""
    story = read(framed(scenes)).story
    assert story is not None
    assert not prove(story).findings


# ---------------------------------------------------------------- the commands


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, words)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_check_tells_findings_and_the_summary() -> None:
    status, told = run("check", str(SMALL))
    assert status == 1
    assert "small.yaml:139:3: No road through the whole story leads to the start shore/late." in told
    assert re.search(
        r"^Questions: \d+, settled by walks \d+, shape \d+, ranges \d+, roads \d+, bounded 0; ", told, re.M
    )
    assert "Endings from bridge/vanya, with the fewest choices: stayed (5), crossed (5)." in told
    assert re.search(r"^Words in es: \d+ in scenes and choices, \d+ in notes, \d+ elsewhere\.$", told, re.M)


def test_check_fast_only_reads() -> None:
    status, told = run("check", "--fast", str(SMALL))
    gaps = "Missing in es: 58 texts of 71; see october translate.\n"
    assert (status, told) == (0, f"small: 8 scenes, 2 notes, told in en, es. No faults.\n{gaps}")


def test_check_tells_faults_before_any_proof() -> None:
    status, told = run("check", str(HERE / "broken" / "a_basis_is_none_of_the_three.yaml"))
    assert status == 1
    assert told.endswith("1 fault.\n")


def test_check_as_json() -> None:
    status, told = run("check", "--json", str(HERE / "proof" / "after_two_waits_nothing_is_open.yaml"))
    data = json.loads(told)
    assert status == 1
    assert not data["faults"]
    assert [(f["code"], f["line"], f["choices"]) for f in data["findings"]] == [("menu-empty", 12, 1)]
    assert data["proof"]["settled"]["bounded"] == 0
    assert data["findings"][0]["shortest"]
    ending = data["proof"]["endings"]["bridges/first by leave"]["crossed"]
    session = Session.new(load(HERE / "proof" / "after_two_waits_nothing_is_open.yaml"), "en", "bridges/first", seed=1)
    assert session.follow(decode(session.story, ending["road"])).ending == "crossed"
    assert ending["choices"] == session.number == 1
    assert data["proof"]["endings"]["bridges/first by wait"] == {}
    assert data["reading"]["walks"] == 10_000


def test_check_as_sarif() -> None:
    path = HERE / "proof" / "after_two_waits_nothing_is_open.yaml"
    log = json.loads(as_sarif(look(path, check(path))))
    (result,) = log["runs"][0]["results"]
    assert log["version"] == "2.1.0"
    assert (result["ruleId"], result["level"]) == ("menu-empty", "error")
    assert "october --road " in result["message"]["text"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].endswith("tests/proof/after_two_waits_nothing_is_open.yaml")
    assert place["region"] == {"startLine": 12, "startColumn": 3}


def test_sarif_of_a_story_with_faults() -> None:
    path = HERE / "broken" / "a_basis_is_none_of_the_three.yaml"
    log = json.loads(as_sarif(Report(path, check(path))))
    assert log["runs"][0]["results"][0]["ruleId"] == "value-unknown"


def test_ask_answers_with_the_shortest_road() -> None:
    status, told = run("ask", "jammed and kolya == spared", "--story", str(SMALL))
    assert status == 0
    assert told.startswith("2 choices from bridge/anya:\n  The Winch: Jam it, Anya.\n  The Ten: Talk.\n")
    assert run("ask", "kolya == shamed and kolya == spared", "--story", str(SMALL)) == (1, "No road leads there.\n")
    assert run("ask", "--scene", "dream", "--story", str(SMALL))[0] == 0
    assert run("ask", "kolya == spard", "--story", str(SMALL))[0] == 2
    assert run("ask", "--scene", "drem", "--story", str(SMALL))[0] == 2


def test_ask_may_ask_for_what_the_story_never_does(small: Story) -> None:
    told, answer = ask(small, "times(lot) == 1 and chosen(winch, wait) and times(winch) == 3")
    assert answer.road is not None
    assert len(in_words(told, answer.road)) == len(answer.road.legs) + 1
    with pytest.raises(BadQuestion):
        ask(small, "times(nowhere) == 1")


def test_walk_tells_what_no_walk_has_met() -> None:
    status, told = run("walk", "--walks", "50", "--story", str(SMALL))
    assert status == 0
    assert "Scenes: 8 of 8." in told
    assert "Endings: 2 of 2." in told


def test_walks_are_the_same_for_the_same_seed(small: Story) -> None:
    def states(seed: int) -> list[object]:
        met: list[object] = []
        walks = Walks(small, seed)
        for _ in range(20):
            walks.walk(lambda state: met.append(state) is None)
        return met

    assert states(1) == states(1) != states(2)
