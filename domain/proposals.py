"""Proposing a goal: the machine checks what it can of SMART (`smart.py`), the manager says whether it is realistic.

- Where there is no manager, nobody has to agree: the goal is active at once.
- Only the owner's manager of this very moment decides, and once for each proposal.
- A wish sends the goal back to its owner as a draft, who may propose it again.
"""

from collections.abc import Iterable

from domain.goals import OPEN, Goal, Kind, Kpi, Level, State
from domain.numbers import show
from domain.permissions import Relation
from domain.refusals import NotThere, Refusal


class NotTheirManager(Refusal):
    """Somebody else than the owner's manager decides."""

    text = (
        "Whether a goal is realistic is for its owner's manager to say, and in Cairn that is not you (any more). "
        "Nothing was changed; ask the people team if that is wrong."
    )


class DecidedAlready(Refusal):
    """A second click, or an old card."""

    text = "“{title}” has been decided already: {what}. Nothing more to do."


class WishMissing(Refusal):
    """A change was asked for without saying which."""

    text = "Say what should change, so that the next proposal fits."
    field = "wish"


class NotADraft(Refusal):
    """Only a draft is edited."""

    text = "“{title}” can't be edited now: {what}. `{command}` shows where it stands."


class ChangedMeanwhile(Refusal):
    """A form from before somebody decided."""

    text = "“{title}” has moved on since this form was opened. Copy your text and open it again with `{command}`."


WHAT_BECAME_OF_IT = {
    State.DRAFT: "it went back to its owner with a wish",
    State.PROPOSED: "it was proposed anew, with a message of its own",
    State.ACTIVE: "it is agreed and active",
    State.CLOSED: "it is closed",
    State.DROPPED: "it was dropped",
}


def sentence(goal: Goal, parent: Goal | None = None) -> str:
    """Return a goal's promise in words: `First-reply time from 6 to 2 hours, by 31 March 2027`."""
    due = f"by {goal.due:%-d %B %Y}"
    steps = ", ".join(f"{one.title} by {one.due:%-d %b} ({one.share * 100:.3g} %)" for one in goal.milestones)
    on_the_way = f". On the way: {steps}" if steps else ""
    serves = f". It serves “{parent.title}”" if parent else ""
    return f"{'; '.join(map(_from_to, goal.kpis[:3])) or 'No KPI yet'}, {due}{serves}{on_the_way}"


def _from_to(kpi: Kpi) -> str:
    if kpi.kind is Kind.YES_NO:
        return f"{kpi.name}: done or not"
    return f"{kpi.name} from {show(kpi.baseline)} to {show(kpi.target)} {kpi.unit}".rstrip()


def may_be_above(goal: Goal | None, candidates: Iterable[Goal]) -> list[Goal]:
    """Return the open goals that `goal` may serve: neither itself nor one below it, so that no loop is made."""
    everyone = list(candidates)
    below = {goal.id} if goal else set()
    while more := {one.id for one in everyone if one.parent in below} - below:
        below |= more
    return [one for one in everyone if one.id not in below and one.state in OPEN]


def must_decide(goal: Goal | None, relation: Relation | None, *, asked: int, current: int) -> Goal:
    """Return the proposal that somebody with this relation to its owner may decide now.

    `asked` is the round on their card, `current` the goal's. Raises NotThere, NotTheirManager, DecidedAlready.
    """
    if goal is None or (goal.state is State.DRAFT and asked >= current):  # a draft nobody has proposed yet
        raise NotThere
    if relation is not Relation.MANAGER:
        raise NotTheirManager
    if goal.state is not State.PROPOSED or asked != current:
        raise DecidedAlready(title=goal.title, what=WHAT_BECAME_OF_IT[goal.state])
    return goal


def must_edit(goal: Goal | None, by: str, *, has_manager: bool, command: str = "/goal") -> Goal:
    """Return the goal if `by` may edit and propose it now. Raises NotThere, NotADraft.

    A proposal whose owner has no manager (any more) would wait for ever, so it may be edited too.
    """
    if goal is None or goal.owner != by or goal.level is not Level.INDIVIDUAL:
        raise NotThere
    if goal.state is State.PROPOSED and has_manager:
        raise NotADraft(title=goal.title, what="your manager has not answered yet", command=command)
    if goal.state not in {State.DRAFT, State.PROPOSED}:
        raise NotADraft(title=goal.title, what=WHAT_BECAME_OF_IT[goal.state], command=command)
    return goal
