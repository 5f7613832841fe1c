"""What Slack apps that are not ours found out about the pretended Slack."""

import asyncio

import pytest
from northwind_slack import button, error, section
from slack_sdk import WebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient
from wider_slack import Heard

from emulator import Ack, Misuse
from emulator.loading.manifest import Manifest
from emulator.loading.reading_files import WorkspaceFileError

ENTITY = {
    "app_unfurl_url": "https://www.menu.example/1",
    "url": "https://www.menu.example/1",
    "entity_type": "slack#/entities/file",
    "external_ref": {"id": "1"},
    "entity_payload": {"attributes": {"title": {"text": "Soup"}}},
}


@pytest.fixture
def northwind(northwind):
    manifest = northwind["apps"][0]["manifest"]
    manifest["features"] |= {"unfurl_domains": ["menu.example"], "assistant_view": {"assistant_description": "Helps"}}
    manifest["oauth_config"]["scopes"]["bot"] += ["links:read", "links:write", "metadata.message:read"]
    subscriptions = manifest["settings"]["event_subscriptions"]
    subscriptions["bot_events"] += [
        "assistant_thread_context_changed",
        "assistant_thread_started",
        "link_shared",
        "message_metadata_posted",
    ]
    subscriptions["metadata_subscriptions"] = [{"app_id": "A0CAIRN", "event_type": "lunch"}]
    return northwind


@pytest.fixture
def heard(emulator):
    return Heard(emulator)


@pytest.fixture
async def answer(emulator, client, ana, session):
    """Post a button, press it, and return what answers its response URL."""
    sent = []

    async def note(one):
        sent.append(one.payload)
        return Ack()

    emulator.delivery.send = note
    await client.chat_postMessage(channel="CKUDOS", text="Press", blocks=[section(accessory=button("b"))])
    await ana.click(ana.messages("CKUDOS")[-1], "b")
    webhook = AsyncWebhookClient(sent[-1]["response_url"], session=session)

    async def answer(**body):
        response = await webhook.send_dict(body)
        assert (response.status_code, response.body) == (200, "ok")
        return [one["text"] for one in ana.messages("CKUDOS")]

    return answer


async def test_slack_sdks_blocking_client_reads_the_scopes_in_small_letters(emulator):
    """It keeps the headers as they came; Bolt and Errbot look for `x-oauth-scopes`."""
    client = WebClient("xoxb-cairn", base_url=emulator.api_url)
    answer = await asyncio.to_thread(client.auth_test)
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


@pytest.mark.parametrize("more", [{}, {"response_type": "in_channel"}, {"replace_original": "true"}])
async def test_an_answer_to_a_button_replaces_its_message(answer, more):
    """interactivity/handling-user-interaction: set `replace_original` to false, or you overwrite the message."""
    assert await answer(text="Loading ...", **more) == ["Loading ..."]
    assert await answer(text="Completed!", **more) == ["Completed!"]


@pytest.mark.parametrize("no", [False, "false"])
async def test_an_answer_to_a_button_beside_its_message(answer, no):
    assert await answer(text="Done", replace_original=no) == ["Press", "Done"]


async def test_an_answer_that_takes_the_message_away_and_posts_another(answer, bo):
    assert await answer(text="Done", delete_original="true") == ["Done"]
    assert bo.messages("CKUDOS") == []  # the new one only the person sees who pressed the button


async def test_an_answer_to_a_shortcut_leaves_its_message(emulator, ana, session):
    sent = []

    async def note(one):
        sent.append(one.payload)
        return Ack()

    message = await ana.say("CKUDOS", "Soup?")
    emulator.delivery.send = note
    await ana.message_shortcut("give_kudos", "CKUDOS", message["ts"])
    await AsyncWebhookClient(sent[0]["response_url"], session=session).send(text="Yes")
    assert [one["text"] for one in ana.messages("CKUDOS")] == ["Soup?", "Yes"]


async def test_an_answer_to_a_command_replaces_nothing(emulator, session, ana):
    channel = ana.channel("CKUDOS")
    url = emulator.url + emulator.response_urls.new("commands", emulator.app(), channel, "UANA")
    webhook = AsyncWebhookClient(url, session=session)
    for text in ("One", "Two"):
        await webhook.send(text=text)
    assert [one["text"] for one in ana.messages("CKUDOS")] == ["One", "Two"]


@pytest.mark.parametrize("channel", ["CKUDOS", "CGENERAL"])
async def test_a_link_of_the_apps_domain_is_shared(heard, ana, channel):
    message = await ana.say(channel, "Look: https://www.menu.example/?day=1&week=2 and https://other.example")
    event = heard.one("link_shared")
    assert event["links"] == [{"url": "https://www.menu.example/?day=1&week=2", "domain": "www.menu.example"}]
    assert (event["channel"], event["message_ts"], event["user"]) == (channel, message["ts"], "UANA")
    assert (event["is_bot_user_member"], event["source"]) == (channel == "CKUDOS", "conversations_history")


async def test_other_links_and_the_apps_own_are_not_shared(heard, client, ana):
    await ana.say("CKUDOS", "https://notmenu.example and https://other.example")
    await client.chat_postMessage(channel="CKUDOS", text="<https://menu.example>")
    assert heard.all("link_shared") == []


async def test_a_shared_link_is_unfurled_by_its_id(heard, client, ana):
    url = "https://menu.example/1"
    await ana.say("CKUDOS", url)
    event = heard.one("link_shared")
    where = {"unfurl_id": event["unfurl_id"], "source": event["source"]}
    await client.chat_unfurl(**where, unfurls={url: {"title": "Soup"}})
    (shown,) = ana.messages("CKUDOS")[-1]["attachments"]
    assert (shown["from_url"], shown["title"]) == (url, "Soup")
    where["unfurl_id"] = where["unfurl_id"][:-1] + "?"
    assert await error(client.chat_unfurl(**where, unfurls={url: {"title": "Soup"}})) == "invalid_unfurl_id"


async def test_a_shared_link_is_unfurled_as_a_work_object(client, ana):
    ts = (await ana.say("CKUDOS", ENTITY["url"]))["ts"]
    where = {"channel": "CKUDOS", "ts": ts}
    await client.chat_unfurl(**where, metadata={"entities": [ENTITY]})
    (shown,) = ana.messages("CKUDOS")[-1]["attachments"]
    assert (shown["from_url"], shown["title"]) == (ENTITY["url"], "Soup")
    empty = {**ENTITY, "entity_payload": {}}
    assert await error(client.chat_unfurl(**where, metadata={"entities": [empty]})) == "invalid_metadata_format"


async def test_metadata_that_an_app_subscribed_to(heard, client):
    metadata = {"event_type": "lunch", "event_payload": {"dish": "Soup"}}
    posted = await client.chat_postMessage(channel="CKUDOS", text="Soup", metadata=metadata)
    event = heard.one("message_metadata_posted")
    assert (event["metadata"], event["message_ts"]) == (metadata, posted["ts"])
    assert (event["app_id"], event["channel_id"], event["user_id"]) == ("A0CAIRN", "CKUDOS", "UCAIRN")
    await client.chat_postMessage(channel="CKUDOS", text="Tea", metadata={**metadata, "event_type": "tea"})
    assert len(heard.all("message_metadata_posted")) == 1


async def test_a_person_opens_a_thread_with_an_assistant(heard, emulator, client, ana):
    ts = await ana.open_assistant(looking_at="CKUDOS")
    thread = heard.one("assistant_thread_started")["assistant_thread"]
    assert (thread["user_id"], thread["channel_id"], thread["thread_ts"]) == ("UANA", "DANA", ts)
    assert thread["context"]["channel_id"] == "CKUDOS"
    where = {"channel_id": "DANA", "thread_ts": ts}
    prompts = [{"title": "Lunch", "message": "What is for lunch?"}]
    await client.assistant_threads_setSuggestedPrompts(**where, prompts=prompts)
    await client.assistant_threads_setTitle(**where, title="Food")
    await client.assistant_threads_setStatus(**where, status="is cooking")
    assert ana.assistant(ts) == {"title": "Food", "status": "is cooking", "prompts": prompts}
    await client.chat_postMessage(channel="DANA", thread_ts=ts, text="Soup")
    assert ana.assistant(ts)["status"] == ""
    ana.look("CGENERAL", ts)
    changed = heard.one("assistant_thread_context_changed")["assistant_thread"]
    assert changed["context"]["channel_id"] == "CGENERAL"


async def test_a_status_is_taken_away(client, ana):
    where = {"channel_id": "DANA", "thread_ts": await ana.open_assistant()}
    await client.assistant_threads_setStatus(**where, status="is cooking")
    await client.assistant_threads_setStatus(**where, status="")
    assert ana.assistant(where["thread_ts"])["status"] == ""


async def test_what_an_assistant_cannot_say(client, ana):
    where = {"channel_id": "DANA", "thread_ts": await ana.open_assistant()}
    prompts = client.assistant_threads_setSuggestedPrompts
    assert await error(prompts(**where, prompts=[{"title": "x", "message": "y"}] * 5)) == "invalid_arguments"
    assert await error(prompts(**where, prompts=[{"title": "x"}])) == "invalid_arguments"
    other = {**where, "thread_ts": (await ana.say("DANA", "Hello"))["ts"]}
    assert await error(client.assistant_threads_setTitle(**other, title="x")) == "invalid_thread_ts"
    with pytest.raises(Misuse, match="no thread"):
        ana.assistant(other["thread_ts"])


async def test_an_app_that_is_no_assistant(emulator, ana):
    del emulator.app().manifest.source["features"]["assistant_view"]
    with pytest.raises(Misuse, match="is no assistant"):
        await ana.open_assistant()


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ({"features": {"unfurl_domains": "menu.example"}}, "`features.unfurl_domains` of a manifest is a list"),
        ({"functions": {"reverse": "backwards"}}, "`reverse` of a manifest is a mapping"),
        ({"functions": {"reverse": {"input_parameters": ["word"]}}}, "`input_parameters` of a manifest is a mapping"),
        (
            {"settings": {"event_subscriptions": {"metadata_subscriptions": [{"app_id": "A1"}]}}},
            "metadata_subscriptions.0.` of a manifest lacks `event_type`",
        ),
    ],
)
def test_a_manifest_that_cannot_be(part, words):
    with pytest.raises(WorkspaceFileError, match=words):
        Manifest(part)
