"""`/kudos`: what its words do, and thanking at once by text. The form is in `kudos_forms`, the rest beside it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.kudos_groups import GroupUnread, everyone
from domain.permissions import is_people_team
from domain.refusals import NobodyNamed
from domain.rules import Rules
from handlers import (
    kudos_again,
    kudos_forms,
    kudos_joins,
    kudos_looked_after,
    kudos_mine,
    kudos_taken_back,
)
from handlers.dispatch import Table
from handlers.kudos_giving import Before, Wish, give
from handlers.kudos_groups import SECONDS, Members, members_of
from handlers.kudos_text import reason_in
from handlers.payloads import GROUP, mentioned, written
from handlers.tasks import Tasks
from handlers.views import kudos as view
from handlers.words import Command, Shortcut, Use, help_on, unknown
from storage.database import Database

COMMANDS = (Command("kudos", "Thank a colleague", "@ana for the calm handover  ·  undo  ·  mine"),)
SHORTCUTS = (Shortcut("Give kudos", "message", view.FROM_MESSAGE, "Thank whoever wrote this message"),)
USES = (
    Use("@ana for the calm handover", "thanks Ana at once, for everyone in the kudos channel to read"),
    Use("@ana @bo @support for …", "thanks several people, or everybody in a user group; each one counts"),
    Use("", "opens the form, with values, goals and private kudos"),
    Use("undo", "takes your latest kudos back, for 10 minutes"),
    Use("mine", "shows what you gave and received"),
    Use("help", "shows this"),
)
FOR_THE_PEOPLE_TEAM = Use("manage", "takes down kudos that hurt, with a reason (only you of the people team see this)")
WORDS = ("undo", "mine", "help")
Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to the command, and have the other parts of the feature listen to theirs."""
    table.on("command", "kudos", kudos)
    for part in (kudos_forms, kudos_again, kudos_taken_back, kudos_looked_after, kudos_mine, kudos_joins):
        part.register(table)


async def kudos(
    ack: AsyncAck,
    command: dict[str, Any],
    client: AsyncWebClient,
    database: Database,
    clock: Clock,
    rules: Rules,
    once: str,
    tasks: Tasks,
) -> None:
    """`/kudos`: post at once when it says whom and what for, else do what the word says, or explain."""
    text, name, user = command.get("text", "").strip(), rules.command("kudos"), command["user_id"]
    word, now = text.casefold(), clock()
    if word == "help":
        await ack(**(await _help(database, user, name)))
    elif word == "undo":
        await ack(**(await kudos_taken_back.undo_latest(database, user, rules, once=once, now=now)))
    elif mentioned(text) or GROUP.search(text):
        members = await members_of(text, client)
        await ack(**(await _give_by_text(text, user, members, database, rules, once=once, now=now)))
    elif word in {"", "mine", "manage"}:
        window = await _window(word, database, user, rules, now=now)
        tasks.start("kudos window", client.views_open(trigger_id=command["trigger_id"], view=window))
        await ack()
    elif len(text.split()) == 1 and not text.startswith("@"):
        raise unknown(written(text), name, WORDS, USES)
    else:
        raise NobodyNamed(example=f"{name} {USES[0].example}")


async def _window(word: str, database: Database, user: str, rules: Rules, *, now: datetime) -> dict[str, Any]:
    if word == "mine":
        return await kudos_mine.page(database, user, rules, now=now)
    if word == "manage":
        return await kudos_looked_after.page(database, user)
    return await kudos_forms.new_form(database, user, rules=rules, now=now)


async def _help(database: Database, user: str, name: str) -> dict[str, Any]:
    async with database.reading() as store:
        person = await store.people.get(user)
    more = (FOR_THE_PEOPLE_TEAM,) if person and is_people_team(person) else ()
    return help_on(name, (*USES, *more), intro="Thank a colleague for something they did.").reply()


async def _give_by_text(
    text: str, giver: str, members: Members | GroupUnread, database: Database, rules: Rules, *, once: str, now: datetime
) -> dict[str, Any]:
    """Thank those named and those in the groups, in one transaction that knows how much time Slack has left."""
    named, budget = mentioned(text), database.budget - SECONDS if GROUP.search(text) else None
    async with database.transaction(once=once, budget=budget) as store:
        if isinstance(members, GroupUnread):
            raise members
        inside = {one for people in members.values() for one in people}
        people = await store.people.named([giver, *named, *inside], lock=giver)
        thanked = everyone(giver, named, members, colleagues=people)
        reason, value = reason_in(text, people, rules.values)
        wish = Wish(thanked, reason, once, value=value, groups=", ".join(members))
        given = await give(store, giver, wish, people=people, rules=rules, now=now)
        if isinstance(given, Before):
            said = view.said_before(given.kudos, given.again)
        else:
            said = view.given(given.kudos, rules, left=given.left, thanked=thanked)
        reply: dict[str, Any] = await store.remember_reply(said.reply())
    return reply
