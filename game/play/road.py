"""A road as a short code that can be read aloud, and back.

The code holds which start, then for each choice its place in its scene and where chance
led, each as a digit of its own base, so that fifty choices take some twenty letters. It
ends in a check for typing errors and one for another edition of the story.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from game.errors import GameError
from game.play.state import State, begin, chances, moves_of, step
from game.story.model import Start, Story

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
CONFUSED = str.maketrans("ILO", "110", " -\t")
LONGEST = 2_000  # choices in a road; the longest story has far fewer
GROUP = 4


class BadRoad(GameError):
    """The code is no road of this story."""

    code = "bad_road"


class Leg(NamedTuple):
    """One choice of a road, and the scene that chance led to, if it did."""

    choice: str
    chance: str


class Road(NamedTuple):
    start: str  # chapter/start
    legs: tuple[Leg, ...]


def starts(story: Story) -> dict[str, Start]:
    """Every start of the story by the name that a journal gives it, chapter/start."""
    return {
        f"{chapter.id}/{start.id}": start for chapter in story.chapters.values() for start in chapter.starts.values()
    }


def choice_now(story: Story, state: State, scene: str, choice: str) -> str:
    """The id that a choice taken in a scene has in this story, in the state in which it
    would be taken again; empty when it is not there."""
    if state.scene not in (scene, story.was.get(scene)):
        return ""
    return next((c.id for c in story.scenes[state.scene].choices if choice == c.id or choice in c.was), "")


def states_on(story: Story, road: Road) -> Iterator[State]:
    """Every state of a road of this story, its start first."""
    state = begin(story, starts(story)[road.start])
    yield state
    for leg in road.legs:
        state = step(story, state, leg.choice, leg.chance)
        yield state


def encode(story: Story, road: Road) -> str:
    """The code of a road."""
    names = list(starts(story))
    digits = [(names.index(road.start), len(names)), (len(road.legs), LONGEST)]
    for state, leg in zip(states_on(story, road), road.legs, strict=False):
        digits += _digits(story, state, leg)
    number = 0
    for digit, base in reversed(digits):
        number = number * base + digit
    body = number.to_bytes((number.bit_length() + 7) // 8, "big")
    edition = _edition(story)
    return _letters(body + edition + _check(story, body + edition))


def decode(story: Story, code: str) -> Road:
    """The road that a code tells. Raises BadRoad."""
    data = _bytes(code)
    body, edition, check = data[:-3], data[-3:-2], data[-2:]
    if len(data) < 3 or check != _check(story, body + edition):
        raise BadRoad("This code has a slip in it, or it is from another story: compare it letter by letter.")
    same = edition == _edition(story)
    number = int.from_bytes(body, "big")
    names = list(starts(story))
    number, at = divmod(number, len(names))
    number, length = divmod(number, LONGEST)
    legs: list[Leg] = []
    try:
        state = begin(story, starts(story)[names[at]])
        for _ in range(length):
            choices = [choice.id for choice in story.scenes[state.scene].choices]
            number, index = divmod(number, max(len(choices), 1))
            outcomes = chances(story, state, choices[index])
            chance = ""
            if outcomes:
                number, led = divmod(number, len(outcomes))
                chance = outcomes[led][0]
            state = step(story, state, choices[index], chance)
            legs.append(Leg(choices[index], chance))
    except (GameError, IndexError) as error:
        why = "it leads through a door that is closed" if same else "the story has been edited since"
        raise BadRoad(f"This road cannot be walked here: {why}.") from error
    return Road(names[at], tuple(legs))


def _digits(story: Story, state: State, leg: Leg) -> list[tuple[int, int]]:
    ids = list(moves_of(story, state.scene).by_id)
    digits = [(ids.index(leg.choice), len(ids))]
    if outcomes := chances(story, state, leg.choice):
        digits.append(([scene for scene, _ in outcomes].index(leg.chance), len(outcomes)))
    return digits


def _check(story: Story, body: bytes) -> bytes:
    return hashlib.blake2b(story.id.encode() + b"\0" + body, digest_size=2).digest()


def _edition(story: Story) -> bytes:
    return bytes.fromhex(story.fingerprint)[:1]


def _letters(data: bytes) -> str:
    # A leading 1 keeps zero bytes at the beginning.
    number = int.from_bytes(b"\1" + data, "big")
    letters = ""
    while number:
        number, digit = divmod(number, 32)
        letters = LETTERS[digit] + letters
    return "-".join(letters[i : i + GROUP] for i in range(0, len(letters), GROUP))


def _bytes(code: str) -> bytes:
    letters = code.upper().translate(CONFUSED)
    if not letters or len(letters) > 2 * LONGEST or any(letter not in LETTERS for letter in letters):
        raise BadRoad("A road's code is made of digits and letters, in groups of four.")
    number = 0
    for letter in letters:
        number = number * 32 + LETTERS.index(letter)
    data = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return data[1:] if data[:1] == b"\1" else b""
