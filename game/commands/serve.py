"""october serve: the same game in a browser."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from game import paths
from game.commands import FOLDER, story_option, tell
from game.errors import GameError, NotToldIn


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Another address lets other machines in.")
@click.option("--port", default=1917, show_default=True, type=click.IntRange(0, 65535), help="0: any that is free.")
@click.option("--name", "names", multiple=True, metavar="NAME", help="A further name that this machine is called by.")
@click.option("--language", metavar="CODE", help="en or es; by default that of each browser.")
@story_option
@click.option("--saves", type=FOLDER, metavar="FOLDER", help="Keep the visitors' games in here.")
def serve_command(
    host: str, port: int, names: tuple[str, ...], language: str | None, story: Path | None, saves: Path | None
) -> None:
    """The same game in a browser. Each visitor's saved games are kept apart."""
    from game.play.opened import open_story
    from game.ui.browser.server import serve as serve_game
    from game.words import languages, system_language

    try:
        path = story or paths.shipped_story()
        told = open_story(path).languages
        if language and language not in told:
            raise NotToldIn(language, told)
        own = [code for code in told if code in languages()] or list(told[:1])
        own.sort(key=lambda code: code != system_language())
        serve_game(path, saves or paths.saves(), [language] if language else own, host, port, names)
    except GameError as error:
        tell(error)
        sys.exit(1)
