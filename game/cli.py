"""The october command. It imports late: only what the asked-for thing needs."""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from pathlib import Path

import click

from game import __version__, paths
from game.commands import FOLDER, NAMES, has_terminal, story_option, tell
from game.errors import GameError, NotToldIn


class Commands(click.Group):
    """The commands beside the game: each is read from its file when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in NAMES:
            return None
        command: click.Command = getattr(import_module(f"game.commands.{cmd_name}"), f"{cmd_name}_command")
        return command


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--plain", is_flag=True, help="Print and input: for a screen reader, a pipe, a bare terminal.")
@click.option("--language", metavar="CODE", help="en or es; by default that of your system.")
@story_option
@click.option("--chapter", default="", metavar="NAME", help="Begin a new game at this chapter.")
@click.option("--seed", type=int, metavar="N", help="What chance does is decided by this number.")
@click.option("--slot", default="", metavar="NAME", help="Go on with this saved game.")
@click.option("--new", is_flag=True, help="Begin a new game without asking.")
@click.option("--road", default="", metavar="CODE", help="Begin a new game that walks this road.")
@click.option("--saves", type=FOLDER, metavar="FOLDER", help="Keep saved games here.")
@click.version_option(__version__, prog_name="october")
@click.pass_context
def main(
    context: click.Context,
    plain: bool,
    language: str | None,
    story: Path | None,
    chapter: str,
    seed: int | None,
    slot: str,
    new: bool,
    road: str,
    saves: Path | None,
) -> None:
    """The Bridges of October: Petrograd, October 1917, in a terminal."""
    if context.invoked_subcommand is not None:
        return
    path = story or paths.shipped_story()
    folder = saves or paths.saves()
    try:
        sys.exit(_play(path, folder, plain, language, chapter, seed, slot, new, road))
    except GameError as error:
        tell(error)
        sys.exit(1)
    except Exception as error:
        from game.crash import report

        click.echo(report(error, folder, path), err=True)
        sys.exit(70)


def _play(
    path: Path,
    folder: Path,
    plain: bool,
    language: str | None,
    chapter: str,
    seed: int | None,
    slot: str,
    new: bool,
    road: str,
) -> int:
    # Until the first page is there, much is made and nothing thrown away.
    gc.disable()
    from game.play.opened import open_story
    from game.play.plays import Plays
    from game.play.profile import Profile
    from game.play.saves import Saves
    from game.settings import SettingsFile
    from game.words import system_language

    kept = SettingsFile(folder / "settings.json")
    spoken = language or kept.now.language or system_language()
    story = open_story(path)
    if spoken not in story.languages:
        if language:
            raise NotToldIn(language, story.languages)
        spoken = story.language
    plays = Plays(story, Saves(folder), Profile(folder / "profile.json"), chapter, seed)
    if road:
        slot = plays.walked(road, spoken)
    if plain or not has_terminal():
        from game.plain import Plain, speak_any_terminal

        gc.enable()
        speak_any_terminal()
        return Plain(plays, spoken).run(slot, new or bool(chapter))
    from game.ui.app import Launch, run

    straight = new or bool(chapter or road or slot)
    return run(Launch(plays, spoken, slot, straight, kept=kept))
