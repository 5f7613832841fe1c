"""Find out what became of what nobody knows the fate of: an answer that never came, a process that died.

- Only direct messages with the bot are read, after a settle time, and twice before anything is said again. While the
  history cannot be read, nothing is posted.
- What was doubtful once is looked for a last time later: should Slack have taken a message after its settle time, the
  second one is removed. The one that is written down stays, since it may have become a card meanwhile.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

import structlog

from scheduler.outcomes import HistoryUnavailable, Messenger
from scheduler.records import SETTLE, Record, after_looking, not_removed, unread, without_looking, write
from storage.database import Database
from storage.doubts import Sweep
from storage.outbox import Claimed

log = structlog.get_logger(__name__)
SWEEP_AFTER, SWEEP_FOR = timedelta(minutes=10), timedelta(days=7)
"""So long after a doubt is settled the history is read once more; where it cannot be read, so long it is tried."""
LOOKS = 4
"""Histories read a time: one time each 5 s is within Slack's 50 a minute."""
CLOCKS_DIFFER = timedelta(minutes=5)
"""Slack's clock and ours may differ; history is read from so much before the first attempt on."""


async def reconcile(
    database: Database,
    messenger: Messenger,
    *,
    owner: str,
    clock: Callable[[], datetime],
    under_way: Collection[int] = (),
) -> int:
    """Look for what is uncertain, or whose lease has ended (but for `under_way`, this process's own).

    Returns how many were looked at. Raises Unavailable.
    """
    async with database.transaction() as store:
        now = clock()
        await store.doubts.give_up_leases(now=now, settle=SETTLE, but_not=under_way)
        await store.doubts.after_restoring(now=now)
        stay = [told for notice in await store.doubts.cannot_remove() for told in not_removed(notice)]
        await store.outbox.put(*stay, now=now)
        await store.doubts.drop_orphans(now=now)
        doubtful = await store.doubts.claim(owner, now=now, most=LOOKS)
    for claimed in doubtful:
        record = await _look(messenger, claimed, clock)
        written = await write(database, claimed, record, now=clock())
        log.info("reconciled", notice=claimed.id, kind=claimed.notice.kind, state=str(record.state), written=written)
    return len(doubtful)


async def _look(messenger: Messenger, claimed: Claimed, clock: Callable[[], datetime]) -> Record:
    if record := without_looking(claimed, clock()):
        return record
    where = claimed.channel or claimed.notice.to
    try:
        found = await messenger.find(where, claimed.marker, claimed.wanted_at - CLOCKS_DIFFER)
    except HistoryUnavailable as trouble:
        return unread(str(trouble), clock())
    return after_looking(claimed, found[0] if found else None, clock())


async def sweep(database: Database, messenger: Messenger, *, clock: Callable[[], datetime]) -> int:
    """Remove second messages of what was doubtful once; return how many. Raises Unavailable."""
    async with database.reading() as store:
        since, before = clock() - SWEEP_FOR, clock() - SWEEP_AFTER
        found = await store.doubts.to_sweep(since=since, before=before, most=LOOKS)
    return sum([await _sweep(database, messenger, one, clock) for one in found])


async def _sweep(database: Database, messenger: Messenger, one: Sweep, clock: Callable[[], datetime]) -> int:
    """Remove all but the one that is written down, which carries another marker once it has become a card.

    Of a file that one is not known (it has an id, no ts), nor of what was given up and came after all: there the first one
    stays. Of what was taken back none does.
    """
    try:
        there = await messenger.find(one.where, one.marker, one.wanted_at - CLOCKS_DIFFER)
    except HistoryUnavailable:
        return 0  # the next round reads again
    first = next((message.ts for message in there), None)
    known = one.stays if "." in (one.stays or "") else first
    stays = known if one.wanted else None
    gone = [await messenger.remove(message) for message in there if message.ts != stays]
    if all(gone):
        async with database.transaction() as store:
            await store.doubts.swept(one, doubles=len(gone), now=clock())
    if gone:
        log.warning("double_removed", notice=one.id, kept=stays, removed=sum(gone))
    return sum(gone)
