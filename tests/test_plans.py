"""Play plans: transcripts that a writer could write, played by the real engine.

story: october            the folder under scenes/, or a file beside the plans
start: bridges/anya
language: en
seed: 7                   may be left out

A BRIDGE THAT HAS NOT     the page's title begins so (capitals do not matter)
prams                     or: it is the page of this scene
> Take the boy's corner   take the choice that begins so
> carry_coffin            or: take the choice of this name
... received              go on, by whatever is offered first, to the page of this scene
~ Stones                  the page says this somewhere
! a cadet you don't       the page says this nowhere
- Your hands have never   a choice is locked, for a reason that begins so
- pull_pin                or: the choice of this name is locked
= kolya == spared         this holds now
# anything                a remark

Names outlast a change of words; the plans of a story that is still being rewritten go by names.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from game import paths
from game.plain import bare
from game.play.page import Page
from game.play.session import Session
from game.play.state import compile_condition
from game.story.expressions import read_condition
from game.story.linker import load
from game.story.model import Story

MOST_PASSED = 60  # pages
PLANS = Path(__file__).parent / "plans"


class Scope:
    """The names of a story, for the conditions of a plan."""

    def __init__(self, story: Story) -> None:
        self.variables = story.variables
        self.choices = {scene.id: [choice.id for choice in scene.choices] for scene in story.scenes.values()}


def words_of(page: Page) -> str:
    parts = [page.title, page.place, page.council, page.ending_title, *(here.name for here in page.here)]
    parts += [paragraph.plain() for paragraph in page.paragraphs]
    parts += [text for option in page.options for text in (option.words, option.locked)]
    for row in page.remembered:
        parts += [row.title, *(words for _, words in (*row.said, *row.did)), *(text.plain() for text in row.print)]
    return bare(" ".join(parts))


def line_fault(session: Session, mark: str, rest: str) -> str:
    """What is wrong with a line of a plan, or nothing."""
    page = session.page
    match mark:
        case ">":
            options = page.open_options()
            found = [option for option in options if option.id == rest]
            found = found or [option for option in options if bare(option.words).startswith(bare(rest))]
            if len(found) != 1:
                return f"{len(found)} choices begin so; there are {[(option.id, option.words) for option in options]}"
            session.choose(found[0].id)
        case ".":
            for _ in range(MOST_PASSED):
                if session.page.scene == rest or session.page.ending:
                    break
                session.choose(session.page.open_options()[0].id)
            if session.page.scene != rest:
                return f"no such page came; the play stands at {session.page.scene}"
        case "~" | "!":
            if (bare(rest) in words_of(page)) != (mark == "~"):
                return f"the page says: {words_of(page)}"
        case "-":
            locked = [option for option in page.options if option.locked]
            if not any(option.id == rest or bare(option.locked).startswith(bare(rest)) for option in locked):
                return f"locked are {[(option.id, option.locked) for option in locked]}"
        case "=":
            condition = read_condition(rest, Scope(session.story))
            if not compile_condition(session.story, condition)(session.state.memory):
                return f"it stands otherwise: {session.standing()}"
        case _:
            if page.scene != rest and not bare(page.title).startswith(bare(rest)):
                return f"the page is {page.scene}, {page.title!r}"
    return ""


@pytest.mark.parametrize("plan", sorted(PLANS.glob("*.plan")), ids=lambda path: path.stem)
def test_plan(plan: Path) -> None:
    lines = plan.read_text(encoding="utf-8").split("\n")
    head = dict(line.split(": ", 1) for line in lines[: lines.index("")] if not line.startswith("#"))
    beside = PLANS.parent / f"{head['story']}.yaml"
    story = load(beside if beside.exists() else paths.scenes() / head["story"])
    session = Session.new(story, head["language"], head["start"], seed=int(head.get("seed", "1")))
    for number, line in enumerate(lines[lines.index("") :], lines.index("") + 1):
        if line.strip() and not line.startswith("#"):
            mark = line[0] if line[0] in ">~!-=." else ""
            fault = line_fault(session, mark, line[len(mark) :].lstrip(".").strip())
            assert not fault, f"{plan.name}:{number}: {line}\n{fault}"
