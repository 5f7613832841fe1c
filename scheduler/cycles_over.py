"""Cycles that are over: whose goals are open still, and are asked about in the *Today* message, once.

What of a goal planned for it is a draft or a proposal yet is not asked about: there is nothing to close.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from domain.today import GoalLeftOpen, Item
from domain.working_days import WorkingDays
from storage.store import Store

A_DAY = timedelta(days=1)


async def left_open(store: Store, days: Mapping[str, WorkingDays], now: datetime) -> list[tuple[str, GoalLeftOpen]]:
    """Return whom of these people to ask about which of their goals, once its cycle is over by their own date."""
    somewhere = (now + A_DAY).date()
    found = await store.cycles.left_open(days, before=somewhere)
    return [(one.owner, GoalLeftOpen.of(one)) for one in found if one.ended_on < _today(days[one.owner], now)]


async def still_open(store: Store, to: str, item: GoalLeftOpen, days: WorkingDays, now: datetime) -> bool:
    """Tell whether a goal that is about to be asked about is still open, in that cycle, and its reader's."""
    found = await store.cycles.left_open([to], before=_today(days, now), asked=True)
    return item in map(GoalLeftOpen.of, found)


async def mark(store: Store, said: Iterable[Item]) -> None:
    """Note what is asked, so that it is not asked again."""
    if goals := [item.goal for item in said if isinstance(item, GoalLeftOpen)]:
        await store.cycles.note_asked(goals)


def _today(days: WorkingDays, now: datetime) -> date:
    return now.astimezone(days.tz).date()
