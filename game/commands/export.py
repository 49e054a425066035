"""october export: the story for Twine or for ink."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from game import paths
from game.commands import FOLDER, STORY, tell
from game.errors import GameError


@click.command("export")
@click.argument("story", type=STORY, required=False)
@click.option("--to", "engine", type=click.Choice(["twee", "ink"]), required=True, help="Twee 3 (SugarCube), or ink.")
@click.option("-o", "out", type=FOLDER, metavar="FILE", help="Where it goes; by default it is printed.")
@click.option("--force", is_flag=True, help="Write over FILE.")
@click.option("--language", default="", metavar="CODE", help="en or es, say; by default the story's own.")
def export_command(story: Path | None, engine: str, out: Path | None, force: bool, language: str) -> None:
    """The story as one file that Twine or ink can read. What they cannot express is told on
    the error stream, and in a comment of the file."""
    from game.desk.exchange import export

    try:
        path, exported = export(story or paths.shipped_story(), engine, language, out, force)
    except GameError as error:
        tell(error)
        sys.exit(1)
    for line in exported.left_out:
        click.echo(f"Not in {engine}: {line}", err=True)
    click.echo(path or exported.text, nl=bool(path))
