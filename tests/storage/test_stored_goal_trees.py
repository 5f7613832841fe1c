"""What hangs around a goal, and what names it."""

from datetime import date, timedelta

import pytest

from company import ANA, BO, EVERYONE, HANA, MIA, NOW, SAM
from domain.feedback import Feedback, Visibility
from domain.goals import Goal, Level, State
from domain.kudos import Kudos
from domain.permissions import may_read

MANAGERS = {one.id: one.manager for one in EVERYONE}


@pytest.fixture
async def forest(company):
    """A company goal, a team's below it, two of people below that, and one beside them all."""
    stored: dict[str, Goal] = {}
    rows = (
        ("company", None, Level.COMPANY, State.ACTIVE),
        ("team", "company", Level.TEAM, State.ACTIVE),
        ("mine", "team", Level.INDIVIDUAL, State.ACTIVE),
        ("below mine", "mine", Level.INDIVIDUAL, State.PROPOSED),
        ("done", "team", Level.INDIVIDUAL, State.CLOSED),
        ("thought", "team", Level.INDIVIDUAL, State.DRAFT),
        ("dropped", "team", Level.INDIVIDUAL, State.DROPPED),
        ("beside", "company", Level.TEAM, State.ACTIVE),
    )
    async with company.transaction() as store:
        for title, above, level, state in rows:
            about = {"starts": date(2026, 7, 1), "due": date(2026, 12, 31), "owner": ANA.id}
            parent = stored[above].id if above else None
            goal = Goal(ref=title, title=title, level=level, state=state, parent=parent, **about)
            stored[title] = await store.goals.save(goal)
    return company, stored


def titles(stored: dict[str, Goal], found) -> list[str]:
    known = {goal.id: title for title, goal in stored.items()}
    return [known[one.id] for one in found]


async def test_the_whole_tree_holds_no_drafts_and_nothing_dropped(forest):
    company, stored = forest
    async with company.reading() as store:
        found = await store.goal_trees.whole()

    assert titles(stored, found) == ["company", "team", "mine", "below mine", "done", "beside"]


async def test_around_a_goal_are_the_one_above_and_all_below(forest):
    company, stored = forest
    async with company.reading() as store:
        found = titles(stored, await store.goal_trees.around(stored["team"].id))
        top = titles(stored, await store.goal_trees.around(stored["company"].id))
        assert await store.goal_trees.around(99) == await store.goal_trees.around() == []
        both = await store.goal_trees.around(stored["mine"].id, stored["beside"].id)

    assert found == ["company", "team", "mine", "below mine", "done", "thought", "dropped"]
    assert len(top) == 8
    assert set(titles(stored, both)) == {"company", "team", "mine", "below mine", "beside"}


async def test_a_loop_that_was_stored_ends(forest):
    company, stored = forest
    async with company.transaction() as store:
        await store.goals.save(stored["team"].model_copy(update={"parent": stored["below mine"].id}))
        found = titles(stored, await store.goal_trees.around(stored["mine"].id))

    assert found == ["team", "mine", "below mine", "done", "thought", "dropped"]


async def test_what_somebody_is_to_reach(forest):
    company, stored = forest
    async with company.reading() as store:
        whole = set(titles(stored, await store.goal_trees.of_person(ANA.id, individual=True)))
        shared = set(titles(stored, await store.goal_trees.of_person(ANA.id, individual=False)))
        assert await store.goal_trees.of_person(BO.id, individual=True) == []

    assert whole == {"company", "team", "mine", "below mine", "done", "dropped", "beside"}
    assert shared == {"company", "team", "beside"}


async def test_kudos_that_name_a_goal_are_counted_as_far_as_one_may_know_them(forest):
    company, stored = forest
    number = stored["mine"].id
    async with company.transaction() as store:
        for reason, public in (("a", True), ("b", False), ("c", True), ("d", True)):
            one = Kudos(giver=BO.id, receivers=(ANA.id,), reason=reason, public=public, given_at=NOW, goal=number)
            kept = await store.kudos.add(one)
            if reason == "c":
                await store.kudos.undo(kept, now=NOW)
        counts = {one.id: await store.goal_trees.count_kudos(number, one.id) for one in (ANA, BO, MIA, SAM)}
        assert await store.goal_trees.count_kudos(stored["team"].id, ANA.id) == 0

    assert counts == {ANA.id: 3, BO.id: 3, MIA.id: 2, SAM.id: 2}


async def test_feedback_that_names_a_goal_is_counted_as_far_as_one_may_read_it(forest):
    company, stored = forest
    async with company.transaction() as store:
        for goal in (stored["mine"].id, None):
            for visibility in Visibility:
                piece = Feedback(author=HANA.id, receiver=ANA.id, behaviour="b", visibility=visibility, given_at=NOW)
                await store.feedback.add(piece.model_copy(update={"goal": goal}))
        since = NOW - timedelta(days=1)
        counts = [
            await store.feedback.count_received([may_read(reader, ANA, MANAGERS)], since=since, goal=number)
            for reader in (ANA, MIA)
            for number in (stored["mine"].id, None)
        ]

    assert counts == [2, 4, 2, 4]
