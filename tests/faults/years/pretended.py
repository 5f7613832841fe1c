"""A pretended Slack that answers badly, late or not at all, and a clock moved by hand: all that is not real in these runs."""

import asyncio
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from domain.notices import AnyNotice, CheckInPrompt
from scheduler.outcomes import Delivered, HistoryUnavailable, NotAccepted, Outcome, Paused, Uncertain
from scheduler.records import SETTLE
from storage.outbox import Posted

SECOND = timedelta(seconds=1)
FINE, LOST, CUT, LIMITED, UNREACHABLE, FATAL, UNKNOWN, LATE, TOO_LATE = (
    "fine",
    "lost on the way",
    "accepted, the answer lost",
    "429 with Retry-After",
    "not reached",
    "fatal_error",
    "an unknown error",
    "accepted late",
    "accepted later than the settle time",
)
BAD = (LOST, CUT, LIMITED, UNREACHABLE, FATAL, UNKNOWN, LATE, TOO_LATE)
LATEST = 540
"""Seconds after which Slack takes a message at the latest: the sweep comes ten minutes after the doubt is settled."""
Slot = tuple[str, date]


class Clock:
    """The time, for the wall and for the stopwatch."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Return the time of day (UTC)."""
        return self.now

    def monotonic(self) -> float:
        """Return the stopwatch's seconds."""
        return self.now.timestamp()


@dataclass(eq=False)
class Message:
    """What was posted: `called_at` the call came, `at` people see it, `shown_at` it is in the history."""

    called_at: datetime
    at: datetime
    shown_at: datetime
    posted: Posted
    notice: AnyNotice
    gone: bool = False

    @property
    def late(self) -> bool:
        """Tell whether Slack showed it later than anybody can wait for: then alone may it be a second one."""
        return self.shown_at - self.called_at > SETTLE


class PretendedSlack:
    """Takes posts as `coming` says, one entry a call; then by `odds`, the share of bad answers of each kind."""

    def __init__(self, clock: Clock, random: Random) -> None:
        self._clock, self._random = clock, random
        self.coming: deque[str] = deque()
        self.odds: dict[str, float] = {}
        self.lag = timedelta()
        self.readable, self.revoked = True, False
        self.prompts: dict[Slot, list[Message]] = defaultdict(list)
        self.calls: dict[Slot, list[datetime]] = defaultdict(list)
        self.answered: Counter[str] = Counter()
        self.removed = 0
        self._messages: dict[tuple[str, str], list[Message]] = defaultdict(list)
        self._number = 0

    @property
    def now(self) -> datetime:
        """The time."""
        return self._clock()

    async def post(self, notice: AnyNotice, marker: str, rewrites: Posted | None, began: datetime) -> Outcome:
        """Answer as Slack would, in what the messenger makes of it. The call was made when it `began`, if it comes later."""
        how = self._how()
        self.answered[how] += 1
        if isinstance(notice, CheckInPrompt):
            self.calls[notice.to, notice.period].append(began)
        await asyncio.sleep(0)
        accepted = how in {FINE, CUT, LATE, TOO_LATE} or (how in {FATAL, UNKNOWN} and self._random.random() < 0.5)
        posted = rewrites
        if accepted and rewrites is None:
            posted = self._accept(notice, marker, began, how)
        return self._answer(how, posted)

    async def find(self, channel_or_person: str, marker: str, since: datetime) -> list[Posted]:
        """Return what the history shows by now."""
        if self.revoked or not self.readable:
            raise HistoryUnavailable("token_revoked" if self.revoked else "ratelimited")
        found = self._messages["D" + channel_or_person.lstrip("D"), marker]
        shown = [one for one in found if not one.gone and since <= one.at and one.shown_at <= self._clock()]
        return [one.posted for one in sorted(shown, key=lambda one: one.at)]

    async def remove(self, message: Posted) -> bool:
        """Take a message away, where Slack takes calls at all."""
        if self.revoked or not self.readable:
            return False
        for one in (one for some in self._messages.values() for one in some if one.posted == message):
            one.gone = True
            self.removed += 1
        return True

    def crowded(self) -> Iterator[tuple[Slot, list[Message]]]:
        """Yield the periods for which a person sees more than one prompt right now."""
        for slot, messages in self.prompts.items():
            if len(messages) > 1 and len(seen := self._seen(messages)) > 1:
                yield slot, seen

    def doubled(self) -> set[Slot]:
        """Return the periods for which somebody ever got two prompts although Slack showed each in time."""
        crowds = ((slot, messages) for slot, messages in self.prompts.items() if len(messages) > 1)
        return {slot for slot, messages in crowds if sum(not one.late for one in messages) > 1}

    def asked_at(self, slot: Slot) -> datetime | None:
        """Return when the first prompt of a period stood there; None if none did."""
        return min((one.at for one in self.prompts.get(slot, ())), default=None)

    def _seen(self, messages: list[Message]) -> list[Message]:
        return [one for one in messages if not one.gone and one.at <= self._clock()]

    def _how(self) -> str:
        if self.revoked:
            return "token_revoked"
        if self.coming:
            return self.coming.popleft()
        drawn = self._random.random()
        for how, share in self.odds.items():
            if drawn < share:
                return how
            drawn -= share
        return FINE

    def _accept(self, notice: AnyNotice, marker: str, began: datetime, how: str) -> Posted:
        longest = (SETTLE - self.lag).total_seconds()
        delay = {LATE: self._random.uniform(0, longest), TOO_LATE: self._random.uniform(longest + 1, LATEST)}.get(
            how, 0
        )
        at = self._clock() + delay * SECOND
        self._number += 1
        posted = Posted(channel=f"D{notice.to}", ts=f"{at.timestamp():.0f}.{self._number:06}")
        message = Message(began, at, at + self.lag, posted, notice)
        self._messages[posted.channel, marker].append(message)
        if isinstance(notice, CheckInPrompt):
            self.prompts[notice.to, notice.period].append(message)
        return posted

    def _answer(self, how: str, posted: Posted | None) -> Outcome:
        match how:
            case "fine" if posted:
                return Delivered(posted.channel, posted.ts)
            case "token_revoked":
                return Paused(how)
            case "429 with Retry-After":
                return NotAccepted(self._random.randint(1, 60) * SECOND, "ratelimited")
            case "not reached":
                return NotAccepted()
        known = posted.channel if posted and self._random.random() < 0.5 else None
        return Uncertain(how, known)
