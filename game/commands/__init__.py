"""The commands of october beside the game itself, a file each. They import late."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from game import paths
from game.errors import GameError

FOLDER = click.Path(path_type=Path)


class StoryPath(click.Path):
    """A folder, a file, or the name of a story that comes with the game."""

    name = "story"

    def convert(self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = paths.story(str(value))
        if not path.exists():
            known = " or ".join(paths.shipped_stories())
            self.fail(f"There is no folder or file {value}, and no story of that name: {known}.", param, ctx)
        return path


STORY = StoryPath()
story_option = click.option(
    "--story", type=STORY, help="A folder, a file, or a story that comes along.", metavar="STORY"
)

# What `october --help` lists, in its order: NAME is `NAME_command` in the file NAME.py.
NAMES = ("chronicle", "serve", "new", "write", "check", "ask", "walk", "translate", "map", "schema", "export", "import")


def own_story(story: Path | None) -> Path:
    """The story to write in: the one named, or the one in this folder. Raises GameError."""
    if story is None and not Path("story.yaml").is_file():
        raise GameError("There is no story.yaml in this folder: say which story, by --story FOLDER.")
    return story or Path()


def has_terminal() -> bool:
    """Whether there is a terminal that can be drawn upon; a browser is one."""
    if "TEXTUAL_DRIVER" in os.environ:
        return True
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "") != "dumb"


def tell(error: GameError) -> None:
    """Say on the error stream what went wrong, with every fault of a story."""
    from game.story.linker import StoryFaults

    click.echo(error.message, err=True)
    if isinstance(error, StoryFaults):
        for fault in error.faults:
            click.echo(f"  {fault}", err=True)
