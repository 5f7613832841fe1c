"""Orders of things that look right and are not: what the kill loop must find out. A victim takes one on by its name."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.http_retry.builtin_async_handlers import async_default_handlers
from sqlalchemy import update

from bot.messenger import SlackMessenger
from scheduler import delivery
from scheduler.delivery import Delivery
from scheduler.outcomes import Outcome, Uncertain
from scheduler.records import Record, write
from storage.doubts import Doubts
from storage.outbox_rows import Claimed, O, State
from storage.tables import OutboxRow


def mark_after_sending() -> None:
    """Note what was said once Slack has said yes; whatever is not noted is said again."""
    real = delivery.after_posting

    def after_posting(claimed: Claimed, outcome: Outcome, now: datetime) -> Record:
        if isinstance(outcome, Uncertain):
            return Record(State.PLANNED, {"trouble": outcome.reason})
        return real(claimed, outcome, now)

    async def give_up_leases(self: Doubts, *, now: datetime, settle: timedelta, but_not: Collection[int] = ()) -> int:
        begun = O.c.state == State.SENDING, O.c.lease_until < now, O.c.id.not_in(but_not)
        query = update(O).where(self._here(OutboxRow), *begun).values(state=str(State.PLANNED), lease_until=None)
        return (await self._connection.execute(query)).rowcount

    delivery.after_posting, Doubts.give_up_leases = after_posting, give_up_leases


def mark_before_sending() -> None:
    """Note it as said, then say it; what comes of it changes nothing any more."""
    real = Delivery._post

    async def post(self: Delivery, claimed: Claimed, began: float) -> Outcome:
        await write(self._database, claimed, Record(State.SENT), now=self._clock())
        return await real(self, claimed, began)

    async def record(_self: Delivery, _claimed: Claimed, _outcome: Outcome) -> None: ...

    Delivery._post, Delivery._record = post, record


def let_the_sdk_retry() -> None:
    """Leave it to the library to repeat calls whose connection was cut."""
    real = SlackMessenger.__init__

    def init(self: SlackMessenger, *args: Any, **options: Any) -> None:
        real(self, *args, **options)
        self._client.retry_handlers = async_default_handlers()

    SlackMessenger.__init__ = init


ORDERS: dict[str, Callable[[], None]] = {
    one.__name__: one for one in (mark_after_sending, mark_before_sending, let_the_sdk_retry)
}
