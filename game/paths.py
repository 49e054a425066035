"""Where things lie: the stories that come with the game, and the folder of saves."""

from __future__ import annotations

import os
from pathlib import Path

NAME = "bridges-of-october"
SHIPPED = "october"  # the story that opens when none is named
PACKAGE = Path(__file__).parent
CHECKOUT = PACKAGE.parent


def in_checkout() -> bool:
    """Whether the game runs from a checkout of its repository."""
    return (CHECKOUT / "pyproject.toml").is_file() and (CHECKOUT / "scenes").is_dir()


def scenes() -> Path:
    """The folder of the stories that come with the game."""
    return CHECKOUT / "scenes" if in_checkout() else PACKAGE / "scenes"


def shipped_story() -> Path:
    return scenes() / SHIPPED


def shipped_stories() -> list[str]:
    """The names of the stories that come with the game."""
    return sorted(folder.name for folder in scenes().iterdir() if (folder / "story.yaml").is_file())


def story(named: str) -> Path:
    """The story that somebody names: a folder or a file of theirs, or else one that comes
    with the game. What is neither is given back as it is."""
    path = Path(named)
    if path.exists() or named not in shipped_stories():
        return path
    return scenes() / named


def saves() -> Path:
    """The folder of saves: OCTOBER_SAVES, or a checkout's own, or the platform's place."""
    if named := os.environ.get("OCTOBER_SAVES"):
        return Path(named)
    if in_checkout():
        return CHECKOUT / "saves"
    import platformdirs

    return Path(platformdirs.user_data_dir(NAME, appauthor=False)) / "saves"


def cache() -> Path:
    """The folder of what is kept to be quicker next time: OCTOBER_CACHE, or the platform's place."""
    if named := os.environ.get("OCTOBER_CACHE"):
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_cache_dir(NAME, appauthor=False))
