"""What a manager owes their team, in the order of the page: answers to blockers, decisions about goals, reading.

Only the manager of somebody owes them that; the line above them does not.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from domain.blockers import Blocker
from domain.check_ins import CheckIn
from domain.goal_history import GoalEvent, Happened
from domain.goal_rescoping import Rescope
from domain.goals import Goal, State
from domain.values import Value


class Owed(Value):
    """What the manager has not done yet, since when.

    To answer a blocker (its number), to agree to a goal (its id and title) or, where it is active already, to a `change`
    of it, or to read the check-in of `period`.
    """

    person: str
    since: datetime
    period: date | None = None
    blocker: int | None = None
    goal: int | None = None
    title: str = ""
    change: bool = False


def owed(
    check_ins: Iterable[CheckIn],
    blocked: Iterable[Blocker],
    decisions: Iterable[Owed],
    notes_of: Collection[str],
    shown: Collection[date | None],
) -> tuple[Owed, ...]:
    """Return what waits for the manager of `notes_of`, each kind oldest first; check-ins of the periods `shown`."""
    unanswered = [
        Owed(person=one.person, period=one.named_in, since=one.raised_at, blocker=one.id)
        for one in blocked
        if not one.answered and one.person in notes_of
    ]
    unread = [
        Owed(person=one.person, period=one.period, since=one.answered_at)
        for one in check_ins
        if one.read_at is None and one.person in notes_of and one.period in shown
    ]
    return (*sorted(unanswered, key=_oldest), *sorted(decisions, key=_oldest), *sorted(unread, key=_oldest))


def decisions(
    goals: Iterable[Goal], events: Iterable[GoalEvent], wishes: Iterable[Rescope], *, now: datetime
) -> tuple[Owed, ...]:
    """Return the proposals among `goals`, and the `wishes` for another plan of active ones; all of them of one's reports.

    `events` are what happened to the proposals, oldest first.
    """
    known = {goal.id: goal for goal in goals}
    since = {event.goal: event.at for event in events if event.what is Happened.PROPOSED}
    proposed = [one for one in known.values() if one.state is State.PROPOSED]
    changes = [(known[wish.goal], wish.at) for wish in wishes if wish.goal in known]
    return (
        *(_decision(goal, since.get(goal.id or 0, now), change=False) for goal in proposed),
        *(_decision(goal, at, change=True) for goal, at in changes),
    )


def _decision(goal: Goal, since: datetime, *, change: bool) -> Owed:
    return Owed(person=goal.owner, since=since, goal=goal.id, title=goal.title, change=change)


def _oldest(one: Owed) -> tuple[datetime, str]:
    return one.since, one.person
