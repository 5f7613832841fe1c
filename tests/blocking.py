"""Acting on blockers by hand: the listeners themselves, a real delivery, and a pretended Slack that keeps what it got."""

import inspect
import itertools
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from company import NOW
from domain.calendar import Schedule
from domain.check_ins import CheckIn
from domain.notices import AnyNotice
from domain.refusals import Refusal
from handlers import blockers
from handlers.payloads import Body
from scheduler.delivery import Delivery
from scheduler.outcomes import Delivered
from storage.database import Database
from storage.outbox import Posted, State

FRIDAY = date(2026, 11, 20)
MOST_SECONDS = 200
LISTENERS: dict[str, Callable[..., Any]] = {
    "open": blockers.open_page,
    "reply": blockers.open_reply,
    "promise": blockers.open_promise,
    "done": blockers.done,
    "send reply": blockers.send_reply,
    "send promise": blockers.send_promise,
}


class Chat:
    """A messenger that takes everything."""

    def __init__(self) -> None:
        self.posts: list[tuple[AnyNotice, bool]] = []

    async def post(self, notice: AnyNotice, marker: str, rewrites: Posted | None) -> Delivered:
        self.posts.append((notice, rewrites is not None))
        return (rewrites and Delivered(rewrites.channel, rewrites.ts)) or Delivered(f"D{notice.to}", marker)

    async def find(self, channel_or_person: str, marker: str, since: datetime) -> Posted | None:
        raise AssertionError("nothing is ever in doubt here")


class Windows:
    """The Slack client of a listener: it keeps what is shown."""

    def __init__(self) -> None:
        self.shown: list[dict[str, Any]] = []

    async def _show(self, *, view: dict[str, Any], **_: Any) -> None:
        self.shown.append(view)

    views_open = views_push = views_update = _show


class Tasks:
    """What a listener leaves behind, done at once by whoever waits."""

    def __init__(self) -> None:
        self.left: list[Any] = []

    def start(self, what: str, work: Any) -> None:
        self.left.append(work)

    async def done(self) -> None:
        while self.left:
            await self.left.pop(0)


class Desk:
    """Everybody of the company at one desk; `now` moves by hand."""

    def __init__(self, database: Database, chat: Chat | None = None) -> None:
        self.database, self.now, self.chat, self.windows = database, NOW, chat or Chat(), Windows()
        self._tasks, self._keys = Tasks(), itertools.count(1)
        self._delivery = Delivery(
            database,
            self.chat,
            clock=lambda: self.now,
            schedule=Schedule(),
            messages_per_minute=60_000,
            monotonic=self._seconds,
        )

    async def check_in(self, person: str, text: str, *, period: date = FRIDAY, helper: str | None = None) -> str:
        """Answer a check-in, or change it; return the refusal, if it was one."""
        async with self.database.reading() as store:
            previous = await store.check_ins.mine(person, period)
        about = {"person": person, "period": period, "went_well": "Fine", "blockers": text}
        if previous:
            again = {"id": previous.id, "revision": previous.revision + 1, "answered_at": previous.answered_at}
            one = CheckIn(**about, **again, edited_at=self.now)
        else:
            one = CheckIn(**about, answered_at=self.now)
        try:
            async with self.database.transaction() as store:
                me = await store.people.acting(person, lock=True)
                saved = await store.check_ins.save(one)
                await blockers.follow(store, me, saved, previous, helper=helper, now=self.now)
        except Refusal as no:
            return f"{no.at()}: {no}"
        return ""

    async def press(self, person: str, button: str, number: object, *, key: str | None = None) -> str:
        """Press a button of a message; return what is read then."""
        body = {"type": "block_actions", "trigger_id": "t"}
        return await self._do(person, button, body, {"value": str(number)}, key)

    async def send(self, person: str, form: str, about: dict[str, Any] | None, **said: Any) -> str:
        """Send a form, whatever it carries; return what is read then."""
        fields = {name: {name: _field(value)} for name, value in said.items()}
        view = {"private_metadata": json.dumps(about) if about else "", "state": {"values": fields}}
        return await self._do(person, f"send {form}", {"type": "view_submission", "view": view}, {}, None)

    async def deliver(self) -> None:
        """Let everything that is due be said."""
        for _ in range(MOST_SECONDS):
            await self._delivery.drain()
            async with self.database.transaction() as store:
                await store.doubts.drop_orphans(now=self.now)
                if not (await store.outbox.counts()).get(State.PLANNED):
                    return
            self.now += timedelta(seconds=1)
        raise AssertionError("something is due and is not said")

    def _seconds(self) -> float:
        return self.now.timestamp()

    async def _do(self, person: str, what: str, body: Body, action: dict[str, Any], key: str | None) -> str:
        before, answered = len(self.windows.shown), {}

        async def ack(**reply: Any) -> None:
            answered.update(reply)

        needs = {
            "ack": ack,
            "body": body,
            "action": action,
            "client": self.windows,
            "user_id": person,
            "once": key or f"input {next(self._keys)}",
            "database": self.database,
            "clock": lambda: self.now,
            "tasks": self._tasks,
        }
        listener = LISTENERS[what]
        try:
            await listener(**{name: needs[name] for name in inspect.signature(listener).parameters})
            await self._tasks.done()
        except Refusal as no:
            return str(no)
        return str(answered or self.windows.shown[before:] or "")


def _field(value: Any) -> dict[str, Any]:
    return {"selected_date": value} if isinstance(value, date) or str(value)[:2] == "20" else {"value": value}
