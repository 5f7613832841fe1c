"""Dialogs, which came before modals: shown, filled in, refused, sent, cancelled."""

from datetime import timedelta

import pytest
from northwind_slack import error, refusal
from slack_sdk.webhook.async_client import AsyncWebhookClient

from emulator import Ack

CARS = {"label": "Car", "name": "car", "type": "select", "data_source": "external"}
RIDE = {
    "callback_id": "ride",
    "title": "Request a ride",
    "submit_label": "Request",
    "notify_on_cancel": True,
    "state": "Limo",
    "elements": [
        {"label": "From", "name": "from", "type": "text", "placeholder": "Where are you?"},
        {"label": "Words", "name": "words", "type": "textarea", "optional": True, "hint": "Anything else?"},
        {"label": "Who", "name": "who", "type": "select", "data_source": "users", "value": "UANA"},
        {
            "label": "When",
            "name": "when",
            "type": "select",
            "value": "now",
            "options": [{"label": "Now", "value": "now"}, {"label": "Later", "value": "later"}],
        },
        CARS,
    ],
}


@pytest.fixture
async def ride(emulator, client):
    """Open a dialog; yields what the app is sent and how it answers."""
    sent, answers = [], []

    async def note(one):
        sent.append(one.payload)
        return Ack(payload=answers.pop(0) if answers else None)

    emulator.delivery.send = note
    trigger = emulator.triggers.new("UANA", "A0CAIRN", channel="CKUDOS").id
    await client.dialog_open(dialog=RIDE, trigger_id=trigger)
    return sent, answers


async def test_a_dialog_is_sent_and_refused_and_sent_again(ride, ana):
    sent, answers = ride
    assert (ana.view["title"]["text"], ana.view["submit"]["text"]) == ("Request a ride", "Request")
    car = {"options": [{"label": "A blue one", "value": "blue"}]}
    answers += [car, {"errors": [{"name": "from", "error": "Longer, please"}]}]
    (option,) = await ana.options(ana.view, "car", "blu")
    assert (option["text"]["text"], option["value"]) == ("A blue one", "blue")
    asked = {key: sent[0][key] for key in ("type", "name", "value", "state", "callback_id")}
    assert asked == {"type": "dialog_suggestion", "name": "car", "value": "blu", "state": "Limo", "callback_id": "ride"}
    result = await ana.submit({"from": "A", "car": "blue"})
    assert (result.errors, result.closed) == ({"from": "Longer, please"}, False)
    assert (await ana.submit({"from": "Airport"})).closed
    assert sent[-1]["type"] == "dialog_submission"
    assert sent[-1]["submission"] == {"from": "Airport", "words": None, "who": "UANA", "when": "now", "car": "blue"}
    assert (sent[-1]["state"], sent[-1]["channel"]["id"]) == ("Limo", "CKUDOS")
    assert ana.views == []


async def test_a_dialog_is_cancelled(ride, ana, session):
    sent, _ = ride
    await ana.close()
    assert (sent[0]["type"], sent[0]["callback_id"], ana.views) == ("dialog_cancellation", "ride", [])
    await AsyncWebhookClient(sent[0]["response_url"], session=session).send(text="As you like")
    assert ana.messages("CKUDOS")[-1]["text"] == "As you like"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": "x" * 25}, "no more than 24 characters allowed [json-pointer:/title]"),
        ({"callback_id": ""}, "missing required field: callback_id"),
        ({"elements": [CARS] * 11}, "between 1 and 10 items needed [json-pointer:/elements]"),
        ({"elements": [{**CARS, "label": "x" * 49}]}, "no more than 48 characters allowed"),
        ({"elements": [{**CARS, "type": "dance"}]}, "must be text, textarea or select"),
        ({"elements": [{**CARS, "data_source": "cars"}]}, "must be one of channels"),
    ],
)
async def test_a_dialog_that_cannot_be_shown(emulator, client, ana, change, words):
    trigger = emulator.triggers.new("UANA", "A0CAIRN").id
    answer = await refusal(client.dialog_open(dialog={**RIDE, **change}, trigger_id=trigger))
    assert (answer["error"], ana.views) == ("validation_errors", [])
    assert words in answer["response_metadata"]["messages"][0]


async def test_a_dialog_without_a_trigger(emulator, client, clock):
    late, used = (emulator.triggers.new("UANA", "A0CAIRN").id for _ in range(2))
    await client.dialog_open(dialog=RIDE, trigger_id=used)
    assert await error(client.dialog_open(dialog=RIDE, trigger_id=used)) == "trigger_exchanged"
    assert await error(client.dialog_open(dialog=RIDE, trigger_id="1.2.x")) == "invalid_trigger"
    clock.forward(timedelta(seconds=4))
    assert await error(client.dialog_open(dialog=RIDE, trigger_id=late)) == "trigger_expired"
