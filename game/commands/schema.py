"""october schema: what editors complete from."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from game.commands import FOLDER, own_story, story_option, tell
from game.errors import GameError


@click.command("schema")
@click.option("-o", "out", type=FOLDER, metavar="FILE", help="Write it to FILE.")
@click.option("--workspace", is_flag=True, help="Write schemas beside a story, with the story's own names in them.")
@click.option("--modelines", is_flag=True, help="And begin each of its files with the line that names its schema.")
@story_option
def schema_command(out: Path | None, workspace: bool, modelines: bool, story: Path | None) -> None:
    """A JSON Schema of the story format, for any editor with yaml-language-server. It
    completes keys and values, says what each is for, and marks what does not belong."""
    from game.desk import workspace as desk
    from game.desk.files import put
    from game.desk.schema import story_schema
    from game.story.linker import check

    try:
        if not workspace and not modelines:
            text = desk.as_text(story_schema())
            if out is None:
                click.echo(text, nl=False)
            else:
                put(out, text)
            return
        path = own_story(story)
        first, second = desk.write_schemas(path, check(path))
        click.echo(f"Wrote {first} and {second}.")
        if modelines:
            changed = desk.add_modelines(path)
            click.echo(f"Files that now begin with the line for editors: {len(changed)}.")
        else:
            click.echo("Add --modelines to begin each file with the line that names its schema, or write it yourself:")
            click.echo(f"  {desk.MODELINE}{desk.FOLDER}/{desk.STORY}")
    except GameError as error:
        tell(error)
        sys.exit(1)
