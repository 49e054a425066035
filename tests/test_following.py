"""The files of a story, followed: whatever an editor does to them, what is told is what a fresh reading tells."""

from __future__ import annotations

import os
import random
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from game import paths
from game.desk.following import Edition, Following, faults_in_place, scenes_changed
from game.story.linker import check

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.yaml"))
PATIENCE = 20.0  # seconds, so that a following that has stopped fails and does not hang


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A copy of Your First Scene: several files, two languages."""
    folder = tmp_path / "first"
    shutil.copytree(paths.story("first"), folder)
    return folder


@pytest.fixture
def stop() -> Iterator[threading.Event]:
    stop = threading.Event()
    timer = threading.Timer(PATIENCE, stop.set)
    timer.start()
    yield stop
    timer.cancel()


def followed(path: Path) -> tuple[Following, Edition]:
    following = Following(path)
    edition = following.read()
    assert edition is not None
    return following, edition


def after(following: Following, stop: threading.Event) -> Edition:
    """The next edition, which must come."""
    edition = following.wait(stop)
    assert edition is not None, "nothing was noticed"
    return edition


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def same_as_fresh(edition: Edition, path: Path) -> None:
    fresh = check(path)
    assert edition.checked.faults == fresh.faults
    assert (edition.checked.story is None) == (fresh.story is None)
    if fresh.story is None:
        # One in a language may be told for several places, so the story may be at fault too.
        own = [fault for fault in fresh.faults if not fault.file.startswith("es/")]
        assert edition.story is None or not own
    if fresh.story is not None and edition.checked.story is not None:
        assert edition.checked.story.scenes == fresh.story.scenes
        assert edition.checked.story.texts == fresh.story.texts
        assert edition.checked.story.fingerprint == fresh.story.fingerprint


# ---------------------------------------------------------------- saves of every kind


def test_an_edit_is_read_and_only_its_file_is_parsed_again(story: Path, stop: threading.Event) -> None:
    following, first = followed(story)
    old = time.time() - 60
    for path in story.rglob("*.yaml"):
        os.utime(path, (old, old))  # as of a story that nobody has touched just now
    following.read()
    before = {name: source for name, (_, source) in following.kept.items()}
    edit(story / "evening.yaml", "A Bucket of Water", "A Bucket of [b]Beer[/b]")
    edition = after(following, stop)
    assert edition.changed == ("evening.yaml",)
    assert scenes_changed(first.checked.story, edition) == ("wings",)
    again = {name for name, (_, source) in following.kept.items() if source is not before[name]}
    assert again == {"evening.yaml"}
    same_as_fresh(edition, story)


def test_a_save_by_rename_is_noticed_though_size_and_hour_stay(story: Path, stop: threading.Event) -> None:
    following, _ = followed(story)
    path = story / "evening.yaml"
    about = path.stat()
    beside = story / ".evening.yaml.swp"
    text = path.read_text(encoding="utf-8").replace("A Bucket of Water", "A Bucket of Vodka", 1)
    beside.write_text(text, encoding="utf-8")
    assert beside.stat().st_size == about.st_size
    os.utime(beside, ns=(about.st_atime_ns, about.st_mtime_ns))
    os.replace(beside, path)
    edition = after(following, stop)
    assert edition.changed == ("evening.yaml",)
    same_as_fresh(edition, story)


def test_a_second_save_in_the_same_tick_of_the_clock_is_noticed(story: Path, stop: threading.Event) -> None:
    path = story / "evening.yaml"
    now = time.time_ns()
    os.utime(path, ns=(now, now))
    following, _ = followed(story)
    edit(path, "A Bucket of Water", "A Bucket of Vodka")
    os.utime(path, ns=(now, now))
    edition = after(following, stop)
    assert edition.checked.story is not None
    same_as_fresh(edition, story)


def test_a_file_that_is_touched_and_not_changed_makes_no_edition(story: Path) -> None:
    following, _ = followed(story)
    os.utime(story / "evening.yaml", (time.time() - 5, time.time() - 5))
    assert following.look() != following.seen
    assert following.read() is None


def test_a_half_written_file_is_not_told_of_when_the_rest_follows(story: Path, stop: threading.Event) -> None:
    """The editor empties the file and writes it in pieces, a hundredth of a second apart."""
    following, _ = followed(story)
    path = story / "evening.yaml"
    text = path.read_text(encoding="utf-8").replace("A Bucket of Water", "A Bucket of Tea", 1)

    def write() -> None:
        with open(path, "w", encoding="utf-8") as file:
            for at in range(0, len(text), 1500):
                file.write(text[at : at + 1500])
                file.flush()
                time.sleep(0.01)

    writer = threading.Thread(target=write)
    writer.start()
    told = after(following, stop)
    writer.join()
    while told.checked.faults:  # on a busy machine a pause may be longer than a rest
        told = after(following, stop)
    same_as_fresh(told, story)


def test_files_that_go_and_come(story: Path, stop: threading.Event) -> None:
    following, whole = followed(story)
    away = story.parent / "away.yaml"
    os.rename(story / "evening.yaml", away)
    edition = after(following, stop)
    assert edition.changed == ("evening.yaml",)
    assert edition.checked.story is None
    same_as_fresh(edition, story)
    os.rename(away, story / "evening.yaml")
    edition = after(following, stop)
    assert edition.checked.story is not None and whole.checked.story is not None
    assert edition.checked.story.scenes == whole.checked.story.scenes
    (story / "more.yaml").write_text("notes:\n  other: {title: Other, text: Words.}\n", encoding="utf-8")
    edition = after(following, stop)
    assert edition.checked.story is not None and "other" in edition.checked.story.notes


def test_the_whole_folder_may_go_and_come_back(story: Path, stop: threading.Event) -> None:
    following, _ = followed(story)
    os.rename(story, story.parent / "elsewhere")
    edition = after(following, stop)
    assert edition.checked.story is None and edition.checked.faults
    os.rename(story.parent / "elsewhere", story)
    assert after(following, stop).checked.story is not None


def test_a_language_is_followed_too(story: Path, stop: threading.Event) -> None:
    following, first = followed(story)
    edit(story / "es" / "evening.yaml", "Un cubo de agua", "Un cubo de té")
    edition = after(following, stop)
    assert edition.changed == ("es/evening.yaml",)
    assert scenes_changed(first.checked.story, edition) == ("wings",)
    same_as_fresh(edition, story)


def test_lines_put_in_change_no_scene(story: Path, stop: threading.Event) -> None:
    following, first = followed(story)
    path = story / "evening.yaml"
    path.write_text("# a remark\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert scenes_changed(first.checked.story, after(following, stop)) == ()


def test_it_ends_when_it_is_told_to(story: Path) -> None:
    following, _ = followed(story)
    stop = threading.Event()
    threading.Timer(0.2, stop.set).start()
    assert following.wait(stop) is None


# ---------------------------------------------------------------- what is told


def test_every_broken_story_is_told_as_a_fresh_reading_tells_it(tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    shutil.copy(BROKEN[0], path)
    following, _ = followed(path)
    for broken in BROKEN[1:]:
        path.write_bytes(broken.read_bytes())
        edition = following.read()
        assert edition is not None
        assert edition.checked.faults == check(path).faults, broken.name


def test_a_hundred_edits_at_random_are_told_as_a_fresh_reading_tells_them(story: Path) -> None:
    """Lines go, come twice and come back, so that sources are linked again and again."""
    draw = random.Random(1917)
    following, _ = followed(story)
    files = sorted(story.rglob("*.yaml"))
    kept = {path: path.read_text(encoding="utf-8") for path in files}
    faulty = 0
    for _ in range(100):
        path = draw.choice(files)
        lines = kept[path].split("\n")
        at = draw.randrange(len(lines))
        lines[at : at + 1] = draw.choice([[], [lines[at], lines[at]], [lines[at].replace(":", ";", 1)], [lines[at]]])
        path.write_text("\n".join(lines), encoding="utf-8")
        if (edition := following.read()) is not None:
            same_as_fresh(edition, story)
            faulty += bool(edition.checked.faults)
    assert faulty > 20


def test_a_fault_stands_beside_its_line_the_file_edited_last_first(story: Path) -> None:
    following, _ = followed(story)
    edit(story / "evening.yaml", "goto: wardrobe", "goto: wardrobbe")
    following.read()
    edit(story / "reference.yaml", "sure:", "shure:")
    edition = following.read()
    assert edition is not None
    shown = faults_in_place(edition)
    assert shown[0].fault.file == "reference.yaml" and "shure:" in shown[0].line
    last = shown[-1]
    assert last.fault.file == "evening.yaml" and last.line.strip() == "goto: wardrobbe"
    assert last.line[last.fault.column - 1 :] == "wardrobbe"
