"""Kudos on their way out: what is gone is not said, who joined in is looked up last; and what there is to celebrate."""

from datetime import date, timedelta

import pytest
from fake_slack import kudos as post

from company import ANA, BO, EVERYONE, HANA, MIA, NOW, SAM
from domain.goals import Goal, Kpi, KpiReading, Level, State
from domain.kudos import Kudos
from domain.notices import GoalCelebrated, GoalReached, KudosJoined, KudosPostGone, KudosRecap, KudosReceived
from scheduler.kudos import celebrate
from scheduler.outcomes import Never, NotAccepted, Uncertain
from storage import outbox

THANKS = Kudos(giver=ANA.id, receivers=(BO.id,), reason="the review", given_at=NOW)
MONDAY = NOW + timedelta(days=2, hours=22, minutes=30)
"""Nine in Berlin, three days after NOW."""


@pytest.fixture
async def given(company):
    async with company.transaction() as store:
        return await store.kudos.add(THANKS)


async def undo(company, kudos):
    async with company.transaction() as store:
        await store.kudos.undo(kudos, now=NOW)


async def test_what_is_gone_by_the_time_slack_takes_it_is_not_said(company, delivery, chat, put, given, time, state_of):
    told = KudosReceived(to=BO.id, kudos=given.id, giver=ANA.id, reason="the review")
    chat.coming.extend([NotAccepted(timedelta(seconds=5)), Never("not_in_channel")])
    await put(post(given.id), told)
    await delivery.drain()
    await undo(company, given)

    time.forward(hours=2)
    await delivery.drain()

    assert chat.said(BO.id) == []
    assert chat.said("CKUDOS") == []
    assert await state_of(post(given.id)) is outbox.State.CANCELLED


async def test_the_rewrite_names_everybody_who_joined_in_until_it_is_sent(
    company, delivery, chat, put, plan, given, time
):
    rewrite = KudosJoined(to="CKUDOS", post=post(given.id), round=1)
    await put(post(given.id))
    await delivery.drain()
    await plan((rewrite, NOW + timedelta(seconds=30)))
    async with company.transaction() as store:
        for second, person in enumerate((MIA, HANA)):
            at = NOW + timedelta(seconds=second)
            await store.kudos_posts.react(given.id, person.id, "tada", here=True, at=at)

    time.forward(seconds=31)
    await delivery.drain()

    assert chat.calls[-1][1] == rewrite.model_copy(update={"joined": (MIA.id, HANA.id)})


async def test_a_post_nobody_knows_the_fate_of_holds_up_no_removal_for_ever(
    delivery, chat, put, given, time, look, states
):
    chat.coming.append(Uncertain("no answer in time"))
    await put(post(given.id))
    await delivery.drain()
    await put(KudosPostGone(to="CKUDOS", kudos=given.id, by=ANA.id))
    await delivery.drain()
    time.forward(seconds=10)
    await look(delivery)

    assert (await states())[outbox.State.CANCELLED] == 1


class TestCelebrating:
    async def reached(self, company, owner=ANA, level=Level.INDIVIDUAL, at=NOW):
        async with company.transaction() as store:
            kpi = Kpi(name="First reply", baseline=6, target=2)
            about = {
                "ref": f"G-{owner.id}",
                "starts": date(2026, 7, 1),
                "due": date(2027, 3, 31),
                "state": State.ACTIVE,
            }
            goal = await store.goals.save(Goal(title="Fast", owner=owner.id, level=level, kpis=(kpi,), **about))
            read = {"goal": goal.id, "kpi": goal.kpis[0].id, "by": owner.id}
            await store.readings.add(KpiReading(value=2, at=at, **read))
        return goal

    async def said(self, delivery, chat, kind):
        await delivery.drain()
        return [notice for notice in chat.said() if isinstance(notice, kind)]

    async def test_the_owner_reads_it_once(self, company, delivery, chat):
        goal = await self.reached(company)
        for minute in range(3):
            await celebrate(company, "CKUDOS", now=NOW + timedelta(minutes=minute))

        assert await self.said(delivery, chat, GoalReached) == [GoalReached(to=ANA.id, goal=goal.id, title="Fast")]

    async def test_at_night_it_waits_for_the_morning(self, company, delivery, chat, time):
        await self.reached(company, at=NOW + timedelta(hours=12))
        await celebrate(company, "CKUDOS", now=NOW + timedelta(hours=12))
        time.forward(hours=13)
        assert await self.said(delivery, chat, GoalReached) == []
        time.forward(hours=9, minutes=31)
        assert len(await self.said(delivery, chat, GoalReached)) == 1

    async def test_before_eight_it_is_said_at_nine(self, company, delivery, chat, time):
        early = NOW - timedelta(hours=4)
        await self.reached(company, at=early)
        await celebrate(company, "CKUDOS", now=early)
        time.now = early + timedelta(hours=2, minutes=29)
        assert await self.said(delivery, chat, GoalReached) == []
        time.forward(minutes=1)
        assert len(await self.said(delivery, chat, GoalReached)) == 1

    async def test_old_news_and_those_of_people_who_left_are_none(self, company, delivery, chat):
        await self.reached(company, at=NOW - timedelta(days=3))
        await self.reached(company, owner=BO)
        async with company.transaction() as store:
            await store.people.retire([BO.id])
        await celebrate(company, "CKUDOS", now=NOW)

        assert await self.said(delivery, chat, GoalReached) == []

    async def test_a_teams_goal_is_for_everybody_where_there_is_a_channel(self, company, delivery, chat):
        await self.reached(company, owner=MIA, level=Level.TEAM)
        await celebrate(company, None, now=NOW)
        [told] = await self.said(delivery, chat, GoalReached)
        assert told.shared is False
        await celebrate(company, "CKUDOS", now=NOW)
        assert await self.said(delivery, chat, GoalCelebrated) == [], "what was said before is no news to a new channel"

    async def test_the_channel_reads_whose_work_it_was_by_name_and_once(self, company, delivery, chat, time):
        goal = await self.reached(company, owner=MIA, level=Level.TEAM)
        async with company.transaction() as store:
            await store.people.retire([HANA.id])
            crowd = (SAM.id, BO.id, MIA.id, HANA.id, ANA.id)
            goal = await store.goals.get(goal.id)
            await store.goals.save(goal.model_copy(update={"contributors": crowd}))
        await celebrate(company, "CKUDOS", now=NOW)
        async with company.transaction() as store:  # later its number is lost, and it is closed in green all the same
            read = {"goal": goal.id, "kpi": goal.kpis[0].id, "by": MIA.id}
            await store.readings.add(KpiReading(value=5, at=NOW + timedelta(hours=1), **read))
            over = {"state": State.CLOSED, "score": 0.8, "ended_on": NOW.date(), "contributors": crowd}
            await store.goals.save((await store.goals.get(goal.id)).model_copy(update=over))
        await celebrate(company, "CKUDOS", now=NOW + timedelta(hours=2))
        time.forward(hours=3)

        assert await self.said(delivery, chat, GoalCelebrated) == [
            GoalCelebrated(
                to="CKUDOS",
                goal=goal.id,
                title="Fast",
                company=False,
                owner=MIA.id,
                contributors=(ANA.id, BO.id, SAM.id),
            )
        ]

    async def test_closed_in_green_is_celebrated_even_if_its_owner_has_left(self, company, delivery, chat):
        over = {"state": State.CLOSED, "score": 0.7, "ended_on": NOW.date(), "starts": NOW.date(), "due": NOW.date()}
        async with company.transaction() as store:
            for ref, level in (("G-1", Level.COMPANY), ("G-2", Level.INDIVIDUAL)):
                await store.goals.save(Goal(ref=ref, title="Fast", owner=BO.id, level=level, **over))
            await store.people.retire([BO.id])
        await celebrate(company, "CKUDOS", now=NOW)

        [told] = await self.said(delivery, chat, GoalCelebrated)
        assert (told.company, told.score, told.contributors) == (True, 0.7, ())
        assert await self.said(delivery, chat, GoalReached) == []

    async def test_the_recap_comes_once_from_however_many(self, company, delivery, chat, given, time):
        assert len(EVERYONE) == 6
        for now in (MONDAY - timedelta(minutes=1), MONDAY, MONDAY, MONDAY + timedelta(hours=3)):
            await celebrate(company, "CKUDOS", now=now)
        await celebrate(company, None, now=MONDAY)
        time.now = MONDAY + timedelta(hours=4)

        [told] = await self.said(delivery, chat, KudosRecap)
        assert (told.thanks, told.reasons, told.week) == (1, ("the review",), date(2026, 11, 16))
