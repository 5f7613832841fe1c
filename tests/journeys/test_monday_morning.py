"""Mia's Monday: what she owes, who answered, what is blocked, what is at risk; and who may not look."""

from datetime import UTC, date, datetime, timedelta

import pytest

from company import ANA, BO, MIA, OLU, SAM
from domain.goals import Goal, Kpi, State
from running import running

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(params=["socket", "http"])
async def slack(request, database_url):
    async with running(database_url, mode=request.param, now=MONDAY - timedelta(days=2, hours=22)) as everything:
        async with everything.database.transaction() as store:
            await store.goals.save(
                Goal(
                    ref="G-7",
                    title="Close the books in two days",
                    owner=BO.id,
                    state=State.ACTIVE,
                    starts=date(2026, 9, 1),
                    due=date(2026, 12, 1),
                    kpis=(Kpi(name="Days", unit="days", baseline=6, target=2),),
                )
            )
        await everything.settle()
        ana = everything.person(ANA.id)
        await ana.command("/check-in")
        await everything.settle()
        await ana.submit({"went_well": "The queue was calm", "blockers": "No access to the refund tool"})
        await everything.pass_time(timedelta(days=2, hours=22))
        yield everything


def shown(reply) -> str:
    return reply.text + str(reply.blocks)


async def test_one_screen_says_what_she_owes_first(slack):
    page = shown(await slack.person(MIA.id).command("/team-status"))

    assert page.index("refund tool") > 0
    assert "1 of 2" in page
    assert "Close the books in two days" in page
    assert "The queue was calm" not in page, "notes are opened, not listed"


async def test_reading_it_clears_what_she_owes(slack):
    mia = slack.person(MIA.id)
    await mia.click(next(one for one in mia.dm() if "refund tool" in str(one["blocks"])), "check_in_read")
    await slack.settle()

    assert "The queue was calm" in str(mia.view["blocks"])
    async with slack.database.reading() as store:
        assert (await store.check_ins.mine(ANA.id, date(2026, 11, 20))).read_at is not None
        assert next(entry[:3] for entry in await store.access.about(ANA.id)) == (MIA.id, "check-in", "manager")


@pytest.mark.parametrize("person", [pytest.param(ANA, id="a report"), pytest.param(SAM, id="a colleague elsewhere")])
async def test_whoever_manages_nobody_reads_the_words_of_an_empty_team(slack, person):
    page = shown(await slack.person(person.id).command("/team-status"))

    assert "There is nothing to show here" in page
    assert "refund" not in page


async def test_the_line_above_sees_the_manager_not_the_team(slack):
    page = shown(await slack.person(OLU.id).command("/team-status"))

    assert "0 of 1" in page
    assert "<@UMIA>" in page
    assert "refund" not in page


async def test_the_home_tab_greets_everyone(slack):
    for person in (ANA, MIA, OLU, SAM):
        await slack.person(person.id).open_home()
        await slack.settle()
        assert person.first_name in str(slack.person(person.id).home["blocks"])
