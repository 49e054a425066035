"""Plays on a real disk: nothing is written over, nothing acknowledged is lost, whoever else is there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.errors import BadName, NoSuchPlay, PlayExists, PlayInUse, SaveError
from game.play.journal import Head, Journal
from game.play.saves import Saves, check_name

HEAD = Head("october", "1.0", "5f1c", "bridges", 1917, begun="2024-10-24T16:40:00+00:00")
ROOT = Path(__file__).parent.parent


@pytest.fixture
def saves(tmp_path: Path) -> Saves:
    return Saves(tmp_path / "saves")


def a_play(saves: Saves, choices: int = 1, story: str = "october") -> str:
    with closing(saves.begin(Head(story, "1", "p", "s", 1))) as journal:
        for _ in range(choices):
            journal.append("scene", "choice", "", "aa")
        assert journal.path
        return journal.path.stem


def touch(saves: Saves, slot: str, at: int) -> None:
    os.utime(saves.folder / f"{slot}.jsonl", (at, at))


def test_looking_makes_nothing(saves: Saves) -> None:
    assert (saves.list(), saves.trash(), saves.latest("october"), saves.next_slot()) == ((), (), None, "play-001")
    assert not saves.folder.exists()


def test_slots_are_numbered_and_no_number_comes_twice(saves: Saves) -> None:
    assert [a_play(saves), a_play(saves)] == ["play-001", "play-002"]
    saves.delete("play-002")
    assert a_play(saves) == "play-003"


def test_the_list_says_what_one_wants_to_know(saves: Saves) -> None:
    a_play(saves, 3)
    a_play(saves, 1, "february")
    a_play(saves, 2)
    touch(saves, "play-001", 3000)
    touch(saves, "play-002", 4000)
    touch(saves, "play-003", 2000)
    (saves.folder / "notes.txt").write_text("not a play", encoding="utf-8")
    (saves.folder / "folder.jsonl").mkdir()
    assert [(line.slot, line.story, line.choices) for line in saves.list()] == [
        ("play-002", "february", 1), ("play-001", "october", 3), ("play-003", "october", 2)
    ]  # fmt: skip
    line = saves.latest("october")
    assert line and (line.slot, line.touched.timestamp(), line.damaged, line.in_use) == ("play-001", 3000, False, False)
    assert saves.latest("march") is None


def test_the_choices_counted_are_those_of_the_road(saves: Saves) -> None:
    with closing(saves.open(a_play(saves, 3))) as journal:
        journal.back(1)
    assert saves.list()[0].choices == 1


def test_a_damaged_play_is_listed_as_such(saves: Saves) -> None:
    slot = a_play(saves, 3)
    path = saves.folder / f"{slot}.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:2]) + b"nonsense\n" + lines[3])
    (saves.folder / "junk.jsonl").write_bytes(b"\0" * 1000)
    assert {(line.slot, line.story, line.choices, line.damaged) for line in saves.list()} == {
        (slot, "october", 1, True), ("junk", "", 0, True)
    }  # fmt: skip


def test_a_play_in_use_says_so_and_can_be_copied_but_not_moved(saves: Saves) -> None:
    with closing(saves.begin(HEAD)) as journal:
        assert [line.in_use for line in saves.list()] == [True]
        for move in (saves.delete, saves.open):
            with pytest.raises(PlayInUse):
                move("play-001")
        with pytest.raises(PlayInUse):
            saves.rename("play-001", "other")
        journal.append("scene", "choice", "", "aa")
        assert (saves.copy("play-001", "mine").choices, saves.list()[0].slot) == (1, "mine")
    assert [line.in_use for line in saves.list()] == [False, False]


def test_a_deleted_play_can_be_brought_back(saves: Saves) -> None:
    slot = a_play(saves, 2)
    before = (saves.folder / f"{slot}.jsonl").read_bytes()
    gone = saves.delete(slot)
    assert (saves.list(), [line.slot for line in saves.trash()]) == ((), [gone.slot])
    assert saves.undelete(gone.slot).path.read_bytes() == before
    assert saves.trash() == ()


def test_deleting_and_bringing_back_a_name_twice_loses_neither(saves: Saves) -> None:
    for choices in (1, 2):
        saves.rename(a_play(saves, choices), "same")
        saves.delete("same")
    assert sorted(line.slot for line in saves.trash()) == ["same", "same-2"]
    saves.rename(a_play(saves), "same")
    for line in saves.trash():
        saves.undelete(line.slot)
    assert sorted(line.choices for line in saves.list()) == [1, 1, 2]


def test_no_name_is_taken_from_another_play(saves: Saves) -> None:
    one, two = a_play(saves, 1), a_play(saves, 2)
    for act in (saves.rename, saves.copy):
        for name in (one, two):
            with pytest.raises(PlayExists):
                act(one, name)
    assert {line.slot: line.choices for line in saves.list()} == {one: 1, two: 2}


@pytest.mark.parametrize("name", ["Petrograd 24", "a", "última_noche", "Нева-25", "7", "console", "x" * 40])
def test_a_good_name(saves: Saves, name: str) -> None:
    assert saves.rename(a_play(saves), name).slot == name
    assert saves.open(name).head.story == "october"


BAD = ["", " ", ".hidden", "..", "a/b", "a\\b", "/etc/passwd", "a\0b", "a\nb", "a ", "-x", "con", "LPT1", "COM²",
       "a.b", "a:b", "x" * 41, "\ud800"]  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_name_is_refused(saves: Saves, name: str) -> None:
    slot = a_play(saves)
    for act in (saves.rename, saves.copy):
        with pytest.raises(BadName, match="use letters"):
            act(slot, name)


@given(st.text(max_size=45))
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    try:
        checked = check_name(name)
    except BadName:
        return
    assert Path("folder", checked + ".jsonl").parent == Path("folder")
    assert check_name(checked) == checked


@pytest.mark.parametrize("slot", ["../secret", "", ".", "nothing", "a\0b"])
def test_a_play_that_is_not_there(saves: Saves, slot: str) -> None:
    a_play(saves)
    (saves.folder.parent / "secret.jsonl").write_bytes((saves.folder / "play-001.jsonl").read_bytes())
    for act in (saves.open, saves.delete, saves.undelete):
        with pytest.raises(NoSuchPlay):
            act(slot)


def test_a_folder_that_cannot_be_made_is_a_plain_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for folder in (tmp_path / "file", tmp_path / "file" / "saves", Path("/proc/nowhere")):
        with pytest.raises(SaveError, match=str(folder)):
            Saves(folder).begin(HEAD)
    with pytest.raises(SaveError, match="look into"):
        Saves(tmp_path / "file").list()


BEGIN = """
import sys
from pathlib import Path
from game.play.journal import Head
from game.play.saves import Saves
for _ in range(10):
    journal = Saves(Path(sys.argv[1])).begin(Head("october", "1", "p", "s", int(sys.argv[2])))
    journal.append("scene", "choice", "", "aa")
    journal.close()
"""


def test_games_that_begin_at_once_never_share_a_slot(saves: Saves) -> None:
    games = [subprocess.Popen([sys.executable, "-c", BEGIN, saves.folder, str(seed)], cwd=ROOT) for seed in range(4)]
    assert [game.wait(60) for game in games] == [0, 0, 0, 0]
    lines = saves.list()
    assert len(lines) == 40
    assert all(line.choices == 1 and not line.damaged for line in lines)
    seeds = [Journal.open(line.path, write=False).head.seed for line in lines]
    assert sorted(seeds) == sorted([0, 1, 2, 3] * 10)


def test_a_slot_whose_file_was_removed_while_it_is_played_is_passed_over(saves: Saves) -> None:
    with closing(saves.begin(HEAD)) as journal:
        assert journal.path
        journal.path.unlink()
        assert a_play(saves) == "play-002"


# ---- Other games, a full disk, kill -9 --------------------------------------------------------------


def run(code: str, *arguments: object) -> subprocess.Popen[str]:
    """A real second game, that is a Python running `code`."""
    command = [sys.executable, "-c", PREAMBLE + code, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


PREAMBLE = """
import os, resource, signal, sys
from pathlib import Path
from game.play.journal import Head, Journal
path = Path(sys.argv[1])
"""
HOLD = """
journal = Journal.open(path)
print("held", flush=True)
sys.stdin.readline()
"""


def test_two_processes_never_hold_one_play_and_the_second_may_copy(saves: Saves) -> None:
    path = saves.folder / f"{a_play(saves, 4)}.jsonl"
    other = run(HOLD, path)
    assert other.stdout and other.stdout.readline() == "held\n"
    with pytest.raises(PlayInUse):
        Journal.open(path)
    assert Journal.open(path, write=False).at == 4
    with closing(Journal.copy(path, saves.folder / "mine.jsonl")) as mine:
        mine.append("pin_drawn", "run", "", "dd")
        assert (mine.trouble, mine.at) == ("", 5)
    other.kill()
    other.communicate()
    with closing(Journal.open(path)) as journal:  # the lock died with it
        assert journal.at == 4


FULL = """
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
def room(size): resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
journal = Journal.create(path, Head("october", "1", "p", "s", 1))
troubles = []
def go(): journal.append("scene", "choice", "", "0123456789abcdef"); troubles.append(journal.trouble)
go()
room(path.stat().st_size + 40)   # the next line is cut in the middle
go(); go()
room(resource.RLIM_INFINITY)
go(); go()
print(*(trouble or "kept" for trouble in troubles), journal.path.name, journal.at)
"""


def test_on_a_full_disk_one_plays_on_and_all_is_kept_when_there_is_room(tmp_path: Path) -> None:
    path = tmp_path / "play-001.jsonl"
    out, _ = run(FULL, path).communicate(timeout=30)
    assert out.split() == ["kept", "unsaved", "unsaved", "moved", "moved", "play-001-rescued-1.jsonl", "5"]
    assert sorted(os.listdir(path.parent)) == [
        ".play-001-rescued-1.lock", ".play-001.lock", "play-001-rescued-1.jsonl", "play-001.jsonl"
    ]  # fmt: skip
    assert (Journal.open(path).found, Journal.open(path, write=False).at) == ("torn", 1)
    assert len(Journal.open(path.with_name("play-001-rescued-1.jsonl")).road()) == 5


PLAY_ON = """
journal = Journal.open(path)
while True:
    number = journal.append("scene", "choice", "", "0123456789abcdef").number
    if number % 5 == 0:
        journal.back(number - 2)
    os.write(1, b"%d\\n" % number)
"""


def kill_rounds(path: Path, rounds: int, seed: int) -> int:
    """Play, kill -9, reopen, again and again in one play; the choices it acknowledged, all found again."""
    dice = random.Random(seed)
    Journal.create(path, HEAD).close()
    acknowledged: set[int] = set()
    for _ in range(rounds):
        game = run(PLAY_ON, path)
        assert game.stdout
        first = game.stdout.readline()
        time.sleep(dice.random() * 0.03)
        os.kill(game.pid, signal.SIGKILL)
        rest, _ = game.communicate()
        acknowledged |= {int(line) for line in (first + rest).splitlines(keepends=True) if line.endswith("\n")}
        with closing(Journal.open(path)) as journal:
            assert journal.found in ("", "torn")
            assert acknowledged <= set(journal.entries), "an acknowledged choice is gone"
    return len(acknowledged)


def test_whatever_moment_the_game_is_killed_no_acknowledged_choice_is_lost(tmp_path: Path) -> None:
    assert kill_rounds(tmp_path / "play-001.jsonl", rounds=30, seed=1917) >= 30
