"""Channels: making them, naming them, who is in them; each change is told to the apps, the page and the channel itself."""

from emulator.clock import Clock
from emulator.errors import JSON, SlackError
from emulator.serving.live import Live
from emulator.state.ids import new_id
from emulator.state.objects import epoch
from emulator.state.posts import Posts
from emulator.state.workspace import Channel, Workspace
from emulator.wires.events import Events

LONGEST_NAME = 80
LONGEST_WORDS = 250
# What Slack calls an event about a private channel.
GROUP_EVENTS = {
    "channel_archive": "group_archive",
    "channel_unarchive": "group_unarchive",
    "channel_rename": "group_rename",
    "channel_left": "group_left",
}


class Channels:
    """All changes to channels; `by` is always the id of who makes the change."""

    def __init__(self, workspace: Workspace, clock: Clock, events: Events, posts: Posts, live: Live) -> None:
        self._workspace = workspace
        self._clock = clock
        self._events = events
        self._posts = posts
        self._live = live

    def create(self, by: str, name: str, *, private: bool = False) -> Channel:
        """Make a channel with its creator in it."""
        check_name(name)
        if self._workspace.channel_named(name):
            raise SlackError("name_taken")
        kind = "private" if private else "channel"
        channel = Channel(new_id("C"), name, kind=kind, members=[by], creator=by, created=self._now())
        self._workspace.channels[channel.id] = channel
        if not private:
            self._events.everywhere("channel_created", {"channel": self._created(channel)})
        self._joined(channel, by)
        return channel

    def join(self, channel: Channel, user: str, *, inviter: str | None = None) -> None:
        """Let somebody in, by themselves or invited."""
        channel.members.append(user)
        self._joined(channel, user, inviter)

    def leave(self, channel: Channel, user: str, *, remover: str | None = None) -> None:
        """Let somebody go, by themselves or removed; an app that is gone is told so."""
        words = f"removed <@{user}> from the channel" if remover else "has left the channel"
        self._posts.notice(channel, remover or user, "channel_leave", f"<@{remover or user}> {words}")
        self._events.member("member_left_channel", channel, user)
        channel.members.remove(user)
        if app := self._workspace.app_of_bot(user):
            left = {"channel": channel.id, "actor_id": remover or user}
            self._events.to_app(app, _named("channel_left", channel), left)
        self._live.tell("state")

    def archive(self, channel: Channel, by: str) -> None:
        """Close a channel for good, or until it is unarchived."""
        self._posts.notice(channel, by, "channel_archive", f"<@{by}> archived the channel")
        channel.archived = True
        self._tell(channel, "channel_archive", {"channel": channel.id, "user": by, "is_moved": 0})

    def unarchive(self, channel: Channel, by: str) -> None:
        """Open an archived channel again."""
        channel.archived = False
        self._posts.notice(channel, by, "channel_unarchive", f"<@{by}> un-archived the channel")
        who = "user" if channel.kind == "channel" else "actor_id"
        self._tell(channel, "channel_unarchive", {"channel": channel.id, who: by})

    def rename(self, channel: Channel, by: str, name: str) -> None:
        """Give a channel another name."""
        check_name(name)
        if (taken := self._workspace.channel_named(name)) is not None and taken is not channel:
            raise SlackError("name_taken")
        before, channel.name = channel.name, name
        channel.previous_names.insert(0, before)
        words = f'<@{by}> has renamed the channel from "{before}" to "{name}"'
        self._posts.notice(channel, by, "channel_name", words, old_name=before, name=name)
        self._tell(channel, "channel_rename", {"channel": self._renamed(channel)})

    def set_topic(self, channel: Channel, by: str, topic: str) -> None:
        """Say what a channel is about now."""
        channel.topic, channel.topic_set = _short(topic), (by, self._now())
        self._posts.notice(channel, by, "channel_topic", f"<@{by}> set the channel topic: {topic}", topic=topic)
        self._live.tell("state")

    def set_purpose(self, channel: Channel, by: str, purpose: str) -> None:
        """Say what a channel is for."""
        channel.purpose, channel.purpose_set = _short(purpose), (by, self._now())
        words = f"<@{by}> set the channel description: {purpose}"
        self._posts.notice(channel, by, "channel_purpose", words, purpose=purpose)
        self._live.tell("state")

    def _joined(self, channel: Channel, user: str, inviter: str | None = None) -> None:
        extra = {"inviter": inviter} if inviter else {}
        self._posts.notice(channel, user, "channel_join", f"<@{user}> has joined the channel", **extra)
        self._events.member("member_joined_channel", channel, user, inviter=inviter)
        self._live.tell("state")

    def _tell(self, channel: Channel, name: str, event: JSON) -> None:
        if channel.kind == "channel":
            self._events.everywhere(name, event)
        else:
            self._events.among(channel, _named(name, channel), event)
        self._live.tell("state")

    def _created(self, channel: Channel) -> JSON:
        flags = ("is_frozen", "is_general", "is_group", "is_private", "is_ext_shared", "is_im", "is_pending_ext_shared")
        return {
            **self._renamed(channel),
            "creator": channel.creator,
            "context_team_id": self._workspace.team.id,
            "is_shared": False,
            "is_org_shared": False,
            "is_archived": channel.archived,
            **dict.fromkeys(flags, False),
        }

    def _renamed(self, channel: Channel) -> JSON:
        return {
            "id": channel.id,
            "is_channel": channel.kind == "channel",
            "is_mpim": False,
            "name": channel.name,
            "name_normalized": channel.name,
            "created": channel.created,
        }

    def _now(self) -> int:
        return epoch(self._clock.now())


def check_name(name: str) -> None:
    """Refuse a channel name as Slack does: small letters, digits, - and _, at most 80."""
    if not name:
        raise SlackError("invalid_name_required")
    if len(name) > LONGEST_NAME:
        raise SlackError("invalid_name_maxlength")
    if not any(sign.isalnum() for sign in name):
        raise SlackError("invalid_name_punctuation")
    if name != name.lower() or not all(sign.isalnum() or sign in "-_" for sign in name):
        raise SlackError("invalid_name_specials")


def _named(name: str, channel: Channel) -> str:
    return name if channel.kind == "channel" else GROUP_EVENTS[name]


def _short(words: str) -> str:
    if len(words) > LONGEST_WORDS:
        raise SlackError("too_long")
    return words
