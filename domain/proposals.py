"""Proposing a goal: the machine checks what it can of SMART, the manager says whether it is realistic.

- Every letter that is missing is named at once, each with its sentence at its field.
- Where there is no manager, nobody has to agree: the goal is active at once.
- Only the owner's manager of this very moment decides, and once for each proposal.
- A wish sends the goal back to its owner as a draft, who may propose it again.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from domain.goals import OPEN, Goal, Kpi, Level, State, TargetIsBaseline
from domain.numbers import show
from domain.permissions import Relation
from domain.refusals import NotThere, Refusal
from domain.texts import clean
from domain.values import Value


class Outline(Value):
    """What the owner wrote. None where nothing, or nothing readable, was written."""

    title: str
    kpi: str
    unit: str = ""
    baseline: float | None = None
    target: float | None = None
    due: date | None = None
    parent: Goal | None = None


class TitleMissing(Refusal):
    """No title."""

    text = "Specific: name the goal. What will be true when it is reached?"
    field = "title"


class KpiMissing(Refusal):
    """No measure."""

    text = "Measurable: name the number that shows it, for example *first-reply time*."
    field = "kpi"


class NumberMissing(Refusal):
    """A measure without its start or its end."""

    text = "Measurable: write a number here, for example 42."


class DueMissing(Refusal):
    """No end."""

    text = "Time-bound: choose the day by which it is reached."
    field = "due"


class DueInThePast(Refusal):
    """The end lies before today."""

    text = "Time-bound: the due date {due} has passed. Choose a day from {today} on."
    field = "due"


class ParentClosed(Refusal):
    """The goal above is not open, or nobody's to choose."""

    text = "Relevant: the goal above is closed or gone. Choose an open one, or none."
    field = "parent"


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


def missing_letters(outline: Outline, today: date) -> tuple[Refusal, ...]:
    """Return what a machine finds wanting in a goal, in the order of the form; the manager answers the rest."""
    found: list[Refusal] = []
    if not clean(outline.title):
        found.append(TitleMissing())
    if outline.parent and outline.parent.state not in OPEN:
        found.append(ParentClosed())
    if not clean(outline.kpi):
        found.append(KpiMissing())
    found += [NumberMissing(field=name) for name in ("baseline", "target") if getattr(outline, name) is None]
    if outline.target is not None and outline.target == outline.baseline:
        found.append(TargetIsBaseline())
    if outline.due is None:
        found.append(DueMissing())
    elif outline.due < today:
        found.append(DueInThePast(due=f"{outline.due:%-d %B %Y}", today=f"{today:%-d %B %Y}"))
    return tuple(found)


def propose(
    owner: str, outline: Outline, *, ref: str, today: date, has_manager: bool, draft: Goal | None = None
) -> Goal:
    """Return the SMART goal to record: proposed where a manager can agree, active where there is none.

    `draft` is the same goal as it stood before; its further KPIs stay. Raises the first missing letter.
    """
    for refusal in missing_letters(outline, today):
        raise refusal
    first, *others = draft.kpis if draft and draft.kpis else (None,)
    measured = {
        "name": clean(outline.kpi),
        "unit": clean(outline.unit),
        "baseline": outline.baseline,
        "target": outline.target,
    }
    kpi = first.model_copy(update=measured) if first else Kpi.model_validate(measured)
    return Goal(
        id=draft.id if draft else None,
        ref=draft.ref if draft else ref,
        title=clean(outline.title),
        level=Level.INDIVIDUAL,
        owner=owner,
        parent=outline.parent.id if outline.parent else None,
        state=State.PROPOSED if has_manager else State.ACTIVE,
        starts=today,
        due=outline.due or today,
        kpis=(kpi, *(other for other in others if other)),
    )


def sentence(goal: Goal, parent: Goal | None = None) -> str:
    """Return a goal's promise in words: `First-reply time from 6 to 2 hours, by 31 March 2027`."""
    due = f"by {goal.due:%-d %B %Y}"
    numbers = [
        f"{kpi.name} from {show(kpi.baseline)} to {show(kpi.target)} {kpi.unit}".rstrip() for kpi in goal.kpis[:3]
    ]
    serves = f". It serves “{parent.title}”" if parent else ""
    return f"{'; '.join(numbers) or 'No KPI yet'}, {due}{serves}"


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


def choose(candidates: Sequence[Goal], chosen: str | None) -> Goal | None:
    """Return the parent that was chosen by its id, None for none. Raises ParentClosed for any other."""
    if not chosen:
        return None
    for goal in candidates:
        if str(goal.id) == chosen:
            return goal
    raise ParentClosed
