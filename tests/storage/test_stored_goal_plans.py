"""What planning asks of the store: what may stand above, the line above, and a tree nobody else moves meanwhile."""

import asyncio
from datetime import date

from company import ANA, BO, MIA, OLU
from domain.goal_tree import WouldLoop, must_not_loop
from domain.goals import Goal, Level, State
from oracles import find_loop

TODAY, DUE = date(2026, 11, 20), date(2027, 3, 31)


def goal(number, **facts):
    about = {"owner": ANA.id, "state": State.DRAFT, "starts": TODAY, "due": DUE}
    return Goal(ref=f"G-{number}", title=f"Goal {number}", **about | facts)


async def stored(database, *goals):
    async with database.transaction() as store:
        return [await store.goals.save(one) for one in goals]


async def test_what_may_stand_above_is_open_and_shared_or_ones_own(company):
    await stored(
        company,
        goal(1),
        goal(2, owner=BO.id),
        goal(3, owner=MIA.id, level=Level.TEAM, state=State.ACTIVE),
        goal(4, owner=OLU.id, level=Level.COMPANY, state=State.ACTIVE),
        goal(5, owner=OLU.id, level=Level.COMPANY, state=State.CLOSED),
        goal(6, state=State.DROPPED),
    )

    async with company.reading() as store:
        assert [one.ref for one in await store.goals.choices(ANA.id)] == ["G-4", "G-3", "G-1"]


async def test_the_line_above_ends_even_where_it_loops(company):
    one, two, three = await stored(company, goal(1), goal(2), goal(3))
    await stored(
        company, two.model_copy(update={"parent": one.id}), three.model_copy(update={"parent": two.id}), goal(4)
    )

    async with company.reading() as store:
        assert {found.ref for found in await store.goals.line_above(three.id)} == {"G-1", "G-2", "G-3"}
        assert {found.ref for found in await store.goal_trees.right_below(one.id)} == {"G-2"}
    await stored(company, one.model_copy(update={"parent": three.id}))
    async with company.reading() as store:
        assert len(await store.goals.line_above(two.id)) == 3


async def test_nobody_makes_a_loop_however_many_move_goals_at_once(company):
    goals = await stored(company, *(goal(number) for number in range(1, 6)))

    async def hang(number, above):
        async with company.transaction() as store:
            await store.goals.hold_tree()
            one, parent = await store.goals.get(goals[number].id), await store.goals.get(goals[above].id)
            must_not_loop(one, parent, await store.goals.line_above(parent.id))
            await store.goals.save(one.model_copy(update={"parent": parent.id}))

    done = await asyncio.gather(*(hang(n, (n + 1) % 5) for n in range(5)), return_exceptions=True)

    assert [type(one) for one in done if one is not None] == [WouldLoop]
    async with company.reading() as store:
        parents = {str(one.id): str(one.parent) if one.parent else None for one in await store.goals.all()}
    assert find_loop(parents) is None
