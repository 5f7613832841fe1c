"""The review packet: everything one reader may see about one person in one period, gathered in one transaction."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.calendar import zone
from domain.evidence import Evidence, keys_of
from domain.goal_reviews import belongs
from domain.messages import permalink
from domain.people import Person
from domain.permissions import Grant, may_read
from domain.refusals import NothingToShow
from domain.reviews import ReviewPacket, bounds, check_period, packet
from storage.access import AccessLog
from storage.check_ins import CheckIns
from storage.evidence import OwnEvidence
from storage.feedback import Feedbacks
from storage.goal_readings import GoalReadings
from storage.goals import Goals
from storage.kudos import KudosGiven
from storage.outbox import Outbox
from storage.people import People
from storage.room import Room
from storage.workspaces import Workspaces

WHAT = "review packet"
"""How the access log calls it."""


class Reviews(Room):
    """Evidence for reviews."""

    def __init__(self, connection: AsyncConnection, workspace_id: int) -> None:
        super().__init__(connection, workspace_id)
        here = connection, workspace_id
        self._people, self._check_ins = People(*here), CheckIns(*here)
        self._goals, self._readings = Goals(*here), GoalReadings(*here)
        self._kudos, self._feedback, self._kept = KudosGiven(*here), Feedbacks(*here), OwnEvidence(*here)
        self._outbox, self._workspaces, self._access = Outbox(*here), Workspaces(*here), AccessLog(*here)

    async def packet(self, reader: str, subject: str, *, since: date, until: date, now: datetime) -> ReviewPacket:
        """Return the evidence about `subject` as `reader` may see it, and write down that it was opened.

        `since` and `until` are days in the subject's zone, both included. It writes, so it needs a transaction.
        Raises PeriodUpsideDown, and NothingToShow alike for a stranger to the line and for an unknown person.
        """
        made, grant = await self.read(reader, subject, since=since, until=until, now=now)
        await self.note(grant, now=now)
        return made

    async def read(
        self, reader: str, subject: str, *, since: date, until: date, now: datetime
    ) -> tuple[ReviewPacket, Grant]:
        """Return the same and the grant to note; this one only reads. Raises PeriodUpsideDown, NothingToShow."""
        check_period(since, until)
        people = await self._people.all(active=False)
        grant = _grant(people.get(reader), people.get(subject), people)
        person = people[subject]
        evidence = await self._evidence(grant, person, since, until)
        names = {one.id: one.name for one in people.values()}
        return packet(person, grant, evidence, since=since, until=until, now=now, names=names), grant

    async def note(self, grant: Grant, *, now: datetime) -> None:
        """Write down that the evidence was opened."""
        await self._access.record((grant,), what=WHAT, now=now)

    async def _evidence(self, grant: Grant, person: Person, since: date, until: date) -> Evidence:
        start, end = bounds(since, until, zone(person.tz))
        own, shared = await self._goals.about(grant), await self._goals.shared(closed=True)
        goals = tuple(goal for goal in own if belongs(goal, since, until))
        theirs = {goal.id for goal in goals}
        found = Evidence(
            goals=goals,
            around=tuple(goal for goal in (*own, *shared) if goal.id not in theirs),
            check_ins=tuple(await self._check_ins.read((grant,), since=since, until=until)),
            kudos=tuple(await self._kudos.received(grant, since=start, until=end)),
            feedback=tuple(await self._feedback.received(grant, since=start, until=end)),
            kept=tuple(await self._kept.of(grant, since=start, until=end)),
            readings=tuple(await self._readings.of(goals)),
        )
        return found.model_copy(update={"links": await self._links(found, grant.reader)})

    async def _links(self, found: Evidence, reader: str) -> dict[str, str]:
        """Return the permalinks of what stands in Slack; none as long as the workspace's address is unknown."""
        address = await self._workspaces.url()
        if not address:
            return {}
        keys = [key for one in found.sources for key in keys_of(one, reader)]
        posted = await self._outbox.posted(keys)
        return {key: permalink(address, one.channel, one.ts) for key, one in posted.items()}


def _grant(reader: Person | None, subject: Person | None, people: Mapping[str, Person]) -> Grant:
    if reader is None or subject is None:
        raise NothingToShow
    return may_read(reader, subject, {person.id: person.manager for person in people.values()})
