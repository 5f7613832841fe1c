"""Who wants to hear that something changed: the web page's sockets, and tests that wait for a state."""

import asyncio
from collections.abc import Callable

from emulator.errors import JSON

Listener = Callable[[JSON, frozenset[str] | None], None]


class Live:
    """Tells listeners of each change: `{"type": "messages" | "views" | "home" | "state" | "clock" | "traffic", …}`."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._waiting: set[asyncio.Future[None]] = set()

    def tell(self, change: str, *, only: frozenset[str] | None = None, **details: object) -> None:
        """Tell everyone, or only those users, that `change` happened."""
        for listener in self._listeners:
            listener({"type": change, **details}, only)
        self.stir()

    def stir(self) -> None:
        """Let everybody who waits for a state look again."""
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_result(None)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` at each change, until the returned function is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def until(self, condition: Callable[[], object], timeout: float) -> None:  # noqa: ASYNC109 - wall clock, on purpose
        """Return when `condition` holds; raise TimeoutError after `timeout` real seconds."""
        async with asyncio.timeout(timeout):
            while not condition():
                waiting = asyncio.get_running_loop().create_future()
                self._waiting.add(waiting)
                try:
                    await waiting
                finally:
                    self._waiting.discard(waiting)
