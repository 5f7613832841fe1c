"""The Events API: builds each event and gives it to the apps that subscribed and may see it."""

from copy import deepcopy

from emulator.clock import Clock
from emulator.errors import JSON
from emulator.state import news
from emulator.state.ids import new_id
from emulator.state.objects import epoch, user_object
from emulator.state.workspace import App, Channel, Person, Workspace
from emulator.wires.delivery import Delivery

MESSAGE_EVENTS = {
    "channel": "message.channels",
    "private": "message.groups",
    "dm": "message.im",
    "mpim": "message.mpim",
}
CHANNEL_TYPES = {"channel": "channel", "private": "group", "dm": "im", "mpim": "mpim"}
LETTERS = {"channel": "C", "private": "G", "dm": "D", "mpim": "G"}
# What a message event leaves out of the message it tells of.
HIDDEN_IN_EVENTS = ("reactions", "is_ephemeral")


class Events:
    """Sends events; nothing here waits for an answer."""

    def __init__(self, workspace: Workspace, clock: Clock, delivery: Delivery) -> None:
        self._workspace = workspace
        self._clock = clock
        self._delivery = delivery

    def message(self, channel: Channel, message: JSON) -> None:
        """A message was posted."""
        event = {key: value for key, value in message.items() if key not in HIDDEN_IN_EVENTS}
        self._in_channel(channel, MESSAGE_EVENTS[channel.kind], {**event, **_place(channel, message["ts"])})
        self._mentions(channel, message)
        for app in self._workspace.apps.values():
            self._news(app, channel, message)

    def message_changed(self, channel: Channel, message: JSON, before: JSON, ts: str) -> None:
        """A message was edited."""
        event = {
            "type": "message",
            "subtype": "message_changed",
            "message": message,
            "previous_message": before,
            "hidden": True,
            "ts": ts,
            **_place(channel, ts),
        }
        self._in_channel(channel, MESSAGE_EVENTS[channel.kind], event)

    def message_deleted(self, channel: Channel, message: JSON, ts: str) -> None:
        """A message was deleted."""
        event = {
            "type": "message",
            "subtype": "message_deleted",
            "previous_message": message,
            "hidden": True,
            "deleted_ts": message["ts"],
            "ts": ts,
            **_place(channel, ts),
        }
        self._in_channel(channel, MESSAGE_EVENTS[channel.kind], event)

    def reaction(self, kind: str, channel: Channel, message: JSON, user: str, name: str, ts: str) -> None:
        """A reaction came (`reaction_added`) or went (`reaction_removed`)."""
        item = {"type": "message", "channel": channel.id, "ts": message["ts"]}
        event = {"type": kind, "user": user, "reaction": name, "item": item, "event_ts": ts}
        if "user" in message:
            event["item_user"] = message["user"]
        self._in_channel(channel, kind, event)

    def member(self, kind: str, channel: Channel, user: str, *, inviter: str | None = None) -> None:
        """Somebody joined or left a channel."""
        event = {
            "type": kind,
            "user": user,
            "channel": channel.id,
            "channel_type": LETTERS[channel.kind],
            "team": self._workspace.team.id,
            "event_ts": self._next_ts(),
        }
        if inviter:
            event["inviter"] = inviter
        self._in_channel(channel, kind, event)

    def home_opened(self, app: App, user: str, channel: Channel, view: JSON | None, *, tab: str) -> None:
        """A person opened the app's Home or Messages tab."""
        event = {
            "type": "app_home_opened",
            "user": user,
            "channel": channel.id,
            "tab": tab,
            "event_ts": self._next_ts(),
        }
        if view is not None and tab == "home":
            event["view"] = view  # type: ignore[assignment]  # the only value that is no text
        self._to(app, "app_home_opened", event)

    def team_join(self, person: Person) -> None:
        """Somebody joined the workspace."""
        self._about_person("team_join", person)

    def user_change(self, person: Person) -> None:
        """A member's account or profile changed."""
        self._about_person("user_change", person)
        self._about_person("user_profile_changed", person)

    def status_changed(self, person: Person) -> None:
        """A member said what they are up to, or stopped saying so."""
        self._about_person("user_status_changed", person)

    def uninstalled(self, app: App) -> None:
        """The app was removed: its tokens are gone, and it is told so."""
        self.tokens_revoked(app)
        self._to(app, "app_uninstalled", {"type": "app_uninstalled"})

    def tokens_revoked(self, app: App) -> None:
        """The app's bot token ended."""
        self._to(app, "tokens_revoked", {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [app.bot_user]}})

    def everywhere(self, name: str, event: JSON) -> None:
        """Something all apps may know of happened; `event` lacks its type and time."""
        for app in self._workspace.apps.values():
            self.to_app(app, name, event)

    def among(self, channel: Channel, name: str, event: JSON) -> None:
        """Something happened that only the members of a conversation may know of."""
        self._in_channel(channel, name, {"type": name, **event, "event_ts": self._next_ts()})

    def to_app(self, app: App, name: str, event: JSON) -> None:
        """Something happened that only this app is told."""
        self._to(app, name, {"type": name, **event, "event_ts": self._next_ts()})

    def _mentions(self, channel: Channel, message: JSON) -> None:
        if channel.kind == "dm" or "subtype" in message:
            return
        for app in self._workspace.apps.values():
            if f"<@{app.bot_user}>" in message["text"] and app.bot_user in channel.members:
                event = {**message, "type": "app_mention", "channel": channel.id, "event_ts": message["ts"]}
                self._to(app, "app_mention", event)

    def _news(self, app: App, channel: Channel, message: JSON) -> None:
        if links := news.links_shared(app, channel, message):
            self.to_app(app, "link_shared", links)
        if app.bot_user in channel.members:
            posted = news.metadata_posted(app, channel, message, self._workspace.team.id)
            if posted:
                self.to_app(app, "message_metadata_posted", posted)

    def _about_person(self, kind: str, person: Person) -> None:
        when = {"cache_ts": epoch(self._clock.now()), "event_ts": self._next_ts()}
        for app in self._workspace.apps.values():
            email = "users:read.email" in app.manifest.scopes
            user = user_object(person, self._workspace, self._clock.now(), email=email, locale=True, fields=True)
            self._to(app, kind, {"type": kind, "user": user, **when})

    def _in_channel(self, channel: Channel, name: str, event: JSON) -> None:
        for app in self._workspace.apps.values():
            if app.bot_user in channel.members:
                self._to(app, name, event)

    def _to(self, app: App, name: str, event: JSON) -> None:
        if name in app.manifest.events and app.installed:
            self._delivery.event(app, self._wrapped(app, deepcopy(event)))

    def _wrapped(self, app: App, event: JSON) -> JSON:
        team = self._workspace.team.id
        return {
            "token": app.verification_token,
            "team_id": team,
            "api_app_id": app.id,
            "event": event,
            "type": "event_callback",
            "event_id": new_id("Ev"),
            "event_time": epoch(self._clock.now()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": team,
                    "user_id": app.bot_user,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{new_id('ev')}",
        }

    def _next_ts(self) -> str:
        return self._workspace.next_ts(self._clock.now())


def _place(channel: Channel, ts: str) -> JSON:
    return {"channel": channel.id, "event_ts": ts, "channel_type": CHANNEL_TYPES[channel.kind]}
