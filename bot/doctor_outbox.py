"""What may be wrong with what is to be said, for `cairn doctor`: what waits, what is stuck, and how late things come."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

from bot.doctor import Finding
from bot.doctor_database import missing_file
from bot.metrics import catch_up
from storage.database import Database, Unavailable
from storage.outbox_care import Backlog, OutboxCare, Peak
from storage.outbox_rows import State
from storage.schema import latest, look

LATELY = timedelta(days=1)
DAY = "%A %-d %B, %H:%M UTC"
RUNS = "Is the bot running? Its log and GET /healthz say what keeps it."
LIST = "cairn outbox list shows which, and why; then cairn outbox retry, or give-up."


async def examine_outbox(url: str, *, now: datetime, a_minute: int) -> AsyncIterator[Finding]:
    """Look at the outbox of a database whose schema is the present one; at `a_minute` messages a minute."""
    if missing_file(url):
        return
    database = Database.open(url)
    try:
        version, _ = await look(database.engine)
        if version != latest():
            return
        async with database.reading(budget=10) as store:
            workspaces = await store.workspaces.numbers()
        for number in workspaces:
            async with database.of(number).reading(budget=30) as store:
                for finding in await _findings(store.outbox_care, now, a_minute):
                    yield finding
    except Unavailable:
        return  # the look at the database says so
    finally:
        await database.close()


async def _findings(care: OutboxCare, now: datetime, a_minute: int) -> list[Finding]:
    backlog = await care.backlog(now=now, a_minute=a_minute)
    return [
        _waiting(backlog, a_minute),
        _ahead(await care.peak(now=now), a_minute),
        _stuck(backlog, await care.count_stuck(now=now) - backlog.late),
        _said(await care.lateness(since=now - LATELY)),
    ]


def _waiting(backlog: Backlog, a_minute: int) -> Finding:
    if not backlog.oldest_due:
        return Finding("waiting", "nothing is due and unsaid")
    time = span(catch_up(backlog, a_minute))
    said = f"{messages(backlog.due)} due, the oldest since {backlog.oldest_due:%Y-%m-%d %H:%M} UTC; said in {time}"
    return Finding("waiting", f"{said}; {backlog.late} late", RUNS) if backlog.late else Finding("waiting", said)


def _ahead(peak: Peak | None, a_minute: int) -> Finding:
    if peak is None:
        return Finding("ahead", "nothing is planned")
    takes = span(peak.due * 60 / a_minute)
    return Finding("ahead", f"at most {messages(peak.due)} at once, on {peak.at:{DAY}}: said in {takes}")


def _stuck(backlog: Backlog, needs: int) -> Finding:
    looked_for = backlog.states.get(State.UNCERTAIN, 0)
    doubts = f"; {looked_for} in doubt" if looked_for else ""
    if needs > 0:
        return Finding("stuck", f"{messages(needs)} that Slack refused, or that somebody must look at{doubts}", LIST)
    return Finding("stuck", f"nothing{doubts}")


def _said(late: Sequence[float]) -> Finding:
    if not late:
        return Finding("said", "nothing in the last day")
    half, most = late[len(late) // 2], late[-(len(late) // 100 + 1)]
    times = f"half within {span(half)} of their time, 99 % within {span(most)}, the last after {span(late[-1])}"
    return Finding("said", f"{messages(len(late))} in the last day: {times}")


def messages(count: int) -> str:
    """Return so many messages in words."""
    return "1 message" if count == 1 else f"{count:,} messages"


def span(seconds: float) -> str:
    """Return a span of time as people say it."""
    if seconds < 60:
        return "1 s" if seconds <= 1 else f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"
