"""The export of goals: every goal as a line of the file that their import takes.

- Read back, it changes nothing: numbers are written so that not one bit of them is lost.
- A text that a spreadsheet would take for a formula gets an apostrophe, which the import takes off again
  (`domain/imports.py`).
- The file tells of a goal's first KPI, as the import does. Readings, scores and history are in no file.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from domain.goals import Goal, Kpi
from domain.goals_import import COLUMNS
from domain.imports import defused

__all__ = ["COLUMNS", "further_kpis", "rows"]


def rows(goals: Sequence[Goal]) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each goal in the order of COLUMNS, safe to open in a spreadsheet."""
    refs = {goal.id: goal.ref for goal in goals}
    for goal in goals:
        cells = _cells(goal, refs.get(goal.parent, ""))
        yield tuple(cells[column] for column in COLUMNS)


def further_kpis(goals: Iterable[Goal]) -> int:
    """Count the goals with KPIs that the file does not tell of."""
    return sum(len(goal.kpis) > 1 for goal in goals)


def _cells(goal: Goal, parent: str) -> Mapping[str, str]:
    return {
        "id": goal.ref,
        "title": defused(goal.title),
        "level": goal.level,
        "owner_slack_id": goal.owner,
        "parent_id": parent,
        "due": goal.due.isoformat(),
        "status": goal.state,
    } | _measure(goal.kpis[0] if goal.kpis else None)


def _measure(kpi: Kpi | None) -> dict[str, str]:
    if kpi is None:
        return dict.fromkeys(("kpi", "unit", "baseline", "target"), "")
    numbers = {"baseline": _exactly(kpi.baseline), "target": _exactly(kpi.target)}
    return {"kpi": defused(kpi.name), "unit": defused(kpi.unit)} | numbers


def _exactly(value: float) -> str:
    """Return a number so that it is read back as the same one; a whole one without decimals."""
    return f"{value:.0f}" if value.is_integer() else repr(value)
