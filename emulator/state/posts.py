"""Messages: posting, changing, deleting, reacting; each change is told to the apps and to the page."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any
from uuid import uuid4

from emulator.acting.rights import need_active, need_place
from emulator.clock import Clock
from emulator.errors import JSON, SlackError
from emulator.serving.live import Live
from emulator.state.objects import bot_profile
from emulator.state.text import rich_text, slack_text
from emulator.state.workspace import SLACKBOT, App, Channel, Person, Workspace
from emulator.wires.events import Events

THREAD = frozenset(
    {"ts", "thread_ts", "reply_count", "reply_users_count", "latest_reply", "reply_users", "is_locked", "subscribed"}
)
"""What stays of a deleted message that has replies."""


class Posts:
    """The messages of all channels."""

    def __init__(self, workspace: Workspace, clock: Clock, events: Events, live: Live) -> None:
        self._workspace = workspace
        self._clock = clock
        self._events = events
        self._live = live

    def by_app(self, app: App, channel: Channel, content: JSON) -> JSON:
        """Post `content` (text, blocks, thread_ts, …) as the app's bot; return the message."""
        message = {**self._bot_message(app), **content}
        if thread_ts := message.get("thread_ts"):
            self._join_thread(channel, thread_ts, message)
        self._keep(channel, message)
        return message

    def by_person(
        self,
        person: Person,
        channel: Channel,
        typed: str,
        *,
        thread_ts: str | None = None,
        files: Sequence[JSON] = (),
    ) -> JSON:
        """Post what a person typed, with the files they put to it."""
        need_place(person, channel)
        text = slack_text(typed, self._workspace)
        message: JSON = {
            "client_msg_id": str(uuid4()),
            "type": "message",
            "text": text,
            "user": person.id,
            "ts": self._next_ts(),
            "team": self._workspace.team.id,
        }
        if typed or not files:
            message["blocks"] = [rich_text(text)]
        if files:
            message |= {"subtype": "file_share", "files": list(files), "upload": False, "display_as_bot": False}
        if thread_ts:
            self._join_thread(channel, thread_ts, message)
        self._keep(channel, message)
        return message

    def share_files(self, app: App, channel: Channel, files: list[JSON], content: JSON) -> JSON:
        """Post the message by which an app shares files."""
        message = {**self._bot_message(app), "upload": True, "display_as_bot": False, **content, "files": files}
        message["subtype"] = "file_share"
        if thread_ts := message.get("thread_ts"):
            self._join_thread(channel, thread_ts, message)
        self._keep(channel, message)
        return message

    def notice(self, channel: Channel, user: str, subtype: str, text: str, **extra: Any) -> None:
        """Write what Slack itself says in a channel: who came, who went, what it is called now."""
        head = {"type": "message", "subtype": subtype, "ts": self._next_ts(), "user": user, "text": text}
        message = {**head, "team": self._workspace.team.id, **extra}
        self._keep(channel, message)

    def ephemeral(self, app: App, channel: Channel, user: str, content: JSON) -> JSON:
        """Show `content` to one person only."""
        message = {**self._bot_message(app), **content, "is_ephemeral": True}
        channel.ephemeral[message["ts"]] = (user, message)
        self._live.tell("messages", channel=channel.id, only=frozenset([user]))
        return message

    def change(self, channel: Channel, message: JSON, content: JSON, *, editor: str | None) -> None:
        """Replace parts of a message; a value of None takes the key away. Without an editor nobody edited it."""
        before = deepcopy(message)
        for key, value in content.items():
            if value is None:
                message.pop(key, None)
            else:
                message[key] = value
        if editor:
            message["edited"] = {"user": editor, "ts": f"{int(self._clock.now().timestamp())}.000000"}
        self._events.message_changed(channel, message, before, self._next_ts())
        self._tell(channel)

    def delete(self, channel: Channel, ts: str) -> None:
        """Take a message away; where replies hang on it, a tombstone stays until they are gone too."""
        message = channel.messages[ts]
        if message.get("reply_count"):
            self._entomb(channel, message)
            return
        del channel.messages[ts]
        parent = channel.messages.get(message.get("thread_ts", ""))
        if parent is not None:
            self._count_replies(channel, parent)
        self._events.message_deleted(channel, message, self._next_ts())
        self._tell(channel)
        if parent is not None and parent.get("subtype") == "tombstone" and not parent["reply_count"]:
            self.delete(channel, parent["ts"])

    def _entomb(self, channel: Channel, message: JSON) -> None:
        left = {key: value for key, value in message.items() if key in THREAD}
        stone = {"type": "message", "subtype": "tombstone", "text": "This message was deleted.", "user": SLACKBOT}
        gone: JSON = dict.fromkeys(message)
        self.change(channel, message, {**gone, **left, **stone, "hidden": True}, editor=None)

    def drop_ephemeral(self, channel: Channel, ts: str) -> None:
        """Take an ephemeral message away from the one who saw it."""
        user, _ = channel.ephemeral.pop(ts)
        self._live.tell("messages", channel=channel.id, only=frozenset([user]))

    def changed_ephemeral(self, channel: Channel, ts: str, content: JSON) -> None:
        """Replace an ephemeral message's content."""
        user, message = channel.ephemeral[ts]
        message.pop("blocks", None)
        message.update(content)
        self._live.tell("messages", channel=channel.id, only=frozenset([user]))

    def react(self, channel: Channel, message: JSON, user: str, name: str) -> None:
        """Add a reaction."""
        need_active(self._workspace.people[user])
        reactions = message.setdefault("reactions", [])
        row = next((one for one in reactions if one["name"] == name), None)
        if row is None:
            row = {"name": name, "users": [], "count": 0}
            reactions.append(row)
        if user in row["users"]:
            raise SlackError("already_reacted")
        row["users"].append(user)
        row["count"] = len(row["users"])
        self._events.reaction("reaction_added", channel, message, user, name, self._next_ts())
        self._tell(channel)

    def unreact(self, channel: Channel, message: JSON, user: str, name: str) -> None:
        """Take a reaction back."""
        row = next((one for one in message.get("reactions", ()) if one["name"] == name), None)
        if row is None or user not in row["users"]:
            raise SlackError("no_reaction")
        row["users"].remove(user)
        row["count"] = len(row["users"])
        if not row["users"]:
            message["reactions"].remove(row)
        if not message["reactions"]:
            del message["reactions"]
        self._events.reaction("reaction_removed", channel, message, user, name, self._next_ts())
        self._tell(channel)

    def visible(
        self, channel: Channel, user: str, *, thread: str | None = None, newest: int | None = None
    ) -> list[JSON]:
        """Return copies of what `user` sees in a channel or thread, oldest first, their ephemeral ones included.

        With `newest` only the last so many: copying thousands takes longer than a page should wait.
        """
        own = [message for reader, message in channel.ephemeral.values() if reader == user]
        shown = [message for message in [*channel.messages.values(), *own] if _belongs(message, thread)]
        return deepcopy(sorted(shown, key=_by_time)[-newest if newest else 0 :])

    def _bot_message(self, app: App) -> dict[str, Any]:
        return {
            "user": app.bot_user,
            "type": "message",
            "ts": self._next_ts(),
            "bot_id": app.bot_id,
            "app_id": app.id,
            "text": "",
            "team": self._workspace.team.id,
            "bot_profile": bot_profile(app, self._workspace.team),
        }

    def _join_thread(self, channel: Channel, thread_ts: str, message: JSON) -> None:
        parent = channel.messages.get(thread_ts)
        if parent is None:
            raise SlackError("invalid_thread_ts")
        message["thread_ts"] = thread_ts
        message["parent_user_id"] = parent["user"]
        if message.pop("reply_broadcast", False):
            message |= {"subtype": "thread_broadcast", "root": deepcopy(parent)}

    def _keep(self, channel: Channel, message: JSON) -> None:
        channel.messages[message["ts"]] = message
        parent = channel.messages.get(message.get("thread_ts", ""))
        if parent is not None:
            self._count_replies(channel, parent)
        channel.read[message["user"]] = message["ts"]
        self._events.message(channel, message)
        self._tell(channel)

    def _count_replies(self, channel: Channel, parent: JSON) -> None:
        ts = parent["ts"]
        replies = [one for one in channel.messages.values() if one.get("thread_ts") == ts and one["ts"] != ts]
        people = list(dict.fromkeys(one["user"] for one in replies))
        parent |= {
            "thread_ts": ts,
            "reply_count": len(replies),
            "reply_users_count": len(people),
            "latest_reply": replies[-1]["ts"] if replies else ts,
            "reply_users": people[:5],
            "is_locked": False,
            "subscribed": False,
        }

    def _tell(self, channel: Channel) -> None:
        only = None if channel.kind == "channel" else frozenset(channel.members)
        self._live.tell("messages", channel=channel.id, only=only)

    def _next_ts(self) -> str:
        return self._workspace.next_ts(self._clock.now())


def in_thread(message: JSON) -> bool:
    """Whether a message is a reply that shows only in its thread."""
    replies_to = message.get("thread_ts", message["ts"])
    return replies_to != message["ts"] and message.get("subtype") != "thread_broadcast"


def _belongs(message: JSON, thread: str | None) -> bool:
    if thread is None:
        return not in_thread(message)
    return message["ts"] == thread or message.get("thread_ts") == thread


def _by_time(message: JSON) -> tuple[int, int]:
    seconds, _, micros = str(message["ts"]).partition(".")
    return int(seconds), int(micros)
