"""A road to a scene, sought in a thread of its own: whoever asks goes on meanwhile, and may
leave the question."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

from game.desk.rehearsal import Rehearsal, walked
from game.errors import GameError
from game.proof.asking import Asker


class Reaching:
    """One question: is there a road to the scene (any, when empty) with this condition (none,
    when empty)? `answered` is called in the other thread, unless the question was left.

    rehearsal   a road, walked; None when there is none, or it is not settled
    shortest    whether it is proved that there is no shorter one
    bounded     whether the search was given up, so that nothing is proved
    refused     what is wrong with the question, for the writer
    failed      what failed in the search itself
    """

    def __init__(self, asker: Asker, scene: str, condition: str, answered: Callable[[Reaching], None]) -> None:
        self.asker, self.scene, self.condition, self.answered = asker, scene, condition, answered
        self.rehearsal: Rehearsal | None = None
        self.shortest = self.bounded = False
        self.refused = ""
        self.failed: Exception | None = None
        # It ends with the program, whatever it is at.
        self.thread = Thread(target=self._ask, name="proof", daemon=True)

    def start(self) -> None:
        self.thread.start()

    def leave(self) -> None:
        """Nobody waits for the answer any more."""
        self.asker.leave()

    def _ask(self) -> None:
        try:
            _, answer = self.asker.ask(self.condition, self.scene)
            self.shortest, self.bounded = answer.shortest, bool(answer.bounded)
            self.rehearsal = walked(self.asker.story, answer.road) if answer.road is not None else None
        except GameError as error:
            self.refused = error.message
        except Exception as error:  # told where it can be told
            self.failed = error
        if not self.asker.left:
            self.answered(self)
