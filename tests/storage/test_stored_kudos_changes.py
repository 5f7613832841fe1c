"""Kudos that are taken back or down count nowhere; who joined in under their posts; lists in pages; goals that arrive."""

from datetime import UTC, date, datetime, timedelta

import pytest

from company import ANA, BO, EVERYONE, HANA, MIA, NOW, SAM
from domain.goals import Goal, Kpi, KpiReading, Level, State
from domain.kudos import Kudos
from domain.notices import KudosJoined, KudosPosted, KudosReceived
from domain.permissions import may_read
from domain.refusals import NothingToShow
from storage.outbox import State as Sending

MANAGERS = {one.id: one.manager for one in EVERYONE}
LONG = NOW - timedelta(days=90)
LATER = NOW + timedelta(days=1)
MINE = may_read(ANA, ANA, {})


def kudos(number: int, **facts) -> Kudos:
    said = {"giver": SAM.id, "receivers": (ANA.id,), "reason": f"reason {number}"} | facts
    return Kudos(given_at=NOW + timedelta(minutes=number), **said)


async def add(company, *some: Kudos) -> list[Kudos]:
    async with company.transaction() as store:
        return [await store.kudos.add(one) for one in some]


async def counted(store) -> tuple[int, int, bool, int]:
    """The allowance used, thanks received, whether thanked lately, entries for a packet."""
    return (
        await store.kudos.count_given(SAM.id, since=LONG),
        await store.kudos.count_received([ANA.id], since=LONG),
        bool(await store.kudos.last_received([ANA.id], since=LONG)),
        len(await store.kudos.received(MINE, since=LONG, until=LATER)),
    )


async def test_what_was_taken_back_counts_nowhere(company):
    [one] = await add(company, kudos(1))
    async with company.transaction() as store:
        assert await counted(store) == (1, 1, True, 1)
        assert await store.kudos.earlier(SAM.id, since=NOW) == [(one.id, one.reason, one.given_at, 1)]
        assert await store.kudos.all_of([one.id]) == [one]
        assert await store.kudos.all_of([]) == []
        await store.kudos.undo(await store.kudos.locked(one.id), now=LATER)
        assert await counted(store) == (0, 0, False, 0)
        assert await store.kudos.earlier(SAM.id, since=NOW) == []
        assert await store.kudos_posts.gone([one.id, 99]) == {one.id}
        assert (await store.kudos.latest_of(SAM.id))[0].undone_at == LATER


async def test_what_was_taken_down_counts_for_the_allowance_alone_and_is_kept(company):
    [one] = await add(company, kudos(1))
    async with company.transaction() as store:
        await store.kudos.take_down(one, by=HANA.id, why="It hurts.", now=LATER)
        assert await counted(store) == (1, 0, False, 0)
        kept = await store.kudos.get(one.id)
        assert (kept.removed_at, kept.removal_reason, kept.reason) == (LATER, "It hurts.", "reason 1")
        assert await store.kudos.get(4711) is None


async def test_one_workspace_knows_nothing_of_anothers(company):
    [one] = await add(company, kudos(1))
    async with company.transaction() as store:
        other = company.of(await store.workspaces.meet("T0OTHER", "Other"))
    async with other.transaction() as store:
        assert await store.kudos.get(one.id) is None
        assert await store.kudos_posts.gone([one.id]) == frozenset()
        assert await store.kudos_lists.clocks() == {}


class TestJoiningIn:
    async def test_the_last_word_on_an_emoji_counts_whatever_comes_first(self, company):
        [one] = await add(company, kudos(1))

        async def react(person, name, here, second):
            return await store.kudos_posts.react(one.id, person.id, name, here=here, at=NOW + timedelta(seconds=second))

        async with company.transaction() as store:
            assert await react(MIA, "tada", True, 2)
            assert not await react(MIA, "tada", True, 2), "delivered again"
            assert await react(MIA, "heart", True, 3)
            assert await react(BO, "tada", True, 1)
            assert await react(HANA, "tada", False, 5), "taken away, heard of first"
            assert not await react(HANA, "tada", True, 4)
            assert await store.kudos_posts.joined([one.id]) == {one.id: (BO.id, MIA.id)}
            assert await react(MIA, "tada", False, 6)
            assert (await store.kudos.get(one.id)).joined == 2
            assert await react(MIA, "heart", False, 7)
            assert await store.kudos_posts.joined([one.id, 99]) == {one.id: (BO.id,)}
            assert (await store.kudos.received(MINE, since=LONG, until=LATER))[0].joined == 1

    async def test_a_post_is_found_by_where_it_stands(self, company):
        post = KudosPosted(to="CKUDOS", kudos=7, giver=SAM.id, receivers=(ANA.id,), reason="x")
        dm = KudosReceived(to=ANA.id, kudos=7, giver=SAM.id, reason="x")
        async with company.transaction() as store:
            await store.outbox.put(post, dm, now=NOW)
            for claimed in await store.outbox.claim("me", now=NOW):
                await store.outbox.record(claimed, Sending.SENT, now=NOW, channel=claimed.notice.to, ts="17.1")
            assert await store.kudos_posts.at("CKUDOS", "17.1") == post
            assert await store.kudos_posts.at("CKUDOS", "17.2") is None
            assert await store.kudos_posts.at("CGENERAL", "17.1") is None
            assert await store.kudos_posts.at(ANA.id, "17.1") is None, "a direct message is no post"

    async def test_only_what_waits_for_the_channel_is_tried_at_once(self, company):
        post = KudosPosted(to="CKUDOS", kudos=7, giver=SAM.id, receivers=(ANA.id,), reason="x")
        other = post.model_copy(update={"kudos": 8, "to": "COTHER"})
        async with company.transaction() as store:
            await store.outbox.put(post, other, now=NOW)
            for claimed in await store.outbox.claim("me", now=NOW):
                hour = {"trouble": "not_in_channel", "due_at": NOW + timedelta(hours=1)}
                await store.outbox.record(claimed, Sending.PLANNED, now=NOW, **hour)
            assert await store.outbox.claim("me", now=NOW) == []
            assert await store.kudos_posts.try_now("CKUDOS", now=NOW) == 1
            assert [one.notice for one in await store.outbox.claim("me", now=NOW)] == [post]


class TestLists:
    async def test_mine_come_in_pages_the_newest_first_without_what_was_taken_back(self, company):
        some = await add(company, *(kudos(number) for number in range(5)), kudos(9, receivers=(BO.id,)))
        async with company.transaction() as store:
            await store.kudos.undo(some[3], now=LATER)
            await store.kudos.take_down(some[2], by=HANA.id, why="w", now=LATER)
            page = await store.kudos_lists.received_by(MINE, start=0, most=2)
            assert [one.reason for one in page] == ["reason 4", "reason 2"]
            assert page[1].removal_reason == "w"
            page = await store.kudos_lists.received_by(MINE, start=2, most=2)
            assert [one.reason for one in page] == ["reason 1", "reason 0"]
            gave = await store.kudos_lists.given_by(may_read(SAM, SAM, {}), start=0, most=1)
            assert [one.reason for one in gave] == ["reason 9"]

    async def test_only_ones_own(self, company):
        async with company.reading() as store:
            for read in (store.kudos_lists.given_by, store.kudos_lists.received_by):
                with pytest.raises(NothingToShow):
                    await read(may_read(MIA, ANA, MANAGERS), start=0, most=1)

    async def test_what_stands_in_public_and_in_a_week(self, company):
        some = await add(company, kudos(1), kudos(2, public=False), kudos(3), kudos(60 * 24))
        async with company.transaction() as store:
            await store.kudos.undo(some[2], now=LATER)
            public = await store.kudos_lists.public(start=0, most=9)
            assert [one.reason for one in public] == ["reason 1440", "reason 1"]
            week = await store.kudos_lists.of_week(NOW, NOW + timedelta(hours=1))
            assert [one.reason for one in week] == ["reason 1"]

    async def test_how_many_people_have_each_zone(self, company):
        async with company.reading() as store:
            clocks = await store.kudos_lists.clocks()
        assert clocks["Europe/Berlin"] == 3
        assert sum(clocks.values()) == len(EVERYONE)


@pytest.mark.parametrize(
    ("baseline", "target", "value", "arrived"),
    [
        pytest.param(6, 2, 2, True, id="down to"),
        pytest.param(6, 2, 1, True, id="below"),
        pytest.param(6, 2, 3, False, id="not down yet"),
        pytest.param(0, 10, 10, True, id="up to"),
        pytest.param(0, 10, 11, True, id="above"),
        pytest.param(0, 10, 9, False, id="not up yet"),
    ],
)
async def test_goals_that_arrive_are_found(company, baseline, target, value, arrived):
    async with company.transaction() as store:
        kpis = (Kpi(name="a", baseline=baseline, target=target), Kpi(name="b", baseline=0, target=1))
        about = {"starts": date(2026, 7, 1), "due": date(2027, 3, 31), "state": State.ACTIVE}
        goal = await store.goals.save(Goal(ref="G-1", title="t", owner=ANA.id, level=Level.TEAM, kpis=kpis, **about))
        first, second = goal.kpis
        read = {"goal": goal.id, "by": ANA.id, "at": NOW}
        await store.readings.add(KpiReading(kpi=first.id, value=value, **read))
        assert await store.goals_reached.arrived(since=NOW) == [], "the other one is missing"
        await store.readings.add(KpiReading(kpi=second.id, value=1, **read))
        assert [one.id for one in await store.goals_reached.arrived(since=NOW)] == [goal.id] * arrived
        second_late = await store.goals_reached.arrived(since=datetime(2026, 12, 1, tzinfo=UTC))
        assert second_late == []
        assert [one.id for one in await store.goals_reached.shared_and_read(since=NOW)] == [goal.id]
        assert await store.goals_reached.shared_and_read(since=LATER) == []


async def test_rewrites_that_wait_for_a_post_stop_when_it_goes(company):
    post = KudosPosted(to="CKUDOS", kudos=7, giver=SAM.id, receivers=(ANA.id,), reason="x")
    async with company.transaction() as store:
        await store.outbox.put(post, now=NOW)
        await store.outbox.plan([(KudosJoined(to="CKUDOS", post=post, round=1), LATER)])
        await store.kudos_posts.stop_rewriting(post.key, now=NOW)
        assert await store.outbox.state_of(f"{post.key}:joined:1") is Sending.CANCELLED
        assert await store.outbox.state_of(post.key) is Sending.PLANNED
