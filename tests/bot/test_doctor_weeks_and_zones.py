"""`cairn doctor` tells of check-ins that nobody was asked for, and of people whose time zone is unknown here."""

from datetime import timedelta

import pytest

from bot.doctor_database import LATELY, examine_database
from company import ANA, BO, NOW
from domain.calendar import WEEK
from domain.notices import CheckInPrompt
from domain.prompts import OVER
from domain.unasked import NOT_RUNNING

FRIDAY = NOW.date()


@pytest.fixture
def look(company, database_url):
    """Look at the database of the company; answer the findings by what they are about."""

    async def look(now=NOW):
        return {finding.what: finding async for finding in examine_database(database_url, now=now)}

    return look


@pytest.fixture
def expire(company):
    async def expire(why, *slots, at=NOW):
        prompts = [(CheckInPrompt(to=person.id, period=FRIDAY - ago * WEEK), at - ago * WEEK) for person, ago in slots]
        async with company.transaction() as store:
            await store.outbox.note_expired(prompts, why=why, now=at)

    return expire


async def test_where_all_is_well_there_is_no_line_of_it(look):
    found = await look()

    assert found["people"].said == "6 known, 6 enrolled"
    assert {"zones", "not asked"}.isdisjoint(found)


async def test_check_ins_that_nobody_was_asked_for_are_counted_by_reason(look, expire):
    await expire(NOT_RUNNING, (ANA, 3), (BO, 3), (ANA, 2))
    await expire(OVER, (BO, 1))

    told = (await look())["not asked"]

    assert told.fine, "there is nothing left to do"
    assert told.said == (
        "3 check-ins of the weeks from 2026-10-30 to 2026-11-06: the bot was not running; "
        "1 check-in of the week of 2026-11-13: its week was over "
        "(noted in the last 30 days: cairn outbox list --state expired)"
    )


async def test_what_is_long_ago_is_told_no_more(look, expire):
    await expire(NOT_RUNNING, (ANA, 3))

    assert "not asked" in await look(NOW + LATELY - timedelta(seconds=1))
    assert "not asked" not in await look(NOW + LATELY)


@pytest.mark.parametrize(
    ("zones", "said"),
    [
        pytest.param(["Mars/Base"], "1 person lives in a time zone unknown here: Mars/Base", id="one"),
        pytest.param(
            ["Mars/Base", "Mars/Base", "A/B"], "3 people live in time zones unknown here: Mars/Base, A/B", id="three"
        ),
        pytest.param(
            [f"Mars/{n}" for n in range(6)],
            "6 people live in time zones unknown here: Mars/0, Mars/1, Mars/2, Mars/3, Mars/4 and 1 more",
            id="many",
        ),
    ],
)
async def test_people_whose_zone_is_unknown_are_told_of(company, look, zones, said):
    async with company.transaction() as store:
        everybody = list((await store.people.all()).values())
        moved = zip(everybody, zones, strict=False)
        await store.people.save_all([person.model_copy(update={"tz": zone}) for person, zone in moved])

    told = (await look())["zones"]

    assert (told.fine, told.said) == (False, said)
    assert told.cure.startswith("UTC counts for them. Bring the tzdata package up to date")


@pytest.mark.parametrize("legacy", ["Asia/Calcutta", "US/Eastern", "Europe/Kiev", "GB", "Etc/GMT+5"])
async def test_names_that_slack_still_uses_are_known(company, look, legacy):
    async with company.transaction() as store:
        await store.people.save(ANA.model_copy(update={"tz": legacy}))

    assert "zones" not in await look()
