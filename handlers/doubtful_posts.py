"""A public post of which nobody knows whether Slack took it: whoever caused it has looked, and says so.

Channels are never read, so nobody else can tell. Each question is answered once.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck

from domain.notices import PostDecided
from domain.refusals import NotThere, Refusal
from handlers.dispatch import Table
from handlers.views import doubtful_posts as view
from storage.database import Database

COMMANDS = ()


class PostSettled(Refusal):
    """The question is answered, or Slack has answered it."""

    text = "This is settled already; nothing was changed."


def register(table: Table) -> None:
    """Listen to the two buttons."""
    table.on("action", view.AGAIN, decide)
    table.on("action", view.THERE, decide)


async def decide(
    ack: AsyncAck,
    action: dict[str, Any],
    user_id: str,
    once: str,
    database: Database,
    clock: Callable[[], datetime],
) -> None:
    """*It is there* · *Post again*: settle the post, and rewrite the question."""
    attempt, _, key = str(action.get("value")).partition(" ")
    if not attempt.isdecimal():
        raise NotThere
    there = action["action_id"] == view.THERE
    async with database.transaction(once=once) as store:
        post = await store.doubts.left_to(user_id, key, int(attempt))
        if post is None:
            raise PostSettled
        await store.doubts.decide(key, there=there, now=clock())
        told = PostDecided(to=user_id, post=key, channel=post.to, attempt=int(attempt), there=there)
        await store.outbox.put(told, now=clock())
    await ack()
