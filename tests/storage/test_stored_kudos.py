"""Kudos that were given: to whom they show, and how they count."""

from datetime import timedelta

import pytest

from company import ANA, BO, EVERYONE, HANA, MIA, NOW, SAM
from domain.kudos import Kudos
from domain.permissions import may_read

MANAGERS = {one.id: one.manager for one in EVERYONE}
LONG = NOW - timedelta(days=90)
LATER = NOW + timedelta(days=1)
PUBLIC = Kudos(giver=SAM.id, receivers=(ANA.id, BO.id), reason="calm", value="care", given_at=NOW)
PRIVATE = Kudos(giver=SAM.id, receivers=(ANA.id,), reason="quiet", public=False, given_at=NOW - timedelta(days=1))


@pytest.fixture
async def given(company) -> list[Kudos]:
    async with company.transaction() as store:
        return [await store.kudos.add(one) for one in (PUBLIC, PRIVATE)]


async def received(company, reader, subject=ANA, since=LONG, until=LATER) -> list[Kudos]:
    async with company.reading() as store:
        return await store.kudos.received(may_read(reader, subject, MANAGERS), since=since, until=until)


async def test_the_receiver_reads_all_oldest_first(company, given):
    assert await received(company, ANA) == [given[1], given[0]]


async def test_the_manager_reads_the_public_ones(company, given):
    assert await received(company, MIA) == [given[0]]
    assert await received(company, MIA, BO) == [given[0]]


async def test_the_period_is_from_its_start_to_just_before_its_end(company, given):
    assert await received(company, ANA, until=NOW) == [given[1]]
    assert await received(company, ANA, since=NOW) == [given[0]]


async def test_counts_tell_of_public_thanks_only(company, given):
    async with company.reading() as store:
        assert await store.kudos.count_received([ANA.id, BO.id], since=LONG) == 2
        assert await store.kudos.count_received([ANA.id], since=LATER) == 0
        assert await store.kudos.count_received([], since=LONG) == 0
        assert await store.kudos.last_received([ANA.id, BO.id, HANA.id], since=LONG) == {ANA.id: NOW, BO.id: NOW}


async def test_a_private_thank_you_is_not_given_away_by_a_count(company):
    async with company.transaction() as store:
        await store.kudos.add(PRIVATE)
        assert await store.kudos.count_received([ANA.id], since=LONG) == 0
        assert await store.kudos.last_received([ANA.id], since=LONG) == {}


async def test_each_receiver_counts_against_the_allowance_private_or_not(company, given):
    async with company.transaction() as store:
        assert sum(one.receivers for one in await store.kudos.earlier(SAM.id, since=LONG)) == 3
        assert await store.kudos.count_given(SAM.id, since=LONG) == 3
        assert await store.kudos.count_given(SAM.id, since=NOW) == 2
        assert await store.kudos.earlier(ANA.id, since=LONG) == []
