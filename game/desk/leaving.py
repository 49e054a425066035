"""What a story written for another engine leaves behind; it is told, never dropped in silence."""

from __future__ import annotations

from typing import NamedTuple

from game.desk.lowering import Lowering
from game.play.render import Teller
from game.play.road import starts
from game.play.state import begin
from game.story.model import Story


class Exported(NamedTuple):
    """A story as another engine reads it, and what is not in it, a sentence for each."""

    text: str
    left_out: tuple[str, ...]


def opening_words(story: Story, language: str) -> dict[str, str]:
    """What the story says of itself before it begins, each on one line; empty where it does not."""
    teller, first = Teller(story, language), begin(story, next(iter(starts(story).values())))
    told = {
        "title": story.title,
        "author": story.by,
        "about": story.about,
        "content": story.content,
        "credits": story.credits,
    }
    return {key: teller.words(prose, first) for key, prose in told.items()}


def left_out(story: Story, lowering: Lowering, emphasis: bool) -> tuple[str, ...]:
    """What is not told in the other engine. Call it when everything else is lowered."""
    choices = [choice for scene in story.scenes.values() for choice in scene.choices]
    later = [start for chapter in list(story.chapters.values())[1:] for start in chapter.starts]
    others = [language for language in story.languages if language != lowering.language]
    journal = [name for name, variable in story.variables.items() if variable.journal]
    remembering = [scene.id for scene in story.scenes.values() if scene.remember]
    counted = {
        "notes with their claims and sources; a link to one is its words": len(story.notes),
        "things of the map: places, waters, streets, bridges, events": sum(
            map(len, (story.places, story.waters, story.streets, story.bridges, story.events))
        ),
        "people: who they are, and their names": len(story.people),
        "roles and lessons": len(story.roles) + len(story.lessons),
        "records of choices in the words of the journal": sum(choice.record is not None for choice in choices),
        "rules that the proof holds (always and never)": len(story.always) + len(story.never),
        "starts of later chapters; the play begins in the first": len(later),
    }
    found = [f"{count} {what}." for what, count in counted.items() if count]
    if journal:
        found.append(f"the journal's words for {_names(journal)}.")
    if remembering:
        found.append(f"what the journal remembers in {_names(remembering)}.")
    if others:
        found.append(f"the story in {_names(others)}; export it again with --language.")
    if lowering.missing:
        found.append(f"{len(lowering.missing)} texts in {lowering.language}: they stand in {story.language}.")
    if lowering.flattened:
        found.append(f"some breaks between paragraphs in {_names(sorted(lowering.flattened))}.")
    if emphasis:
        found.append("emphasis; its words are told plainly.")
    return tuple(found)


def _names(names: list[str], most: int = 8) -> str:
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
