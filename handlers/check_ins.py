"""`/check-in`: answer this week's, put it off, leave it out, say when I am away, look at mine."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import period_at, zone
from domain.rules import Rules
from handlers import absences, check_in_drafts, check_in_forms, check_in_history, check_in_reading, turns
from handlers.dispatch import Table
from handlers.payloads import written
from handlers.tasks import Tasks
from handlers.words import Command, Use, help_on, unknown
from storage.database import Database

COMMANDS = (Command("check_in", "Answer this week's check-in", "history · skip · snooze 2h · away … · help"),)
USES = (
    Use("", "opens this week's check-in"),
    Use("history", "shows your own check-ins, week by week"),
    Use("snooze 2h", "asks you again later; `snooze tomorrow` works too"),
    Use("skip", "leaves this week out"),
    Use("away 2026-12-21 to 2027-01-02", "asks you nothing on those days"),
    Use("help", "shows this"),
)
WORDS = ("history", "snooze", "skip", "away", "help")
INTRO = "The weekly check-in: two minutes, read by you and your manager."
Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to the command, and to all that belongs to the form and the cards."""
    table.on("command", "check-in", check_in)
    for part in (check_in_forms, check_in_drafts, check_in_reading, check_in_history):
        part.register(table)


async def check_in(
    ack: AsyncAck,
    command: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    once: str,
    database: Database,
    clock: Clock,
    rules: Rules,
    tasks: Tasks,
) -> None:
    """`/check-in`: the form of the week that is open for this person, or what the word after it says."""
    word, name = command.get("text", "").strip().partition(" ")[0].casefold(), rules.command("check_in")
    if not word:
        await _open(ack, command, client, database, clock, rules, tasks)
    elif word == "history":
        await check_in_history.history(ack, command, client, database, clock, rules, tasks)
    elif word == "snooze":
        await turns.snooze(ack, command, user_id, once, database, clock, rules)
    elif word == "skip":
        await turns.skip(ack, user_id, once, database, clock, rules)
    elif word == "away":
        await absences.away(ack, command, user_id, once, database, clock, rules)
    elif word == "help":
        await ack(**help_on(name, USES, intro=INTRO).reply())
    else:
        raise unknown(written(command["text"].strip()), name, WORDS, USES)


async def _open(
    ack: AsyncAck,
    command: dict[str, Any],
    client: AsyncWebClient,
    database: Database,
    clock: Clock,
    rules: Rules,
    tasks: Tasks,
) -> None:
    user, now = command["user_id"], clock()
    await tasks.at_once(check_in_forms.drafts_of(user))
    async with database.reading() as store:
        me = await store.people.acting(user)
        form = await check_in_forms.opened(store, me, period_at(now, rules.schedule, zone(me.tz)), now=now)
    tasks.start("check-in form", client.views_open(trigger_id=command["trigger_id"], view=form))
    await ack()
