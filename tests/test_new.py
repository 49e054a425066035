"""october new, as a writer uses it: what it writes has no fault, no finding, and can be played."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from game import paths
from game.cli import main
from game.story.linker import load

HERE = Path(__file__).parent


def october(*words: str, keys: str = "") -> Result:
    return CliRunner().invoke(main, list(words), input=keys)


def right(*words: str) -> str:
    done = october(*words)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the writer works in."""
    folder = tmp_path / "desk"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def text(folder: Path) -> dict[str, str]:
    """Every file of a folder as it stands, but the schemas."""
    found = [path for path in folder.rglob("*") if path.is_file() and ".schema" not in path.parts]
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in found}


# ---------------------------------------------------------------- a story


def test_a_new_story_is_proved_and_played_as_it_is_written(desk: Path) -> None:
    told = right("new", "story", "The Last Ferry")
    commands = re.findall(r"october [^;.]+", told)
    assert len(commands) == 2
    assert "No findings" in right("check", "the_last_ferry")
    assert "check the_last_ferry" in told
    played = october("--plain", "--new", "--story", "the_last_ferry", keys="1\n1\n")
    assert "*** Morning ***" in played.output
    story = load(desk / "the_last_ferry")
    assert story.id == "the_last_ferry"
    assert story.title.parts[0].text == "The Last Ferry"  # type: ignore[union-attr]


def test_a_new_story_has_remarks_and_the_line_for_editors_in_each_file(desk: Path) -> None:
    right("new", "story", "ferry", "elsewhere/boats")
    files = text(desk / "elsewhere" / "boats")
    assert set(files) == {"story.yaml", "chapters/opening.yaml", "reference.yaml"}
    for name, written in files.items():
        schema = re.match(r"# yaml-language-server: \$schema=(\S+)\n", written)
        assert schema and (desk / "elsewhere/boats" / name).parent.joinpath(schema[1]).is_file()
        assert written.count("# ") > 1


def test_a_new_story_is_never_written_over_what_is_there(desk: Path) -> None:
    right("new", "story", "ferry")
    before = text(desk)
    again = october("new", "story", "ferry")
    assert again.exit_code == 1
    assert "there already" in again.output
    (desk / "note.txt").write_text("mine", encoding="utf-8")
    assert october("new", "story", "ferry", "note.txt").exit_code == 1
    assert text(desk) == before | {"note.txt": "mine"}


@pytest.mark.parametrize("name", ["1917", "", "not", "---", "Ленин"])
def test_words_that_make_no_name_are_told(desk: Path, name: str) -> None:
    done = october("new", "story", "--", name)
    assert done.exit_code == 1
    assert "makes no name" in done.output
    assert not text(desk)


@pytest.mark.parametrize(
    "title", ["Bread: a story", "{brace} *star* [[note]] | bar", "It's # 12", "Él, ¿quién?", "yes"]
)
def test_a_title_is_taken_as_it_was_typed(desk: Path, title: str) -> None:
    if title == "yes":
        assert october("new", "story", title).exit_code == 1  # a word with a meaning of its own
        return
    right("new", "story", title, "here")
    assert "No findings" in right("check", "here")
    played = october("--plain", "--new", "--story", "here", keys="q\n")
    assert title.upper() in played.output


# ---------------------------------------------------------------- a scene


def test_a_new_scene_can_be_reached_at_once(desk: Path) -> None:
    right("new", "story", "ferry")
    told = right("new", "scene", "A Cold Supper", "--chapter", "opening", "--story", "ferry")
    assert "No findings" in right("check", "ferry")
    file, line = re.findall(r"(\S+\.yaml):(\d+)", told)[0]
    assert (desk / file).read_text(encoding="utf-8").splitlines()[int(line) - 1] == "  a_cold_supper:"
    way = re.findall(r"line (\d+)", told)[0]
    assert "a_cold_supper:" in (desk / file).read_text(encoding="utf-8").splitlines()[int(way) - 1]
    assert "a_cold_supper" in right("ask", "--scene", "a_cold_supper", "--story", "ferry") + told


def test_a_new_scene_between_two_takes_the_way_of_the_first(desk: Path) -> None:
    shutil.copytree(paths.story("first"), desk / "first")
    told = right("new", "scene", "stairs", "--chapter", "evening", "--from", "refund", "--story", "first")
    assert "between refund and door" in told
    story = load(desk / "first")
    assert story.scenes["refund"].choices[0].way == ("stairs",)
    assert story.scenes["stairs"].choices[0].way == ("door",)
    assert "No findings" in right("check", "first")


def test_what_a_writer_has_written_stays_as_it_stands(desk: Path) -> None:
    """Lines are only added, in the places told; with the line ends that the file has."""
    right("new", "story", "ferry")
    file = desk / "ferry" / "chapters" / "opening.yaml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    before = file.read_bytes().splitlines(keepends=True)
    right("new", "scene", "landing", "--chapter", "opening", "--story", "ferry")
    after = file.read_bytes().splitlines(keepends=True)
    rest = iter(after)
    assert all(line in rest for line in before)
    assert all(line.endswith(b"\r\n") for line in after)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["scene", "door", "--chapter", "opening"], "door is in the story already (chapters/opening.yaml:"),
        (["scene", "quay", "--chapter", "opning"], "no chapter opning; it has opening"),
        (["scene", "quay", "--chapter", "opening", "--from", "doors"], "no scene doors"),
        (["scene", "quay", "--chapter", "opening", "--from", "morning"], "can take no further way"),
        (["chapter", "opening"], "opening is in the story already"),
        (["chapter", "night", "--from", "cellar"], "neither an ending nor a goto"),
    ],
)
def test_what_cannot_be_added_is_told_and_nothing_is_written(desk: Path, words: list[str], told: str) -> None:
    right("new", "story", "ferry")
    before = text(desk)
    done = october("new", *words, "--story", "ferry")
    assert done.exit_code == 1
    assert told in done.output
    assert text(desk) == before


def test_a_story_with_a_fault_is_told_of_and_left_alone(desk: Path) -> None:
    right("new", "story", "ferry")
    file = desk / "ferry" / "chapters" / "opening.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("goto: door", "goto: dor", 1), encoding="utf-8")
    before = text(desk)
    done = october("new", "scene", "quay", "--chapter", "opening", "--story", "ferry")
    assert done.exit_code == 1
    assert "Did you mean door?" in done.output
    assert text(desk) == before


def test_in_the_folder_of_a_story_nothing_need_be_named(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = october("new", "scene", "quay", "--chapter", "opening")
    assert done.exit_code == 1
    assert "--story FOLDER" in done.output
    right("new", "story", "ferry")
    monkeypatch.chdir(desk / "ferry")
    right("new", "scene", "quay", "--chapter", "opening")
    assert "quay" in load(Path()).scenes


# ---------------------------------------------------------------- a chapter


def test_a_new_chapter_goes_on_where_the_story_ended(desk: Path) -> None:
    right("new", "story", "ferry")
    right("new", "chapter", "The Far Bank", "--story", "ferry")
    right("new", "scene", "nets", "--chapter", "the_far_bank", "--story", "ferry")
    right("new", "chapter", "home", "--story", "ferry")
    assert "No findings" in right("check", "ferry")
    story = load(desk / "ferry")
    assert list(story.chapters) == ["opening", "the_far_bank", "home"]
    played = october("--plain", "--new", "--story", "ferry", keys="1\n1\n\n1\n\n1\n\n")
    assert "HOME" in played.output


def test_the_start_of_a_new_chapter_is_what_a_road_makes_of_the_story(desk: Path) -> None:
    shutil.copytree(paths.story("first"), desk / "first")
    right("new", "chapter", "midnight", "--from", "engaged", "--story", "first")
    assert "No findings" in right("check", "first")
    start = load(desk / "first").chapters["midnight"].starts["beginning"]
    assert {effect.name for effect in start.do} == {"beard"}


def test_a_story_of_one_file_is_added_to_in_that_file(desk: Path) -> None:
    right("new", "story", "ferry")
    whole = "\n---\n".join(text(desk / "ferry").values())
    (desk / "one.yaml").write_text(whole, encoding="utf-8")
    shutil.rmtree(desk / "ferry")
    right("new", "scene", "quay", "--chapter", "opening", "--story", "one.yaml")
    right("new", "chapter", "night", "--story", "one.yaml")
    assert "No findings" in right("check", "one.yaml")
    assert list(text(desk)) == ["one.yaml"]


def test_a_long_story_takes_a_chapter_and_a_scene_too(desk: Path) -> None:
    shutil.copytree(paths.shipped_story(), desk / "story")
    chapter = list(load(desk / "story").chapters)[-1]
    right("new", "chapter", "the morning after", "--story", "story")
    right("new", "scene", "an added scene", "--chapter", chapter, "--story", "story")
    story = load(desk / "story")
    assert list(story.chapters)[-1] == "the_morning_after"
    assert "choice" in right("ask", "--scene", "the_morning_after_ends", "--story", "story")
    assert "choice" in right("ask", "--scene", "an_added_scene", "--story", "story")
