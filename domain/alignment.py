"""Alignment: do the goals of a team hang on something, and does anything hang on those above?

- A goal without a parent serves nobody's goal but its owner's; those of the company are the top.
- A company or team goal without a goal below is one that nobody works on yet; one with KPIs still has its owner.
- A goal without KPIs, and with nothing below it that counts, has no number yet: nobody can tell how it stands.
- Only active goals count, on both sides.
"""

from collections.abc import Collection, Iterable

from domain.goals import Goal, Level, State
from domain.values import Value


class Alignment(Value):
    """What hangs in the air. `loose` have no parent, `childless` nobody below, `numberless` no number, though worked on.

    `counted` were looked at in all, `shared` of them of a team or the company.
    """

    counted: int
    shared: int = 0
    loose: tuple[Goal, ...] = ()
    childless: tuple[Goal, ...] = ()
    numberless: tuple[Goal, ...] = ()


NOTHING = Alignment(counted=0)


def alignment(
    theirs: Iterable[Goal], above: Iterable[Goal], parents: Collection[int], silent: Collection[int] = ()
) -> Alignment:
    """Return what hangs in the air among the individual goals of a team and the shared ones its people own (`above`).

    `parents` are the ids of the goals that have an active one below, whoever owns it, `silent` those of goals of which no
    number says how they stand.
    """
    own = [goal for goal in theirs if goal.state is State.ACTIVE]
    shared = [goal for goal in above if goal.state is State.ACTIVE and goal.level is not Level.INDIVIDUAL]
    served = [goal for goal in shared if goal.id in parents]
    return Alignment(
        counted=len(own) + len(shared),
        shared=len(shared),
        loose=tuple(goal for goal in (*shared, *own) if goal.parent is None and goal.level is not Level.COMPANY),
        childless=tuple(goal for goal in shared if goal.id not in parents),
        numberless=tuple(goal for goal in (*served, *own) if goal.id in silent),
    )
