"""Every call passes the same gate: method, token, scope, arguments."""

import pytest
from northwind_slack import error, refusal, section
from slack_sdk.web.async_client import AsyncWebClient

from emulator import Emulator, Workspace
from emulator.web_api import METHODS


@pytest.fixture
def with_token(emulator, session):
    def with_token(token):
        return AsyncWebClient(token, base_url=emulator.api_url, session=session, retry_handlers=[])

    return with_token


async def test_a_method_that_does_not_exist(client):
    assert await refusal(client.api_call("chat.shout")) == {
        "ok": False,
        "error": "unknown_method",
        "req_method": "chat.shout",
    }


@pytest.mark.parametrize(
    ("token", "reason"),
    [
        pytest.param(None, "not_authed", id="none"),
        pytest.param("xoxb-nobody", "invalid_auth", id="unknown"),
        pytest.param("xapp-cairn", "not_allowed_token_type", id="app token"),
    ],
)
async def test_a_wrong_token(with_token, token, reason):
    assert await error(with_token(token).auth_test()) == reason


async def test_a_bot_token_opens_no_connection(client):
    assert await error(client.apps_connections_open(app_token="xoxb-cairn")) == "not_allowed_token_type"


async def test_a_token_that_was_revoked(client, emulator):
    emulator.app().revoked = True
    assert await error(client.auth_test()) == "token_revoked"


async def test_an_app_that_was_removed(client, emulator):
    await emulator.uninstall()
    assert await error(client.auth_test()) == "account_inactive"


async def test_the_token_may_come_as_an_argument(session, emulator):
    async with session.post(emulator.api_url + "auth.test", data={"token": "xoxb-cairn"}) as answer:
        assert (await answer.json())["user_id"] == "UCAIRN"


@pytest.mark.parametrize("method", [name for name, method in METHODS.items() if method.scopes])
async def test_each_scope_is_needed(northwind, session, method):
    northwind["apps"][0]["manifest"]["oauth_config"]["scopes"]["bot"] = ["commands"]
    async with Emulator(Workspace.from_mapping(northwind)) as emulator:
        client = AsyncWebClient("xoxb-cairn", base_url=emulator.api_url, session=session, retry_handlers=[])
        answer = await refusal(client.api_call(method))
    assert (answer["error"], answer["provided"]) == ("missing_scope", "commands")
    assert answer["needed"] == ",".join(METHODS[method].scopes)


@pytest.mark.parametrize(
    ("method", "argument"),
    [
        ("chat.postMessage", "channel"),
        ("chat.update", "channel"),
        ("conversations.history", "channel"),
        ("users.info", "user"),
        ("users.lookupByEmail", "email"),
        ("views.open", "trigger_id"),
        ("views.publish", "user_id"),
        ("reactions.add", "name"),
        ("usergroups.users.list", "usergroup"),
        ("files.getUploadURLExternal", "filename"),
    ],
)
async def test_an_argument_that_must_be_there(client, method, argument):
    answer = await refusal(client.api_call(method))
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == [f"[ERROR] missing required field: {argument}"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [pytest.param("{", "invalid_json", id="broken"), pytest.param("[1]", "json_not_object", id="no object")],
)
async def test_json_that_cannot_be_read(session, emulator, body, reason):
    headers = {"Authorization": "Bearer xoxb-cairn", "Content-Type": "application/json; charset=utf-8"}
    async with session.post(emulator.api_url + "auth.test", data=body, headers=headers) as answer:
        assert await answer.json() == {"ok": False, "error": reason}


async def test_a_json_body_may_be_empty(session, emulator):
    headers = {"Authorization": "Bearer xoxb-cairn", "Content-Type": "application/json"}
    async with session.post(emulator.api_url + "auth.test", headers=headers) as answer:
        assert (await answer.json())["ok"]


async def test_blocks_may_come_as_json_in_a_form(session, emulator):
    form = {"token": "xoxb-cairn", "channel": "CKUDOS", "blocks": '[{"type": "divider"}]'}
    async with session.post(emulator.api_url + "chat.postMessage", data=form) as answer:
        assert (await answer.json())["message"]["blocks"][0]["type"] == "divider"
    form["blocks"] = "[{"
    async with session.post(emulator.api_url + "chat.postMessage", data=form) as answer:
        assert (await answer.json())["error"] == "invalid_blocks_format"


async def test_every_call_is_remembered_without_its_token_among_the_arguments(client, emulator, clock):
    await client.chat_postMessage(channel="CKUDOS", text="Well done", blocks=[section()])
    call = emulator.calls[-1]
    assert (call.method, call.token, call.at) == ("chat.postMessage", "xoxb-cairn", clock())
    assert call.args == {"channel": "CKUDOS", "text": "Well done", "blocks": [section()]}
    assert call.answer["ok"]


async def test_who_am_i(client):
    answer = await client.auth_test()
    assert answer.data == {
        "ok": True,
        "url": "https://northwind.slack.com/",
        "team": "Northwind",
        "user": "cairn",
        "team_id": "T0DEMO",
        "user_id": "UCAIRN",
        "bot_id": "B0CAIRN",
        "is_enterprise_install": False,
    }
    assert (await client.bots_info(bot="B0CAIRN"))["bot"]["user_id"] == "UCAIRN"
    assert await error(client.bots_info(bot="B0OTHER")) == "bot_not_found"
    assert (await client.team_info())["team"]["domain"] == "northwind"
    assert (await client.team_profile_get())["profile"]["fields"][0]["label"] == "Manager"
