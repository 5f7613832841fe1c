"""Messages that apps have scheduled: each is posted when the emulator's clock reaches its time."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from emulator.clock import Clock
from emulator.errors import JSON, SlackError
from emulator.state.ids import new_id
from emulator.state.objects import epoch
from emulator.state.posts import Posts
from emulator.state.workspace import App, Channel

FURTHEST = timedelta(days=120)
MOST_AT_ONCE = 30  # to one channel within five minutes
AT_ONCE = 5 * 60


@dataclass(frozen=True)
class Scheduled:
    """A message that waits; `post_at` and `created` in seconds since 1970."""

    id: str
    app: App
    channel: Channel
    content: JSON
    post_at: int
    created: int


class Schedule:
    """All messages that wait."""

    def __init__(self, clock: Clock, posts: Posts) -> None:
        self._clock = clock
        self._posts = posts
        self._waiting: dict[str, Scheduled] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def add(self, app: App, channel: Channel, content: JSON, post_at: int) -> Scheduled:
        """Keep a message until its time, or refuse a time that Slack would not take."""
        self._check(app, channel, post_at)
        scheduled = Scheduled(new_id("Q"), app, channel, content, post_at, epoch(self._clock.now()))
        self._waiting[scheduled.id] = scheduled
        task = asyncio.get_running_loop().create_task(self._post_later(scheduled))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return scheduled

    def of(self, app: App) -> list[Scheduled]:
        """Return what waits of one app, the next one first."""
        return sorted((one for one in self._waiting.values() if one.app is app), key=lambda one: one.post_at)

    def cancel(self, app: App, channel: Channel, scheduled_id: str) -> None:
        """Forget a message that waits."""
        found = self._waiting.get(scheduled_id)
        if found is None or found.app is not app or found.channel is not channel:
            raise SlackError("invalid_scheduled_message_id")
        del self._waiting[scheduled_id]

    async def stop(self) -> None:
        """Give up waiting."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _post_later(self, scheduled: Scheduled) -> None:
        await self._clock.wait_until(datetime.fromtimestamp(scheduled.post_at, UTC))
        if self._waiting.pop(scheduled.id, None) is None:
            return
        # A scheduled message with metadata is taken, and never posted: a bug that Slack's own page names.
        if "metadata" not in scheduled.content and _may_post(scheduled):
            self._posts.by_app(scheduled.app, scheduled.channel, scheduled.content)

    def _check(self, app: App, channel: Channel, post_at: int) -> None:
        now = self._clock.now()
        if post_at <= epoch(now):
            raise SlackError("time_in_past")
        if post_at > epoch(now + FURTHEST):
            raise SlackError("time_too_far")
        times = [one.post_at for one in self.of(app) if one.channel is channel]
        if any(count > MOST_AT_ONCE for count in _counts([*times, post_at])):
            raise SlackError("restricted_too_many")


def _may_post(scheduled: Scheduled) -> bool:
    app, channel = scheduled.app, scheduled.channel
    usable = app.installed and not app.revoked and not channel.archived
    public = channel.kind == "channel" and "chat:write.public" in app.scopes
    thread = scheduled.content.get("thread_ts")
    there = thread is None or thread in channel.messages
    return usable and there and (app.bot_user in channel.members or public)


def _counts(times: list[int]) -> Iterator[int]:
    """Yield how many messages lie in each five minutes that begin with one of them."""
    return (sum(1 for other in times if start <= other < start + AT_ONCE) for start in times)
