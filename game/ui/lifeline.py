"""What ends the game besides the player: a signal from the system, or the end of the server behind it.

Either way the game leaves as by its own key, so the terminal is as it was found.
"""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.ui.house import House

LOOK = 2.0  # seconds between two looks at whether the server is still there


def leave_on_signals(app: House) -> None:
    """Leave when the system says so."""
    loop = asyncio.get_running_loop()
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):  # Windows has no hanging up
            with suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(getattr(signal, name), app.action_leave)


def leave_with_server(app: House) -> None:
    """In a browser: leave when nobody is there to show the game to."""
    server = os.getppid()
    app.set_interval(LOOK, lambda: None if os.getppid() == server else app.action_leave())
