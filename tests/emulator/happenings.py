"""What makes the emulator send each event: one coroutine a row, which gets a `Scene`.

An event the emulator learns to send needs a row here; its payload is then held against what is recorded of Slack.
"""

from northwind_slack import home
from recipes import files, unpin
from scene import METADATA

IN = "CKUDOS"


async def say(scene):
    await scene.ana.say(IN, "Hello")


async def say_in_private(scene):
    channel = (await scene.call("conversations.create", name="quiet", is_private=True))["channel"]["id"]
    await scene.call("chat.postMessage", channel=channel, text="Hello")


async def say_in_dm(scene):
    await scene.call("chat.postMessage", channel="UANA", text="Hello")


async def say_in_group(scene):
    await scene.call("conversations.open", users="UANA,UBO")
    group = next(one for one in scene.emulator.workspace.channels.values() if one.kind == "mpim")
    await scene.call("chat.postMessage", channel=group.id, text="Hello")


async def post(scene):
    await scene.posted(metadata=METADATA)


async def edit(scene):
    await scene.call("chat.update", channel=IN, ts=await scene.posted(), text="Better")


async def delete(scene):
    await scene.call("chat.delete", channel=IN, ts=await scene.posted())


async def broadcast(scene):
    args = {"channel": IN, "thread_ts": await scene.thread(), "reply_broadcast": True}
    await scene.call("chat.postMessage", text="For all", **args)


async def me(scene):
    await scene.call("chat.meMessage", channel=IN, text="waves")


async def mention(scene):
    await scene.ana.say(IN, "<@UCAIRN> hello")


async def react(scene):
    await scene.ana.react(IN, await scene.posted(), "tada")


async def unreact(scene):
    ts = await scene.posted()
    await scene.ana.react(IN, ts, "tada")
    await scene.ana.unreact(IN, ts, "tada")


async def join(scene):
    await scene.call("conversations.join", channel="CGENERAL")


async def invite(scene):
    await scene.call("conversations.invite", channel=await scene.channel(), users="UANA")


async def leave(scene):
    channel = await scene.channel()
    await scene.call("conversations.invite", channel=channel, users="UANA")
    await scene.ana.leave(channel)


async def be_removed(scene):
    await scene.call("conversations.leave", channel=await scene.channel())


async def be_removed_from_private(scene):
    channel = (await scene.call("conversations.create", name="quiet", is_private=True))["channel"]["id"]
    await scene.call("conversations.leave", channel=channel)


def of_channel(method, *, private=False, **args):
    async def happen(scene):
        channel = (await scene.call("conversations.create", name="new", is_private=private))["channel"]["id"]
        if method == "conversations.unarchive":
            await scene.call("conversations.archive", channel=channel)
        await scene.call(method, channel=channel, **args)

    return happen


async def open_home(scene):
    await scene.call("views.publish", user_id="UANA", view=home())
    await scene.ana.open_home()


async def new_person(scene):
    await scene.emulator.join({"id": "UDEE", "name": "dee", "email": "dee@northwind.example"})


def change(**fields):
    async def happen(scene):
        await scene.emulator.change("UANA", **fields)

    return happen


async def uninstall(scene):
    await scene.emulator.uninstall()


async def pin(scene):
    await scene.call("pins.add", channel=IN, timestamp=await scene.posted())


async def create_group(scene):
    await scene.call("usergroups.create", name="Design", handle="design")


async def rename_group(scene):
    await scene.call("usergroups.update", usergroup="SPLATFORM", name="Platforms")


async def change_group(scene):
    await scene.call("usergroups.users.update", usergroup="SPLATFORM", users="UANA,UCY")


# Event type and message subtype, and what makes it happen.
async def open_assistant(scene):
    await scene.ana.open_assistant()
    await scene.ana.open_assistant(looking_at=IN)


async def look_elsewhere(scene):
    scene.ana.look(IN, await scene.ana.open_assistant())


async def run_step(scene):
    await scene.ana.run_step("reverse", {"word": "stop"})


async def share_link(scene):
    message = await scene.ana.say(IN, "https://menu.example")
    await scene.ana.say(IN, "https://menu.example/2", thread=message["ts"])


HAPPENINGS = {
    ("assistant_thread_context_changed", None): [look_elsewhere],
    ("assistant_thread_started", None): [open_assistant],
    ("function_executed", None): [run_step],
    ("link_shared", None): [share_link],
    ("message_metadata_posted", None): [post],
    ("message", None): [say, post, say_in_private, say_in_dm, say_in_group],
    ("message", "message_changed"): [edit],
    ("message", "message_deleted"): [delete],
    ("message", "thread_broadcast"): [broadcast],
    ("message", "me_message"): [me],
    ("message", "file_share"): [files],
    ("message", "channel_join"): [join, invite],
    ("message", "channel_leave"): [leave],
    ("message", "channel_archive"): [of_channel("conversations.archive")],
    ("message", "channel_unarchive"): [of_channel("conversations.unarchive")],
    ("message", "channel_name"): [of_channel("conversations.rename", name="newer")],
    ("message", "channel_topic"): [of_channel("conversations.setTopic", topic="Thanks")],
    ("message", "channel_purpose"): [of_channel("conversations.setPurpose", purpose="Thanks")],
    ("app_mention", None): [mention],
    ("reaction_added", None): [react],
    ("reaction_removed", None): [unreact],
    ("member_joined_channel", None): [join, invite],
    ("member_left_channel", None): [leave],
    ("channel_created", None): [of_channel("conversations.archive")],
    ("channel_archive", None): [of_channel("conversations.archive")],
    ("channel_unarchive", None): [of_channel("conversations.unarchive")],
    ("channel_rename", None): [of_channel("conversations.rename", name="newer")],
    ("channel_left", None): [be_removed],
    ("group_archive", None): [of_channel("conversations.archive", private=True)],
    ("group_unarchive", None): [of_channel("conversations.unarchive", private=True)],
    ("group_rename", None): [of_channel("conversations.rename", private=True, name="newer")],
    ("group_left", None): [be_removed_from_private],
    ("app_home_opened", None): [open_home],
    ("team_join", None): [new_person],
    ("user_change", None): [change(tz="Asia/Tokyo")],
    ("user_profile_changed", None): [change(title="Lead")],
    ("user_status_changed", None): [change(status_text="Away")],
    ("dnd_updated_user", None): [change(dnd_from="18:00", dnd_to="08:00")],
    ("tokens_revoked", None): [uninstall],
    ("app_uninstalled", None): [uninstall],
    ("pin_added", None): [pin],
    ("pin_removed", None): [unpin],
    ("file_shared", None): [files],
    ("subteam_created", None): [create_group],
    ("subteam_updated", None): [rename_group],
    ("subteam_members_changed", None): [change_group],
}
