"""The whole game, from its first page to a last one: every origin, both languages, and as it is read in print."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from game.play.page import Page
from game.play.road import decode
from game.play.session import Session
from game.story.model import Story

ORIGINS = ("winder", "lathe", "front")
# Every play passes through these, in this order; between Smolny and the morning lies one of two nights.
BEFORE, NIGHTS, AFTER = ["queue", "ink", "bridges", "lamps", "smolny"], {"hall", "palace"}, ["morning", "testimony"]
MOST_PAGES = 200


def played(story: Story, language: str, origin: str) -> tuple[Session, list[Page], list[int]]:
    """A play by somebody who takes whatever comes: its pages, and the numbers of what was taken on them."""
    draw = random.Random(f"{origin}")
    session = Session.new(story, language, seed=1917)
    pages, numbers = [session.page], list[int]()
    while not session.page.ending and len(pages) < MOST_PAGES:
        options = session.page.open_options()
        ids = [option.id for option in options]
        # On the first page one says whose hands one has.
        number = ids.index(origin) if len(pages) == 1 else draw.randrange(len(options))
        pages.append(session.choose(ids[number]))
        numbers.append(number + 1)
    return session, pages, numbers


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("origin", ORIGINS)
def test_every_origin_comes_through_all_the_chapters_to_an_ending(shipped: Story, origin: str, language: str) -> None:
    session, pages, _ = played(shipped, language, origin)
    assert pages[-1].ending in shipped.endings
    assert pages[-1].ending_title
    chapters = list(dict.fromkeys(shipped.scenes[page.scene].chapter for page in pages))
    assert chapters[:5] == BEFORE
    assert chapters[5] in NIGHTS
    assert chapters[6:] == AFTER
    for page in pages:
        assert page.title.strip(), page.scene
        assert all(paragraph.plain().strip() for paragraph in page.paragraphs), page.scene
        assert page.paragraphs, page.scene
    assert decode(shipped, session.code()).start == session.journal.head.start
    again = Session.open(shipped, language, session.journal)
    assert again.page == session.page
    assert [step.scene for step in again.history()] == [page.scene for page in pages]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_plain_player_prints_every_page_of_a_whole_game(shipped: Story, tmp_path: Path, language: str) -> None:
    origin = ORIGINS[language == "es"]
    _, pages, numbers = played(shipped, language, origin)
    command = [sys.executable, "-m", "game", "--plain", "--new", "--saves", str(tmp_path)]
    command += ["--language", language, "--seed", "1917"]
    typed = "".join(f"{number}\n" for number in numbers) + "q\n"
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "100"}
    done = subprocess.run(
        command, input=typed, capture_output=True, encoding="utf-8", env=environment, timeout=120, check=True
    )
    said, at = " ".join(done.stdout.split()), 0
    for page in pages:
        at = said.index(" ".join(page.title.upper().split()), at) + 1
    assert f"*** {pages[-1].ending_title} ***" in said[at:]
