"""A story played here and in another engine, by the same choices: every page held against its turn.

The other engine runs in node, in a process that reads a line of JSON, a list of choices, and answers
with one, a list of turns: null begins again, a number takes the choice of that index. `Shown` is
what such a turn shows.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
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

LONGEST = 150  # choices on a road; a story of circles has no last one
Answer = dict[str, Any]
Shown = dict[str, Any]
Read = Callable[[Answer], Shown]


class Player:
    """Another engine with a story in it. `complaints` is what it said when it was compiled."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout is not None
        self.complaints: list[str] = json.loads(process.stdout.readline())

    def turns(self, choices: Sequence[int | None]) -> list[Answer]:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(choices) + "\n")
        self.process.stdin.flush()
        answer: list[Answer] = json.loads(self.process.stdout.readline())
        assert isinstance(answer, list), answer["trouble"]
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
    asks = len(names) > 1 or "scene" not in read(player.turns([None])[0])
    pages = 0
    for _ in range(roads):
        at = draw.randrange(len(names))
        first = begin(story, starts(story)[names[at]])
        both = _Both(story, language, player, read, draw)
        if asks:
            assert read(player.turns([None])[0])["open"] == beginnings
        pages += both.walk(first, at if asks else None)
    return pages


class _Both:
    """One road on both sides. Ours goes ahead as far as nothing is left to chance; then the
    other side is asked for as many turns."""

    def __init__(self, story: Story, language: str, player: Player, read: Read, draw: random.Random) -> None:
        self.story, self.language, self.player, self.read, self.draw = story, language, player, read, draw
        self.pages: list[Page] = []  # made here and not yet compared
        self.turns: list[Shown] = []  # of those, what is already known of the other side
        self.taken: list[int | None] = []  # the choices that lead to the others

    def walk(self, first: State, start: int | None) -> int:
        """Walk to an end; the number of pages."""
        state, road, go_on = first, list[Taken](), Words(self.language)("go_on")
        self.taken.append(start)
        while True:
            page = make_page(self.story, self.language, state, first, road, go_on)
            self.pages.append(page)
            choices = page.open_options()
            if not choices or len(road) == LONGEST:
                self.compare()
                return len(road) + 1
            at = self.draw.randrange(len(choices))
            self.taken.append(at)
            led = ""
            if possible := chances(self.story, state, choices[at].id):
                self.compare()
                led = self.turns[0]["scene"]
                assert led in dict(possible)
            made = step(self.story, state, choices[at].id, led)
            road.append(Taken(len(road) + 1, state, choices[at].id, made))
            state = made

    def compare(self) -> None:
        """Ask the other side for all that is open. A turn beyond our pages is kept."""
        self.turns += map(self.read, self.player.turns(self.taken))
        for page in self.pages:
            same(self.turns.pop(0), page)
        self.pages, self.taken = [], []


def same(shown: Shown, page: Page) -> None:
    """Assert that the other side shows this page."""
    ours = of_page(page)
    if "notes" in shown:  # what the journal lays beside the text is not told elsewhere
        shown["notes"] |= {note for row in page.remembered for note in row.notes}
    assert shown == {key: ours[key] for key in shown}
