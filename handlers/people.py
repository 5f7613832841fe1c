"""People come, change and leave: Slack's events about them, and what of Slack's account matters here."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck

from domain.absences import away_by_status, quiet_hours
from domain.people import Person
from domain.refusals import NotThere
from handlers.dispatch import Table
from storage.database import Database
from storage.room import PART
from storage.store import Store

EVENTS = ("team_join", "user_change")
SLACKBOT = "USLACKBOT"
FAR_AHEAD = 2**40
"""Seconds; what claims to be from later is no time, and would outlive every true word about the person."""
Clock = Callable[[], datetime]
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
OUTSIDE = ("is_bot", "is_restricted", "is_ultra_restricted", "is_stranger", "is_workflow_bot", "is_invited_user")
"""Bots, guests, people of other organisations and those who have not accepted yet take no part."""


def register(table: Table) -> None:
    """Listen to the events."""
    for event in EVENTS:
        table.on("event", event, changed)
    table.on("event", "dnd_updated_user", disturbed)


async def changed(ack: AsyncAck, event: dict[str, Any], once: str, database: Database, clock: Clock) -> None:
    """`team_join`, `user_change`: take over name, zone, and whether the person still takes part."""
    user = event.get("user")
    if not isinstance(user, Mapping) or not isinstance(user.get("id"), str):
        raise NotThere
    async with database.transaction(once=once) as store:
        await take_over(store, [user], now=clock())
    await ack()


async def disturbed(ack: AsyncAck, event: dict[str, Any], once: str, database: Database) -> None:
    """`dnd_updated_user`: remember from when to when nobody is to be disturbed."""
    user = event.get("user")
    if not isinstance(user, str):
        raise NotThere
    async with database.transaction(once=once) as store:
        await store.people.keep_quiet_hours({user: quiet_hours(event.get("dnd_status"))})
    await ack()


async def take_over(store: Store, users: Iterable[Mapping[str, Any]], *, now: datetime) -> None:
    """Store what Slack says of these accounts, unless it said something newer before: events overtake each other.

    Someone who never took part is not stored at all. Who comes or goes stands on their manager's Home tab, or no more.
    """
    told = list(users)
    before = await _taking_part(store, told)
    updated = {user["id"]: user["updated"] for user in told if _is_time(user.get("updated"))}
    await store.people.sync([person_of(user) for user in told if takes_part(user)], updated=updated)
    await store.people.retire([user["id"] for user in told if not takes_part(user)], updated=updated)
    after = await _taking_part(store, told)
    moved = {one: before.get(one) or after[one] for one in before.keys() ^ after.keys()}
    await store.homes.outdate({*moved} | {one.manager for one in moved.values() if one.manager}, now=now, urgent=True)


async def _taking_part(store: Store, told: Sequence[Mapping[str, Any]]) -> dict[str, Person]:
    ids = [user["id"] for user in told]
    found: dict[str, Person] = {}
    for start in range(0, len(ids), PART):
        found |= await store.people.named(ids[start : start + PART])
    return found


async def appoint(store: Store, people_team: Collection[str], *, now: datetime) -> None:
    """Make exactly these the people team by settings; who joins or leaves it sees another Home tab."""
    before = {one.id for one in await store.people.people_team()}
    await store.people.appoint(people_team)
    after = {one.id for one in await store.people.people_team()}
    await store.homes.outdate(before ^ after, now=now, urgent=True)


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
