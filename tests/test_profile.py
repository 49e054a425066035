"""What outlives a play is never lost: not to a second game, a full disk, or a damaged file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.play.profile import Profile

ROOT = Path(__file__).parent.parent


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "profile.json"


def test_what_was_found_is_found_again(path: Path) -> None:
    profile = Profile(path)
    assert profile.add("october", "endings", ["neva", "winter"]) == {"neva", "winter"}
    assert profile.add("october", "endings", ["neva", "aurora"]) == {"aurora"}
    assert profile.add("october", "notes", ["order_1"]) == {"order_1"}
    again = Profile(path)
    assert again.found("october", "endings") == {"neva", "winter", "aurora"}
    assert again.found("october", "scenes") == again.found("february", "endings") == frozenset()
    assert (again.trouble, again.set_aside) == ("", None)


def test_looking_makes_nothing(path: Path) -> None:
    profile = Profile(path)
    assert profile.found("october", "notes") == profile.add("october", "notes", []) == frozenset()
    assert not path.parent.exists()


def test_two_profiles_at_once_keep_both_finds(path: Path) -> None:
    one, two = Profile(path), Profile(path)
    one.add("october", "notes", ["a"])
    two.add("october", "notes", ["b"])
    assert two.found("october", "notes") == {"a", "b"}
    assert Profile(path).found("october", "notes") == {"a", "b"}


ADD = """
import sys
from pathlib import Path
from game.play.profile import Profile
profile = Profile(Path(sys.argv[1]))
for number in range(25):
    profile.add("october", "scenes", [f"{sys.argv[2]}_{number}"])
assert profile.trouble == ""
"""


def test_four_games_writing_at_once_lose_nothing(path: Path) -> None:
    games = [subprocess.Popen([sys.executable, "-c", ADD, path, name], cwd=ROOT) for name in "abcd"]
    assert [game.wait(60) for game in games] == [0, 0, 0, 0]
    expected = {f"{name}_{number}" for name in "abcd" for number in range(25)}
    assert Profile(path).found("october", "scenes") == expected


DAMAGE = [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'{"october_profile": 1}', b'{"october_profile": 1, "stories": 1}',
          b'{"october_profile": 1, "stories": {"october": {"notes": [1]}}}', b"9" * 5000, b'{"october_profile": NaN}',
          b'{"october_profile": 1, "stories": {"october": {"notes": "abc"}}}', b" " * (17 << 20)]  # fmt: skip


@pytest.mark.parametrize("junk", DAMAGE)
def test_a_damaged_file_is_set_aside_and_said(path: Path, junk: bytes) -> None:
    path.parent.mkdir()
    for number in (1, 2):
        path.write_bytes(junk)
        profile = Profile(path)
        assert (profile.trouble, profile.set_aside) == ("", path.with_name(f"profile.json.damaged-{number}"))
        assert profile.set_aside and profile.set_aside.read_bytes() == junk
        profile.add("october", "notes", ["a"])
        assert Profile(path).found("october", "notes") == {"a"}


def test_a_file_damaged_while_we_play_is_set_aside_and_our_finds_stay(path: Path) -> None:
    profile = Profile(path)
    profile.add("october", "notes", ["a"])
    path.write_bytes(b"junk")
    profile.add("october", "notes", ["b"])
    assert profile.set_aside == path.with_name("profile.json.damaged-1")
    assert Profile(path).found("october", "notes") == {"a", "b"}


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=100))
def test_no_file_makes_a_traceback(tmp_path_factory: pytest.TempPathFactory, junk: bytes) -> None:
    path = tmp_path_factory.mktemp("data") / "profile.json"
    path.write_bytes(junk)
    Profile(path).add("october", "notes", ["a"])
    assert Profile(path).found("october", "notes") == {"a"}


def test_the_profile_of_a_newer_game_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b'{"october_profile": 2}')
    profile = Profile(path)
    assert profile.add("october", "notes", ["a"]) == {"a"}
    assert (profile.trouble, profile.found("october", "notes")) == ("newer", {"a"})
    assert path.read_bytes() == b'{"october_profile": 2}'


def test_kinds_we_do_not_know_are_kept(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b'{"october_profile": 1, "stories": {"october": {"songs": ["varshavianka"]}}}')
    Profile(path).add("october", "notes", ["a"])
    assert "varshavianka" in path.read_text(encoding="utf-8")


def test_what_is_no_file_is_trouble_not_a_hang(path: Path) -> None:
    path.parent.mkdir()
    os.mkfifo(path)
    profile = Profile(path)
    assert profile.add("october", "notes", ["a"]) == {"a"}
    assert profile.trouble == "unsaved"


def test_a_failed_write_is_tried_again_at_the_next_find_or_none(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be", encoding="utf-8")
    path = tmp_path / "data" / "profile.json"
    profile = Profile(path)
    profile.add("october", "notes", ["a"])
    assert (profile.trouble, profile.found("october", "notes")) == ("unsaved", {"a"})
    (tmp_path / "data").unlink()
    assert profile.add("october", "notes", ["a"]) == frozenset()
    assert (profile.trouble, Profile(path).found("october", "notes")) == ("", {"a"})


FULL = """
import resource, signal, sys
from pathlib import Path
from game.play.profile import Profile
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
profile = Profile(Path(sys.argv[1]))
profile.add("october", "notes", ["a"])
resource.setrlimit(resource.RLIMIT_FSIZE, (20, resource.RLIM_INFINITY))
profile.add("october", "notes", ["b"])
print(profile.trouble)
"""


def test_a_full_disk_leaves_the_old_file_whole(path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FULL, path], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "unsaved\n"
    assert Profile(path).found("october", "notes") == {"a"}
    assert sorted(os.listdir(path.parent)) == [".profile.lock", "profile.json"]
