"""A story opened from what was kept of it is the same story, and nothing else is ever opened so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game import paths
from game.play import kept as keeping
from game.play import opened
from game.play.disk import Lock
from game.play.opened import open_story
from game.play.session import Session
from game.story import linker
from game.story.linker import StoryFaults, check, load
from game.story.model import Story
from game.story.packing import pack_story, unpack_story
from tests.bench import generated
from tests.conftest import SMALL

ROOT = Path(__file__).parent.parent


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of nobody else's for what is kept."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("OCTOBER_CACHE", str(folder))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A story in several files and two languages, which may be edited."""
    path = tmp_path / "story"
    generated.write(generated.make(12), path, "es", scenes_a_file=6)
    return path


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Each time that a story is read and linked adds its path."""
    read: list[Path] = []
    load_files = linker.load_files

    def counted(files: Any, path: Path) -> Story:
        read.append(path)
        return load_files(files, path)

    monkeypatch.setattr(linker, "load_files", counted)
    return read


def spelt(thing: Any) -> Any:
    """All that is in a thing, kinds included, which named tuples do not compare."""
    return {name: spelt(inner) for name, inner in thing.items()} if isinstance(thing, Mapping) else repr(thing)


def assert_same(one: Story, other: Story) -> None:
    for part in fields(Story):
        if part.name != "made":
            here, there = spelt(getattr(one, part.name)), spelt(getattr(other, part.name))
            assert here == there, part.name
            assert not isinstance(here, dict) or list(here) == list(there), f"the order of {part.name}"


# ---------------------------------------------------------------- the same story


@pytest.mark.parametrize(
    "path", [SMALL, ROOT / "tests" / "tea.yaml", paths.shipped_story()], ids=lambda path: path.stem
)
def test_a_story_is_the_same_story_when_it_is_opened_again(path: Path, cache: Path, readings: list[Path]) -> None:
    fresh = check(path).story
    assert fresh is not None
    assert_same(open_story(path), fresh)
    assert_same(open_story(path), fresh)
    assert readings == [path]


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 2**32),
    size=st.integers(1, 30),
    length=st.integers(60, 120),
    language=st.sampled_from(["", "es"]),
)
def test_any_story_comes_out_of_its_lines_as_it_went_in(
    seed: int, size: int, length: int, language: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    generated.write(generated.make(size, length, seed), folder, language)
    story = load(folder)
    assert_same(unpack_story(pack_story(story)), story)


def test_a_play_goes_the_same_way_in_both(folder: Path, cache: Path) -> None:
    open_story(folder)
    fresh, again = (Session.new(story, "es", seed=1) for story in (load(folder), open_story(folder)))
    for turn in range(40):
        assert again.page == fresh.page
        options = fresh.page.open_options()
        for session in (fresh, again):
            session.choose(options[turn % len(options)].id)
    assert again.state == fresh.state
    assert again.speak("en") == fresh.speak("en")
    assert not again.page.untranslated


def test_a_scene_is_unpacked_when_it_is_first_asked_for() -> None:
    lines = pack_story(load(SMALL)).split(b"\n")
    spoilt = unpack_story(b"\n".join([b"not JSON" if line.startswith(b'["Scene",') else line for line in lines]))
    name = next(iter(spoilt.scenes))
    assert name in spoilt.scenes
    with pytest.raises(ValueError, match="Expecting value"):
        spoilt.scenes[name]


def test_a_good_file_spares_the_parser_altogether(folder: Path, cache: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from game.play.opened import open_story; from game.words import Words\n"
        "open_story(Path(sys.argv[1])); Words('en')('new_game')\n"
        "print('yaml' in sys.modules, 'game.story.linker' in sys.modules)"
    )
    command = [sys.executable, "-c", program, str(folder)]
    told = [subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout for _ in range(2)]
    assert told == ["True True\n", "False False\n"]


# ---------------------------------------------------------------- another story


def edited(folder: Path) -> None:
    """A word of a text, and nothing that a size or a clock would tell."""
    file = folder / "chapters" / "chapter_000.yaml"
    about, text = file.stat(), file.read_text(encoding="utf-8")
    file.write_text(text.replace("title: Part 0", "title: Bart 0"), encoding="utf-8")
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))


def a_language_added(folder: Path) -> None:
    shutil.copytree(folder / "es", folder / "fr")


def a_word_of_a_language(folder: Path) -> None:
    file = folder / "es" / "people.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("person number 0", "Grisha"), encoding="utf-8")


def a_file_renamed(folder: Path) -> None:
    (folder / "notes.yaml").rename(folder / "leaves.yaml")


def a_file_removed(folder: Path) -> None:
    (folder / "es" / "notes.yaml").unlink()


@pytest.mark.parametrize(
    "edit",
    [edited, a_language_added, a_word_of_a_language, a_file_renamed, a_file_removed],
    ids=lambda edit: edit.__name__,
)
def test_an_edit_is_noticed(edit: Callable[[Path], None], folder: Path, cache: Path, readings: list[Path]) -> None:
    open_story(folder)
    edit(folder)
    again = open_story(folder)
    assert len(readings) == 2
    assert_same(again, load(folder))


def test_a_new_game_reads_the_story_itself(
    folder: Path, cache: Path, readings: list[Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    open_story(folder)
    monkeypatch.setattr(opened, "__version__", "99.0")
    open_story(folder)
    assert len(readings) == 2
    # A reader that is being worked on keeps its version.
    code = tmp_path / "game"
    shutil.copytree(paths.PACKAGE / "story", code / "story")
    monkeypatch.setattr(paths, "PACKAGE", code)
    open_story(folder)
    with (code / "story" / "reader.py").open("a", encoding="utf-8") as file:
        file.write("# a word\n")
    open_story(folder)
    assert len(readings) == 3


def test_every_fault_is_told_after_an_edit(folder: Path, cache: Path) -> None:
    open_story(folder)
    for file in ("chapters/chapter_000.yaml", "es/people.yaml"):
        with (folder / file).open("a", encoding="utf-8") as text:
            text.write("nothing: of the kind\n")
    with pytest.raises(StoryFaults) as told:
        open_story(folder)
    assert {fault.file for fault in told.value.faults} == {"chapters/chapter_000.yaml", "es/people.yaml"}
    with pytest.raises(StoryFaults):  # a story with a fault is never kept
        open_story(folder)


def test_a_file_that_cannot_be_read_is_no_empty_file(folder: Path, cache: Path) -> None:
    (folder / "more.yaml").write_bytes(b"")
    open_story(folder)
    (folder / "more.yaml").unlink()
    (folder / "more.yaml").symlink_to("/dev/null")
    with pytest.raises(StoryFaults):
        open_story(folder)


# ---------------------------------------------------------------- another file


def story_file(cache: Path) -> Path:
    (file,) = cache.glob("story-*")
    return file


def damages(data: bytes) -> Iterator[bytes]:
    yield b""
    yield data[: len(data) // 2]  # torn
    yield data[:-1]
    yield data + b"\n"
    yield data.replace(b"Part 0", b"Bart 0")
    yield b"\0" * len(data)
    yield b"{}\n[1]"


def test_a_damaged_file_is_as_good_as_none(folder: Path, cache: Path, readings: list[Path]) -> None:
    fresh = open_story(folder)
    data = story_file(cache).read_bytes()
    for number, damaged in enumerate(damages(data)):
        story_file(cache).write_bytes(damaged)
        assert_same(open_story(folder), fresh)
        assert len(readings) == 2 + number
        assert story_file(cache).read_bytes() == data


def test_the_file_of_another_story_is_not_taken(folder: Path, cache: Path, tmp_path: Path) -> None:
    open_story(folder)
    mine = story_file(cache)
    mine.rename(tmp_path / "mine")
    open_story(SMALL)
    other = story_file(cache)
    (tmp_path / "mine").rename(other)  # where that of SMALL would lie
    assert open_story(SMALL).id == "small"


def test_without_a_place_to_keep_it_a_story_opens_all_the_same(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    before = sorted(folder.rglob("*"))
    for place in (tmp_path / "file" / "cache", Path("~nobody/cache")):
        monkeypatch.setenv("OCTOBER_CACHE", str(place))
        assert open_story(folder).id == open_story(folder).id == "generated"
    assert sorted(folder.rglob("*")) == before
    assert not Path("~nobody").exists()


def test_a_disk_that_is_full_leaves_nothing_behind(folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keeping, "write_file", full)
    assert open_story(folder).id == "generated"
    assert not list(cache.glob("story-*"))


def test_what_another_process_is_writing_is_left_to_it(folder: Path, cache: Path) -> None:
    open_story(folder)
    lock = Lock(story_file(cache))
    story_file(cache).unlink()
    assert open_story(folder).id == "generated"
    assert not list(cache.glob("story-*"))
    lock.close()
    open_story(folder)
    assert story_file(cache)


def test_two_that_open_it_at_once_both_play(folder: Path, cache: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "game",
        "--plain",
        "--story",
        str(folder),
        "--saves",
        str(cache / "saves"),
        "--new",
    ]
    games = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    for game in games:
        said, _ = game.communicate("1\nq\n", timeout=60)
        assert game.returncode == 0
        assert "A STORY OF ANY SIZE" in said
    assert_same(open_story(folder), load(folder))


def test_only_so_many_are_kept(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_KEPT", 3)
    for number in range(6):
        path = tmp_path / f"story{number}.yaml"
        shutil.copy(SMALL, path)
        open_story(path)
        for age, file in enumerate(sorted(cache.glob("story-*"), key=lambda file: -file.stat().st_mtime)):
            os.utime(file, (1_000_000 - age, 1_000_000 - age))
    assert len(list(cache.glob("story-*"))) == 3
    assert open_story(path).id == "small"
