"""`/team-status`: the manager's page, answered in the ack, and its long lists in a window."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import zone
from domain.new_blocks import proved
from domain.refusals import NotThere
from domain.rules import Rules
from domain.status import TeamStatus
from handlers.dispatch import Table
from handlers.payloads import written
from handlers.tasks import Tasks
from handlers.views import status as view
from handlers.words import Command, Use, help_on, unknown
from storage.database import Database
from storage.status import WHAT
from storage.store import Store

COMMANDS = (Command("team_status", "See how your team is doing this week", "[help]"),)
USES = (Use("", "shows your direct reports, this week"), Use("help", "shows this"))
INTRO = "How your direct reports are doing: who answered, who is blocked, which goals are at risk, who waits for you."
Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to the command and the buttons of the page."""
    table.on("command", "team-status", team_status)
    for button in (view.MORE, view.EARLIER, view.LATER):
        table.on("action", button, show_list)


async def team_status(
    ack: AsyncAck, command: dict[str, Any], once: str, database: Database, clock: Clock, rules: Rules
) -> None:
    """`/team-status`: show the page to the one who asks. It marks no check-in as read; opening one does."""
    word, name, now = command.get("text", "").strip(), rules.command("team_status"), clock()
    if word.casefold() == "help":
        await ack(**help_on(name, USES, intro=INTRO).reply())
        return
    if word:
        raise unknown(written(word), name, ["help"], USES)
    async with database.transaction(once=once) as store:
        status, tz = await _look(store, command["user_id"], rules, now=now)
        shows = proved(await store.workspaces.new_blocks())
        reply = await store.remember_reply(view.page(status, now=now, tz=tz, shows=shows).reply())
    await ack(**reply)


async def show_list(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    once: str,
    database: Database,
    clock: Clock,
    rules: Rules,
    tasks: Tasks,
) -> None:
    """*All …*, *Everyone*, *Earlier* and *Later*: show one page of a list, as it is now."""
    what, _, number = str(action.get("value", "")).partition(" ")
    if what not in view.LISTS or not (number.isascii() and number.isdigit()):
        raise NotThere
    now = clock()
    async with database.transaction(once=once) as store:
        status, tz = await _look(store, user_id, rules, now=now)
    window = view.window(status, what, int(number[:6]), now=now, tz=tz)
    turned = body.get("view") or {}
    if turned.get("type") == "modal":
        update = client.views_update(view_id=turned["id"], hash=turned["hash"], view=window)
        tasks.start("team list", update)
    else:
        tasks.start("team list", client.views_open(trigger_id=body["trigger_id"], view=window))
    await ack()


async def _look(store: Store, user: str, rules: Rules, *, now: datetime) -> tuple[TeamStatus, ZoneInfo]:
    """Return the team as it is, and the reader's zone; write down that it was looked at. Raises NothingToShow."""
    me = await store.people.acting(user)
    status, grants = await store.status.team(me, schedule=rules.schedule, now=now)
    await store.access.record(grants, what=WHAT, now=now)
    return status, zone(me.tz)
