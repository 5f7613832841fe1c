"""Payloads and answers beside recorded ones: no key of ours is unknown to Slack, none that matters is missing."""

import json

import pytest
from northwind_slack import button, home, keys_of, modal, section, text_field

from emulator.envelopes import Ack
from outside import slack_data

# Grid installations have these, ours is a plain workspace; the rest are keys of one example only.
GRID = {"enterprise_id", "enterprise_name", "team.enterprise_id", "team.enterprise_name", "authed_users"}
CANCEL = {"type": "plain_text", "text": "Cancel"}
DEEP = {"blocks", "state", "actions"}


@pytest.fixture
async def sent(emulator):
    """Collect what would go to the app."""
    payloads = []

    async def note(sent):
        payloads.append(json.loads(json.dumps(sent.payload)))
        return Ack()

    emulator.delivery.send = note
    return payloads


def shallow(payload):
    """Return the keys of a payload without what lies inside blocks and state."""
    return {key for key in keys_of(payload) if not DEEP & set(key.split(".")[:-1])}


def check(payload, recorded, *more, optional=()):
    """Compare a payload's keys with a recorded one (needed) and further ones (allowed)."""
    known = shallow(recorded).union(*(shallow(one) for one in more))
    assert shallow(payload) - known == set()
    assert shallow(recorded) - shallow(payload) - GRID - set(optional) == set()


async def test_a_command(sent, ana):
    await ana.command("/kudos @bo", channel="CKUDOS")
    java = slack_data("java-json-logs/app-backend/SlashCommandPayload.json")
    check(sent[0], slack_data("payloads/socket-mode/envelope_slash_commands.json")["payload"], java)


async def test_a_click_in_a_message(sent, ana, client):
    await client.chat_postMessage(channel="CKUDOS", text="x", blocks=[section(accessory=button("b", value="v"))])
    await ana.click(ana.messages("CKUDOS")[-1], "b")
    java = slack_data("java-json-logs/app-backend/BlockActionPayload.json")
    message = slack_data("java-json-logs/api/chat.postMessage.slim.json")["message"]
    check(sent[-1], slack_data("payloads/interactions/block_actions_message.json"), java, {"message": message})
    recorded = slack_data("payloads/interactions/block_actions_message.json")["actions"][0]
    assert set(sent[-1]["actions"][0]) == set(recorded)


async def test_a_form(sent, ana, client, emulator):
    trigger = emulator.triggers.new("UANA", "A0CAIRN").id
    await client.views_open(trigger_id=trigger, view=modal(text_field("hspI"), close=CANCEL))
    await ana.submit({"hspI": "test"})
    recorded = slack_data("payloads/interactions/view_submission.json")
    java = slack_data("java-json-logs/app-backend/ViewSubmissionPayload.json")
    check(sent[0], recorded, java)
    typed = sent[0]["view"]["state"]["values"]["hspI"]["text"]
    assert typed == recorded["view"]["state"]["values"]["hspI"]["maBWU"]


async def test_a_closed_form(sent, ana, client, emulator):
    trigger = emulator.triggers.new("UANA", "A0CAIRN").id
    await client.views_open(trigger_id=trigger, view=modal(notify_on_close=True, close=CANCEL))
    await ana.close()
    java = slack_data("java-json-logs/app-backend/ViewClosedPayload.json")
    check(sent[0], slack_data("payloads/interactions/view_closed.json"), java, optional={"response_urls"})


async def test_a_menu(sent, ana, client, emulator):
    menu = {"type": "external_select", "action_id": "es_a"}
    field = {"type": "input", "block_id": "es_b", "label": {"type": "plain_text", "text": "Search"}, "element": menu}
    trigger = emulator.triggers.new("UANA", "A0CAIRN").id
    await client.views_open(trigger_id=trigger, view=modal(field, close=CANCEL))
    await ana.options(ana.view, "es_a", "search word")
    java = slack_data("java-json-logs/app-backend/ViewSubmissionPayload.json")
    check(sent[0], slack_data("payloads/interactions/block_suggestion.json"), java)


async def test_shortcuts(sent, ana):
    await ana.shortcut("check_in")
    socket = slack_data("payloads/socket-mode/envelope_interactive_global_shortcut.json")["payload"]
    check(sent[0], slack_data("payloads/interactions/global_shortcut.json"), socket, {"user": {"name": ""}})
    message = await ana.say("CKUDOS", "<@UBO> test")
    await ana.message_shortcut("give_kudos", "CKUDOS", message["ts"])
    java = slack_data("java-json-logs/app-backend/MessageShortcutPayload.json")
    check(sent[-1], slack_data("payloads/interactions/message_shortcut.json"), java)


async def test_a_message_event(sent, ana, emulator):
    await ana.say("CKUDOS", "Hello World!")
    java = slack_data("java-json-logs/events/MessagePayload.json")
    check(sent[0], slack_data("payloads/socket-mode/envelope_events_api_message.json")["payload"], java)


async def test_a_bots_message_event(sent, client, emulator):
    await client.chat_postMessage(channel="CKUDOS", text="Hello")
    await emulator.settled()
    java = slack_data("java-json-logs/events/MessagePayload.json")
    app_id = {"event": {"app_id": ""}}
    check(sent[0], slack_data("payloads/events/message_from_bot.json"), java, app_id)


async def test_other_events(sent, ana, client, emulator):
    ts = (await ana.say("CKUDOS", "Hello"))["ts"]
    await ana.react("CKUDOS", ts, "tada")
    own = (await client.chat_postMessage(channel="CKUDOS", text="Hello"))["ts"]
    await client.chat_update(channel="CKUDOS", ts=own, text="Better")
    await client.chat_delete(channel="CKUDOS", ts=own)
    await client.conversations_join(channel="CGENERAL")
    await emulator.join({"id": "UDEE", "name": "dee"})
    await emulator.change("UDEE", tz="Asia/Tokyo")
    await client.views_publish(user_id="UANA", view=home())
    emulator.events.home_opened(emulator.app(), "UANA", emulator.workspace.dm("UANA", emulator.app()), None, tab="home")
    await emulator.settled()
    by_type = {payload["event"].get("subtype") or payload["event"]["type"]: payload for payload in sent}
    recorded = {
        "reaction_added": "ReactionAddedPayload",
        "message_changed": "MessageChangedPayload",
        "message_deleted": "MessageDeletedPayload",
        "member_joined_channel": "MemberJoinedChannelPayload",
        "team_join": "TeamJoinPayload",
        "user_change": "UserChangePayload",
        "user_profile_changed": "UserProfileChangedPayload",
        "app_home_opened": "AppHomeOpenedPayload",
    }
    for kind, name in recorded.items():
        known = shallow(slack_data(f"java-json-logs/events/{name}.json"))
        known |= {key.replace("event.message", "event.previous_message") for key in known}
        # These two are newer than the recording.
        known |= {"event.message.app_id", "event.previous_message.app_id"}
        known |= {"event.user.profile.status_emoji_display_info"}
        assert shallow(by_type[kind]) - known == set(), kind


async def test_answers_of_the_web_api(client, ana, emulator):
    emulator.workspace.settings.rate_limits = False
    blocks = [section()]
    metadata = {"event_type": "prompt", "event_payload": {}}
    posted = await client.chat_postMessage(channel="CKUDOS", text="x", blocks=blocks, metadata=metadata)
    ts = posted["ts"]
    await client.chat_postMessage(channel="CKUDOS", text="x", thread_ts=ts)
    trigger = emulator.triggers.new("UANA", "A0CAIRN").id
    view = (await client.views_open(trigger_id=trigger, view=modal()))["view"]
    await client.views_push(trigger_id=emulator.triggers.new("UANA", "A0CAIRN", root=view["id"]).id, view=modal())
    await client.views_update(view_id=view["id"], view=modal())
    await client.views_publish(user_id="UANA", view=home())
    await client.conversations_open(users="UANA", return_im=True)
    await client.conversations_history(channel="CKUDOS", include_all_metadata=True, limit=1)
    await client.conversations_replies(channel="CKUDOS", ts=ts)
    await client.conversations_info(channel="CKUDOS", include_num_members=True)
    await client.conversations_list()
    await client.conversations_members(channel="CKUDOS")
    await client.conversations_join(channel="CGENERAL")
    await client.users_conversations(user="UANA")
    await client.users_list()
    await client.users_info(user="UANA", include_locale=True)
    await client.users_lookupByEmail(email="ana@northwind.example")
    await client.users_profile_get(user="UANA")
    await client.usergroups_list(include_users=True, include_count=True)
    await client.usergroups_users_list(usergroup="SPLATFORM")
    await client.team_info()
    await client.team_profile_get()
    await client.auth_test()
    await client.apps_connections_open(app_token="xapp-cairn")
    await client.reactions_add(channel="CKUDOS", timestamp=ts, name="tada")
    await client.chat_getPermalink(channel="CKUDOS", message_ts=ts)
    await client.chat_postEphemeral(channel="CKUDOS", user="UANA", text="x")
    await client.files_upload_v2(filename="a.txt", content="abc", channel="CKUDOS")
    await client.chat_update(channel="CKUDOS", ts=ts, text="y")
    await client.chat_delete(channel="CKUDOS", ts=ts)
    compared = 0
    for call in emulator.calls:
        recorded = answer_of(call.method)
        assert known_keys(call.answer) - known_keys(recorded) - NEWER == set(), call.method
        compared += recorded is not None
    assert compared >= 28


# Seen in Slack's answers, not in the recordings.
NEWER = {"profile.fields", "messages.metadata.event_payload", "channel.is_user_deleted", "pin_count"}
NEWER |= {"channel_actions_ts", "channel_actions_count", "message.edited", "members.profile.status_emoji_display_info"}


def answer_of(method):
    for ending in ("slim.json", "json"):
        try:
            return slack_data(f"java-json-logs/api/{method}.{ending}")
        except BaseException as missing:
            if isinstance(missing, KeyboardInterrupt):
                raise
    return pytest.fail(f"no recorded answer of {method}")


def known_keys(answer):
    deep = {*DEEP, "event_payload", "fields"}
    return {key for key in keys_of(answer) if not deep & set(key.split(".")[:-1])}
