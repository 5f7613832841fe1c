"""Alignment: do the goals of a team hang on something, and does anything hang on those above?

- A goal without a parent serves nobody's goal but its owner's.
- A company or team goal without a goal below is one that nobody works on yet; one with KPIs still has its owner.
- Only active goals count, on both sides.
"""

from collections.abc import Collection, Iterable

from domain.goals import Goal, Level, State
from domain.values import Value


class Alignment(Value):
    """What hangs in the air. `loose` have no parent, `childless` nobody below; `counted` were looked at in all."""

    counted: int
    loose: tuple[Goal, ...] = ()
    childless: tuple[Goal, ...] = ()


def alignment(theirs: Iterable[Goal], above: Iterable[Goal], parents: Collection[int]) -> Alignment:
    """Return what hangs in the air among the individual goals of a team and the shared goals `above` them.

    `parents` are the ids of the goals that have an active one below, whoever owns it.
    """
    own = [goal for goal in theirs if goal.state is State.ACTIVE]
    shared = [goal for goal in above if goal.state is State.ACTIVE and goal.level is not Level.INDIVIDUAL]
    return Alignment(
        counted=len(own) + len(shared),
        loose=tuple(goal for goal in own if goal.parent is None),
        childless=tuple(goal for goal in shared if goal.id not in parents),
    )
