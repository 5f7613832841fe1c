"""Find out what became of what nobody knows the fate of: an answer that never came, a process that died.

Only direct messages with the bot are read, after a settle time, and twice before anything is said again. While the
history cannot be read, nothing is posted.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

import structlog

from scheduler.outcomes import HistoryUnavailable, Messenger
from scheduler.records import SETTLE, Record, after_looking, unread, without_looking, write
from storage.database import Database
from storage.outbox import Claimed

log = structlog.get_logger(__name__)
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
        await store.outbox.give_up_leases(now=now, settle=SETTLE, but_not=under_way)
        await store.outbox.drop_orphans(now=now)
        doubtful = await store.outbox.claim_uncertain(owner, now=now, most=LOOKS)
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
    return after_looking(claimed, found, clock())
