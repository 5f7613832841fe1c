"""The import of readings: a line a number, from a spreadsheet or another system's export.

- Goals are named by the id that people use, KPIs by name; a goal with a single KPI needs none.
- All of the file is taken, or nothing; a second import of the same file changes nothing.
- Another value for a moment that has one is a mistake, unless the file is imported to correct.
"""

from collections.abc import Sequence

from domain.imports import CannotImport, Line, Mistake
from domain.readings import CannotTake, Told

COLUMNS = ("goal", "kpi", "value", "at")
OPTIONAL = ("key", "note")
HOW = "import the file with --correct"
"""How a file says that it corrects."""


def told_in(lines: Sequence[Line], *, correct: bool = False) -> list[Told]:
    """Return what the lines tell, in order."""
    return [
        Told(
            goal=line["goal"],
            kpi=line["kpi"],
            value=line["value"],
            at=line["at"],
            key=line.cells.get("key") or None,
            note=line.cells.get("note", ""),
            correct=correct,
        )
        for line in lines
    ]


def mistakes(lines: Sequence[Line], found: CannotTake) -> CannotImport:
    """Return the problems as mistakes of the file, each at its line and column."""
    return CannotImport(
        Mistake(line=lines[one.place].number, column=one.refusal.at(), text=str(one.refusal)) for one in found.problems
    )
