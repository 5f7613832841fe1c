"""*This week* on the Home tab: the check-in that is open, answered and read, put off, left out, or not asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.absences import Why
from domain.check_ins import CheckIn
from domain.people import Person
from domain.turns import Turn
from handlers.views.blocks import Block, actions, button, context, day, mention, mentions, moment, section
from handlers.views.check_ins import OPEN, VIEW
from handlers.views.times import on_weekday, when

EXCUSES: Mapping[str, str] = {
    Why.WEEKEND: "its days are a weekend of yours",
    Why.HOLIDAY: "it is a public holiday",
    Why.AWAY: "you are away",
    Why.QUIET: "you do not want to be disturbed",
    Why.NO_MORNING: "no working morning of yours is left in it",
}


@dataclass(frozen=True)
class Week:
    """The check-in that is open for me. `asks_from` says in words when everybody is asked, `turn` what became of asking.

    `drafted_at` is when I last typed into a form that I have not sent, `away_until` the last of the days I said I am
    away, where today is one.
    """

    period: date
    mine: CheckIn | None
    asks_from: str
    turn: Turn | None = None
    drafted_at: datetime | None = None
    away_until: date | None = None


def this_week(week: Week, me: Person, people_team: list[str], tz: ZoneInfo, now: datetime) -> list[Block]:
    """Return how my week stands, with what I can do about it."""
    title, name = section("*This week*"), f"check-in of {day(week.period)}"
    if week.mine:
        view = button("View", VIEW, value=week.period, label=f"View the {name}")
        edit = button("Edit", OPEN, value=week.period, label=f"Edit the {name}")
        return [
            title,
            section(_answered(week.mine, name, tz, now)),
            actions(view, edit, id="this-week"),
            *_draft(week, tz, now),
        ]
    if me.enrolled_at is None:
        return [title, section(_not_enrolled(week, people_team))]
    act = button("Check in", OPEN, value=week.period, style="primary", label=f"Check in: the {name}")
    return [title, section(_open(week, name, tz, now), accessory=act), *_draft(week, tz, now)]


def _answered(one: CheckIn, name: str, tz: ZoneInfo, now: datetime) -> str:
    late = " It came late, which is fine." if one.late else ""
    read = f" {_reader(one)} read it {on_weekday(one.read_at, tz, now)}." if one.read_at else ""
    return f"✅ Your {name} is in, since {moment(one.answered_at, tz)}.{late}{read}"


def _reader(one: CheckIn) -> str:
    return mention(one.read_by) if one.read_by else "Your manager"


def _open(week: Week, name: str, tz: ZoneInfo, now: datetime) -> str:
    turn = week.turn
    if turn and turn.skipped_at:
        return f"You left the {name} out. You can still answer it until the next one opens."
    if turn and turn.snoozed_until and turn.snoozed_until > now:
        return f"Your {name} is put off: I ask again {when(turn.snoozed_until, tz, now)}. You can answer it now, too."
    if week.away_until:
        return f"You are away until {day(week.away_until)}, so nobody asks you. Your {name} is open if you like."
    if turn and turn.excused:
        return f"Nobody asks you for the {name}: {EXCUSES.get(turn.excused, turn.excused)}. It is open if you like."
    return f"Your {name} is open. Two minutes are enough."


def _draft(week: Week, tz: ZoneInfo, now: datetime) -> list[Block]:
    if week.drafted_at is None:
        return []
    return [context(f"✏️ There is a draft of yours from {when(week.drafted_at, tz, now)}, not sent yet.")]


def _not_enrolled(week: Week, people_team: list[str]) -> str:
    team = people_team[:3]
    whom = f"To start, ask {mentions(team)} from the people team." if team else "To start, ask whoever runs Cairn here."
    return (
        f"Nobody asks you for a check-in yet. Once you are enrolled, you get a message {week.asks_from}: two "
        f"minutes about your goals, what went well and what is in your way. {whom} Goals, kudos and feedback work already."
    )
