"""On Monday the channel reads what last week's thanks were for, and what was reached; nobody is ranked."""

from datetime import UTC, date, datetime, timedelta

import pytest
from kudos_scene import dms_about, give, opened, posts, react, seen

from company import ANA, BO, HANA, MIA
from domain.goals import Goal, Kpi, KpiReading, Level, State
from running import running

WEDNESDAY = datetime(2026, 11, 18, 10, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 22, 20, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
"""Nine o'clock in Berlin, which most of the company's clocks show."""


@pytest.fixture(params=["socket", "http"])
async def slack(request, database_url):
    async with running(database_url, mode=request.param, now=WEDNESDAY) as everything:
        await everything.settle()
        yield everything


@pytest.fixture
async def alone(sqlite_url):
    """The same on one database and in one mode, where neither matters."""
    async with running(sqlite_url, now=WEDNESDAY) as everything:
        await everything.settle()
        yield everything


async def at(slack, moment):
    await slack.pass_time(moment - slack.clock())


def recaps(slack):
    return [seen(one) for one in posts(slack) if "Last week" in one["text"]]


async def goal(slack, ref, title, owner, level=Level.INDIVIDUAL):
    async with slack.database.transaction() as store:
        kpi = Kpi(name="First reply", unit="hours", baseline=6, target=2)
        about = {"starts": date(2026, 7, 1), "due": date(2027, 3, 31), "state": State.ACTIVE, "kpis": (kpi,)}
        return await store.goals.save(Goal(ref=ref, title=title, owner=owner, level=level, **about))


async def number(slack, who, kpi, value):
    """Enter a number of one's own goal."""
    person = slack.person(who)
    home = await person.open_home()
    await person.click(home, "goal_update")
    await slack.settle()
    await person.submit({f"kpi-{kpi}": value})
    await slack.settle()


async def test_last_week_is_told_on_monday_at_nine(slack):
    ana = slack.person(ANA.id)
    company = await goal(slack, "CO-1", "Calm winters", "UOLU", Level.COMPANY)
    await give(slack, "@bo @mia for the calm handover #care")
    await react(slack, HANA.id)
    await give(slack, "@ana for the tide table #craft", MIA.id)
    await opened(slack, "/kudos")
    await ana.submit({"receivers": [BO.id], "reason": "the winter plan", "goal": str(company.id)})
    await opened(slack, "/kudos")
    await ana.submit({"receivers": [BO.id], "reason": "the quiet word", "audience": "private"})
    slack.clock.forward(timedelta(minutes=3))
    await give(slack, "@bo for one thing #care", MIA.id)
    await give(slack, "@bo for a slip of the hand #craft", HANA.id)
    await slack.person(HANA.id).command("/kudos undo")

    await at(slack, SUNDAY)
    assert recaps(slack) == []
    await at(slack, MONDAY - timedelta(minutes=1))
    await give(slack, "@bo for this week already #craft", HANA.id)
    assert recaps(slack) == []
    await at(slack, MONDAY)

    [said] = recaps(slack)
    assert "The week of Monday 16 November" in said
    assert "Last week you thanked each other 4 times. For: #care 2, #craft 1, the goal *Calm winters* 1." in said
    for reason in ("the calm handover", "the tide table", "the winter plan"):
        assert f">{reason}" in said
    for name in ("UANA", "UBO", "UMIA", "quiet word", "slip of the hand", "this week already"):
        assert name not in said, "no names, nothing private, nothing taken back, nothing of another week"
    for hours in (1, 5, 30):
        await slack.pass_time(timedelta(hours=hours))
    assert len(recaps(slack)) == 1, "once"
    await at(slack, MONDAY + timedelta(days=7))
    assert len(recaps(slack)) == 2
    assert "thanked each other once" in recaps(slack)[-1]


async def test_a_week_without_anything_has_no_message_and_an_old_one_is_no_news(alone):
    await at(alone, MONDAY + timedelta(hours=1))
    assert posts(alone) == []

    await give(alone)
    await at(alone, MONDAY + timedelta(days=8, hours=1))

    assert recaps(alone) == [], "a bot that slept over Monday does not tell on Tuesday"


async def test_goals_that_are_reached_are_celebrated(slack):
    async with slack.database.transaction() as store:
        team = await store.goals.save(
            Goal(
                ref="TE-1",
                title="Empty queue",
                owner=MIA.id,
                level=Level.TEAM,
                state=State.ACTIVE,
                starts=date(2026, 7, 1),
                due=date(2027, 3, 31),
                kpis=(Kpi(name="Queue", baseline=9, target=0),),
            )
        )
        await store.readings.add(KpiReading(goal=team.id, kpi=team.kpis[0].id, value=0, at=slack.clock(), by=MIA.id))
    own = await goal(slack, "G-1", "Answer fast", ANA.id)
    await number(slack, ANA.id, own.kpis[0].id, "3")
    await slack.pass_time(timedelta(minutes=1))
    assert dms_about(slack, ANA.id, "You reached your goal") == []
    await number(slack, ANA.id, own.kpis[0].id, "2")
    await slack.pass_time(timedelta(minutes=1))

    [told] = dms_about(slack, ANA.id, "You reached your goal *Answer fast*. Well done.")
    assert "A thank-you can name the goal" in told
    [team_told] = dms_about(slack, MIA.id, "You reached your goal *Empty queue*")
    assert "The kudos channel hears of it." in team_told
    [celebrated] = [one for one in posts(slack) if "🎉" in one["text"]]
    assert "🎉 Reached: the team goal *Empty queue*." in celebrated["text"]

    await number(slack, ANA.id, own.kpis[0].id, "1.5")
    await at(slack, MONDAY)

    assert len(dms_about(slack, ANA.id, "You reached your goal")) == 1, "once"
    [said] = recaps(slack)
    assert "Last week something was reached." in said
    assert "🎯 *Empty queue*" in said
    assert "Answer fast" not in said, "an individual goal is nobody else's business"
    await slack.person(BO.id).click(next(one for one in posts(slack) if "Last week" in one["text"]), "kudos_open")
    await slack.settle()
    assert slack.person(BO.id).view["title"]["text"] == "Give kudos"
