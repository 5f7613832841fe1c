"""Makes the review packet that somebody asked for in Slack, with the rights they have at the moment it is made."""

from collections.abc import Callable
from datetime import datetime

from bot.messenger import File, MakePacket
from bot.packet import as_file, file_name
from domain.notices import PacketRequested
from domain.refusals import Refusal
from storage.database import Database

LONG_ENOUGH = 8.0
"""Seconds; nobody waits for it within Slack's three."""


def packet_maker(database: Database, clock: Callable[[], datetime]) -> MakePacket:
    """Return what the messenger calls to make a packet."""

    async def make(notice: PacketRequested) -> File | str:
        try:
            async with database.transaction(budget=LONG_ENOUGH) as store:
                packet = await store.reviews.packet(
                    notice.to, notice.subject, since=notice.since, until=notice.until, now=clock()
                )
        except Refusal as refusal:
            return str(refusal)
        period = f"{notice.since.isoformat()} to {notice.until.isoformat()}"
        return File(
            name=file_name(packet, "html"),
            content=as_file(packet, "html"),
            title=f"Review packet: {packet.person.name}, {period}",
            comment="Here is the review packet you asked for. It holds what you may read; open it in a browser, or print it.",
        )

    return make
