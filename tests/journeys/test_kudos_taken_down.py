"""The people team takes abusive kudos down, and their giver reads why; a channel without the bot loses nothing."""

from datetime import date, timedelta

import pytest
from kudos_scene import CHANNEL, dms_about, give, kudos_of, opened, posts, seen

from company import ANA, BO, HANA, MIA
from domain.people import Role
from domain.permissions import may_read_all
from running import running

WHY = "It mocks an illness. Say what Bo did, or say nothing."


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


async def take_down(slack, number=1, why=WHY):
    """As Hana: find it, say why, send."""
    hana = slack.person(HANA.id)
    await opened(slack, "/kudos manage", HANA.id)
    await hana.click(hana.view, "kudos_take_down", block_id=f"kudos-{number}")
    await slack.settle()
    sent = await hana.submit({"why": why})
    await slack.settle()
    return sent


async def public_counts(slack):
    """What a manager reads of Bo, and his own packet."""
    async with slack.database.transaction() as store:
        long_ago = slack.clock() - timedelta(days=30)
        people = await store.people.all()
        reports = may_read_all(people[MIA.id], people)
        packet = await store.reviews.packet(
            BO.id, BO.id, since=date(2026, 11, 1), until=date(2026, 11, 30), now=slack.clock()
        )
        return (
            len(reports),
            await store.kudos.count_received([BO.id], since=long_ago),
            await store.kudos.last_received([BO.id], since=long_ago),
            len(packet.entries),
        )


async def test_what_hurts_goes_with_a_reason(slack):
    await give(slack, "@bo for finally not being ill #care")
    assert [bool(one) for one in await public_counts(slack)] == [True] * 4

    listed = await opened(slack, "/kudos manage", HANA.id)
    assert "<@UANA> → <@UBO>" in seen(listed)
    assert "finally not being ill" in seen(listed)
    empty = await take_down(slack, why=" \u200b")
    assert "write a few words" in empty.errors["why"]
    sent = await slack.person(HANA.id).submit({"why": WHY})
    await slack.settle()

    assert "Taken down. <@UANA> reads your reason" in seen(sent.view)
    assert posts(slack) == []
    assert dms_about(slack, BO.id, "finally not being ill") == []
    [neutral] = dms_about(slack, BO.id, "were taken down by the people team")
    assert WHY not in neutral
    assert "UHANA" not in neutral
    [told] = dms_about(slack, ANA.id, "The people team took down your kudos to <@UBO>")
    assert WHY in told
    assert "UHANA" not in told
    assert (await public_counts(slack))[1:] == (0, {}, 0)
    kept = await kudos_of(slack)
    assert kept.reason == "finally not being ill"
    assert kept.removal_reason == WHY

    await opened(slack, "/kudos mine")
    await slack.person(ANA.id).click(slack.person(ANA.id).view, "kudos_given")
    await slack.settle()
    assert "Taken down by the people team." in seen(slack.person(ANA.id).view)
    assert WHY in seen(slack.person(ANA.id).view)
    received = seen(await opened(slack, "/kudos mine", BO.id))
    assert "Taken down by the people team." in received
    assert "ill" not in received.replace("will", "")
    assert "took these kudos down already" in (await slack.person(ANA.id).command("/kudos undo")).text
    assert "You have 3 of 5 left" in (await give(slack, "@bo for the review")).text, "the allowance does not come back"


async def test_only_the_people_team_can(alone):
    await give(alone)
    bo = alone.person(BO.id)

    refused = await bo.command("/kudos manage")
    assert refused.text == "Only the people team can do that. Ask one of them: <@UHANA>."
    assert "manage" not in str((await bo.command("/kudos help")).blocks)
    assert "manage" in str((await alone.person(HANA.id).command("/kudos help")).blocks)

    await opened(alone, "/kudos manage", HANA.id)
    hana = alone.person(HANA.id)
    await hana.click(hana.view, "kudos_take_down")
    await alone.settle()
    async with alone.database.transaction() as store:
        person = await store.people.get(HANA.id)
        await store.people.save(person.model_copy(update={"role": Role.EMPLOYEE}))
    sent = await hana.submit({"why": WHY})
    assert "Only the people team can do that" in sent.errors["why"]
    assert len(posts(alone)) == 1


async def test_a_second_time_it_is_gone_already(alone):
    await give(alone)
    await take_down(alone)
    hana = alone.person(HANA.id)
    assert "no public kudos yet" in seen(await opened(alone, "/kudos manage", HANA.id))
    await hana.close(all=True)

    await give(alone, "@bo for the review")
    await hana.open_home()
    await hana.click(hana.home, "kudos_manage")
    await alone.settle()
    await hana.click(hana.view, "kudos_take_down")
    await alone.settle()
    await alone.person(ANA.id).command("/kudos undo")
    sent = await hana.submit({"why": WHY})
    await alone.settle()

    assert "gone already" in sent.errors["why"]
    assert dms_about(alone, BO.id, "<@UANA> took back the kudos that stood here")


async def test_what_waits_for_the_bot_comes_with_the_invitation(slack):
    """Nothing is lost where the bot is not in the channel: the giver reads what to type, and it comes at once then."""
    ana = slack.person(ANA.id)
    channel = slack.emulator.workspace.channels[CHANNEL]
    slack.emulator.channels.leave(channel, slack.emulator.app().bot_user)

    await give(slack)
    await give(slack, "@mia for the review")

    told = dms_about(slack, ANA.id, "/invite @Cairn")
    assert len(told) == 2
    assert "I am not in that channel. Type `/invite @Cairn` there." in told[0]
    assert "I keep the post, and try again as soon as I am invited and every hour, for a week." in told[0]
    assert dms_about(slack, BO.id, "thanks you"), "whoever was thanked knows it all the same"
    assert posts(slack) == []

    await ana.command("/kudos undo")
    await ana.invite(CHANNEL, slack.emulator.app().bot_user)
    await slack.settle()

    assert ["the calm handover" in seen(one) for one in posts(slack)] == [True], "and what was taken back never comes"


async def test_a_post_that_cannot_be_deleted_is_told(alone):
    await give(alone)
    alone.emulator.faults.add("chat.delete", "error", error="channel_not_found", times=1)

    await alone.person(ANA.id).command("/kudos undo")
    await alone.settle()

    assert dms_about(alone, ANA.id, "I could not delete their post in <#CKUDOS>")
    await alone.pass_time(timedelta(hours=1, minutes=1))
    assert posts(alone) == [], "an hour later it could"


async def test_a_post_somebody_deleted_by_hand_counts_as_gone(alone):
    await give(alone)
    alone.emulator.posts.delete(alone.emulator.workspace.channels[CHANNEL], posts(alone)[0]["ts"])

    reply = await alone.person(ANA.id).command("/kudos undo")
    await alone.settle()

    assert "Taken back" in reply.text
    async with alone.database.reading() as store:
        assert (await store.outbox.state_of("kudos:1:post:gone")) == "sent"
