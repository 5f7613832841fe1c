"""How many events an app may get: 30,000 deliveries an hour, then only word that there were too many.

docs.slack.dev/apis/events-api: above the limit `app_rate_limited` comes, once for each minute in which events were
held back. An hour is counted from its first event, on the workspace's clock.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from emulator.clock import Clock
from emulator.errors import JSON
from emulator.state.objects import epoch
from emulator.state.workspace import App

MOST_AN_HOUR = 30_000
HOUR = timedelta(hours=1)


@dataclass
class Hour:
    """What one app got in an hour; `told` is the last minute of which it heard that there were too many."""

    since: datetime
    events: int = 0
    told: int | None = None


class EventAllowance:
    """Counts each app's events."""

    def __init__(self, clock: Clock) -> None:
        self.most = MOST_AN_HOUR
        self._clock = clock
        self._hours: dict[str, Hour] = {}

    def takes(self, app: App) -> bool:
        """Count one event; return whether it may go out."""
        now = self._clock.now()
        hour = self._hours.get(app.id)
        if hour is None or not timedelta(0) <= now - hour.since < HOUR:
            hour = self._hours[app.id] = Hour(now)
        hour.events += 1
        return hour.events <= self.most

    def refusal(self, app: App, payload: JSON) -> JSON:
        """Return what goes out instead of the event: `app_rate_limited`, or nothing if that was said this minute."""
        minute = epoch(self._clock.now()) // 60 * 60
        hour = self._hours[app.id]
        if hour.told == minute:
            return {}
        hour.told = minute
        return {
            "token": app.verification_token,
            "type": "app_rate_limited",
            "team_id": payload["team_id"],
            "minute_rate_limited": minute,
            "api_app_id": app.id,
        }
