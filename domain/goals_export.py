"""The export of goals: every goal as lines of the file that their import takes.

- Read back, it changes nothing: numbers are written so that not one bit of them is lost.
- A goal has a line with its first KPI, and each further KPI one below it, with the id of the goal and nothing else of it.
- A text that a spreadsheet would take for a formula gets an apostrophe, which the import takes off again
  (`domain/imports.py`).
- Readings, scores and history are in no file.
"""

from collections.abc import Iterable, Iterator, Sequence

from domain import goals_import
from domain.cycles import Cycle
from domain.goals import Goal, Kpi
from domain.goals_import_cells import as_cell
from domain.goals_import_kpis import direction_of
from domain.imports import defused

COLUMNS = (*goals_import.COLUMNS, *goals_import.OPTIONAL)


def rows(goals: Sequence[Goal], cycles: Iterable[Cycle] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each goal in the order of COLUMNS, safe to open in a spreadsheet."""
    refs, names = {goal.id: goal.ref for goal in goals}, {one.id: one.name for one in cycles}
    for goal in goals:
        about = _cells(goal, refs.get(goal.parent, ""), names.get(goal.cycle, ""))
        first, *further = goal.kpis or (None,)
        for cells in (about | _measure(first), *({"id": goal.ref} | _measure(kpi) for kpi in further)):
            yield tuple(cells.get(column, "") for column in COLUMNS)


def _cells(goal: Goal, parent: str, cycle: str) -> dict[str, str]:
    return {
        "id": goal.ref,
        "title": defused(goal.title),
        "level": goal.level,
        "owner_slack_id": goal.owner,
        "parent_id": parent,
        "due": goal.due.isoformat(),
        "status": goal.state,
        "starts": goal.starts.isoformat(),
        "cycle": defused(cycle),
        "contributors": " ".join(goal.contributors),
        "milestones": as_cell(goal.milestones),
    }


def _measure(kpi: Kpi | None) -> dict[str, str]:
    if kpi is None:
        return {}
    numbers = {"baseline": _exactly(kpi.baseline), "target": _exactly(kpi.target)}
    about = {"kpi": defused(kpi.name), "unit": defused(kpi.unit), "kind": kpi.kind, "direction": direction_of(kpi)}
    return about | numbers


def _exactly(value: float) -> str:
    """Return a number so that it is read back as the same one; a whole one without decimals."""
    return f"{value:.0f}" if value.is_integer() else repr(value)
