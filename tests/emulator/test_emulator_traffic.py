"""The inspector: what went over the wires in both directions, without secrets, in bounded memory."""

import json

import pytest
from northwind_slack import button, home, modal, section

from emulator.state.keeping import Newest
from emulator.wires.masking import headline, without_secrets

SECRETS = ("xoxb-cairn", "xapp-cairn", "secret-of-cairn", "legacy-verification-token")


@pytest.fixture
def traffic(session, emulator):
    async def traffic(**query):
        async with session.get(f"{emulator.url}/_control/traffic", params=query) as answer:
            assert answer.status == 200, await answer.text()
            text = await answer.text()
            assert not [secret for secret in SECRETS if secret in text]
            return json.loads(text)

    return traffic


@pytest.fixture
async def app(bolt, connect, client):
    @bolt.command("/kudos")
    async def kudos(ack, command, respond):
        await ack("Thanks")
        await respond("And again")

    @bolt.action("open")
    async def opens(ack, body):
        await client.views_open(trigger_id=body["trigger_id"], view=modal())
        await ack()

    @bolt.view("form")
    async def form(ack):
        await ack()

    @bolt.event("app_home_opened")
    async def opened(event):
        await client.views_publish(user_id=event["user"], view=home())

    @bolt.event("message")
    async def message():
        pass

    await connect()


async def test_both_directions_and_every_way(app, ana, client, traffic, emulator):
    await ana.command("/kudos x", channel="CKUDOS")
    await emulator.until(lambda: len(ana.messages("CKUDOS")) == 2)
    await client.chat_postMessage(channel="UANA", text="x", blocks=[section(accessory=button("open"))])
    await ana.click(ana.dm()[-1], "open")
    await ana.submit({"words": "x"})
    await ana.open_home()
    await emulator.settled()
    seen = (await traffic())["traffic"]
    assert {(one["direction"], one["transport"], one["name"]) for one in seen} == {
        ("to_slack", "web_api", "apps.connections.open"),
        ("to_slack", "web_api", "auth.test"),
        ("to_slack", "web_api", "chat.postMessage"),
        ("to_slack", "web_api", "views.open"),
        ("to_slack", "web_api", "views.publish"),
        ("to_slack", "response_url", "respond to a command"),
        ("to_app", "socket", "/kudos"),
        ("to_app", "socket", "block_actions open"),
        ("to_app", "socket", "view_submission form"),
        ("to_app", "socket", "event app_home_opened"),
        ("to_app", "socket", "event message.im"),
    }
    assert {one["app"] for one in seen} == {"A0CAIRN"}
    assert all(one["ok"] and one["note"] == "" and one["fault"] is None for one in seen)
    [command] = [one for one in seen if one["name"] == "/kudos"]
    assert (command["request"]["text"], command["answer"]["text"], command["attempt"]) == ("x", "Thanks", 0)
    assert (command["at"], command["milliseconds"] >= 0) == ("2026-03-02T09:00:00+00:00", True)
    assert command["request"]["response_url"].endswith("/•••")
    assert len(command["request"]["trigger_id"]) > 30
    [opened] = [one for one in seen if one["name"] == "apps.connections.open"]
    assert "ticket=•••" in opened["answer"]["url"]


async def test_numbers_go_on_and_old_ones_can_be_asked_for(client, traffic):
    assert await traffic() == {"traffic": [], "next": 1, "first": 1}
    for _ in range(5):
        await client.auth_test()
    newest = await traffic(limit=2)
    assert ([one["n"] for one in newest["traffic"]], newest["next"]) == ([4, 5], 6)
    first = await traffic(since=0, limit=2)
    assert ([one["n"] for one in first["traffic"]], first["next"]) == ([1, 2], 3)
    assert [one["n"] for one in (await traffic(since=3))["traffic"]] == [3, 4, 5]
    assert await traffic(since=newest["next"]) == {"traffic": [], "next": 6, "first": 1}
    assert (await traffic(since=99))["next"] == 6  # a page from before a restart finds its way back


async def test_refusals_faults_and_strangers_say_what_came_of_them(client, session, traffic, emulator):
    emulator.faults.add("auth.test", "error", error="fatal_error")
    emulator.faults.add("team.info", "accept_then_error")
    for call in (client.auth_test(), client.team_info(), client.api_call("chat.shout")):
        with pytest.raises(Exception, match="failed"):
            await call
    await session.post(emulator.api_url + "auth.test", headers={"Authorization": "Bearer xoxb-nobody"})
    seen = (await traffic())["traffic"]
    assert [(one["app"], one["ok"], one["note"], one["fault"]) for one in seen] == [
        ("A0CAIRN", False, "fatal_error", "error"),
        ("A0CAIRN", False, "carried out, then called fatal_error", "accept_then_error"),
        ("A0CAIRN", False, "unknown_method", None),
        (None, False, "invalid_auth", None),
    ]


@pytest.mark.parametrize("kind", ["http_500", "drop", "reset", "accept_then_drop", "late_accept"])
async def test_a_call_without_an_answer(client, traffic, emulator, kind):
    emulator.faults.add("auth.test", kind)
    with pytest.raises(Exception):  # noqa: B017 - each kind has its own
        await client.auth_test()
    [entry] = (await traffic())["traffic"]
    assert (entry["ok"], entry["answer"], entry["fault"]) == (False, None, kind)
    assert entry["note"]


async def test_a_delivery_that_failed_and_came_again(ana, bo, traffic, emulator):
    await bo.say("CKUDOS", "Hello")
    [first, second] = (await traffic())["traffic"][:2]
    assert (first["ok"], first["note"], first["attempt"]) == (False, "dispatch_failed (connection_failed)", 0)
    assert (second["attempt"], second["note"]) == (
        1,
        "again, after connection_failed; dispatch_failed (connection_failed)",
    )


async def test_the_page_hears_of_it(session, client, emulator):
    async with session.ws_connect(f"{emulator.url}/_control/live?as=UANA") as page:
        await client.auth_test()
        assert await page.receive_json() == {"type": "traffic", "n": 1}


async def test_a_slow_page_hears_of_the_newest_only(session, client, emulator):
    async with session.ws_connect(f"{emulator.url}/_control/live?as=UANA") as page:
        for number in range(50):
            emulator.live.tell("traffic", n=number)
            emulator.live.tell("messages", channel=f"C{number % 2}")
        heard = [await page.receive_json() for _ in range(3)]
    assert heard == [
        {"type": "traffic", "n": 49},
        {"type": "messages", "channel": "C0"},
        {"type": "messages", "channel": "C1"},
    ]


async def test_only_the_newest_are_kept(emulator, monkeypatch):
    emulator.traffic._entries = Newest(3, 10**9)
    for number in range(10):
        emulator.traffic.to_slack(emulator.traffic.begin(), None, "web_api", f"m{number}", {}, {"ok": True})
    shown = emulator.traffic.read(0, 200)
    assert ([one["n"] for one in shown["traffic"]], shown["first"], shown["next"]) == ([8, 9, 10], 8, 11)


def test_numbers_stay_true_when_old_things_are_forgotten():
    things = Newest(3, 100)
    for number in range(10):
        things.append(number)
    assert (len(things), things.first, list(things)) == (10, 7, [7, 8, 9])
    assert (things[-1], things[7], things[8:], things[0:], things[::-1]) == (9, 7, [8, 9], [7, 8, 9], [9, 8, 7])
    for gone in (6, 10, -4):
        with pytest.raises(IndexError, match="is not kept: there are 7 to 9"):
            things[gone]
    things.append("heavy", weight=99)
    assert list(things) == [9, "heavy"]
    things.append("heavier", weight=500)
    assert list(things) == ["heavier"]


async def test_the_calls_that_tests_see_are_bounded_too(client, emulator):
    emulator.calls = Newest(3, 10**9)
    before = len(emulator.calls)
    for _ in range(5):
        await client.auth_test()
    assert len(emulator.calls) - before == 5
    assert len(emulator.calls[before:]) == 3


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param("say xoxb-12-ab and xapp-1-A0-77", "say xoxb-••• and xapp-•••", id="tokens in a text"),
        pytest.param({"token": "plain words"}, {"token": "•••"}, id="a token of another form"),
        pytest.param({"client_secret": "s", "code": "invalid"}, {"client_secret": "•••", "code": "invalid"}, id="keys"),
        pytest.param({"xoxp-1": 1}, {"xoxp-•••": 1}, id="a token as a key"),
        pytest.param({"trigger_id": "1.2.abc"}, {"trigger_id": "1.2.abc"}, id="a trigger id stays"),
        pytest.param(["http://h/actions/T1/1/SECRET"], ["http://h/actions/T1/1/•••"], id="a response url"),
        pytest.param("http://h/upload/v1/SECRET", "http://h/upload/v1/•••", id="an upload"),
        pytest.param({"n": [1, None, True, 2.5]}, {"n": [1, None, True, 2.5]}, id="no text"),
        pytest.param({"token": None}, {"token": None}, id="no token"),
    ],
)
def test_secrets_are_taken_out(value, shown):
    assert without_secrets(value) == shown


def test_an_apps_own_secrets_are_known_in_any_form(emulator):
    app = emulator.app()
    app.bot_token, app.signing_secret = "grandmas-token", "8f742231b10e"
    assert without_secrets("a grandmas-token, a 8f742231b10e", [app]) == "a •••, a •••"


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        ({"command": "/kudos"}, "/kudos"),
        ({"type": "block_actions", "actions": [{"action_id": "a"}, {"action_id": "b"}]}, "block_actions a b"),
        ({"type": "view_closed", "view": {"callback_id": "form"}}, "view_closed form"),
        ({"type": "message_action", "callback_id": "give"}, "message_action give"),
        ({"type": "block_suggestion", "action_id": "goal"}, "block_suggestion goal"),
        ({"event": {"type": "message", "channel_type": "mpim"}}, "event message.mpim"),
        ({"event": {"type": "message", "channel_type": "group"}}, "event message.groups"),
        ({"event": {"type": "reaction_added"}}, "event reaction_added"),
        ({"type": "app_rate_limited"}, "app_rate_limited"),
    ],
)
def test_what_a_payload_is_called(payload, words):
    assert headline(payload) == words
