"""Last week's thanks, once a week in the kudos channel: what people were thanked for, never who most.

- It comes on Monday at nine on the clock that most people of the workspace have, and tells of the week that ended
  with that Monday's midnight. Whoever was down then says it within a day, or not at all: old news is no celebration.
- Only public kudos that still stand count, and only goals that everybody sees.
- No name stands in it, and no number of a person. A week without anything to celebrate has no message.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.calendar import WEEK, instant, midnight, zone
from domain.goals import Goal, Level
from domain.kudos import Kudos
from domain.values import Value

AT = time(9)
NEWS_FOR = timedelta(days=1)
MOST_NAMED, MOST_QUOTED = 5, 3


class Recap(Value):
    """What is said of a week, by its Monday."""

    week: date
    thanks: int
    values: tuple[tuple[str, int], ...] = ()
    goals: tuple[tuple[str, int], ...] = ()
    reasons: tuple[str, ...] = ()
    reached: tuple[str, ...] = ()


def common_zone(clocks: Mapping[str, int]) -> ZoneInfo:
    """Return the zone that most people have, of how many have each; the first by name where several are even."""
    return zone(min(clocks, key=lambda name: (-clocks[name], name), default="UTC"))


def week_to_tell(now: datetime, tz: ZoneInfo) -> date | None:
    """Return the Monday of the week to tell of now; None when it is not the time for one."""
    monday = (local := now.astimezone(tz).date()) - timedelta(days=local.weekday())
    due = instant(monday, AT, tz)
    return monday - WEEK if due <= now < due + NEWS_FOR else None


def week_of(monday: date, tz: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when that week begins, and when it ends, in UTC."""
    return midnight(monday, tz), midnight(monday + WEEK, tz)


def recap(week: date, kudos: Iterable[Kudos], goals: Mapping[int, Goal], reached: Sequence[Goal]) -> Recap | None:
    """Return what to say of the week; None where there is nothing to celebrate."""
    counted = [one for one in kudos if one.public and not one.gone]
    if not counted and not reached:
        return None
    shared = {id: goal for id, goal in goals.items() if goal.level is not Level.INDIVIDUAL}
    named = [shared[one.goal].title for one in counted if one.goal in shared]
    return Recap(
        week=week,
        thanks=len(counted),
        values=_most(one.value for one in counted if one.value),
        goals=_most(named),
        reasons=_quoted(counted),
        reached=tuple(goal.title for goal in reached if goal.level is not Level.INDIVIDUAL),
    )


def _most(words: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Return the words named most often, each with how often; by the alphabet where several are even."""
    counts = Counter(words)
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0].casefold()))[:MOST_NAMED])


def _quoted(kudos: Sequence[Kudos]) -> tuple[str, ...]:
    """Return a few reasons, each for another value or goal as far as there are; in the order they were given."""
    firsts: dict[tuple[str | None, int | None], Kudos] = {}
    for one in kudos:
        firsts.setdefault((one.value, one.goal), one)
    chosen = [*firsts.values(), *(one for one in kudos if one not in firsts.values())][:MOST_QUOTED]
    return tuple(one.reason for one in sorted(chosen, key=lambda one: one.given_at))
