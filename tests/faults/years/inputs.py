"""What people give in, through the handlers that Slack's requests reach, each under the key that makes it count once."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.refusals import Refusal
from domain.rules import Rules
from faults.years.books import Answers, Books
from faults.years.mortal import Fate, Killed, Mortal
from faults.years.pretended import Clock
from handlers import absences, check_in_forms, people, turns
from handlers.tasks import Tasks
from storage.database import AlreadyDone, Database, Unavailable

Handler = Callable[..., Awaitable[None]]
GIVEN, REFUSED, FAILED = "acknowledged", "refused", "not answered"


class Ack:
    """Takes what a handler answers."""

    def __init__(self) -> None:
        self.said: dict[str, Any] | None = None

    async def __call__(self, **reply: Any) -> None:
        """Take the answer."""
        self.said = reply


@dataclass
class Input:
    """One request: which handler it reaches with what, under which key; `noted` is told how the first arrival ended.

    `about` says whose zone, being there, leave or week it changes, and to what, for the oracle; what is `stale` when it
    arrives changes nothing.
    """

    handler: Handler
    once: str
    facts: dict[str, Any]
    noted: Callable[[bool], None]
    about: tuple[tuple[str, str, Any], ...] = ()
    stale: Callable[[], bool] = lambda: False
    done: bool = False


async def reorganised(ack: Ack, once: str, database: Database, clock: Clock, who: str, manager: str, team: str) -> None:
    """Give a person another manager and team."""
    async with database.transaction(once=once) as store:
        if person := await store.people.get(who):
            await store.people.save(person.model_copy(update={"team": team}))
            await store.people.give_managers({who: manager}, now=clock())
    await ack()


class Inputs:
    """Gives inputs to handlers on one database, and writes into the book what was acknowledged."""

    def __init__(self, database: Database, clock: Clock, books: Books) -> None:
        self._database, self._clock, self.books = database, clock, books
        self.rules = Rules()
        self.given: list[Input] = []
        self._accounts: dict[str, dict[str, Any]] = {}
        self._newest: dict[str, int] = {}
        self._taken: dict[str, int] = {}
        self._number = 0

    async def give(self, one: Input, *, dies_after: int | None = None) -> str:
        """Let the request arrive, maybe once more; the process that takes it may die after so many places."""
        fate = Fate()
        fate.dies_after = dies_after
        try:
            answer = await self._reach(one, Mortal(self._database, fate))
        except (Unavailable, Killed):
            answer = FAILED
        if one not in self.given[-20:]:
            self.given.append(one)
        if answer != REFUSED and not one.done:
            one.done = answer == GIVEN
            one.noted(one.done)
            self.books.acknowledged += one.done
        return answer

    async def _reach(self, one: Input, database: Database) -> str:
        ack = Ack()
        try:
            await one.handler(ack=ack, once=one.once, database=database, **self._common(one))
        except AlreadyDone:
            return GIVEN
        except Refusal:
            return REFUSED
        return GIVEN if ack.said is not None and "response_action" not in ack.said else REFUSED

    def _common(self, one: Input) -> dict[str, Any]:
        wanted = one.handler.__code__.co_varnames
        known = {"clock": self._clock, "rules": self.rules, "client": None, "tasks": Tasks()}
        return {name: value for name, value in known.items() if name in wanted} | one.facts

    def answer(self, who: str, period: date, text: str) -> Input:
        """Return the submission of a check-in."""
        number = self._next()
        about = {"period": period.isoformat(), "goals": [], "page": 0}
        fields = {"went_well": {"typed": {"value": text}}}
        form = {"id": f"V{number}", "hash": f"{number}.x", "private_metadata": json.dumps(about)}
        body = {"view": form | {"state": {"values": fields}}}
        once, book = f"view:V{number}:{number}.x", self.books.answers.setdefault((who, period), Answers())

        def noted(acknowledged: bool) -> None:
            book.told(once, text, acknowledged=acknowledged)

        facts = {"body": body, "user_id": who}
        return Input(check_in_forms.submit, once, facts, noted, ((who, "ended", (period, "answered")),))

    def account(self, who: str, **changes: Any) -> Input:
        """Return Slack's event about an account whose zone `tz`, or whether it is `active`, has changed.

        It tells all of the account, also what changed before and has not arrived yet; what is older than that comes too late.
        """
        before = {what: self.books.people[who, what][-1] for what in ("tz", "active")}
        now = self._accounts[who] = self._accounts.get(who, before) | changes
        updated = self._newest[who] = max(self._newest.get(who, 0) + 1, int(self._clock().timestamp()))
        user = {"id": who, "real_name": f"Person {who}", "tz": now["tz"], "deleted": not now["active"]}
        event = {"type": "user_change", "user": user | {"updated": updated}}

        def noted(acknowledged: bool) -> None:
            if acknowledged:
                self._taken[who] = max(updated, self._taken.get(who, 0))
            newest = acknowledged and updated == self._newest[who]
            for what, value in now.items():  # of somebody who left only that is kept, the zone as it was
                self.books.told(who, what, value, acknowledged=newest and (what == "active" or now["active"]))

        def stale() -> bool:
            return updated < self._taken.get(who, 0)

        about = (who, "zones", now["tz"]), (who, "there", now["active"])
        return Input(people.changed, f"event:{self._next()}", {"event": event}, noted, about, stale)

    def reorganise(self, who: str, manager: str | None, team: str) -> Input:
        """Return the change of a person's manager and team, as an import makes it."""

        def noted(acknowledged: bool) -> None:
            self.books.told(who, "manager", manager, acknowledged=acknowledged)
            self.books.told(who, "team", team, acknowledged=acknowledged)

        facts = {"who": who, "manager": manager, "team": team}
        return Input(reorganised, f"import:{self._next()}", facts, noted)

    def away(self, who: str, first: date, last: date) -> Input:
        """Return `/check-in away … to …`."""
        command = {"text": f"away {first} to {last}"}

        def noted(acknowledged: bool) -> None:
            if acknowledged:
                self.books.leaves.add((who, first, last))

        facts = {"command": command, "user_id": who}
        return Input(absences.away, f"command:{self._next()}", facts, noted, ((who, "leaves", (first, last)),))

    def skip(self, who: str, period: date) -> Input:
        """Return `/check-in skip`, said while that period is open."""

        def noted(acknowledged: bool) -> None:
            if acknowledged:
                self.books.skips.add((who, period))

        about = (who, "ended", (period, "skipped"))
        return Input(turns.skip, f"command:{self._next()}", {"user_id": who}, noted, (about,))

    def _next(self) -> int:
        self._number += 1
        return self._number
