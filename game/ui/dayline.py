"""The day line as lines: the hours, what you did, and what else happened. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from rich.cells import cell_len

from game.play.chart import DayLine, Done, Happened
from game.play.dates import clock, day
from game.ui.leaves import title_block
from game.ui.setting import Block, Line, Piece, clean, set_block, set_blocks, shortened, width_of, words
from game.words import Words

COLUMNS_FROM = 72  # cells; narrower, and both stand in one column, told apart by their signs
YOURS, THEIRS = "▌", "·"  # before what you did, before what happened
SURE = {"high": "✓", "medium": "≈", "low": "?"}
BETWEEN = 3  # cells between the columns
AUTHOR = re.compile(r"[,:(]")  # what of a work's title goes before these names it well enough


class _Moment(NamedTuple):
    """All that belongs to one hour."""

    at: datetime
    done: list[Done]
    happened: list[Happened]


def day_lines(line: DayLine, say: Words, width: int) -> tuple[list[Line], list[int]]:
    """All of it, `width` cells wide at most; the last line is now. And where each day begins."""
    lines, days = set_blocks(_head(line, say), width), list[int]()
    today = ""
    for moment in _moments(line):
        date = day(moment.at, say)
        if date != today:
            days.append(len(lines) + 1)
            lines += [(), (Piece(f"── {date} ──", "quiet"),), ()]
            if width >= COLUMNS_FROM and not today:
                over = Piece(say("day_you"), "quiet"), Piece(say("day_elsewhere"), "quiet")
                lines += [_row(over[:1], over[1:], "", say, width), ()]
            today = date
        lines += _beside(moment, say, width) if width >= COLUMNS_FROM else _below(moment, say, width)
    if line.now is not None:
        now = f"{say('day_now', time=clock(line.now, say))}"
        lines += [(), (Piece("━━ ", "shape"), Piece(now, "red"), Piece(" ━━", "shape"))]
    return lines, days


def _head(line: DayLine, say: Words) -> list[Block]:
    blocks = [title_block(say("day_line")), words(say("day_about"), "quiet", gap=1)]
    if not line.done:
        blocks.append(words(say("day_none_done"), "quiet", gap=1))
    if not line.happened:
        blocks.append(words(say("day_none_else"), "quiet", gap=1))
    return blocks


def _moments(line: DayLine) -> Iterable[_Moment]:
    """By their hours; what has no hour of its own stands with the one before it."""
    by_hour: dict[datetime, _Moment] = {}
    at = next((done.at for done in line.done if done.at), line.now)
    for done in line.done:
        at = done.at or at
        if at is not None:
            by_hour.setdefault(at, _Moment(at, [], [])).done.append(done)
    for event in line.happened:
        by_hour.setdefault(event.at, _Moment(event.at, [], [])).happened.append(event)
    return [by_hour[hour] for hour in sorted(by_hour)]


def _hours_wide(say: Words) -> int:
    """How wide the column of the hours is."""
    return cell_len(clock(datetime(1917, 10, 24, 12, 50), say)) + 2


def _record(event: Happened, say: Words, width: int) -> list[Line]:
    """What happened, where, until when, and how sure that is."""
    until = f" ({say('day_until', time=clock(event.to, say))})" if event.to > event.at else ""
    place = (Piece(f"{clean(event.place)}. ", "water"),) if event.place else ()
    said = Block((*place, Piece(f"{clean(event.says)}{until}")), (Piece(f"{THEIRS} ", "quiet"),))
    names = ", ".join(clean(AUTHOR.split(source)[0].strip()) for source in event.sources)
    sure = say(f"day_{event.sure}") + (f" · {names}" if names else "")
    told = Block((Piece(sure, "quiet"),), (Piece(f"  {SURE[event.sure]} ", "quiet"),))
    return [*set_block(said, width), *set_block(told, width)]


def _deed(done: Done, width: int) -> list[Line]:
    return set_block(Block((Piece(clean(done.record), "strong"),), (Piece(f"{YOURS} ", "shape"),), again=True), width)


def _beside(moment: _Moment, say: Words, width: int) -> list[Line]:
    """The hour in the middle, yours to its left, the record to its right."""
    left, right = _columns(say, width)
    yours = [line for done in moment.done for line in _deed(done, left)]
    theirs = [line for event in moment.happened for line in _record(event, say, right)]
    count = max(len(yours), len(theirs))
    yours += [()] * (count - len(yours))
    theirs += [()] * (count - len(theirs))
    hours = [clock(moment.at, say)] + [""] * (count - 1)
    return [*(_row(*row, say, width) for row in zip(yours, theirs, hours, strict=True)), ()]


def _columns(say: Words, width: int) -> tuple[int, int]:
    room = width - _hours_wide(say) - BETWEEN * 2
    left = room * 2 // 5
    return left, room - left


def _row(yours: Line, theirs: Line, hour: str, say: Words, width: int) -> Line:
    left, _ = _columns(say, width)
    hours = _hours_wide(say)
    space = Piece(" " * (left - width_of(yours) + BETWEEN))
    return (*yours, space, Piece(hour.rjust(hours), "water"), Piece(" " * BETWEEN), *theirs)


def _below(moment: _Moment, say: Words, width: int) -> list[Line]:
    """The hour before the first line, yours and the record under one another."""
    hours = _hours_wide(say) + 1
    room = width - hours
    lines = [line for done in moment.done for line in _deed(done, room)]
    lines += [line for event in moment.happened for line in _record(event, say, room)]
    first = Piece(shortened(clock(moment.at, say), hours - 1).ljust(hours), "water")
    blank = Piece(" " * hours)
    return [*((first if number == 0 else blank, *line) for number, line in enumerate(lines)), ()]
