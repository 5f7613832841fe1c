"""The control API: what the web page (or any script) needs to act as a person, move the clock, break things.

Each module below holds one subject; `ENDPOINTS` of each is a list of method, name and work. What the arguments are
and what comes back stands in docs/emulator.md, which tests hold against this table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulator.control import acting, assisting, breaking, company, editing, pages, reading, running, traffic
from emulator.control.answering import answering

if TYPE_CHECKING:
    from aiohttp import web

    from emulator.server import Emulator

PREFIX = "/_control/"
SUBJECTS = (reading, acting, editing, assisting, company, breaking, traffic, running)


class Control:
    """Puts the control API, the page's files and its live socket at their addresses."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Add the addresses."""
        for subject in SUBJECTS:
            for method, name, work in subject.ENDPOINTS:
                router.add_route(method, PREFIX + name, answering(self._emulator, work))
        served = pages.Pages(self._emulator)
        router.add_get(PREFIX + "file", served.file)
        router.add_get(PREFIX + "live", served.live)
        router.add_get("/", served.page)
        router.add_get("/page/{path:.*}", served.page)
