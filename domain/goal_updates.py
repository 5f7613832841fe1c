"""New numbers for a goal, outside the check-in.

- Something must be new: a number, or how sure the owner is.
- A note says what moved a number, so it comes with one; the same number again is fine.
"""

from collections.abc import Mapping
from datetime import datetime

from domain.goals import Confidence, Goal, KpiReading
from domain.refusals import Refusal
from domain.texts import clean


class NothingNew(Refusal):
    """The form is as it was opened."""

    text = "Nothing is new yet. Write the number as it stands now, or change how sure you are."


class NoteWithoutNumber(Refusal):
    """A note that would hang on nothing."""

    text = "A note goes with a number: write the current one above, also if it has not changed."
    field = "note"


def update(
    goal: Goal, numbers: Mapping[int, float], *, confidence: Confidence | None, note: str, now: datetime
) -> tuple[KpiReading, ...]:
    """Return the readings to record, by KPI id; the note stands at the first. Raises NothingNew, NoteWithoutNumber."""
    note = clean(note)
    if note and not numbers:
        raise NoteWithoutNumber
    if not numbers and confidence in {None, goal.confidence}:
        raise NothingNew
    known = [kpi.id for kpi in goal.kpis if kpi.id in numbers]
    return tuple(
        KpiReading(goal=goal.id or 0, kpi=kpi, value=numbers[kpi], at=now, by=goal.owner, note="" if number else note)
        for number, kpi in enumerate(kpi for kpi in known if kpi is not None)
    )
