"""october walk: many plays, and what none of them met."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from game import paths
from game.commands import story_option, tell
from game.errors import GameError


@click.command("walk")
@click.option("--walks", default=1000, show_default=True, type=click.IntRange(1), help="How many.")
@click.option("--seed", default=1917, show_default=True, metavar="N", help="The same walks for the same number.")
@click.option("--fair", is_flag=True, help="Any open choice with equal chance, instead of the least used.")
@story_option
def walk_command(walks: int, seed: int, fair: bool, story: Path | None) -> None:
    """Play a story many times and tell what no walk has met."""
    from game.proof.coverage import coverage
    from game.story.linker import load

    try:
        told = load(story or paths.shipped_story())
    except GameError as error:
        tell(error)
        sys.exit(1)
    for line in coverage(told, walks, seed, fair):
        click.echo(line)
