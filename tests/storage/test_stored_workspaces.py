"""Workspaces: found by their Slack team, claimed once, kept apart."""

import asyncio
from datetime import timedelta

from company import NOW
from domain.new_blocks import Tried
from storage.database import Database


async def test_imports_work_before_slack_is_known_and_the_first_start_claims_them(database_url):
    database = Database.open(database_url)
    async with database.transaction() as store:
        unclaimed = await store.workspaces.only()
        assert await store.workspaces.only() == unclaimed
        assert await store.workspaces.meet("T1", "Northwind", "https://northwind.slack.com/") == unclaimed
        assert await store.workspaces.numbers() == [unclaimed]
    await database.close()


async def test_a_second_team_gets_a_workspace_of_its_own(database):
    async with database.transaction() as store:
        other = await store.workspaces.meet("T2")
        assert other != database.workspace_id
        assert await store.workspaces.meet("T2") == other
        assert await store.workspaces.only() is None
        assert await store.workspaces.numbers() == [database.workspace_id, other]


async def test_the_address_is_kept_until_slack_tells_another(database):
    async with database.transaction() as store:
        assert await store.workspaces.url() == ""
        await store.workspaces.meet("T0NORTHWIND", url="https://northwind.slack.com/")
        await store.workspaces.meet("T0NORTHWIND")
        assert await store.workspaces.url() == "https://northwind.slack.com/"


async def test_several_instances_that_meet_a_team_at_once_work_in_one_workspace(database):
    async def meet() -> int:
        async with database.transaction(budget=30) as store:
            return await store.workspaces.meet("T9")

    assert len(set(await asyncio.gather(*(meet() for _ in range(8))))) == 1


async def test_what_slack_takes_is_remembered_for_each_workspace_alone(database):
    refused, taken = Tried(taken=False, tried_at=NOW), Tried(taken=True, tried_at=NOW + timedelta(weeks=1))
    async with database.transaction() as store:
        assert await store.workspaces.new_blocks() == {}
        await store.workspaces.learn({})
        await store.workspaces.learn({"data_table": refused, "data_visualization": taken})
        await store.workspaces.learn({"data_table": taken})
        other = await store.workspaces.meet("T2")

        assert await store.workspaces.new_blocks() == {"data_table": taken, "data_visualization": taken}
    async with database.of(other).reading() as store:
        assert await store.workspaces.new_blocks() == {}
