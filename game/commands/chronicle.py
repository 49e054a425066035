"""october chronicle: the road as a document."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from game import paths
from game.commands import FOLDER, story_option, tell
from game.errors import GameError


@click.command("chronicle")
@click.option("--slot", default="", metavar="NAME", help="The saved game; by default the last one.")
@click.option("--html/--markdown", default=None, help="Which it is; by default as FILE is named, else HTML.")
@click.option("-o", "out", type=FOLDER, metavar="FILE", help="Where it goes; - prints it. By default beside the game.")
@click.option("--force", is_flag=True, help="Write over FILE.")
@click.option("--language", metavar="CODE", help="en or es; by default that of the game.")
@story_option
@click.option("--saves", type=FOLDER, metavar="FOLDER", help="Where the saved games are.")
def chronicle_command(
    slot: str,
    html: bool | None,
    out: Path | None,
    force: bool,
    language: str | None,
    story: Path | None,
    saves: Path | None,
) -> None:
    """A saved game as a document: what was read and chosen, with notes and sources."""
    from game.play.carrying import written_chronicle
    from game.play.opened import open_story
    from game.play.plays import Plays
    from game.play.saves import Saves

    try:
        plays = Plays(open_story(story or paths.shipped_story()), Saves(saves or paths.saves()))
        path, text = written_chronicle(plays, slot, language or "", html, out, force)
    except GameError as error:
        tell(error)
        sys.exit(1)
    click.echo(path or text, nl=bool(path))
