"""The access log: one line a reader, thing and day, for the one it is about."""

import asyncio
from datetime import timedelta

from company import ANA, BO, EVERYONE, MIA, NOW, OLU
from domain.permissions import may_read

MANAGERS = {one.id: one.manager for one in EVERYONE}


def grant(reader, subject=ANA):
    return may_read(reader, subject, MANAGERS)


async def test_what_was_opened_is_told_to_the_one_it_is_about_newest_first(company):
    async with company.transaction() as store:
        await store.access.record([grant(MIA), grant(MIA, BO)], what="team status", now=NOW)
        await store.access.record([grant(MIA)], what="team status", now=NOW + timedelta(hours=1))
        await store.access.record([grant(OLU)], what="review packet", now=NOW + timedelta(days=1))

        assert await store.access.about(ANA.id) == [
            (OLU.id, "review packet", "line above", NOW + timedelta(days=1), 1),
            (MIA.id, "team status", "manager", NOW + timedelta(hours=1), 2),
        ]
        assert len(await store.access.about(BO.id)) == 1


async def test_another_day_is_another_line(company):
    async with company.transaction() as store:
        for day in range(2):
            await store.access.record([grant(MIA)], what="team status", now=NOW + timedelta(days=day))
        assert len(await store.access.about(ANA.id)) == 2


async def test_reading_about_oneself_leaves_no_entry(company):
    async with company.transaction() as store:
        await store.access.record([grant(ANA)], what="review packet", now=NOW)
        await store.access.record([], what="review packet", now=NOW)
        assert await store.access.about(ANA.id) == []


async def test_readings_at_once_are_all_counted(company):
    async def read() -> None:
        async with company.transaction(budget=30) as store:
            await store.access.record([grant(MIA), grant(MIA, BO)], what="team status", now=NOW)

    await asyncio.gather(*(read() for _ in range(8)))

    async with company.reading() as store:
        assert [times for *_, times in await store.access.about(ANA.id)] == [8]
