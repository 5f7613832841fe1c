"""Installing an app with OAuth: the page a person sees, the code, the token; with a real Bolt app too."""

from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
from northwind_slack import error
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from outside import slack_data

REDIRECT = "https://lunch.example/slack/oauth_redirect"
CLIENT = {"client_id": "11.22", "client_secret": "client-secret"}
ASKED = {"client_id": "11.22", "scope": "chat:write,users:read", "redirect_uri": REDIRECT, "state": "s&1"}


@pytest.fixture
def northwind(northwind):
    northwind["apps"][0] |= {**CLIENT, "redirect_urls": [REDIRECT]}
    northwind["apps"][0]["manifest"]["oauth_config"]["scopes"]["bot"].append("incoming-webhook")
    return northwind


@pytest.fixture
def nobody(emulator, session):
    """A client without a token."""
    return AsyncWebClient(base_url=emulator.api_url, session=session, retry_handlers=[])


@pytest.fixture
def page(emulator, session):
    """Open the page with other questions than usual."""

    async def page(**other):
        asked = {name: value for name, value in {**ASKED, **other}.items() if value is not None}
        async with session.get(f"{emulator.url}/oauth/v2/authorize", params=asked) as answer:
            return answer.status, await answer.text()

    return page


@pytest.fixture
def decide(emulator, session):
    """Press Allow (or Cancel); return the parts of the address the browser is sent to."""

    async def decide(decision="allow", headers=None, **other):
        form = {**ASKED, "decision": decision, "user": "UANA", **other}
        form = {name: value for name, value in form.items() if value is not None}
        address = f"{emulator.url}/oauth/v2/authorize"
        async with session.post(address, data=form, headers=headers, allow_redirects=False) as answer:
            if answer.status != 302:
                return answer.status
            there = urlsplit(answer.headers["Location"])
            assert f"{there.scheme}://{there.netloc}{there.path}" == REDIRECT
            return {name: values[0] for name, values in parse_qs(there.query).items()}

    return decide


class Read(HTMLParser):
    """What a page holds: its words, its form's fields, its labels."""

    def __init__(self, text):
        super().__init__()
        self.words, self.fields, self.labels, self.options, self.tags = [], {}, {}, [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.tags.append(tag)
        if tag in {"input", "select", "button"}:
            self.fields.setdefault(attributes["name"], attributes)
        if tag == "label":
            self.labels[attributes["for"]] = True
        if tag == "option":
            self.options.append(attributes["value"])

    def handle_data(self, data):
        self.words.append(data)


async def test_the_page_says_who_asks_for_what(page):
    status, text = await page()
    read = Read(text)
    assert (status, "Cairn asks for access to the workspace Northwind" in " ".join(read.words)) == (200, True)
    assert {"chat:write", "users:read", "Allow", "Cancel"} <= set(read.words)
    assert {"client_id", "scope", "redirect_uri", "state", "user", "decision"} == set(read.fields)
    assert read.fields["state"]["value"] == "s&1"
    assert set(read.labels) == {read.fields["user"]["id"]}
    assert "UANA" in read.options
    assert not {"UCAIRN", "UGONE", "USLACKBOT"} & set(read.options)


async def test_the_page_escapes_everything(emulator, page):
    emulator.app().name = emulator.workspace.team.name = "<script>alert(1)</script>"
    emulator.workspace.people["UANA"].real_name = '"><script>'
    _, text = await page(state="\"><script>'")
    assert "script" not in Read(text).tags
    assert Read(text).fields["state"]["value"] == "\"><script>'"


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"client_id": "1.1"}, "invalid_client_id"),
        ({"client_id": None}, "invalid_client_id"),
        ({"redirect_uri": "https://evil.example/"}, "bad_redirect_uri"),
        ({"redirect_uri": REDIRECT + ".evil.example"}, "bad_redirect_uri"),
        ({"scope": "chat:write,admin"}, "invalid_scope"),
        ({"scope": None}, "no_scopes"),
        ({"user_scope": "chat:write"}, "invalid_scope"),
    ],
)
async def test_what_cannot_be_asked(page, decide, other, expected):
    status, text = await page(**other)
    assert (status, expected in text) == (400, True)
    assert await decide(**other) == 400


async def test_a_code_becomes_a_token(decide, nobody, emulator):
    answer = await decide()
    assert answer["state"] == "s&1"
    granted = await nobody.oauth_v2_access(**CLIENT, code=answer["code"], redirect_uri=REDIRECT)
    recorded = slack_data("payloads/web-api/oauth_v2_access_response.json")
    live = slack_data("java-json-logs/api/oauth.v2.access.json")
    assert set(recorded) - set(granted.data) == set()
    assert set(granted.data) - set(recorded) - set(live) == set()
    assert (granted["access_token"], granted["scope"]) == ("xoxb-cairn", "chat:write,users:read")
    assert (granted["authed_user"], granted["bot_user_id"]) == ({"id": "UANA"}, "UCAIRN")
    client = AsyncWebClient(granted["access_token"], base_url=emulator.api_url, session=nobody.session)
    assert await error(client.team_info()) == "missing_scope"
    assert (await client.users_info(user="UANA")).headers["X-OAuth-Scopes"] == "chat:write,users:read"


async def test_the_secret_may_come_in_the_form(decide, emulator, session):
    form = {**CLIENT, "code": (await decide())["code"], "redirect_uri": REDIRECT}
    async with session.post(f"{emulator.api_url}oauth.v2.access", data=form) as answer:
        assert (await answer.json())["ok"]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"client_id": "1.1"}, "invalid_client_id"),
        ({"client_secret": "wrong"}, "bad_client_secret"),
        ({"code": "wrong"}, "invalid_code"),
        ({"redirect_uri": "https://lunch.example/other"}, "bad_redirect_uri"),
        ({"redirect_uri": None}, "bad_redirect_uri"),
        ({"grant_type": "refresh_token", "refresh_token": "xoxe-1"}, "invalid_refresh_token"),
    ],
)
async def test_trades_that_fail_leave_the_code_good(decide, nobody, other, expected):
    right = {**CLIENT, "code": (await decide())["code"], "redirect_uri": REDIRECT}
    assert await error(nobody.oauth_v2_access(**{**right, **other})) == expected
    assert (await nobody.oauth_v2_access(**right))["ok"]


async def test_a_code_is_good_once_and_for_ten_minutes(decide, nobody, clock):
    right = {**CLIENT, "redirect_uri": REDIRECT}
    code = (await decide())["code"]
    clock.forward(timedelta(minutes=10))
    await nobody.oauth_v2_access(**right, code=code)
    assert await error(nobody.oauth_v2_access(**right, code=code)) == "code_already_used"
    late = (await decide())["code"]
    clock.forward(timedelta(minutes=10, seconds=1))
    assert await error(nobody.oauth_v2_access(**right, code=late)) == "invalid_code"


async def test_without_an_address_the_first_known_one_is_taken(decide, nobody):
    code = (await decide(redirect_uri=None))["code"]
    assert (await nobody.oauth_v2_access(**CLIENT, code=code))["ok"]


async def test_a_person_may_say_no(decide):
    assert await decide("cancel") == {"error": "access_denied", "state": "s&1"}


@pytest.mark.parametrize(
    "other",
    [{"user": "UGONE"}, {"user": "UCAIRN"}, {"user": None}, {"headers": {"Origin": "https://evil.example"}}],
    ids=["gone", "a bot", "nobody", "another page"],
)
async def test_who_cannot_install(decide, other):
    assert await decide(**other) == 400


async def test_a_webhook_posts_into_the_chosen_channel(decide, nobody, page, ana, emulator):
    scope = "incoming-webhook,chat:write"
    _, text = await page(scope=scope)
    assert {"user", "channel"} == set(Read(text).labels)
    code = (await decide(scope=scope, channel="CKUDOS"))["code"]
    hook = (await nobody.oauth_v2_access(**CLIENT, code=code, redirect_uri=REDIRECT))["incoming_webhook"]
    assert (hook["channel"], hook["channel_id"]) == ("#kudos", "CKUDOS")
    webhook = AsyncWebhookClient(hook["url"], session=nobody.session)
    assert (await webhook.send(text="Lunch is here")).body == "ok"
    assert ana.messages("CKUDOS")[-1]["text"] == "Lunch is here"
    assert ((await webhook.send(text="")).status_code, (await webhook.send(text="")).body) == (400, "no_text")
    emulator.workspace.channels["CKUDOS"].archived = True
    assert (await webhook.send(text="x")).body == "channel_is_archived"
    lost = AsyncWebhookClient(hook["url"] + "x", session=nobody.session)
    assert ((await lost.send(text="x")).status_code, (await lost.send(text="x")).body) == (404, "no_service")
    assert await decide(scope=scope, channel="CNOWHERE") == 400


async def test_a_bolt_app_installs_itself(emulator, session, tmp_path):
    app = emulator.app()
    app.installed = False
    port_of_nobody = "http://127.0.0.1:1/slack/oauth_redirect"
    app.redirect_urls = [port_of_nobody]
    store = FileInstallationStore(base_dir=str(tmp_path / "installed"), client_id=app.client_id)
    settings = AsyncOAuthSettings(
        **CLIENT,
        scopes=["chat:write", "users:read"],
        redirect_uri=port_of_nobody,
        authorization_url=f"{emulator.url}/oauth/v2/authorize",
        installation_store=store,
        state_store=FileOAuthStateStore(expiration_seconds=600, base_dir=str(tmp_path / "states")),
    )
    client = AsyncWebClient(base_url=emulator.api_url, session=session)
    bolt = AsyncApp(client=client, signing_secret="secret-of-cairn", oauth_settings=settings)
    flow = bolt.oauth_flow
    asking = AsyncBoltRequest(body="", query="")
    address = await flow.build_authorize_url(state := await flow.issue_new_state(asking), asking)
    async with session.get(address) as answer:
        fields = Read(await answer.text()).fields
    form = {name: field["value"] for name, field in fields.items() if field.get("type") == "hidden"}
    form |= {"user": "UBO", "decision": "allow"}
    async with session.post(f"{emulator.url}/oauth/v2/authorize", data=form, allow_redirects=False) as answer:
        query = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert query["state"] == [state]
    assert await flow.settings.state_store.async_consume(state)
    await flow.store_installation(asking, await flow.run_installation(query["code"][0]))
    kept = store.find_installation(enterprise_id=None, team_id="T0DEMO")
    assert (kept.bot_token, kept.user_id, kept.bot_scopes) == ("xoxb-cairn", "UBO", ["chat:write", "users:read"])

    @bolt.command("/kudos")
    async def kudos(ack, context):
        await ack(f"{context.bot_user_id} for {context.authorize_result.team_id}")

    handler = AsyncSocketModeHandler(bolt, "xapp-cairn")
    await handler.connect_async()
    assert (await emulator.person("UANA").command("/kudos")).text == "UCAIRN for T0DEMO"
    await handler.close_async()


async def test_the_sdk_sends_the_secret_apart_from_the_code(nobody, emulator):
    assert await error(nobody.oauth_v2_access(**CLIENT, code="x")) == "invalid_code"
    assert emulator.calls[-1].args["client_id"] == CLIENT["client_id"]
