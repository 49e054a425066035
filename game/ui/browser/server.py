"""The server: a page, its few files, and a websocket behind which the game runs."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from urllib.parse import quote

from aiohttp import web
from textual_serve.download_manager import DownloadManager

from game.errors import GameError
from game.ui.browser.doors import Doors
from game.ui.browser.visits import LONGEST_MESSAGE, Visit, command, folder_of, known_token, new_token
from game.words import Words

COOKIE = "october"
YEAR = 365 * 24 * 3600  # seconds
MOST = 60  # games at once
HERE = Path(__file__).parent


class NoPort(GameError):
    """The server cannot listen where it was asked to."""

    code = "no_port"


@dataclass
class House:
    """What is served. `languages` are those that both story and interface speak, the first by default."""

    story: Path
    saves: Path
    languages: Sequence[str]
    doors: Doors
    most: int = MOST
    visits: set[Visit] = field(default_factory=set)
    downloads: DownloadManager = field(default_factory=DownloadManager)

    def application(self) -> web.Application:
        """Everything there is to ask for."""
        app = web.Application(middlewares=[self.doors.middleware])
        app.router.add_get("/", self.page)
        app.router.add_get("/ws", self.socket)
        app.router.add_get("/download/{key}", self.download)
        app.router.add_get("/static/{name}", self.file)
        return app

    def language_of(self, request: web.Request) -> str:
        """The first language of the browser's that the story is told in."""
        wanted = [
            part.split(";")[0].strip()[:2].lower() for part in request.headers.get("Accept-Language", "").split(",")
        ]
        return next((code for code in wanted if code in self.languages), self.languages[0])

    async def page(self, request: web.Request) -> web.Response:
        """The page. A browser that has no token yet gets one."""
        language = self.language_of(request)
        words = Words(language)
        secure = request.headers.get("X-Forwarded-Proto", request.scheme) == "https"
        text = Template((HERE / "page.html").read_text(encoding="utf-8")).substitute(
            language=language,
            title=escape(f"{words('game_title_1')} {words('game_title_2')}"),
            ended=escape(words("browser_ended")),
            again=escape(words("browser_again")),
            script=escape(words("browser_script")),
            socket=escape(f"{'wss' if secure else 'ws'}://{request.host}/ws", quote=True),
            size=_font_size(request.query.get("fontsize", "")),
        )
        response = web.Response(text=text, content_type="text/html")
        if not known_token(request.cookies.get(COOKIE, "")):
            response.set_cookie(COOKIE, new_token(), max_age=YEAR, httponly=True, samesite="Lax", secure=secure)
        return response

    async def socket(self, request: web.Request) -> web.StreamResponse:
        """One game, from the first page until either side leaves."""
        token = known_token(request.cookies.get(COOKIE, ""))
        if not token:
            return web.Response(status=403, text="Open the game's page first.\n")
        if len(self.visits) >= self.most:
            return web.Response(status=503, text="There are too many games on just now.\n")
        socket = web.WebSocketResponse(heartbeat=15, max_msg_size=LONGEST_MESSAGE)
        await socket.prepare(request)
        argv = command(self.story, folder_of(self.saves, token), self.language_of(request))
        visit = Visit(argv, socket, self.downloads)
        self.visits.add(visit)
        try:
            await visit.play(_number(request, "width", 80), _number(request, "height", 24))
        finally:
            self.visits.discard(visit)
            await socket.close()
        return socket

    async def download(self, request: web.Request) -> web.StreamResponse:
        """A file that the game hands to its player; its key is random and good only once."""
        key = request.match_info["key"]
        try:
            meta = await self.downloads.get_download_metadata(key)
        except KeyError:
            raise web.HTTPNotFound from None
        response = web.StreamResponse()
        response.headers["Content-Type"] = "application/octet-stream"
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(meta.file_name, safe='')}"
        await response.prepare(request)
        async for chunk in self.downloads.download(key):
            await response.write(chunk)
        await response.write_eof()
        return response

    async def file(self, request: web.Request) -> web.StreamResponse:
        """One of the page's own files, and no other."""
        path = static_files().get(request.match_info["name"])
        if path is None:
            raise web.HTTPNotFound
        return web.FileResponse(path)

    async def close(self) -> None:
        """End every game."""
        await asyncio.gather(*(visit.end() for visit in tuple(self.visits)), return_exceptions=True)


@cache
def static_files() -> dict[str, Path]:
    """The files of the page by name: ours, and the terminal and letters that textual-serve brings."""
    brought = Path(str(files("textual_serve"))) / "static"
    return {
        "page.css": HERE / "page.css",
        "page.js": HERE / "page.js",
        "textual.js": brought / "js" / "textual.js",
        "xterm.css": brought / "css" / "xterm.css",
        "upright.ttf": brought / "fonts" / "RobotoMono-VariableFont_wght.ttf",
        "italic.ttf": brought / "fonts" / "RobotoMono-Italic-VariableFont_wght.ttf",
    }


def _number(request: web.Request, name: str, default: int) -> int:
    said = request.query.get(name, "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 5 else default


def _font_size(said: str) -> int:
    return max(8, min(int(said), 40)) if said.isascii() and said.isdecimal() and len(said) < 4 else 16


async def run(house: House, host: str, port: int, ready: Callable[[int], None]) -> None:
    """Serve until Ctrl-C or a request to end; then every game is closed. `ready` is told the port.

    Raises NoPort.
    """
    runner = web.AppRunner(house.application(), access_log=None, handle_signals=False)
    await runner.setup()
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows raises KeyboardInterrupt instead
            loop.add_signal_handler(number, over.set)
    try:
        site = web.TCPSite(runner, host, port, shutdown_timeout=1)
        try:
            await site.start()
        except OSError as error:
            raise _no_port(error, host, port) from error
        ready(runner.addresses[0][1])
        await over.wait()
    finally:
        await house.close()
        await runner.cleanup()


def _no_port(error: OSError, host: str, port: int) -> NoPort:
    if error.errno == errno.EADDRINUSE:
        return NoPort(
            f"Port {port} at {host} is taken by another program: choose another with --port, such as {port + 1}."
        )
    if error.errno == errno.EACCES:
        return NoPort(f"Port {port} may not be used by you: choose one above 1023 with --port.")
    why = (error.strerror or str(error)).lower()
    return NoPort(f"Could not listen at {host}, port {port} ({why}): choose another --host or --port.")


def serve(story: Path, saves: Path, languages: Sequence[str], host: str, port: int, names: Sequence[str]) -> None:
    """The command: print where the game is, and serve it until Ctrl-C. Raises NoPort."""
    doors = Doors(host, names)
    words = Words(languages[0])

    def ready(number: int) -> None:
        shown = f"[{host}]" if ":" in host else host
        print(words("browser_ready", url=f"http://{shown}:{number}/"), flush=True)
        if doors.open:
            print(words("browser_open"), flush=True)

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run(House(story, saves, languages, doors), host, port, ready))
    print(words("browser_over"), flush=True)
