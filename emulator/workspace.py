"""The state of the pretended workspace: team, people, channels, groups, apps.

Messages are kept as Slack's own message objects, by their `ts`, oldest first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from emulator.errors import JSON
from emulator.manifest import Manifest

SLACKBOT = "USLACKBOT"


@dataclass
class Team:
    """The workspace itself. `address` is where permalinks lead instead of to Slack: to the local page, say."""

    id: str
    name: str
    domain: str
    tz: str = "UTC"
    address: str | None = None

    @property
    def url(self) -> str:
        """The address people have for it."""
        return self.address or f"https://{self.domain}.slack.com/"


@dataclass
class Person:
    """A member; bots and guests are members too. `fields` are custom profile fields by their id."""

    id: str
    name: str
    real_name: str = ""
    email: str | None = None
    tz: str = "UTC"
    title: str = ""
    locale: str = "en-US"
    color: str = "4bbe2e"
    display_name: str | None = None
    status_text: str = ""
    status_emoji: str = ""
    status_expiration: int = 0
    presence: str = "active"
    deleted: bool = False
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    is_invited_user: bool = False
    team_id: str | None = None
    app_id: str | None = None
    bot_id: str | None = None
    updated: int = 0
    fields: dict[str, str] = field(default_factory=dict)


@dataclass
class Channel:
    """A channel, or the direct messages of one person (`user`) with one app (`app`)."""

    id: str
    name: str
    kind: str = "channel"
    members: list[str] = field(default_factory=list)
    app: str | None = None
    user: str | None = None
    archived: bool = False
    created: int = 0
    topic: str = ""
    purpose: str = ""
    messages: dict[str, JSON] = field(default_factory=dict)
    ephemeral: dict[str, tuple[str, JSON]] = field(default_factory=dict)
    read: dict[str, str] = field(default_factory=dict)

    @property
    def latest_ts(self) -> str | None:
        """The `ts` of the newest message."""
        return next(reversed(self.messages), None)


@dataclass
class Group:
    """A user group such as @platform."""

    id: str
    handle: str
    name: str
    members: list[str] = field(default_factory=list)
    description: str = ""
    disabled: bool = False


@dataclass
class App:
    """An installed app with its credentials. `request_url` takes everything in HTTP mode."""

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
    settings: Settings = field(default_factory=Settings)
    _last_ts: int = 0
    _dms: dict[tuple[str, str], Channel] = field(default_factory=dict)

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any], *, folder: Path | None = None) -> "Workspace":
        """Read what a workspace file holds; a manifest's path counts from `folder`."""
        from emulator.loading import workspace_from  # noqa: PLC0415 - loading builds these classes

        return workspace_from(mapping, folder or Path.cwd())

    @classmethod
    def from_file(cls, path: Path | str) -> "Workspace":
        """Read a YAML workspace file."""
        from emulator.loading import read_yaml  # noqa: PLC0415 - as above

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
        return next((one for one in self.channels.values() if one.name == wanted and one.kind != "dm"), None)

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

    def message(self, ts: str) -> tuple[Channel, JSON] | None:
        """Find a message anywhere by its time stamp, ephemeral ones too."""
        for channel in self.channels.values():
            if found := channel.messages.get(ts):
                return channel, found
            if ts in channel.ephemeral:
                return channel, channel.ephemeral[ts][1]
        return None

    def app_of_bot(self, bot_user: str) -> App | None:
        """Find the app whose bot user this is."""
        return next((app for app in self.apps.values() if app.bot_user == bot_user), None)

    def visible_channels(self, user: str) -> Iterable[Channel]:
        """Return the channels `user` may look into: public ones, and those they are a member of."""
        return [one for one in self.channels.values() if one.kind == "channel" or user in one.members]

    def _dm_id(self, user: str) -> str:
        taken = sum(1 for owner, _ in self._dms if owner == user) if len(self.apps) > 1 else 0
        return f"D{user[1:]}" + (f"{taken + 1}" if taken else "")
