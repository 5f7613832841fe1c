"""The tree of goals: organisation goal → team goal → individual goal, and how progress adds up in it.

- A goal with KPIs speaks for itself; one without stands where the goals below it stand on average, each weighing the same.
- Only active and closed goals count. Drafts, proposals and dropped goals are left out, with what hangs below them.
- A closed goal stands at its score.
- The tree never loops; what would make a loop is refused before it is stored.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol, TypeVar

from domain.goals import Goal, Level, State, mean
from domain.refusals import Refusal

COUNTED = frozenset({State.ACTIVE, State.CLOSED})


class InTree(Protocol):
    """What of a goal gives it its place and its part in a sum: a `Goal` has it, and so has a `Branch`."""

    @property
    def id(self) -> int | None:
        """Its number."""

    @property
    def parent(self) -> int | None:
        """That of the goal above it."""

    @property
    def owner(self) -> str:
        """Whose it is, by Slack id."""

    @property
    def level(self) -> Level:
        """Whether it is everybody's to see."""

    @property
    def state(self) -> State:
        """Whether it counts."""

    @property
    def due(self) -> date:
        """Its place among its neighbours."""

    @property
    def score(self) -> float | None:
        """How it closed (0.0-1.0)."""

    @property
    def kpis(self) -> Collection[object]:
        """Its measures; with any it speaks for itself."""

    @property
    def progress(self) -> float:
        """Their mean (0.0-1.0)."""


class Branch(NamedTuple):
    """A goal as far as a tree of ten thousand needs it: no words. `kpis` are how far each of its KPIs is (0.0-1.0)."""

    id: int
    parent: int | None
    owner: str
    level: Level
    state: State
    due: date
    score: float | None
    kpis: tuple[float, ...] = ()

    @property
    def progress(self) -> float:
        """The mean of the KPIs; 0 without any."""
        return self.kpis[0] if len(self.kpis) == 1 else mean(self.kpis)  # most have one, and there are thousands


T = TypeVar("T", bound=InTree)


class WouldLoop(Refusal):
    """A goal was to be hung below itself."""

    text = "“{title}” already hangs below this goal, so it can't stand above it too. Choose another one."
    field = "parent"


class RolledUp(NamedTuple):
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


def roll_up(goals: Iterable[InTree]) -> dict[int, RolledUp]:
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
        goal, under = known[number], children.get(number)
        shares = [rolled[child].progress for child in under if child in rolled] if under else []
        rolled[number] = _rolled(goal, tuple([share for share in shares if share is not None]) if under else ())
    return rolled


def _rolled(goal: InTree, below: tuple[float, ...]) -> RolledUp:
    if goal.state is State.CLOSED and goal.score is not None:
        return RolledUp(goal.score, True, below)
    if goal.kpis:
        return RolledUp(goal.progress, True, below)
    return RolledUp(sum(below) / len(below) if below else None, False, below)


def _leaves_first(known: Iterable[int], children: Mapping[int, Sequence[int]]) -> list[int]:
    """Return every goal after all that hang below it; those of a loop, should one be stored, in any order."""
    ordered = [number for number in known if number not in children]  # most goals: nothing hangs below them
    seen = set(ordered)
    for number in known:
        waiting = [] if number in seen else [(number, False)]
        while waiting:
            one, below_done = waiting.pop()
            if below_done:
                ordered.append(one)
            elif one not in seen:
                seen.add(one)
                waiting.append((one, True))
                waiting.extend((child, False) for child in children[one] if child not in seen)
    return ordered


def below(number: int, goals: Iterable[InTree]) -> set[int]:
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


def in_tree_order(goals: Sequence[T]) -> tuple[tuple[int, T], ...]:
    """Return every goal with its depth, parents before their children, in the order given otherwise."""
    known = {goal.id for goal in goals}
    under: dict[int | None, list[T]] = {}
    for goal in goals:
        under.setdefault(goal.parent if goal.parent in known else None, []).append(goal)
    ordered: list[tuple[int, T]] = []
    waiting = [(0, goal) for goal in reversed(under.get(None, ()))]
    while waiting:
        depth, goal = waiting.pop()
        ordered.append((depth, goal))
        waiting.extend((depth + 1, child) for child in reversed(under.get(goal.id, ())))
    return tuple(ordered)
