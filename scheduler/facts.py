"""What is known of whom to ask: gathered once for the planner, and again for the last look before a prompt goes out."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from domain.notices import CheckInPrompt
from domain.prompts import Facts, Planned, Slot
from storage.outbox import IN_SLACK, State
from storage.store import Store

LOOK_BACK = timedelta(days=16)
"""Prompts and answers of the open period and the one before; older ones no longer matter."""


async def gather(store: Store, now: datetime) -> Facts:
    """Return what is known of everybody."""
    since = (now - LOOK_BACK).date()
    asked: dict[Slot, int] = {}
    posted: dict[Slot, int] = {}
    expired: set[Slot] = set()
    planned: dict[Slot, Planned] = {}
    async for one in store.outbox.standing("check_in_prompt", since=now - LOOK_BACK):
        if isinstance(one.notice, CheckInPrompt):
            slot, number = (one.notice.to, one.notice.period), one.notice.number
            if one.state is State.PLANNED:
                planned[slot] = Planned(number, one.due_at)
                continue
            asked[slot] = max(number, asked.get(slot, 0))
            if one.state in IN_SLACK:
                posted[slot] = max(number, posted.get(slot, 0))
            elif one.state is State.EXPIRED:
                expired.add(slot)
    return Facts(
        answered=await store.check_ins.who_answered(since=since),
        asked=asked,
        planned=planned,
        turns=await store.turns.since(since),
        absences=await store.absences.all(since=since),
        posted=posted,
        expired=expired,
    )


async def gather_about(store: Store, people: Collection[str], since: date) -> Facts:
    """Return what is known of these people in the periods from `since` on; not what was asked or is planned."""
    return Facts(
        answered=await store.check_ins.who_answered(since=since),
        turns=await store.turns.since(since, people),
        absences=await store.absences.all(since=since, people=people),
    )
