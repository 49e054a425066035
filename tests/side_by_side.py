"""A story played here and in another engine, by the same choices: every page held against its turn.

The other engine runs in node, in a process that reads a line of JSON and answers with one: null
begins again, a number takes the choice of that index. `Shown` is what such an answer shows.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from game.play.make import Taken, make_page
from game.play.page import Page
from game.play.plays import Plays
from game.play.road import starts
from game.play.saves import Saves
from game.play.state import State, begin, chances, step
from game.story.model import Story
from game.words import Words

LONGEST = 60  # choices on a road; a story of circles has no last one
Answer = dict[str, Any]
Shown = dict[str, Any]
Read = Callable[[Answer], Shown]


class Player:
    """Another engine with a story in it. `complaints` is what it said when it was compiled."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout is not None
        self.complaints: list[str] = json.loads(process.stdout.readline())

    def turn(self, choice: int | None) -> Answer:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(choice) + "\n")
        self.process.stdin.flush()
        answer: Answer = json.loads(self.process.stdout.readline())
        assert "trouble" not in answer, answer["trouble"]
        return answer


@contextmanager
def playing(script: Path, file: Path, modules: str = "") -> Iterator[Player]:
    """The engine in `script`, playing the story in `file`."""
    command = [shutil.which("node") or "node", "--stack-size=8000", str(script), str(file)]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "NODE_PATH": modules},
    ) as process:
        try:
            yield Player(process)
        finally:
            process.kill()


def one_space(text: str) -> str:
    return re.sub(" +", " ", text).strip(" ")


def of_page(page: Page) -> Shown:
    """What a page shows, in the keys that an answer is read into."""
    words = Words(page.language)
    text: list[str] = []
    for paragraph in page.paragraphs:
        mark = "> " if paragraph.quoted else ""
        text += [mark + one_space(line) for line in paragraph.plain().split("\n")]
    locked = [option for option in page.options if option.locked]
    return {
        "scene": page.scene,
        "title": one_space(page.title),
        "text": text,
        "open": [one_space(option.words) for option in page.open_options()],
        "locked": [one_space(words("plain_locked", words=option.words, reason=option.locked)) for option in locked],
        "last": [told for told in map(one_space, (page.ending_title, page.ending_about)) if told],
        "notes": {*page.notes},
        "present": [here.id for here in page.here],
    }


def walk_both(story: Story, language: str, player: Player, read: Read, roads: int, seed: int) -> int:
    """Walk random roads on both sides; the number of pages that were the same. Where chance
    leads, ours follows the other side, if it may."""
    assert player.complaints == []
    draw = random.Random(seed)
    first_chapter = story.first_chapter().id
    names = [name for name in starts(story) if name.startswith(f"{first_chapter}/")]
    beginnings = [one_space(beginning.say) for beginning in Plays(story, Saves(Path("."))).starts(language)]
    pages = 0
    for _ in range(roads):
        name = draw.choice(names)
        shown = read(player.turn(None))
        if "scene" not in shown:
            assert shown["open"] == beginnings
            shown = read(player.turn(names.index(name)))
        pages += _walk_one(story, language, player, read, begin(story, starts(story)[name]), shown, draw)
    return pages


def _walk_one(
    story: Story, language: str, player: Player, read: Read, first: State, shown: Shown, draw: random.Random
) -> int:
    state, road = first, list[Taken]()
    while True:
        page = make_page(story, language, state, first, road, Words(language)("go_on"))
        ours = of_page(page)
        if "notes" in shown:  # what the journal lays beside the text is not told elsewhere
            shown["notes"] |= {note for row in page.remembered for note in row.notes}
        assert shown == {key: ours[key] for key in shown}
        choices = page.open_options()
        if not choices or len(road) == LONGEST:
            return len(road) + 1
        at = draw.randrange(len(choices))
        shown = read(player.turn(at))
        led = ""
        if possible := chances(story, state, choices[at].id):
            led = shown["scene"]
            assert led in dict(possible)
        made = step(story, state, choices[at].id, led)
        road.append(Taken(len(road) + 1, state, choices[at].id, made))
        state = made
