"""The state of the pretended workspace: team, people, channels, groups, apps.

Messages are kept as Slack's own message objects, by their `ts`, oldest first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from emulator.errors import JSON, Misuse
from emulator.loading.manifest import Manifest
from emulator.state.people import SLACKBOT, Group, Person, Team

__all__ = ["SLACKBOT", "App", "Channel", "Group", "Person", "Settings", "Team", "Workspace"]

FEWEST_IN_GROUP, MOST_IN_GROUP = 3, 9


@dataclass
class Channel:
    """A conversation. `kind` is "channel", "private", "dm" (two people, or a `user` with an `app`) or "mpim"."""

    id: str
    name: str
    kind: str = "channel"
    members: list[str] = field(default_factory=list)
    app: str | None = None
    user: str | None = None
    archived: bool = False
    created: int = 0
    creator: str = SLACKBOT
    topic: str = ""
    topic_set: tuple[str, int] = ("", 0)
    purpose: str = ""
    purpose_set: tuple[str, int] = ("", 0)
    previous_names: list[str] = field(default_factory=list)
    pins: list[JSON] = field(default_factory=list)
    bookmarks: list[JSON] = field(default_factory=list)
    closed_for: set[str] = field(default_factory=set)
    messages: dict[str, JSON] = field(default_factory=dict)
    ephemeral: dict[str, tuple[str, JSON]] = field(default_factory=dict)
    read: dict[str, str] = field(default_factory=dict)

    @property
    def latest_ts(self) -> str | None:
        """The `ts` of the newest message."""
        return next(reversed(self.messages), None)

    def others(self, user: str) -> list[str]:
        """Return whom `user` talks to here."""
        return [one for one in self.members if one != user]


@dataclass
class App:
    """An installed app with its credentials. `request_url` takes everything in HTTP mode.

    Other workspaces' people install it by `client_id`, `client_secret` and one of the `redirect_urls`; `granted` are
    the scopes they agreed to, None for all of the manifest.
    """

    id: str
    name: str
    bot_user: str
    bot_id: str
    bot_token: str
    app_token: str
    signing_secret: str
    manifest: Manifest
    request_url: str | None = None
    verification_token: str = "legacy-verification-token"  # noqa: S105 - nobody checks it any more
    revoked: bool = False
    installed: bool = True
    client_id: str = ""
    client_secret: str = ""
    redirect_urls: list[str] = field(default_factory=list)
    granted: tuple[str, ...] | None = None

    @property
    def scopes(self) -> tuple[str, ...]:
        """What its bot token may do."""
        return self.manifest.scopes if self.granted is None else self.granted


@dataclass
class Settings:
    """What a test or a demo may want otherwise."""

    messages_per_minute: int = 300
    channel_burst: int = 5
    rate_limits: bool = True


@dataclass
class Workspace:
    """Everything the emulator remembers, except views and files."""

    team: Team
    people: dict[str, Person] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    apps: dict[str, App] = field(default_factory=dict)
    profile_fields: list[JSON] = field(default_factory=list)
    emoji: dict[str, str] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    _last_ts: int = 0
    _dms: dict[tuple[str, str], Channel] = field(default_factory=dict)
    _groups_of: dict[frozenset[str], Channel] = field(default_factory=dict)

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any], *, folder: Path | None = None) -> "Workspace":
        """Read what a workspace file holds; a manifest's path counts from `folder`."""
        from emulator.loading.workspace_file import workspace_from  # noqa: PLC0415 - loading builds these classes

        return workspace_from(mapping, folder or Path.cwd())

    @classmethod
    def from_file(cls, path: Path | str) -> "Workspace":
        """Read a YAML workspace file."""
        from emulator.loading.workspace_file import read_yaml  # noqa: PLC0415 - as above

        return cls.from_mapping(read_yaml(Path(path)), folder=Path(path).parent)

    def next_ts(self, now: datetime) -> str:
        """Return a message time stamp: unique in the workspace, always later than the one before."""
        self._last_ts = max(self._last_ts + 1, int(now.timestamp() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def person_named(self, name: str) -> Person | None:
        """Find the active member called `name`, without the @."""
        wanted = name.lower()
        return next((one for one in self.people.values() if one.name.lower() == wanted and not one.deleted), None)

    def channel_named(self, name: str) -> Channel | None:
        """Find the channel called `name`, without the #."""
        wanted = name.lower()
        found = (one for one in self.channels.values() if one.name == wanted)
        return next((one for one in found if one.kind in {"channel", "private"}), None)

    def group_named(self, handle: str) -> Group | None:
        """Find the user group with that handle, without the @."""
        return next((one for one in self.groups.values() if one.handle == handle.lower() and not one.disabled), None)

    def dm(self, user: str, app: App) -> Channel:
        """Return the direct messages of `user` with `app`, opened if they were not."""
        known = self._dms.get((user, app.id))
        if known is not None:
            return known
        channel = Channel(self._dm_id(user), "", kind="dm", members=[user, app.bot_user], user=user, app=app.id)
        self.channels[channel.id] = self._dms[user, app.id] = channel
        return channel

    def dm_between(self, one: str, other: str) -> Channel:
        """Return the direct messages of two people, or of a person with a bot, opened if they were not."""
        for user, bot in ((one, other), (other, one)):
            if app := self.app_of_bot(bot):
                return self.dm(user, app)
        first, second = sorted((one, other))
        known = self._dms.get((first, second))
        if known is not None:
            return known
        members = list(dict.fromkeys((first, second)))
        channel = Channel(f"D{first[1:]}{second[1:]}", "", kind="dm", members=members)
        self.channels[channel.id] = self._dms[first, second] = channel
        return channel

    def talk(self, members: Sequence[str]) -> Channel | None:
        """Return the direct messages of exactly these people and bots, if they have any."""
        people = list(dict.fromkeys(members))
        if len(people) > 2:
            return self._groups_of.get(frozenset(people))
        first, second = sorted((people[0], people[-1]))
        apps = ((user, self.app_of_bot(bot)) for user, bot in ((first, second), (second, first)))
        with_app = next(((user, app.id) for user, app in apps if app), None)
        return self._dms.get(with_app or (first, second))

    def start_talk(self, members: Sequence[str]) -> Channel:
        """Open the direct messages of these people and bots, or return those there are."""
        people = list(dict.fromkeys(members))
        return self.group_dm(people) if len(people) > 2 else self.dm_between(people[0], people[-1])

    def group_dm(self, members: Iterable[str]) -> Channel:
        """Return the direct messages of three to nine people (bots count), opened if they were not."""
        people = list(dict.fromkeys(members))
        if not FEWEST_IN_GROUP <= len(people) <= MOST_IN_GROUP:
            raise Misuse(f"A group conversation has 3 to 9 people, not {len(people)}.")
        known = self._groups_of.get(frozenset(people))
        if known is not None:
            return known
        name = f"mpdm-{'--'.join(sorted(self.people[one].name for one in people))}-1"
        channel = Channel(f"G0MPDM{len(self._groups_of) + 1}", name, kind="mpim", members=people, creator=people[0])
        self.channels[channel.id] = self._groups_of[frozenset(people)] = channel
        return channel

    def message(self, ts: str) -> tuple[Channel, JSON] | None:
        """Find a message anywhere by its time stamp, ephemeral ones too."""
        for channel in self.channels.values():
            if found := channel.messages.get(ts):
                return channel, found
            if ts in channel.ephemeral:
                return channel, channel.ephemeral[ts][1]
        return None

    def permalink(self, channel: Channel, message: JSON) -> str:
        """Return the address of a message."""
        link = f"{self.team.url}archives/{channel.id}/p{message['ts'].replace('.', '')}"
        if message.get("thread_ts", message["ts"]) != message["ts"]:
            link += f"?thread_ts={message['thread_ts']}&cid={channel.id}"
        return link

    def app_of_bot(self, bot_user: str) -> App | None:
        """Find the app whose bot user this is."""
        return next((app for app in self.apps.values() if app.bot_user == bot_user), None)

    def visible_channels(self, user: str) -> Iterable[Channel]:
        """Return the channels `user` may look into: theirs, and public ones unless they are a guest."""
        person = self.people.get(user)
        guest = person is not None and person.is_guest
        seen = self.channels.values()
        return [one for one in seen if user in one.members or (one.kind == "channel" and not guest)]

    def _dm_id(self, user: str) -> str:
        taken = sum(1 for owner, _ in self._dms if owner == user) if len(self.apps) > 1 else 0
        return f"D{user[1:]}" + (f"{taken + 1}" if taken else "")
