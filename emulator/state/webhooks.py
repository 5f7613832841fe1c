"""Incoming webhooks: an address each that posts into one channel, without a token."""

from emulator.errors import JSON, SlackError
from emulator.state.ids import new_secret
from emulator.state.messages import content_of
from emulator.state.posts import Posts
from emulator.state.workspace import App, Channel, Team

WEBHOOK_SCOPE = "incoming-webhook"


class Webhooks:
    """The webhooks given out; `url` is where the emulator listens."""

    def __init__(self, team: Team, posts: Posts) -> None:
        self.url = ""
        self._team = team
        self._posts = posts
        self._hooks: dict[str, tuple[App, Channel]] = {}

    def add(self, app: App, channel: Channel) -> JSON:
        """Make a webhook into a channel; return what `oauth.v2.access` tells of it."""
        path = f"/services/{self._team.id}/{app.bot_id}/{new_secret()}"
        self._hooks[path] = (app, channel)
        return {
            "channel": f"#{channel.name}",
            "channel_id": channel.id,
            "configuration_url": f"{self._team.url}services/{app.bot_id}",
            "url": self.url + path,
        }

    def app_of(self, path: str) -> App | None:
        """Return the app a webhook belongs to."""
        found = self._hooks.get(path)
        return found[0] if found else None

    def use(self, path: str, body: JSON) -> None:
        """Post what an app sent to a webhook."""
        if path not in self._hooks:
            raise SlackError("no_service")
        app, channel = self._hooks[path]
        if not app.installed or app.revoked:
            raise SlackError("no_active_hooks")
        if channel.archived:
            raise SlackError("channel_is_archived")
        content = content_of(body)
        if thread_ts := body.get("thread_ts"):
            content["thread_ts"] = str(thread_ts)
        self._posts.by_app(app, channel, content)
