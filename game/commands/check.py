"""october check: faults, and the proof."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from game import paths
from game.commands import STORY


@click.command("check")
@click.argument("story", type=STORY, required=False)
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON.")
@click.option("--sarif", is_flag=True, help="Faults and findings as SARIF 2.1.0, to be shown in a pull request.")
@click.option("--fast", is_flag=True, help="Only read: leave out the proof.")
@click.option("--seconds", type=float, default=float("inf"), metavar="N", help="Name what is open after so long.")
def check_command(story: Path | None, as_json: bool, sarif: bool, fast: bool, seconds: float) -> None:
    """Read a story and tell every fault in it; when there is none, prove what is true of
    every possible play. Exit status 0 only when it is clean."""
    from game.proof import report
    from game.story.linker import check as check_story

    path = story or paths.shipped_story()
    checked = check_story(path)
    found = report.Report(path, checked) if fast else report.look(path, checked, seconds)
    click.echo(report.as_sarif(found) if sarif else report.as_json(found) if as_json else report.as_text(found))
    sys.exit(0 if found.clean else 1)
