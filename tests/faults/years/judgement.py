"""What came of a simulated year: who was asked once, who rightly not, and everything that is wrong."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

from sqlalchemy import select

from faults.part import Seen
from faults.years.oracle import A_DAY, APART, WEEK, Asked, Happened
from faults.years.pretended import BAD, FINE, Slot
from faults.years.workplace import BUDGET, O, Workplace

OVERDUE = timedelta(minutes=5)


@dataclass
class Judgement:
    """Counts of what happened and of what was right, and in words what was wrong."""

    happened: Counter[str] = field(default_factory=Counter)
    weeks: Counter[str] = field(default_factory=Counter)
    doubled: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    wrongly: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.doubled or self.missed or self.wrongly or self.lost or self.left)

    @property
    def wrong(self) -> list[str]:
        """All that is wrong, in words."""
        return [*self.doubled, *self.missed, *self.wrongly, *self.lost, *self.left]

    def and_also(self, other: "Judgement") -> "Judgement":
        """Return both together."""
        lists = (
            [*getattr(self, name), *getattr(other, name)] for name in ("doubled", "missed", "wrongly", "lost", "left")
        )
        return Judgement(self.happened + other.happened, self.weeks + other.weeks, *lists)

    def lines(self, what: str) -> Iterator[Seen]:
        """Yield the lines of the report."""
        weeks, happened = self.weeks, self.happened
        reasons = ", ".join(f"{count:,} {why}" for why, count in sorted(weeks.items()) if why != "asked")
        yield Seen(what, "each person asked once a week, or rightly not", f"{weeks['asked']:,} asked; {reasons}", True)
        for name, found in (
            ("asked twice", self.doubled),
            ("missed", self.missed),
            ("asked when they should not be", self.wrongly),
        ):
            yield Seen(name, "0", _few(found), not found)
        yield Seen(
            f"{happened['acknowledged']:,} acknowledged inputs", "all stored, each once", _few(self.lost), not self.lost
        )
        yield Seen("left over at the end", "nothing due, nothing in doubt", _few(self.left), not self.left)
        bad = ", ".join(f"{happened[one]:,} {one}" for one in BAD)
        yield Seen("what Slack answered", "badly, now and then", f"{happened[FINE]:,} {FINE}, {bad}", True)
        names = (
            "died by itself",
            "outage",
            "deploy",
            "frozen for a while",
            "storm",
            "revoked",
            "blind",
            "database",
            "cut",
        )
        yield Seen("what else happened", "", ", ".join(f"{happened[one]:,} {one}" for one in names), True)
        yield Seen("second messages that came too late", "removed", f"{happened['removed']:,} removed", True)


async def judge(place: Workplace, happened: Happened, end: datetime, counts: Counter[str]) -> Judgement:
    """Judge what stands in Slack and in the store by what happened."""
    spans = Counter(kind for _, _, kind in happened.troubles)
    found = Judgement(counts + spans + place.counts + place.slack.answered)
    found.happened["removed"] = place.slack.removed
    found.happened["acknowledged"] = place.books.acknowledged
    found.doubled = [f"{who} {period}" for who, period in sorted(place.slack.doubled())]
    for slot, seen in place.slack.crowded():
        if not happened.nobody_could_look(max(one.at for one in seen)):
            found.doubled.append(f"{slot[0]} {slot[1]} still there twice")
    found.lost = await place.wrong(happened.schedules[0].begin)
    if overdue := await place.overdue(OVERDUE):
        found.left.append(f"{overdue} overdue")
    if doubtful := await place.unsettled():
        found.left.append(f"{doubtful} in doubt")
    await judge_weeks(place, happened, end, found)
    return found


async def judge_weeks(place: Workplace, happened: Happened, end: datetime, found: Judgement) -> None:
    """Judge for each person and week whether they were asked as they should be."""
    for (who, period), calls in place.slack.calls.items():
        reasons = {why for at in calls if (why := happened.may(who, period, at))}
        found.wrongly += [f"{who} {period}: {why}" for why in sorted(reasons)]
    found.wrongly += _too_close(place)
    traces = await _traces(place, happened.schedules[0].begin.date())
    for schedule in happened.schedules:
        for period in _periods(schedule, end):
            for who in happened.lives:
                found.weeks[_week(place, happened, who, period, schedule, traces, found)] += 1


def _too_close(place: Workplace) -> list[str]:
    """Return who was asked for two periods that are not far enough apart."""
    asked = sorted(slot for slot in place.slack.prompts if place.slack.asked_at(slot))
    pairs = (pair for pair in pairwise(asked) if pair[0][0] == pair[1][0])
    return [f"{who} {one} and {two}: too close" for (who, one), (_, two) in pairs if two - one < APART]


def _periods(schedule: Asked, end: datetime) -> list[date]:
    """Return the periods that opened and closed under this schedule, wherever people live."""
    first = schedule.begin.date() + ((schedule.weekday - schedule.begin.weekday()) % 7) * A_DAY
    opened = [datetime.combine(first + number * WEEK, schedule.at, end.tzinfo) for number in range(60)]
    return [
        one.date() for one in opened if schedule.begin < one - A_DAY and one + WEEK + A_DAY < min(schedule.end, end)
    ]


def _week(place, happened, who, period, schedule, traces, found) -> str:
    asked, by = place.slack.asked_at((who, period)), happened.must(who, period, schedule)
    if by and (asked is None or asked > by):
        found.missed.append(f"{who} {period}: {'asked ' + str(asked) if asked else 'not asked'}, but by {by}")
        return "missed"
    if asked:
        return "asked"
    why = happened.why_not(who, period, schedule)
    if any(abs(one - period) < APART for other, one in place.slack.prompts if other == who):
        return "too soon after the last one"
    gone = not happened.lives[who].there[-1].value  # who left meanwhile has nothing written down
    if not gone and why not in {"left", "answered", "skipped"} and (who, period) not in traces:
        found.missed.append(f"{who} {period}: not asked ({why}), and nothing is written down of it")
    return why


async def _traces(place: Workplace, since: date) -> set[Slot]:
    """Return the periods of which anything is written down: a prompt with what became of it, or an excuse."""
    async with place.database.reading(budget=BUDGET) as store:
        turns = await store.turns.since(since)
        prompts = O.c.workspace_id == place.database.workspace_id, O.c.key.like("check-in:%:prompt:_")
        keys = (await store._connection.execute(select(O.c.key).where(*prompts))).scalars()
        parts = [key.split(":") for key in keys]
    excused = {slot for slot, turn in turns.items() if turn.excused or turn.skipped_at}
    return excused | {(who, date.fromisoformat(period)) for _, who, period, *_ in parts}


def _few(found: list[str]) -> str:
    """Return how many there are, with the first few."""
    return f"{len(found)}" + (": " + "; ".join(found[:3]) if found else "")
