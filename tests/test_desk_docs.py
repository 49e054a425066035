"""docs/translating.md and docs/map.md: every command in them runs, and every option is one that there is."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from game import paths
from game.cli import main
from game.commands.map import map_command
from game.commands.translate import translate_command

DOCS = Path(__file__).parent.parent / "docs"
NAMES = ("translating.md", "map.md")


def commands(name: str) -> list[str]:
    """The commands of a document that stand in lines of their own."""
    return re.findall(r"^    (october .+)$", (DOCS / name).read_text(encoding="utf-8"), re.M)


@pytest.mark.parametrize("command", [command for name in NAMES for command in commands(name)])
def test_each_command_runs_as_it_is_written(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "october"
    shutil.copytree(paths.shipped_story(), folder)
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()
    if "--from-po" in command:
        assert runner.invoke(main, ["translate", "es", "--story", str(folder), "--po", "es.po"]).exit_code == 0
    told = runner.invoke(main, [*shlex.split(command)[1:], "--story", str(folder)])
    assert told.exit_code == 0, told.output


@pytest.mark.parametrize(
    ("name", "command"), [("translating.md", translate_command), ("map.md", map_command)], ids=NAMES
)
def test_each_option_is_one_that_there_is_and_none_is_left_out(name: str, command: object) -> None:
    there = {option for parameter in command.params for option in parameter.opts if option.startswith("--")}  # type: ignore[attr-defined]
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", (DOCS / name).read_text(encoding="utf-8")))
    assert named == there
