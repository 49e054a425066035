"""october translate: a language of a story, kept whole."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from game import paths
from game.commands import FOLDER, story_option, tell
from game.errors import GameError


@click.command("translate")
@click.argument("language")
@story_option
@click.option("--check", is_flag=True, help="Write nothing; exit status 1 when a text is missing or stale.")
@click.option("--done", multiple=True, metavar="KEY", help="This stale text still holds; 'all' for every one.")
@click.option("--po", type=FOLDER, metavar="FILE", help="Write the language to a PO file, for Weblate or Poedit.")
@click.option("--from-po", type=FOLDER, metavar="FILE", help="Take in the texts of a PO file.")
@click.option("--force", is_flag=True, help="Write over a PO file whose texts were not taken in.")
def translate_command(
    language: str,
    story: Path | None,
    check: bool,
    done: tuple[str, ...],
    po: Path | None,
    from_po: Path | None,
    force: bool,
) -> None:
    """Give every text that LANGUAGE lacks an entry in its files, with the source above it, and
    tell what is stale: whose source has changed since it was translated. `october translate
    fr` begins a language."""
    from game.desk import gaps
    from game.desk import translate as desk
    from game.story.faults import counted

    try:
        path = story or paths.shipped_story()
        translation = desk.open_translation(path, language)
        refused = False
        if from_po is not None and not check:
            from game.desk.po import bring_in

            incoming = bring_in(translation, from_po)
            translation = desk.open_translation(path, language)
            refused = bool(incoming.refused)
            click.echo(f"Took in {counted(len(incoming.texts), 'text')} from {from_po}.")
            for text in incoming.refused:
                click.echo(f"Not taken in: {from_po}, {text}", err=True)
        if done:
            stale = [text.prose.key for text in translation.stale]
            desk.take_for_done(translation, stale if "all" in done else done)
        if not check:
            for file in desk.rewrite(translation, {}):
                click.echo(f"Wrote {file}.")
            desk.keep_record(translation)
        if translation.unrecorded and not check:
            click.echo(f"{counted(translation.unrecorded, 'text')} not on record before; taken for up to date.")
        for line in gaps.report(translation):
            click.echo(line)
        if po is not None:
            from game.desk.po import write_po

            write_po(translation, po, force)
            click.echo(f"Wrote {po}.")
    except GameError as error:
        tell(error)
        sys.exit(2 if check else 1)
    if refused or (check and (translation.missing or translation.stale)):
        sys.exit(1)
