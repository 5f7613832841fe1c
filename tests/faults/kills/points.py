"""The places at which a process may be killed, by name: between any two things of which one could be lost.

A point is armed in a process of its own (`victim.py`), by a wrapper around the function it names; nothing in the
product knows of it.
"""

import functools
import os
import signal
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, NamedTuple

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messenger import SlackMessenger
from bot.socket_mode import Socket
from scheduler import reconcile, timetable
from scheduler.delivery import Delivery
from storage.doubts import Doubts
from storage.outbox import Outbox
from storage.outbox_rows import Takes
from storage.store import Store

IN_AN_INPUT: ContextVar[bool] = ContextVar("in_an_input", default=False)
"""Whether what runs now runs for something that Slack sent."""


class Point(NamedTuple):
    """Before or after a function of an owner; `when` looks at what it gave, for what comes after it."""

    owner: Any
    name: str
    after: bool
    when: Callable[[Any], bool] = lambda _: True


SPEAKING = {
    "before_plan": Point(Outbox, "plan", after=False),
    "after_plan": Point(timetable, "plan_prompts", after=True),
    "before_claim": Point(Outbox, "claim", after=False),
    "in_claim": Point(Takes, "_take", after=True),
    "after_claim_commit": Point(Delivery, "_claim", after=True, when=lambda got: bool(got[1])),
    "before_post": Point(SlackMessenger, "post", after=False),
    "after_post": Point(SlackMessenger, "post", after=True),
    "before_record": Point(Delivery, "_write", after=False),
    "in_record": Point(Outbox, "record", after=True),
    "after_record": Point(Delivery, "_write", after=True),
}
SETTLING = {
    "before_read": Point(SlackMessenger, "find", after=False),
    "after_read": Point(SlackMessenger, "find", after=True),
    "before_settled": Point(reconcile, "write", after=False),
    "after_settled": Point(reconcile, "write", after=True),
}
SWEEPING = {
    "before_remove": Point(SlackMessenger, "remove", after=False),
    "after_remove": Point(SlackMessenger, "remove", after=True),
    "before_swept": Point(Doubts, "swept", after=False),
    "in_swept": Point(Doubts, "swept", after=True),
    "after_swept": Point(reconcile, "_sweep", after=True),
}
ANSWERING = {
    "before_commit": Point(Store, "finish", after=True, when=lambda _: IN_AN_INPUT.get()),
    "after_store": Point(AsyncConnection, "commit", after=True, when=lambda _: IN_AN_INPUT.get()),
    "before_ack": Point(AsyncAck, "__call__", after=False),
    "after_ack": Point(AsyncAck, "__call__", after=True),
    "after_answer": Point(Socket, "handle", after=True),
}
POINTS = SPEAKING | SETTLING | SWEEPING | ANSWERING


def arm(name: str, nth: int = 1) -> None:
    """Kill this process, as kill -9 does, the `nth` time it comes to the point."""
    point = POINTS[name]
    if name in ANSWERING:
        _know_inputs()
    real = getattr(point.owner, point.name)
    passed = 0

    def reached() -> None:
        nonlocal passed
        passed += 1
        if passed == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    @functools.wraps(real)
    async def deadly(*args: Any, **kwargs: Any) -> Any:
        if not point.after:
            reached()
        got = await real(*args, **kwargs)
        if point.after and point.when(got):
            reached()
        return got

    setattr(point.owner, point.name, deadly)


def _know_inputs() -> None:
    """Have what runs for an input of Slack's know it."""
    real = AsyncApp.async_dispatch

    @functools.wraps(real)
    async def dispatch(self: AsyncApp, req: Any) -> Any:
        IN_AN_INPUT.set(True)
        return await real(self, req)

    AsyncApp.async_dispatch = dispatch  # type: ignore[method-assign]
