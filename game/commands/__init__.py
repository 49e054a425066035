"""The commands of october beside the game itself, a file each. They import late."""

from __future__ import annotations

from pathlib import Path

import click

from game.errors import GameError

FOLDER = click.Path(path_type=Path)
story_option = click.option("--story", type=FOLDER, help="The story: a folder, or one file.", metavar="FOLDER")

# What `october --help` lists, in its order: NAME is `NAME_command` in the file NAME.py.
NAMES = ("chronicle", "serve", "check", "ask", "walk")


def tell(error: GameError) -> None:
    """Say on the error stream what went wrong, with every fault of a story."""
    from game.story.linker import StoryFaults

    click.echo(error.message, err=True)
    if isinstance(error, StoryFaults):
        for fault in error.faults:
            click.echo(f"  {fault}", err=True)
