"""october write: a page that follows the files of a story while they are edited."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from game import paths
from game.commands import STORY, has_terminal, tell
from game.errors import GameError, NotToldIn


@click.command("write")
@click.argument("story", type=STORY, required=False)
@click.option("--scene", default="", metavar="ID", help="Begin in this scene, by the shortest road there.")
@click.option("--language", metavar="CODE", help="en or es; by default that of your system.")
def write_command(story: Path | None, scene: str, language: str | None) -> None:
    """Show a story while you write it in your own editor: every save is read at once, the
    same road is walked again, and faults are told in place."""
    from game.desk.following import Following

    path = story or (Path() if Path("story.yaml").is_file() else paths.shipped_story())
    following = Following(path)
    edition = following.read()
    assert edition is not None, "a first reading is an edition"
    try:
        if not has_terminal():
            raise GameError("october write needs a terminal to draw upon; october check tells the faults without one.")
        if (whole := edition.story) is not None:
            if scene and scene not in whole.scenes:
                from game.proof.asking import question

                question(whole, "", scene)
            if language and language not in whole.languages:
                raise NotToldIn(language, whole.languages)
    except GameError as error:
        tell(error)
        sys.exit(1)
    from game.settings import SettingsFile
    from game.ui.write import run
    from game.words import system_language

    kept = SettingsFile(paths.saves() / "settings.json")
    try:
        sys.exit(run(following, edition, language or kept.now.language or system_language(), kept, scene))
    except Exception as error:
        from game.crash import WRITING, report

        click.echo(report(error, paths.saves(), path, WRITING), err=True)
        sys.exit(70)
