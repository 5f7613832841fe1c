"""One good call of each Web API method, with as many arguments as change its answer.

A new method needs a row in RECIPES: a coroutine that gets a `scene.Scene` and returns the answer. Its keys are then held against
what is recorded of Slack.
"""

from urllib.parse import parse_qs, urlsplit

from northwind_slack import home, modal, section
from scene import METADATA

TOKEN = "xapp-cairn"


def plain(method, **args):
    """Return the recipe of a method that needs no more than its arguments."""

    async def recipe(scene):
        return await scene.call(method, **args)

    return recipe


def of_message(method, *, stamp="ts", **args):
    """Return the recipe of a method that is about a message of the app."""

    async def recipe(scene):
        return await scene.call(method, **{"channel": "CKUDOS", stamp: await scene.posted()}, **args)

    return recipe


def of_channel(method, **args):
    """Return the recipe of a method that is about a channel the app made."""

    async def recipe(scene):
        return await scene.call(method, channel=await scene.channel(), **args)

    return recipe


def with_token(method, **args):
    """Return the recipe of a method that wants the app's own token."""

    async def recipe(scene):
        return (await scene.client.api_call(method, params=args, headers={"Authorization": f"Bearer {TOKEN}"})).data

    return recipe


def of_assistant(method, **args):
    """Return the recipe of a method that is about a thread with the app's assistant."""

    async def recipe(scene):
        return await scene.call(method, channel_id="DANA", thread_ts=await scene.ana.open_assistant(), **args)

    return recipe


def of_step(method, **args):
    """Return the recipe of a method that ends a custom step of a workflow."""

    async def recipe(scene):
        step = await scene.ana.run_step("reverse", {"word": "stop"})
        return await scene.call(method, function_execution_id=step.id, **args)

    return recipe


async def open_dialog(scene):
    elements = [{"type": "text", "label": "From", "name": "from"}]
    trigger = scene.emulator.triggers.new("UANA", "A0CAIRN").id
    dialog = {"callback_id": "ride", "title": "Request a ride", "elements": elements}
    return await scene.call("dialog.open", trigger_id=trigger, dialog=dialog)


async def post(scene):
    args = {"channel": "CKUDOS", "thread_ts": await scene.posted(), "reply_broadcast": True, "metadata": METADATA}
    return await scene.call("chat.postMessage", text="Hello", blocks=[section()], **args)


async def unfurl(scene):
    ts = (await scene.ana.say("CKUDOS", "See https://example.com"))["ts"]
    unfurls = {"https://example.com": {"text": "Example"}}
    return await scene.call("chat.unfurl", channel="CKUDOS", ts=ts, unfurls=unfurls)


async def scheduled_list(scene):
    await scene.scheduled()
    return await scene.call("chat.scheduledMessages.list")


async def delete_scheduled(scene):
    waiting = await scene.scheduled()
    return await scene.call("chat.deleteScheduledMessage", channel="CKUDOS", scheduled_message_id=waiting)


async def append(scene):
    return await scene.call("chat.appendStream", channel="CKUDOS", ts=await scene.stream(), markdown_text=" more")


async def stop(scene):
    return await scene.call("chat.stopStream", channel="CKUDOS", ts=await scene.stream())


async def start(scene):
    await scene.stream()
    return scene.emulator.calls[-1].answer


async def history(scene):
    await scene.thread()
    await scene.posted()
    return await scene.call("conversations.history", channel="CKUDOS", include_all_metadata=True, limit=2)


async def replies(scene):
    return await scene.call("conversations.replies", channel="CKUDOS", ts=await scene.thread(), limit=1)


async def open_dm(scene):
    return await scene.call("conversations.open", users="UANA", return_im=True)


async def close(scene):
    opened = await scene.call("conversations.open", users="UANA")
    return await scene.call("conversations.close", channel=opened["channel"]["id"])


async def leave(scene):
    return await scene.call("conversations.leave", channel=await scene.channel())


async def kick(scene):
    channel = await scene.channel()
    await scene.call("conversations.invite", channel=channel, users="UANA")
    return await scene.call("conversations.kick", channel=channel, user="UANA")


async def unarchive(scene):
    await scene.call("conversations.archive", channel="CKUDOS")
    return await scene.call("conversations.unarchive", channel="CKUDOS")


async def complete_upload(scene):
    await scene.uploaded()
    return next(one.answer for one in scene.emulator.calls if one.method == "files.completeUploadExternal")


async def upload_url(scene):
    return await scene.call("files.getUploadURLExternal", filename="a.txt", length=3)


def of_file(method):
    async def recipe(scene):
        return await scene.call(method, file=await scene.uploaded())

    return recipe


async def files(scene):
    await scene.uploaded()
    return await scene.call("files.list")


def of_bookmark(method, **args):
    async def recipe(scene):
        return await scene.call(method, channel_id="CKUDOS", bookmark_id=await scene.bookmark(), **args)

    return recipe


async def bookmarks(scene):
    await scene.bookmark()
    return await scene.call("bookmarks.list", channel_id="CKUDOS")


async def add_bookmark(scene):
    await scene.bookmark()
    return scene.emulator.calls[-1].answer


async def pins(scene):
    await of_message("pins.add", stamp="timestamp")(scene)
    return await scene.call("pins.list", channel="CKUDOS")


async def unpin(scene):
    ts = await scene.posted()
    await scene.call("pins.add", channel="CKUDOS", timestamp=ts)
    return await scene.call("pins.remove", channel="CKUDOS", timestamp=ts)


def of_reaction(method, **args):
    async def recipe(scene):
        return await scene.call(method, channel="CKUDOS", timestamp=await scene.thread(), **args)

    return recipe


async def reactions(scene):
    await scene.thread()
    return await scene.call("reactions.list", full=True)


async def disable(scene):
    return await scene.call("usergroups.disable", usergroup="SPLATFORM", include_count=True)


async def enable(scene):
    await disable(scene)
    return await scene.call("usergroups.enable", usergroup="SPLATFORM", include_count=True)


async def open_view(scene):
    await scene.opened()
    return scene.emulator.calls[-1].answer


async def push(scene):
    root = (await scene.opened())["id"]
    trigger = scene.emulator.triggers.new("UANA", "A0CAIRN", root=root).id
    return await scene.call("views.push", trigger_id=trigger, view=modal())


async def update_view(scene):
    return await scene.call("views.update", view_id=(await scene.opened())["id"], view=modal())


async def conversations(scene):
    return await scene.call("conversations.list", types="public_channel,private_channel,im,mpim")


async def access(scene):
    oauth, asked = scene.emulator.oauth, {"client_id": "1.2", "scope": "chat:write,commands,incoming-webhook"}
    answer = oauth.allow(oauth.asked(asked), "UANA", "CKUDOS")
    code = parse_qs(urlsplit(answer).query)["code"][0]
    return (await scene.client.oauth_v2_access(client_id="1.2", client_secret="secret", code=code)).data


RECIPES = {
    "assistant.threads.setStatus": of_assistant("assistant.threads.setStatus", status="is cooking"),
    "assistant.threads.setSuggestedPrompts": of_assistant(
        "assistant.threads.setSuggestedPrompts", prompts=[{"title": "Lunch", "message": "What is for lunch?"}]
    ),
    "assistant.threads.setTitle": of_assistant("assistant.threads.setTitle", title="Food"),
    "api.test": plain("api.test"),
    "blocks.validate": plain("blocks.validate", blocks=[section()]),
    "oauth.v2.access": access,
    "apps.connections.open": with_token("apps.connections.open"),
    "apps.event.authorizations.list": with_token("apps.event.authorizations.list", event_context="4-ev"),
    "apps.uninstall": plain("apps.uninstall", client_id="1.2", client_secret="secret"),
    "auth.revoke": plain("auth.revoke"),
    "auth.teams.list": plain("auth.teams.list", include_icon=True),
    "auth.test": plain("auth.test"),
    "bookmarks.add": add_bookmark,
    "bookmarks.edit": of_bookmark("bookmarks.edit", title="Guide"),
    "bookmarks.list": bookmarks,
    "bookmarks.remove": of_bookmark("bookmarks.remove"),
    "bots.info": plain("bots.info", bot="B0CAIRN"),
    "chat.appendStream": append,
    "chat.delete": of_message("chat.delete"),
    "chat.deleteScheduledMessage": delete_scheduled,
    "chat.getPermalink": of_message("chat.getPermalink", stamp="message_ts"),
    "chat.meMessage": plain("chat.meMessage", channel="CKUDOS", text="waves"),
    "chat.postEphemeral": plain("chat.postEphemeral", channel="CKUDOS", user="UANA", text="Only you"),
    "chat.postMessage": post,
    "chat.scheduleMessage": plain("chat.scheduleMessage", channel="CKUDOS", text="Later", post_at=1_772_500_000),
    "chat.scheduledMessages.list": scheduled_list,
    "chat.startStream": start,
    "chat.stopStream": stop,
    "chat.unfurl": unfurl,
    "chat.update": of_message("chat.update", text="Better", blocks=[section()], metadata=METADATA),
    "conversations.archive": of_channel("conversations.archive"),
    "conversations.close": close,
    "conversations.create": plain("conversations.create", name="new", is_private=True),
    "conversations.history": history,
    "conversations.info": plain("conversations.info", channel="CKUDOS", include_num_members=True, include_locale=True),
    "conversations.invite": of_channel("conversations.invite", users="UANA,UBO"),
    "conversations.join": plain("conversations.join", channel="CGENERAL"),
    "conversations.kick": kick,
    "conversations.leave": leave,
    "conversations.list": conversations,
    "conversations.mark": of_message("conversations.mark"),
    "conversations.members": plain("conversations.members", channel="CKUDOS"),
    "conversations.open": open_dm,
    "conversations.rename": of_channel("conversations.rename", name="newer"),
    "conversations.replies": replies,
    "conversations.setPurpose": of_channel("conversations.setPurpose", purpose="Thanks"),
    "conversations.setTopic": of_channel("conversations.setTopic", topic="Thanks"),
    "conversations.unarchive": unarchive,
    "dnd.info": plain("dnd.info", user="UANA"),
    "dnd.teamInfo": plain("dnd.teamInfo", users="UANA,UBO"),
    "emoji.list": plain("emoji.list", include_categories=True),
    "files.completeUploadExternal": complete_upload,
    "files.delete": of_file("files.delete"),
    "files.getUploadURLExternal": upload_url,
    "files.info": of_file("files.info"),
    "files.list": files,
    "pins.add": of_message("pins.add", stamp="timestamp"),
    "dialog.open": open_dialog,
    "functions.completeError": of_step("functions.completeError", error="No mirror"),
    "functions.completeSuccess": of_step("functions.completeSuccess", outputs={"word": "pots"}),
    "pins.list": pins,
    "pins.remove": unpin,
    "reactions.add": of_message("reactions.add", stamp="timestamp", name="tada"),
    "reactions.get": of_reaction("reactions.get", full=True),
    "reactions.list": reactions,
    "reactions.remove": of_reaction("reactions.remove", name="tada"),
    "team.info": plain("team.info"),
    "team.profile.get": plain("team.profile.get"),
    "usergroups.create": plain("usergroups.create", name="Design", handle="design", description="They design"),
    "usergroups.disable": disable,
    "usergroups.enable": enable,
    "usergroups.list": plain("usergroups.list", include_users=True, include_count=True),
    "usergroups.update": plain("usergroups.update", usergroup="SPLATFORM", name="Platforms", include_count=True),
    "usergroups.users.list": plain("usergroups.users.list", usergroup="SPLATFORM"),
    "usergroups.users.update": plain(
        "usergroups.users.update", usergroup="SPLATFORM", users="UANA", include_count=True
    ),
    "users.conversations": plain("users.conversations", user="UANA", types="public_channel,im"),
    "users.getPresence": plain("users.getPresence", user="UANA"),
    "users.info": plain("users.info", user="UANA", include_locale=True),
    "users.list": plain("users.list", include_locale=True, limit=2),
    "users.lookupByEmail": plain("users.lookupByEmail", email="ana@northwind.example"),
    "users.profile.get": plain("users.profile.get", user="UBO", include_labels=True),
    "users.setPresence": plain("users.setPresence", presence="away"),
    "views.open": open_view,
    "views.publish": plain("views.publish", user_id="UANA", view=home()),
    "views.push": push,
    "views.update": update_view,
}
