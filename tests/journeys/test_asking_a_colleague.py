"""Feedback: asked for, written, announced without its text, and read by those the author chose."""

import pytest

from company import ANA, BO, MIA, OLU
from reviewing import page
from running import Running, running

SECRET = "You answered before the question was out"
WHOLE = {"situation": "In the launch meeting", "behaviour": SECRET, "impact": "Two of us stopped asking"}


@pytest.fixture(params=["socket", "http"])
async def slack(request, database_url):
    async with running(database_url, mode=request.param) as everything:
        await everything.settle()
        yield everything


def said_to(slack: Running, person) -> str:
    return str(slack.person(person.id).dm())


async def test_asked_written_read_and_the_card_says_so(slack):
    ana, bo = slack.person(ANA.id), slack.person(BO.id)
    reply = await ana.command("/feedback ask @bo about the launch meeting")
    assert "you will hear either way" in reply.text
    await slack.settle()
    asked = bo.dm()[-1]
    assert "the launch meeting" in str(asked["blocks"])

    await bo.click(asked, "feedback_write")
    await slack.settle()
    assert "the launch meeting" in str(bo.view["blocks"])
    sent = await bo.submit(WHOLE | {"visibility": "receiver"})
    assert "Only <@UANA> can read it" in str(sent.view["blocks"])
    await slack.settle()

    announced = ana.dm()[-1]
    assert "wrote feedback for you" in announced["text"]
    assert SECRET not in said_to(slack, ANA)
    assert "You wrote" in bo.dm()[-1]["text"]
    await ana.click(announced, "feedback_inbox")
    await slack.settle()
    assert SECRET in str(ana.view["blocks"])


@pytest.mark.parametrize(
    ("visibility", "told", "readers"),
    [
        pytest.param("receiver", {ANA.id}, {ANA.id}, id="only the receiver"),
        pytest.param("receiver_and_manager", {ANA.id, MIA.id}, {ANA.id, MIA.id}, id="receiver and manager"),
        pytest.param("manager", {MIA.id}, {MIA.id}, id="only the manager"),
    ],
)
async def test_only_those_chosen_are_told_and_can_read(slack, visibility, told, readers):
    bo = slack.person(BO.id)
    await bo.command("/feedback @ana")
    await slack.settle()
    await bo.submit(WHOLE | {"visibility": visibility})
    await slack.settle()

    assert {p.id for p in (ANA, MIA, OLU) if "wrote feedback" in said_to(slack, p)} == told
    assert not any(SECRET in said_to(slack, person) for person in (ANA, BO, MIA, OLU))
    assert {person.id for person in (ANA, MIA, OLU) if SECRET in await evidence(slack, person)} == readers
    assert SECRET not in str(slack.person(ANA.id).messages("CGENERAL"))


async def evidence(slack: Running, reader) -> str:
    """What `/review packet @ana` sends this reader, or the refusal."""
    return await page(slack, reader, "@ana")


async def test_declining_tells_the_asker_and_closes_the_card(slack):
    ana, bo = slack.person(ANA.id), slack.person(BO.id)
    await ana.command("/feedback ask @bo about the launch")
    await slack.settle()
    card = bo.dm()[-1]
    await bo.click(card, "feedback_decline")
    await slack.settle()
    sent = await bo.submit({"reason": "I was on leave"})
    await slack.settle()

    assert sent.closed
    assert "I was on leave" in str(ana.dm()[-1]["blocks"])
    assert "You declined" in bo.dm()[-1]["text"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        pytest.param("@ana", "Feedback is for someone else", id="telling oneself"),
        pytest.param("ask @ana about me", "Ask somebody who works with you", id="asking oneself"),
        pytest.param("ask @bo", "Say what you would like to hear about", id="about nothing"),
        pytest.param("ask @gil about the visit", "I don't know <@UGIL>", id="asking a guest"),
        pytest.param("@gil", "I don't know <@UGIL>", id="for a guest"),
        pytest.param("inbx", "Did you mean `/feedback inbox`?", id="a typing error"),
    ],
)
async def test_each_wrong_way_has_its_sentence(slack_on_sqlite, typed, words):
    assert words in (await slack_on_sqlite.person(ANA.id).command(f"/feedback {typed}")).text


async def test_what_is_missing_is_said_at_its_field(slack):
    ana = slack.person(ANA.id)
    await ana.command("/feedback")
    await slack.settle()

    sent = await ana.submit({"receiver": ANA.id, "behaviour": "I did it"})
    assert "Feedback is for someone else" in sent.errors["receiver"]

    sent = await ana.submit({"receiver": OLU.id, "behaviour": "You did it", "visibility": "manager"})
    assert "has no manager in Cairn" in sent.errors["visibility"]


async def test_a_manager_who_left_reads_nothing_so_nobody_is_offered_to_them(slack_on_sqlite):
    slack = slack_on_sqlite
    await slack.emulator.change(MIA.id, deleted=True)
    await slack.emulator.settled()
    bo = slack.person(BO.id)
    await bo.command("/feedback")
    await slack.settle()

    sent = await bo.submit(WHOLE | {"receiver": ANA.id, "visibility": "manager"})

    assert "has no manager in Cairn" in sent.errors["visibility"]
