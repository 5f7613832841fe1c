"""How fast one workspace may be spoken to: messages a minute in all, one a second in a channel, waits Slack asks for.

- Everything is told the time; nothing here waits. A clock that jumps back never locks it.
- The calls that are left, and the waits Slack asks for, are the same for all instances: each takes them from the
  database (`share`) and puts back what it leaves (`bucket`). How often Slack failed each instance sees for itself.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from storage.paces import Bucket

CHANNEL_GAP = timedelta(seconds=1)
BURST = timedelta(seconds=2)
"""So much unused room is kept: enough that a tick a second loses none of the rate."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=1), timedelta(seconds=30)
"""How long to stay away from a Slack that cannot be reached: twice as long each time, up to the second."""
DOUBTS_IN_A_ROW = 3
"""After so many answers of which nobody knows what they mean, Slack counts as out of reach."""


class Pace:
    """A token bucket of `per_minute` calls, at most `burst` at once, that also honours the waits it is told."""

    def __init__(self, per_minute: int, *, burst: int = 1) -> None:
        self._rate = per_minute / 60
        self._most = max(float(burst), self._rate * BURST.total_seconds())
        self._left = self._most
        self._at: datetime | None = None
        self._wait: tuple[datetime, datetime] | None = None
        self._failures = self._doubts = 0

    def room(self, now: datetime) -> int:
        """Return how many calls may start at `now`; after a failure one, which finds out whether it is over."""
        if self._at is not None:
            passed = max((now - self._at).total_seconds(), 0)
            self._left = min(self._most, self._left + passed * self._rate)
        self._at = now
        if self.waits(now):
            return 0
        return min(int(self._left), 1) if self._failures else int(self._left)

    def share(self, bucket: Bucket | None) -> None:
        """Take over what all instances together have left; a longer wait that only this one knows of stays."""
        if bucket is None:
            return
        self._left, self._at = min(bucket.room, self._most), bucket.at
        theirs = (bucket.waits_from, bucket.waits_until)
        if theirs[0] and theirs[1] and (self._wait is None or theirs[1] > self._wait[1]):
            self._wait = theirs[0], theirs[1]

    def bucket(self, now: datetime) -> Bucket:
        """Return what is left for all of them."""
        return Bucket(self._left, self._at or now, *(self._wait or ()))

    def spend(self, calls: int) -> None:
        """Count calls that start."""
        self._left -= calls

    def wait(self, now: datetime, retry_after: timedelta | None) -> None:
        """Start no call before `retry_after` is over; without one stay away a while, longer each time."""
        if retry_after is None:
            retry_after = min(FIRST_PAUSE * 2**self._failures, LONGEST_PAUSE)
            self._failures = min(self._failures + 1, 10)
        if self._wait is None or now + retry_after > self._wait[1]:
            self._wait = now, now + retry_after

    def doubt(self, now: datetime) -> None:
        """Note an answer that says nothing; several in a row mean that Slack is in trouble."""
        self._doubts += 1
        if self._doubts >= DOUBTS_IN_A_ROW:
            self.wait(now, None)

    def went_well(self) -> None:
        """Note that Slack took a call, or refused it knowingly."""
        self._failures = self._doubts = 0

    def waits(self, now: datetime) -> bool:
        """Tell whether a wait is on."""
        return self._wait is not None and self._wait[0] <= now < self._wait[1]


class Channels:
    """Who has just been spoken to, or is being: each gets one message at a time and one a second."""

    def __init__(self) -> None:
        self._last: dict[str, datetime] = {}
        self._now: list[str] = []

    def begin(self, recipient: str, now: datetime) -> None:
        """Note that a message is on its way."""
        self._last[recipient] = now
        self._now.append(recipient)

    def end(self, recipient: str) -> None:
        """Note that its fate is known."""
        self._now.remove(recipient)

    def busy(self, now: datetime) -> Collection[str]:
        """Return those who must not get another message at `now`."""
        self._last = {who: when for who, when in self._last.items() if when <= now < when + CHANNEL_GAP}
        return {*self._last, *self._now}
