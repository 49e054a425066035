"""The october command. It imports late: only what the asked-for thing needs."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from game import __version__, paths
from game.errors import GameError

if TYPE_CHECKING:
    from game.story.model import Story

FOLDER = click.Path(path_type=Path)
story_option = click.option("--story", type=FOLDER, help="The story: a folder, or one file.", metavar="FOLDER")


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
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
        _tell(error)
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
    from game.play.plays import Plays
    from game.play.profile import Profile
    from game.play.saves import Saves
    from game.settings import SettingsFile
    from game.story.linker import load

    def load_language(code: str) -> Story:
        return load(path, (code,))

    kept = SettingsFile(folder / "settings.json")
    spoken = language or kept.now.language or system_language()
    story = load_language(spoken)
    if spoken not in story.languages:
        if language:
            there = ", ".join(story.languages)
            raise GameError(f"The story is not told in {language}; it is told in {there}.")
        spoken = story.language
    plays = Plays(story, Saves(folder), Profile(folder / "profile.json"), chapter, seed)
    if road:
        slot = plays.walked(road, spoken)
    if plain or not has_terminal():
        from game.plain import Plain, speak_any_terminal

        gc.enable()
        speak_any_terminal()
        return Plain(plays, spoken, load_language).run(slot, new or bool(chapter))
    from game.ui.app import Launch, run

    straight = new or bool(chapter or road or slot)
    return run(Launch(plays, spoken, load_language, slot, straight, kept=kept))


def has_terminal() -> bool:
    """Whether there is a terminal that can be drawn upon; a browser is one."""
    if "TEXTUAL_DRIVER" in os.environ:
        return True
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "") != "dumb"


def system_language() -> str:
    """The language of the system, as two letters; English when it names none we speak."""
    from game.words import FALLBACK, languages

    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value[:2] if value[:2] in languages() else FALLBACK
    return FALLBACK


def _tell(error: GameError) -> None:
    from game.story.linker import StoryFaults

    click.echo(error.message, err=True)
    if isinstance(error, StoryFaults):
        for fault in error.faults:
            click.echo(f"  {fault}", err=True)


@main.command()
@click.option("--slot", default="", metavar="NAME", help="The saved game; by default the last one.")
@click.option("--html/--markdown", default=None, help="Which it is; by default as FILE is named, else HTML.")
@click.option("-o", "out", type=FOLDER, metavar="FILE", help="Where it goes; - prints it. By default beside the game.")
@click.option("--force", is_flag=True, help="Write over FILE.")
@click.option("--language", metavar="CODE", help="en or es; by default that of the game.")
@story_option
@click.option("--saves", type=FOLDER, metavar="FOLDER", help="Where the saved games are.")
def chronicle(
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
    from game.play.plays import Plays
    from game.play.saves import Saves
    from game.story.linker import load

    try:
        plays = Plays(load(story or paths.shipped_story()), Saves(saves or paths.saves()))
        path, text = written_chronicle(plays, slot, language or "", html, out, force)
    except GameError as error:
        _tell(error)
        sys.exit(1)
    click.echo(path or text, nl=bool(path))


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Another address lets other machines in.")
@click.option("--port", default=1917, show_default=True, type=click.IntRange(0, 65535), help="0: any that is free.")
@click.option("--name", "names", multiple=True, metavar="NAME", help="A further name that this machine is called by.")
@click.option("--language", metavar="CODE", help="en or es; by default that of each browser.")
@story_option
@click.option("--saves", type=FOLDER, metavar="FOLDER", help="Keep the visitors' games in here.")
def serve(
    host: str, port: int, names: tuple[str, ...], language: str | None, story: Path | None, saves: Path | None
) -> None:
    """The same game in a browser. Each visitor's saved games are kept apart."""
    from game.story.linker import load
    from game.ui.browser.server import serve as serve_game
    from game.words import languages

    try:
        path = story or paths.shipped_story()
        told = load(path).languages
        if language and language not in told:
            raise GameError(f"The story is not told in {language}; it is told in {', '.join(told)}.")
        own = [code for code in told if code in languages()] or list(told[:1])
        own.sort(key=lambda code: code != system_language())
        serve_game(path, saves or paths.saves(), [language] if language else own, host, port, names)
    except GameError as error:
        _tell(error)
        sys.exit(1)


@main.command()
@click.argument("story", type=FOLDER, required=False)
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON.")
@click.option("--sarif", is_flag=True, help="Faults and findings as SARIF 2.1.0, to be shown in a pull request.")
@click.option("--fast", is_flag=True, help="Only read: leave out the proof.")
@click.option("--seconds", type=float, default=float("inf"), metavar="N", help="Name what is open after so long.")
def check(story: Path | None, as_json: bool, sarif: bool, fast: bool, seconds: float) -> None:
    """Read a story and tell every fault in it; when there is none, prove what is true of
    every possible play. Exit status 0 only when it is clean."""
    from game.proof import report
    from game.story.linker import check as check_story

    path = story or paths.shipped_story()
    checked = check_story(path)
    found = report.Report(path, checked) if fast else report.look(path, checked, seconds)
    click.echo(report.as_sarif(found) if sarif else report.as_json(found) if as_json else report.as_text(found))
    sys.exit(0 if found.clean else 1)


@main.command()
@click.argument("condition", default="")
@click.option("--scene", default="", metavar="ID", help="In this scene; by default in any.")
@story_option
def ask(condition: str, scene: str, story: Path | None) -> None:
    """The shortest road to where CONDITION holds, as in: october ask 'trust == 2'. Exit
    status 1 when there is none, 2 when the question is still open."""
    from game.play.road import encode
    from game.proof.asking import ask as ask_story
    from game.proof.asking import in_words
    from game.story.linker import load

    try:
        told, answer = ask_story(load(story or paths.shipped_story()), condition, scene)
    except GameError as error:
        _tell(error)
        sys.exit(2)
    if answer.road is None:
        click.echo(f"Not settled ({answer.bounded})." if answer.bounded else "No road leads there.")
        sys.exit(2 if answer.bounded else 1)
    count = len(answer.road.legs)
    click.echo(f"{count} choice{'s' * (count != 1)} from {answer.road.start}:")
    for line in in_words(told, answer.road):
        click.echo(f"  {line}")
    click.echo(f"Road: {encode(told, answer.road)}")


@main.command()
@click.option("--walks", default=1000, show_default=True, type=click.IntRange(1), help="How many.")
@click.option("--seed", default=1917, show_default=True, metavar="N", help="The same walks for the same number.")
@click.option("--fair", is_flag=True, help="Any open choice with equal chance, instead of the least used.")
@story_option
def walk(walks: int, seed: int, fair: bool, story: Path | None) -> None:
    """Play a story many times and tell what no walk has met."""
    from game.proof.coverage import coverage
    from game.story.linker import load

    try:
        told = load(story or paths.shipped_story())
    except GameError as error:
        _tell(error)
        sys.exit(1)
    for line in coverage(told, walks, seed, fair):
        click.echo(line)
