"""Hours and days in words: Old Style, with the new style beside it."""

from __future__ import annotations

from datetime import datetime

from game.play.page import Remembered, new_style
from game.words import Words

STORY_YEAR = 1917  # the year that goes without saying
REFORM = datetime(1918, 2, 14)  # from this day on, Russia itself counts in the new style


def clock(at: datetime, words: Words) -> str:
    """The hour, as `4:40 pm` or `16:40`."""
    half = "am" if at.hour < 12 else "pm"
    return words("time", hour=at.hour, hour12=at.hour % 12 or 12, minute=f"{at.minute:02}", half=half)


def month(at: datetime, words: Words) -> str:
    return words("months").split()[at.month - 1]


def legal(at: datetime) -> datetime:
    """The day as people of the time wrote it: Old Style until the reform."""
    return new_style(at) if new_style(at) >= REFORM else at


def day(at: datetime, words: Words) -> str:
    """`Tue 24 October`; the year only when it is not the story's own."""
    # Both calendars share the days of the week, but Python counts them in the new style.
    weekday = words("weekdays").split()[new_style(at).weekday()]
    shown = legal(at)
    key = "date" if shown.year == STORY_YEAR else "date_year"
    return words(key, weekday=weekday, day=shown.day, month=month(shown, words), year=shown.year)


def day_and_hour(at: datetime, words: Words) -> str:
    """`Tue 24 October · 4:40 pm`."""
    return words("date_time", date=day(at, words), time=clock(at, words))


def hour_in_row(at: datetime | None, row: Remembered, words: Words) -> str:
    """The hour of something remembered, with its day where the page has several; empty without one."""
    if at is None:
        return ""
    return day_and_hour(at, words) if row.dated else clock(at, words)


def day_brief(at: datetime, words: Words) -> str:
    """The day in a few letters: 24 Oct."""
    return words("day_brief", day=at.day, month_brief=words("months_brief").split()[at.month - 1])


def in_new_style(at: datetime, words: Words, *, short: bool = False) -> str:
    """`(6 November, new style)`; empty once there is only one calendar."""
    shown = new_style(at)
    if shown >= REFORM:
        return ""
    return words("new_style_short" if short else "new_style", day=shown.day, month=month(shown, words))
