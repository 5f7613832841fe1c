"""The control API: people's presence and quiet hours, conversations between people, what befalls an app, settings."""

import pytest


@pytest.fixture
def control(session, emulator):
    async def control(method, path, /, **args):
        url = f"{emulator.url}/_control/{path}"
        given = {"json": args} if method == "POST" else {"params": args}
        async with session.request(method, url, **given) as answer:
            return answer.status, await answer.json()

    return control


@pytest.fixture
def ok(control):
    async def ok(method, path, /, **args):
        status, body = await control(method, path, **args)
        assert status == 200, body
        return body

    return ok


async def test_a_person_changes_their_status_and_quiet_hours(ok, emulator):
    changes = {
        "presence": "away",
        "status_text": "On a train",
        "status_emoji": ":train:",
        "dnd_from": "08:00",
        "dnd_to": "18:00",
    }
    said = (await ok("POST", "person", **{"as": "UANA"}, **changes))["person"]
    assert (said["presence"], said["status_text"], said["status_emoji"], said["dnd"]) == (
        "away",
        "On a train",
        ":train:",
        True,
    )
    people = (await ok("GET", "state", **{"as": "UBO"}))["people"]
    assert [one for one in people if one["id"] == "UANA"] == [said]
    assert emulator.workspace.people["UANA"].dnd_from == "08:00"


async def test_a_snooze_and_a_status_run_out(ok, clock, emulator):
    now = int(clock.now().timestamp())
    await ok(
        "POST", "person", **{"as": "UANA"}, snooze_until=now + 60, status_text="Back soon", status_expiration=now + 60
    )

    async def ana():
        return (await ok("GET", "state", **{"as": "UANA"}))["me"]

    assert ((await ana())["dnd"], (await ana())["status_text"]) == (True, "Back soon")
    await ok("POST", "clock", forward=61)
    assert ((await ana())["dnd"], (await ana())["status_text"]) == (False, "")


async def test_guests_and_strangers_are_marked(ok, emulator):
    emulator.workspace.people["UBO"].is_ultra_restricted = True
    emulator.workspace.people["UCY"].is_stranger = True
    people = {one["id"]: one for one in (await ok("GET", "state", **{"as": "UANA"}))["people"]}
    assert [(people[one]["is_restricted"], people[one]["is_stranger"]) for one in ("UANA", "UBO", "UCY")] == [
        (False, False),
        (True, False),
        (False, True),
    ]


async def test_conversations_between_people(ok, emulator):
    two = (await ok("POST", "open", **{"as": "UANA"}, users=["UBO"]))["channel"]
    three = (await ok("POST", "open", **{"as": "UANA"}, users=["UBO", "UCY"]))["channel"]
    bot = (await ok("POST", "open", **{"as": "UANA"}, users=["UCAIRN"]))["channel"]
    assert (await ok("POST", "open", **{"as": "UBO"}, users=["UANA"]))["channel"] == two
    shown = {one["id"]: one for one in (await ok("GET", "state", **{"as": "UANA"}))["channels"]}
    assert (shown[two]["kind"], shown[two]["people"], shown[two]["app"]) == ("dm", ["UBO"], None)
    assert (shown[three]["kind"], sorted(shown[three]["people"])) == ("mpim", ["UBO", "UCY"])
    assert (bot, shown[bot]["app"]) == ("DANA", "A0CAIRN")
    assert shown["CKUDOS"]["people"] == []
    await ok("POST", "messages", **{"as": "UANA"}, channel=two, text="Between us")
    assert (await ok("GET", "messages", **{"as": "UBO"}, channel=two))["messages"][0]["text"] == "Between us"


async def test_an_app_is_revoked_silenced_and_cut(ok, connect, session, emulator):
    await connect()

    async def app():
        return (await ok("GET", "state", **{"as": "UANA"}))["apps"][0]

    assert ((await app())["revoked"], (await app())["silent"], (await app())["connections"]) == (False, False, 1)
    await ok("POST", "app", app="A0CAIRN", do="revoke")
    await ok("POST", "app", do="silence")
    assert ((await app())["revoked"], (await app())["silent"]) == (True, True)
    await ok("POST", "app", do="unsilence")
    await ok("POST", "app", do="restore")
    assert ((await app())["revoked"], (await app())["silent"]) == (False, False)
    await ok("POST", "app", do="cut")
    assert ((await app())["connections"], (await app())["connected"]) == (0, False)


async def test_an_app_is_told_to_reconnect(ok, session, emulator):
    socket = await session.ws_connect(emulator.socket_url(emulator.app()))
    await socket.receive_json()
    await ok("POST", "app", do="disconnect", reason="link_disabled")
    assert (await socket.receive_json())["reason"] == "link_disabled"


async def test_faults_are_listed_and_taken_away_one_by_one(ok, control, emulator):
    first = (await ok("POST", "faults", method="auth.test", kind="error", error="fatal_error", times=2))["id"]
    second = (await ok("POST", "faults", method="*", kind="late", seconds=5, times=None, probability=0.5))["id"]
    listed = await ok("GET", "faults")
    assert listed["faults"] == [
        {
            "id": first,
            "method": "auth.test",
            "kind": "error",
            "left": 2,
            "seconds_left": None,
            "probability": 1.0,
            "options": {"error": "fatal_error"},
            "words": "auth.test is refused with fatal_error",
        },
        {
            "id": second,
            "method": "*",
            "kind": "late",
            "left": None,
            "seconds_left": None,
            "probability": 0.5,
            "options": {"seconds": 5},
            "words": "every delivery arrives 5 s late",
        },
    ]
    kinds = {one["kind"]: one for one in listed["kinds"]}
    assert (kinds["late"]["where"], kinds["drop"]["where"]) == ("delivery", "call")
    assert kinds["late"]["options"][0] == {
        "name": "seconds",
        "default": 10.0,
        "words": "how much later it is sent, in seconds of the workspace's clock",
    }
    await ok("DELETE", "faults", id=first)
    assert await control("DELETE", "faults", id=first) == (400, {"error": f"There is no fault {first} any more."})
    assert [one["id"] for one in (await ok("GET", "faults"))["faults"]] == [second]
    await ok("DELETE", "faults")
    assert (await ok("GET", "faults"))["faults"] == []


async def test_the_page_hears_of_faults_and_apps(ok, session, emulator):
    async with session.ws_connect(f"{emulator.url}/_control/live?as=UANA") as page:
        await ok("POST", "faults", method="*", kind="drop")
        assert await page.receive_json() == {"type": "state"}
        await ok("POST", "app", do="silence")
        assert await page.receive_json() == {"type": "state"}


async def test_settings_change_while_it_runs(ok, client, emulator):
    assert await ok("POST", "settings") == {"messages_per_minute": 300, "rate_limits": True}
    assert await ok("POST", "settings", messages_per_minute=60, rate_limits=False) == {
        "messages_per_minute": 60,
        "rate_limits": False,
    }
    for _ in range(25):
        await client.users_list()


@pytest.mark.parametrize(
    ("path", "args", "words"),
    [
        ("person", {"as": "UANA", "presence": "asleep"}, "presence is active or away, not 'asleep'."),
        ("person", {"as": "UANA", "dnd_from": "late"}, "Quiet hours are times such as 18:30"),
        ("person", {"as": "UANA", "is_admin": True}, "A person does not change is_admin here; they change presence"),
        ("person", {"as": "UANA", "snooze_until": -1}, "'snooze_until' is a whole number of 0 or more, not -1."),
        ("person", {"as": "UANA", "status_text": "x" * 101}, "A status has at most 100 characters."),
        ("open", {"as": "UANA", "users": []}, "Say with whom"),
        ("open", {"as": "UANA", "users": "UBO"}, "The argument 'users' is a list of texts, not 'UBO'."),
        ("open", {"as": "UANA", "users": ["UNONE"]}, "Nobody has the id UNONE"),
        ("app", {"do": "explode"}, "An app can be told revoke, restore"),
        ("app", {"do": "disconnect", "reason": "x"}, "Slack disconnects with one of warning, refresh_requested"),
        ("settings", {"messages_per_minute": 0}, "The messages a minute are from 1 to 1,000,000, not 0."),
        ("clock", {"speed": -1}, "The speed of the clock is from 0 to 1,000,000, not -1."),
        ("clock", {"forward": 1e11}, "The clock goes from 1990 to 2200."),
        ("clock", {"set": "0001-01-01T00:00:00+23:00"}, "The clock goes from 1990 to 2200."),
    ],
)
async def test_mistakes_are_explained_here_too(control, path, args, words):
    status, body = await control("POST", path, **args)
    assert (status, words in body["error"]) == (400, True), body
