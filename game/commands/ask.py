"""october ask: is there a road to where this holds?"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from game import paths
from game.commands import story_option, tell
from game.errors import GameError


@click.command("ask")
@click.argument("condition", default="")
@click.option("--scene", default="", metavar="ID", help="In this scene; by default in any.")
@story_option
def ask_command(condition: str, scene: str, story: Path | None) -> None:
    """The shortest road to where CONDITION holds, as in: october ask 'trust == 2'. Exit
    status 1 when there is none, 2 when the question is still open."""
    from game.play.road import encode
    from game.proof.asking import ask as ask_story
    from game.proof.asking import in_words
    from game.story.faults import counted
    from game.story.linker import load

    try:
        told, answer = ask_story(load(story or paths.shipped_story()), condition, scene)
    except GameError as error:
        tell(error)
        sys.exit(2)
    if answer.road is None:
        click.echo(f"Not settled ({answer.bounded})." if answer.bounded else "No road leads there.")
        sys.exit(2 if answer.bounded else 1)
    click.echo(f"{counted(len(answer.road.legs), 'choice')} from {answer.road.start}:")
    for line in in_words(told, answer.road):
        click.echo(f"  {line}")
    click.echo(f"Road: {encode(told, answer.road)}")
