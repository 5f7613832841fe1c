"""Calls to Slack that a listener leaves behind, so that a slow Slack never turns an opened form into a time-out."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger(__name__)
TOO_LATE = "I was too slow to open the form, and Slack takes it no more. Nothing has happened; please choose it again."


class Tasks:
    """Tasks under way, held until they end: asyncio itself keeps no reference to them."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def start(self, what: str, work: Coroutine[Any, Any, Any]) -> None:
        """Do `work` beside the request; trouble is logged under the name `what`, without anything private."""
        task = asyncio.create_task(_logged(what, work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def done(self) -> None:
        """Wait until nothing is under way."""
        while self._running:
            await asyncio.wait(self._running)


def on_top(client: AsyncWebClient, body: Mapping[str, Any]) -> Callable[..., Coroutine[Any, Any, Any]]:
    """Return the call that shows a window: a button in a window opens the next one on top, any other the first."""
    return client.views_push if (body.get("view") or {}).get("type") == "modal" else client.views_open


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
