"""The review packet: the evidence about one person in one period, in order, for a fair review.

- It holds what its reader may see, nothing else, and says what was left out, whether there is any or not.
- Everything stands in the order it happened, the whole period through: nobody is judged on the last six weeks.
- It says where it is thin: months and goals that nothing speaks of.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.calendar import WEEK, midnight, zone
from domain.evidence import Entry, Evidence, entries_of
from domain.goal_reviews import GoalInReview, in_review
from domain.goals import KpiReading
from domain.people import Person
from domain.permissions import Grant, Relation, Topic
from domain.refusals import Refusal
from domain.values import Value

YEARS = range(2000, 2101)
"""A date outside of them was mistyped."""


class Thin(Value):
    """Where evidence is missing: first days of months, and refs of goals."""

    months: tuple[date, ...] = ()
    goals: tuple[str, ...] = ()


class ReviewPacket(Value):
    """The review packet. `names` maps every Slack id in it to a name; `hidden` says what this reader does not get.

    `since` and `until` are local days of the person, both included; `reads_from` is the first of them that this
    reader's right covers.
    """

    person: Person
    reader: str
    relation: Relation
    since: date
    until: date
    reads_from: date
    made_at: datetime
    goals: tuple[GoalInReview, ...]
    entries: tuple[Entry, ...]
    names: Mapping[str, str]
    thin: Thin
    hidden: tuple[str, ...] = ()

    @property
    def tz(self) -> ZoneInfo:
        """The zone in which the packet tells its dates: the person's."""
        return zone(self.person.tz)


class PeriodUpsideDown(Refusal):
    """The end lies before the start."""

    text = (
        "The period ends on {until}, before it starts on {since}. Give the earlier date first: `2026-07-01 2026-12-31`."
    )


class PeriodToCome(Refusal):
    """Nothing can have happened in it yet."""

    text = (
        "The period starts on {since}, which is still to come, so the page would be empty. Give an earlier first day."
    )


class NotADate(Refusal):
    """A date was expected."""

    text = "`{text}` is not a date I can read. Write it like 2026-07-01."


def read_date(text: str, *, field: str | None = None) -> date:
    """Read a date written as 2026-07-01, in a year that is no slip of the hand. Raises NotADate."""
    try:
        read = date.fromisoformat(text.strip())
    except ValueError:
        read = date.min
    if read.year not in YEARS:
        raise NotADate(text=text.strip()[:40], **({"field": field} if field else {}))
    return read


def half_year_until(today: date) -> tuple[date, date]:
    """Return the period of a packet when none is named: this half-year, and the one before while it is young."""
    start = date(today.year, 1 if today.month <= 6 else 7, 1)
    previous = date(start.year - 1, 7, 1) if start.month == 1 else date(start.year, 1, 1)
    return (start if (today - start).days >= 90 else previous), today


def check_period(since: date, until: date) -> None:
    """Refuse a period that ends before it starts. Raises PeriodUpsideDown."""
    if until < since:
        raise PeriodUpsideDown(since=since.isoformat(), until=until.isoformat())


def check_begun(since: date, today: date) -> None:
    """Refuse a period that is still to come. Raises PeriodToCome."""
    if since > today:
        raise PeriodToCome(since=since.isoformat())


def bounds(since: date, until: date, tz: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the period as moments (UTC): from the first day's midnight up to, not including, the one after the last."""
    return midnight(since, tz), midnight(until + timedelta(days=1), tz)


def packet(
    person: Person,
    grant: Grant,
    evidence: Evidence,
    *,
    since: date,
    until: date,
    now: datetime,
    names: Mapping[str, str],
) -> ReviewPacket:
    """Put the packet together from what storage handed out for `grant`."""
    tz = zone(person.tz)
    start, end = bounds(since, until, tz)
    reads_from = max(since, grant.since.astimezone(tz).date()) if grant.since else since
    readings = [_as_granted(one, grant) for one in evidence.readings]
    shown = [one for one in readings if max(start, grant.since or start) <= one.at < end]
    entries = entries_of(evidence, grant.reader, readings=shown)
    day = min(until, now.astimezone(tz).date())
    known = {goal.id: goal for goal in (*evidence.goals, *evidence.around)}
    of_goal: dict[int | None, list[KpiReading]] = {}
    for one in readings:
        of_goal.setdefault(one.goal, []).append(one)
    goals = tuple(
        in_review(goal, of_goal.get(goal.id, ()), start=start, end=end, day=day, known=known, entries=entries)
        for goal in evidence.goals
    )
    return ReviewPacket(
        person=person,
        reader=grant.reader,
        relation=grant.relation,
        since=since,
        until=until,
        reads_from=reads_from,
        made_at=now,
        goals=goals,
        entries=entries,
        names=_names(names, person, grant, entries),
        thin=_thin(person, goals, entries, reads_from, day),
        hidden=tuple(str(topic) for topic in Topic if not grant.covers(topic)),
    )


def _as_granted(reading: KpiReading, grant: Grant) -> KpiReading:
    """A goal's number belongs to the goal; what was said beside it is for readers of notes."""
    return reading if grant.covers(Topic.CHECK_IN_NOTES) else reading.model_copy(update={"note": ""})


def _names(names: Mapping[str, str], person: Person, grant: Grant, entries: Iterable[Entry]) -> dict[str, str]:
    ids = {person.id, grant.reader, person.manager or person.id, *(entry.by for entry in entries)}
    return {one: names.get(one, one) for one in sorted(ids)}


def _thin(
    person: Person, goals: Iterable[GoalInReview], entries: Iterable[Entry], reads_from: date, until: date
) -> Thin:
    """Say where nothing speaks; not of months before the person took part or before the reader's right began."""
    tz = zone(person.tz)
    joined = person.enrolled_at.astimezone(tz).date() if person.enrolled_at else reads_from
    spoken = {entry.at.astimezone(tz).date().replace(day=1) for entry in entries}
    silent = tuple(month for month in whole_months(max(reads_from, joined), until) if month not in spoken)
    begun = [one for one in goals if one.goal.starts + WEEK <= until]  # less proves nothing
    return Thin(months=silent, goals=tuple(one.goal.ref for one in begun if not one.evidence))


def whole_months(since: date, until: date) -> tuple[date, ...]:
    """Return the first day of each month that has a week or more in [since, until]: less proves nothing."""
    found = []
    month = since.replace(day=1)
    while month <= until:
        after = (month + timedelta(days=31)).replace(day=1)
        if min(after, until + timedelta(days=1)) - max(month, since) >= WEEK:
            found.append(month)
        month = after
    return tuple(found)
