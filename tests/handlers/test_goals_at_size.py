"""Thousands of goals: what is shown is what reading everything would show, and nothing is asked for each of them."""

import random
from datetime import date, timedelta

import pytest
from seeds import TODAY, shown

from company import ANA, EVERYONE, MIA, NOW, OLU
from domain.goal_sight import Sight, leave, opened_at_first, rows
from domain.goals import Goal, Kpi, Level, State
from domain.people import Person
from domain.refusals import NotThere
from handlers import goal_cards, goal_tree
from handlers.views import goal_tree as view
from statements import asked

STATES = (*[State.ACTIVE] * 6, *State)


async def grow(company, seed: int, count: int = 70) -> list[Goal]:
    """Store a tree drawn by `seed`, in which everybody has goals on all levels."""
    draw = random.Random(seed)
    async with company.transaction() as store:
        goals: list[Goal] = []
        for number in range(1, count + 1):
            kpis = [
                Kpi(name="n", baseline=0, target=7, value=draw.choice([None, 1, 3, 9]))
                for _ in range(draw.randrange(2))
            ]
            state = draw.choice(STATES)
            goal = Goal(
                ref=f"G-{number}",
                title=f"Goal {number}",
                level=draw.choice([Level.COMPANY, Level.TEAM, *[Level.INDIVIDUAL] * 4]),
                owner=draw.choice(EVERYONE).id,
                parent=draw.choice(goals).id if goals and draw.random() < 0.8 else None,
                state=state,
                starts=date(2026, 7, 1),
                due=TODAY + timedelta(days=draw.randrange(90)),
                score=draw.choice([None, 0.4, 1.0]) if state is State.CLOSED else None,
                kpis=tuple(kpis),
            )
            goals.append(await store.goals.save(goal))
    return goals


async def plainly(company, reader: Person, *, start: int, opened: list[int] | None) -> dict:
    """Return the same page from all goals and all people."""
    async with company.reading() as store:
        everything = [one for one in await store.goals.all() if one.state not in {State.DRAFT, State.DROPPED}]
        people = await store.people.all(active=False)
    grants = leave(reader, people.values(), {one.id: one.manager for one in people.values()})
    sight = Sight(everything, reader.id, grants)
    shown = sight.in_tree()
    unfolded = opened_at_first(shown, most=view.MOST_ON_PAGE) if opened is None else opened
    found = rows(shown, set(unfolded))
    start = min(start, max(len(found) - 1, 0) // view.MOST_ON_PAGE * view.MOST_ON_PAGE)
    page = found[start : start + view.MOST_ON_PAGE]
    return view.tree(page, lambda one: sight.stand(one, TODAY), start=start, count=len(found), opened=unfolded)


@pytest.mark.parametrize("seed", range(3))
async def test_a_page_is_what_reading_everything_gives(company, seed):
    goals = await grow(company, seed)
    for reader in EVERYONE:
        for start, opened in ((0, None), (20, [one.id for one in goals])):
            page = await goal_tree._tree(company, reader.id, start, opened, once=None, now=NOW)
            plain = await plainly(company, reader, start=start, opened=opened)
            assert shown(page["blocks"]) == shown(plain["blocks"])
            assert page["private_metadata"] == plain["private_metadata"]


async def test_a_card_says_of_each_goal_what_the_whole_tree_says(company):
    goals = await grow(company, 7, 25)
    async with company.reading() as store:
        people = await store.people.all(active=False)
    for reader in (ANA, MIA, OLU):
        grants = leave(reader, people.values(), {one.id: one.manager for one in people.values()})
        whole = Sight(goals, reader.id, grants)
        for one in goals:
            async with company.reading() as store:
                if one.id not in whole.seen:
                    with pytest.raises(NotThere):
                        await goal_cards._gather(store, reader, one.id, now=NOW)
                    continue
                facts, _ = await goal_cards._gather(store, reader, one.id, now=NOW)
            below = whole.right_below(one.id)
            assert facts.goal == one
            assert facts.stand == whole.stand(one, TODAY)
            assert facts.mean_below == whole.of_those_below(one)
            assert facts.above == whole.seen.get(one.parent)
            assert facts.below == [(other, whole.stand(other, TODAY)) for other in below[:10]]
            assert facts.count_below == len(below)


async def test_it_asks_as_often_for_hundreds_of_goals_and_people_as_for_a_few(company):
    async def look() -> list[int]:
        counts = []
        for window in (
            goal_tree._tree(company, OLU.id, 0, None, once=None, now=NOW),
            goal_tree._person(company, OLU.id, MIA.id, 0, once=None, now=NOW),
            goal_cards.card(company, OLU.id, 1, now=NOW),
        ):
            with asked(company.engine.sync_engine) as statements:
                await window
            counts.append(len(statements))
        return counts

    about = {"starts": date(2026, 7, 1), "due": TODAY, "state": State.ACTIVE}
    top = Goal(ref="T-0", title="Top", level=Level.COMPANY, owner=MIA.id, **about)
    async with company.transaction() as store:
        top = await store.goals.save(top)
        await store.goals.save(Goal(ref="T-1", title="One", owner=MIA.id, parent=top.id, **about))
    few = await look()
    async with company.transaction() as store:
        line = [Person(id=f"UR{n:03}", name="R", manager=MIA.id, manager_since=NOW) for n in range(300)]
        await store.people.save_all(line)
        kpi = (Kpi(name="n", baseline=0, target=9, value=3),)
        more = [Goal(ref=f"M-{n}", title="More", owner=one.id, kpis=kpi, **about) for n, one in enumerate(line)]
        more += [Goal(ref=f"N-{n}", title="More", owner=MIA.id, **about) for n in range(50)]
        await store.goals.add_all(more)
        await store.goals.hang({goal.ref: "T-0" for goal in more})

    assert await look() == few
    assert max(few) <= 24
