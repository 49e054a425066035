"""The settings and the file they are kept in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from game.cli import main
from game.settings import Settings, SettingsFile

TEA = Path(__file__).parent / "tea.yaml"


def test_without_a_file_everything_is_as_it_was_at_first_and_no_file_is_made(tmp_path: Path) -> None:
    kept = SettingsFile(tmp_path / "saves" / "settings.json")
    assert kept.now == Settings()
    assert not (tmp_path / "saves").exists()


def test_a_change_is_there_in_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    SettingsFile(path).change(theme="newsprint", measure=60, still=True)
    now = SettingsFile(path).now
    assert (now.theme, now.measure, now.still) == ("newsprint", 60, True)
    assert now.pace == Settings().pace


def test_two_games_keep_each_others_changes_and_what_a_newer_version_wrote(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"sound": "loud", "theme": "plain"}', encoding="utf-8")
    one, two = SettingsFile(path), SettingsFile(path)
    one.change(language="es")
    two.change(measure=64)
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "sound": "loud",
        "theme": "plain",
        "language": "es",
        "measure": 64,
    }


@pytest.mark.parametrize("said", ["{", "[]", "\x00\xff", '"poster"', "[" * 40_000, "9" * 70_000])
def test_a_damaged_file_is_set_aside_and_never_written_over(tmp_path: Path, said: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(said, encoding="latin-1")
    kept = SettingsFile(path)
    assert kept.now == Settings()
    assert kept.set_aside == tmp_path / "settings.json.damaged-1"
    assert kept.set_aside.read_text(encoding="latin-1") == said
    kept.change(theme="plain")
    assert SettingsFile(path).now.theme == "plain"


@pytest.mark.parametrize(
    "said",
    [
        {"theme": "pink"},
        {"measure": 200},
        {"measure": True},
        {"still": "yes"},
        {"language": "../../es"},
        {"pace": None},
        {"theme": []},
        {"pace": {}},
    ],
)
def test_a_value_that_is_none_of_those_allowed_counts_as_not_set(tmp_path: Path, said: dict[str, object]) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps(said), encoding="utf-8")
    kept = SettingsFile(path)
    assert kept.now == Settings()
    assert kept.set_aside is None
    with pytest.raises(ValueError):
        kept.change(**said)


def test_when_the_disk_refuses_a_change_still_holds_for_this_run_and_is_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "saves" / "settings.json"
    (tmp_path / "saves").write_text("in the way", encoding="utf-8")
    kept = SettingsFile(path)
    assert kept.change(theme="plain").theme == "plain"
    assert kept.trouble == "unsaved"
    (tmp_path / "saves").unlink()
    kept.change(measure=56)
    assert kept.trouble == ""
    assert SettingsFile(path).now.theme == "plain"


@pytest.mark.parametrize(
    ("kept", "asked", "told"),
    [
        ("es", (), "Escribe el número"),
        ("es", ("--language", "en"), "Type a choice's number"),
        ("fr", (), "Type a choice's number"),
    ],
)
def test_the_language_that_was_kept_is_spoken_and_the_command_line_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: str, asked: tuple[str, ...], told: str
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    SettingsFile(tmp_path / "settings.json").change(language=kept)
    result = CliRunner().invoke(
        main, ["--plain", "--story", str(TEA), "--saves", str(tmp_path), *asked], input="1\nq\n"
    )
    assert told in " ".join(result.output.split())
    assert SettingsFile(tmp_path / "settings.json").now.language == kept
