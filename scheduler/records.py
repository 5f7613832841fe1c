"""What to write down about a notice once something is known of it: the rules of the outbox, without any I/O.

- Sent is sent. What Slack did not accept is planned again at its old place in the line.
- What Slack refuses for good is undeliverable. A public post that someone can make room for is kept for a week and
  tried each hour, and the one who caused it is told what to do.
- Doubt: a rewrite is repeated, for it changes nothing the second time. A direct message is looked for; only when it is
  missing twice is it said again. A public post is never repeated by itself: the one who caused it is told.
- Nothing is tried for ever.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from domain.notices import NO_PLACE, NOT_SURE, AnyNotice, PostRefused
from scheduler.outcomes import Delivered, Held, Never, NotAccepted, Outcome, Paused, Uncertain
from storage.database import Database
from storage.outbox import A_PERSON_DECIDES, Claimed, Posted, State

SETTLE = timedelta(seconds=20)
"""Slack's history may lag behind a post by so much."""
READS_A_DOUBT = 2
"""So many empty reads, a settle time apart, say that a message is not there."""
SAY_AGAIN = tuple(timedelta(minutes=minutes) for minutes in (0, 1, 5, 15, 60, 180))
"""How long to wait with the next attempt after each that came to nothing; after the last a notice is given up."""
TRY_HELD, TRY_KEPT, KEEP = timedelta(minutes=10), timedelta(hours=1), timedelta(days=7)
LOOK_AGAIN = timedelta(seconds=30)
REPEAT, REPEAT_AT_LEAST_EACH, REPEAT_FOR = timedelta(seconds=5), timedelta(minutes=10), timedelta(days=1)
"""A rewrite is repeated after 5 s, then twice as long each time up to 10 minutes, for a day."""
ROOM_CAN_BE_MADE = frozenset(
    {
        "not_in_channel",
        "channel_not_found",
        "is_archived",
        "restricted_action",
        "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
        "restricted_action_thread_only_channel",
    }
)
"""Refusals that end when somebody invites the bot, opens the channel again or lets it post."""


MAY_STAND = frozenset({State.SENT, State.UNCERTAIN})
"""What is written down after a call that may have left a message."""


@dataclass(frozen=True)
class Record:
    """The state to write down, further columns with it, and what to tell whom because of it."""

    state: State
    facts: dict[str, Any] = field(default_factory=dict)
    tell: tuple[AnyNotice, ...] = ()


def after_posting(claimed: Claimed, outcome: Outcome, now: datetime) -> Record:
    """Return what to write down after an attempt."""
    match outcome:
        case Delivered(channel, ts):
            return Record(State.SENT, {"channel": channel, "ts": ts, "trouble": None})
        case NotAccepted(_, reason) | Paused(reason):
            return Record(State.PLANNED, {"trouble": reason})
        case Held(reason):
            return _kept(claimed, reason, now, TRY_HELD)
        case Never(reason):
            return _refused(claimed, reason, now)
        case Uncertain(reason, channel):
            return _doubtful(claimed, reason, channel, now)


def after_looking(claimed: Claimed, found: Posted | None, now: datetime) -> Record:
    """Return what to write down once the history of a direct message was read."""
    if found:
        return Record(State.SENT, {"channel": found.channel, "ts": found.ts, "trouble": None})
    reads = claimed.empty_reads + 1
    if reads % READS_A_DOUBT:
        return Record(State.UNCERTAIN, {"empty_reads": reads, "due_at": now + SETTLE})
    attempts = reads // READS_A_DOUBT
    if attempts > len(SAY_AGAIN):
        return Record(State.UNDELIVERABLE, {"empty_reads": reads})
    return Record(State.PLANNED, {"empty_reads": reads, "due_at": now + SAY_AGAIN[attempts - 1]})


def without_looking(claimed: Claimed, now: datetime) -> Record | None:
    """Return what to write down about a doubt that no history can end; None where it can."""
    if claimed.rewrites or not claimed.notice.private:
        return _doubtful(claimed, "lease ended", None, now)
    return None


def unread(why: str, now: datetime) -> Record:
    """Return what to write down when the history could not be read: nothing is said until it can."""
    return Record(State.UNCERTAIN, {"due_at": now + LOOK_AGAIN, "trouble": f"history unavailable: {why}"})


async def write(database: Database, claimed: Claimed, record: Record, *, now: datetime) -> bool:
    """Write it down, and what to tell with it; False, changing nothing of it, if the lease was lost. Raises Unavailable.

    Whoever lost it may have posted beside the others, later than they looked (a machine that slept just then): the message
    is looked for once more.
    """
    async with database.transaction() as store:
        written = await store.outbox.record(claimed, record.state, now=now, **record.facts)
        if written:
            await store.outbox.put(*record.tell, now=now)
        elif record.state in MAY_STAND:
            await store.doubts.sweep_again(claimed.id, now=now)
    return written


def _refused(claimed: Claimed, reason: str, now: datetime) -> Record:
    if claimed.notice.caused_by and reason in ROOM_CAN_BE_MADE:
        return _kept(claimed, reason, now, TRY_KEPT, _tell(claimed, reason, kept=True))
    return Record(State.UNDELIVERABLE, {"trouble": reason}, _tell(claimed, reason))


def _kept(claimed: Claimed, reason: str, now: datetime, pause: timedelta, tell: tuple[AnyNotice, ...] = ()) -> Record:
    if now - claimed.wanted_at >= KEEP:
        return Record(State.UNDELIVERABLE, {"trouble": reason}, tell)
    return Record(State.PLANNED, {"trouble": reason, "due_at": now + pause}, tell)


def _doubtful(claimed: Claimed, reason: str, channel: str | None, now: datetime) -> Record:
    if claimed.rewrites:
        if now - claimed.wanted_at >= REPEAT_FOR:
            return Record(State.UNDELIVERABLE, {"trouble": reason})
        pause = min(REPEAT * 2 ** min(claimed.attempt - 1, 10), REPEAT_AT_LEAST_EACH)
        return Record(State.PLANNED, {"trouble": reason, "due_at": now + pause})
    if not claimed.notice.private:
        return Record(State.UNCERTAIN, {"trouble": reason, "due_at": A_PERSON_DECIDES}, _tell(claimed, NOT_SURE))
    known = {"channel": channel} if channel else {}
    return Record(State.UNCERTAIN, {"trouble": reason, "due_at": now + SETTLE, **known})


def not_removed(notice: AnyNotice) -> tuple[AnyNotice, ...]:
    """Return what to tell where a post cannot be taken away, since nobody knows where it stands."""
    return _told(notice, NO_PLACE)


def _tell(claimed: Claimed, why: str, *, kept: bool = False) -> tuple[AnyNotice, ...]:
    return _told(claimed.notice, why, kept=kept, attempt=claimed.attempt)


def _told(notice: AnyNotice, why: str, *, kept: bool = False, attempt: int = 1) -> tuple[AnyNotice, ...]:
    if notice.caused_by is None:
        return ()
    return (PostRefused(to=notice.caused_by, why=why, kept=kept, post=notice.key, channel=notice.to, attempt=attempt),)
