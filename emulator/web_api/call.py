"""One Web API call on its way: who calls, with which arguments, and helpers that refuse as Slack does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from emulator.errors import JSON, SlackError, missing
from emulator.state.objects import channel_object, user_object

if TYPE_CHECKING:
    from emulator.server import Emulator
    from emulator.state.workspace import App, Channel, Person, Workspace

TRUE = (True, 1, "1", "true", "True")


@dataclass(frozen=True)
class ApiCall:
    """The caller and the arguments of one call. `lag` seconds of history are not to be seen yet."""

    emulator: Emulator
    app: App
    method: str
    args: JSON
    lag: float = 0.0

    @property
    def workspace(self) -> Workspace:
        """The workspace the call is about."""
        return self.emulator.workspace

    def need(self, name: str) -> Any:
        """Return an argument that must be there."""
        value = self.args.get(name)
        if value is None or value == "":
            raise missing(name)
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a yes or no."""
        return self.args[name] in TRUE if name in self.args else default

    def number(self, name: str, default: int, *, most: int) -> int:
        """Return a whole number between 1 and `most`; 0 means the default."""
        try:
            value = int(self.args.get(name) or default)
        except (TypeError, ValueError):
            raise SlackError(
                "invalid_arguments", messages=[f"[ERROR] must be an integer [json-pointer:/{name}]"]
            ) from None
        if value < 0:
            raise SlackError("invalid_limit")
        return min(value, most)

    def moment(self, name: str, otherwise: float) -> float:
        """Return a time in seconds since 1970."""
        try:
            return float(self.args.get(name) or otherwise)
        except (TypeError, ValueError):
            raise SlackError(f"invalid_ts_{name}") from None

    def names(self, name: str) -> list[str]:
        """Return ids given with commas between them, or as a list."""
        given = self.args.get(name) or ""
        rows = given if isinstance(given, list) else str(given).split(",")
        return [str(row).strip() for row in rows if str(row).strip()]

    def has_scope(self, scope: str) -> bool:
        """Whether the app's token carries a scope."""
        return scope in self.app.scopes

    def need_scope(self, scope: str) -> None:
        """Refuse without this scope."""
        if not self.has_scope(scope):
            raise SlackError("missing_scope", needed=scope, provided=",".join(self.app.scopes))

    def channel(self, name: str = "channel") -> Channel:
        """Return the conversation an argument names, if the app may know of it."""
        channel = self.workspace.channels.get(str(self.need(name)))
        if channel is None or (channel.kind != "channel" and self.app.bot_user not in channel.members):
            raise SlackError("channel_not_found")
        return channel

    def person(self, name: str = "user") -> Person:
        """Return the member an argument names."""
        person = self.workspace.people.get(str(self.need(name)))
        if person is None:
            raise SlackError("user_not_found")
        return person

    def message(self, channel: Channel, name: str = "ts") -> JSON:
        """Return the message an argument names."""
        message = channel.messages.get(str(self.need(name)))
        if message is None:
            raise SlackError("message_not_found")
        return message

    def user_object(self, person: Person) -> JSON:
        """Return a member as this app may see them."""
        return user_object(
            person,
            self.workspace,
            self.emulator.clock.now(),
            email=self.has_scope("users:read.email"),
            locale=self.flag("include_locale"),
        )

    def channel_object(self, channel: Channel) -> JSON:
        """Return a conversation as this app sees it."""
        return channel_object(channel, self.app.bot_user, self.workspace.team)
