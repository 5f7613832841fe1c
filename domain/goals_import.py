"""The import of goals: the tree from the company's down to everyone's, from a file.

- A goal is known by its id, which people use too; a second import under the same id changes that goal.
- Each goal has a line; further KPIs of it have further lines with the same id (`goals_import_kpis.py`).
- A parent may stand further down in the file or be stored already; the tree never loops.
- Everyone's own goals have a KPI with baseline and target that differ; company and team goals may have none.
- What has happened since stays: readings, scores, what was learned.
- A goal's history says when it came, and what an import changed from what to what.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from domain import goals_import_cells as cells
from domain.cycles import Cycle
from domain.goal_history import Change, GoalEvent, Happened, changes_between
from domain.goals import Goal, Level, State
from domain.goals_import_cells import Known
from domain.goals_import_kpis import kpis
from domain.imports import Choice, Findings, Line, loops_in_file, one_of
from domain.people import Person
from domain.people_import import Directory
from domain.values import Value

COLUMNS = (
    "id", "title", "level", "owner_slack_id", "parent_id", "kpi", "unit", "baseline", "target", "due", "status",
)  # fmt: skip
OPTIONAL = ("kind", "direction", "starts", "cycle", "contributors", "milestones")
"""Columns that may be left out of a file."""
LONG = ("contributors", "milestones")
"""Columns whose cells hold several of something."""
OF_A_KPI = frozenset({"kpi", "unit", "baseline", "target", "kind", "direction"})
OF_A_GOAL = tuple(column for column in (*COLUMNS, *OPTIONAL) if column not in OF_A_KPI | {"id"})
REF = re.compile(r"[^\W_][\w.-]{0,39}")
ENDED = frozenset({State.CLOSED, State.DROPPED})


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
    lines: Sequence[Line],
    known: Mapping[str, Goal],
    people: Mapping[str, Person],
    *,
    cycles: Iterable[Cycle] = (),
    today: date,
) -> GoalsPlan:
    """Return what to store. `known` is every goal by its id in the file, `people` everybody, also those who left.

    Raises CannotImport with every mistake.
    """
    findings = Findings()
    around = Known(Directory(people), {one.name.casefold(): one for one in cycles}, today, findings)
    here = _by_ref(lines, findings)
    first = {ref: several[0] for ref, several in here.items()}
    refs = {goal.id: goal.ref for goal in known.values()}
    before = {goal.ref: PlannedGoal(goal=goal, parent=refs.get(goal.parent)) for goal in known.values()}
    parents = {ref: _parent(line, here, known, findings) for ref, line in first.items()}
    _refuse_loops(parents, before, first, findings)
    planned = [_goal(ref, several, parents[ref], before.get(ref), around) for ref, several in here.items()]
    findings.must_be_none()
    goals = [one for one in planned if one]
    return GoalsPlan(
        new=tuple(one for one in goals if one.goal.ref not in before),
        changed=tuple(one for one in goals if one.goal.ref in before and one != before[one.goal.ref]),
        unchanged=sum(one == before.get(one.goal.ref) for one in goals),
    )


def history(
    plan: GoalsPlan,
    before: Mapping[str, Goal],
    after: Mapping[str, Goal],
    *,
    cycles: Iterable[Cycle] = (),
    now: datetime,
) -> Iterator[GoalEvent]:
    """Return what to write down: which goals came, and what is another in those that were there.

    `before` and `after` are the goals as they are stored, by the ids that people use.
    """
    names = {one.id: one.name for one in cycles}
    for one in (*plan.new, *plan.changed):
        was, goal = before.get(one.goal.ref), after[one.goal.ref]
        changes = changes_between(was, goal) | _further_changes(was, goal, names) if was else {}
        yield GoalEvent(goal=goal.id or 0, at=now, by=None, what=Happened.IMPORTED, changes=changes)


def _further_changes(was: Goal, goal: Goal, cycles: Mapping[int | None, str]) -> dict[str, Change]:
    """Return what an import alone changes: nobody else moves the state of a goal without saying why."""
    facts = {
        name: Change(before=str(before), after=str(after))
        for name, before, after in (
            ("state", was.state, goal.state),
            ("level", was.level, goal.level),
            ("start", f"{was.starts:%-d %B %Y}", f"{goal.starts:%-d %B %Y}"),
            ("cycle", cycles.get(was.cycle, ""), cycles.get(goal.cycle, "")),
        )
    }
    kinds = {kpi.id: kpi.kind.in_words for kpi in was.kpis}
    facts |= {f"kpi {kpi.id} kind": Change(before=kinds.get(kpi.id, ""), after=kpi.kind.in_words) for kpi in goal.kpis}
    return {name: change for name, change in facts.items() if change.before and change.before != change.after}


def _by_ref(lines: Sequence[Line], findings: Findings) -> dict[str, list[Line]]:
    """Return the lines of each goal by its id."""
    here: dict[str, list[Line]] = {}
    for line in lines:
        ref = line["id"]
        if not REF.fullmatch(ref):
            findings.add(line, "id", "write up to 40 letters, digits, - . or _ without spaces, such as G-12.")
        elif ref not in here:
            here[ref] = [line]
        elif _is_further(line, here[ref][0], findings):
            here[ref].append(line)
    return here


def _is_further(line: Line, first: Line, findings: Findings) -> bool:
    """Tell whether a line is of a further KPI of the goal of the first one: what it says beside is the same, or nothing."""
    id_too = f"{line['id']} is the id of line {first.number} too"
    differs = next((name for name in OF_A_GOAL if line.cells.get(name) not in {None, "", first.cells.get(name)}), None)
    if differs == "parent_id":
        above = first["parent_id"] or "nothing"
        what = f"{id_too}, and there {above} is above it. A goal has one parent: correct one of them."
        findings.add(line, "parent_id", what)
    elif differs:
        what = f"{id_too}. Write another id; for a further KPI of that goal leave its {differs} empty."
        findings.add(line, differs, what)
    elif again := not line["kpi"] or (line["title"] != "" and line["kpi"] == first["kpi"]):
        findings.add(
            line, "id", f"{id_too}. Give one of them another; a further KPI of that goal has a name of its own."
        )
    return not differs and not again


def _parent(line: Line, here: Mapping[str, object], known: Mapping[str, Goal], findings: Findings) -> str | None:
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
    ref: str, lines: Sequence[Line], parent: str | None, before: PlannedGoal | None, known: Known
) -> PlannedGoal | None:
    line, was = lines[0], before.goal if before else None
    level = _required(line, "level", Level, known.findings)
    state = _required(line, "status", State, known.findings)
    ended = state in ENDED
    owner = cells.owner(line, known, kept=was.owner if was else None, ended=ended)
    due = cells.due(line, known)
    measures = kpis(lines, was.kpis if was else (), known.findings, needed=level is Level.INDIVIDUAL)
    if not line["title"]:
        known.findings.add(line, "title", "name the goal: what will be true when it is reached?")
    if not (level and state and owner and due and line["title"]):
        return None
    starts = cells.starts(line, known, due, before=was.starts if was else None)
    fields = {
        "title": line["title"],
        "level": level,
        "owner": owner,
        "state": state,
        "starts": starts,
        "due": due,
        "kpis": measures,
        "cycle": cells.cycle(line, known, before=was.cycle if was else None),
        "contributors": cells.contributors(
            line, known, owner=owner, before=was.contributors if was else (), ended=ended
        ),
        "milestones": cells.milestones(line, known, was.milestones if was else (), starts, due),
    }
    if was is None:
        return PlannedGoal(goal=Goal(ref=ref, **fields), parent=parent)
    kept = was.parent if before and parent == before.parent else None
    believed = was.confidence if owner == was.owner else None  # what the owner before believed is not the new one's
    return PlannedGoal(goal=was.model_copy(update={**fields, "parent": kept, "confidence": believed}), parent=parent)


def _required(line: Line, column: str, kind: type[Choice], findings: Findings) -> Choice | None:
    if not line[column]:
        findings.add(line, column, f"write one of {', '.join(kind)}.")
    return one_of(line, column, kind, findings)
