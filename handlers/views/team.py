"""How a team looks, week by week and person by person: a chart and a table, or the same facts in plain blocks."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.check_ins import CheckIn
from domain.goals import Confidence
from domain.status import Answered, TeamStatus
from domain.weeks import TeamWeek
from handlers.views.blocks import Block, bar, cut, mention, moment, section, words
from handlers.views.charts import CHART, TABLE, chart, short_day, table
from handlers.views.check_ins import CONFIDENCE, SIGNS

FEW_PEOPLE = 6
"""So many stand in the table: with them the page stays within what Slack takes of a message."""
NAME = 24
"""Characters of a name in the table; the person's own line shows all of it."""
CAPTION = "Check-in, goals, blockers"
"""What the table is about; whose it is stands above it."""
HEAD = ("Person", "Check-in", "Goals", "Blocked", "Read")
NOT_READ = {"not yet": "not read yet"}
"""What a cell of *Read* says on its own."""


class Scope(NamedTuple):
    """Whom a page is about, and when: `key` goes with its buttons, so that they open lists of the same."""

    key: str
    title: str


TEAM, LAST, LINE = Scope("team", "Your team"), Scope("last", "Your team, last week"), Scope("line", "Your whole line")


SCOPES = (TEAM, LAST, LINE)
"""The pages about more than one person."""


class Room(NamedTuple):
    """How much of a list, of a title and of what people wrote stands in one place; *Open* shows all of it."""

    few: int
    title: int
    said: int


WIDE = Room(few=3, title=150, said=500)


class Seen(NamedTuple):
    """Who looks, when, at whom: ages and dates are told on their clock; `room` is what there is for each thing."""

    now: datetime
    tz: ZoneInfo
    scope: Scope = TEAM
    room: Room = WIDE

    def age(self, since: datetime) -> str:
        """Return how long ago something was, in days as the reader's calendar counts them."""
        days = (self.now.astimezone(self.tz).date() - since.astimezone(self.tz).date()).days
        return {0: "since today", 1: "since yesterday"}.get(max(days, 0), f"for {days} days")


def weeks(team: Sequence[TeamWeek], shows: Collection[str]) -> list[Block]:
    """Return how many answered, week by week; nothing where there is no second week to compare."""
    if len(team) < 2:
        return []
    title = f"Check-ins, the last {len(team)} weeks"
    if CHART in shows:
        series = {"Answered": [week.answered for week in team], "Asked": [week.asked for week in team]}
        return [chart("team-weeks", title, [week.period for week in team], series, counts="people")]
    lines = [f"{short_day(week.period)}: {_share(week)}" for week in team]
    return [section("\n".join([f"*{title}*", *lines]), id="team-weeks")]


def _share(week: TeamWeek) -> str:
    return f"{_counted(week)} · {bar(week.answered / week.asked)}" if week.asked else _counted(week)


def weeks_in_words(team: Sequence[TeamWeek]) -> str:
    """Return the same for whoever sees no chart."""
    told = ", ".join(f"{short_day(week.period)} {_counted(week)}" for week in team)
    return f" Week by week: {told}." if len(team) > 1 else ""


def _counted(week: TeamWeek) -> str:
    return f"{week.answered} of {week.asked}" if week.asked else "nobody was asked"


def people(status: TeamStatus, seen: Seen, shows: Collection[str]) -> list[Block]:
    """Return how the people stand, those first who need their manager; *Everyone* opens the rest."""
    lines = status.in_need_first[:FEW_PEOPLE]
    left = len(status.answered) - len(lines)
    title = "*Your people*" if seen.scope in SCOPES else "*This week*"
    title += f" · the first {len(lines)} of {len(status.answered)}" if left else ""
    rows = [_row(line, status, seen) for line in lines]
    if TABLE in shows:
        return [section(title), table("team-people", CAPTION, HEAD, rows, page=FEW_PEOPLE)]
    told = [f"{mention(line.person)}: {_in_words(row[1:])}" for line, row in zip(lines, rows, strict=True)]
    return [section("\n".join([title, *told]), id="team-people")]


def people_in_words(status: TeamStatus, seen: Seen) -> str:
    """Return the same for whoever sees no table."""
    told = (_row(line, status, seen) for line in status.in_need_first[:FEW_PEOPLE])
    return " ".join(f"{words(row[0], NAME)}: {_in_words(row[1:])}." for row in told)


def _in_words(row: Iterable[str]) -> str:
    named = zip(HEAD[1:], row, strict=True)
    told = ((name.lower(), text) for name, text in named if text != "–")
    return ", ".join(NOT_READ.get(text, name) if name == "read" else f"{name} {text}" for name, text in told)


def _row(line: Answered, status: TeamStatus, seen: Seen) -> tuple[str, ...]:
    one = line.check_in
    since = next((stuck.raised_at for stuck in status.blocked if stuck.person == line.person), None)
    blocked = short_day(since.astimezone(seen.tz).date()) if since else None
    return (
        cut(line.name, NAME),
        _answered(line, seen),
        worst(one).in_words if one and any(goal.confidence for goal in one.goals) else "–",
        f"since {blocked}" if blocked else "–",
        "–" if one is None else "yes" if one.read_at else "not yet",
    )


def _answered(line: Answered, seen: Seen) -> str:
    if line.check_in is None:
        return waits(line, seen)
    at = line.check_in.answered_at.astimezone(seen.tz)
    return f"{at:%a} {short_day(at.date())}, {at:%H:%M}" + (" (late)" if line.check_in.late else "")


def waits(line: Answered, seen: Seen) -> str:
    """Return why there is no answer, in a word or two."""
    if not line.asked:
        return "not asked"
    if line.skipped or line.excused:
        return "skipped" if line.skipped else f"excused: {line.excused}"
    return "missing" if seen.scope is LAST else "not yet"


def stands(week: Answered, seen: Seen, *, stuck: bool = False) -> str:
    """Return how somebody stands in a week, in one line; `stuck` while what its check-in named is in the way."""
    if week.check_in is None:
        return f"{'⏳' if waits(week, seen) == 'not yet' else '–'} {waits(week, seen)}"
    one, lowest = week.check_in, worst(week.check_in)
    parts = (
        f"✅ {moment(one.answered_at, seen.tz)}",
        "late" if one.late else "",
        "" if lowest is Confidence.ON_TRACK else f"{SIGNS[lowest]} a goal {CONFIDENCE[lowest].lower()}",
        "🚧 blocked" if stuck else "",
        "" if one.read_at else "unread",
    )
    return " · ".join(filter(None, parts))


def name_of(person: str, status: TeamStatus) -> str:
    """Return the name of one of the people a page is about; "" for others."""
    return next((line.name for line in status.answered if line.person == person), "")


def worst(one: CheckIn) -> Confidence:
    """Return the lowest confidence in a check-in; on track where none is said."""
    found = [line.confidence for line in one.goals if line.confidence]
    return max(found, key=list(Confidence).index, default=Confidence.ON_TRACK)
