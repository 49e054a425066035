"""Twine stories come over with their links, and what cannot is told by its line."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from game import paths
from game.cli import main
from game.desk.twee import Passage, read_passages, write_passage
from game.play.make import make_page
from game.play.road import starts
from game.play.state import State, begin, step
from game.story.linker import load
from game.story.model import Branch, Goto, Story
from tests.hard_texts import make as make_hard

TWINE = Path(__file__).parent / "twine"


def october(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def taken(name: str, folder: Path) -> tuple[Story, list[str]]:
    """The story of a file, and what was told of it."""
    done = october("import", TWINE / name, "-o", folder)
    assert done.exit_code == 0, done.output
    checked = october("check", "--fast", folder)
    assert checked.exit_code == 0, checked.output
    return load(folder), done.stderr.splitlines()


def goals(story: Story, scene: str) -> dict[str, str]:
    """The words of each choice of a scene, and the scene it leads to."""
    page = make_page(story, "en", begin(story, next(iter(starts(story).values()))), State(scene, "", b""), ())
    assert page
    found: dict[str, str] = {}
    for choice in story.scenes[scene].choices:
        assert isinstance(choice.way, Goto)
        found["".join(getattr(part, "text", "") for part in choice.say.parts) if choice.say else ""] = choice.way.scene
    return found


def shown(story: Story, state: State) -> list[str]:
    page = make_page(story, "en", state, state, ())
    return [paragraph.plain() for paragraph in page.paragraphs] + [option.words for option in page.open_options()]


def start_of(story: Story) -> State:
    return begin(story, next(iter(starts(story).values())))


# ---------------------------------------------------------------- SugarCube


@pytest.fixture
def lantern(tmp_path: Path) -> tuple[Story, list[str]]:
    return taken("lantern.twee", tmp_path / "lantern")


def test_every_link_of_a_sugarcube_story_leads_where_it_led(lantern: tuple[Story, list[str]]) -> None:
    story, _ = lantern
    assert goals(story, "the_gate") == {
        "light the lantern": "the_gate",
        "Knock": "the_guard",
        "The Guard": "the_guard",
        "walk away": "the_road",
        "Wake him gently": "the_guard",
        "Sing": "the_guard",
    }
    assert goals(story, "the_guard") == {"A door opens": "inside", "Back": "the_gate"}
    assert goals(story, "inside") == {"Sleep": "the_road", "Go on": "the_road", "Sit down": "a_chair_by_the_fire"}
    assert story.scenes["the_road"].ending and story.scenes["a_chair_by_the_fire"].ending


def test_a_sugarcube_story_plays_as_it_did(lantern: tuple[Story, list[str]]) -> None:
    story, _ = lantern
    state = start_of(story)
    told = shown(story, state)
    assert told[:4] == [
        "It is very dark, and cold. A sign says [sic] {closed} | 5*5 \\ no.",
        "a line that begins with a mark",
        "You carry $oil and the guard is asleep. He snores.",
        "You could light the lantern.",
    ]
    assert "Knock" in told and not any("*" in text for text in told[4:])
    lit = step(story, state, "light_the_lantern")
    assert "light the lantern" not in shown(story, lit)
    angry = step(story, lit, "sing")
    assert "He is red in the face." in " ".join(shown(story, angry))
    assert "He looks at you." in " ".join(shown(story, angry))


def test_numbers_keep_the_bounds_they_had(lantern: tuple[Story, list[str]]) -> None:
    story, told = lantern
    assert story.variables["guard"].values == ("asleep", "angry", "awake")
    assert not any("$met" in line for line in told)


def test_what_stays_behind_is_told_by_its_line(lantern: tuple[Story, list[str]]) -> None:
    _, told = lantern
    text = (TWINE / "lantern.twee").read_text(encoding="utf-8").splitlines()
    for what in ("setup.speed", "Story Caption", "Code", "Count the stars", "example.org", "$place", "audio", "random"):
        lines = [line for line in told if what in line]
        assert lines, what
        number = int(re.match(r"lantern\.twee:(\d+):", lines[0])[1])  # type: ignore[index]
        assert what in text[number - 1]
    assert any("a second passage is called The Road" in line for line in told)
    assert any("[[A Chair by the Fire]] leads to a passage that is not there" in line for line in told)


def test_what_stays_behind_stands_beside_its_scene(lantern: tuple[Story, list[str]], tmp_path: Path) -> None:
    written = (tmp_path / "lantern" / "chapters" / "story.yaml").read_text(encoding="utf-8")
    assert '<<audio "snore" play>>' in written
    assert re.search(r"^  # \d+: <!-- He must not know the name. -->$", written, re.M)


# ---------------------------------------------------------------- Harlowe


@pytest.fixture
def attic(tmp_path: Path) -> tuple[Story, list[str]]:
    return taken("attic.twee", tmp_path / "attic")


def test_every_link_of_a_harlowe_story_leads_where_it_led(attic: tuple[Story, list[str]]) -> None:
    story, _ = attic
    assert goals(story, "stairs") == {
        "Open the door": "attic",
        "Take the key": "stairs",
        "Go down": "cellar_old",
        "a red link": "stairs",
        "words": "attic",
    }
    assert story.scenes["attic"].ending and story.scenes["cellar_old"].ending


def test_a_harlowe_story_plays_as_it_did(attic: tuple[Story, list[str]]) -> None:
    story, _ = attic
    state = start_of(story)
    told = shown(story, state)
    assert told[0] == "You have climbed. Quietly. Very. It is new to you."
    assert "The door is shut." in told and "Open the door" not in told
    state = step(story, state, "take_the_key")
    told = shown(story, state)
    assert told[0] == "You have climbed. Quietly. Very. It holds."
    assert "Open the door" in told and "Take the key" not in told
    state = step(story, state, "open_the_door")
    told = " ".join(shown(story, state))
    assert "Dust." in told and "You still hold the key." in told and "open $nothing _temporary" in told


def test_a_link_that_cannot_be_said_changes_nothing(attic: tuple[Story, list[str]]) -> None:
    story, told = attic
    assert any("(click: ?named)" in line for line in told)
    assert not any(effect.sign == "=" and effect.value == 0 for effect in story.scenes["stairs"].do)


# ---------------------------------------------------------------- our own files, and bad ones


def test_our_own_export_comes_back_with_every_scene(tmp_path: Path) -> None:
    file = tmp_path / "october.twee"
    assert october("export", "--to", "twee", "-o", file).exit_code == 0
    done = october("import", file)
    assert done.exit_code == 0, done.output
    shipped, back = load(paths.shipped_story()), load(tmp_path / "october")
    assert set(back.scenes) == {*shipped.scenes, "start"}
    for scene in shipped.scenes.values():
        straight = {choice.way.scene for choice in scene.choices if isinstance(choice.way, Goto)}
        ways = [choice.way for choice in back.scenes[scene.id].choices]
        assert straight <= {way.scene for way in ways if isinstance(way, Goto)}
        assert not any(isinstance(way, Branch) for way in ways)


@pytest.mark.parametrize("seed", range(6))
def test_words_that_look_like_our_marks_are_words(seed: int, tmp_path: Path) -> None:
    """The texts that are hard for other engines, taken as they stand for a passage."""
    texts = re.findall(r"text: \|\n((?:      .*\n|\n)+)", make_hard(seed))
    passages = [Passage(f"P {n}", ("a", "b"), {}, text) for n, text in enumerate(texts)]
    file = tmp_path / "hard.twee"
    file.write_text("\n".join(map(write_passage, passages)), encoding="utf-8")
    done = october("import", file)
    assert done.exit_code == 0, done.output
    assert len(load(tmp_path / "hard").scenes) >= len(texts)


# Pieces of both formats' markup, one a line, to be thrown together.
PIECES = [" ", "\n", "\n\n", *(TWINE / "pieces.txt").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("style", ["SugarCube", "Harlowe"])
@pytest.mark.parametrize("seed", range(12))
def test_whatever_stands_in_a_passage_the_story_can_be_read(seed: int, style: str, tmp_path: Path) -> None:
    draw = random.Random(seed)
    passages = [Passage("StoryData", (), {}, f'{{"format": "{style}", "start": "P 0"}}')]
    for number in range(12):
        text = "".join(draw.choices(PIECES, k=draw.randrange(60)))
        passages.append(Passage(f"P {number}", draw.choice(((), ("nobr",))), {}, text))
    file = tmp_path / "any.twee"
    file.write_text("\n".join(map(write_passage, passages)), encoding="utf-8")
    done = october("import", file)
    assert done.exit_code == 0, done.output
    load(tmp_path / "any")


def test_brackets_without_end_are_told(tmp_path: Path) -> None:
    file = tmp_path / "deep.twee"
    file.write_text(":: Start\n" + "(if: $a)[" * 5000, encoding="utf-8")
    assert "deeper than any story goes" in october("import", file).stderr
    file.write_text(":: Start\n<<if" + " [[" * 5000 + " " * 5000, encoding="utf-8")
    assert october("import", file).exit_code == 0


def test_names_and_tags_are_escaped_and_read_again() -> None:
    passages = [
        Passage("a [b] {c} \\ d", ("x[1]", "y\\z"), {"position": "1,2"}, "Text.\n:: not a passage"),
        Passage("plain", (), {}, "More."),
    ]
    read = read_passages("\n".join(map(write_passage, passages)))
    assert [(p.name, p.tags, p.metadata) for p in read] == [(p.name, p.tags, p.metadata) for p in passages]
    assert read[0].text == "Text.\n :: not a passage"
    assert read_passages(':: a {b\n:: c [d\n:: e {"f"}')[0].fault


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "holds no passages"),
        (b"Once upon a time", "holds no passages"),
        (b":: Start\n\xff\xfe", "is not UTF-8"),
    ],
)
def test_a_file_that_is_no_twee_is_told_plainly(content: bytes, message: str, tmp_path: Path) -> None:
    file = tmp_path / "story.twee"
    file.write_bytes(content)
    done = october("import", file)
    assert done.exit_code == 2
    assert message in done.stderr
    assert not (tmp_path / "story").exists()


def test_nothing_is_written_over_unasked(tmp_path: Path) -> None:
    folder, file = tmp_path / "attic", tmp_path / "attic.twee"
    file.write_text((TWINE / "attic.twee").read_text(encoding="utf-8"), encoding="utf-8")
    assert october("import", file).exit_code == 0
    (folder / "story.yaml").write_text("mine", encoding="utf-8")
    refused = october("import", file)
    assert refused.exit_code == 2 and "--force" in refused.stderr
    assert (folder / "story.yaml").read_text(encoding="utf-8") == "mine"
    assert october("import", file, "--force").exit_code == 0
    out = tmp_path / "out.ink"
    assert october("export", "--to", "ink", "-o", out, folder).exit_code == 0
    refused = october("export", "--to", "ink", "-o", out, folder)
    assert refused.exit_code == 1 and "--force" in refused.stderr
    assert october("export", "--to", "ink", "-o", out, "--force", folder).exit_code == 0
    assert october("export", "--to", "ink", "--language", "fr", folder).exit_code == 1
    assert october("export", "--to", "ink", tmp_path / "nothing").exit_code == 2


def test_the_commands_of_the_manual_work_as_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manual = (TWINE.parent.parent / "docs" / "exchange.md").read_text(encoding="utf-8")
    commands = re.findall(r"^    october (.+)$", manual, re.M)
    assert len(commands) >= 3
    (tmp_path / "lantern.twee").write_bytes((TWINE / "lantern.twee").read_bytes())
    monkeypatch.chdir(tmp_path)
    for command in commands:
        done = october(*command.split())
        assert done.exit_code == 0, done.output
