"""The import of goals: the tree from the company's down to everyone's, from a file.

- A goal is known by its id, which people use too; a second import under the same id changes that goal.
- A parent may stand further down in the file or be stored already; the tree never loops.
- Everyone's own goals have a KPI with baseline and target that differ; company and team goals may have none.
- What has happened since stays: readings, scores, the day a goal started.
- A goal's history says when it came, and what an import changed from what to what.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar

from domain.goal_history import GoalEvent, Happened, changes_between
from domain.goals import Goal, Kpi, Level, State, TargetIsBaseline
from domain.imports import Choice, Findings, Line, loops_in_file, one_of
from domain.numbers import NotANumber, number
from domain.people import Person
from domain.people_import import HOW_TO_NAME, Directory
from domain.reviews import NotADate, read_date
from domain.values import Value

COLUMNS = (
    "id", "title", "level", "owner_slack_id", "parent_id", "kpi", "unit", "baseline", "target", "due", "status",
)  # fmt: skip
REF = re.compile(r"[^\W_][\w.-]{0,39}")
ENDED = frozenset({State.CLOSED, State.DROPPED})

T = TypeVar("T")


class PlannedGoal(Value):
    """A goal as it is after the import; `parent` is the id in the file of the one above."""

    goal: Goal
    parent: str | None = None


class GoalsPlan(Value):
    """What an import of goals does: which it adds, which it changes, and how many stay as they are."""

    new: tuple[PlannedGoal, ...]
    changed: tuple[PlannedGoal, ...]
    unchanged: int


def plan_goals(
    lines: Sequence[Line], known: Mapping[str, Goal], people: Mapping[str, Person], *, today: date
) -> GoalsPlan:
    """Return what to store. `known` is every goal by its id in the file, `people` everybody, also those who left.

    Raises CannotImport with every mistake.
    """
    findings, directory = Findings(), Directory(people)
    here = _read_refs(lines, findings)
    refs = {goal.id: goal.ref for goal in known.values()}
    before = {goal.ref: PlannedGoal(goal=goal, parent=refs.get(goal.parent)) for goal in known.values()}
    parents = {ref: _parent(line, here, known, findings) for ref, line in here.items()}
    _refuse_loops(parents, before, here, findings)
    planned = [
        _goal(ref, line, parents[ref], before.get(ref), directory, findings, today) for ref, line in here.items()
    ]
    findings.must_be_none()
    goals = [one for one in planned if one]
    return GoalsPlan(
        new=tuple(one for one in goals if one.goal.ref not in before),
        changed=tuple(one for one in goals if one.goal.ref in before and one != before[one.goal.ref]),
        unchanged=sum(one == before.get(one.goal.ref) for one in goals),
    )


def history(
    plan: GoalsPlan, before: Mapping[str, Goal], after: Iterable[Goal], *, now: datetime
) -> Iterator[GoalEvent]:
    """Return what to write down: which goals came, and what is another in those that were there, by their ids."""
    stored = {goal.ref: goal for goal in after}
    for one in (*plan.new, *plan.changed):
        was, goal = before.get(one.goal.ref), stored[one.goal.ref]
        changes = changes_between(was, goal) if was else {}
        yield GoalEvent(goal=goal.id or 0, at=now, by=None, what=Happened.IMPORTED, changes=changes)


def _read_refs(lines: Sequence[Line], findings: Findings) -> dict[str, Line]:
    here: dict[str, Line] = {}
    for line in lines:
        ref = line["id"]
        if not REF.fullmatch(ref):
            findings.add(line, "id", "write up to 40 letters, digits, - . or _ without spaces, such as G-12.")
        elif ref in here:
            findings.add(line, "id", f"{ref} is the id of line {here[ref].number} too. Give one of them another.")
        else:
            here[ref] = line
    return here


def _parent(line: Line, here: Mapping[str, Line], known: Mapping[str, Goal], findings: Findings) -> str | None:
    parent = line["parent_id"]
    if not parent or parent in here or parent in known:
        return parent or None
    findings.add(line, "parent_id", f"no goal has the id {parent}, here or in Cairn. Correct it or leave it empty.")
    return None


def _refuse_loops(
    parents: Mapping[str, str | None],
    before: Mapping[str, PlannedGoal],
    here: Mapping[str, Line],
    findings: Findings,
) -> None:
    stored = {ref: one.parent for ref, one in before.items()}
    for line, loop in loops_in_file(stored | dict(parents), here):
        findings.add(line, "parent_id", f"the goals loop: {' → '.join(loop)}. Give one of them another parent.")


def _goal(
    ref: str,
    line: Line,
    parent: str | None,
    before: PlannedGoal | None,
    directory: Directory,
    findings: Findings,
    today: date,
) -> PlannedGoal | None:
    was = before.goal if before else None
    level = _required(line, "level", Level, findings)
    state = _required(line, "status", State, findings)
    owner = _owner(line, directory, findings, kept=was.owner if was else None, ended=state in ENDED)
    due = _due(line, findings)
    kpis = _kpis(line, was.kpis if was else (), findings, needed=level is Level.INDIVIDUAL)
    if not line["title"]:
        findings.add(line, "title", "name the goal: what will be true when it is reached?")
    if not (level and state and owner and due and line["title"]):
        return None
    fields = {"title": line["title"], "level": level, "owner": owner, "state": state, "due": due, "kpis": kpis}
    if was is None:
        return PlannedGoal(goal=Goal(ref=ref, starts=min(today, due), **fields), parent=parent)
    kept = was.parent if before and parent == before.parent else None
    return PlannedGoal(goal=was.model_copy(update={**fields, "parent": kept}), parent=parent)


def _required(line: Line, column: str, kind: type[Choice], findings: Findings) -> Choice | None:
    if not line[column]:
        findings.add(line, column, f"write one of {', '.join(kind)}.")
    return one_of(line, column, kind, findings)


def _owner(line: Line, directory: Directory, findings: Findings, *, kept: str | None = None, ended: bool) -> str | None:
    """Return who owns it. Whoever has left owns nothing new, and keeps what is theirs until it is handed over."""
    cell = line["owner_slack_id"]
    person = directory.known.get(directory.find(cell) or "")
    if person and (person.active or ended or person.id == kept):
        return person.id
    if person:
        findings.add(line, "owner_slack_id", f"{person.name} has left or is a guest. Name another owner.")
    elif cell:
        findings.add(line, "owner_slack_id", f"Cairn does not know {cell}. Import them first: cairn import people.")
    else:
        findings.add(line, "owner_slack_id", f"a goal has one owner. {HOW_TO_NAME}")
    return None


def _due(line: Line, findings: Findings) -> date | None:
    try:
        return read_date(line["due"])
    except NotADate:
        findings.add(line, "due", f"“{line['due']}” is no date. Write it like 2026-12-31.")
        return None


def _kpis(line: Line, before: tuple[Kpi, ...], findings: Findings, *, needed: bool) -> tuple[Kpi, ...]:
    """Return the measures after the import: the file tells of the first, further ones stay."""
    if not needed and not any(line[column] for column in ("kpi", "baseline", "target")):
        return before
    if not line["kpi"]:
        findings.add(line, "kpi", "name the number that shows it, for example first-reply time.")
    baseline, target = _number(line, "baseline", findings), _number(line, "target", findings)
    if baseline is None or target is None:
        return before
    if baseline == target:
        findings.add(line, "target", str(TargetIsBaseline()))
        return before
    told = {"name": line["kpi"], "unit": line["unit"], "baseline": baseline, "target": target}
    first = before[0].model_copy(update=told) if before else Kpi(**told)
    return (first, *before[1:])


def _number(line: Line, column: str, findings: Findings) -> float | None:
    if not line[column]:
        findings.add(line, column, "a KPI has a baseline and a target. Write a number such as 42 or 4.2.")
        return None
    try:
        return number(line[column])
    except NotANumber:
        findings.add(line, column, f"“{line[column]}” is no number. Write it like 42, 4.2 or 1200, without a unit.")
        return None
