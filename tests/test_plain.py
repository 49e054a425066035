"""The plain player, as somebody at a keyboard or a pipe meets it: in its own process."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from game.play.journal import Journal
from game.play.saves import Saves
from tests.conftest import SMALL

COMMAND = [sys.executable, "-m", "game", "--plain"]


def played(saves: Path, typed: str, *options: str, language: str = "en") -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, "--saves", str(saves), "--language", language, *options]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "100"}
    return subprocess.run(
        command, input=typed, capture_output=True, text=True, encoding="utf-8", env=environment, timeout=60, check=False
    )


def small(saves: Path, typed: str, *options: str, language: str = "en") -> str:
    done = played(saves, typed, "--story", str(SMALL), *options, language=language)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_choice_is_taken_by_its_number_or_its_first_words(tmp_path: Path) -> None:
    said = small(tmp_path, "1\njam it\nTALK\nstay\nq\n", "--new")
    assert "THE TEN" in said
    assert "*** Stayed ***" in said
    assert "goodbye" in said.lower()


def test_words_that_fit_several_choices_or_none_are_not_taken(tmp_path: Path) -> None:
    said = small(tmp_path, "1\n1\n1\nxyz\nq\n", "--new")
    assert "No choice begins with xyz" in said
    said = small(tmp_path, "1\n99\nq\n", "--new")
    assert "Type a number from 1 to 3" in said


def test_every_command_of_the_help_does_what_it_says(tmp_path: Path) -> None:
    said = small(tmp_path, "1\n?\nn\nn 1\n2\nu\nj\nj 1\np\nc\ns My copy\nl\nq\n", "--new")
    assert "n1. Cadets" in said
    assert "The document calls them junkers." in said
    assert "taken back" in said
    assert "Your road so far: " in said
    assert "A copy is kept as My copy." in said
    assert "EL TORNO" in said
    assert {line.slot for line in Saves(tmp_path).list()} == {"play-001", "My copy"}


def test_a_road_is_walked_by_its_code(tmp_path: Path) -> None:
    said = small(tmp_path, "1\n2\nc\nr nonsense\nr\nq\n", "--new")
    code = said.split("Your road so far: ")[1].split()[0]
    assert "This code has a slip in it" in said
    said = small(tmp_path, "j\nq\n", "--road", code.lower())
    assert "THE TEN" in said
    assert {line.slot: line.choices for line in Saves(tmp_path).list()} == {"play-001": 1, "play-002": 1}
    said = small(tmp_path, f"1\nr {code}\nq\n", "--new")
    assert "You stand where that road ends" in said
    done = played(tmp_path, "", "--story", str(SMALL), "--road", "ABCD")
    assert done.returncode == 1
    assert "slip" in done.stderr


def test_a_game_goes_on_where_it_was_left(tmp_path: Path) -> None:
    small(tmp_path, "1\n2\nq\n", "--new")
    said = small(tmp_path, "1\nq\n")
    assert "Continue" in said
    assert "THE TEN" in said
    said = small(tmp_path, "q\n", "--slot", "play-001")
    assert "THE TEN" in said


def test_the_end_of_the_input_is_a_farewell(tmp_path: Path) -> None:
    said = small(tmp_path, "1\n2\n", "--new")
    assert "goodbye" in said.lower()
    assert len(Saves(tmp_path).open("play-001").entries) == 1


def test_the_language_of_the_system_is_spoken(tmp_path: Path) -> None:
    command = [*COMMAND, "--saves", str(tmp_path), "--story", str(SMALL), "--new"]
    environment = {**os.environ, "LC_ALL": "es_UY.UTF-8", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        command, input="1\nq\n", capture_output=True, text=True, env=environment, timeout=60, check=True
    )
    assert "EL TORNO" in done.stdout


def test_a_terminal_that_knows_only_ascii_does_not_stop_the_game(tmp_path: Path) -> None:
    command = [*COMMAND, "--saves", str(tmp_path), "--language", "es", "--new", "--chapter", "bridges"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, input=b"1\n1\nq\n", capture_output=True, env=environment, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_author_text_is_shown_as_typed(tmp_path: Path) -> None:
    story = tmp_path / "story.yaml"
    typed = "[Lenin speaks] [/b] [@click=app.quit] %s {0}"
    text = SMALL.read_text(encoding="utf-8").replace("Hands up.", f"'{typed}'".replace("{", "\\{").replace("}", "\\}"))
    story.write_text(text, encoding="utf-8")
    done = played(tmp_path, "1\n2\nq\n", "--story", str(story), "--new")
    assert typed in done.stdout


def test_a_story_with_faults_is_not_played_and_says_why(tmp_path: Path) -> None:
    story = tmp_path / "story.yaml"
    story.write_text(SMALL.read_text(encoding="utf-8").replace("goto: winch", "goto: winhc"), encoding="utf-8")
    done = played(tmp_path, "", "--story", str(story))
    assert done.returncode == 1
    assert "Did you mean winch?" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("options", [["--chapter", "nowhere"], ["--language", "fr"], ["--slot", "none"]])
def test_what_is_not_there_is_said(tmp_path: Path, options: list[str]) -> None:
    done = played(tmp_path, "q\n", "--story", str(SMALL), *options)
    assert done.returncode == 1
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_control_c_is_a_farewell(tmp_path: Path) -> None:
    command = [*COMMAND, "--saves", str(tmp_path), "--language", "en", "--story", str(SMALL), "--new"]
    game = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert game.stdin is not None
    assert game.stdout is not None
    game.stdin.write("1\n2\n")
    game.stdin.flush()
    seen = ""
    while "THE TEN" not in seen:
        seen += game.stdout.readline()
    game.send_signal(signal.SIGINT)
    rest, errors = game.communicate(timeout=30)
    assert "goodbye" in rest.lower()
    assert "Traceback" not in errors
    assert len(Saves(tmp_path).open("play-001").entries) == 1


def test_a_failure_inside_the_game_leaves_a_report_and_the_save(tmp_path: Path) -> None:
    program = (
        "import sys, game.plain\n"
        "def broken(self, rest): raise RuntimeError('a bug of ours')\n"
        "game.plain.Plain.help = broken\n"
        "from game.cli import main\n"
        "main()\n"
    )
    command = [sys.executable, "-c", program, "--plain", "--saves", str(tmp_path), "--story", str(SMALL), "--new"]
    done = subprocess.run(command, input="1\n2\n?\n", capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 70
    (report,) = tmp_path.glob("crash-*.txt")
    assert str(report) in done.stderr
    assert "a bug of ours" in report.read_text(encoding="utf-8")
    assert len(Saves(tmp_path).open("play-001").entries) == 1


# ---------------------------------------------------------------- kill -9


def killed_once(saves: Path, draw: random.Random, slowest: float) -> tuple[int, Journal | None]:
    """Play as fast as pages come and kill the game at a random moment; how many choices
    the player had seen answered, and the journal that is left."""
    command = [*COMMAND, "--saves", str(saves), "--language", "en", "--story", str(SMALL), "--new"]
    game = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert game.stdin is not None
    assert game.stdout is not None
    # Anya waits, goes back, waits: as many choices as anybody likes.
    game.stdin.write(b"1\n" + b"wait\nu\n" * 4000)
    with contextlib.suppress(BrokenPipeError):
        game.stdin.flush()
    first = game.stdout.readline()
    time.sleep(draw.random() * slowest)
    game.kill()
    shown = (first + game.stdout.read()).decode()
    game.wait()
    game.stdin.close = lambda: None  # type: ignore[method-assign]  # its other end is gone
    # After each choice the page comes again with its text of the second time.
    answered = shown.count("cooled.")
    lines = Saves(saves).list()
    return answered, Saves(saves).open(lines[0].slot) if lines else None


def test_no_answered_choice_is_lost_to_kill_9(tmp_path: Path) -> None:
    draw = random.Random(5)
    answered_in_all = 0
    for number in range(12):
        answered, journal = killed_once(tmp_path / str(number), draw, 0.5)
        answered_in_all += answered
        if journal is None:
            assert answered == 0
            continue
        assert journal.found in ("", "torn")
        assert len(journal.entries) >= answered
        journal.close()
    assert answered_in_all > 100, "the game was never far enough to lose anything"
