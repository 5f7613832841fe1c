"""What Slack sends when somebody chooses a shortcut from a message's menu."""

import pytest

from domain.refusals import NotThere
from handlers.messages import chosen, is_public, ref_in
from outside import slack_data

GENERAL = {"id": "CGENERAL", "name": "general"}
MESSAGE = {"type": "message", "user": "UBO", "text": "Done", "ts": "1763632800.000100"}


def body(*, channel=GENERAL, **message):
    return {"type": "message_action", "channel": channel, "message": MESSAGE | message}


def test_slacks_own_recorded_payload_is_read():
    found = chosen(slack_data("payloads", "interactions", "message_shortcut.json"))

    assert (found.ref.channel, found.ref.author, found.ref.public) == ("C111", "W111", True)
    assert found.text == "<@W222> test"
    assert not found.by_app


@pytest.mark.parametrize(
    ("channel", "public"),
    [
        pytest.param(GENERAL, True, id="a channel"),
        pytest.param({"id": "CSECRET", "name": "privategroup"}, False, id="a private channel"),
        pytest.param({"id": "GSECRET", "name": "leads"}, False, id="an old private channel"),
        pytest.param({"id": "DANA", "name": "directmessage"}, False, id="a direct message"),
        pytest.param({"id": "CGROUP", "name": "mpdm-ana--bo--mia-1"}, False, id="a group of people"),
        pytest.param({"id": "CGENERAL"}, False, id="no name"),
        pytest.param({"id": "CGENERAL", "name": ""}, False, id="an empty name"),
        pytest.param({"id": 7, "name": "general"}, False, id="no id"),
    ],
)
def test_in_doubt_a_place_is_private(channel, public):
    assert is_public(channel) is public


@pytest.mark.parametrize(
    ("message", "by_app"),
    [({}, False), ({"bot_id": "B0CAIRN"}, True), ({"subtype": "bot_message", "user": None}, True)],
    ids=["a person", "an app", "an old integration"],
)
def test_it_tells_people_from_apps(message, by_app):
    assert chosen(body(**message)).by_app is by_app


@pytest.mark.parametrize(
    "bad",
    [
        {},
        {"message": MESSAGE},
        {"message": MESSAGE, "channel": "CGENERAL"},
        body(ts=None),
        body(ts="now"),
        body(user=["UBO"]),
        body(thread_ts="x"),
        body(channel={"id": "c|x>"}),
    ],
    ids=str,
)
def test_what_cannot_be_told_apart_is_refused(bad):
    with pytest.raises(NotThere):
        chosen(bad)


@pytest.mark.parametrize("text", [None, 7, "half \ud800 a\x00 sign"], ids=["none", "a number", "odd signs"])
def test_a_text_is_text(text):
    assert chosen(body(text=text)).text in {"", "half  a sign"}


@pytest.mark.parametrize(
    "told", [None, "x", {}, {"channel": "C1"}, {"channel": "C1", "ts": "1.1", "extra": 1}], ids=str
)
def test_a_form_that_carries_none_carries_none(told):
    assert ref_in(told) is None


def test_a_form_carries_it_along():
    ref = chosen(body(thread_ts="1763632000.000100")).ref
    assert ref_in(ref.model_dump(exclude_defaults=True)) == ref
