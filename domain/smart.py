"""SMART, as far as a machine can check it: specific, measurable, relevant, time-bound. The manager answers the rest.

- Every letter that is missing is named at once, each with its sentence at its field.
- The direction is said, and the target has to lie that way from where it stands today.
- Yes or no needs no numbers, a percentage no unit, money needs its currency.
- Goals of a team or the company may go without a KPI: then those below say how far they are.
"""

from datetime import date
from typing import Any

from domain.goals import OPEN, Goal, Kind, Kpi, Level, Milestone, State, TargetIsBaseline
from domain.milestones import keep_done, misplaced
from domain.numbers import show
from domain.refusals import Refusal
from domain.texts import clean
from domain.values import Value


class Outline(Value):
    """What somebody wrote of a goal. None where nothing, or nothing readable, was written.

    `falls` is what they said of the direction, that less is better; None where nobody asked.
    """

    title: str
    kpi: str
    kind: Kind = Kind.NUMBER
    unit: str = ""
    baseline: float | None = None
    target: float | None = None
    falls: bool | None = None
    milestones: tuple[Milestone, ...] = ()
    due: date | None = None
    parent: Goal | None = None
    contributors: tuple[str, ...] = ()

    @property
    def measured(self) -> bool:
        """Whether anything of a KPI was written."""
        return bool(clean(self.kpi)) or self.baseline is not None or self.target is not None

    @property
    def measure(self) -> dict[str, Any]:
        """The facts of the KPI: yes or no goes from 0 to 1, a percentage is in %."""
        facts = {"name": clean(self.kpi), "kind": self.kind, "unit": clean(self.unit)}
        if self.kind is Kind.YES_NO:
            return facts | {"unit": "", "baseline": 0.0, "target": 1.0}
        unit = "%" if self.kind is Kind.PERCENT else facts["unit"]
        return facts | {"unit": unit, "baseline": self.baseline, "target": self.target}


class TitleMissing(Refusal):
    """No title."""

    text = "Specific: name the goal. What will be true when it is reached?"
    field = "title"


class KpiMissing(Refusal):
    """No measure."""

    text = "Measurable: name the number that shows it, for example *first-reply time*."
    field = "kpi"


class CurrencyMissing(Refusal):
    """Money of no country."""

    text = "Measurable: name the currency, for example € or USD."
    field = "unit"


class NumberMissing(Refusal):
    """A measure without its start or its end."""

    text = "Measurable: write a number here, for example 42."


class TargetBelowBaseline(Refusal):
    """More is better, and the target is less."""

    text = (
        "Measurable: you said that more is better, but {target} lies below today's {baseline}. Raise the target, or choose "
        "*less is better*."
    )
    field = "target"


class TargetAboveBaseline(Refusal):
    """Less is better, and the target is more."""

    text = (
        "Measurable: you said that less is better, but {target} lies above today's {baseline}. Lower the target, or choose "
        "*more is better*."
    )
    field = "target"


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


def missing_letters(
    outline: Outline, today: date, *, level: Level = Level.INDIVIDUAL, starts: date | None = None
) -> tuple[Refusal, ...]:
    """Return what a machine finds wanting in a goal, in the order of the form; the manager answers the rest.

    `starts` is when a goal that is changed began; a new one begins today.
    """
    found: list[Refusal] = []
    if not clean(outline.title):
        found.append(TitleMissing())
    if outline.parent and outline.parent.state not in OPEN:
        found.append(ParentClosed())
    if outline.measured or level is Level.INDIVIDUAL:
        found += _missing_measure(outline)
    if outline.due and (outside := misplaced(outline.milestones, min(starts or today, today), outline.due)):
        found.append(outside)
    if outline.due is None:
        found.append(DueMissing())
    elif outline.due < today:
        found.append(DueInThePast(due=f"{outline.due:%-d %B %Y}", today=f"{today:%-d %B %Y}"))
    return tuple(found)


def _missing_measure(outline: Outline) -> list[Refusal]:
    found: list[Refusal] = [] if clean(outline.kpi) else [KpiMissing()]
    if outline.kind is Kind.YES_NO:
        return found
    if outline.kind is Kind.MONEY and not clean(outline.unit):
        found.append(CurrencyMissing())
    found += [NumberMissing(field=name) for name in ("baseline", "target") if getattr(outline, name) is None]
    if outline.baseline is None or outline.target is None:
        return found
    told = {"target": show(outline.target), "baseline": show(outline.baseline)}
    if outline.target == outline.baseline:
        found.append(TargetIsBaseline())
    elif outline.falls is False and outline.target < outline.baseline:
        found.append(TargetBelowBaseline(**told))
    elif outline.falls is True and outline.target > outline.baseline:
        found.append(TargetAboveBaseline(**told))
    return found


def propose(
    owner: str,
    outline: Outline,
    *,
    ref: str,
    today: date,
    has_manager: bool,
    draft: Goal | None = None,
    level: Level = Level.INDIVIDUAL,
) -> Goal:
    """Return the SMART goal to record: proposed where a manager can agree, active where there is none.

    Goals of a team or the company are active at once. `draft` is the same goal as it stood before; its further KPIs
    stay. Raises the first missing letter.
    """
    for refusal in missing_letters(outline, today, level=level):
        raise refusal
    before = draft or Goal(ref=ref, title="", owner=owner, level=level, starts=today, due=today)
    proposed = has_manager and level is Level.INDIVIDUAL
    told = {"state": State.PROPOSED if proposed else State.ACTIVE, "starts": today, "score": None, "confidence": None}
    return _planned(before, outline).model_copy(update=told)


def change(goal: Goal, outline: Outline, *, today: date) -> Goal:
    """Return a goal of a team or the company as it is after a change; what it has become so far stays.

    Raises the first missing letter.
    """
    for refusal in missing_letters(outline, today, level=goal.level, starts=goal.starts):
        raise refusal
    return _planned(goal, outline)


def _planned(before: Goal, outline: Outline) -> Goal:
    """Return the goal with what the form says; further KPIs stay, and milestones that are done."""
    first, *others = before.kpis or (None,)
    kpis: list[Kpi | None] = [first, *others]
    if outline.measured:
        kpis = [first.model_copy(update=outline.measure) if first else Kpi(**outline.measure), *others]
    told = {
        "title": clean(outline.title),
        "parent": outline.parent.id if outline.parent else None,
        "due": outline.due,
        "kpis": tuple(one for one in kpis if one),
        "milestones": keep_done(outline.milestones, before.milestones),
        "contributors": tuple(dict.fromkeys(one for one in outline.contributors if one != before.owner)),
    }
    return before.model_copy(update=told)
