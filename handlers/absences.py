"""`/check-in away`: the days on which nobody asks me anything."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck

from domain.absences import MOST, Absence, TooManyAbsences, read_absence
from domain.calendar import zone
from domain.people import Person
from domain.rules import Rules
from handlers.payloads import written
from handlers.views import absences as view
from handlers.views.blocks import Message, in_code
from storage.database import Database
from storage.store import Store

Clock = Callable[[], datetime]
CLEAR = frozenset({"off", "clear", "none", "back", "delete", "cancel"})


async def away(
    ack: AsyncAck,
    command: dict[str, Any],
    user_id: str,
    once: str,
    database: Database,
    clock: Clock,
    rules: Rules,
) -> None:
    """`/check-in away 2026-12-21 to 2027-01-02`, `away until …`, `away`, `away off`."""
    words = written(command.get("text", "")).strip().partition(" ")[2].strip()
    async with database.transaction(once=once) as store:
        me = await store.people.acting(user_id, lock=True)
        now = clock()
        said = await _answer(store, me, words, rules.command("check_in"), now)
        store.homes.news(me.id, now=now)
        reply = await store.remember_reply(said.reply())
    await ack(**reply)


async def _answer(store: Store, me: Person, words: str, command: str, now: datetime) -> Message:
    today = now.astimezone(zone(me.tz)).date()
    if words.casefold() in CLEAR:
        return view.cleared(await store.absences.clear(me.id, since=today), me, now, command)
    ahead = await store.absences.of(me.id, since=today)
    if not words:
        return view.shown(ahead, me, now, command)
    absence = read_absence(me.id, in_code(words), today=today, command=command)
    if absence not in ahead:
        await _add(store, absence, ahead, command, now)
    return view.added(absence, me, command)


async def _add(store: Store, absence: Absence, ahead: list[Absence], command: str, now: datetime) -> None:
    if len(ahead) >= MOST:
        raise TooManyAbsences(most=MOST, command=command)
    await store.absences.add(absence, now=now)
