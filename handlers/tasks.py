"""Calls to Slack that a listener leaves behind, so that a slow Slack never turns an opened form into a time-out."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from contextvars import Context
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger(__name__)
TOO_LATE = "I was too slow to open the form, and Slack takes it no more. Nothing has happened; please choose it again."


LATE = 1.0
"""Seconds that may pass before what is done again and again is done once."""


class _Late:
    """Work that waits a moment, since newer work of the same kind may come."""

    def __init__(self, work: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        self.work = work
        self.hurry = asyncio.Event()


class Tasks:
    """Tasks under way, held until they end: asyncio itself keeps no reference to them."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()
        self._late: dict[str, _Late] = {}

    def start(self, what: str, work: Coroutine[Any, Any, Any], *, name: str | None = None) -> None:
        """Do `work` beside the request; trouble is logged under the name `what`, without anything private.

        It has a context of its own: what the request may take of Slack's three seconds does not bind it.
        """
        task = asyncio.create_task(_logged(what, work), name=name, context=Context())
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    def soon(self, key: str, work: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        """Do `work` within LATE seconds; of what is given under one key meanwhile only the newest is done."""
        if key in self._late:
            self._late[key].work = work
            return
        self._late[key] = _Late(work)
        self.start(key.partition(" ")[0], self._when_late(key, self._late[key]), name=key)

    async def at_once(self, keys: str) -> None:
        """Have what waits under keys that begin so done now, and wait for it."""
        for key, late in self._late.items():
            if key.startswith(keys):
                late.hurry.set()
        waiting = [task for task in self._running if task.get_name().startswith(keys)]
        if waiting:
            await asyncio.wait(waiting)

    async def done(self) -> None:
        """Wait until nothing is under way; what waits for a moment is done now."""
        while self._running:
            for late in self._late.values():
                late.hurry.set()
            await asyncio.wait(self._running)

    async def _when_late(self, key: str, late: _Late) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(LATE):
                await late.hurry.wait()
        del self._late[key]
        await late.work()


def on_top(client: AsyncWebClient, body: Mapping[str, Any]) -> Callable[..., Coroutine[Any, Any, Any]]:
    """Return the call that shows a window: a button in a window opens the next one on top, any other the first."""
    return client.views_push if (body.get("view") or {}).get("type") == "modal" else client.views_open


async def drawn_anew(client: AsyncWebClient, shown: Mapping[str, Any], form: dict[str, Any]) -> None:
    """Show a form anew; where another redraw came between, this one is the later choice, so it goes on top."""
    try:
        await client.views_update(view_id=shown["id"], hash=shown["hash"], view=form)
    except SlackApiError as refused:
        if refused.response.get("error") != "hash_conflict":
            raise
        await client.views_update(view_id=shown["id"], view=form)


async def in_time(
    opening: Coroutine[Any, Any, Any], body: Mapping[str, Any], respond: Callable[..., Coroutine[Any, Any, Any]]
) -> None:
    """Open a window; where it came too late for Slack, tell the person, who would else wait for nothing.

    Slack gives a way to answer (`response_url`) with everything but what was done in a window or on the Home tab.
    """
    try:
        await opening
    except SlackApiError as refused:
        if refused.response.get("error") == "expired_trigger_id" and body.get("response_url"):
            await respond(text=TOO_LATE, response_type="ephemeral", replace_original=False)
        raise


async def _logged(what: str, work: Coroutine[Any, Any, Any]) -> None:
    try:
        await work
    except SlackApiError as refused:
        log.warning("slack refused a call", what=what, error=str(refused.response.get("error")))
    except Exception as trouble:  # noqa: BLE001, nobody waits for this task; the log is where it is seen
        log.warning("a call to slack failed", what=what, error=type(trouble).__name__)
