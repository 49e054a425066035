"""Walks through the one step of the engine, drawn as `walker.js` draws them."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator

from game.play.make import Taken, make_page
from game.play.page import Page
from game.play.state import begin, menu, step
from game.story.model import Story


def _draws() -> Iterator[int]:
    drawn = 1917
    while True:
        drawn = (drawn * 1103515245 + 12345) & 0x7FFFFFFF
        yield drawn >> 16


def walk_steps(story: Story, choices: int, length: int) -> None:
    """So many choices, each one of the menu, from the beginning again after `length`."""
    draws = _draws()
    first = begin(story, next(iter(story.first_chapter().starts.values())))
    for taken in range(choices):
        if taken % length == 0:
            state = first
        found = menu(story, state)
        state = step(story, state, found[next(draws) % len(found)])


def walk_pages(story: Story, choices: int, length: int, tell: Callable[[Page], None] = lambda page: None) -> None:
    """The same walk with the page made before every choice, as a session makes it."""
    draws = _draws()
    first = begin(story, next(iter(story.first_chapter().starts.values())))
    for taken in range(choices):
        if taken % length == 0:
            state, road = first, list[Taken]()
        page = make_page(story, "en", state, first, road)
        tell(page)
        found = [option.id for option in page.options if not option.locked]
        choice = found[next(draws) % len(found)]
        made = step(story, state, choice)
        road.append(Taken(len(road) + 1, state, choice, made))
        state = made


def speed(walk: Callable[[Story, int, int], None], story: Story, choices: int, length: int, rounds: int) -> float:
    """Choices per second, the median round; a first one warms up."""
    walk(story, choices, length)
    speeds: list[float] = []
    for _ in range(rounds):
        start = time.perf_counter()
        walk(story, choices, length)
        speeds.append(choices / (time.perf_counter() - start))
    return sorted(speeds)[rounds // 2]


def digest(story: Story, choices: int, length: int) -> str:
    """All the words on the way; equal to what inkjs tells of the same story."""
    words = hashlib.sha256()

    def tell(page: Page) -> None:
        text = [paragraph.plain() for paragraph in page.paragraphs]
        text += [option.words for option in page.options if not option.locked]
        words.update((" ".join(" ".join(text).split()) + "\n").encode())

    walk_pages(story, choices, length, tell)
    return words.hexdigest()
