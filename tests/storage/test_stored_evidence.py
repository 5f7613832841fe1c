"""Own evidence: handed out to the one who kept it, and to nobody else whatever grant they show."""

from datetime import timedelta

import pytest

from company import ANA, BO, EVERYONE, MIA, NOW, OLU
from domain.feedback import Feedback, Visibility
from domain.own_evidence import Kept
from domain.permissions import may_read

MANAGERS = {one.id: one.manager for one in EVERYONE}
LATER = NOW + timedelta(days=1)
LINK = "https://northwind.slack.com/archives/C1/p1"


def grant(reader, subject=ANA):
    return may_read(reader, subject, MANAGERS)


@pytest.fixture
async def kept(company) -> list[Kept]:
    async with company.transaction() as store:
        piece = Feedback(author=BO.id, receiver=ANA.id, behaviour="b", visibility=Visibility.RECEIVER, given_at=NOW)
        number = (await store.feedback.add(piece)).id
        return [
            await store.evidence.add(Kept(person=ANA.id, note="one", link=LINK, saved_at=NOW)),
            await store.evidence.add(Kept(person=ANA.id, feedback=number, saved_at=LATER)),
            await store.evidence.add(Kept(person=BO.id, note="other", link=LINK, saved_at=NOW)),
        ]


async def test_everything_one_kept_oldest_first_or_that_of_a_period(company, kept):
    async with company.reading() as store:
        assert await store.evidence.of(grant(ANA)) == kept[:2]
        assert await store.evidence.of(grant(ANA), since=LATER) == kept[1:2]
        assert await store.evidence.of(grant(ANA), since=NOW, until=LATER) == kept[:1]


@pytest.mark.parametrize("reader", [MIA, OLU], ids=["the manager", "the line above"])
async def test_no_other_grant_opens_any_of_it(company, kept, reader):
    other = grant(reader)
    async with company.transaction() as store:
        assert await store.evidence.of(other) == []
        assert await store.evidence.one(other, kept[0].id) is None
        assert await store.evidence.about(other, link=LINK) is None
        assert not await store.evidence.remove(other, kept[0].id)
        await store.evidence.change(other, kept[0].model_copy(update={"note": "forged"}))
        assert await store.evidence.one(grant(ANA), kept[0].id) == kept[0]


async def test_one_thing_is_found_by_its_number_its_link_or_its_feedback(company, kept):
    async with company.reading() as store:
        assert await store.evidence.one(grant(ANA), kept[1].id) == kept[1]
        assert await store.evidence.one(grant(ANA), kept[2].id) is None
        assert await store.evidence.about(grant(ANA), link=LINK) == kept[0]
        assert await store.evidence.about(grant(ANA), feedback=kept[1].feedback) == kept[1]
        assert await store.evidence.about(grant(ANA), link=f"{LINK}0") is None


async def test_it_is_changed_and_removed_for_good(company, kept):
    changed = kept[0].model_copy(update={"note": "better"})
    async with company.transaction() as store:
        await store.evidence.change(grant(ANA), changed)
        assert await store.evidence.of(grant(ANA)) == [changed, kept[1]]
        assert await store.evidence.remove(grant(ANA), changed.id)
        assert not await store.evidence.remove(grant(ANA), changed.id)
        assert await store.evidence.of(grant(BO, BO)) == [kept[2]]
