"""october map: the scenes of a story and the ways between them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from game import paths
from game.commands import FOLDER, story_option, tell
from game.errors import GameError

WALKS = 1000
ROLES: dict[str, dict[str, Any]] = {
    "head": {"bold": True},
    "quiet": {"dim": True},
    "road": {"fg": "red", "bold": True},
}


@click.command("map")
@story_option
@click.option("--chapter", default="", metavar="NAME", help="Only this chapter.")
@click.option("--person", default="", metavar="NAME", help="Only scenes where this person is.")
@click.option("--variable", default="", metavar="NAME", help="Only scenes that ask for this variable or change it.")
@click.option("--road", default="", metavar="CODE", help="Only the scenes of this road, and the choices it takes.")
@click.option("--coverage", is_flag=True, help="Walk the story, and tell how many walks meet each scene.")
@click.option("--walks", default=WALKS, show_default=True, type=click.IntRange(1), metavar="N", help="How many.")
@click.option("--html", type=FOLDER, metavar="FILE", help="One page for a browser: to pan, zoom, search and filter.")
@click.option("--mermaid", is_flag=True, help="Print a Mermaid flowchart.")
@click.option("--dot", is_flag=True, help="Print a graph for Graphviz.")
@click.option("--language", default="", metavar="CODE", help="By default that of the story itself.")
def map_command(
    story: Path | None,
    chapter: str,
    person: str,
    variable: str,
    road: str,
    coverage: bool,
    walks: int,
    html: Path | None,
    mermaid: bool,
    dot: bool,
    language: str,
) -> None:
    """The scenes of a story by chapter and hour, who is there, where each choice leads, and
    on what condition; or a drawing of them."""
    from game.desk import mapgraphs, maptext
    from game.desk.storymap import Wanted, draw, wanted_stops
    from game.story.linker import load

    try:
        drawn = draw(load(story or paths.shipped_story()), language, walks if coverage else 0, road)
        wanted = Wanted(chapter, person, variable, bool(road))
        if html is not None:
            from game.desk.maphtml import write_html

            write_html(drawn, wanted, html)
            click.echo(f"Wrote {html}.")
        elif mermaid or dot:
            stops = wanted_stops(drawn, wanted)
            click.echo(mapgraphs.as_dot(drawn, stops) if dot else mapgraphs.as_mermaid(drawn, stops), nl=False)
        else:
            for line in maptext.lines(drawn, wanted, lambda words, role: click.style(words, **ROLES[role])):
                click.echo(line)
    except GameError as error:
        tell(error)
        sys.exit(1)
