"""The proof against brute force: small stories from seeds, every state of them looked at.

Nothing missed and nothing invented; every road there is replays to the fault and is a
shortest one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from game.play.road import decode, encode
from game.play.session import Session
from game.proof.asking import ask, counting
from game.proof.moves import Place, lay_out
from game.proof.nearest import Met, Nearest
from game.proof.prove import Finding, Proof, prove
from game.proof.ranges import Ranges
from game.story.linker import check
from game.story.model import Story
from tests.proof.enumerating import Fault, TooMany, World
from tests.proof.making import Made, Maker, make

SEEDS = 480
CHUNKS = 16

FORMS = (
    ("scene-unreachable", r"No road leads to the scene (\w+)"),
    ("ending-unreachable", r"No road leads to the ending (\w+)"),
    ("choice-never", r"The choice (\w+) of (\w+) is never open"),
    ("if", r"The if of (\w+) in (\w+) always holds"),
    ("effect", r"In (?:(\w+) of )?(\w+) the if of .* holds"),
    ("way-never", r"The choice (\w+) of (\w+) never takes its way (\d)"),
    ("text-never", r"these words are never shown: .(w\d+)"),
    ("shown-always", r"the condition of .(w\d+).* holds"),
    ("note-unreachable", r"No road shows the note (\w+)(?: \((\w+)\))?"),
    ("note-missable", r"can miss the required note (\w+)(?: \((\w+)\))?"),
    ("start-unreachable", r"leads to the start ([\w/]+)"),
    ("menu-empty", r"In (\w+) a player can stand before"),
    ("present", r"kolya is (?:never|always) in (\w+)"),
    ("person-gone", r"kolya is present in (\w+) and gone"),
    ("choice-twin", r"In (\w+) the choices (\w+) and (\w+) do the same"),
    ("clock-backwards", r"From \w+ to (\w+) the clock runs back"),
    ("walk-too-far", r"From \w+ to (\w+) it is"),
    ("rule-broken", r"(always|never): "),
    ("trap", r"From (\w+) on no road leads to an ending"),
)


def named(finding: Finding) -> Fault:
    """What a finding is about, in the terms of the brute force."""
    kind, found = next((kind, m) for kind, form in FORMS if (m := re.search(form, finding.message)))
    names = [name or "en" for name in found.groups()]
    match kind:
        case "choice-never" | "way-never":
            return (kind, names[1], names[0], *names[2:])
        case "if":
            return ("condition-always", "if", names[1], names[0])
        case "effect":
            whole = (names[1], names[0]) if found[1] else (names[1],)
            return (finding.code, "effect", *whole)
        case "present":
            return (finding.code, "present", *names)
        case "trap":
            return ("trap",)
        case _:
            return (kind, *names)


def covered(fault: Fault, made: Made, found: Counter[Fault]) -> bool:
    """Whether what is around the fault was told, so that it need not be told itself."""
    if fault[:2] == ("condition-always", "if"):
        return bool(found["choice-never", *fault[2:]])
    if fault[0] not in ("text-never", "shown-always"):
        return False
    word = fault[1]
    scene, choice = made.owner[word]
    if found["scene-unreachable", scene] or found["choice-never", scene, choice]:
        return True
    if found["condition-always", "if", scene, choice]:
        return True
    if found["ending-unreachable", "end"] and made.owner[word] == ("", "end"):
        return True
    while word := made.parents.get(word, ""):
        if found["text-never", word]:
            return True
    if made.owner[fault[1]] == ("", "kolya"):
        # A name without groups is not asked about: the scenes say whether anybody is there.
        return "- kolya" not in made.yaml or bool(re.search(rf'name: "{fault[1]}[^{{*"]*"', made.yaml))
    return (
        made.owner[fault[1]] == ("", "p1") and "{p1}" not in made.yaml.partition("language: es")[0]
    )  # a phrase that is not used


def stories(seeds: range, folder: Path) -> Iterator[tuple[Story, Made, World]]:
    for seed in seeds:
        made = make(seed)
        path = folder / "story.yaml"
        path.write_text(made.yaml, encoding="utf-8")
        checked = check(path)
        assert checked.story is not None, (seed, checked.faults)
        try:
            yield checked.story, made, World(checked.story, made)
        except TooMany:
            continue


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_the_proof_says_what_brute_force_says(chunk: int, tmp_path: Path) -> None:
    for seed_story, made, world in stories(range(chunk, SEEDS, CHUNKS), tmp_path):
        faults = world.faults()
        proof = prove(seed_story, walks=chunk % 2 == 0)
        hold(seed_story, made, faults, proof)
        hold_roads(seed_story, world, faults, proof)


def hold(story: Story, made: Made, faults: dict[Fault, int], proof: Proof) -> None:
    expected = Counter(plainly(fault) for fault in faults)
    found = Counter(named(each) for each in proof.findings if each.code not in ("variable-unread", "ending-unused"))
    invented = found - expected
    assert not invented, (invented, made.yaml)
    missed = [fault for fault in expected - found if not covered(fault, made, found)]
    assert not missed, (missed, made.yaml)


def plainly(fault: Fault) -> Fault:
    """An effect is known by its scene and choice: its number is not told."""
    if fault[0] == "effect-never":
        return ("effect-never", "effect", *fault[1:-1])
    if fault[:2] == ("condition-always", "effect"):
        return fault[:-1]
    if fault[0] == "present-never":
        return ("present-never", "present", *fault[1:])
    return fault


def hold_roads(story: Story, world: World, faults: dict[Fault, int], proof: Proof) -> None:
    """Every road replays, from its code, and is as short as any road there."""
    for finding in proof.findings:
        if finding.road is None:
            continue
        assert decode(story, encode(story, finding.road)) == finding.road
        session = Session.new(story, "en", finding.road.start, seed=1)
        session.follow(finding.road)
        assert len(finding.road.legs) == faults[named(finding)], (finding, world.made.yaml)
        assert session.state in world.seen[named(finding)], (finding, world.made.yaml)


def test_the_ranges_hold_every_state(tmp_path: Path) -> None:
    for story, _, world in stories(range(60), tmp_path):
        ranges = Ranges(lay_out(story))
        for state in world.distance:
            box = ranges.box(Place(state.scene, state.back))
            assert box is not None
            assert all(field >> value & 1 for field, value in zip(box.values, state.memory, strict=True))


def test_what_breadth_first_plays_meet_is_where_their_roads_lead(tmp_path: Path) -> None:
    for story, _, world in stories(range(60), tmp_path):
        shown: list[Met] = []
        nearest = Nearest(lay_out(story), lambda place, met, before, to=shown: to.append(met))
        kept = [met for at in nearest.met.values() for met in at]
        for met in {id(each): each for each in (*kept, *shown[:200])}.values():
            session = Session.new(story, "en", met.start, seed=1)
            session.follow(met.road())
            assert session.state == met.state
            assert len(met.road().legs) == met.distance >= world.distance[met.state]
        assert {met.state.scene for met in kept} == {state.scene for state in world.distance}


def test_ask_finds_the_nearest_state_there_is(tmp_path: Path) -> None:
    answered: Counter[bool] = Counter()
    for seed in range(600, 660):
        for story, made, _ in stories(range(seed, seed + 1), tmp_path):
            maker = Maker(seed)
            text, scene = maker.condition(), maker.draw.choice(("", *maker.scenes))
            told, answer = ask(story, text, scene)
            world = World(told, made)
            nearest = world.nearest(counting(told, text)[1], scene)
            assert (len(answer.road.legs) if answer.road else None) == nearest, (text, scene, made.yaml)
            answered[answer.met] += 1
    assert min(answered.values()) > 10
