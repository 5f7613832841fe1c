"""What an app's manifest allows it: scopes, commands, shortcuts, events, tabs.

Of Slack's manifest only what the workspace uses is looked at; the rest may be there and is left alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from emulator.errors import JSON
from emulator.loading.reading_files import WorkspaceFileError

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
COMMAND = {"command": str, "description": str, "usage_hint": str, "should_escape": bool}
METADATA = {"app_id": str, "event_type": str}
SHORTCUT = {"name": str, "type": str, "callback_id": str, "description": str}


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
    """A Slack app manifest, read once. Raises WorkspaceFileError if a part that is used cannot be."""

    source: JSON

    def __post_init__(self) -> None:
        _check(self.source)

    @property
    def name(self) -> str:
        """What the app is called, "" if the manifest does not say."""
        return str(_part(self.source, "display_information").get("name") or "")

    @property
    def local_url(self) -> str | None:
        """Where the app takes events, if that is on this machine and it does not use sockets."""
        settings = _part(self.source, "settings")
        url = str(_part(settings, "event_subscriptions").get("request_url") or "")
        here = urlsplit(url).hostname in LOOPBACK
        return url if here and not settings.get("socket_mode_enabled") else None

    @cached_property
    def scopes(self) -> tuple[str, ...]:
        """The bot scopes asked for, in the manifest's order."""
        scopes = _part(_part(self.source, "oauth_config"), "scopes")
        return tuple(scopes.get("bot") or ())

    @cached_property
    def commands(self) -> dict[str, Command]:
        """The slash commands by name, the name with its slash."""
        return {row["command"]: _command(row) for row in self._features.get("slash_commands") or ()}

    @cached_property
    def shortcuts(self) -> dict[str, Shortcut]:
        """The shortcuts by callback id."""
        return {row["callback_id"]: _shortcut(row) for row in self._features.get("shortcuts") or ()}

    @cached_property
    def events(self) -> frozenset[str]:
        """The names of the bot events subscribed to, such as `message.im`."""
        subscriptions = _part(_part(self.source, "settings"), "event_subscriptions")
        named = subscriptions.get("bot_events") or ()
        return frozenset((*named, "function_executed") if self.functions else named)

    @cached_property
    def functions(self) -> JSON:
        """The functions that workflows may run as custom steps, by callback id."""
        return _part(self.source, "functions")

    @cached_property
    def unfurl_domains(self) -> tuple[str, ...]:
        """The domains whose links the app shows something of."""
        return tuple(str(one).lower() for one in self._features.get("unfurl_domains") or ())

    @cached_property
    def metadata(self) -> frozenset[tuple[str, str]]:
        """The metadata subscribed to: the id of the app that posts it, and the type of its event."""
        subscriptions = _part(_part(self.source, "settings"), "event_subscriptions")
        rows = subscriptions.get("metadata_subscriptions") or ()
        return frozenset((row["app_id"], row["event_type"]) for row in rows)

    @property
    def has_assistant(self) -> bool:
        """Whether people may open threads with the app's assistant."""
        return any(name in self._features for name in ("assistant_view", "agent_view"))

    @property
    def has_home(self) -> bool:
        """Whether the Home tab is switched on."""
        return bool(self._home.get("home_tab_enabled", False))

    @property
    def has_messages(self) -> bool:
        """Whether the Messages tab is open: yes unless the manifest says no."""
        return bool(self._home.get("messages_tab_enabled", True))

    @property
    def takes_messages(self) -> bool:
        """Whether people may write in the Messages tab."""
        read_only = self._home.get("messages_tab_read_only_enabled", False)
        return self.has_messages and not read_only

    @property
    def _home(self) -> JSON:
        return _part(self._features, "app_home")

    @property
    def _features(self) -> JSON:
        return _part(self.source, "features")


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


def _check(source: JSON) -> None:
    features = _part(source, "features")
    home = _part(features, "app_home")
    for name in ("home_tab_enabled", "messages_tab_enabled", "messages_tab_read_only_enabled"):
        _need(home.get(name), bool, f"features.app_home.{name}")
    for place, row in enumerate(_list(features, "slash_commands", "features.slash_commands")):
        _check_row(row, COMMAND, ("command",), f"features.slash_commands[{place}]")
        if not row["command"].startswith("/"):
            raise WorkspaceFileError(f"The command {row['command']!r} of a manifest must begin with a slash.")
    for place, row in enumerate(_list(features, "shortcuts", "features.shortcuts")):
        _check_row(row, SHORTCUT, ("name", "type", "callback_id"), f"features.shortcuts[{place}]")
        if row["type"] not in {"global", "message"}:
            raise WorkspaceFileError(f"A shortcut of a manifest is global or message, not {row['type']!r}.")
    _check_functions(_part(source, "functions"))
    subscriptions = _part(_part(source, "settings"), "event_subscriptions")
    where = "settings.event_subscriptions.metadata_subscriptions"
    for place, row in enumerate(_list(subscriptions, "metadata_subscriptions", where)):
        _check_row(row, METADATA, ("app_id", "event_type"), f"{where}[{place}]")
    lists = {
        "features.unfurl_domains": (features, "unfurl_domains"),
        "oauth_config.scopes.bot": (_part(_part(source, "oauth_config"), "scopes"), "bot"),
        "settings.event_subscriptions.bot_events": (subscriptions, "bot_events"),
    }
    for where, (holder, name) in lists.items():
        for one in _list(holder, name, where):
            _need(one, str, where)


def _check_functions(functions: JSON) -> None:
    for name in functions:
        for parameters in ("input_parameters", "output_parameters"):
            _part(_part(functions, name), parameters)


def _part(holder: JSON, name: str) -> JSON:
    part = holder.get(name)
    if part is not None and not isinstance(part, dict):
        raise WorkspaceFileError(f"`{name}` of a manifest is a mapping, not {str(part)[:60]!r}.")
    return part or {}


def _list(holder: JSON, name: str, where: str) -> list[Any]:
    rows = holder.get(name)
    if rows is not None and not isinstance(rows, list | tuple):
        raise WorkspaceFileError(f"`{where}` of a manifest is a list, not {str(rows)[:60]!r}.")
    return list(rows or ())


def _check_row(row: Any, kinds: Mapping[str, type], needed: tuple[str, ...], where: str) -> None:
    if not isinstance(row, dict):
        raise WorkspaceFileError(f"`{where}` of a manifest is a mapping, not {str(row)[:60]!r}.")
    for name in needed:
        if not row.get(name):
            raise WorkspaceFileError(f"`{where}` of a manifest lacks `{name}`.")
    for name, kind in kinds.items():
        _need(row.get(name), kind, f"{where}.{name}")


def _need(value: Any, kind: type, where: str) -> None:
    if value is not None and not isinstance(value, kind):
        words = {str: "text", bool: "true or false"}[kind]
        raise WorkspaceFileError(f"`{where}` of a manifest is {words}, not {str(value)[:60]!r}.")
