"""What most tests begin with: a small story, and the one that ships."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from game import paths
from game.story.linker import Checked, check, load
from game.story.model import Story

SMALL = Path(__file__).parent / "small.yaml"


@pytest.fixture(scope="session")
def small() -> Story:
    """A story of a few scenes that uses every production of the grammar."""
    return load(SMALL)


@pytest.fixture(scope="session")
def shipped() -> Story:
    """The story that ships, with every language."""
    return load(paths.shipped_story())


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], Checked]:
    """Reads a story from its text."""

    def reader(text: str) -> Checked:
        path = tmp_path / "story.yaml"
        path.write_text(text, encoding="utf-8")
        return check(path)

    return reader


@pytest.fixture(autouse=True)
def own_saves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test touches the player's saves."""
    folder = tmp_path / "saves"
    monkeypatch.setenv("OCTOBER_SAVES", str(folder))
    return folder


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nor the player's cache; one for all tests, so that not each of them reads the story anew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OCTOBER_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield
