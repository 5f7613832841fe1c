"""The review packet: the evidence about one person in one period, in order, for a fair review.

- It holds what its reader may see, nothing else, and says what was left out.
- Everything stands in the order it happened, the whole period through: nobody is judged on the last six weeks.
- Each entry names its goal, where it has one, and links back where there is something to open.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum

from domain.check_ins import CheckIn
from domain.feedback import Feedback
from domain.goals import Goal, KpiReading, show
from domain.kudos import Kudos
from domain.people import Person
from domain.permissions import Grant, Topic
from domain.refusals import Refusal
from domain.values import Value


class EntryKind(StrEnum):
    """What kind of evidence it is."""

    CHECK_IN = "check-in"
    KUDOS = "kudos"
    FEEDBACK = "feedback"
    READING = "KPI reading"


class Entry(Value):
    """One piece of evidence. `by` is who wrote it, `text` the whole of it, `link` a permalink in Slack."""

    at: datetime
    kind: EntryKind
    by: str
    title: str
    text: str
    goal: str | None = None
    link: str | None = None


class ReviewPacket(Value):
    """The evidence page. `names` maps every Slack id in it to a name; `hidden` says what this reader does not get."""

    person: Person
    reader: str
    since: date
    until: date
    made_at: datetime
    goals: tuple[Goal, ...]
    entries: tuple[Entry, ...]
    names: dict[str, str]
    hidden: tuple[str, ...] = ()


class PeriodUpsideDown(Refusal):
    """The end lies before the start."""

    text = (
        "The period ends on {until}, before it starts on {since}. Give the earlier date first: `2026-07-01 2026-12-31`."
    )


class NotADate(Refusal):
    """A date was expected."""

    text = "`{text}` is not a date I can read. Write it like 2026-07-01."


def read_date(text: str, *, field: str | None = None) -> date:
    """Read a date written as 2026-07-01. Raises NotADate."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise NotADate(text=text.strip()[:40], **({"field": field} if field else {})) from None


def half_year_until(today: date) -> tuple[date, date]:
    """Return the period of a packet when none is named: from the start of the half-year before last to today."""
    start = date(today.year, 1 if today.month <= 6 else 7, 1)
    previous = date(start.year - 1, 7, 1) if start.month == 1 else date(start.year, 1, 1)
    return (start if (today - start).days >= 90 else previous), today


def check_period(since: date, until: date) -> None:
    """Refuse a period that ends before it starts. Raises PeriodUpsideDown."""
    if until < since:
        raise PeriodUpsideDown(since=since.isoformat(), until=until.isoformat())


def packet(
    person: Person,
    grant: Grant,
    *,
    since: date,
    until: date,
    now: datetime,
    goals: Sequence[Goal],
    check_ins: Iterable[CheckIn],
    kudos: Iterable[Kudos],
    feedback: Iterable[Feedback],
    readings: Iterable[KpiReading],
    names: dict[str, str],
    links: dict[str, str],
) -> ReviewPacket:
    """Put the packet together from what storage handed out for `grant`. `links` maps `kudos:ID` to a permalink."""
    refs = {goal.id: goal.ref for goal in goals}
    entries = [
        *(_check_in(one, refs, goals) for one in check_ins),
        *(_kudos(one, refs, links) for one in kudos),
        *(_feedback(one, refs) for one in feedback),
        *(_reading(one, refs, goals) for one in readings if one.check_in is None),
    ]
    return ReviewPacket(
        person=person,
        reader=grant.reader,
        since=since,
        until=until,
        made_at=now,
        goals=tuple(goals),
        entries=tuple(sorted(entries, key=lambda entry: (entry.at, entry.kind, entry.text))),
        names=names,
        hidden=tuple(sorted(str(topic) for topic in Topic if not grant.covers(topic))),
    )


def _check_in(one: CheckIn, refs: dict[int | None, str], goals: Sequence[Goal]) -> Entry:
    kpis = {kpi.id: kpi for goal in goals for kpi in goal.kpis}
    lines = []
    for line in one.goals:
        readings = [
            f"{kpis[reading.kpi].name} {show(reading.value)} {kpis[reading.kpi].unit}".rstrip()
            for reading in line.readings
            if reading.kpi in kpis
        ]
        said = [*readings, line.confidence.replace("_", " ") if line.confidence else "", line.note]
        lines.append(f"{refs.get(line.goal, 'a goal')}: " + ", ".join(filter(None, said)))
    parts = [*lines]
    for label, text in (("Went well", one.went_well), ("Next", one.next), ("Blockers", one.blockers)):
        if text:
            parts.append(f"{label}: {text}")
    named = tuple(dict.fromkeys(refs[line.goal] for line in one.goals if line.goal in refs))
    return Entry(
        at=one.answered_at,
        kind=EntryKind.CHECK_IN,
        by=one.person,
        title=f"Check-in of {one.period:%-d %B %Y}" + (" (late)" if one.late else ""),
        text="\n".join(parts),
        goal=", ".join(named) or None,
    )


def _kudos(one: Kudos, refs: dict[int | None, str], links: dict[str, str]) -> Entry:
    return Entry(
        at=one.given_at,
        kind=EntryKind.KUDOS,
        by=one.giver,
        title="Kudos" + (f" #{one.value}" if one.value else "") + ("" if one.public else " (private)"),
        text=one.reason,
        goal=refs.get(one.goal) if one.goal else None,
        link=links.get(f"kudos:{one.id}"),
    )


def _feedback(one: Feedback, refs: dict[int | None, str]) -> Entry:
    labelled = (("Situation", one.situation), ("Behaviour", one.behaviour), ("Impact", one.impact))
    return Entry(
        at=one.given_at,
        kind=EntryKind.FEEDBACK,
        by=one.author,
        title=one.tone.capitalize(),
        text="\n".join(f"{label}: {text}" for label, text in labelled if text),
        goal=refs.get(one.goal) if one.goal else None,
    )


def _reading(one: KpiReading, refs: dict[int | None, str], goals: Sequence[Goal]) -> Entry:
    kpi = next(kpi for goal in goals for kpi in goal.kpis if kpi.id == one.kpi)
    said = f"{kpi.name}: {show(one.value)} {kpi.unit}".rstrip()
    return Entry(
        at=one.at,
        kind=EntryKind.READING,
        by=one.by,
        title="New number",
        text=f"{said}\n{one.note}".rstrip(),
        goal=refs.get(one.goal),
    )
