"""A pretended Slack for the scheduler, and a time that moves only by hand: the network is all that is not real here."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.notices import CheckInPrompt, KudosPosted, KudosReceived
from scheduler.outcomes import Delivered, HistoryUnavailable, Uncertain
from storage.outbox import Posted

FRIDAY = datetime(2026, 11, 20).date()
ACCEPTED, ACCEPTED_BUT_LOST, LOST, KILLED, ACCEPTED_THEN_KILLED, SILENT = (
    "accepted",
    "accepted, the answer lost",
    "lost on the way",
    "killed before the call",
    "killed after the call",
    "no answer, ever",
)


class Killed(BaseException):
    """The process ends here."""


class Time:
    """The clock of a test, for the wall and for the stopwatch."""

    def __init__(self, now):
        self.now = now

    def __call__(self):
        return self.now

    def monotonic(self):
        return self.now.timestamp()

    def forward(self, **span):
        self.now += timedelta(**span)


@dataclass
class FakeSlack:
    """Takes posts as `coming` says, one entry a call, and accepts all when nothing is said."""

    time: Time
    coming: deque = field(default_factory=deque)
    always: object = ACCEPTED
    calls: list = field(default_factory=list)
    standing: dict = field(default_factory=dict)
    removed: list = field(default_factory=list)
    reads: int = 0
    history_down: bool = False
    lag: timedelta = timedelta()
    answers: asyncio.Event = field(default_factory=asyncio.Event)
    called: asyncio.Event = field(default_factory=asyncio.Event)
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    async def post(self, notice, marker, rewrites):
        self.calls.append((self.time.now, notice))
        self.called.set()
        await asyncio.sleep(0)
        how = self.coming.popleft() if self.coming else self.always
        if how == KILLED:
            raise Killed
        if how == LOST:
            return Uncertain("no answer in time")
        if how == SILENT:
            await self.answers.wait()
        if not isinstance(how, str):
            return how
        done = rewrites or self._accept(notice, marker)
        if how == ACCEPTED_THEN_KILLED:
            raise Killed
        if how == ACCEPTED_BUT_LOST:
            return Uncertain("connection cut", done.channel)
        return Delivered(done.channel, done.ts)

    async def find(self, channel_or_person, marker, since):
        self.reads += 1
        if self.history_down:
            raise HistoryUnavailable("ratelimited")
        assert channel_or_person[0] in "UD"
        channel = "D" + channel_or_person.lstrip("D")
        return [
            Posted(channel=channel, ts=ts)
            for ts, (at, where, mark, _) in self.standing.items()
            if where == channel and mark == marker and since <= at <= self.time.now - self.lag
        ]

    async def remove(self, message):
        """Take a message away."""
        self.removed.append(self.standing.pop(message.ts)[3])
        return True

    @property
    def messages(self):
        """What stands in Slack, in order: when, where, its marker and the notice."""
        return list(self.standing.values())

    def said(self, to=None):
        """What stands in Slack, to everyone or to one."""
        return [notice for _, _, _, notice in self.messages if to in {None, notice.to}]

    def _accept(self, notice, marker):
        channel = f"D{notice.to}" if notice.private else notice.to
        ts = f"{self.time.now.timestamp():.0f}.{len(self.standing) + len(self.removed):06}"
        self.standing[ts] = self.time.now, channel, marker, notice
        self.heard.set()
        return Posted(channel=channel, ts=ts)

    def late(self, notice, marker):
        """Slack shows, only now, a post that was sent long ago."""
        return self._accept(notice, marker)


def prompt(person, period=FRIDAY):
    return CheckInPrompt(to=person, period=period)


def kudos(number=1, giver="UANA", channel="CKUDOS"):
    return KudosPosted(to=channel, kudos=number, giver=giver, receivers=("UBO",), reason="the review")


def thanks(number, to="UBO"):
    return KudosReceived(to=to, kudos=number, giver="UANA", reason="the review")
