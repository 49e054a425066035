"""A visit: one game in a process of its own, for one browser, with saves of its own."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import re
import secrets
import sys
from asyncio.subprocess import Process
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from aiohttp import WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

FOLDER = "visitors"  # in the folder of saves
COLUMNS, LINES = (20, 500), (5, 300)  # the least and most that a browser may ask for
LONGEST_MESSAGE = 64 * 1024  # bytes from a browser at once
PATIENCE = 5.0  # seconds a game has to close

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
_LEFT_OUT = ("NO_COLOR", "OCTOBER_SAVES", "COLUMNS", "LINES", "TERM_PROGRAM")  # of this terminal, not of the browser


def new_token() -> str:
    """What a browser is known by: 192 random bits."""
    return secrets.token_urlsafe(24)


def known_token(said: str) -> str:
    """The token, or nothing when it is not one of ours by its form."""
    return said if _TOKEN.fullmatch(said) else ""


def folder_of(saves: Path, token: str) -> Path:
    """Where a visitor's games are kept. Named by a hash: who sees the folder cannot pass for the visitor."""
    return saves / FOLDER / hashlib.blake2b(token.encode("ascii"), digest_size=12).hexdigest()


class Visit(AppService):
    """The game as textual-serve runs it, but started without a shell and never waited for in vain."""

    def __init__(self, argv: Sequence[str], socket: web.WebSocketResponse, downloads: DownloadManager) -> None:
        super().__init__(
            " ".join(argv),
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=self._close,
            download_manager=downloads,
        )
        self.argv, self.socket = argv, socket

    async def _close(self) -> None:
        await self.socket.close()

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        made = super()._build_environment(width, height)
        return {name: value for name, value in made.items() if name not in _LEFT_OUT or name == "COLUMNS"}

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        pipe = asyncio.subprocess.PIPE
        # A session of its own: Ctrl-C in this terminal is for the server, which then closes its games.
        self._process = await asyncio.create_subprocess_exec(
            *self.argv,
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            env=self._build_environment(width, height),
            start_new_session=os.name != "nt",
        )
        self._stdin = self._process.stdin
        return self._process

    async def play(self, width: int, height: int) -> None:
        """Until the player leaves the game or the browser leaves us."""
        await self.start(_within(width, COLUMNS), _within(height, LINES))
        try:
            async for message in self.socket:
                if message.type == WSMsgType.TEXT:
                    await self.hear(cast("str", message.data))
        finally:
            await self.end()

    async def hear(self, text: str) -> None:
        """One message from the browser; one that makes no sense is passed over."""
        try:
            said: object = json.loads(text)
        except (ValueError, RecursionError):
            return
        match said:
            case ["stdin", str(data)]:
                await self.send_bytes(data.encode("utf-8", "replace"))
            case ["resize", {"width": int(width), "height": int(height)}]:
                await self.set_terminal_size(_within(width, COLUMNS), _within(height, LINES))
            case ["ping", str(data)]:
                await self.socket.send_json(["pong", data])
            case ["focus"]:
                await self.focus()
            case ["blur"]:
                await self.blur()
            case _:
                pass

    async def end(self) -> None:
        """Ask the game to close; after a while, close it. Every choice is on the disk already."""
        process = self._process
        with contextlib.suppress(TimeoutError, ConnectionError):
            await asyncio.wait_for(self.stop(), PATIENCE)
        if process and process.returncode is None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), PATIENCE)
        if process and process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()


def command(story: Path, saves: Path, language: str) -> list[str]:
    """The game for a visitor whose saves these are."""
    options = ["--story", str(story.absolute()), "--saves", str(saves.absolute()), "--language", language]
    return [sys.executable, "-m", "game", *options]


def _within(asked: int, bounds: tuple[int, int]) -> int:
    return max(bounds[0], min(asked, bounds[1]))
