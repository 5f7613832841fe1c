"""Reading who is in the workspace: page by page, waiting when Slack says so, and keeping only who takes part."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.roster import read_people
from company import EVERYONE, NOW
from emulator import Emulator, Workspace
from handlers.people import take_over
from running import workspace

CROWD = 450


@pytest.fixture
async def slack():
    """A workspace of 450 more people, two pages and a half."""
    everything = workspace()
    everything["people"] += [{"id": f"UX{n:04}", "name": f"x{n}", "real_name": f"Person {n}"} for n in range(CROWD)]
    async with Emulator(Workspace.from_mapping(everything)) as emulator:
        yield emulator


@pytest.fixture
def client(slack):
    return AsyncWebClient(token="xoxb-test-token", base_url=slack.api_url, retry_handlers=[])


def calls(slack) -> list[str]:
    return [call.args.get("limit") for call in slack.calls if call.method == "users.list"]


async def test_everyone_is_read_page_by_page(slack, client):
    users = await read_people(client)

    assert len({user["id"] for user in users} & {f"UX{n:04}" for n in range(CROWD)}) == CROWD
    assert calls(slack) == ["200"] * 3


async def test_a_429_is_waited_for_as_long_as_it_says_and_nobody_is_read_twice(slack, client):
    slack.faults.add("users.list", "ratelimited", times=2, retry_after=7)
    waited = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    users = await read_people(client, sleep=sleep)

    assert waited == [7, 7]
    assert len(users) == len({user["id"] for user in users})


async def test_any_other_refusal_is_raised(slack, client):
    slack.faults.add("users.list", "error", error="missing_scope", times=1)

    with pytest.raises(SlackApiError, match="missing_scope"):
        await read_people(client)


async def test_guests_bots_and_slackbot_are_not_taken_over(slack, client, database):
    async with database.transaction(budget=30) as store:
        await take_over(store, await read_people(client), now=NOW)
        known = await store.people.all(active=False)

    assert set(known) == {person.id for person in EVERYONE} | {f"UX{n:04}" for n in range(CROWD)}


async def test_whoever_becomes_a_guest_takes_part_no_more_and_keeps_what_they_wrote(company):
    account = {"id": "UANA", "real_name": "Ana Ruiz", "tz": "Europe/Berlin", "is_restricted": True}
    async with company.transaction() as store:
        await take_over(store, [account], now=NOW)

    async with company.reading() as store:
        assert "UANA" not in await store.people.all()
        assert (await store.people.get("UANA")).name == "Ana Ruiz"


async def test_an_event_that_was_overtaken_brings_nobody_back(company):
    left = {"id": "UANA", "real_name": "Ana Ruiz", "deleted": True, "updated": 200}
    before = {"id": "UANA", "real_name": "Ana Before", "tz": "Europe/Berlin", "updated": 100}
    for account in (left, before):
        async with company.transaction() as store:
            await take_over(store, [account], now=NOW)

    async with company.reading() as store:
        assert "UANA" not in await store.people.all()
        assert (await store.people.get("UANA")).name == "Ana Ruiz"


@pytest.mark.parametrize("updated", [None, 0, True, "200", 10**30, -1], ids=str)
async def test_what_is_no_time_is_no_word_of_how_new_it_is(company, updated):
    account = {"id": "UANA", "real_name": "Ana Now", "tz": "Europe/Berlin", "updated": updated}
    async with company.transaction() as store:
        await take_over(store, [account | {"real_name": "Ana", "updated": 200}], now=NOW)
        await take_over(store, [account], now=NOW)
        await take_over(store, [account | {"real_name": "Ana Before", "updated": 199}], now=NOW)

        assert (await store.people.get("UANA")).name == "Ana Now"
