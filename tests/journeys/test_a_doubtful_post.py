"""Slack never said whether it took a public post: the one who caused it looks, and decides; nobody else can."""

from datetime import timedelta

import pytest
from kudos_scene import dms_about, ephemeral, posts, seen

from company import ANA, BO
from handlers.views.doubtful_posts import AGAIN, THERE

LATER = timedelta(minutes=1)


@pytest.fixture
def doubt(slack):
    """Ana thanks Bo, and Slack's answer to the post is lost; the question she gets."""

    async def doubt(how):
        await slack.settle()  # the prompts are out
        slack.emulator.faults.add("chat.postMessage", how, times=1)
        await slack.person(ANA.id).command("/kudos @bo for the review")
        await slack.pass_time(LATER)
        return slack.person(ANA.id).dm()[-1]

    return doubt


async def press(slack, who, question, what):
    answer = await slack.person(who).click(question, what)
    await slack.pass_time(LATER)
    return answer


async def test_it_is_there(slack, doubt):
    question = await doubt("accept_then_drop")
    assert "did not say whether it took the post" in seen(question)
    await press(slack, ANA.id, question, THERE)

    assert len(posts(slack)) == 1
    (told,) = dms_about(slack, ANA.id, "Thank you for looking")
    assert "the post is in" in told
    assert dms_about(slack, ANA.id, "Please have a look") == []


async def test_what_is_there_and_nobody_knows_where_cannot_be_taken_away_and_that_is_told(slack, doubt):
    question = await doubt("accept_then_drop")
    await press(slack, ANA.id, question, THERE)

    await slack.person(ANA.id).command("/kudos undo")
    await slack.settle()
    await slack.bot.timetable.reconcile()
    await slack.settle()

    assert len(posts(slack)) == 1
    (told,) = dms_about(slack, ANA.id, "could not delete their post")
    assert "Slack never told me where it stands. An owner of the workspace can delete it." in told


async def test_post_again_as_often_as_it_takes(slack, doubt):
    question = await doubt("drop")
    assert posts(slack) == []
    slack.emulator.faults.add("chat.postMessage", "drop", times=1)
    await press(slack, ANA.id, question, AGAIN)
    assert posts(slack) == []

    asked_again = slack.person(ANA.id).dm()[-1]
    assert asked_again["ts"] != question["ts"]
    await press(slack, ANA.id, asked_again, AGAIN)

    assert len(posts(slack)) == 1
    assert len(dms_about(slack, ANA.id, "once more")) == 2


async def test_each_question_is_answered_once(slack, doubt):
    question = await doubt("accept_then_drop")
    for what in (THERE, AGAIN):
        await slack.person(ANA.id).click(question, what)
    await slack.pass_time(LATER)

    assert len(posts(slack)) == 1
    assert "settled already" in ephemeral(slack, ANA.id)[-1]["text"]


async def test_nobody_else_decides(slack, doubt):
    question = await doubt("accept_then_drop")
    attempt, _, post = next(one["value"] for one in question["blocks"][1]["elements"]).partition(" ")

    async with slack.database.transaction() as store:
        assert await store.doubts.left_to(BO.id, post, int(attempt)) is None
        assert await store.doubts.left_to(ANA.id, post, int(attempt) + 1) is None
        assert await store.doubts.left_to(ANA.id, post, int(attempt))
