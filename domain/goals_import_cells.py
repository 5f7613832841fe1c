"""The cells of a goal in a file: what each says, and what is wrong with it.

- Columns that came later may be left out of a file; then what they are about stays as it is. An empty cell of theirs says
  that there are no milestones, that nobody contributes; the start and the cycle it leaves as they are.
- Whoever has left gets nothing new, and keeps what is theirs until it is handed over.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from domain.cycles import Cycle
from domain.goals import Milestone
from domain.imports import Findings, Line
from domain.milestones import keep_done, misplaced, read_milestones, written
from domain.people_import import HOW_TO_NAME, Directory
from domain.refusals import Refusal
from domain.reviews import NotADate, read_date
from domain.texts import clean

BETWEEN = re.compile(r"[\s,;]+")
"""What stands between two contributors."""
DONE = re.compile(r"\s*\(done (?P<day>\d{4}-\d\d-\d\d)\)\s*$")
"""What stands behind a milestone that is done."""


class Known(NamedTuple):
    """Whom and what cells can name, the day of the import, and what is wrong so far; `cycles` by name in small letters."""

    directory: Directory
    cycles: Mapping[str, Cycle]
    today: date
    findings: Findings


def owner(line: Line, known: Known, *, kept: str | None, ended: bool) -> str | None:
    """Return who owns the goal, None after a mistake. `kept` is who owns it now."""
    cell = line["owner_slack_id"]
    if not cell:
        known.findings.add(line, "owner_slack_id", f"a goal has one owner. {HOW_TO_NAME}")
        return None
    may_stay = (kept,) if kept else ()
    return _person(cell, line, "owner_slack_id", known, may_stay=may_stay, ended=ended, hint="Name another owner.")


def contributors(line: Line, known: Known, *, owner: str, before: Sequence[str], ended: bool) -> tuple[str, ...]:
    """Return who works on the goal beside its owner; `before` are those who do so now."""
    cell = line.cells.get("contributors")
    if cell is None:
        return tuple(one for one in before if one != owner)
    hint = "Take them out."
    found = {
        _person(word, line, "contributors", known, may_stay=before, ended=ended, hint=hint)
        for word in BETWEEN.split(cell)
        if word
    }
    named = {one for one in found if one and one != owner}
    return tuple(before) if named == set(before) else tuple(sorted(named))


def _person(
    cell: str, line: Line, column: str, known: Known, *, may_stay: Collection[str], ended: bool, hint: str
) -> str | None:
    """Return whom a cell names, None after a mistake; `ended` goals keep people who have left, too."""
    person = known.directory.known.get(known.directory.find(cell) or "")
    if person is None:
        known.findings.add(line, column, f"Cairn does not know {cell}. Import them first: cairn import people.")
    elif person.active or ended or person.id in may_stay:
        return person.id
    else:
        known.findings.add(line, column, f"{person.name} has left or is a guest. {hint}")
    return None


def due(line: Line, known: Known) -> date | None:
    """Return the day by which the goal shall be reached, None after a mistake."""
    return _day(line, "due", known)


def starts(line: Line, known: Known, due: date, *, before: date | None) -> date:
    """Return the day the goal starts: as told, as it was, or today."""
    if not line.cells.get("starts"):
        return before or min(known.today, due)
    told = _day(line, "starts", known) or due
    if told > due:
        known.findings.add(line, "starts", f"{told} is after {due}, when it is due. Correct one of the two.")
    return told


def _day(line: Line, column: str, known: Known) -> date | None:
    try:
        return read_date(line[column])
    except NotADate:
        known.findings.add(line, column, f"“{line[column]}” is no date. Write it like 2026-12-31.")
        return None


def cycle(line: Line, known: Known, *, before: int | None) -> int | None:
    """Return the cycle for which the goal is planned: as told, or as it was."""
    name = line.cells.get("cycle")
    if not name:
        return before
    if found := known.cycles.get(name.casefold()):
        return found.id
    what = f"there is no cycle “{name}”. Open it first (cairn cycle open), or leave the cell empty."
    known.findings.add(line, "cycle", what)
    return before


def milestones(line: Line, known: Known, before: Sequence[Milestone], starts: date, due: date) -> tuple[Milestone, ...]:
    """Return the steps on the way. One that is done stays so under its title."""
    cell = line.cells.get("milestones")
    if cell is None:
        return tuple(before)
    try:
        told = _steps(cell, before)
        outside = misplaced(told, starts, due)
    except Refusal as refusal:
        told, outside = (), refusal
    if outside:
        known.findings.add(line, "milestones", f"in its cell, {_small(str(outside))}")
    return tuple(before) if as_cell(told) == as_cell(before) else told


def _steps(cell: str, before: Sequence[Milestone]) -> tuple[Milestone, ...]:
    """Read a cell with a milestone on each line. Raises Refusal."""
    lines = cell.split("\n")
    steps = keep_done(read_milestones("\n".join(DONE.sub("", one) for one in lines)), before)
    done = [DONE.search(one) for one in lines if clean(DONE.sub("", one))]
    return tuple(
        step.model_copy(update={"done_on": read_date(day["day"])}) if day else step
        for step, day in zip(steps, done, strict=True)
    )


def as_cell(milestones: Sequence[Milestone]) -> str:
    """Return milestones as they stand in a cell, one a line: as people write them, and when each was done."""
    marks = [f" (done {one.done_on.isoformat()})" if one.done_on else "" for one in milestones]
    return "\n".join(f"{written([one])}{mark}" for one, mark in zip(milestones, marks, strict=True))


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
