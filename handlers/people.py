"""People come, change and leave: Slack's events about them, and what of Slack's account matters here."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck

from domain.absences import away_by_status, quiet_hours
from domain.people import Person
from domain.refusals import NotThere
from handlers.dispatch import Table
from storage.database import Database
from storage.store import Store

EVENTS = ("team_join", "user_change")
SLACKBOT = "USLACKBOT"
FAR_AHEAD = 2**40
"""Seconds; what claims to be from later is no time, and would outlive every true word about the person."""
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
OUTSIDE = ("is_bot", "is_restricted", "is_ultra_restricted", "is_stranger", "is_workflow_bot", "is_invited_user")
"""Bots, guests, people of other organisations and those who have not accepted yet take no part."""


def register(table: Table) -> None:
    """Listen to the events."""
    for event in EVENTS:
        table.on("event", event, changed)
    table.on("event", "dnd_updated_user", disturbed)


async def changed(ack: AsyncAck, event: dict[str, Any], once: str, database: Database) -> None:
    """`team_join`, `user_change`: take over name, zone, and whether the person still takes part."""
    user = event.get("user")
    if not isinstance(user, Mapping) or not isinstance(user.get("id"), str):
        raise NotThere
    async with database.transaction(once=once) as store:
        await take_over(store, [user])
    await ack()


async def disturbed(ack: AsyncAck, event: dict[str, Any], once: str, database: Database) -> None:
    """`dnd_updated_user`: remember from when to when nobody is to be disturbed."""
    user = event.get("user")
    if not isinstance(user, str):
        raise NotThere
    async with database.transaction(once=once) as store:
        await store.people.keep_quiet_hours({user: quiet_hours(event.get("dnd_status"))})
    await ack()


async def take_over(store: Store, users: Iterable[Mapping[str, Any]]) -> None:
    """Store what Slack says of these accounts, unless it said something newer before: events overtake each other.

    Someone who never took part is not stored at all.
    """
    told = list(users)
    updated = {user["id"]: user["updated"] for user in told if _is_time(user.get("updated"))}
    await store.people.sync([person_of(user) for user in told if takes_part(user)], updated=updated)
    await store.people.retire([user["id"] for user in told if not takes_part(user)], updated=updated)


def takes_part(user: Mapping[str, Any]) -> bool:
    """Tell whether this account is a person of this workspace. `deleted` may be missing; Slackbot says it is no bot."""
    return not (user.get("deleted") or user["id"] == SLACKBOT or any(user.get(flag) for flag in OUTSIDE))


def person_of(user: Mapping[str, Any]) -> Person:
    """Return the person behind an account: the name colleagues see, e-mail if we may read it, zone, whether away."""
    given = user.get("profile")
    profile: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    names = user.get("real_name"), profile.get("real_name"), profile.get("display_name"), user.get("name")
    name = next(filter(None, map(_told, names)), user["id"])
    away, until = away_by_status(*(profile.get(f"status_{what}") for what in ("emoji", "text", "expiration")))
    return Person(
        id=user["id"],
        name=name,
        email=_told(profile.get("email")) or None,
        tz=_told(user.get("tz")) or "UTC",
        away=away,
        away_until=until,
    )


def _is_time(value: object) -> bool:
    """Tell whether this is a moment in epoch seconds; 0 stands for *never* with Slack."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < FAR_AHEAD


def _told(value: object) -> str:
    """Return a text of Slack's without the signs no database takes: one odd name must not stop all the others."""
    return UNSTORABLE.sub("", value).strip() if isinstance(value, str) else ""
