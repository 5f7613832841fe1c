"""People, as Slack, imports and settings tell of them."""

import pytest

from company import ANA, BO, EVERYONE, HANA, MIA, NOW, OLU, SAM
from domain.people import NotTakingPart, Person, Role

GIL = Person(id="UGIL", name="Gil", email="gil@northwind.example", tz="Asia/Tokyo")


async def test_a_person_is_stored_whole(company):
    async with company.reading() as store:
        assert await store.people.get(ANA.id) == ANA
        assert await store.people.get("UNOBODY") is None


async def test_what_slack_says_replaces_only_what_slack_knows(company):
    told = Person(id=ANA.id, name="Ana R.", email=None, tz="Asia/Tokyo", active=True)
    async with company.transaction() as store:
        await store.people.sync([told, GIL])
        await store.people.sync([])
        ana, gil = await store.people.get(ANA.id), await store.people.get(GIL.id)

    assert ana == ANA.model_copy(update={"name": "Ana R.", "tz": "Asia/Tokyo"})
    assert gil == GIL


@pytest.mark.parametrize(
    ("told", "active"),
    [
        pytest.param([("sync", 100), ("retire", 200)], False, id="in order"),
        pytest.param([("sync", 50), ("retire", 200), ("sync", 100)], False, id="an older word changes nothing"),
        pytest.param([("sync", 50), ("retire", 200), ("retire", 300), ("sync", 250)], False, id="left, and still gone"),
        pytest.param([("sync", 50), ("retire", 200), ("sync", 300)], True, id="came back"),
        pytest.param([("sync", 50), ("retire", 200), ("sync", 200)], True, id="the same second: what arrives last"),
        pytest.param([("sync", 300), ("retire", 200)], True, id="left before, and came back"),
        pytest.param([("sync", 300), ("retire", None)], False, id="no word of how new it is"),
        pytest.param([("sync", 300), ("retire", None), ("sync", 200)], False, id="which keeps what was known"),
        pytest.param([("sync", None), ("retire", 200), ("sync", None)], True, id="never a word of it"),
    ],
)
async def test_events_that_overtake_each_other_leave_the_newest_word(company, told, active):
    for what, updated in told:
        async with company.transaction() as store:
            known = {} if updated is None else {GIL.id: updated}
            if what == "sync":
                await store.people.sync([GIL.model_copy(update={"name": f"Gil {updated}"})], updated=known)
            else:
                await store.people.retire([GIL.id], updated=known)

    async with company.reading() as store:
        assert (GIL.id in await store.people.named([GIL.id])) is active


async def test_an_older_name_does_not_come_back(company):
    async with company.transaction() as store:
        await store.people.sync([GIL], updated={GIL.id: 200})
        await store.people.sync([GIL.model_copy(update={"name": "Old Gil", "tz": "UTC"})], updated={GIL.id: 199})

        assert await store.people.get(GIL.id) == GIL


async def test_whoever_left_takes_no_part_but_is_still_known_by_name(company):
    async with company.transaction() as store:
        await store.people.retire([BO.id])
        await store.people.retire([])
        people = store.people

        assert set(await people.named([ANA.id, BO.id, "UNOBODY"])) == {ANA.id}
        assert BO.id not in await people.all()
        assert BO.id in await people.all(active=False)
        assert await people.reports_of(MIA.id) == [ANA.id]
        assert list(await people.direct_reports(MIA.id)) == [ANA.id]
        assert BO.id not in {one.id for one in await people.to_ask()}
        assert (await store.organisation.counts(NOW.date(), now=NOW)).now.asked == len(EVERYONE) - 1
        with pytest.raises(NotTakingPart):
            await people.acting(BO.id)


@pytest.mark.parametrize("lock", [False, True], ids=["reading", "locking"])
async def test_the_one_who_acts_must_take_part(company, lock):
    async with company.transaction() as store:
        assert await store.people.acting(ANA.id, lock=lock) == ANA
        with pytest.raises(NotTakingPart):
            await store.people.acting("UNOBODY", lock=lock)


async def test_people_stand_in_order_of_name_with_their_managers(company):
    async with company.reading() as store:
        assert list(await store.people.all()) == [ANA.id, BO.id, HANA.id, MIA.id, OLU.id, SAM.id]
        assert await store.people.managers() == {one.id: one.manager for one in EVERYONE}


async def test_a_manager_who_left_cannot_be_asked(company):
    async with company.transaction() as store:
        assert await store.people.manager_of(ANA) == MIA
        assert await store.people.manager_of(OLU) is None
        await store.people.retire([MIA.id])
        assert await store.people.manager_of(ANA) is None


async def test_only_those_who_were_not_enrolled_before_are_counted(company):
    async with company.transaction() as store:
        await store.people.sync([GIL])
        assert await store.people.enroll([GIL.id, ANA.id, "UNOBODY"], now=NOW) == 1
        assert (await store.people.get(GIL.id)).enrolled_at == NOW
        assert (await store.people.get(ANA.id)).enrolled_at == ANA.enrolled_at


async def test_the_people_team_is_made_by_import_or_by_the_settings(company):
    async with company.transaction() as store:
        await store.people.appoint([SAM.id])
        assert [one.id for one in await store.people.people_team()] == [HANA.id, SAM.id]
        assert (await store.people.get(SAM.id)).role is Role.ADMIN
        assert (await store.people.imported())[SAM.id].role is Role.EMPLOYEE

        await store.people.appoint([])
        assert [one.id for one in await store.people.people_team()] == [HANA.id]


async def test_an_import_stores_many_people_at_once(company):
    async with company.transaction() as store:
        await store.people.save_all([GIL, ANA.model_copy(update={"team": "Lead"})])
        await store.people.save_all([])
        assert await store.people.get(GIL.id) == GIL
        assert (await store.people.get(ANA.id)).team == "Lead"


async def test_another_workspace_knows_none_of_them(company):
    async with company.transaction() as store:
        other = company.of(await store.workspaces.meet("T0OTHER"))
    async with other.transaction() as store:
        assert await store.people.all(active=False) == {}
        await store.people.save(ANA.model_copy(update={"name": "Another Ana"}))
    async with company.reading() as store:
        assert (await store.people.get(ANA.id)).name == ANA.name


async def test_a_new_manager_reads_from_the_change_on_and_an_unchanged_one_as_before(company):
    async with company.transaction() as store:
        await store.people.give_managers({ANA.id: SAM.id, BO.id: MIA.id, MIA.id: None}, now=NOW)
        people = await store.people.all()

    assert (people[ANA.id].manager, people[ANA.id].manager_since) == (SAM.id, NOW)
    assert people[BO.id] == BO
    assert people[MIA.id].manager is None
