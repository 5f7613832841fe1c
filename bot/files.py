"""Makes the files that somebody asked for in Slack, with the rights they have at the moment they are made."""

from collections.abc import Callable
from datetime import datetime

from bot.messenger import File, MakeFile
from bot.packet import as_file, file_name
from bot.team_file import as_csv
from domain.calendar import Schedule, zone
from domain.notices import FileRequest, PacketRequested, TeamFileRequested
from domain.refusals import Refusal
from storage.database import Database
from storage.status import WHAT
from storage.store import Store

LONG_ENOUGH = 8.0
"""Seconds; nobody waits for it within Slack's three."""


def file_maker(database: Database, clock: Callable[[], datetime], schedule: Schedule) -> MakeFile:
    """Return what the messenger calls to make a file."""

    async def make(notice: FileRequest) -> File | str:
        try:
            async with database.transaction(budget=LONG_ENOUGH) as store:
                if isinstance(notice, PacketRequested):
                    return await _packet(store, notice, now=clock())
                return await _team(store, notice, schedule, now=clock())
        except Refusal as refusal:
            return str(refusal)

    return make


async def _packet(store: Store, notice: PacketRequested, *, now: datetime) -> File:
    packet = await store.reviews.packet(notice.to, notice.subject, since=notice.since, until=notice.until, now=now)
    period = f"{notice.since.isoformat()} to {notice.until.isoformat()}"
    return File(
        name=file_name(packet, "html"),
        content=as_file(packet, "html"),
        title=f"Review packet: {packet.person.name}, {period}",
        comment="Here is the review packet you asked for. It holds what you may read; open it in a browser, or print it.",
    )


async def _team(store: Store, notice: TeamFileRequested, schedule: Schedule, *, now: datetime) -> File:
    me = await store.people.acting(notice.to)
    rows, grants = await store.status.weeks(me, schedule=schedule, now=now, whole_line=notice.whole_line)
    await store.access.record(grants, what=WHAT, now=now)
    today = now.astimezone(zone(me.tz)).date().isoformat()
    return File(
        name=f"team-{today}.csv",
        content=as_csv(rows).encode("utf-8-sig"),
        title=f"Your {'line' if notice.whole_line else 'team'}, twelve weeks up to {today}",
        comment="Here is the file you asked for: a row for each person and week. It opens in any spreadsheet.",
    )
