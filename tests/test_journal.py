"""A play is its journal: what was acknowledged is there, and what is not as it was is noticed."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.errors import BadJournal, GameError, NewerJournal, NoSuchPlay, PlayExists, PlayInUse, SaveError, UnknownLine
from game.play.journal import LONGEST_LINE, Entry, Head, Journal

HEAD = Head("october", "1.0", "5f1c", "bridges", 1917, begun="2024-10-24T16:40:00+00:00")


def short_play(path: Path) -> Journal:
    """Two choices, back to the first, another choice: lines 1, 2, 3 (back), 4."""
    journal = Journal.create(path, HEAD)
    journal.append("winch_house", "show_order", "", "00000000000000aa")
    journal.append("winch_parley", "pull_pin", "pin_drawn", "00000000000000bb")
    journal.back(1)
    journal.append("winch_parley", "sit_down", "", "00000000000000cc")
    return journal


def numbers(road: tuple[Entry, ...]) -> list[int]:
    return [entry.number for entry in road]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "play-001.jsonl"


# ---- A play ------------------------------------------------------------------------------------


def test_the_road_follows_the_branch_and_the_other_branch_stays(path: Path) -> None:
    with closing(short_play(path)) as journal:
        assert numbers(journal.road()) == [1, 4]
        assert numbers(journal.road(2)) == [1, 2]
        assert numbers(journal.branches()) == [2, 4]
        assert (journal.at, sorted(journal.entries)) == (4, [1, 2, 4])


def test_a_play_reopens_as_it_was(path: Path) -> None:
    with closing(short_play(path)) as before:
        pass
    with closing(Journal.open(path)) as after:
        assert (after.head, after.at, after.entries) == (HEAD, before.at, before.entries)
        assert (after.found, after.trouble, after.path) == ("", "", path)
        assert after.append("pin_drawn", "run", "", "00000000000000dd").number == 5


def test_the_file_is_lines_a_person_can_read(path: Path) -> None:
    short_play(path).close()
    head, first, second, back, last = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    assert list(head) == ["october", "story", "version", "story_print", "start", "seed", "begun", "sum"]
    assert list(first) == ["n", "after", "scene", "choice", "state", "sum"]
    assert second["chance"] == "pin_drawn"
    assert (back["n"], back["to"], last["after"]) == (3, 1, 1)


def test_a_journal_in_memory_touches_no_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    journal = Journal.memory(HEAD)
    journal.append("winch_house", "show_order", "", "aa")
    journal.back(0)
    journal.close()
    assert (journal.at, journal.trouble, os.listdir(tmp_path)) == (0, "", [])


def test_going_back_to_where_one_stands_is_no_line(path: Path) -> None:
    with closing(short_play(path)) as journal:
        size = path.stat().st_size
        journal.back(4)
        assert path.stat().st_size == size


@pytest.mark.parametrize("number", [3, 5, -1])  # 3 is a line, but no choice
def test_there_is_no_going_back_to_what_is_no_choice(path: Path, number: int) -> None:
    with closing(short_play(path)) as journal, pytest.raises(UnknownLine):
        journal.back(number)


def test_a_line_too_long_to_read_back_is_never_written() -> None:
    journal = Journal.memory(HEAD)
    with pytest.raises(ValueError, match="at most"):
        journal.append("x" * LONGEST_LINE, "", "", "")
    assert journal.at == 0
    with pytest.raises(ValueError, match="at most"):
        Journal.memory(Head("x" * LONGEST_LINE, "", "", "", 1))


def test_a_play_is_never_written_over(path: Path) -> None:
    short_play(path).close()
    before = path.read_bytes()
    with pytest.raises(PlayExists):
        Journal.create(path, HEAD)
    assert path.read_bytes() == before


# ---- What a file may have become -----------------------------------------------------------------

names = st.text(max_size=12)
moves = st.lists(st.one_of(st.tuples(names, names, names), st.integers(0, 20)), max_size=12)
Move = tuple[str, str, str] | int


def play(journal: Journal, todo: list[Move]) -> Iterator[int]:
    """Do each move, a choice or a number of which choice to go back to; yield where it led."""
    for move in todo:
        if isinstance(move, int):
            journal.back([0, *journal.entries][move % (len(journal.entries) + 1)])
        else:
            journal.append(*move, state="0123456789abcdef")
        yield journal.at


@settings(max_examples=150, deadline=None)
@given(moves, st.data())
def test_cut_anywhere_it_reopens_to_what_came_before_the_cut(todo: list[Move], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "p.jsonl")
        journal = Journal.create(path, HEAD)
        stood = {path.stat().st_size: journal.at}  # bytes kept: where the play stood
        stood |= {path.stat().st_size: at for at in play(journal, todo)}
        journal.close()
        whole = path.read_bytes()
        cut = data.draw(st.integers(0, len(whole)))
        path.write_bytes(whole[:cut])
        if cut < min(stood):
            with pytest.raises(BadJournal):
                Journal.open(path)
            return
        kept = max(size for size in stood if size <= cut)
        with closing(Journal.open(path)) as again:
            assert (again.at, again.found) == (stood[kept], "" if kept == cut else "torn")
            assert path.read_bytes() == whole[:cut], "opening changes nothing"
            again.append("after", "the_cut", "", "")
            assert again.trouble == ""
        assert path.read_bytes()[:kept] == whole[:kept]
        assert Journal.open(path, write=False).found == ""


@settings(max_examples=300, deadline=None)
@given(moves, st.data())
def test_any_changed_byte_is_noticed(todo: list[Move], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "p.jsonl")
        with closing(Journal.create(path, HEAD)) as journal:
            list(play(journal, todo))
        whole = bytearray(path.read_bytes())
        where = data.draw(st.integers(0, len(whole) - 1))
        whole[where] ^= data.draw(st.integers(1, 255))
        path.write_bytes(whole)
        try:
            again = Journal.open(path)
        except BadJournal:
            return
        with closing(again):
            assert again.found in ("torn", "damaged")
            assert all(journal.entries[number] == entry for number, entry in again.entries.items())


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.booleans())
def test_no_file_makes_a_traceback(junk: bytes, after_a_head: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "p.jsonl")
        if after_a_head:
            Journal.create(path, HEAD).close()
        with open(path, "ab") as file:
            file.write(junk)
        try:
            with closing(Journal.open(path)) as journal:
                assert journal.found or not junk
        except BadJournal:
            assert not after_a_head


def test_a_damaged_play_goes_on_in_a_fresh_file_and_the_old_one_is_left_alone(path: Path) -> None:
    short_play(path).close()
    damaged = path.read_bytes().replace(b"pull_pin", b"pull_pan")
    path.write_bytes(damaged)
    with closing(Journal.open(path)) as journal:
        assert (journal.found, journal.at, journal.trouble) == ("damaged", 1, "")
        journal.append("winch_parley", "sit_down", "", "cc")
        assert (journal.trouble, journal.path) == ("moved", path.with_name("play-001-rescued-1.jsonl"))
    assert path.read_bytes() == damaged
    assert numbers(Journal.open(path.with_name("play-001-rescued-1.jsonl")).road()) == [1, 2]


def test_a_damaged_play_that_is_only_looked_at_leaves_no_new_file(path: Path) -> None:
    short_play(path).close()
    path.write_bytes(path.read_bytes() + b"{}\n")
    Journal.open(path).close()
    assert sorted(os.listdir(path.parent)) == [".play-001.lock", "play-001.jsonl"]


HOSTILE = {
    "empty": b"",
    "no newline": b"{",
    "deep": b"[" * 60_000 + b"\n",
    "deep in a head": b'{"october": ' + b"[" * 60_000 + b"\n",
    "one long line": b"x" * 5_000_000,
    "not UTF-8": b"\xff\xfe{}\n",
    "UTF-16": '{"october": 1}\n'.encode("utf-16"),
    "a number": b"1\n",
    "not a number": b'{"october": NaN}\n',
    "a huge number": b'{"october": ' + b"9" * 5000 + b"}\n",
    "another game's": b'{"format": 1}\n',
    "a head of wrong types": b'{"october": 1, "story": 1, "version": [], "story_print": {}, "start": null}\n',
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_at_once(path: Path, what: str) -> None:
    path.write_bytes(HOSTILE[what])
    begun = time.monotonic()
    with pytest.raises(BadJournal, match="play-001"):
        Journal.open(path)
    assert time.monotonic() - begun < 1
    assert path.read_bytes() == HOSTILE[what]


@pytest.mark.parametrize("junk", [b"[" * 60_000 + b"\n", b"x" * 200_000, b"9" * 5000 + b"\n", b"\0" * 100_000])
def test_junk_after_a_good_line_is_damage(path: Path, junk: bytes) -> None:
    short_play(path).close()
    path.write_bytes(path.read_bytes() + junk)
    assert (Journal.open(path, write=False).found, Journal.open(path, write=False).at) == ("damaged", 4)


def test_a_line_spelt_compactly_that_would_grow_past_the_limit_is_damage(path: Path) -> None:
    short_play(path).close()
    line = {"n": 5, "after": 4, "scene": "x" * (LONGEST_LINE - 60), "choice": "", "state": ""}
    path.write_bytes(path.read_bytes() + json.dumps(line, separators=(",", ":")).encode() + b"\n")
    assert Journal.open(path, write=False).found == "damaged"


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jsonl")
    (tmp_path / "folder.jsonl").mkdir()
    with open(tmp_path / "sparse.jsonl", "wb") as file:
        file.truncate(1 << 40)
    for name in ("pipe", "folder", "sparse"):
        with pytest.raises(BadJournal, match="no file"):
            Journal.open(tmp_path / f"{name}.jsonl")
    with pytest.raises(NoSuchPlay):
        Journal.open(tmp_path / "nothing.jsonl")
    with pytest.raises(BadJournal, match="no file"):
        Journal.open(Path("/dev/zero"))


def test_a_play_of_a_newer_game_says_so(path: Path) -> None:
    path.write_bytes(b'{"october": 2, "all": "different"}\n')
    with pytest.raises(NewerJournal, match="newer"):
        Journal.open(path)


# ---- One process holds a play ---------------------------------------------------------------------


def test_the_same_process_cannot_hold_a_play_twice(path: Path) -> None:
    with closing(short_play(path)), pytest.raises(PlayInUse):
        Journal.open(path)


def test_a_play_opened_to_read_is_never_written(path: Path) -> None:
    short_play(path).close()
    before = path.read_bytes()
    journal = Journal.open(path, write=False)
    journal.append("pin_drawn", "run", "", "dd")
    journal.close()
    assert (journal.trouble, journal.at, path.read_bytes()) == ("unsaved", 5, before)


# ---- When the disk fails ---------------------------------------------------------------------------


@pytest.mark.parametrize("mischief", ["deleted", "replaced", "appended to"])
def test_a_file_that_another_program_changed_is_left_for_a_fresh_one(path: Path, mischief: str) -> None:
    with closing(short_play(path)) as journal:
        rest = path.read_bytes() + (b"x" if mischief == "appended to" else b"")
        if mischief != "appended to":
            path.unlink()
        if mischief != "deleted":
            path.write_bytes(rest)
        journal.append("pin_drawn", "run", "", "dd")
        assert (journal.trouble, journal.path) == ("moved", path.with_name("play-001-rescued-1.jsonl"))
        (path.with_name("play-001-rescued-1.jsonl")).unlink()
        journal.append("street", "walk", "", "ee")
        assert journal.path and numbers(Journal.open(journal.path, write=False).road()) == [1, 4, 5, 6]


def test_a_folder_that_is_gone_and_cannot_be_made_is_survived(tmp_path: Path) -> None:
    folder = tmp_path / "saves"
    path = folder / "play-001.jsonl"
    journal = short_play(path)
    path.unlink()
    (folder / ".play-001.lock").unlink()
    folder.rmdir()
    folder.write_text("a file where the folder was", encoding="utf-8")
    journal.append("pin_drawn", "run", "", "dd")
    assert (journal.trouble, journal.at) == ("unsaved", 5)
    folder.unlink()
    journal.close()  # tries once more
    assert (journal.trouble, journal.path) == ("moved", folder / "play-001-rescued-1.jsonl")
    assert Journal.open(folder / "play-001-rescued-1.jsonl").at == 5


def test_a_place_that_cannot_be_written_is_a_plain_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for folder in (tmp_path / "file", Path("/proc/nowhere")):
        with pytest.raises(SaveError, match="Could not"):
            Journal.create(folder / "play-001.jsonl", HEAD)


def test_a_failed_fsync_ends_the_trust_in_a_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: int) -> None:
        raise OSError("the disk is gone")

    with closing(short_play(path)) as journal:
        with monkeypatch.context() as patch:  # no file system here fails an fsync when asked to
            for module in ("journal", "disk"):
                patch.setattr(f"game.play.{module}.sync", fails)
            journal.append("pin_drawn", "run", "", "dd")
            assert (journal.trouble, journal.path) == ("unsaved", path)
        size = path.stat().st_size
        journal.append("street", "walk", "", "ee")
        assert journal.trouble == "moved"
        assert path.stat().st_size == size


@pytest.mark.parametrize("plays_on", [True, False])
def test_a_choice_broken_off_by_control_c_is_kept_and_leaves_no_gap(
    path: Path, monkeypatch: pytest.MonkeyPatch, plays_on: bool
) -> None:
    def broken_off(_: int) -> None:
        raise KeyboardInterrupt

    with closing(short_play(path)) as journal:
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr("game.play.journal.sync", broken_off)
            journal.append("pin_drawn", "run", "", "dd")
        assert journal.trouble == "unsaved"
        if plays_on:
            journal.append("street", "walk", "", "ee")
    assert journal.path and journal.trouble == "moved"
    assert numbers(Journal.open(journal.path).road()) == ([1, 4, 5, 6] if plays_on else [1, 4, 5])


def test_every_error_has_a_code_of_its_own() -> None:
    kinds = [GameError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    codes = [kind.code for kind in kinds if kind.__module__ == GameError.__module__]
    assert len(codes) == len(set(codes))
