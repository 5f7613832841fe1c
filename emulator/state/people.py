"""The team, its members, its groups of members."""

from dataclasses import dataclass, field
from datetime import datetime

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
    """A member; bots and guests are members too. `fields` are custom profile fields by their id.

    `dnd_from` and `dnd_to` ("HH:MM" in the person's zone, "" for never) are the daily hours without notifications,
    `snooze_until` (seconds since 1970) ends those they asked for on top. `status_expiration` 0 means never.
    """

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
    dnd_from: str = ""
    dnd_to: str = ""
    snooze_until: int = 0
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

    @property
    def is_guest(self) -> bool:
        """Whether they see only the channels they are in: guests, and people of other organisations."""
        return self.is_restricted or self.is_ultra_restricted or self.is_stranger

    def status(self, now: datetime) -> tuple[str, str, int]:
        """Return text, emoji and expiration of the status; one that has run out is empty."""
        if self.status_expiration and self.status_expiration <= now.timestamp():
            return "", "", 0
        return self.status_text, self.status_emoji, self.status_expiration


@dataclass
class Group:
    """A user group such as @platform."""

    id: str
    handle: str
    name: str
    members: list[str] = field(default_factory=list)
    description: str = ""
    disabled: bool = False
    channels: list[str] = field(default_factory=list)
    created: int = 0
    updated: int = 0
    deleted: int = 0
    created_by: str = SLACKBOT
    updated_by: str = SLACKBOT
