"""Home tabs, everybody's numbers and the way of goals in the database."""

import asyncio
from datetime import date, timedelta

from company import ANA, BO, EVERYONE, HANA, MIA, NOW, OLU
from domain.check_ins import CheckIn
from domain.goal_history import GoalEvent, Happened
from domain.goals import Goal, Kpi, KpiReading, Level, State
from domain.homes import Home
from domain.organisation import Aligned, Share
from domain.turns import Turn

TODAY = date(2026, 11, 20)
LATER = NOW + timedelta(minutes=1)


async def test_a_tab_is_outdated_where_there_is_one_and_drawn_once(company):
    async with company.transaction() as store:
        await store.homes.keep(Home(person=ANA.id, hash="1.a"))
        await store.homes.outdate({ANA.id, BO.id}, now=NOW)
        assert await store.homes.stale(most=9) == [Home(person=ANA.id, hash="1.a", stale_at=NOW)]
        assert await store.homes.of(BO.id) is None

        await store.homes.keep(Home(person=ANA.id, hash="2.b", stale_at=NOW))
        assert await store.homes.stale(most=9) == []
        assert await store.homes.of(ANA.id) == Home(person=ANA.id, hash="2.b")


async def test_what_became_wrong_while_it_was_drawn_is_drawn_again(company):
    async with company.transaction() as store:
        await store.homes.keep(Home(person=ANA.id))
        await store.homes.outdate({ANA.id}, now=NOW)
        [looked_at] = await store.homes.stale(most=9)
        await store.homes.outdate({ANA.id}, now=LATER)

        await store.homes.keep(looked_at.model_copy(update={"hash": "2.b"}))

        assert await store.homes.stale(most=9) == [Home(person=ANA.id, hash="2.b", stale_at=LATER)]


async def test_the_longest_wrong_come_first(company):
    async with company.transaction() as store:
        for person, when in ((ANA, LATER), (BO, NOW), (MIA, LATER)):
            await store.homes.keep(Home(person=person.id))
            await store.homes.outdate({person.id}, now=when)

        assert [one.person for one in await store.homes.stale(most=2)] == [BO.id, ANA.id]


async def test_what_people_do_is_news_on_their_tab_and_their_managers_once_it_is_stored(company):
    async with company.transaction() as store:
        for person in (ANA, BO, MIA, HANA, OLU):
            await store.homes.keep(Home(person=person.id))
    async with company.transaction() as store:
        store.homes.news(ANA.id, now=NOW)
        assert await store.homes.stale(most=9) == []

    assert await waiting(company) == [ANA.id, MIA.id]


async def test_what_becomes_of_a_goal_is_news_for_its_owner_and_the_owners_manager(company):
    about = {"title": "x", "starts": date(2026, 7, 1), "due": date(2026, 12, 31)}
    async with company.transaction() as store:
        for person in (ANA, BO, MIA, HANA):
            await store.homes.keep(Home(person=person.id))
        goal = await store.goals.save(Goal(ref="G-1", owner=BO.id, **about))
        other = await store.goals.save(Goal(ref="G-2", owner=ANA.id, **about))
    async with company.transaction() as store:
        await store.goal_history.record(GoalEvent(goal=goal.id, at=NOW, by=HANA.id, what=Happened.EXPLAINED))

    assert await waiting(company) == [BO.id, MIA.id]
    async with company.transaction() as store:
        store.homes.news(*(f"U{number}" for number in range(600)), goals=range(other.id, 700), now=NOW)
    assert await waiting(company) == [ANA.id, BO.id, MIA.id]


async def test_whoever_says_much_at_once_waits_for_nobody_for_ever(company):
    async with company.transaction() as store:
        for person in EVERYONE:
            await store.homes.keep(Home(person=person.id))

    async def tell(*people):
        async with company.transaction() as store:
            store.homes.news(*people, now=NOW)

    names = [person.id for person in EVERYONE]
    await asyncio.gather(*(tell(*names[at:], *names[:at]) for at in range(len(names)) for _ in range(4)))

    assert await waiting(company) == sorted(names)


async def test_urgent_ones_come_first_until_they_are_drawn(company):
    async with company.transaction() as store:
        for person in (ANA, BO):
            await store.homes.keep(Home(person=person.id))
        await store.homes.outdate({ANA.id, BO.id}, now=NOW)
        await store.homes.outdate({BO.id}, now=LATER, urgent=True)
        [first] = await store.homes.stale(most=1)
        assert first.person == BO.id
        await store.homes.settle(first)
        await store.homes.outdate({BO.id}, now=LATER)

    assert await waiting(company) == [ANA.id, BO.id]


async def waiting(company):
    async with company.reading() as store:
        return [one.person for one in await store.homes.stale(most=99)]


async def test_participation_is_counted_by_team_for_two_weeks(company):
    last = TODAY - timedelta(weeks=1)
    async with company.transaction() as store:
        for person, period in ((ANA, TODAY), (BO, TODAY), (ANA, last)):
            await store.check_ins.save(CheckIn(person=person.id, period=period, answered_at=NOW))
        await store.turns.save(
            Turn(person=MIA.id, period=TODAY, excused="holiday"), Turn(person=ANA.id, period=TODAY, excused="holiday")
        )
        await store.people.save_all([HANA.model_copy(update={"enrolled_at": NOW}), BO.model_copy(update={"team": ""})])
        everybody = await store.organisation.counts(TODAY, now=NOW)

    assert everybody.now == Share(answered=2, asked=5), "whom nobody could ask does not count, unless they answered"
    assert everybody.last == Share(answered=1, asked=5), "who was enrolled later was not asked then"
    assert everybody.teams == ()


async def test_goals_are_counted_by_how_they_hang_together(company):
    about = {"title": "x", "owner": ANA.id, "starts": date(2026, 7, 1), "due": date(2026, 12, 31)}
    async with company.transaction() as store:
        assert (await store.organisation.counts(TODAY, now=NOW)).aligned == Aligned()

        top = await store.goals.save(Goal(ref="C-1", level=Level.COMPANY, state=State.ACTIVE, **about))
        team = Goal(ref="T-1", level=Level.TEAM, state=State.ACTIVE, parent=top.id, **about)
        team = await store.goals.save(team)
        await store.goals.save(Goal(ref="G-1", state=State.ACTIVE, **about))
        await store.goals.save(Goal(ref="G-2", state=State.CLOSED, parent=team.id, **about))

        assert (await store.organisation.counts(TODAY, now=NOW)).aligned == Aligned(active=3, loose=1, childless=1)


async def test_what_a_kpi_stood_at_is_its_last_reading_before_each_moment(company):
    about = {"title": "x", "owner": ANA.id, "starts": date(2026, 7, 1), "due": date(2026, 12, 31)}
    days = [NOW + timedelta(days=day) for day in range(5)]
    async with company.transaction() as store:
        goal = await store.goals.save(
            Goal(ref="G-1", kpis=(Kpi(name="a", baseline=0, target=9), Kpi(name="b", baseline=0, target=9)), **about)
        )
        [first, other] = [kpi.id for kpi in goal.kpis]
        await store.readings.add(
            *(
                KpiReading(goal=goal.id, kpi=first, value=value, at=days[day], by=ANA.id)
                for day, value in ((1, 3), (1, 4), (3, 5), (4, 6))
            )
        )
        await store.readings.correct([(first, days[3])], now=LATER)

        assert await store.readings.stood([goal.id], days[:4]) == {first: [None, None, 4, 4]}
        assert await store.readings.stood([goal.id], days[1:3]) == {first: [None, 4]}
        assert await store.readings.stood([], days) == {}
        assert other
