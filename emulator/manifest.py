"""What an app's manifest allows it: scopes, commands, shortcuts, events, tabs."""

from dataclasses import dataclass
from functools import cached_property

from emulator.errors import JSON


@dataclass(frozen=True)
class Command:
    """One slash command of a manifest."""

    command: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True)
class Shortcut:
    """One shortcut of a manifest; `type` is "global" or "message"."""

    name: str
    type: str
    callback_id: str
    description: str


@dataclass(frozen=True)
class Manifest:
    """A Slack app manifest, read once."""

    source: JSON

    @cached_property
    def scopes(self) -> tuple[str, ...]:
        """The bot scopes asked for, in the manifest's order."""
        scopes = self.source.get("oauth_config", {}).get("scopes", {})
        return tuple(scopes.get("bot", ()))

    @cached_property
    def commands(self) -> dict[str, Command]:
        """The slash commands by name, the name with its slash."""
        return {row["command"]: _command(row) for row in self._features.get("slash_commands", ())}

    @cached_property
    def shortcuts(self) -> dict[str, Shortcut]:
        """The shortcuts by callback id."""
        return {row["callback_id"]: _shortcut(row) for row in self._features.get("shortcuts", ())}

    @cached_property
    def events(self) -> frozenset[str]:
        """The names of the bot events subscribed to, such as `message.im`."""
        subscriptions = self.source.get("settings", {}).get("event_subscriptions", {})
        return frozenset(subscriptions.get("bot_events", ()))

    @property
    def has_home(self) -> bool:
        """Whether the Home tab is switched on."""
        return bool(self._features.get("app_home", {}).get("home_tab_enabled", False))

    @property
    def has_messages(self) -> bool:
        """Whether the Messages tab is open: yes unless the manifest says no."""
        return bool(self._features.get("app_home", {}).get("messages_tab_enabled", True))

    @property
    def takes_messages(self) -> bool:
        """Whether people may write in the Messages tab."""
        read_only = self._features.get("app_home", {}).get("messages_tab_read_only_enabled", False)
        return self.has_messages and not read_only

    @property
    def _features(self) -> JSON:
        features: JSON = self.source.get("features", {})
        return features


def _command(row: JSON) -> Command:
    return Command(
        command=row["command"],
        description=row.get("description", ""),
        usage_hint=row.get("usage_hint", ""),
        should_escape=bool(row.get("should_escape", False)),
    )


def _shortcut(row: JSON) -> Shortcut:
    return Shortcut(
        name=row["name"], type=row["type"], callback_id=row["callback_id"], description=row.get("description", "")
    )
