"""The same readings in any order, in parts and repeated, make the same KPIs: through the real rules and a real database."""

import asyncio
import shutil
import tempfile
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.readings import plan_readings
from company import ANA, NOW
from domain.goals import Goal, Kpi, State
from domain.readings import CannotTake, Told
from properties import PROPERTY
from storage.database import Database

GOAL = Goal(
    ref="G-1", title="Reply soon", owner=ANA.id, state=State.ACTIVE, starts=date(2026, 7, 1), due=date(2026, 12, 31),
    kpis=(Kpi(name="A", baseline=90, target=45), Kpi(name="B", baseline=9, target=3)),
)  # fmt: skip
START = datetime(2026, 7, 1, 12, tzinfo=UTC)

slots = st.tuples(st.sampled_from(["A", "B"]), st.integers(0, 6))
kept = st.dictionaries(slots, st.tuples(st.integers(0, 3), st.booleans()), min_size=1, max_size=8)
"""What was measured: by KPI and day, the value, and whether the sender gives it a key."""


def told(slot, value, keyed):
    kpi, day = slot
    key = f"{kpi}-{day}" if keyed else None
    return Told(goal="G-1", kpi=kpi, value=value, at=(START + timedelta(days=day)).isoformat(), key=key)


@st.composite
def deliveries(draw):
    """Readings, and bodies that tell all of them at least once, in any order, some of them again and again."""
    measured = draw(kept)
    whole = [told(slot, *said) for slot, said in measured.items()]
    stream = draw(st.permutations(whole + draw(st.lists(st.sampled_from(whole), max_size=8))))
    cuts = sorted(draw(st.sets(st.integers(1, len(stream)), max_size=3)) | {0, len(stream)})
    return measured, [stream[start:end] for start, end in pairwise(cuts)]


async def take(database, body):
    async with database.transaction() as store:
        plan = await plan_readings(store, body, how="say so", now=NOW)
        await store.readings.add(*plan.new)


async def after(template: Path, *bodies):
    """What the KPIs show, and how many readings are stored, once all of these were sent."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(template, Path(folder) / "cairn.db")
        opened = Database.open(f"sqlite:///{folder}/cairn.db")
        async with opened.transaction() as store:
            workspace = await store.workspaces.meet("T0NORTHWIND", "Northwind")
        database = opened.of(workspace)
        async with database.transaction() as store:
            await store.people.save(ANA)
            goal = await store.goals.save(GOAL)
        for body in bodies:
            with suppress(CannotTake):
                await take(database, body)
        async with database.reading() as store:
            found, readings = await store.goals.get(goal.id), await store.readings.of([goal])
        await opened.close()
    return {kpi.name: kpi.value for kpi in found.kpis}, len(readings)


def latest(measured, kpi):
    """A naive recomputation: the value of the last day on which the KPI was measured."""
    days = {day: value for (name, day), (value, _) in measured.items() if name == kpi}
    return days[max(days)] if days else None


def test_any_order_and_repetition_gives_the_same_kpis(sqlite_template):
    @settings(PROPERTY, max_examples=20)
    @given(deliveries())
    def check(delivered):
        measured, bodies = delivered
        found, stored = asyncio.run(after(sqlite_template, *bodies))
        assert found == {"A": latest(measured, "A"), "B": latest(measured, "B")}
        assert stored == len(measured)

    check()


def test_a_correction_stands_whichever_of_the_two_comes_first(sqlite_template):
    wrong, right = (
        told(("A", 1), 400, keyed=False),
        told(("A", 1), 40, keyed=False).model_copy(update={"correct": True}),
    )

    for bodies in ([wrong], [right], [wrong]), ([right], [wrong], [right]), ([wrong], [right], [right], [wrong]):
        assert asyncio.run(after(sqlite_template, *bodies)) == ({"A": 40, "B": None}, 1)
