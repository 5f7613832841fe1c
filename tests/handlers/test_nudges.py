"""*Nudge* on the manager's page: who is reminded, who is left alone and why, never more than the budget."""

from datetime import date, timedelta

import pytest

from company import ANA, BO, MIA, NOW, OLU
from domain.absences import Absence
from domain.check_ins import CheckIn
from domain.nudges import LeftAlone
from domain.turns import Turn

FRIDAY = date(2026, 11, 20)
MONDAY = timedelta(days=3)


async def nudge(slack):
    """Be Mia: look at the team and nudge; return what she reads."""
    mia = slack.person(MIA.id)
    await mia.command("/team-status")
    await mia.click(mia.dm()[-1], "status_nudge")
    await slack.settle()
    said = [block["text"]["text"] for block in mia.view["blocks"] if "text" in block]
    await mia.close()
    return said


def nudges(slack, person):
    return [one for one in slack.person(person.id).dm() if "would like to read your check-in" in one["text"]]


async def test_who_is_missing_is_reminded_twice_in_all_and_once_a_day(slack):
    async with slack.database.transaction() as store:
        await store.check_ins.save(CheckIn(person=BO.id, period=FRIDAY, went_well="w", answered_at=NOW))

    assert await nudge(slack) == ["Reminded: <@UANA>."]
    assert await nudge(slack) == ["Nobody was reminded.", "Reminded today: <@UANA>"]
    slack.clock.forward(MONDAY)
    assert await nudge(slack) == ["Reminded: <@UANA>."]
    slack.clock.forward(timedelta(days=1))
    assert await nudge(slack) == ["Nobody was reminded.", "Reminded twice already: <@UANA>"]

    first, last = nudges(slack, ANA)
    assert "You can put it off or skip it" in str(first["blocks"])
    assert "Nobody reminds you of this one again." in str(last["blocks"])
    assert nudges(slack, BO) == []


async def test_the_morning_after_a_nudge_has_one_reminder_left(slack):
    await nudge(slack)
    await slack.pass_time(MONDAY)

    todays = [one for one in slack.person(ANA.id).dm() if "check-in" in one["text"] and one not in nudges(slack, ANA)]
    async with slack.database.reading() as store:
        assert (await store.turns.of(ANA.id, FRIDAY)).reminders == 2, todays


@pytest.mark.parametrize(
    ("turn", "why"),
    [
        pytest.param({"snoozed_until": NOW + timedelta(hours=2)}, LeftAlone.PUT_OFF, id="put off"),
        pytest.param({"reminders": 2}, LeftAlone.TWICE, id="both reminders"),
        pytest.param({"reminders": 1, "reminded_on": FRIDAY}, LeftAlone.TODAY, id="reminded today"),
    ],
)
async def test_who_is_left_alone_and_why(slack_on_sqlite, turn, why):
    slack = slack_on_sqlite
    async with slack.database.transaction() as store:
        await store.turns.save(Turn(person=ANA.id, period=FRIDAY, **turn))

    assert await nudge(slack) == ["Reminded: <@UBO>.", f"{why.capitalize()}: <@UANA>"]
    assert nudges(slack, ANA) == []


async def test_nobody_is_nudged_on_leave_or_at_night(slack_on_sqlite):
    slack = slack_on_sqlite
    async with slack.database.transaction() as store:
        await store.absences.add(Absence(person=ANA.id, starts=FRIDAY, ends=FRIDAY), now=NOW)
    assert (await nudge(slack))[-1] == "Not at work now: <@UANA>"

    slack.clock.forward(timedelta(hours=13))
    assert await nudge(slack) == ["Nobody was reminded.", "Reminded today: <@UBO>", "Not at work now: <@UANA>"]

    slack.clock.forward(timedelta(hours=12))  # Saturday
    assert await nudge(slack) == ["Nobody was reminded.", "Not at work now: <@UANA>, <@UBO>"]


async def test_a_button_of_before_changes_nothing(slack_on_sqlite):
    slack = slack_on_sqlite
    mia = slack.person(MIA.id)
    await mia.command("/team-status")
    page = mia.dm()[-1]
    async with slack.database.transaction() as store:
        for one in (ANA, BO):
            await store.check_ins.save(CheckIn(person=one.id, period=FRIDAY, went_well="w", answered_at=NOW))
    await mia.click(page, "status_nudge")
    await slack.settle()
    assert "Nobody's check-in is missing any more." in str([mia.dm()[-1], mia.view])

    async with slack.database.transaction() as store:
        await store.people.give_managers({ANA.id: OLU.id, BO.id: OLU.id}, now=NOW)
    await mia.click(page, "status_nudge")
    await slack.settle()
    assert nudges(slack, ANA) == nudges(slack, BO) == []
