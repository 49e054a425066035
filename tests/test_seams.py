"""Where alternatives of a text meet, no page may run words together or leave holes."""

from __future__ import annotations

import re

from game.play.make import make_page
from game.play.state import State
from game.proof.walks import Walks
from game.story.model import Story

WALKS = 120  # least-used walks: each page of the story in most of its alternatives
WRONG = re.compile(r"  |\s[,;:!?.](?!\.)|[a-záéíóúñ][.!?;,][A-ZÁÉÍÓÚÑ¿¡«]|»[A-Za-z]|[a-z]«|—\.—|\(\s|\s\)|«»|\"\"")


def test_alternatives_meet_without_a_seam(shipped: Story) -> None:
    found: set[tuple[str, str, str]] = set()

    def meet(state: State) -> bool:
        for language in shipped.languages:
            page = make_page(shipped, language, state, state, ())
            texts = [paragraph.plain() for paragraph in page.paragraphs if not paragraph.quoted]
            texts += [words for option in page.options for words in (option.words, option.locked)]
            found.update(
                (language, page.scene, text[max(0, wrong.start() - 20) : wrong.end() + 20])
                for text in texts
                for wrong in WRONG.finditer(text)
            )
        return True

    walked = Walks(shipped, seed=1917)
    for _ in range(WALKS):
        walked.walk(meet)
    assert not found, "\n".join(map(" | ".join, sorted(found)))
