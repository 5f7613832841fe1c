"""`/kudos mine`: what I received and what I gave, in pages, with dates."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import zone
from domain.goals import State
from domain.kudos_taken_back import WITHIN
from domain.messages import permalink
from domain.permissions import may_read
from domain.refusals import NotThere
from domain.rules import Rules
from handlers.dispatch import Table
from handlers.payloads import number_in
from handlers.tasks import Tasks
from handlers.views import kudos_mine as view
from storage.database import Database
from storage.store import Store

Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to the buttons that turn pages."""
    for action in view.TURNS:
        table.on("action", action, turn_page)


async def page(
    database: Database, user: str, rules: Rules, *, now: datetime, which: str = view.RECEIVED, start: int = 0
) -> dict[str, Any]:
    """Return a page of one's own kudos. Raises NotTakingPart."""
    async with database.reading() as store:
        me = await store.people.acting(user)
        mine = may_read(me, me, {})
        read = store.kudos_lists.given_by if which == view.GIVEN else store.kudos_lists.received_by
        found = await read(mine, start=start, most=view.ON_PAGE + 1)
        kudos = found[: view.ON_PAGE]
        seen = [*await store.goals.of(me.id, tuple(State)), *await store.goals.shared(closed=True)]
        links = await _links(store, [one.id or 0 for one in kudos])
    facts = view.Facts(
        which=which,
        start=start,
        more=len(found) > view.ON_PAGE,
        tz=zone(me.tz),
        undo_from=now - WITHIN,
        goals={goal.id: goal.title for goal in seen if goal.id},
        links=links,
        command=rules.command("kudos"),
    )
    return view.page(kudos, facts)


async def _links(store: Store, numbers: list[int]) -> dict[int, str]:
    """Return the links of the posts, of those kudos that have one."""
    address = await store.workspaces.url()
    posted = await store.outbox.posted([f"kudos:{number}:post" for number in numbers]) if address else {}
    where = {number: posted.get(f"kudos:{number}:post") for number in numbers}
    return {number: permalink(address, one.channel, one.ts) for number, one in where.items() if one}


async def turn_page(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    clock: Clock,
    rules: Rules,
    tasks: Tasks,
) -> None:
    """*Received*, *Given*, *Older*, *Newer*: another page of the same window."""
    which, _, start = str(action.get("value")).partition(" ")
    if which not in view.TITLES:
        raise NotThere
    window = await page(database, user_id, rules, now=clock(), which=which, start=number_in(start))
    shown = body.get("view") or {}
    tasks.start("kudos page", client.views_update(view_id=shown.get("id"), hash=shown.get("hash"), view=window))
    await ack()
