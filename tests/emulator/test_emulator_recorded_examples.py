"""Real payloads of Slack, one by one: ours has every key of each, and every value of the same kind.

That ours has no key which Slack does not know is in the tests of answers, events and interactions.
"""

import pytest
from block_samples import modal, plain
from happenings import broadcast, delete, leave, mention, react, run_step, say, uninstall
from northwind_slack import button, section, text_field
from recipes import access, files
from recorded import recordings
from shapes import explained, of_another_kind, shape_of
from wire import connected, stage

GRID = "of Enterprise Grid; ours is one workspace"
OLD = "Slack has sent `authorizations` instead since 2020"
# Examples of what our workspace never sends.
NEVER = {
    "events/app_home_opened_org_wide_install": GRID,
    "events/message_org_wide_install": GRID,
    "events/team_access_granted": GRID,
    "events/team_access_revoked": GRID,
    "events/app_uninstalled_slack_connect": "of another company's workspace",
    "events/reaction_added_slack_connect": "of another company's workspace",
    "interactions/view_submission_slack_connect": "of another company's workspace",
    "web-api/oauth_v2_access_bot_refresh_response": "nobody's token is rotated here",
    "web-api/oauth_v2_access_user_refresh_response": "nobody's token is rotated here",
    "web-api/user_auth_test_response": "there are no user tokens",
    "web-api/ok_false_response": "Slack names an error; this one is a test's own",
}
# Keys of an example that ours lacks: example, path, reason.
MISSING = {
    (r".*", r"(team\.|payload\.)?enterprise_(id|name)"): GRID,
    (r".*", r"authed_users(\[\])?"): OLD,
    (r"web-api/oauth.*", r"enterprise\.(id|name)"): GRID,
    (r"web-api/oauth.*", r"authed_user\.(scope|access_token|token_type)"): "no user scopes are asked for",
    (r"events/message_file_share", r"event\.files\[\]\.(thumb|original)_.*"): "of a picture; ours is a text",
    (r"events/message_file_share", r"event\.(client_msg_id|blocks)"): "of what a person types",
    (r"events/tokens_revoked", r"event\.tokens\.oauth\[\]"): "there are no user tokens",
    (r"interactions/block_actions_message", r"actions\[\]\.text\.emoji"): "the author of that button wrote it",
    (r"events/self_event_reaction_added", r"event\.item\.channel_type"): "in one example of three",
    (r"events/message_thread_broadcast", r"event\.(root\.)?client_msg_id"): "of what a person types",
    (r"events/member_joined_channel", r"event\.inviter"): "of who was invited",
    (r"interactions/view_closed", r"response_urls"): "in no recording and no type of it",
    (r"interactions/.*", r"view\.blocks.*"): "blocks have their own tests",
}
OTHER_KINDS = {
    (r".*", r"authorizations\[\]\.enterprise_id"): GRID,
    (r"web-api/oauth.*", r"enterprise"): GRID,
}


@pytest.fixture
async def scene(northwind, clock, session):
    async with stage(northwind, clock, session) as scene:
        yield scene


@pytest.fixture
async def wire(scene):
    async with connected(scene) as wire:
        yield wire


def event(happen, kind, subtype=None):
    async def sent(scene, wire):
        await happen(scene)
        await scene.emulator.settled()
        return wire.events(kind, subtype)[-1]

    return sent


async def post(scene):
    await scene.call("chat.postMessage", channel="CKUDOS", text="Hello")


async def person_edits(scene):
    ts = (await scene.ana.say("CKUDOS", "Hello"))["ts"]
    channel = scene.emulator.workspace.channels["CKUDOS"]
    scene.emulator.posts.change(channel, channel.messages[ts], {"text": "Better"}, editor="UANA")


async def command(scene, wire):
    await scene.ana.command("/kudos Hi", channel="CKUDOS")
    return wire.payloads[-1]


async def click(scene, wire):
    blocks = [section(accessory=button("b", value="v"))]
    await scene.call("chat.postEphemeral", channel="CKUDOS", user="UANA", text="x", blocks=blocks)
    await scene.ana.click(scene.ana.messages("CKUDOS")[-1], "b")
    return wire.last("block_actions")


async def opened(scene, *blocks, **more):
    trigger = scene.emulator.triggers.new("UANA", "A0CAIRN").id
    await scene.call("views.open", trigger_id=trigger, view=modal(*blocks, close=plain("Cancel"), **more))


async def submit(scene, wire):
    await opened(scene, text_field("hspI"))
    await scene.ana.submit({"hspI": "test"})
    return wire.last("view_submission")


async def submit_with_response_url(scene, wire):
    menu = {"type": "channels_select", "action_id": "a", "response_url_enabled": True}
    await opened(scene, {"type": "input", "block_id": "b", "label": plain(), "element": menu})
    await scene.ana.submit({"b": "CKUDOS"})
    return wire.last("view_submission")


async def close(scene, wire):
    await opened(scene, text_field("hspI"), notify_on_close=True)
    await scene.ana.close()
    return wire.last("view_closed")


async def suggest(scene, wire):
    menu = {"type": "external_select", "action_id": "es_a"}
    await opened(scene, {"type": "input", "block_id": "es_b", "label": plain(), "element": menu})
    await scene.ana.options(scene.ana.view, "es_a", "search word")
    return wire.last("block_suggestion")


async def global_shortcut(scene, wire):
    await scene.ana.shortcut("check_in")
    return wire.last("shortcut")


async def message_shortcut(scene, wire):
    ts = (await scene.ana.say("CKUDOS", "<@UBO> test"))["ts"]
    await scene.ana.message_shortcut("give_kudos", "CKUDOS", ts)
    return wire.last("message_action")


async def auth_test(scene, wire):
    return await scene.call("auth.test")


async def oauth_access(scene, wire):
    return await access(scene)


async def invalid_auth(scene, wire):
    async with scene.client.session.post(scene.emulator.api_url + "auth.test") as answer:
        refused = await answer.json()
    headers = {"Authorization": "Bearer xoxb-nobody"}
    async with scene.client.session.post(scene.emulator.api_url + "auth.test", headers=headers) as answer:
        assert refused["error"] == "not_authed"
        return await answer.json()


def enveloped(sent):
    async def frame(scene, wire):
        await sent(scene, wire)
        return wire.frames[-1]

    return frame


OURS = {
    "events/app_mention": event(mention, "app_mention"),
    "events/app_uninstalled": event(uninstall, "app_uninstalled"),
    "events/function_executed": event(run_step, "function_executed"),
    "events/member_joined_channel": event(leave, "member_joined_channel"),
    "events/member_left_channel": event(leave, "member_left_channel"),
    "events/message": event(say, "message"),
    "events/message_changed": event(person_edits, "message", "message_changed"),
    "events/message_deleted": event(delete, "message", "message_deleted"),
    "events/message_file_share": event(files, "message", "file_share"),
    "events/message_from_bot": event(post, "message"),
    "events/message_from_user": event(say, "message"),
    "events/message_thread_broadcast": event(broadcast, "message", "thread_broadcast"),
    "events/reaction_added": event(react, "reaction_added"),
    "events/self_event_reaction_added": event(react, "reaction_added"),
    "events/tokens_revoked": event(uninstall, "tokens_revoked"),
    "interactions/block_actions_message": click,
    "interactions/block_suggestion": suggest,
    "interactions/global_shortcut": global_shortcut,
    "interactions/message_shortcut": message_shortcut,
    "interactions/slash_command": command,
    "interactions/view_closed": close,
    "interactions/view_submission": submit,
    "interactions/view_submission_with_response_urls": submit_with_response_url,
    "socket-mode/envelope_events_api_app_mention": enveloped(event(mention, "app_mention")),
    "socket-mode/envelope_events_api_message": enveloped(event(say, "message")),
    "socket-mode/envelope_events_api_retry": enveloped(event(say, "message")),
    "socket-mode/envelope_interactive_global_shortcut": enveloped(global_shortcut),
    "socket-mode/envelope_slash_commands": enveloped(command),
    "web-api/bot_auth_test_response": auth_test,
    "web-api/invalid_auth": invalid_auth,
    "web-api/oauth_v2_access_response": oauth_access,
}
# Held up, both ways, in test_emulator_recorded_frames.
ELSEWHERE = {"socket-mode/hello", "socket-mode/disconnect_too_many_websockets"}


def test_every_example_is_held_up():
    folders = ("events", "interactions", "socket-mode", "web-api")
    examples = {f"{folder}/{name}" for folder in folders for name in recordings(f"payloads/{folder}")}
    assert examples - set(NEVER) - ELSEWHERE == set(OURS)


@pytest.mark.parametrize("name", OURS)
async def test_ours_has_all_that_the_example_has(name, scene, wire):
    ours = shape_of(await OURS[name](scene, wire))
    folder, _, file = name.partition("/")
    known = shape_of(recordings(f"payloads/{folder}")[file])
    assert explained(sorted(set(known) - set(ours)), MISSING, name) == []
    kinds = of_another_kind(known, ours)
    assert {path: kinds[path] for path in explained(kinds, OTHER_KINDS, name)} == {}
