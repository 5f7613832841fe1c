"""The tree of goals: organisation goal → team goal → individual goal, and how progress adds up in it.

- A goal with KPIs speaks for itself; one without stands where the goals below it stand on average, each weighing the same.
- Only active and closed goals count. Drafts, proposals and dropped goals are left out, with what hangs below them.
- A closed goal stands at its score.
- The tree never loops; what would make a loop is refused before it is stored.
"""

from collections.abc import Iterable, Mapping, Sequence

from domain.goals import Goal, State
from domain.refusals import Refusal
from domain.values import Value

COUNTED = frozenset({State.ACTIVE, State.CLOSED})


class WouldLoop(Refusal):
    """A goal was to be hung below itself."""

    text = "“{title}” already hangs below this goal, so it can't stand above it too. Choose another one."
    field = "parent"


class RolledUp(Value):
    """How far a goal is (0.0-1.0), None where nothing says. `below` are the shares it is the mean of, in tree order.

    `own` tells whether its own KPIs, or its score, say so; then `below` stands beside it.
    """

    progress: float | None
    own: bool
    below: tuple[float, ...] = ()

    @property
    def of_those_below(self) -> float | None:
        """The mean of the goals below, None where there are none that count."""
        return sum(self.below) / len(self.below) if self.below else None


def roll_up(goals: Iterable[Goal]) -> dict[int, RolledUp]:
    """Return how far each goal is, by its id: those without KPIs by the mean of what hangs right below them.

    A goal whose parent is not among `goals` is a root. One pass from the leaves up, whatever the depth.
    """
    known = {goal.id: goal for goal in goals if goal.id is not None}
    children: dict[int, list[int]] = {}
    for number, goal in known.items():
        if goal.parent in known and goal.state in COUNTED:
            children.setdefault(goal.parent or 0, []).append(number)
    rolled: dict[int, RolledUp] = {}
    for number in _leaves_first(known, children):
        shares = [rolled[child].progress for child in children.get(number, ()) if child in rolled]
        rolled[number] = _rolled(known[number], tuple(share for share in shares if share is not None))
    return rolled


def _rolled(goal: Goal, below: tuple[float, ...]) -> RolledUp:
    if goal.state is State.CLOSED and goal.score is not None:
        return RolledUp(progress=goal.score, own=True, below=below)
    if goal.kpis:
        return RolledUp(progress=goal.progress, own=True, below=below)
    return RolledUp(progress=sum(below) / len(below) if below else None, own=False, below=below)


def _leaves_first(known: Mapping[int, Goal], children: Mapping[int, Sequence[int]]) -> list[int]:
    """Return every goal after all that hang below it; those of a loop, should one be stored, in any order."""
    ordered: list[int] = []
    seen: set[int] = set()
    for number in known:
        waiting = [] if number in seen else [(number, False)]
        while waiting:
            one, below_done = waiting.pop()
            if below_done:
                ordered.append(one)
            elif one not in seen:
                seen.add(one)
                waiting.append((one, True))
                waiting.extend((child, False) for child in children.get(one, ()) if child not in seen)
    return ordered


def below(number: int, goals: Iterable[Goal]) -> set[int]:
    """Return the ids of all goals under this one, itself not included."""
    children: dict[int, list[int]] = {}
    for goal in goals:
        if goal.parent is not None and goal.id is not None:
            children.setdefault(goal.parent, []).append(goal.id)
    found: set[int] = set()
    waiting = [number]
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in found and child != number:
                found.add(child)
                waiting.append(child)
    return found


def must_not_loop(goal: Goal, parent: Goal | None, goals: Iterable[Goal]) -> None:
    """Refuse a parent that hangs below the goal. Raises WouldLoop."""
    if parent and goal.id is not None and (parent.id == goal.id or parent.id in below(goal.id, goals)):
        raise WouldLoop(title=parent.title)


def in_tree_order(goals: Sequence[Goal]) -> tuple[tuple[int, Goal], ...]:
    """Return every goal with its depth, parents before their children, in the order given otherwise."""
    known = {goal.id for goal in goals}
    under: dict[int | None, list[Goal]] = {}
    for goal in goals:
        under.setdefault(goal.parent if goal.parent in known else None, []).append(goal)
    ordered: list[tuple[int, Goal]] = []
    waiting = [(0, goal) for goal in reversed(under.get(None, ()))]
    while waiting:
        depth, goal = waiting.pop()
        ordered.append((depth, goal))
        waiting.extend((depth + 1, child) for child in reversed(under.get(goal.id, ())))
    return tuple(ordered)
