"""Kudos to a user group: they go to the people in it, each of whom counts."""

import asyncio
from datetime import timedelta

import pytest
from kudos_scene import dms_about, give, group, posts, seen

from company import ANA, BO, MIA, OLU, SAM
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


async def test_a_group_stands_for_the_people_in_it(slack):
    await slack.emulator.change(OLU.id, deleted=True)
    group(slack, "support", ANA.id, BO.id, MIA.id, OLU.id, "UGIL", "UBOT")

    reply = await give(slack, "@support and @sam for the calm handover #care")

    assert "I left out you and 3 who take no part (guests, bots, people who left)" in reply.text
    assert "You have 2 of 5 left this week" in reply.text, "Sam, Bo and Mia count one each"
    [post] = posts(slack)
    assert "<@UANA> thanks <@USAM>, <@UBO> and <@UMIA>" in seen(post)
    assert "the calm handover" in seen(post)
    assert "subteam" not in str(post), "nobody is pinged through the group"
    for person in (BO, MIA, SAM):
        assert len(dms_about(slack, person.id, "calm handover")) == 1
    assert dms_about(slack, "UANA", "calm handover")[1:] == [], "only the reply"

    again = await slack.emulator.redeliver(3, at_once=True)
    await slack.settle()
    assert {answer.payload["text"] for answer in again} == {reply.text}
    assert len(posts(slack)) == 1


async def test_a_group_that_is_too_big_is_explained(alone):
    group(alone, "staff", "UBO", "UMIA", "UOLU", "UHANA", "USAM")
    await give(alone, "@bo for the review")

    reply = await give(alone, "@staff for a good year")

    assert "That takes 5 kudos, one for each person in @staff, and you have 4 of 5 left this week" in reply.text
    assert len(posts(alone)) == 1
    assert "You have 3 of 5 left" in (await give(alone, "@mia for the review")).text, "nothing was lost by trying"


async def test_the_allowance_holds_for_sixty_at_once_with_groups_and_undo(slack):
    group(slack, "support", BO.id, MIA.id)
    ana = slack.person(ANA.id)
    typed = (
        [f"@support for reason {n}" for n in range(25)] + [f"@sam for reason {n}" for n in range(25)] + ["undo"] * 10
    )

    replies = await asyncio.gather(*(ana.command(f"/kudos {text}") for text in typed))
    await slack.settle()

    assert all(reply.error is None and "Something went wrong" not in reply.text for reply in replies)
    async with slack.database.reading() as store:
        stored = await store.kudos.latest_of(ANA.id, most=100)
        used = await store.kudos.count_given(ANA.id, since=slack.clock() - timedelta(days=7))
    standing = [one for one in stored if not one.undone_at]
    assert len(stored) == sum("Thank you for saying thank you" in reply.text for reply in replies)
    assert len(stored) - len(standing) == sum("Taken back" in reply.text for reply in replies)
    assert used == sum(len(one.receivers) for one in standing) <= 5
    assert len(posts(slack)) == len(standing)


@pytest.mark.parametrize(
    ("members", "words"),
    [
        pytest.param([], "There is nobody in @support to thank", id="empty"),
        pytest.param(["UANA"], "There is nobody in @support to thank", id="only the giver"),
        pytest.param(["UGIL", "UBOT"], "There is nobody in @support to thank", id="only guests and bots"),
    ],
)
async def test_a_group_without_anybody_to_thank(slack_on_sqlite, members, words):
    group(slack_on_sqlite, "support", *members)

    reply = await give(slack_on_sqlite, "@support for the calm handover")

    assert words in reply.text
    assert posts(slack_on_sqlite) == []


@pytest.mark.parametrize(
    ("kind", "facts", "words"),
    [
        pytest.param("error", {"error": "missing_scope"}, "I may not read user groups here", id="no scope"),
        pytest.param("error", {"error": "no_such_subteam"}, "no such group any more", id="gone"),
        pytest.param("error", {"error": "odd_error"}, "Slack refused it (odd_error)", id="anything else"),
        pytest.param("http_500", {}, "Slack does not answer", id="in trouble"),
        pytest.param("hang", {}, "Slack does not answer", id="too slow"),
    ],
)
async def test_a_group_that_cannot_be_read_is_explained_in_time(slack_on_sqlite, kind, facts, words):
    slack = slack_on_sqlite
    group(slack, "support", BO.id)
    slack.emulator.faults.add("usergroups.users.list", kind, times=1, **facts)

    reply = await give(slack, "@support for the calm handover")

    assert reply.error is None
    assert "I could not read who is in @support" in reply.text
    assert words in reply.text
    assert posts(slack) == []
    assert "Thank you" in (await give(slack, "@support for the calm handover")).text


async def test_several_groups_and_names_thank_everybody_once(slack_on_sqlite):
    slack = slack_on_sqlite
    group(slack, "support", BO.id, MIA.id)
    group(slack, "leads", MIA.id, OLU.id, id="S2")

    reply = await give(slack, "@bo @support @leads for the calm handover")

    assert "You have 2 of 5 left this week" in reply.text
    assert len(dms_about(slack, MIA.id, "calm handover")) == 1
