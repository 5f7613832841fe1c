"""Joining in: a reaction on the post of kudos says *me too*. It is shown quietly, and counted for nobody's rank.

- The giver and those thanked do not join in with themselves; guests and bots take no part.
- Whoever takes their last emoji away has not joined in.
- The post is rewritten once for all that happen within half a minute.
- When the bot is invited into the channel, what waited for that is said at once.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from domain.notices import KudosJoined, KudosPosted
from domain.refusals import NotThere
from domain.rules import Rules
from handlers.dispatch import Table
from storage.database import Database
from storage.store import Store

TOGETHER, SLACK = 30, timedelta(seconds=5)
"""Seconds whose reactions are said together; and what a reaction of their last moment may take to be stored."""
FAR_AHEAD = 2.0**40
LONGEST_NAME = 255
"""Characters of an emoji's name that are looked at."""
Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to reactions, and to being invited."""
    table.on("event", "reaction_added", reacted)
    table.on("event", "reaction_removed", reacted)
    table.on("event", "member_joined_channel", joined_channel)


async def reacted(
    ack: AsyncAck, event: dict[str, Any], once: str, database: Database, clock: Clock, rules: Rules
) -> None:
    """`reaction_added`, `reaction_removed`: note it, if it is under the post of kudos."""
    item = event.get("item")
    if isinstance(item, Mapping) and item.get("channel") == rules.kudos_channel and isinstance(item.get("ts"), str):
        async with database.reading() as store:
            post = await store.kudos_posts.at(item["channel"], item["ts"])
        if post:
            async with database.transaction(once=once) as store:
                await _note(store, post, event, now=clock())
    await ack()


async def _note(store: Store, post: KudosPosted, event: Mapping[str, Any], *, now: datetime) -> None:
    person, name = event.get("user"), event.get("reaction")
    if not isinstance(person, str) or not isinstance(name, str) or not name.isprintable():
        raise NotThere
    if person in {post.giver, *post.receivers} or person not in await store.people.named([person]):
        return
    if await store.kudos_posts.gone([post.kudos]):
        return
    here, at = event["type"] == "reaction_added", _moment(event.get("event_ts"), now)
    if await store.kudos_posts.react(post.kudos, person, name[:LONGEST_NAME], here=here, at=at):
        stretch = int(now.timestamp()) // TOGETHER
        due = datetime.fromtimestamp((stretch + 1) * TOGETHER, UTC) + SLACK
        await store.outbox.plan([(KudosJoined(to=post.to, post=post, round=stretch), due)])


def _moment(stamp: object, now: datetime) -> datetime:
    """Return when it happened, by Slack's own word; for what is no time, now."""
    try:
        seconds = float(str(stamp))
    except ValueError:
        return now
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < FAR_AHEAD else now


async def joined_channel(
    ack: AsyncAck, event: dict[str, Any], context: AsyncBoltContext, database: Database, clock: Clock, rules: Rules
) -> None:
    """`member_joined_channel`: once the bot itself is in the kudos channel, what waited for that goes out."""
    if event.get("user") == context.bot_user_id and event.get("channel") == rules.kudos_channel:
        async with database.transaction() as store:
            await store.kudos_posts.try_now(str(event["channel"]), now=clock())
    await ack()
