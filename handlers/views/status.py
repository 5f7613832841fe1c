"""How the manager's page looks: one message that always fits, and windows that page through its long lists.

The message shows the first few of everything and says how many there are; *All …* opens the rest. A chart and a table
stand in it only where the workspace is known to take them: an answer in the ack never learns that Slack refused one.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from domain.blockers import Blocker
from domain.goals import Goal
from domain.status import AtRisk, Owed, TeamStatus
from handlers.views import nudges, team_goals, team_questions
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
from handlers.views.check_ins import CONFIDENCE, READ, SIGNS
from handlers.views.participation import FEW_NAMES, names, weeks_open
from handlers.views.team import LAST, LINE, TEAM, Scope, Seen, people, people_in_words, stands, weeks, weeks_in_words

MORE, EARLIER, LATER = "status_more", "status_earlier", "status_later"
SHOW = {one.key: f"status_show_{one.key}" for one in (TEAM, LAST, LINE)}
"""A button each: in one block no two may have the same name."""
EXPORT = "status_export"
IN_THE_AIR = "in_the_air"
EVERYONE, OWED, BLOCKED, AT_RISK, UNRECOGNISED = "everyone", "owed", "blocked", "at_risk", "unrecognised"
FEW_OWED, FEW_BLOCKED, FEW_AT_RISK = 2, 3, 3
"""So many stand on the page itself: with them it stays below Slack's 50 blocks and about 13,000 characters."""
PAGE_SIZE = 25
"""People or things in one window: of 100 blocks and, in the worst of signs, of 250 KB at most."""
SHORT, LONG = 80, 600
TITLE = 60
"""Characters of what people wrote: on the page, and in a window; *Open* shows all of it."""


class Lists(NamedTuple):
    """One list of the page: its title, what to say where it is empty, and a block for each entry."""

    title: str
    empty: str
    entries: Callable[[TeamStatus, Seen], Iterable[Block]]


def page(
    status: TeamStatus,
    *,
    now: datetime,
    tz: ZoneInfo,
    shows: Collection[str] = (),
    scope: Scope = TEAM,
    goals: Sequence[Goal] = (),
) -> Message:
    """Return the page: what the manager owes first, then how the team is doing, in the newer blocks of `shows`.

    `goals` are those of the one person a page is about.
    """
    seen = Seen(now, tz, scope)
    told = f"{weeks_in_words(status.weeks)}{team_goals.trend_in_words(status.trend)} {people_in_words(status, seen)}"
    return message(
        f"{_in_short(status)}{told}",
        header(f"{cut(scope.title, 100)} · {day(status.period)}"),
        *_owed(status, seen),
        divider(),
        *weeks_open(status),
        *weeks(status.weeks, shows),
        *team_goals.trend(status.trend, shows),
        *people(status, seen, shows),
        *_blocked(status, seen),
        *_at_risk(status, seen),
        *team_goals.of_one(goals, seen),
        *team_goals.aligned(status.alignment, _more(IN_THE_AIR, "All of them", seen)),
        divider(),
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
    ways = [_more(EVERYONE, f"Everyone ({len(status.answered)})", seen)]
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
    title, empty, entries = LISTS[what]
    blocks = list(entries(status, Seen(now, tz, scope)))
    last = max(len(blocks) - 1, 0) // PAGE_SIZE
    number = min(max(number, 0), last)
    shown = blocks[number * PAGE_SIZE : (number + 1) * PAGE_SIZE]
    if not shown:
        return modal("team_status_list", title, [section(empty)])
    first = number * PAGE_SIZE + 1
    count = context(f"{first} to {first + len(shown) - 1} of {len(blocks)}")
    turn = [button("Earlier", EARLIER, value=f"{what} {number - 1} {scope.key}")] if number else []
    turn += [button("Later", LATER, value=f"{what} {number + 1} {scope.key}")] if number < last else []
    return modal("team_status_list", title, [count, *shown, *([actions(*turn, id="turn")] if turn else [])])


def everyone(status: TeamStatus, *, now: datetime, tz: ZoneInfo, scope: Scope) -> dict[str, Any]:
    """Return the window of another scope: who answered, then everyone."""
    listed = window(status, EVERYONE, 0, now=now, tz=tz, scope=scope)
    above = modal("team_status_list", scope.title[:24], [*weeks_open(status), divider()])
    return listed | {"title": above["title"], "blocks": [*above["blocks"], *listed["blocks"]]}


def file_comes() -> Message:
    """Say that the file comes, and what is in it."""
    return message(
        "The file comes in a moment, to you alone: who answered in the last twelve weeks, late or not, how sure of how "
        "many goals, and what is blocked. No notes, no kudos, no feedback. Whom it is about can see that you took it."
    )


def _in_short(status: TeamStatus) -> str:
    answered, asked = status.participation
    blockers = sum(1 for one in status.owed if one.blocker)
    owed = _waiting(blockers, len(status.owed) - blockers)
    return (
        f"{owed}{answered} of {asked} answered this week, {_count(len(status.blocked), 'blocker')}, "
        f"{_count(len(status.at_risk), 'goal')} at risk."
    )


def _waiting(blockers: int, unread: int) -> str:
    told = [_count(blockers, "blocker")] * bool(blockers) + [_count(unread, "check-in")] * bool(unread)
    waits = "waits" if blockers + unread == 1 else "wait"
    return f"{' and '.join(told)} {waits} for you. " if told else ""


def _owed(status: TeamStatus, seen: Seen) -> list[Block]:
    if not status.owed:
        return [section("*Nobody waits for you.* No blocker is without an answer, no check-in unread.")]
    few = status.owed[:FEW_OWED]
    title = _titled("*Waiting for you*", OWED, len(status.owed), len(few), seen)
    return [title, *(_owed_entry(one, status, seen) for one in few)]


def _owed_entry(one: Owed, status: TeamStatus, seen: Seen) -> Block:
    if one.blocker:
        text = f"🚧 Answer the blocker of {mention(one.person)} · {age(one.since, seen)}"
        return section(
            text, id=f"answer-{one.blocker}", accessory=_open_blocker(one.blocker, one.person, status, "Answer")
        )
    text = f"📝 Read the check-in of {mention(one.person)} · {age(one.since, seen)}"
    return section(text, id=f"owed-{one.person}-{one.period}", accessory=_open(one.person, one.period, status))


def _blocked(status: TeamStatus, seen: Seen) -> list[Block]:
    if not status.blocked:
        return [section("*Blocked*\nNobody says so.")]
    few = status.blocked[:FEW_BLOCKED]
    title = _titled("*Blocked*", BLOCKED, len(status.blocked), len(few), seen)
    return [title, *(_blocked_entry(one, status, seen, most=SHORT) for one in few)]


def _blocked_entry(one: Blocker, status: TeamStatus, seen: Seen, *, most: int) -> Block:
    text = " ".join(one.text.split()) if most == SHORT else one.text
    who = f"🚧 {mention(one.person)} · {age(one.raised_at, seen)}"
    if one.helper:
        who += f" · {mention(one.helper)} can help"
    line = f"{who}\n{quote(text, HEADING + most)}\n{progress(one)}"
    return section(line, id=f"blocked-{one.id}", accessory=_open_blocker(one.id, one.person, status, "Open"))


def _at_risk(status: TeamStatus, seen: Seen) -> list[Block]:
    if not status.at_risk:
        return [section("*Goals at risk*\nNone.")]
    few = status.at_risk[:FEW_AT_RISK]
    title = _titled("*Goals at risk*", AT_RISK, len(status.at_risk), len(few), seen)
    return [title, *(_risk_entry(one) for one in few)]


def _risk_entry(one: AtRisk) -> Block:
    what = (
        f"{SIGNS[one.status]} *{words(one.goal.title, TITLE)}* · {words(one.goal.ref, 40)} · {mention(one.goal.owner)}"
    )
    return section(f"{what}\n{CONFIDENCE[one.status]}: {words(one.why, SHORT)}")


def _unrecognised(status: TeamStatus, seen: Seen) -> list[Block]:
    people = status.unrecognised
    if not people:
        return []
    text = f"*Without public kudos for 30 days*\n{names(people)}"
    more = _more(UNRECOGNISED, f"All {len(people)}", seen) if len(people) > FEW_NAMES else None
    return [section(text, accessory=more)]


def _everyone(status: TeamStatus, seen: Seen) -> Iterable[Block]:
    beside = {line.person: line for line in status.beside}
    stuck = {(one.person, one.named_in) for one in status.blocked}
    for line in status.answered:
        weeks = [line, beside[line.person]] if beside else [line]
        weeks.sort(key=lambda week: week.period)
        told = [
            f"{day(week.period)}: " * bool(beside) + stands(week, seen, stuck=(week.person, week.period) in stuck)
            for week in weeks
        ]
        read = next((week.period for week in reversed(weeks) if week.check_in), None)
        opens = _open(line.person, read, status) if read else None
        yield section("\n".join([f"*{mention(line.person)}*", *told]), id=f"report-{line.person}", accessory=opens)


def _titled(title: str, what: str, count: int, shown: int, seen: Seen) -> Block:
    """Return the title of a list, with the way to its rest."""
    more = _more(what, f"All {count}", seen) if count > shown else None
    return section(f"{title} · {count}" + (f", the first {shown}:" if more else ""), accessory=more)


def _more(what: str, text: str, seen: Seen) -> Any:
    return button(text, MORE, value=f"{what} 0 {seen.scope.key}", label=f"{text}: {LISTS[what].title}")


def _open(person: str, period: date, status: TeamStatus) -> Any:
    return button("Open", READ, value=f"{person} {period}", label=f"Open the check-in of {_name(person, status)}")


def _open_blocker(number: int | None, person: str, status: TeamStatus, text: str) -> Any:
    return button(text, OPEN_BLOCKER, value=number, label=f"{text}: the blocker of {_name(person, status)}")


def _name(person: str, status: TeamStatus) -> str:
    return next((line.name for line in status.answered if line.person == person), "")


def _count(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def age(since: datetime, seen: Seen) -> str:
    """Return how long ago something was, in days as the reader's calendar counts them."""
    days = (seen.now.astimezone(seen.tz).date() - since.astimezone(seen.tz).date()).days
    return {0: "since today", 1: "since yesterday"}.get(max(days, 0), f"for {days} days")


LISTS: Mapping[str, Lists] = {
    EVERYONE: Lists("Your team", "Nobody reports to you.", _everyone),
    OWED: Lists(
        "Waiting for you",
        "Nobody waits for you any more.",
        lambda status, seen: (_owed_entry(one, status, seen) for one in status.owed),
    ),
    BLOCKED: Lists(
        "Blocked",
        "Nobody is blocked any more.",
        lambda status, seen: (_blocked_entry(one, status, seen, most=LONG) for one in status.blocked),
    ),
    AT_RISK: Lists(
        "Goals at risk", "No goal is at risk any more.", lambda status, _: (_risk_entry(one) for one in status.at_risk)
    ),
    IN_THE_AIR: Lists(
        "Alignment", "No goal hangs in the air any more.", lambda status, _: team_goals.in_the_air(status.alignment)
    ),
    UNRECOGNISED: Lists(
        "Without kudos",
        "Everybody has been thanked.",
        lambda status, _: (section(mention(person)) for person in status.unrecognised),
    ),
}
