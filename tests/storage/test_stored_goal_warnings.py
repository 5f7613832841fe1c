"""Warnings about goals in the database: one open for each goal."""

from datetime import date, timedelta

import pytest

from company import ANA, BO, MIA, NOW
from domain.goal_warnings import Answer, Warned, answered
from domain.goals import Confidence, Goal, State

LATER = NOW + timedelta(days=1)


@pytest.fixture
async def goals(company) -> list[Goal]:
    about = {"title": "x", "state": State.ACTIVE, "starts": date(2026, 7, 1), "due": date(2026, 12, 31)}
    async with company.transaction() as store:
        return [
            await store.goals.save(Goal(ref=ref, owner=owner.id, **about))
            for ref, owner in (("G-1", ANA), ("G-2", ANA), ("G-3", BO))
        ]


def warned(goal: Goal, state=Confidence.AT_RISK) -> Warned:
    return Warned(goal=goal.id, state=state, said_at=NOW)


async def test_a_worse_state_takes_the_place_of_the_one_before(company, goals):
    first, second, _ = goals
    async with company.transaction() as store:
        await store.goal_warnings.warn([warned(first), warned(second)], now=NOW)
        await store.goal_warnings.warn([warned(first, Confidence.OFF_TRACK)], now=LATER)

    async with company.reading() as store:
        standing = await store.goal_warnings.standing()
        assert {goal: one.state for goal, one in standing.items()} == {
            first.id: Confidence.OFF_TRACK,
            second.id: Confidence.AT_RISK,
        }
        assert list(await store.goal_warnings.standing([second.id, 99])) == [second.id]
        assert await store.goal_warnings.standing([]) == {}


async def test_what_became_of_one_is_kept_until_it_is_over(company, goals):
    async with company.transaction() as store:
        await store.goal_warnings.warn([warned(goals[0])], now=NOW)
        one = (await store.goal_warnings.standing())[goals[0].id]
        await store.goal_warnings.save(answered(one, Answer.EXPLAINED, why="holidays", now=LATER))
        await store.goal_warnings.note_manager([one.goal], MIA.id, now=LATER)
        one = (await store.goal_warnings.standing())[one.goal]
        assert (one.answer, one.why, one.answered_at) == (Answer.EXPLAINED, "holidays", LATER)
        assert (one.manager, one.told_manager_at) == (MIA.id, LATER)

        await store.goal_warnings.end([one.goal], now=LATER)
        assert await store.goal_warnings.standing() == {}


async def test_goals_are_found_by_number_and_by_owner(company, goals):
    async with company.transaction() as store:
        await store.goals.save(goals[1].model_copy(update={"state": State.CLOSED}))
        assert [one.ref for one in await store.goals.numbered([goals[2].id, goals[1].id, 99])] == ["G-2", "G-3"]
        assert [one.ref for one in await store.goals.active_of([ANA.id, BO.id])] == ["G-1", "G-3"]
