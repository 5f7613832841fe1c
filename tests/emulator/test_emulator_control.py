"""The control API of the web page."""

import json

import pytest
from northwind_slack import button, home, modal, section, text_field


@pytest.fixture
def control(session, emulator):
    """Call the control API; return the status and the JSON."""

    async def control(method, path, /, **args):
        url = f"{emulator.url}/_control/{path}"
        given = {"params": args} if method == "GET" else {"json": args}
        async with session.request(method, url, **given) as answer:
            return answer.status, await answer.json()

    return control


@pytest.fixture
def get(control):
    async def get(path, /, **args):
        status, body = await control("GET", path, **args)
        assert status == 200, body
        return body

    return get


@pytest.fixture
def post(control):
    async def post(path, /, **args):
        status, body = await control("POST", path, **{"as": "UANA", **args})
        assert status == 200, body
        return body

    return post


@pytest.fixture
async def app(bolt, connect, client):
    """A small app that answers everything."""

    @bolt.command("/kudos")
    async def kudos(ack, command):
        await ack(f"Thanks for {command['text']}")

    @bolt.action("open")
    async def opens(ack, body):
        await client.views_open(trigger_id=body["trigger_id"], view=modal(text_field("words"), text_field("more")))
        await ack()

    @bolt.action("typed")
    async def typed(ack, body, respond):
        await ack()
        await respond(str(body["state"]["values"]["who"]["who"]["selected_user"]))

    @bolt.view("form")
    async def form(ack, view):
        words = view["state"]["values"]["words"]["text"]["value"]
        await (ack(response_action="errors", errors={"words": "Say more."}) if words == "x" else ack())

    @bolt.options("goal")
    async def goals(ack):
        await ack(options=[{"text": {"type": "plain_text", "text": "Ship"}, "value": "g1"}])

    @bolt.event("app_home_opened")
    async def opened(event):
        await client.views_publish(user_id=event["user"], view=home())

    @bolt.event("message")
    async def message():
        pass

    @bolt.shortcut("check_in")
    @bolt.shortcut("give_kudos")
    async def shortcut(ack, shortcut):
        await client.views_open(trigger_id=shortcut["trigger_id"], view=modal())
        await ack()

    await connect()


async def test_the_state(get, app):
    state = await get("state", **{"as": "UANA"})
    assert state["team"] == {"id": "T0DEMO", "name": "Northwind", "domain": "northwind"}
    assert (state["me"]["name"], state["clock"]) == ("ana", {"now": "2026-03-02T09:00:00+00:00", "speed": 0.0})
    assert {(one["id"], one["kind"], one["app"], one["member"]) for one in state["channels"]} == {
        ("CGENERAL", "channel", None, True),
        ("CKUDOS", "channel", None, True),
        ("CSECRET", "private", None, True),
        ("DANA", "dm", "A0CAIRN", True),
    }
    [cairn] = state["apps"]
    assert (cairn["home"], cairn["messages"], cairn["connected"]) == (True, True, True)
    assert cairn["commands"][0] == {"command": "/kudos", "description": "Thank somebody", "usage_hint": ""}
    assert {one["callback_id"] for one in cairn["shortcuts"]} == {"give_kudos", "check_in"}
    assert (await get("state"))["me"]["id"] == "UANA"  # a page that does not say who it is
    assert {one["id"] for one in state["people"]} == {"UANA", "UBO", "UCY", "UGONE", "UCAIRN"}


async def test_messages_commands_and_unread_counts(get, post, app, bo, client):
    assert (await post("messages", channel="CKUDOS", text="Hello")) == {"ok": True, "reply": None}
    assert (await post("messages", channel="CKUDOS", text="/kudos @bo"))["reply"]["text"] == "Thanks for <@UBO>"
    shown = (await get("messages", **{"as": "UANA"}, channel="CKUDOS"))["messages"]
    assert [(one["text"], one.get("is_ephemeral", False)) for one in shown] == [
        ("Hello", False),
        ("Thanks for <@UBO>", True),
    ]
    await client.chat_postMessage(channel="CKUDOS", text="News")

    async def unread():
        state = await get("state", **{"as": "UANA"})
        return next(one["unread"] for one in state["channels"] if one["id"] == "CKUDOS")

    assert await unread() == 1
    await post("read", channel="CKUDOS")
    assert await unread() == 0


async def test_a_thread(get, post, app, emulator):
    await post("messages", channel="CKUDOS", text="Question")
    parent = emulator.workspace.channels["CKUDOS"].latest_ts
    await post("messages", channel="CKUDOS", text="Answer", thread=parent)
    shown = (await get("messages", **{"as": "UANA"}, channel="CKUDOS", thread=parent))["messages"]
    assert [one["text"] for one in shown] == ["Question", "Answer"]


async def test_a_click_a_form_and_its_errors(get, post, app, client):
    posted = await client.chat_postMessage(channel="CKUDOS", text="x", blocks=[section(accessory=button("open"))])
    container = {"type": "message", "channel": "CKUDOS", "ts": posted["ts"]}
    assert await post("action", container=container, action_id="open") == {"ok": True}
    [view] = (await get("views", **{"as": "UANA"}))["views"]
    values = {"words": {"text": "x"}, "more": {"text": "y"}}
    assert await post("submit", view_id=view["id"], values=values) == {
        "ok": False,
        "errors": {"words": "Say more."},
        "closed": False,
    }
    [view] = (await get("views", **{"as": "UANA"}))["views"]
    assert (view["errors"], view["values"]) == ({"words": "Say more."}, values)
    values["words"]["text"] = "enough"
    assert (await post("submit", view_id=view["id"], values=values))["closed"]
    assert (await get("views", **{"as": "UANA"}))["views"] == []


async def test_a_form_that_fails(post, app, emulator, client):
    emulator.delivery.ack_seconds = 0.05
    trigger = emulator.triggers.new("UANA", "A0CAIRN").id
    view = (await client.views_open(trigger_id=trigger, view=modal(callback_id="unknown")))["view"]
    result = await post("submit", view_id=view["id"], values={"words": {"text": "x"}})
    assert (result["error"], result["text"]) == ("operation_timeout", "We had some trouble connecting. Try again?")
    assert await post("close", view_id=view["id"], all=True) == {"ok": True}


async def test_a_click_carries_what_stands_in_the_other_fields(post, get, app, client, ana):
    elements = [{"type": "users_select", "action_id": "who"}]
    blocks = [{"type": "actions", "block_id": "who", "elements": elements}, section(accessory=button("typed"))]
    posted = await client.chat_postMessage(channel="CKUDOS", text="x", blocks=blocks)
    container = {"type": "message", "channel": "CKUDOS", "ts": posted["ts"]}
    await post("action", container=container, action_id="typed", state={"who": {"who": "UBO"}})
    assert ana.messages("CKUDOS")[-1]["text"] == "UBO"


async def test_the_home_tab_and_menus(post, get, app, client):
    assert (await get("home", **{"as": "UANA"}, app="A0CAIRN"))["view"] is None
    view = (await post("home", app="A0CAIRN"))["view"]
    assert (view["type"], view["errors"], view["values"]) == ("home", {}, {})
    menu = {"type": "external_select", "action_id": "goal"}
    row = {"type": "actions", "block_id": "goal", "elements": [menu]}
    view = (await client.views_publish(user_id="UANA", view=home(row)))["view"]
    container = {"type": "view", "view_id": view["id"]}
    answer = await post("options", container=container, block_id="goal", action_id="goal", query="")
    assert (answer["options"][0]["value"], answer["option_groups"]) == ("g1", [])


async def test_shortcuts_and_reactions(post, get, app, emulator):
    assert await post("shortcut", app="A0CAIRN", callback_id="check_in") == {"ok": True}
    await post("messages", channel="CKUDOS", text="Great")
    ts = emulator.workspace.channels["CKUDOS"].latest_ts
    place = {"channel": "CKUDOS", "ts": ts}
    assert await post("shortcut", app="A0CAIRN", callback_id="give_kudos", **place) == {"ok": True}
    await post("reaction", name="tada", **place)
    shown = (await get("messages", **{"as": "UBO"}, channel="CKUDOS"))["messages"]
    assert shown[0]["reactions"][0]["users"] == ["UANA"]
    await post("reaction", name="tada", remove=True, **place)
    assert "reactions" not in (await get("messages", **{"as": "UBO"}, channel="CKUDOS"))["messages"][0]


async def test_the_clock_and_faults(post, control, client, clock, emulator):
    assert await post("clock", set="2026-03-09T09:00:00Z") == {"now": "2026-03-09T09:00:00+00:00", "speed": 0.0}
    assert (await post("clock", forward=3600))["now"] == "2026-03-09T10:00:00+00:00"
    assert (await post("clock", speed=60))["speed"] == 60
    await post("faults", method="auth.test", kind="error", error="fatal_error", times=None)
    assert emulator.faults.take("auth.test").options == {"error": "fatal_error"}
    assert await control("DELETE", "faults") == (200, {"ok": True})
    assert emulator.faults.take("auth.test") is None


async def test_the_calls(get, client):
    await client.auth_test()
    await client.team_info()
    body = await get("calls", since=1)
    assert ([one["method"] for one in body["calls"]], body["next"]) == (["team.info"], 2)


async def test_a_file(session, client, emulator, control):
    file = (await client.files_upload_v2(filename="a.csv", content="x,y", channel="CKUDOS"))["file"]
    async with session.get(f"{emulator.url}/_control/file", params={"as": "UANA", "id": file["id"]}) as answer:
        assert (await answer.text(), answer.content_type) == ("x,y", "text/csv")
    assert (await control("GET", "file", **{"as": "UANA"}, id="F1"))[0] == 400


@pytest.mark.parametrize(
    ("method", "path", "args", "words"),
    [
        ("GET", "messages", {"channel": "CKUDOS"}, "The argument 'as' is missing."),
        ("GET", "state", {"as": "UNONE"}, "Nobody has the id UNONE"),
        ("GET", "messages", {"as": "UBO", "channel": "CSECRET"}, "bo sees no channel CSECRET."),
        ("POST", "submit", {"as": "UANA", "view_id": "V1"}, "This form is not open any more."),
        ("POST", "home", {"as": "UANA", "app": "A1"}, "There is no app A1; there is A0CAIRN."),
        ("POST", "reaction", {"as": "UANA", "channel": "CKUDOS", "ts": "1.2", "name": "x"}, "There is no message 1.2"),
        ("POST", "action", {"as": "UANA", "container": {"type": "message", "channel": "CKUDOS", "ts": "1"}, "action_id": "x"}, "This message is gone."),
        ("POST", "action", {"as": "UANA", "container": {"type": "view", "view_id": "V1"}, "action_id": "x"}, "This view is not open any more."),
        ("POST", "clock", {"set": "tomorrow"}, "A time is written like 2026-03-02T09:00:00Z, not 'tomorrow'."),
        ("POST", "faults", {"method": "x", "kind": "meteor"}, "There is no fault 'meteor'"),
        ("POST", "shortcut", {"as": "UANA", "callback_id": "x", "channel": "CKUDOS", "ts": "1"}, "Cairn has no message shortcut 'x'"),
    ],
)  # fmt: skip
async def test_mistakes_are_explained(control, method, path, args, words):
    status, body = await control(method, path, **args)
    assert (status, words in body["error"]) == (400, True), body


@pytest.mark.parametrize(
    ("body", "words"),
    [pytest.param("[]", "Send a JSON object.", id="a list"), pytest.param("{", "Expecting", id="half an object")],
)
async def test_a_body_that_is_no_object(session, emulator, body, words):
    headers = {"Content-Type": "application/json"}
    async with session.post(f"{emulator.url}/_control/clock", data=body, headers=headers) as answer:
        assert (answer.status, words in (await answer.json())["error"]) == (400, True)


async def test_a_refusal_of_slack_is_passed_on(post, control, emulator, ana):
    ts = emulator.posts.by_person(ana.me, emulator.workspace.channels["CKUDOS"], "x")["ts"]
    await post("reaction", channel="CKUDOS", ts=ts, name="tada")
    status, body = await control("POST", "reaction", **{"as": "UANA"}, channel="CKUDOS", ts=ts, name="tada")
    assert (status, body["error"]) == (400, "Slack says no: already_reacted.")


async def without_traffic(socket, count):
    heard = []
    while len(heard) < count:
        told = json.loads(await socket.receive_str())
        heard += [told] if told["type"] != "traffic" else []
    return heard


async def test_the_page_hears_of_changes_that_concern_its_person(session, emulator, client, clock):
    ana = await session.ws_connect(f"{emulator.url}/_control/live?as=UANA")
    bo = await session.ws_connect(f"{emulator.url}/_control/live?as=UBO")
    await client.chat_postMessage(channel="UANA", text="For Ana")
    await client.views_publish(user_id="UBO", view=home())
    await client.chat_postMessage(channel="CKUDOS", text="For all")
    clock.speed(2)
    heard = {socket: await without_traffic(socket, 3) for socket in (ana, bo)}
    assert [(one["type"], one.get("channel")) for one in heard[ana]] == [
        ("messages", "DANA"),
        ("messages", "CKUDOS"),
        ("clock", None),
    ]
    assert [one["type"] for one in heard[bo]] == ["home", "messages", "clock"]
    assert heard[bo][2]["speed"] == 2
    await ana.close()
    await bo.close()


async def test_the_pages_files(session, emulator, tmp_path, monkeypatch):
    (tmp_path / "page").mkdir()
    (tmp_path / "page/index.html").write_text("<h1>Northwind</h1>")
    (tmp_path / "secret.txt").write_text("no")
    monkeypatch.setattr("emulator.control.pages.PAGE", tmp_path / "page")
    for path in ("/", "/page/index.html"):
        async with session.get(emulator.url + path) as answer:
            assert (answer.status, await answer.text()) == (200, "<h1>Northwind</h1>")
    for path in ("/page/nothing.js", "/page/%2e%2e/secret.txt"):
        async with session.get(emulator.url + path) as answer:
            assert answer.status == 404
