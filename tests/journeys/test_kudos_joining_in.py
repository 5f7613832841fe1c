"""Joining in: a reaction on the kudos post says *me too*, quietly."""

import asyncio
from datetime import date, timedelta

import pytest
from kudos_scene import CHANNEL, HALF_A_MINUTE, give, kudos_of, opened, posts, react, seen

from company import ANA, BO, HANA, MIA, OLU, SAM
from running import running


@pytest.fixture(params=["socket", "http"])
async def slack(request, database_url):
    async with running(database_url, mode=request.param) as everything:
        await everything.settle()
        yield everything


@pytest.fixture
async def alone(slack_on_sqlite):
    """The same on one database and in one mode, where neither matters."""
    await slack_on_sqlite.settle()
    return slack_on_sqlite


def line(slack) -> str:
    """The post's small line."""
    return seen(posts(slack)[-1]["blocks"][1:])


def rewrites(slack) -> int:
    return sum(call.method == "chat.update" for call in slack.emulator.calls)


async def test_who_joins_in_stands_quietly_under_the_post(slack):
    await give(slack, "@bo for the calm handover #care")
    before = rewrites(slack)

    await react(slack, MIA.id, ANA.id, BO.id, "UGIL")
    assert "joins in" not in line(slack), "not at once: reactions are said together"
    await slack.pass_time(HALF_A_MINUTE)
    assert line(slack) == "#care · <@UMIA> joins in", "neither giver nor receiver, nor a guest"

    await react(slack, HANA.id, SAM.id, OLU.id, name="heart")
    await slack.pass_time(HALF_A_MINUTE)
    assert line(slack) == "#care · <@UMIA> and 3 more join in"
    assert rewrites(slack) - before == 2, "six reactions, two rewrites"
    assert (await kudos_of(slack)).joined == 4
    assert {one["name"] for one in posts(slack)[-1]["reactions"]} == {"tada", "heart"}, "the reactions stay"


async def test_the_last_emoji_taken_away_takes_it_back(alone):
    await give(alone)
    ts = posts(alone)[-1]["ts"]
    await react(alone, MIA.id)
    await react(alone, MIA.id, name="heart")
    await alone.person(MIA.id).unreact(CHANNEL, ts, "tada")
    await alone.pass_time(HALF_A_MINUTE)
    assert line(alone) == "<@UMIA> joins in"

    await alone.person(MIA.id).unreact(CHANNEL, ts, "heart")
    await alone.pass_time(HALF_A_MINUTE)

    assert "join" not in line(alone)
    assert (await kudos_of(alone)).joined == 0


async def test_a_reaction_delivered_again_or_too_late_counts_as_it_was(slack):
    await give(slack)
    ts = posts(slack)[-1]["ts"]
    mia = slack.person(MIA.id)
    await mia.react(CHANNEL, ts, "tada")
    added = slack.emulator.delivery.last
    await mia.unreact(CHANNEL, ts, "tada")

    late = added.payload | {"event_id": "EvLATE", "event": dict(added.payload["event"])}
    await asyncio.gather(*(slack.emulator.delivery.send(added) for _ in range(3)))
    await slack.emulator.delivery.send(type(added)(added.app, added.kind, late, added.wants_answer))
    await slack.pass_time(HALF_A_MINUTE)

    assert (await kudos_of(slack)).joined == 0, "an old event says nothing against a newer one"
    assert "join" not in line(slack)


async def test_receivers_read_how_many_joined_in(alone):
    await give(alone)
    await react(alone, MIA.id, SAM.id)

    assert "2 joined in" in seen(await opened(alone, "/kudos mine", BO.id))
    async with alone.database.transaction() as store:
        packet = await store.reviews.packet(
            BO.id, BO.id, since=date(2026, 11, 1), until=date(2026, 11, 30), now=alone.clock()
        )
    assert packet.entries[-1].title == "Kudos, 2 joined in"


async def test_a_reaction_on_anything_else_is_left_alone(alone):
    said = await alone.person(BO.id).say(CHANNEL, "Hear, hear")
    elsewhere = await alone.person(BO.id).say("CGENERAL", "Hello")
    await give(alone)
    before = rewrites(alone)

    await alone.person(MIA.id).react(CHANNEL, said["ts"], "tada")
    await alone.person(MIA.id).react("CGENERAL", elsewhere["ts"], "tada")
    await alone.person(BO.id).react(
        alone.emulator.workspace.dm(BO.id, alone.emulator.app()).id, alone.person(BO.id).dm()[-1]["ts"], "tada"
    )
    await alone.pass_time(HALF_A_MINUTE)

    assert (await kudos_of(alone)).joined == 0
    assert rewrites(alone) == before


async def test_joining_in_with_what_is_taken_back_rewrites_nothing(alone):
    await give(alone)
    await react(alone, MIA.id)

    before = alone.clock()
    await alone.person(ANA.id).command("/kudos undo")
    await alone.settle()
    assert posts(alone) == []
    assert alone.clock() - before < timedelta(seconds=5), "at once, though a rewrite was planned"
    await alone.pass_time(timedelta(minutes=1))

    assert posts(alone) == []
    assert all((call.answer or {}).get("ok") for call in alone.emulator.calls)
