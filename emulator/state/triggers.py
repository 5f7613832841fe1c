"""Trigger ids: each lives three seconds and opens one view."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from emulator.clock import Clock
from emulator.errors import SlackError
from emulator.state.ids import new_secret

LIFETIME = timedelta(seconds=3)


@dataclass
class Trigger:
    """What a `trigger_id` stands for.

    `root` is the root view of the stack it came from, if it came from a modal; `channel` where it was made, if anywhere.
    """

    id: str
    user: str
    app_id: str
    made_at: datetime
    root: str | None = None
    used: bool = False
    channel: str | None = None


class Triggers:
    """The trigger ids given out."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._triggers: dict[str, Trigger] = {}
        self._number = 0

    def new(self, user: str, app_id: str, *, root: str | None = None, channel: str | None = None) -> Trigger:
        """Make a trigger id for what `user` just did."""
        self._number += 1
        name = f"{self._number}.{int(self._clock.now().timestamp())}.{new_secret(32).lower()}"
        trigger = Trigger(name, user, app_id, self._clock.now(), root, channel=channel)
        self._triggers[name] = trigger
        return trigger

    def exchange(self, trigger_id: str, app_id: str) -> Trigger:
        """Use a trigger id up, or refuse as Slack does."""
        trigger = self.check(trigger_id, app_id)
        trigger.used = True
        return trigger

    def check(self, trigger_id: str, app_id: str) -> Trigger:
        """Return the trigger if it is still good, or refuse as Slack does.

        On a clock that runs faster than the real one the three seconds are real ones: no app could keep up otherwise.
        """
        trigger = self._triggers.get(trigger_id)
        if trigger is None or trigger.app_id != app_id:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self._clock.now() - trigger.made_at > LIFETIME * max(1.0, self._clock.rate):
            raise SlackError("expired_trigger_id")
        return trigger
