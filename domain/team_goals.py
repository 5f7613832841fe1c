"""The goals of a team as its manager reads them: how each stands, what its owner believes, what they said of it last.

- A goal stands by its own numbers; one without KPIs where those below it stand (`goal_sight.py`), or it has no number yet.
- The owner's confidence is never mixed in. It stands beside the sum, and a goal is at risk where either of the two says so.
- The worst come first. Why a goal is where it is, in its owner's words, stands beside the sum.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from domain.goal_history import GoalEvent
from domain.goal_sight import Stand, why_for
from domain.goal_status import explain, status
from domain.goals import Confidence, Goal, Kind, State
from domain.permissions import Grant
from domain.values import Value

SIDES = list(Confidence)
"""From good to bad."""


class TeamGoal(Value):
    """An active goal; `stand` is by the numbers, `worst` the worse of that and what its owner believes.

    `explained` is what its owner said last about where it stands. The sum of one that is on track may be left out.
    """

    goal: Goal
    stand: Stand
    worst: Confidence
    explained: GoalEvent | None = None

    @property
    def believed(self) -> Confidence | None:
        """What the owner believes, where the numbers say something else, or nothing."""
        return None if self.goal.confidence is self.stand.status else self.goal.confidence


def team_goals(
    goals: Iterable[Goal], stands: Mapping[int, Stand], today: date, *, all_told: bool = True
) -> tuple[TeamGoal, ...]:
    """Return how the active ones of these goals stand, the worst first; the sum of each only if `all_told`.

    `stands` are those of goals without KPIs, by id.
    """
    active = (goal for goal in goals if goal.state is State.ACTIVE)
    return tuple(sorted((_team_goal(goal, stands, today, all_told=all_told) for goal in active), key=_place))


def _place(one: TeamGoal) -> tuple[int, int, date, int]:
    """Return where a goal stands in the list: of two equally bad ones that comes first of which the numbers say so."""
    by_numbers = SIDES.index(one.stand.status or Confidence.ON_TRACK)
    return -SIDES.index(one.worst), -by_numbers, one.goal.due, one.goal.id or 0


def _team_goal(goal: Goal, stands: Mapping[int, Stand], today: date, *, all_told: bool) -> TeamGoal:
    if not goal.kpis:
        stand = stands.get(goal.id or 0, Stand())
        return TeamGoal(goal=goal, stand=stand, worst=_worst(stand.status, goal.confidence))
    found = status(goal, today)
    worst = _worst(found, goal.confidence)
    said = _said(goal, today) if all_told or worst is not Confidence.ON_TRACK else ""
    return TeamGoal(goal=goal, stand=Stand(progress=goal.progress, status=found, said=said), worst=worst)


def _worst(*sides: Confidence | None) -> Confidence:
    return max(filter(None, sides), key=SIDES.index, default=Confidence.ON_TRACK)


def _said(goal: Goal, today: date) -> str:
    unread = all(kpi.value is None and kpi.kind is not Kind.YES_NO for kpi in goal.kpis)
    return ("no new number yet; " if unread else "") + explain(goal, today)


def heard(
    goals: Iterable[TeamGoal], events: Collection[GoalEvent], grants: Mapping[str, Grant]
) -> tuple[TeamGoal, ...]:
    """Return the goals with what their owners explained last, of `events`, oldest first; as far as the reader may know.

    `grants` are the reader's, by owner.
    """
    latest = {event.goal: event for event in events}
    return tuple(
        one.model_copy(update={"explained": _known(event, one.goal, grants)})
        if (event := latest.get(one.goal.id or 0))
        else one
        for one in goals
    )


def _known(event: GoalEvent, goal: Goal, grants: Mapping[str, Grant]) -> GoalEvent | None:
    return event if why_for(event, goal, grants.get(goal.owner)) else None
