"""october new: a story, a chapter or a scene, whole from its first moment."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from game.commands import FOLDER, own_story, story_option, tell
from game.errors import GameError

if TYPE_CHECKING:
    from game.desk.scaffold import Added


@click.group("new")
def new_command() -> None:
    """A new story, chapter or scene, which passes october check as it is written. NAME is
    cold_supper, or its title: "A Cold Supper"."""


@new_command.command("story")
@click.argument("name")
@click.argument("folder", type=FOLDER, required=False)
def story_command(name: str, folder: Path | None) -> None:
    """A small story in FOLDER, by default one called NAME, ready to be played."""
    from game.desk.scaffold import new_story

    _told(lambda: new_story(name, folder))


@new_command.command("chapter")
@click.argument("name")
@click.option("--from", "after", default="", metavar="SCENE", help="It follows this; by default the last ending.")
@story_option
def chapter_command(name: str, after: str, story: Path | None) -> None:
    """A chapter that goes on where the story ended, with a start of its own."""
    from game.desk.scaffold import new_chapter

    _told(lambda: new_chapter(own_story(story), name, after))


@new_command.command("scene")
@click.argument("name")
@click.option("--chapter", required=True, metavar="NAME", help="The chapter it belongs to.")
@click.option("--from", "after", default="", metavar="SCENE", help="It is reached from this; by default a late one.")
@story_option
def scene_command(name: str, chapter: str, after: str, story: Path | None) -> None:
    """A scene, and a way to it from another."""
    from game.desk.scaffold import new_scene

    _told(lambda: new_scene(own_story(story), name, chapter, after))


def _told(make: Callable[[], Added]) -> None:
    try:
        for line in make().lines:
            click.echo(line)
    except GameError as error:
        tell(error)
        sys.exit(1)
