"""Goals, their KPIs and every reading of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, func, not_, or_, select, update

from domain.goals import OPEN, Confidence, Goal, Kpi, KpiReading, Level, State
from domain.permissions import Grant, Topic
from storage.columns import Utc
from storage.room import Room
from storage.sql import table
from storage.tables import GoalRow, KpiReadingRow, KpiRow, WorkspaceRow

G, K, R, W = table(GoalRow), table(KpiRow), table(KpiReadingRow), table(WorkspaceRow)
AT = bindparam("at", type_=Utc)
READ = (
    update(K)
    .where(
        K.c.workspace_id == bindparam("here"), K.c.id == bindparam("kpi"), K.c.read_at.is_(None) | (K.c.read_at <= AT)
    )
    .values(value=bindparam("new"), read_at=AT)
)
BELIEVE = (
    update(G)
    .where(G.c.workspace_id == bindparam("here"), G.c.id == bindparam("goal"))
    .values(confidence=bindparam("sure"))
)


class Goals(Room):
    """What the work is for."""

    async def get(self, number: int) -> Goal | None:
        """Return one goal with its KPIs."""
        return next(iter(await self._goals(select(G).where(G.c.id == number))), None)

    async def locked(self, number: int) -> Goal | None:
        """Return one goal, locked until this transaction ends."""
        await self._connection.execute(
            select(G.c.id).where(self._here(GoalRow), G.c.id == number).with_for_update(key_share=True)
        )
        return await self.get(number)

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

    async def shared(self, *, closed: bool = False) -> list[Goal]:
        """Return the open company and team goals, with `closed` the ended ones too: everyone sees them."""
        states = tuple(State) if closed else OPEN
        query = select(G).where(G.c.state.in_(states), G.c.level != Level.INDIVIDUAL)
        return await self._goals(query.order_by(G.c.level, G.c.due, G.c.id))

    async def all(self) -> list[Goal]:
        """Return every goal, in order of entry; for imports and the operator's reports."""
        return await self._goals(select(G).order_by(G.c.id))

    async def save(self, goal: Goal) -> Goal:
        """Insert a goal with its KPIs, or store its changed fields and latest KPIs; return it with its ids."""
        values = goal.model_dump(exclude={"id", "kpis"})
        number = goal.id
        if number is None:
            number = await self._add(GoalRow, **values)
        else:
            await self._connection.execute(update(G).where(self._here(GoalRow), G.c.id == number).values(values))
        kpis = [await self._save_kpi(number, kpi) for kpi in goal.kpis]
        return goal.model_copy(update={"id": number, "kpis": tuple(kpis)})

    async def add_all(self, goals: Sequence[Goal]) -> None:
        """Insert new goals with their KPIs, in one go. Their parents follow with `hang`."""
        await self._add_all(GoalRow, [goal.model_dump(exclude={"id", "kpis", "parent"}) for goal in goals])
        numbers = await self._numbers()
        kpis = [(numbers[goal.ref], kpi) for goal in goals for kpi in goal.kpis]
        await self._add_all(KpiRow, [kpi.model_dump(exclude={"id"}) | {"goal": goal} for goal, kpi in kpis])

    async def change_all(self, goals: Sequence[Goal]) -> None:
        """Store the changed fields of goals and KPIs, in one go. Their parents follow with `hang`."""
        await self._change_all(GoalRow, [goal.model_dump(exclude={"kpis", "parent"}) for goal in goals])
        kpis = [(goal.id, kpi) for goal in goals for kpi in goal.kpis]
        await self._change_all(KpiRow, [kpi.model_dump() for _, kpi in kpis if kpi.id])
        await self._add_all(
            KpiRow, [kpi.model_dump(exclude={"id"}) | {"goal": goal} for goal, kpi in kpis if not kpi.id]
        )

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
        here = select(W.c.id).where(W.c.id == self._workspace_id)
        await self._connection.execute(here.with_for_update(key_share=True))
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
        query = select(G.c.round).where(self._here(GoalRow), G.c.id == goal.id)
        return int((await self._connection.execute(query)).scalar_one())

    async def read(self, *readings: KpiReading) -> None:
        """Store readings, and make each its KPI's latest unless a later one is there."""
        if readings:
            await self._add_all(KpiReadingRow, [one.model_dump() for one in readings])
            latest = [{"here": self._workspace_id, "kpi": one.kpi, "new": one.value, "at": one.at} for one in readings]
            await self._connection.execute(READ, latest)

    async def believe(self, beliefs: Mapping[int, Confidence]) -> None:
        """Store how sure the owner is of these goals now."""
        if beliefs:
            rows = [{"here": self._workspace_id, "goal": goal, "sure": str(sure)} for goal, sure in beliefs.items()]
            await self._connection.execute(BELIEVE, rows)

    async def readings(self, goals: Collection[Goal]) -> list[KpiReading]:
        """Return all readings of these goals, oldest first."""
        query = select(R).where(self._here(KpiReadingRow), R.c.goal.in_([goal.id for goal in goals]))
        return [
            KpiReading(
                goal=row.goal, kpi=row.kpi, value=row.value, at=row.at, by=row.by, note=row.note, check_in=row.check_in
            )
            for row in await self._rows(query.order_by(R.c.at, R.c.id))
        ]

    async def arrived(self, *, since: datetime) -> list[Goal]:
        """Return the goals whose KPIs all stand at their targets, one of them read from `since` on; to celebrate."""
        there = or_(K.c.value >= K.c.target, K.c.target < K.c.baseline)
        there = and_(there, or_(K.c.value <= K.c.target, K.c.target > K.c.baseline))
        short = select(K.c.goal).where(self._here(KpiRow), or_(K.c.value.is_(None), not_(there)))
        read = select(K.c.goal).where(self._here(KpiRow), K.c.read_at >= since, there)
        return await self._goals(select(G).where(G.c.id.in_(read), G.c.id.not_in(short)).order_by(G.c.id))

    async def shared_and_read(self, *, since: datetime) -> list[Goal]:
        """Return the company and team goals, closed ones too, of which a number was read from `since` on."""
        read = select(K.c.goal).where(self._here(KpiRow), K.c.read_at >= since)
        query = select(G).where(G.c.id.in_(read), G.c.level != Level.INDIVIDUAL)
        return await self._goals(query.order_by(G.c.level, G.c.id))

    async def _save_kpi(self, goal: int, kpi: Kpi) -> Kpi:
        values = kpi.model_dump(exclude={"id"})
        if kpi.id is None:
            return kpi.model_copy(update={"id": await self._add(KpiRow, goal=goal, **values)})
        await self._connection.execute(update(K).where(self._here(KpiRow), K.c.id == kpi.id).values(values))
        return kpi

    async def _goals(self, query: Select[Any]) -> list[Goal]:
        rows = await self._rows(query.where(self._here(GoalRow)))
        kpis: dict[int, list[Kpi]] = {row.id: [] for row in rows}
        if rows:
            found = select(K).where(self._here(KpiRow), K.c.goal.in_(list(kpis))).order_by(K.c.id)
            for row in await self._rows(found):
                kpis[row.goal].append(_kpi(row))
        return [_goal(row, kpis[row.id]) for row in rows]


def _kpi(row: Row[Any]) -> Kpi:
    return Kpi(
        id=row.id,
        name=row.name,
        unit=row.unit,
        baseline=row.baseline,
        target=row.target,
        value=row.value,
        read_at=row.read_at,
    )


def _goal(row: Row[Any], kpis: Sequence[Kpi]) -> Goal:
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
    )
