"""Goals with their KPIs, milestones and contributors. Their readings are in `goal_readings.py`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Row, Select, and_, bindparam, case, delete, func, or_, select, update

from domain.goals import OPEN, Confidence, Goal, Kind, Kpi, Level, Milestone, State
from domain.permissions import Grant, Topic
from storage.room import Room, parts
from storage.sql import table
from storage.tables import GoalContributorRow, GoalRow, KpiRow, MilestoneRow, WorkspaceRow

G, K, W = table(GoalRow), table(KpiRow), table(WorkspaceRow)
C, M = table(GoalContributorRow), table(MilestoneRow)
PARTS = {"id", "kpis", "contributors", "milestones"}
"""What of a goal stands in rows of its own, or is given by the database."""
BELIEVE = (
    update(G)
    .where(G.c.workspace_id == bindparam("here"), G.c.id == bindparam("goal"))
    .values(confidence=bindparam("sure"))
)

T = TypeVar("T")


class Goals(Room):
    """What the work is for."""

    async def get(self, number: int) -> Goal | None:
        """Return one goal with its KPIs."""
        return next(iter(await self._goals(select(G).where(G.c.id == number))), None)

    async def numbered(self, numbers: Collection[int]) -> list[Goal]:
        """Return several goals, whatever became of them, by due date."""
        return await self._goals(select(G).where(G.c.id.in_(list(numbers))).order_by(G.c.due, G.c.id))

    async def active_of(self, owners: Collection[str]) -> list[Goal]:
        """Return the active goals of these owners, of all levels, by due date; for the warnings they get."""
        query = select(G).where(G.c.owner.in_(list(owners)), G.c.state == State.ACTIVE)
        return await self._goals(query.order_by(G.c.due, G.c.id))

    async def locked(self, number: int) -> Goal | None:
        """Return one goal, locked until this transaction ends."""
        await self._connection.execute(
            select(G.c.id).where(self._here(GoalRow), G.c.id == number).with_for_update(key_share=True)
        )
        return await self.get(number)

    async def named(self, refs: Collection[str]) -> dict[str, Goal]:
        """Return the goals with these refs, by ref, locked until this transaction ends."""
        wanted, found = sorted(set(refs)), list[Goal]()
        for part in parts(wanted):
            here = and_(self._here(GoalRow), G.c.ref.in_(part))
            lock = select(G.c.id).where(here).order_by(G.c.id).with_for_update(key_share=True)
            await self._connection.execute(lock)
            found += await self._goals(select(G).where(here))
        return {goal.ref: goal for goal in found}

    async def of(self, owner: str, states: Collection[State] = (State.ACTIVE,)) -> list[Goal]:
        """Return the owner's individual goals in these states, by due date. The owner's own reading."""
        query = select(G).where(G.c.owner == owner, G.c.state.in_(states), G.c.level == Level.INDIVIDUAL)
        return await self._goals(query.order_by(G.c.due, G.c.id))

    async def open_to(self, grants: Iterable[Grant], states: Collection[State] = (State.ACTIVE,)) -> list[Goal]:
        """Return the individual goals that these grants let their reader see, by due date."""
        people = [grant.subject for grant in grants if grant.covers(Topic.GOALS)]
        query = select(G).where(G.c.owner.in_(people), G.c.state.in_(states), G.c.level == Level.INDIVIDUAL)
        return await self._goals(query.order_by(G.c.due, G.c.id))

    async def about(self, grant: Grant) -> list[Goal]:
        """Return all goals of the subject that the reader may see, whatever became of them, by start."""
        query = select(G).where(G.c.owner == grant.subject, G.c.state != State.DRAFT)
        if not grant.covers(Topic.GOALS):
            query = query.where(G.c.level != Level.INDIVIDUAL)
        return await self._goals(query.order_by(G.c.starts, G.c.id))

    async def shared(self, *, closed: bool = False, owner: str | None = None) -> list[Goal]:
        """Return the open company and team goals, with `closed` the ended ones too: everyone sees them."""
        states = tuple(State) if closed else OPEN
        query = select(G).where(G.c.state.in_(states), G.c.level != Level.INDIVIDUAL)
        query = query if owner is None else query.where(G.c.owner == owner)
        return await self._goals(query.order_by(G.c.level, G.c.due, G.c.id))

    async def parents_among(self, goals: Collection[int]) -> set[int]:
        """Return which of these goals have an active one below, whoever owns it."""
        query = select(G.c.parent).where(self._here(GoalRow), G.c.parent.in_(goals), G.c.state == State.ACTIVE)
        return {row.parent for row in await self._rows(query.distinct())} if goals else set()

    async def choices(self, owner: str) -> list[Goal]:
        """Return the open goals that can stand above one of `owner`'s, those everybody shares first; without their parts."""
        mine = and_(G.c.owner == owner, G.c.level == Level.INDIVIDUAL)
        query = select(G).where(self._here(GoalRow), G.c.state.in_(OPEN), or_(G.c.level != Level.INDIVIDUAL, mine))
        first = case({str(Level.COMPANY): 0, str(Level.TEAM): 1}, value=G.c.level, else_=2)
        return [_goal(row, (), (), ()) for row in await self._rows(query.order_by(first, G.c.due, G.c.id))]

    async def line_above(self, number: int) -> list[Goal]:
        """Return the goal and all above it, in any order."""
        line = select(G.c.id, G.c.parent).where(self._here(GoalRow), G.c.id == number).cte("line", recursive=True)
        upper = G.alias("upper")
        further = select(upper.c.id, upper.c.parent).where(upper.c.id == line.c.parent)
        line = line.union(further)  # not UNION ALL: a loop, should one be stored, ends
        return await self._goals(select(G).where(G.c.id.in_(select(line.c.id))))

    async def hold_tree(self) -> None:
        """Let nobody else hang goals elsewhere, or take a ref, until this commits."""
        here = select(W.c.id).where(W.c.id == self._workspace_id)
        await self._connection.execute(here.with_for_update(key_share=True))

    async def all(self) -> list[Goal]:
        """Return every goal, in order of entry; for imports and the operator's reports."""
        return await self._goals(select(G).order_by(G.c.id))

    async def save(self, goal: Goal) -> Goal:
        """Insert a goal with all that belongs to it, or store what has changed of it; return it with its ids.

        A KPI that is not in it any more stays: it has readings.
        """
        values = goal.model_dump(exclude=PARTS)
        number = goal.id
        if number is None:
            number = await self._add(GoalRow, **values)
        else:
            await self._connection.execute(update(G).where(self._here(GoalRow), G.c.id == number).values(values))
        kpis = [await self._save_kpi(number, kpi) for kpi in goal.kpis]
        await self._save_parts({number: goal}, new=goal.id is None)
        milestones = (await self._milestones([number])).get(number, ()) if goal.milestones else ()
        return goal.model_copy(update={"id": number, "kpis": tuple(kpis), "milestones": tuple(milestones)})

    async def _save_parts(self, goals: Mapping[int, Goal], *, new: bool) -> None:
        """Store who contributes and which milestones there are, in place of what was stored."""
        for part in () if new else parts([*goals]):
            await self._connection.execute(delete(C).where(self._here(GoalContributorRow), C.c.goal.in_(part)))
            await self._connection.execute(delete(M).where(self._here(MilestoneRow), M.c.goal.in_(part)))
        people = [{"goal": number, "person": one} for number, goal in goals.items() for one in goal.contributors]
        await self._add_all(GoalContributorRow, people)
        steps = [(number, one.model_dump(exclude={"id"})) for number, goal in goals.items() for one in goal.milestones]
        await self._add_all(MilestoneRow, [{"goal": number, **step} for number, step in steps])

    async def add_all(self, goals: Sequence[Goal]) -> None:
        """Insert new goals with all that belongs to them, in one go. Their parents follow with `hang`."""
        await self._add_all(GoalRow, [goal.model_dump(exclude=PARTS | {"parent"}) for goal in goals])
        numbers = await self._numbers()
        kpis = [(numbers[goal.ref], kpi) for goal in goals for kpi in goal.kpis]
        await self._add_all(KpiRow, [kpi.model_dump(exclude={"id"}) | {"goal": goal} for goal, kpi in kpis])
        await self._save_parts({numbers[goal.ref]: goal for goal in goals}, new=True)

    async def change_all(self, goals: Sequence[Goal]) -> None:
        """Store what changed of goals and all that belongs to them, in one go. Their parents follow with `hang`."""
        await self._change_all(GoalRow, [goal.model_dump(exclude=PARTS - {"id"} | {"parent"}) for goal in goals])
        kpis = [(goal.id, kpi) for goal in goals for kpi in goal.kpis]
        await self._change_all(KpiRow, [kpi.model_dump() for _, kpi in kpis if kpi.id])
        await self._add_all(
            KpiRow, [kpi.model_dump(exclude={"id"}) | {"goal": goal} for goal, kpi in kpis if not kpi.id]
        )
        await self._save_parts({goal.id or 0: goal for goal in goals}, new=False)

    async def hang(self, parents: Mapping[str, str | None]) -> None:
        """Put goals under others, by ref; None is the top of the tree."""
        numbers = await self._numbers()
        await self._change_all(
            GoalRow,
            [{"id": numbers[ref], "parent": numbers[above] if above else None} for ref, above in parents.items()],
        )

    async def _numbers(self) -> dict[str, int]:
        return {row.ref: row.id for row in await self._rows(select(G.c.ref, G.c.id).where(self._here(GoalRow)))}

    async def next_ref(self) -> str:
        """Return a short id nobody uses yet, such as `G-12`, and nobody else gets until this commits."""
        await self.hold_tree()
        count = (await self._connection.execute(select(func.max(G.c.id)))).scalar() or 0
        taken = {row.ref for row in await self._rows(select(G.c.ref).where(self._here(GoalRow)))}
        while f"G-{count + 1}" in taken:
            count += 1
        return f"G-{count + 1}"

    async def decide(self, goal: Goal, state: State) -> int:
        """Move a goal to `state` and return the round of this decision, counted from 1."""
        query = update(G).where(self._here(GoalRow), G.c.id == goal.id)
        changed = query.values(state=str(state), round=G.c.round + 1).returning(G.c.round)
        return int((await self._connection.execute(changed)).scalar_one()) - 1

    async def round_of(self, goal: Goal) -> int:
        """Return how many proposals this goal has had, the current one included."""
        return (await self.rounds([goal]))[goal.id or 0]

    async def rounds(self, goals: Iterable[Goal]) -> dict[int, int]:
        """Return the same of several goals, by their ids."""
        query = select(G.c.id, G.c.round).where(self._here(GoalRow), G.c.id.in_([goal.id for goal in goals]))
        return {row.id: row.round for row in await self._rows(query)}

    async def believe(self, beliefs: Mapping[int, Confidence]) -> None:
        """Store how sure the owner is of these goals now."""
        if beliefs:
            rows = [{"here": self._workspace_id, "goal": goal, "sure": str(sure)} for goal, sure in beliefs.items()]
            await self._connection.execute(BELIEVE, rows)

    async def move_below(self, old: int, new: int) -> list[int]:
        """Hang the open goals right below one under another; return which they are."""
        below = update(G).where(self._here(GoalRow), G.c.parent == old, G.c.state.in_(OPEN))
        return sorted(row.id for row in await self._rows(below.values(parent=new).returning(G.c.id)))

    async def _save_kpi(self, goal: int, kpi: Kpi) -> Kpi:
        values = kpi.model_dump(exclude={"id"})
        if kpi.id is None:
            return kpi.model_copy(update={"id": await self._add(KpiRow, goal=goal, **values)})
        await self._connection.execute(update(K).where(self._here(KpiRow), K.c.id == kpi.id).values(values))
        return kpi

    async def _goals(self, query: Select[Any]) -> list[Goal]:
        rows = await self._rows(query.where(self._here(GoalRow)))
        ids = [row.id for row in rows]
        kpis, milestones, people = await self._kpis(ids), await self._milestones(ids), await self._contributors(ids)
        return [_goal(row, kpis.get(row.id, ()), milestones.get(row.id, ()), people.get(row.id, ())) for row in rows]

    async def _kpis(self, goals: Sequence[int]) -> Mapping[int, list[Kpi]]:
        query = select(K).where(self._here(KpiRow)).order_by(K.c.id)
        found = [await self._rows(query.where(K.c.goal.in_(part))) for part in parts(goals)]
        return grouped((row.goal, _kpi(row)) for rows in found for row in rows)

    async def _milestones(self, goals: Sequence[int]) -> Mapping[int, list[Milestone]]:
        query = select(M).where(self._here(MilestoneRow)).order_by(M.c.due, M.c.id)
        found = [await self._rows(query.where(M.c.goal.in_(part))) for part in parts(goals)]
        return grouped((row.goal, _milestone(row)) for rows in found for row in rows)

    async def _contributors(self, goals: Sequence[int]) -> Mapping[int, list[str]]:
        query = select(C).where(self._here(GoalContributorRow)).order_by(C.c.person)
        found = [await self._rows(query.where(C.c.goal.in_(part))) for part in parts(goals)]
        return grouped((row.goal, row.person) for rows in found for row in rows)


def grouped(pairs: Iterable[tuple[int, T]]) -> Mapping[int, list[T]]:
    """Return the second of each pair by the first."""
    found: dict[int, list[T]] = {}
    for number, one in pairs:
        found.setdefault(number, []).append(one)
    return found


def _milestone(row: Row[Any]) -> Milestone:
    return Milestone(id=row.id, title=row.title, due=row.due, share=row.share, done_on=row.done_on)


def _kpi(row: Row[Any]) -> Kpi:
    return Kpi(
        id=row.id,
        name=row.name,
        kind=Kind(row.kind),
        unit=row.unit,
        baseline=row.baseline,
        target=row.target,
        value=row.value,
        read_at=row.read_at,
        score=row.score,
    )


def _goal(row: Row[Any], kpis: Sequence[Kpi], milestones: Sequence[Milestone], contributors: Sequence[str]) -> Goal:
    return Goal(
        id=row.id,
        ref=row.ref,
        title=row.title,
        level=Level(row.level),
        owner=row.owner,
        parent=row.parent,
        state=State(row.state),
        starts=row.starts,
        due=row.due,
        score=row.score,
        kpis=tuple(kpis),
        confidence=Confidence(row.confidence) if row.confidence else None,
        contributors=tuple(contributors),
        milestones=tuple(milestones),
        cycle=row.cycle,
        learned=row.learned,
        ended_on=row.ended_on,
    )
