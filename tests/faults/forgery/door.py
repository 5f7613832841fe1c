"""A bot's HTTP door, and genuine requests of every kind that went through it, to be forged or sent again."""

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from sqlalchemy import text

from company import ANA, BO
from domain.goals import Goal, Kpi, State
from faults.forgery.signed import Request, ask
from running import Running, running

SECRET = "0123456789abcdef0123456789abcdef"
API_SECRET = "s3cret-of-the-warehouse-0123456789"
SAID = "the calm handover"
"""What is genuinely said, and may be in logs."""
GOAL = Goal(
    ref="G-12",
    title="Reply soon",
    state=State.ACTIVE,
    kpis=(Kpi(name="First reply", unit="min", baseline=90, target=45),),
    starts=date(2026, 7, 1),
    due=date(2026, 12, 31),
    owner=ANA.id,
)
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass
class Genuine:
    """A request that counted: where to, what was said, and its bytes and answer as they went over the wire."""

    path: str
    payload: dict[str, object]
    kind: str
    raw: bytes = b""
    answer: bytes = b""

    def again(self, mark: str, now: float) -> Request:
        """Return the same with a mark at its beginning and end, not signed yet."""
        said = {"mark": mark, **self.payload, "end": mark}
        body, type = json.dumps(said), JSON
        if self.kind == "slash_commands":
            body, type = urlencode(said), FORM
        elif self.kind == "interactive":
            body, type = urlencode({"mark": mark, "payload": body}), FORM
        ours = self.path == "/api/kpi"
        sender, secret = ("X-Cairn", API_SECRET) if ours else ("X-Slack", SECRET)
        return Request(self.path, sender, secret.encode(), body.encode(), type, b"%d" % now)


@dataclass
class Door:
    """A bot's HTTP server, and what genuinely went through it."""

    slack: Running
    genuine: list[Genuine] = field(default_factory=list)

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str) -> AsyncIterator["Door"]:
        """Start the bot, and have one input of each kind count."""
        async with running(url, mode="http", settings={"api_secret": API_SECRET}) as slack:
            async with slack.database.transaction() as store:
                await store.goals.save(GOAL)
            await slack.settle()
            door = cls(slack)
            await door._let_in()
            await slack.settle()
            await slack.bot.redraw_homes()  # or the ticker would, in the midst of what is counted
            yield door

    async def _let_in(self) -> None:
        ana, bo = self.slack.person(ANA.id), self.slack.person(BO.id)
        await ana.command(f"/kudos <@UBO> for {SAID}")
        self._take()
        await bo.click(bo.dm()[-1], "check_in_open")
        await self.slack.bot.tasks.done()
        self._take()
        await bo.submit({"went_well": SAID})
        self._take()
        await ana.open_home()
        self._take()
        at = {"goal": "G-12", "kpi": "First reply", "value": 60, "at": "2026-11-20T08:00:00Z", "note": SAID}
        said: dict[str, object] = {"idempotency_key": "crm-1", **at}
        request = Genuine("/api/kpi", said, "readings").again(SAID, time.time())
        request.body = json.dumps(said).encode()
        request.sign()
        self.genuine.append(Genuine("/api/kpi", said, "readings", request.raw()))
        for one in self.genuine:
            status, one.answer = await self.ask(one.raw)
            assert status == 200, (one, one.answer)

    def _take(self) -> None:
        """Keep what the local Slack sent last."""
        sent = self.slack.emulator.delivery.last
        body, headers = sent.wire["body"].encode(), sent.wire["headers"]
        request = Request("/slack/events", "X-Slack", SECRET.encode(), body, headers["Content-Type"], b"")
        request.timestamp = headers["X-Slack-Request-Timestamp"].encode()
        request.signature = headers["X-Slack-Signature"].encode()
        self.genuine.append(Genuine("/slack/events", sent.payload, sent.kind, request.raw()))

    async def ask(self, raw: bytes, *, unfinished: bool = False) -> tuple[int | None, bytes]:
        """Send bytes; return the status and what is said with it."""
        status, answer = await ask(self.slack.bot.port, raw, unfinished=unfinished)
        return status, answer.partition(b"\r\n\r\n")[2]

    async def rows(self) -> dict[str, int]:
        """Count what is stored."""
        async with self.slack.database.engine.connect() as connection:
            found = await connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
            tables = [row[0] for row in found]
            return {
                name: (await connection.execute(text(f'SELECT count(*) FROM "{name}"'))).scalar_one() for name in tables
            }
