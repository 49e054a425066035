"""A story opened to be played: read once, and kept until it or the game is another."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from game import __version__, paths
from game.play.kept import kept, seal
from game.story.files import File, read_files
from game.story.model import Story
from game.story.packing import pack_story, unpack_story


def open_story(path: Path) -> Story:
    """The story at `path`, a folder or one file, with every language. It is read and linked,
    as `linker.load` does it, only when it is not the one that was opened last time; a play
    sees it unpacked in either case. Raises StoryFaults."""
    files = read_files(path)

    def read() -> bytes:
        from game.story.linker import load_files

        return pack_story(load_files(files, path))

    name = seal([os.fsencode(path.resolve())])
    return unpack_story(kept(f"story-{name}", seal(_parts(files)), read))


def _parts(files: list[File]) -> Iterator[bytes]:
    """All that a story depends on: the files of it, and the code that reads them."""
    yield __version__.encode()
    for code in sorted(os.scandir(paths.PACKAGE / "story"), key=lambda entry: entry.name):
        if code.name.endswith(".py"):  # a reader that is being worked on keeps its version
            about = code.stat()
            yield f"{code.name} {about.st_size} {about.st_mtime_ns}".encode()
    for file in files:
        yield repr((file.name, file.language, file.problem)).encode()
        yield file.data
