"""Kudos: by text, by form, once however often they arrive, and what a wrong one reads."""

import asyncio
from datetime import timedelta

import pytest

from company import ANA, BO, MIA
from domain.rules import COMMANDS
from running import running


@pytest.fixture(params=["socket", "http"])
async def slack(request, database_url):
    async with running(database_url, mode=request.param) as everything:
        yield everything


def posts(slack) -> list[str]:
    return [str(message["blocks"]) for message in slack.person(ANA.id).messages("CKUDOS")]


async def test_by_text_it_stands_in_the_channel_and_reaches_everyone_thanked(slack):
    reply = await slack.person(ANA.id).command("/kudos @bo @mia for the calm handover #care", channel="CGENERAL")

    assert "Thank you for saying thank you" in reply.text
    assert "You have 3 of 5 left this week" in reply.text
    await slack.settle()
    [post] = posts(slack)
    assert "<@UANA> thanks <@UBO> and <@UMIA>" in post
    assert "the calm handover" in post
    assert "#care" in post
    assert "thanks you" in slack.person(BO.id).dm()[-1]["text"]
    assert "thanks you" in slack.person(MIA.id).dm()[-1]["text"]


async def test_by_form_it_can_stay_private(slack):
    ana = slack.person(ANA.id)
    await ana.command("/kudos")
    await slack.settle()

    sent = await ana.submit({"receivers": [BO.id], "reason": "the quiet word in the meeting", "audience": "private"})

    assert "Thank you for saying thank you" in str(sent.view["blocks"])
    await slack.settle()
    assert posts(slack) == []
    assert "the quiet word" in slack.person(BO.id).dm()[-1]["text"]


async def test_the_same_delivery_again_gets_the_same_reply_and_no_second_effect(slack):
    first = await slack.person(ANA.id).command("/kudos @bo for the review")

    again = await slack.emulator.redeliver(4, at_once=True)

    await slack.settle()
    assert {answer.payload["text"] for answer in again} == {first.text}
    assert len(posts(slack)) == 1
    assert sum("thanks you" in message["text"] for message in slack.person(BO.id).dm()) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("@ana for me", "Kudos are for someone else", id="self"),
        pytest.param("@bo", "Say what it is for", id="no reason"),
        pytest.param("@bo for", "Say what it is for", id="only the word for"),
        pytest.param("@gil for the visit", "I don't know <@UGIL>", id="a guest"),
        pytest.param("@robot for the build", "I don't know <@UBOT>", id="a bot"),
        pytest.param("bo for the review", "type @ and choose a name", id="nobody mentioned"),
        pytest.param("hepl", "Did you mean `/kudos help`?", id="a typing error"),
        pytest.param("@bo for the review #nonsense", "Thank you", id="an unknown tag is a word like others"),
    ],
)
async def test_each_wrong_way_has_its_sentence(slack_on_sqlite, text, words):
    reply = await slack_on_sqlite.person(ANA.id).command(f"/kudos {text}")

    assert words in reply.text


async def test_nothing_typed_can_ping_or_link(slack):
    await slack.person(ANA.id).command("/kudos @bo for <!channel> and <http://evil.example|the portal> & @channel")

    await slack.settle()
    [post] = posts(slack)
    assert "<!channel>" not in post
    assert "<http" not in post


async def test_the_weekly_allowance_holds_at_sixty_at_once(slack):
    ana = slack.person(ANA.id)

    replies = await asyncio.gather(*(ana.command(f"/kudos @bo for reason {n}") for n in range(60)))

    thanked = [reply for reply in replies if "Thank you" in reply.text]
    refused = [reply for reply in replies if "New ones are here on Monday" in reply.text]
    assert (len(thanked), len(refused)) == (5, 55)


async def test_a_channel_without_the_bot_is_explained_and_nothing_is_lost(slack):
    await slack.settle()  # the prompts are out
    slack.emulator.faults.add("chat.postMessage", "error", error="not_in_channel", times=1)
    await slack.person(ANA.id).command("/kudos @bo for the review")

    await slack.settle()

    told = slack.person(ANA.id).dm()[-1]["text"]
    assert "/invite @Cairn" in told
    assert "thanks you" in slack.person(BO.id).dm()[-1]["text"]
    assert posts(slack) == []

    await slack.pass_time(timedelta(hours=1, minutes=1))
    assert "the review" in posts(slack)[0], "an hour later the bot is in the channel, and the post with it"


@pytest.mark.parametrize("command", COMMANDS.values())
async def test_every_command_explains_itself(slack_on_sqlite, command):
    reply = await slack_on_sqlite.person(MIA.id).command(f"/{command} help")

    assert f"`/{command}" in str(reply.blocks)
    assert "help" in str(reply.blocks)


@pytest.mark.parametrize("command", COMMANDS.values())
async def test_every_command_answers_a_wrong_word_with_the_nearest_and_an_example(slack_on_sqlite, command):
    reply = await slack_on_sqlite.person(MIA.id).command(f"/{command} hlep")

    assert f"Did you mean `/{command} help`?" in reply.text
    assert "For example" in reply.text
