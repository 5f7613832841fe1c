"""The Home tab: publish it when somebody opens it, and anew when what it shows has changed.

- What stands in Slack is remembered by its hash, so that what is older never takes the place of what is newer: a tab
  that changed meanwhile is read again and published once more, and after that with the next round.
- Whoever is told something, and whoever does something, has news on their tab; the manager of the latter too.
- Little else is written: for the reports of a manager that they were looked at, and which newer blocks Slack took.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

import structlog
from slack_bolt.async_app import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from domain.homes import Home
from domain.new_blocks import Known, learned, worth_a_try
from domain.people import NotTakingPart
from domain.rules import Rules
from handlers.dispatch import Table
from handlers.home_facts import gather
from handlers.tasks import Tasks
from handlers.views import home as view
from handlers.views.charts import NEW, new_kinds
from handlers.words import Command
from storage.database import Database
from storage.status import WHAT

COMMANDS: tuple[Command, ...] = ()
REFUSED = frozenset({"invalid_blocks", "invalid_arguments"})
"""What Slack says of blocks that the workspace does not have yet."""
CHANGED_MEANWHILE = "hash_conflict"
AT_A_TIME = 3
"""Tabs that are drawn anew in one round: sixty a minute, of Slack's hundred (Tier 4). The rest is for who opens theirs."""
Clock = Callable[[], datetime]
log = structlog.get_logger(__name__)


class Drawn(NamedTuple):
    """The tab in the newer blocks that are worth a try, the way to one without them, and what is known of them.

    `home` is what stands in Slack so far; None for whoever takes no part, of whom nothing is remembered.
    """

    view: dict[str, Any]
    without: Callable[[], dict[str, Any]]
    known: Known
    home: Home | None = None


def register(table: Table) -> None:
    """Listen to people opening the tab."""
    table.on("event", "app_home_opened", opened)


async def opened(
    ack: AsyncAck,
    event: dict[str, Any],
    client: AsyncWebClient,
    database: Database,
    clock: Clock,
    rules: Rules,
    tasks: Tasks,
    once: str,
) -> None:
    """`app_home_opened`: publish the tab. The messages tab sends this event too, and gets nothing."""
    if event.get("tab") == "home" and event.get("user"):
        now = clock()
        drawn = await _draw(database, event["user"], rules=rules, now=now, once=once)
        tasks.start("home", _show(client, database, event["user"], drawn, rules=rules, now=now))
    await ack()


async def redraw(client: AsyncWebClient, database: Database, user: str, *, rules: Rules, now: datetime) -> None:
    """Publish the tab anew after its owner did something there; meant for a task."""
    drawn = await _draw(database, user, rules=rules, now=now)
    await _show(client, database, user, drawn, rules=rules, now=now)


async def redraw_stale(client: AsyncWebClient, database: Database, *, rules: Rules, now: datetime) -> int:
    """Draw the tabs anew that show what is so no more, first what may not be read any more; return how many.

    Raises Unavailable.

    One that Slack refuses is given up: it is drawn when its owner opens it. Where Slack is asked too often, the rest waits.
    """
    async with database.reading() as store:
        stale = await store.homes.stale(most=AT_A_TIME)
    for home in stale:
        try:
            await redraw(client, database, home.person, rules=rules, now=now)
        except SlackApiError as refused:
            error = str(refused.response.get("error"))
            log.warning("slack refused a call", what="home", error=error)
            if error == "ratelimited":
                break
        async with database.transaction() as store:
            await store.homes.settle(home)
    return len(stale)


async def _show(
    client: AsyncWebClient, database: Database, user: str, drawn: Drawn, *, rules: Rules, now: datetime
) -> None:
    """Publish the tab; where it changed in Slack meanwhile, read again and publish once more, or else in the next round."""
    for last in (False, True):
        try:
            await _publish(client, database, user, drawn, now=now)
        except SlackApiError as refused:
            if refused.response.get("error") != CHANGED_MEANWHILE:
                raise
            if last:
                async with database.transaction() as store:
                    await store.homes.outdate([user], now=now)
                return
            again = await _draw(database, user, rules=rules, now=now)
            drawn = _distrustful(again, drawn.home)
        else:
            return


def _distrustful(again: Drawn, before: Home | None) -> Drawn:
    """Return the tab to be published over whatever stands, where nobody here knows more of it than before.

    What we remember is wrong then, and would be for ever: somebody else published, or an answer was lost.
    """
    if again.home and before and again.home.hash == before.hash:
        return again._replace(home=again.home.model_copy(update={"hash": ""}))
    return again


async def _publish(client: AsyncWebClient, database: Database, user: str, drawn: Drawn, *, now: datetime) -> None:
    """Publish the tab; where Slack refuses its newer blocks, once more without them. Remember which it was."""
    tried, taken = new_kinds(drawn.view), True
    stands = {"hash": drawn.home.hash} if drawn.home and drawn.home.hash else {}
    try:
        answer = await client.views_publish(user_id=user, view=drawn.view, **stands)
    except SlackApiError as refused:
        if not tried or refused.response.get("error") not in REFUSED:
            raise
        answer = await client.views_publish(user_id=user, view=drawn.without(), **stands)
        taken = False
    news = learned(tried, drawn.known, taken=taken, now=now)
    shown = (answer.get("view") or {}).get("hash") or ""
    if news or drawn.home:
        async with database.transaction() as store:
            await store.workspaces.learn(news)
            if drawn.home:
                await store.homes.keep(drawn.home.model_copy(update={"hash": shown}))


async def _draw(database: Database, user: str, *, rules: Rules, now: datetime, once: str | None = None) -> Drawn:
    """Return the tab, and write down whom it is about. Raises AlreadyDone where that was done for this input."""
    try:
        async with database.reading() as store:
            home = await store.homes.of(user) or Home(person=user)
            facts, grants = await gather(store, await store.people.acting(user), rules, now=now)
            known = await store.workspaces.new_blocks()
    except NotTakingPart as stranger:
        why = view.not_taking_part(str(stranger))
        return Drawn(why, lambda: why, {})
    if grants or once:
        async with database.transaction(once=once) as store:
            await store.access.record(grants, what=WHAT, now=now)
    return Drawn(view.page(facts, worth_a_try(NEW, known, now=now)), lambda: view.page(facts), known, home)
