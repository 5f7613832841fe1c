"""What went over the wires, in both directions: calls and responses to Slack, payloads to the apps.

The newest are kept, at most so many and so heavy. An entry stands there once its answer is known, or once it is
clear that there will be none. Secrets are taken out when somebody reads, not when it is written down.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from emulator.state.keeping import Newest
from emulator.wires.masking import headline, without_secrets

if TYPE_CHECKING:
    from emulator.clock import Clock
    from emulator.errors import JSON
    from emulator.serving.live import Live
    from emulator.state.workspace import App, Workspace
    from emulator.wires.envelopes import Ack, Sent

MOST_KEPT = 2_000
HEAVIEST = 64_000_000  # bytes of JSON, about
MOST_SHOWN = 200
# What a payload weighs that nobody has measured: only answers are written out as text anyway.
SOMETHING = 4_000


@dataclass(frozen=True)
class Begun:
    """When something began: on the workspace's clock, and in real seconds for how long it took."""

    at: datetime
    mark: float

    @property
    def milliseconds(self) -> float:
        """How long it has taken until now, in real milliseconds."""
        return round((time.perf_counter() - self.mark) * 1000, 1)


@dataclass(frozen=True)
class Entry:
    """One exchange. `ok` is whether it went well; `note` says in a word or two what came of it."""

    n: int
    at: datetime
    direction: str
    app: str | None
    transport: str
    name: str
    ok: bool
    note: str
    milliseconds: float
    request: Any
    answer: Any
    fault: str | None
    attempt: int


class Traffic:
    """The newest exchanges, numbered from 1."""

    def __init__(self, workspace: Workspace, clock: Clock, live: Live) -> None:
        self._workspace = workspace
        self._clock = clock
        self._live = live
        self._entries: Newest[Entry] = Newest(MOST_KEPT, HEAVIEST)

    def begin(self) -> Begun:
        """Look at the clocks."""
        return Begun(self._clock.now(), time.perf_counter())

    def to_slack(
        self,
        begun: Begun,
        app: App | None,
        transport: str,
        name: str,
        request: Any,
        answer: Any,
        *,
        note: str = "",
        fault: str | None = None,
        weight: int = SOMETHING,
    ) -> None:
        """Note a call ("web_api") or what came to a response URL ("response_url"); no answer is no success."""
        ok = bool(answer.get("ok")) if isinstance(answer, dict) else answer == "ok"
        self._add(
            begun,
            weight,
            direction="to_slack",
            app=app.id if app else None,
            transport=transport,
            name=name,
            ok=ok,
            note=note or ("" if ok else _error(answer)),
            request=request,
            answer=answer,
            fault=fault,
            attempt=0,
        )

    def to_app(self, begun: Begun, sent: Sent, transport: str, ack: Ack, fault: str | None) -> None:
        """Note a payload and how the app answered."""
        words = [f"again, after {sent.retry_reason}"] if sent.retry else []
        words += [f"{ack.error} ({ack.reason})" if ack.reason else ack.error] if ack.error else []
        self._add(
            begun,
            SOMETHING,
            direction="to_app",
            app=sent.app.id,
            transport=transport,
            name=headline(sent.payload),
            ok=ack.error is None,
            note="; ".join(words),
            request=sent.payload,
            answer=ack.payload,
            fault=fault,
            attempt=sent.retry,
        )

    def read(self, since: int | None, limit: int) -> JSON:
        """Return the entries from number `since` on, at most `limit`; without `since` the newest ones."""
        limit = max(1, min(limit, MOST_SHOWN))
        made = len(self._entries)
        start = max(0, made - limit) if since is None else max(0, since - 1)
        start = max(start, self._entries.first)
        shown = self._entries[start : start + limit]
        apps = self._workspace.apps.values()
        return {
            "traffic": [self._shown(one, list(apps)) for one in shown],
            "next": min(max(start, 0), made) + len(shown) + 1,
            "first": self._entries.first + 1,
        }

    def _add(self, begun: Begun, weight: int, **facts: Any) -> None:
        number = len(self._entries) + 1
        self._entries.append(Entry(n=number, at=begun.at, milliseconds=begun.milliseconds, **facts), weight)
        self._live.tell("traffic", n=number)

    def _shown(self, entry: Entry, apps: list[App]) -> JSON:
        shown = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
        shown |= {
            "at": entry.at.isoformat(),
            "request": without_secrets(entry.request, apps),
            "answer": without_secrets(entry.answer, apps),
            "note": without_secrets(entry.note, apps),
            "name": without_secrets(entry.name, apps),
        }
        return shown


def _error(answer: Any) -> str:
    return str(answer.get("error", "")) if isinstance(answer, dict) else "no answer"
