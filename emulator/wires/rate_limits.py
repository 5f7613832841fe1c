"""How often an app may call: Slack's tiers per method, one message a second per channel, some hundred a minute in all."""

import math
from dataclasses import dataclass
from datetime import datetime

from emulator.clock import Clock
from emulator.errors import RateLimited
from emulator.state.workspace import Settings

# Calls a minute; docs.slack.dev/apis/web-api/rate-limits.
TIER_1, TIER_2, TIER_3, TIER_4 = 1, 20, 50, 100
SPECIAL = 600
HAIR = 1e-6  # fractions of a second do not add up exactly


@dataclass
class Bucket:
    """Tokens that come back evenly; `rate` per second, at most `size`."""

    size: float
    rate: float
    left: float
    at: datetime

    def take(self, now: datetime) -> float:
        """Take one token; return 0, or the seconds until there is one."""
        passed = max(0.0, (now - self.at).total_seconds())
        self.left = min(self.size, self.left + passed * self.rate)
        self.at = now
        if self.left >= 1 - HAIR:
            self.left -= 1
            return 0.0
        return (1 - self.left) / self.rate


class RateLimits:
    """All buckets of the workspace, on the emulator's clock."""

    def __init__(self, clock: Clock, settings: Settings) -> None:
        self._clock = clock
        self._settings = settings
        self._buckets: dict[tuple[str, ...], Bucket] = {}

    def call(self, app_id: str, method: str, per_minute: int) -> None:
        """Count a call of a method with a tier."""
        # Tier 1 lets a few through at once: a Socket Mode client opens several connections when it starts.
        size = max(per_minute, 10)
        self._take((app_id, method), size=size, rate=per_minute / 60)

    def post(self, app_id: str, channel_id: str) -> None:
        """Count a message: one a second in a channel, with short bursts, and so many a minute in the workspace."""
        self._take((app_id, "post", channel_id), size=self._settings.channel_burst, rate=1.0)
        per_minute = self._settings.messages_per_minute
        self._take((app_id, "post"), size=per_minute, rate=per_minute / 60)

    def _take(self, key: tuple[str, ...], *, size: float, rate: float) -> None:
        if not self._settings.rate_limits:
            return
        now = self._clock.now()
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = Bucket(size, rate, size, now)
        bucket.size, bucket.rate = size, rate  # a setting may have changed
        if wait := bucket.take(now):
            raise RateLimited(max(1, math.ceil(wait - HAIR)))
