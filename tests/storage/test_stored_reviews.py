"""The evidence page, gathered from the database for one reader."""

from datetime import UTC, date, datetime, timedelta

import pytest

from company import ANA, BO, HANA, MIA, NOW, OLU, SAM
from domain.check_ins import CheckIn, GoalAnswer, Reading
from domain.evidence import EntryKind
from domain.feedback import Feedback, Visibility
from domain.goals import Confidence, Goal, Kpi, KpiReading, Level, State
from domain.kudos import Kudos
from domain.notices import KudosPosted
from domain.refusals import NothingToShow
from domain.reviews import PeriodUpsideDown, ReviewPacket
from storage.outbox import State as Sent

SINCE, UNTIL = date(2026, 7, 1), date(2026, 11, 20)


def on(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture
async def year(company):
    """A few months of Ana's: a goal below the team's, two check-ins, kudos, feedback and a number."""
    async with company.transaction() as store:
        team = await store.goals.save(
            Goal(
                ref="T-1",
                title="Quick answers",
                level=Level.TEAM,
                owner=MIA.id,
                state=State.CLOSED,
                starts=SINCE,
                due=UNTIL,
            )
        )
        goal = await store.goals.save(
            Goal(
                ref="G-1",
                title="Reply within the hour",
                owner=ANA.id,
                parent=team.id,
                state=State.ACTIVE,
                starts=SINCE,
                due=date(2026, 12, 31),
                kpis=(Kpi(name="First reply", unit="min", baseline=90, target=45),),
            )
        )
        await store.goals.save(
            goal.model_copy(
                update={
                    "id": None,
                    "ref": "G-0",
                    "kpis": (),
                    "state": State.CLOSED,
                    "starts": date(2026, 1, 1),
                    "due": date(2026, 5, 1),
                }
            )
        )
        kpi = goal.kpis[0].id
        line = GoalAnswer(
            goal=goal.id, readings=(Reading(kpi=kpi, value=70),), confidence=Confidence.ON_TRACK, note="n"
        )
        for at in (on(7, 3), on(10, 2)):
            said = CheckIn(person=ANA.id, period=at.date(), goals=(line,), went_well="w", blockers="b", answered_at=at)
            saved = await store.check_ins.save(said)
            await store.readings.add(KpiReading(goal=goal.id, kpi=kpi, value=70, at=at, by=ANA.id, check_in=saved.id))
        await store.readings.add(KpiReading(goal=goal.id, kpi=kpi, value=60, at=on(10, 20), by=ANA.id, note="macros"))
        for public, at in ((True, on(8, 5)), (False, on(8, 6))):
            kudos = Kudos(
                giver=BO.id, receivers=(ANA.id,), reason=f"public {public}", public=public, goal=goal.id, given_at=at
            )
            added = await store.kudos.add(kudos)
            if public:
                post = KudosPosted(to="CKUDOS", kudos=added.id, giver=BO.id, receivers=(ANA.id,), reason="x")
                await store.outbox.put(post, now=NOW)
        for number, visibility in enumerate(Visibility):
            told = Feedback(
                author=SAM.id, receiver=ANA.id, behaviour=visibility, visibility=visibility, given_at=on(9, 1 + number)
            )
            await store.feedback.add(told)
    return company


async def packet(database, reader=MIA, subject=ANA.id, since=SINCE, until=UNTIL, now=NOW) -> ReviewPacket:
    async with database.transaction() as store:
        return await store.reviews.packet(getattr(reader, "id", reader), subject, since=since, until=until, now=now)


async def post(database) -> None:
    async with database.transaction() as store:
        for claimed in await store.outbox.claim("me", now=NOW):
            await store.outbox.record(claimed, Sent.SENT, now=NOW, channel="CKUDOS", ts="1763.000100")


async def test_the_page_holds_goals_and_evidence_in_order(year):
    page = await packet(year)

    assert [one.goal.ref for one in page.goals] == ["G-1"]
    assert page.goals[0].above == ("Quick answers",)
    assert page.goals[0].evidence == 4
    assert page.goals[0].kpis[0].end == 60
    assert [(entry.kind, entry.at) for entry in page.entries] == [
        (EntryKind.CHECK_IN, on(7, 3)),
        (EntryKind.KUDOS, on(8, 5)),
        (EntryKind.FEEDBACK, on(9, 2)),
        (EntryKind.FEEDBACK, on(9, 3)),
        (EntryKind.CHECK_IN, on(10, 2)),
        (EntryKind.READING, on(10, 20)),
    ]
    assert page.names == {"UANA": "Ana Ruiz", "UBO": "Bo Lind", "UMIA": "Mia Okafor", "USAM": "Sam Cole"}


@pytest.mark.parametrize(
    ("reader", "texts"),
    [
        pytest.param(ANA, {"public True", "public False", "receiver", "receiver_and_manager"}, id="oneself"),
        pytest.param(MIA, {"public True", "receiver_and_manager", "manager"}, id="the manager"),
        pytest.param(OLU, {"public True"}, id="the line above"),
    ],
)
async def test_each_reader_gets_the_kudos_and_feedback_meant_for_them(year, reader, texts):
    page = await packet(year, reader)

    told = {entry.parts[0].text for entry in page.entries if entry.kind in {EntryKind.KUDOS, EntryKind.FEEDBACK}}
    assert told == texts


async def test_the_line_above_gets_numbers_and_blockers_without_a_note(year):
    page = await packet(year, OLU)

    texts = " ".join(entry.text for entry in page.entries)
    assert "First reply 70 min · on track" in texts
    assert "Blockers: b" in texts
    assert "macros" not in texts
    assert "Went well" not in texts


@pytest.mark.parametrize(
    ("reader", "subject"),
    [
        pytest.param(SAM, ANA.id, id="somebody elsewhere"),
        pytest.param(HANA, ANA.id, id="the people team"),
        pytest.param(BO, ANA.id, id="a colleague"),
        pytest.param(ANA, MIA.id, id="a report about the manager"),
        pytest.param(MIA, "UNOBODY", id="about nobody"),
        pytest.param("UNOBODY", ANA.id, id="read by nobody"),
    ],
)
async def test_strangers_and_unknown_people_get_the_same_words(year, reader, subject):
    with pytest.raises(NothingToShow) as refused:
        await packet(year, reader, subject)
    assert str(refused.value) == NothingToShow.text
    async with year.reading() as store:
        assert await store.access.about(subject) == []


async def test_a_period_upside_down_is_refused_before_anything_is_read(year):
    with pytest.raises(PeriodUpsideDown):
        await packet(year, since=UNTIL, until=SINCE)


async def test_the_person_sees_who_opened_it(year):
    await packet(year)
    await packet(year, ANA)

    async with year.reading() as store:
        assert await store.access.about(ANA.id) == [(MIA.id, "review packet", "manager", NOW, 1)]


async def test_public_kudos_link_to_their_post_once_it_is_there(year):
    async with year.transaction() as store:
        await store.workspaces.meet("T0NORTHWIND", url="https://northwind.slack.com/")
    assert {entry.link for entry in (await packet(year)).entries} == {None}

    await post(year)

    links = [entry.link for entry in (await packet(year)).entries if entry.kind is EntryKind.KUDOS]
    assert links == ["https://northwind.slack.com/archives/CKUDOS/p1763000100"]


async def test_without_the_workspaces_address_there_are_no_links(year):
    await post(year)

    assert {entry.link for entry in (await packet(year)).entries} == {None}


async def test_only_the_days_of_the_period_count_both_ends_included(year):
    page = await packet(year, since=date(2026, 8, 5), until=date(2026, 9, 2))

    assert [entry.at for entry in page.entries] == [on(8, 5), on(9, 2)]
    assert page.goals[0].kpis[0].start == 70


async def test_somebody_who_left_still_has_a_page_and_keeps_their_name(year):
    async with year.transaction() as store:
        await store.people.retire([ANA.id, BO.id])

    assert (await packet(year)).names["UBO"] == "Bo Lind"


async def test_after_a_change_of_manager_the_new_one_reads_from_that_day_on_and_the_old_one_nothing(year):
    change = on(10, 1)
    async with year.transaction() as store:
        await store.people.save(ANA.model_copy(update={"manager": SAM.id, "manager_since": change}))

    page = await packet(year, SAM)

    assert [entry.at for entry in page.entries if entry.kind is not EntryKind.KUDOS] == [on(10, 2), on(10, 20)]
    assert page.reads_from == change.date()
    for old in (MIA, OLU):
        with pytest.raises(NothingToShow):
            await packet(year, old)


async def test_an_unknown_zone_does_not_stop_the_page(year):
    async with year.transaction() as store:
        await store.people.save(ANA.model_copy(update={"tz": "Mars/Base"}))

    assert (await packet(year)).tz.key == "UTC"


async def test_a_period_that_lies_ahead_is_an_empty_page(year):
    ahead = UNTIL + timedelta(days=30)

    assert (await packet(year, since=ahead, until=ahead)).entries == ()
