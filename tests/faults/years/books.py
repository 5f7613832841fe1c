"""What people did and were told of it: the book by which is judged whether everything acknowledged is stored, once."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from faults.years.pretended import Slot
from storage.sql import table
from storage.store import Store
from storage.tables import CheckInRow

C = table(CheckInRow)


@dataclass
class Answers:
    """The answers of a person to one period: `known` may stand there now, the last acknowledged or something newer."""

    known: list[str | None] = field(default_factory=lambda: [None])
    acknowledged: set[str] = field(default_factory=set)
    perhaps: set[str] = field(default_factory=set)

    def told(self, once: str, text: str, *, acknowledged: bool) -> None:
        """Note one input; one that was not acknowledged may be stored or not."""
        if not acknowledged:
            self.perhaps.add(once)
            self.known.append(text)
            return
        latest = once not in self.perhaps or self.known[-1] == text
        self.known = [text] if latest else [*self.known, text]
        self.perhaps.discard(once)
        self.acknowledged.add(once)


@dataclass
class Books:
    """What was given in about people and periods; of what is in doubt, every value that may stand there now."""

    answers: dict[Slot, Answers] = field(default_factory=dict)
    people: dict[tuple[str, str], list[Any]] = field(default_factory=dict)
    skips: set[Slot] = field(default_factory=set)
    leaves: set[tuple[str, date, date]] = field(default_factory=set)
    acknowledged: int = 0

    def told(self, who: str, what: str, value: Any, *, acknowledged: bool) -> None:
        """Note that a person's zone, team, manager or being there was changed."""
        before = self.people.get((who, what), [])
        self.people[who, what] = [value] if acknowledged else [*before, value]

    async def wrong(self, store: Store, since: date) -> list[str]:
        """Return what is not stored as it was acknowledged, of the periods from `since` on; empty where all is right."""
        return [
            *await self._answers(store, since),
            *await self._people(store),
            *await self._days(store, since),
        ]

    async def _answers(self, store: Store, since: date) -> list[str]:
        query = select(C.c.person, C.c.period, C.c.went_well, C.c.revision)
        here = C.c.workspace_id == store._workspace_id, C.c.period >= since
        rows = (await store._connection.execute(query.where(*here))).all() if self.answers else []
        stored, found = {(row.person, row.period): row for row in rows}, []
        for (who, period), one in self.answers.items():
            if period < since:
                continue
            row = stored.get((who, period))
            text, revision = (row.went_well, row.revision) if row else (None, 0)
            sure, most = len(one.acknowledged), len(one.acknowledged | one.perhaps)
            if text not in one.known:
                found.append(f"{who} {period}: {text!r} is stored, acknowledged was {one.known[0]!r}")
            if not sure <= revision <= most:
                found.append(f"{who} {period}: {revision} revisions of {sure} to {most} answers")
        return found

    async def _people(self, store: Store) -> list[str]:
        stored = await store.people.all(active=False)
        seen = {(who, what): getattr(stored[who], what) for who, what in self.people}
        return [
            f"{who}: {what} is {seen[who, what]!r}, acknowledged was {values!r}"
            for (who, what), values in self.people.items()
            if seen[who, what] not in values
        ]

    async def _days(self, store: Store, since: date) -> list[str]:
        turns = await store.turns.since(since) if self.skips else {}
        lost = {slot for slot in self.skips if slot[1] >= since and not (slot in turns and turns[slot].skipped_at)}
        absences = await store.absences.all(since=since - timedelta(days=1)) if self.leaves else {}
        kept = {(one.person, one.starts, one.ends) for some in absences.values() for one in some}
        gone = {one for one in self.leaves if one[2] >= since} - kept
        return [f"skipped, but not stored: {lost}"] * bool(lost) + [f"away, but not stored: {gone}"] * bool(gone)
