"""Who may come in: the names this server answers to, and what a browser is allowed to fetch.

A page of another site can make a browser send requests here. It cannot choose the Host and Origin
that the browser sends with them, so both must be ours: otherwise a name that somebody points at this
machine, or a foreign page, could play and read the games kept here.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable, Iterable
from urllib.parse import urlsplit

from aiohttp import web

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:[0-9]{1,5})?")


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server at `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Doors:
    """The names of the server. At an address others can reach, its addresses are names too: a foreign
    site can borrow a name, but not a number."""

    def __init__(self, host: str, names: Iterable[str] = ()) -> None:
        self.open = not is_loopback(host)
        own = {host, socket.gethostname(), f"{socket.gethostname()}.local"} if self.open else {host}
        self.names = LOOPBACK | {name.lower().rstrip(".") for name in (*own, *names)}

    def knows_host(self, said: str) -> bool:
        """Whether a Host header names this server."""
        found = _HOST.fullmatch(said.lower())
        if not found:
            return False
        name = found[1].strip("[]").rstrip(".")
        if name in self.names:
            return True
        try:
            return self.open and bool(ipaddress.ip_address(name))
        except ValueError:
            return False

    def lets_in(self, request: web.Request) -> bool:
        """Whether the request comes from a page of ours, or from no page at all."""
        host, origin = request.headers.get("Host", ""), request.headers.get("Origin")
        if not self.knows_host(host):
            return False
        if origin is None:  # a browser always tells where a websocket is opened from
            return request.path != "/ws"
        return urlsplit(origin).netloc.lower() == host.lower()

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuses what is foreign; says to the browser that nothing from elsewhere belongs here."""
        if not self.lets_in(request):
            return web.Response(status=403, text="This game answers only to its own address.\n")
        try:
            response = await handler(request)
        except web.HTTPException as error:
            response = web.Response(status=error.status, text=f"{error.reason}\n")
        if not response.prepared:
            response.headers.update(_headers(request.host))
        return response


def _headers(host: str) -> dict[str, str]:
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        f"img-src 'self' data:; connect-src 'self' ws://{host} wss://{host}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-cache",
    }
