"""How the manager's page looks: one message that always fits, and windows that page through its long lists.

The message shows the first few of everything and says how many there are; *All …* opens the rest. Where people wrote much
it gives each less room, so that it always fits. A chart and a table stand in it only where the workspace is known to take
them: an answer in the ack never learns that Slack refused one.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from domain.blockers import Blocker
from domain.status import Answered, TeamStatus
from handlers.views import nudges, owed, team_goals, team_questions
from handlers.views.blockers import OPEN as OPEN_BLOCKER
from handlers.views.blockers import progress
from handlers.views.blocks import (
    HEADING,
    Block,
    Message,
    actions,
    button,
    context,
    cut,
    day,
    divider,
    fields,
    header,
    mention,
    message,
    modal,
    quote,
    section,
    words,
)
from handlers.views.check_ins import READ
from handlers.views.participation import FEW_NAMES, names, weeks_open
from handlers.views.team import (
    LAST,
    LINE,
    SCOPES,
    TEAM,
    WIDE,
    Room,
    Scope,
    Seen,
    name_of,
    people,
    people_in_words,
    stands,
    weeks,
    weeks_in_words,
)
from handlers.views.team_in_short import in_short

MORE, EARLIER, LATER = "status_more", "status_earlier", "status_later"
SHOW = {one.key: f"status_show_{one.key}" for one in SCOPES}
"""A button each: in one block no two may have the same name."""
EXPORT = "status_export"
IN_THE_AIR = "in_the_air"
EVERYONE, OWED, BLOCKED, AT_RISK, UNRECOGNISED = "everyone", "owed", "blocked", "at_risk", "unrecognised"
MOST_CHARACTERS = 13_000
"""About so many Slack takes of all blocks of a message together."""
ROOMS = (WIDE, Room(few=3, title=100, said=200), Room(few=2, title=60, said=80), Room(few=1, title=60, said=80))
"""Tried one after the other until the page fits; ordinary words fit the first."""
PAGE_SIZE = 25
"""People or things in one window, of 100 blocks at most."""
LISTED = Room(few=PAGE_SIZE, title=120, said=400)
"""With it a window has 250 KB at most, in the worst of signs."""


class Lists(NamedTuple):
    """One list of the page: its title, what to say where it is empty, what is on it, and how one thing looks."""

    title: str
    empty: str
    things: Callable[[TeamStatus], Sequence[Any]]
    entry: Callable[[Any, TeamStatus, Seen], Block]


def page(
    status: TeamStatus, *, now: datetime, tz: ZoneInfo, shows: Collection[str] = (), scope: Scope = TEAM
) -> Message:
    """Return the page: what the manager owes first, then how the team is doing, in the newer blocks of `shows`."""
    for room in ROOMS:
        shown = _page(status, Seen(now, tz, scope, room), shows)
        if len(json.dumps(shown.blocks, ensure_ascii=False)) <= MOST_CHARACTERS:
            break
    return shown


def _page(status: TeamStatus, seen: Seen, shows: Collection[str]) -> Message:
    told = f"{weeks_in_words(status.weeks)}{team_goals.trend_in_words(status.trend)} {people_in_words(status, seen)}"
    return message(
        f"{in_short(status, seen)}{told}",
        header(f"{cut(seen.scope.title, 100)} · {day(status.period)}"),
        *_owed(status, seen),
        divider(),
        *weeks_open(status, over=seen.scope is LAST),
        *_blocked(status, seen),
        *(_at_risk(status, seen) if seen.scope in SCOPES else team_goals.of_one(status, seen)),
        *team_goals.aligned(status.alignment, _more(IN_THE_AIR, "All of them", seen), seen),
        divider(),
        *people(status, seen, shows),
        *weeks(status.weeks, shows),
        *team_goals.trend(status.trend, shows),
        fields(
            f"*Public kudos received*\n{status.kudos} in 30 days",
            f"*Feedback received*\n{status.feedback} in 30 days, as far as you may read it",
        ),
        *_unrecognised(status, seen),
        actions(*_ways_on(status, seen), id="team-status"),
        context("Cairn writes down who opens what about whom."),
    )


def _ways_on(status: TeamStatus, seen: Seen) -> list[Any]:
    """Return the buttons under the page: everyone, the other scopes, the file, the team's own questions."""
    ways = [_more(EVERYONE, f"Everyone ({len(status.answered)})" if seen.scope in SCOPES else "Check-in", seen)]
    others = [(LAST, "Last week"), (LINE, "Whole line")] if seen.scope is TEAM else [(TEAM, "This week")]
    ways += [button(text, SHOW[scope.key], value=scope.key, label=f"{text}: {scope.title}") for scope, text in others]
    ways.append(button("Export", EXPORT, value=seen.scope.key, label=f"Export as a file: {seen.scope.title}"))
    if seen.scope is not TEAM:
        return ways
    if status.missing:
        ways.insert(1, nudges.way_in(len(status.missing)))
    return [*ways, team_questions.way_in()]


def window(
    status: TeamStatus, what: str, number: int, *, now: datetime, tz: ZoneInfo, scope: Scope = TEAM
) -> dict[str, Any]:
    """Return one page of a list (a key of LISTS), counted from 0; a page too far is the last one."""
    title, empty, listed, entry = LISTS[what]
    things, seen = listed(status), Seen(now, tz, scope, LISTED)
    last = max(len(things) - 1, 0) // PAGE_SIZE
    number = min(max(number, 0), last)
    shown = [entry(one, status, seen) for one in things[number * PAGE_SIZE : (number + 1) * PAGE_SIZE]]
    if not shown:
        return modal("team_status_list", title, [section(empty)])
    first, until = number * PAGE_SIZE + 1, number * PAGE_SIZE + len(shown)
    part = f"{first} to {until} of {len(things)}" if until > first else f"{first} of {len(things)}"
    count = [context(part)] if last else []
    turn = [button("Earlier", EARLIER, value=f"{what} {number - 1} {scope.key}")] if number else []
    turn += [button("Later", LATER, value=f"{what} {number + 1} {scope.key}")] if number < last else []
    return modal("team_status_list", title, [*count, *shown, *([actions(*turn, id="turn")] if turn else [])])


def everyone(status: TeamStatus, *, now: datetime, tz: ZoneInfo, scope: Scope) -> dict[str, Any]:
    """Return the window of another scope: who answered, then everyone."""
    listed = window(status, EVERYONE, 0, now=now, tz=tz, scope=scope)
    above = modal("team_status_list", scope.title, [*weeks_open(status, over=scope is LAST), divider()])
    return listed | {"title": above["title"], "blocks": [*above["blocks"], *listed["blocks"]]}


def file_comes() -> Message:
    """Say that the file comes, and what is in it."""
    return message(
        "The file comes in a moment, to you alone: who answered in the last twelve weeks, late or not, how sure of how "
        "many goals, and what is blocked. No notes, no kudos, no feedback. Whom it is about can see that you took it."
    )


def _owed(status: TeamStatus, seen: Seen) -> list[Block]:
    if not status.owed:
        return [
            section("*Nobody waits for you.* No blocker is without an answer, no goal to agree to, no check-in unread.")
        ]
    few = status.owed[: seen.room.few]
    title = _titled("*Waiting for you*", OWED, len(status.owed), len(few), seen, kinds=", ".join(owed.kinds(status)))
    return [title, *(owed.entry(one, status, seen) for one in few)]


def _blocked(status: TeamStatus, seen: Seen) -> list[Block]:
    if not status.blocked:
        return [section("*Blocked*\nNobody says so.")]
    few = status.blocked[: seen.room.few]
    title = _titled("*Blocked*", BLOCKED, len(status.blocked), len(few), seen)
    return [title, *(_blocked_entry(one, status, seen) for one in few)]


def _blocked_entry(one: Blocker, status: TeamStatus, seen: Seen) -> Block:
    who = f"🚧 {mention(one.person)} · {seen.age(one.raised_at)}"
    if one.helper:
        who += f" · {mention(one.helper)} can help"
    hindered = next((each.goal.title for each in status.goals if one.goal and each.goal.id == one.goal), "")
    who += f" · in the way of *{words(hindered, seen.room.title)}*" if hindered else ""
    line = f"{who}\n{quote(' '.join(one.text.split()), HEADING + seen.room.said)}\n{progress(one)}"
    label = f"Open: the blocker of {name_of(one.person, status)}"
    return section(line, id=f"blocked-{one.id}", accessory=button("Open", OPEN_BLOCKER, value=one.id, label=label))


def _at_risk(status: TeamStatus, seen: Seen) -> list[Block]:
    if not status.at_risk:
        return [section("*Goals at risk*\nNone.")]
    few = status.at_risk[: seen.room.few]
    title = _titled("*Goals at risk*", AT_RISK, len(status.at_risk), len(few), seen)
    return [title, *(team_goals.at_risk(one, status, seen) for one in few)]


def _unrecognised(status: TeamStatus, seen: Seen) -> list[Block]:
    people = status.unrecognised
    if not people:
        return []
    text = f"*Without public kudos for 30 days*\n{names(people)}"
    more = _more(UNRECOGNISED, f"All {len(people)}", seen) if len(people) > FEW_NAMES else None
    return [section(text, accessory=more)]


def _person(line: Answered, status: TeamStatus, seen: Seen) -> Block:
    beside = [one for one in status.beside if one.person == line.person]
    weeks = sorted([line, *beside], key=lambda week: week.period)
    stuck = {one.named_in for one in status.blocked if one.person == line.person}
    told = [f"{day(week.period)}: " * bool(beside) + stands(week, seen, stuck=week.period in stuck) for week in weeks]
    read = next((week.period for week in reversed(weeks) if week.check_in), None)
    opens = _open(line.person, read, status) if read else None
    return section("\n".join([f"*{mention(line.person)}*", *told]), id=f"report-{line.person}", accessory=opens)


def _titled(title: str, what: str, count: int, shown: int, seen: Seen, *, kinds: str = "") -> Block:
    """Return the title of a list: how many of what, and the way to its rest."""
    more = _more(what, f"All {count}", seen) if count > shown else None
    return section(f"{title} · {kinds or count}" + (f"; the first {shown}:" if more else ""), id=what, accessory=more)


def _more(what: str, text: str, seen: Seen) -> Any:
    return button(text, MORE, value=f"{what} 0 {seen.scope.key}", label=f"{text}: {LISTS[what].title}")


def _open(person: str, period: date, status: TeamStatus) -> Any:
    label = f"Open the check-in of {name_of(person, status)}"
    return button("Open", READ, value=f"{person} {period}", label=label)


LISTS: Mapping[str, Lists] = {
    EVERYONE: Lists("Your team", "Nobody reports to you.", lambda status: status.answered, _person),
    OWED: Lists("Waiting for you", "Nobody waits for you any more.", lambda status: status.owed, owed.entry),
    BLOCKED: Lists("Blocked", "Nobody is blocked any more.", lambda status: status.blocked, _blocked_entry),
    AT_RISK: Lists("Goals at risk", "No goal is at risk any more.", lambda status: status.at_risk, team_goals.at_risk),
    IN_THE_AIR: Lists(
        "Alignment",
        "No goal hangs in the air any more.",
        lambda status: team_goals.in_the_air(status.alignment),
        lambda one, _status, _seen: team_goals.hanging(*one),
    ),
    UNRECOGNISED: Lists(
        "Without kudos",
        "Everybody has been thanked.",
        lambda status: status.unrecognised,
        lambda person, _status, _seen: section(mention(person)),
    ),
}
