"""Response URLs: an app may use each five times within 30 minutes, without a token."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from emulator.clock import Clock
from emulator.errors import JSON, SlackError
from emulator.state.ids import new_secret
from emulator.state.messages import CONTENT, content_of
from emulator.state.posts import Posts
from emulator.state.workspace import App, Channel

MOST_USES = 5
LIFETIME = timedelta(minutes=30)
TRUE = (True, "true")


@dataclass
class ResponseUrl:
    """Where a response goes: a channel, the person who asked, and the message a button was on.

    An answer to a button replaces the button's message unless it says otherwise; `replaces` is True for those.
    """

    app: App
    channel: Channel
    user: str
    made_at: datetime
    message_ts: str | None = None
    replaces: bool = False
    uses: int = 0


class ResponseUrls:
    """The response URLs given out."""

    def __init__(self, clock: Clock, posts: Posts) -> None:
        self._clock = clock
        self._posts = posts
        self._urls: dict[str, ResponseUrl] = {}

    def new(self, kind: str, app: App, channel: Channel, user: str, message_ts: str | None = None) -> str:
        """Return the path of a new one; `kind` is "commands", "actions" or "app"."""
        path = f"/{kind}/T{len(self._urls) + 1}/{len(self._urls) + 1}/{new_secret()}"
        self._urls[path] = ResponseUrl(app, channel, user, self._clock.now(), message_ts, replaces=kind == "actions")
        return path

    def find(self, path: str) -> ResponseUrl | None:
        """Return what a path stands for, used up or not."""
        return self._urls.get(path)

    def use(self, path: str, body: JSON) -> None:
        """Post, replace or delete what `body` says, or raise."""
        target = self._urls.get(path)
        if target is None:
            raise SlackError("invalid_url")
        if self._clock.now() - target.made_at > LIFETIME:
            raise SlackError("expired_url")
        if target.uses >= MOST_USES:
            raise SlackError("used_url")
        target.uses += 1
        self.respond(target, body)

    def respond(self, target: ResponseUrl, body: JSON) -> JSON | None:
        """Carry out a response body; return the message it made, if it made one."""
        deleted = _flag(body, "delete_original")
        if deleted and not any(body.get(name) for name in CONTENT):
            self._delete(target)
            return None
        content = content_of(body)
        if deleted:
            self._delete(target)
        elif target.message_ts and _flag(body, "replace_original", otherwise=target.replaces):
            self._replace(target, content)
            return None
        if thread_ts := body.get("thread_ts"):
            content["thread_ts"] = thread_ts
        if body.get("response_type") == "in_channel":
            return self._posts.by_app(target.app, target.channel, content)
        return self._posts.ephemeral(target.app, target.channel, target.user, content)

    def _delete(self, target: ResponseUrl) -> None:
        ts = target.message_ts or ""
        if ts in target.channel.ephemeral:
            self._posts.drop_ephemeral(target.channel, ts)
        elif ts in target.channel.messages:
            self._posts.delete(target.channel, ts)

    def _replace(self, target: ResponseUrl, content: JSON) -> None:
        ts = target.message_ts or ""
        if ts in target.channel.ephemeral:
            self._posts.changed_ephemeral(target.channel, ts, content)
        elif ts in target.channel.messages:
            message = target.channel.messages[ts]
            self._posts.change(target.channel, message, {"blocks": None, **content}, editor=target.app.bot_id)


def _flag(body: JSON, name: str, *, otherwise: bool = False) -> bool:
    """Return a yes or no, which Slack's own examples write as the texts "true" and "false"."""
    value = body.get(name)
    return otherwise if value is None else value in TRUE
