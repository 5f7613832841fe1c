"""The form of kudos under odd circumstances: people who left, forms from before an update, forged goals, old buttons."""

import copy
import itertools
from dataclasses import replace
from datetime import date

import pytest

from company import ANA, BO, MIA
from domain.goals import Goal, Level, State
from domain.kudos import Kudos

NOBODY = "I don't know this person"
GIVE = {"receivers": [BO.id], "reason": "the calm handover"}


@pytest.fixture
async def slack(slack_on_sqlite):
    await slack_on_sqlite.settle()
    return slack_on_sqlite


@pytest.fixture
async def ana(slack):
    """Ana, with the form open."""
    person = slack.person(ANA.id)
    await person.command("/kudos")
    await slack.settle()
    return person


def shown(view) -> str:
    return str(view["blocks"])


async def save(slack, **facts):
    about = {"ref": "G-1", "title": "Calm", "starts": date(2026, 7, 1), "due": date(2027, 3, 31)}
    async with slack.database.transaction() as store:
        return await store.goals.save(Goal(**about | {"owner": BO.id, "state": State.ACTIVE} | facts))


async def test_somebody_who_left_meanwhile_is_said_at_the_field_and_the_text_stays(slack, ana):
    ana.fill(GIVE | {"receivers": [BO.id, MIA.id]})
    await slack.emulator.change(BO.id, deleted=True)

    sent = await ana.submit()

    assert list(sent.errors) == ["receivers"]
    assert NOBODY in sent.errors["receivers"]
    assert (await ana.submit({"receivers": [MIA.id]})).errors == {}


@pytest.mark.parametrize("who", ["UGIL", "UBOT", "UFOREIGN"], ids=["a guest", "a bot", "of another organisation"])
async def test_whoever_takes_no_part_is_refused(slack, ana, who):
    ana.fill(GIVE)
    slack.emulator.views.stack(ANA.id)[-1].typed["receivers"] = {"receivers": [BO.id, who]}

    assert NOBODY in (await ana.submit()).errors["receivers"]


@pytest.mark.parametrize("missing", ["audience", "goal", "value"])
async def test_a_form_from_before_an_update_without_a_field_is_taken(slack, missing):
    await save(slack, level=Level.TEAM)
    ana = slack.person(ANA.id)
    await ana.command("/kudos")
    await slack.settle()
    await ana.submit(GIVE | {"receivers": []})
    ana.fill(GIVE)
    shown_now = slack.emulator.views.stack(ANA.id)[-1]
    shown_now.view["blocks"] = [one for one in shown_now.view["blocks"] if one["block_id"] != missing]

    assert "Thank you for saying thank you" in shown((await ana.submit()).view)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        pytest.param({"owner": MIA.id}, "can't find that any more", id="a peer's"),
        pytest.param({"level": Level.TEAM, "state": State.DRAFT}, "can't find that any more", id="a draft"),
        pytest.param({"level": Level.TEAM, "state": State.DROPPED}, "G-1 has been closed", id="dropped"),
        pytest.param({"owner": ANA.id, "state": State.CLOSED}, "G-1 has been closed", id="one's own, closed"),
    ],
)
async def test_a_goal_that_cannot_be_named_is_said_at_its_field(slack, facts, words):
    shared = await save(slack, level=Level.COMPANY, ref="CO-1")
    ana = slack.person(ANA.id)
    await ana.command("/kudos")
    await slack.settle()
    other = await save(slack, **facts)
    ana.fill(GIVE | {"goal": str(shared.id)})
    [form] = slack.emulator.views.stack(ANA.id)
    for group in next(one for one in form.view["blocks"] if one["block_id"] == "goal")["element"]["option_groups"]:
        for option in group["options"]:
            option["value"] = str(other.id)
    form.typed["goal"] = {"goal": str(other.id)}

    sent = await ana.submit()

    assert list(sent.errors) == ["goal"]
    assert words in sent.errors["goal"]


POINTLESS = ("", "abc", "-1", "99999999999", "7", '{"like":1}')
BUTTONS = ("kudos_undo", "kudos_again", "kudos_take_down", "kudos_manage_older", "kudos_older")


async def test_a_button_that_points_nowhere_is_answered_with_a_sentence(slack):
    ana = slack.person(ANA.id)
    await ana.command("/kudos @bo for the review")
    [card] = [one for one in ana.dm() if "kudos_undo" in str(one)]
    await ana.click(card, "kudos_undo")
    sent = slack.emulator.delivery.last
    for action, value in itertools.product(BUTTONS, POINTLESS):
        forged = copy.deepcopy(sent.payload) | {"trigger_id": f"{action}{value}"}
        forged["actions"][0] |= {"action_id": action, "value": value}
        forged["response_url"] = new_response_url(slack)
        before = len(ana.dm())

        ack = await slack.emulator.delivery.send(replace(sent, payload=forged))
        await slack.settle()

        assert ack.error is None
        assert len(ana.dm()) == before + 1, (action, value)
        assert "Something went wrong on my side" not in str(ana.dm()[-1]), (action, value)


def new_response_url(slack) -> str:
    """Slack takes five answers a button press."""
    app, person = slack.emulator.app(), slack.person(ANA.id).me
    place = slack.emulator.workspace.dm(ANA.id, app)
    return slack.emulator.url + slack.emulator.response_urls.new("actions", app, place, person.id)


async def test_somebody_elses_kudos_cannot_be_taken_back_or_said_again(slack):
    async with slack.database.transaction() as store:
        theirs = await store.kudos.add(Kudos(giver=MIA.id, receivers=(BO.id,), reason="x", given_at=slack.clock()))
    ana = slack.person(ANA.id)
    await ana.command("/kudos @bo for the review")
    [card] = [one for one in ana.dm() if "kudos_undo" in str(one)]
    card = copy.deepcopy(card)
    await ana.click(card, "kudos_undo")
    sent = slack.emulator.delivery.last
    again = f'{{"asked":"a","like":{theirs.id},"receivers":["UBO"]}}'
    for action, value in (("kudos_undo", str(theirs.id)), ("kudos_again", again)):
        forged = copy.deepcopy(sent.payload) | {"trigger_id": f"forged {action}"}
        forged["actions"][0] |= {"action_id": action, "value": value}
        await slack.emulator.delivery.send(replace(sent, payload=forged))
    await slack.settle()

    async with slack.database.reading() as store:
        assert (await store.kudos.get(theirs.id)).undone_at is None
        assert await store.kudos.get(3) is None
