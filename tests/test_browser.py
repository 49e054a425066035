"""The game in a browser: who is let in, whose saves are whose, and a real Chromium from title to first choice."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp
import pyte
import pytest
from yarl import URL

from game.play.saves import Saves
from game.ui.browser.doors import Doors
from game.ui.browser.visits import folder_of, known_token, new_token
from tests.conftest import SMALL

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
COMMAND = [sys.executable, "-m", "game", "serve"]


class Server:
    """A server in a process of its own, and what it said."""

    def __init__(self, process: subprocess.Popen[str], url: str) -> None:
        self.process, self.url = process, url
        self.host = url.split("/")[2]

    def games(self) -> list[int]:
        """The processes of the games that are on."""
        return [pid for pid in map(int, filter(str.isdecimal, os.listdir("/proc"))) if parent(pid) == self.process.pid]


@contextmanager
def serving(saves: Path, *options: str) -> Iterator[Server]:
    command = [*COMMAND, "--port", "0", "--saves", str(saves), "--language", "en", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found
            yield Server(process, found[0])
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                process.wait(20)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path / "saves", "--story", str(SMALL)) as running:
        yield running


# ---------------------------------------------------------------- who is let in


@pytest.mark.parametrize("host", ["127.0.0.1:1917", "localhost", "LOCALHOST:80", "[::1]:1917", "localhost.:1"])
def test_its_own_names_are_known(host: str) -> None:
    assert Doors("127.0.0.1").knows_host(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost@evil",
        "192.168.0.7",
        "127.0.0.1:x",
        "localhost/..",
        "a b",
    ],
)
def test_foreign_names_are_not(host: str) -> None:
    assert not Doors("127.0.0.1").knows_host(host)


def test_at_an_open_address_numbers_and_given_names_are_known_and_others_not() -> None:
    doors = Doors("0.0.0.0", ["school.example"])
    assert doors.open
    assert all(doors.knows_host(host) for host in ("192.168.0.7:1917", "[fe80::1]", "School.Example:80", "localhost"))
    assert not doors.knows_host("evil.example")


async def answered(server: Server, path: str, **headers: str) -> int:
    async with aiohttp.ClientSession() as browser, browser.get(server.url + path, headers=headers) as answer:
        return answer.status


async def test_foreign_hosts_and_origins_are_refused(server: Server) -> None:
    own = f"http://{server.host}"
    assert await answered(server, "") == 200
    assert await answered(server, "", Origin=own) == 200
    assert await answered(server, "", Host="evil.example") == 403
    assert await answered(server, "", Origin="http://evil.example") == 403
    assert await answered(server, "", Origin="null") == 403
    assert await answered(server, "static/page.js", Host="evil.example") == 403
    assert await answered(server, "static/page.py") == 404
    assert await answered(server, "static/..%2fserver.py") == 404
    assert await answered(server, "download/guess") == 404


@pytest.mark.parametrize("origin", [None, "http://evil.example", "null", "http://localhost.evil"])
async def test_a_websocket_from_elsewhere_is_refused(server: Server, origin: str | None) -> None:
    headers = {"Cookie": f"october={new_token()}"} | ({"Origin": origin} if origin else {})
    async with aiohttp.ClientSession() as browser:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await browser.ws_connect(f"{server.url}ws", headers=headers)
    assert refused.value.status == 403
    assert not server.games()


async def test_a_websocket_without_a_visitor_is_refused(server: Server) -> None:
    async with aiohttp.ClientSession() as browser:
        for cookie in ("", "october=../../etc", "october=short"):
            with pytest.raises(aiohttp.WSServerHandshakeError):
                headers = {"Origin": f"http://{server.host}", "Cookie": cookie}
                await browser.ws_connect(f"{server.url}ws", headers=headers)
    assert not server.games()


async def test_the_page_names_nothing_from_elsewhere(server: Server) -> None:
    async with aiohttp.ClientSession() as browser, browser.get(server.url) as answer:
        page = await answer.text()
        assert set(re.findall(r"\w+://[^/\"]+", page)) <= {f"ws://{server.host}"}
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "HttpOnly" in answer.headers["Set-Cookie"]
        assert "SameSite=Lax" in answer.headers["Set-Cookie"]


# ---------------------------------------------------------------- playing


class Player:
    """A browser as the server sees one; its screen is a real terminal's."""

    def __init__(self, browser: aiohttp.ClientSession, server: Server) -> None:
        self.browser, self.server = browser, server
        self.screen = pyte.Screen(80, 24)
        self.stream = pyte.ByteStream(self.screen)
        self.files: list[str] = []

    async def open(self) -> None:
        async with self.browser.get(self.server.url) as page:
            assert page.status == 200
        origin = {"Origin": f"http://{self.server.host}"}
        self.socket = await self.browser.ws_connect(f"{self.server.url}ws?width=80&height=24", headers=origin)

    async def sees(self, words: str, seconds: float = 20) -> None:
        async with asyncio.timeout(seconds):
            while words not in "\n".join(self.screen.display):
                await self.hear()

    async def hear(self) -> None:
        message = await self.socket.receive(20)
        assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT), message
        if message.type == aiohttp.WSMsgType.BINARY:
            self.stream.feed(message.data)
        elif message.json()[0] == "deliver_file_start":
            self.files.append(message.json()[1])

    async def file(self) -> bytes:
        """What the game hands over, fetched as a browser fetches it."""
        while not self.files:
            await self.hear()
        key = self.files.pop(0)
        async with self.browser.get(f"{self.server.url}download/{key}") as answer:
            assert answer.status == 200
            assert answer.headers["Content-Disposition"].startswith("attachment;")
            return await answer.read()

    async def types(self, keys: str) -> None:
        await self.socket.send_json(["stdin", keys])


async def test_each_visitor_has_saves_of_their_own(server: Server, tmp_path: Path) -> None:
    jar = aiohttp.CookieJar(unsafe=True), aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar[0]) as one, aiohttp.ClientSession(cookie_jar=jar[1]) as two:
        first, second = Player(one, server), Player(two, server)
        await first.open()
        await first.sees("New game")
        await first.types("\r")
        await first.sees("Where do you begin?")
        await first.types("1")
        await first.sees("1-9 choose")
        await second.open()
        await second.sees("New game")
        assert "Continue" not in "\n".join(second.screen.display), "the other's game is not theirs"
        tokens = [cookies.filter_cookies(URL(server.url))["october"].value for cookies in jar]
    folders = [folder_of(tmp_path / "saves", token) for token in tokens]
    assert folders[0] != folders[1]
    assert [len(Saves(folder).list()) for folder in folders] == [1, 0]
    assert all(token not in str(folder) for token, folder in zip(tokens, folders, strict=True))


async def test_nonsense_from_a_browser_ends_nothing(server: Server) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        player = Player(browser, server)
        await player.open()
        await player.sees("New game")
        for said in ("{", "[]", '["stdin"]', '["stdin", 7]', '["resize", {"width": 1e9}]', '["x"]', "[" * 5000, "1"):
            await player.socket.send_str(said)
        await player.socket.send_json(["resize", {"width": 10**9, "height": -1}])
        await player.socket.send_json(["resize", {"width": 80, "height": 24}])
        await player.types("\r")
        await player.sees("▸")


async def test_files_go_to_the_browser_as_downloads_and_none_come_from_this_machine(
    server: Server, tmp_path: Path
) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        player = Player(browser, server)
        await player.open()
        await player.sees("New game")
        await player.types("\r")
        await player.sees("Where do you begin?")
        await player.types("1")
        await player.sees("1-9 choose")
        await player.types("x")
        await player.sees("Your browser receives the chronicle.")
        (folder,) = (tmp_path / "saves" / "visitors").iterdir()
        assert (await player.file()).decode("utf-8").startswith("<!DOCTYPE html>")
        await player.types("g")
        await player.sees("Saved games")
        await player.types("x")
        await player.sees("Your browser receives the file.")
        assert await player.file() == (folder / "play-001.jsonl").read_bytes()
        await player.types("i")
        await player.sees("In a browser there are no files to import.")


def test_a_token_is_random_and_known_by_its_form() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(known_token(token) for token in tokens)
    assert not any(known_token(said) for said in ("", "..", "a" * 31, "a" * 33, "/" * 32, "é" * 32))


# ---------------------------------------------------------------- the end of it


async def test_control_c_closes_every_game_and_the_server(server: Server) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        player = Player(browser, server)
        await player.open()
        await player.sees("New game")
        games = server.games()
        assert games
        server.process.send_signal(signal.SIGINT)
        assert await asyncio.to_thread(server.process.wait, 15) == 0
    assert server.process.stdout is not None
    said = server.process.stdout.read()
    assert "Every game is kept." in said
    assert "Traceback" not in said
    assert gone(games)


async def test_games_end_when_their_server_is_killed(server: Server) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        player = Player(browser, server)
        await player.open()
        await player.sees("New game")
        games = server.games()
        server.process.kill()
        assert await asyncio.to_thread(gone, games)


def gone(processes: list[int], seconds: float = 12) -> bool:
    """Whether the processes end within so many seconds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not any(Path(f"/proc/{pid}/cmdline").exists() and alive(pid) for pid in processes):
            return True
        time.sleep(0.1)
    return False


def parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_port_in_use_is_told_plainly(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [*COMMAND, "--port", str(taken.getsockname()[1]), "--story", str(SMALL), "--saves", str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "is taken by another program" in done.stderr
    assert "Traceback" not in done.stderr


# ---------------------------------------------------------------- a real browser


@pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine: apt-get install chromium")
def test_a_real_browser_plays_from_the_title_to_the_first_choice(tmp_path: Path) -> None:
    from playwright.sync_api import WebSocket, sync_playwright

    screen = pyte.Screen(200, 80)
    stream = pyte.ByteStream(screen)
    asked: list[str] = []
    wrong: list[str] = []

    def listened(opened: WebSocket) -> None:
        opened.on("framereceived", lambda data: stream.feed(data) if isinstance(data, bytes) else None)

    with serving(tmp_path / "saves") as server, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_page(viewport={"width": 1000, "height": 640})
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.on("websocket", listened)

        def sees(words: str) -> None:
            until = time.monotonic() + 90  # a browser and a game on a machine that may have much else to do
            while words not in "\n".join(screen.display):
                assert time.monotonic() < until, "\n".join(screen.display)
                page.wait_for_timeout(50)

        page.goto(server.url)
        sees("New game")
        page.keyboard.press("Enter")
        sees("any key goes on")  # the card of the first chapter
        page.keyboard.press("Space")
        sees("1-9 choose")
        (folder,) = (tmp_path / "saves" / "visitors").iterdir()
        assert Saves(folder).list()[0].choices == 0
        page.keyboard.press("1")
        until = time.monotonic() + 20
        while Saves(folder).list()[0].choices == 0 and time.monotonic() < until:
            page.wait_for_timeout(50)
        assert Saves(folder).list()[0].choices == 1
        drawn = page.locator(".xterm-screen").screenshot()
        assert len(drawn) > 10_000, "something is painted"
        assert not wrong
        page.keyboard.press("Control+c")
        page.get_by_role("button", name="Go on").wait_for()
        page.keyboard.press("Enter")
        sees("Continue")
        browser.close()
    assert {url.split("/")[2] for url in asked} == {server.host}
