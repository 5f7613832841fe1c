"""Bringing commands, interactions and events to an app: which way, how long to wait, when to try again."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import TYPE_CHECKING

from emulator.wires.envelopes import FAILED, TIMED_OUT, Ack, Sent
from emulator.wires.event_allowance import EventAllowance

if TYPE_CHECKING:
    from emulator.clock import Clock
    from emulator.errors import JSON
    from emulator.state.workspace import App
    from emulator.wires.faults import Fault, Faults
    from emulator.wires.http_delivery import HttpDelivery
    from emulator.wires.socket_mode import SocketMode
    from emulator.wires.traffic import Traffic

ACK_SECONDS = 3.0
# docs.slack.dev/apis/events-api: three more attempts, the first at once.
RETRIES = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))
# The reason a retry names, by the way the payload went (recorded for sockets, documented for HTTP).
TOO_SLOW = {"socket": "timeout", "http": "http_timeout"}


class Delivery:
    """Sends payloads and collects the answers."""

    def __init__(self, clock: Clock, sockets: SocketMode, http: HttpDelivery, faults: Faults, traffic: Traffic) -> None:
        self.ack_seconds = ACK_SECONDS
        self.last: Sent | None = None
        self.allowance = EventAllowance(clock)
        self._clock = clock
        self._sockets = sockets
        self._http = http
        self._faults = faults
        self._traffic = traffic
        self._tasks: set[asyncio.Task[None]] = set()
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def send(self, sent: Sent) -> Ack:
        """Send one payload once and wait for its answer, at most three real seconds."""
        if not _own_echo(sent):
            self.last = sent
        fault = self._faults.take(sent.kind)
        if fault is None:
            return await self._once(sent)
        return await self._faulty(sent, fault)

    def event(self, app: App, payload: JSON) -> None:
        """Send an event in the background, again after a failure: at once, after 1 and after 5 minutes."""
        if not self.allowance.takes(app):
            payload = self.allowance.refusal(app, payload)
            if not payload:
                return
        self._begin()  # counted from now on, so that `settled` sees it before its task has run
        self._background(self._event(Sent(app, "events_api", payload)))

    async def settled(self) -> None:
        """Wait until everything sent so far is answered or given up; a retry that waits for its time is not waited for."""
        while self._under_way:
            self._idle.clear()
            await self._idle.wait()

    async def redeliver(self, times: int, *, at_once: bool = False) -> list[Ack]:
        """Send the last payload again, exactly as it was: one after the other, or all at the same time."""
        again = self.last
        if again is None:
            return []
        if at_once:
            return list(await asyncio.gather(*(self.send(again) for _ in range(times))))
        return [await self.send(again) for _ in range(times)]

    async def stop(self) -> None:
        """Give up whatever still waits."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _once(self, sent: Sent, fault: str | None = None) -> Ack:
        way, begun = self._way(sent), self._traffic.begin()
        self._begin()
        try:
            async with asyncio.timeout(self.ack_seconds):
                ack = await self._transport(sent)
        except TimeoutError:
            ack = Ack(error=TIMED_OUT, reason=TOO_SLOW[way])
        finally:
            self._end()
        self._traffic.to_app(begun, sent, way, ack, fault)
        return ack

    async def _faulty(self, sent: Sent, fault: Fault) -> Ack:
        if fault.kind == "duplicate":
            for _ in range(fault.options["copies"] - 1):
                self._background(self._again(sent))
            return await self._once(sent, fault.kind)
        if fault.kind == "late":
            return await self._late(sent, timedelta(seconds=fault.options["seconds"]))
        return await self._lost(sent)

    async def _again(self, sent: Sent) -> None:
        await self._once(sent, "duplicate")

    async def _lost(self, sent: Sent) -> Ack:
        way, begun = self._way(sent), self._traffic.begin()
        self._begin()
        try:
            await asyncio.sleep(self.ack_seconds)
        finally:
            self._end()
        ack = Ack(error=TIMED_OUT, reason=TOO_SLOW[way])
        self._traffic.to_app(begun, sent, way, ack, "lost")
        return ack

    async def _late(self, sent: Sent, pause: timedelta) -> Ack:
        """Wait for the answer of what is on its way for a while; it arrives even when nobody waits any more."""
        arrived: asyncio.Future[Ack] = asyncio.get_running_loop().create_future()
        self._background(self._arrive(sent, pause, arrived))
        self._begin()
        try:
            async with asyncio.timeout(self.ack_seconds):
                return await asyncio.shield(arrived)
        except TimeoutError:
            return Ack(error=TIMED_OUT, reason=TOO_SLOW[self._way(sent)])
        finally:
            self._end()

    async def _arrive(self, sent: Sent, pause: timedelta, arrived: asyncio.Future[Ack]) -> None:
        await self._clock.wait_until(self._clock.now() + pause)
        arrived.set_result(await self._once(sent, "late"))

    async def _event(self, sent: Sent) -> None:
        try:
            ack = await self.send(sent)
        finally:
            self._end()
        for number, pause in enumerate(RETRIES, start=1):
            if ack.error is None or ack.no_retry:
                return
            await self._clock.wait_until(self._clock.now() + pause)
            again = Sent(sent.app, sent.kind, sent.payload, retry=number, retry_reason=ack.reason)
            ack = await self.send(again)

    async def _transport(self, sent: Sent) -> Ack:
        if self._sockets.reaches(sent.app.id):
            return await self._sockets.send(sent)
        if sent.app.request_url:
            return await self._http.post(sent)
        return Ack(error=FAILED, reason="connection_failed")

    def _way(self, sent: Sent) -> str:
        return "http" if sent.app.request_url and not self._sockets.reaches(sent.app.id) else "socket"

    def _background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _begin(self) -> None:
        self._under_way += 1

    def _end(self) -> None:
        self._under_way -= 1
        if not self._under_way:
            self._idle.set()


def _own_echo(sent: Sent) -> bool:
    """Whether this only tells an app of what its own bot did; nobody means that when they say "the last payload"."""
    event = sent.payload.get("event", {})
    actor = event.get("user") or event.get("message", event.get("previous_message", {})).get("user")
    return sent.kind == "events_api" and bool(actor == sent.app.bot_user)
