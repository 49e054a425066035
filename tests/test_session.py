"""A play in progress: choosing, going back, reopening, telling a road."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from game import paths
from game.errors import GameError
from game.play.journal import Journal
from game.play.make import Taken, make_page
from game.play.plays import Plays, found
from game.play.profile import Profile
from game.play.road import BadRoad, Road, decode, encode, starts
from game.play.saves import Saves
from game.play.session import NothingToUndo, Session, UnknownStart
from game.play.state import ClosedChoice, begin, chances, menu, step
from game.story.linker import load
from game.story.model import Story
from tests.conftest import SMALL


def play(session: Session, *choices: str) -> Session:
    for choice in choices:
        session.choose(choice)
    return session


def test_a_new_play_stands_on_its_first_page(small: Story) -> None:
    session = Session.new(small, "en", "bridge/anya", seed=1)
    assert session.page.title == "The Winch"
    assert [option.id for option in session.page.options] == ["read_order", "jam", "wait"]
    assert session.page.notes == ("junkers", "teapots")


def test_locked_choices_are_shown_with_their_reason(small: Story) -> None:
    page = Session.new(small, "en", "bridge/vanya", seed=1).page
    locked = {option.id: option.locked for option in page.options if option.locked}
    assert locked == {"jam": "Your hands have never held a winch."}
    assert [option.id for option in page.open_options()] == ["read_order", "wait"]


def test_a_closed_choice_changes_nothing(small: Story) -> None:
    session = Session.new(small, "en", "bridge/vanya", seed=1)
    with pytest.raises(ClosedChoice):
        session.choose("jam")
    assert session.number == 0
    assert not session.journal.entries


def test_the_clock_and_the_place_stand_where_a_scene_has_none(small: Story) -> None:
    session = play(Session.new(small, "en", "bridge/anya", seed=1), "jam", "talk")
    assert session.page.scene == "ashore"
    assert session.page.at is not None
    assert (session.page.at.hour, session.page.at.minute) == (16, 50)
    assert session.page.place == "Liteiny Bridge"


def test_undo_keeps_the_old_branch(small: Story) -> None:
    session = play(Session.new(small, "en", "bridge/anya", seed=1), "jam", "talk")
    session.undo()
    play(session, "rush")
    assert session.page.scene == "lot"
    assert len(session.journal.branches()) == 2
    session.go_to(2)
    assert session.page.scene == "ashore"
    assert [step.record for step in session.history()] == ["You jammed the winch.", "Talk.", ""]


def test_there_is_nothing_before_the_first_page(small: Story) -> None:
    with pytest.raises(NothingToUndo):
        Session.new(small, "en", "bridge/anya").undo()


def test_chance_follows_the_seed(small: Story) -> None:
    def where(seed: int) -> str:
        return play(Session.new(small, "en", "shore/late", seed=seed), "go_on").page.scene

    assert {where(seed) for seed in range(40)} == {"ashore", "dream"}
    assert [where(seed) for seed in range(40)] == [where(seed) for seed in range(40)]


def test_the_journal_s_own_words_are_laid_beside_the_text(small: Story) -> None:
    session = play(Session.new(small, "en", "bridge/anya", seed=1), "jam", "talk", "cross")
    (row,) = session.page.remembered
    assert [words for _, words in row.did] == ["You jammed the winch."]
    assert [words for _, words in row.said] == ["Talk."]
    assert row.did[0][0] is not None
    assert row.did[0][0].minute == 40
    assert session.page.ending == "crossed"
    assert session.page.ending_about == "For good."


def test_what_people_think_is_told_in_words(small: Story) -> None:
    session = play(Session.new(small, "en", "bridge/anya", seed=1), "jam")
    assert session.standing() == (("trust", "They wait for Anya."), ("jammed", "It is stuck."))


def test_a_language_can_be_changed_in_mid_scene() -> None:
    story = load(SMALL)
    session = play(Session.new(story, "en", "bridge/anya", seed=1), "read_order", "go_on")
    page = session.speak("es")
    assert page.title == "El torno"
    assert page.paragraphs[0].plain() == "Hola, Ania, lista. Se enfría."
    assert session.number == 2


def test_a_kept_play_goes_on(small: Story, tmp_path: Path) -> None:
    plays = Plays(small, Saves(tmp_path), Profile(tmp_path / "profile.json"), seed=3)
    session = play(plays.begin("bridge/anya", "en"), "jam", "talk", "stay")
    plays.close(session)
    again = plays.open(plays.latest(), "en")
    assert again.page == session.page
    assert found(again) == ()
    assert Profile(tmp_path / "profile.json").found("small", "endings") == {"stayed"}


def test_a_play_that_another_game_holds_is_offered_as_a_copy(small: Story, tmp_path: Path) -> None:
    plays = Plays(small, Saves(tmp_path), seed=3)
    session = play(plays.begin("bridge/anya", "en"), "jam")
    other, is_copy = plays.open_or_copy(plays.latest(), "en")
    assert is_copy
    assert other.journal.path != session.journal.path
    play(session, "talk")
    play(other, "rush")
    assert (session.page.scene, other.page.scene) == ("ashore", "lot")


def test_a_folder_that_cannot_be_made_does_not_stop_the_play(small: Story, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    plays = Plays(small, Saves(tmp_path / "file" / "saves"))
    session = play(plays.begin("bridge/anya", "en"), "jam")
    assert plays.refused is not None
    assert session.page.scene == "council"


# ---------------------------------------------------------------- edited stories


def edited(tmp_path: Path, *changes: tuple[str, str]) -> Story:
    text = SMALL.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "edited.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def kept(small: Story, *choices: str) -> Journal:
    return play(Session.new(small, "en", "bridge/anya", seed=1), *choices).journal


def test_a_changed_word_does_not_matter(small: Story, tmp_path: Path) -> None:
    story = edited(tmp_path, ("Hands up.", "Hands up, all."))
    session = Session.open(story, "en", kept(small, "jam", "talk"))
    assert session.page.scene == "ashore"
    assert found(session) == ("reopened_edited",)


def test_a_renamed_choice_and_scene_are_found_by_what_they_were(small: Story, tmp_path: Path) -> None:
    story = edited(
        tmp_path,
        ("chosen(winch, jam)", "chosen(engine, break_it)"),
        ("scene: winch", "scene: engine"),
        ("  winch:\n    title: The Winch\n    was: [old_winch]", "  engine:\n    title: The Winch\n    was: [winch]"),
        ("      jam:\n        say: \"Jam", "      break_it:\n        say: \"Jam"),
        ("was: [old_jam]", "was: [jam]"),
        ("times(winch)", "times(engine)"),
        ("goto: winch", "goto: engine"),
        ("did: [winch]", "did: [engine]"),
        ("  winch:\n    title: El torno", "  engine:\n    title: El torno"),
        ("      jam: Atascarlo.", "      break_it: Atascarlo."),
    )  # fmt: skip
    session = Session.open(story, "en", kept(small, "jam", "talk"))
    assert session.page.scene == "ashore"
    assert session.reopened.stopped is None


def test_a_closed_choice_stops_the_road_there_and_touches_nothing(small: Story, tmp_path: Path) -> None:
    journal = kept(small, "wait", "jam", "talk")
    story = edited(tmp_path, ("if: origin == winder or trust >= 1", "if: trust >= 2"))
    before = (journal.at, len(journal.entries))
    session = Session.open(story, "en", journal)
    assert session.page.scene == "winch"
    assert found(session) == ("reopened_stopped",)
    assert (journal.at, len(journal.entries)) == before
    play(session, "wait")
    assert len(journal.branches()) == 2, "going on from there keeps what came after"


def test_a_different_outcome_is_said(small: Story, tmp_path: Path) -> None:
    story = edited(
        tmp_path, ("do: [trust += 1, jammed, cold -= 5]", "do: [trust += 1, cold -= 5]"), ("chosen(winch, jam)", "rain")
    )
    session = Session.open(story, "en", kept(small, "jam"))
    assert found(session) == ("reopened_differs", "reopened_edited")


def test_another_story_s_play_is_refused(small: Story, shipped: Story) -> None:
    with pytest.raises(GameError):
        Session.open(shipped, "en", kept(small, "jam"))
    with pytest.raises(UnknownStart):
        Session.new(small, "en", "bridge/nobody")


# ---------------------------------------------------------------- roads as codes


def test_every_road_has_a_code_that_leads_back(shipped: Story, small: Story) -> None:
    draw = random.Random(11)
    for number in range(120):
        story = shipped if number % 2 else small
        session = Session.new(story, "en", draw.choice(list(starts(story))), seed=number)
        for _ in range(draw.randrange(40)):
            if not (options := session.page.open_options()):
                break
            session.choose(draw.choice(options).id)
        road = decode(story, session.code())
        assert encode(story, road) == session.code()
        other = Session.new(story, "en", road.start, seed=99)
        other.follow(road)
        assert other.page == session.page


def test_a_slip_in_a_code_is_noticed(shipped: Story) -> None:
    session = play(Session.new(shipped, "en", "bridges/anya", seed=1), *["carry_coffin", "take_beetroots", "crowd"])
    code = session.code()
    for at, letter in enumerate(code):
        if letter != "-":
            slipped = code[:at] + ("7" if letter != "7" else "8") + code[at + 1 :]
            with pytest.raises(BadRoad):
                decode(shipped, slipped)
    assert decode(shipped, code.lower().replace("-", " ").replace("0", "o")) == decode(shipped, code)
    for wrong in ("", "----", "ÑÑÑÑ", "0" * 5000, "HELLO"):
        with pytest.raises(BadRoad):
            decode(shipped, wrong)


def test_an_empty_road_has_a_code(small: Story) -> None:
    code = encode(small, Road("bridge/anya", ()))
    assert decode(small, code) == Road("bridge/anya", ())


# ---------------------------------------------------------------- pages


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("path", [SMALL, paths.shipped_story()], ids=["small", "shipped"])
def test_a_remembered_page_is_the_page_that_would_be_made_anew(path: Path, language: str) -> None:
    story, forgetful = load(path), load(path)
    draw = random.Random(23)
    for _ in range(60):
        first = begin(story, draw.choice(list(starts(story).values())))
        state, road = first, list[Taken]()
        while choices := menu(story, state):
            choice = draw.choice(choices)
            outcomes = chances(story, state, choice)
            made = step(story, state, choice, draw.choice(outcomes)[0] if outcomes else "")
            road.append(Taken(len(road) + 1, state, choice, made))
            state = made
            forgetful.made.clear()
            assert make_page(story, language, state, first, road) == make_page(forgetful, language, state, first, road)


def test_every_byte_that_a_page_depends_on_is_noticed() -> None:
    story, forgetful = load(SMALL), load(SMALL)
    first = begin(story, starts(story)["bridge/anya"])
    for level in range(len(first.memory)):
        for value in (0, 1):
            memory = bytearray(first.memory)
            memory[level] = value
            state = first._replace(memory=bytes(memory))
            forgetful.made.clear()
            assert make_page(story, "en", state, first, ()) == make_page(forgetful, "en", state, first, ()), level
