# ruff: noqa: N999 - a command is named as it is typed
"""october import: a Twine story, over to here."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from game.commands import FOLDER, tell
from game.errors import GameError


@click.command("import")
@click.argument("file", type=FOLDER)
@click.option("-o", "out", type=FOLDER, metavar="FOLDER", help="Where it goes; by default beside FILE, named as it is.")
@click.option("--force", is_flag=True, help="Write over what FOLDER holds.")
def import_command(file: Path, out: Path | None, force: bool) -> None:
    """A story of Twine's, from FILE in Twee 3, as a story of this game. What has no words here
    is told on the error stream, by its line, and kept as a comment. Exit status 0 when the
    story can be played."""
    from game.desk.exchange import take_over

    folder = out or file.with_suffix("")
    try:
        told, faults = take_over(file, folder, force)
    except GameError as error:
        tell(error)
        sys.exit(2)
    for line in told:
        click.echo(line, err=True)
    for fault in faults:
        click.echo(f"Still to be mended: {folder}/{fault}", err=True)
    click.echo(folder)
    sys.exit(1 if faults else 0)
