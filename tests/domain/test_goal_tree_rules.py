"""The tree of goals: it adds up as if worked out naively, whatever is stored, and no move makes a loop in it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from company import ANA
from domain.goal_tree import WouldLoop, below, must_not_loop, roll_up
from domain.goals import Goal, Kpi, State
from oracles import find_loop
from properties import PROPERTY

MOST = 12
STATES = st.sampled_from([State.ACTIVE] * 5 + [State.CLOSED] * 3 + list(State))
VALUES = st.lists(st.none() | st.integers(-30, 130), max_size=3)
SCORES = st.none() | st.sampled_from([0.0, 0.35, 0.7, 1.0])
ROWS = st.lists(st.tuples(STATES, VALUES, SCORES, st.integers(0, MOST)), min_size=1, max_size=MOST)
UNITS = ("min", "€", "%")


def goal(number: int, values=(), **facts) -> Goal:
    kpis = [Kpi(name="n", unit=UNITS[n % 3], baseline=0, target=100, value=value) for n, value in enumerate(values)]
    about = {"ref": f"G-{number}", "title": f"Goal {number}", "owner": ANA.id, "state": State.ACTIVE}
    days = {"starts": date(2026, 7, 1), "due": date(2026, 12, 31)}
    return Goal(**(about | days | {"id": number, "kpis": kpis} | facts))


def grown(rows, *, looping=False) -> list[Goal]:
    """Return goals of which each hangs below an earlier one, or none; with loops below any that is there."""
    last = len(rows) if looping else 0
    return [
        goal(number, values, state=state, score=score, parent=above if 0 < above <= max(number - 1, last) else None)
        for number, (state, values, score, above) in enumerate(rows, start=1)
    ]


def naive(one: Goal, goals: list[Goal]) -> float | None:
    """How far a goal is, as one would say it: it asks those below, which ask those below them."""
    if one.state is State.CLOSED and one.score is not None:
        return one.score
    if one.kpis:
        return one.progress
    shares = naive_shares(one, goals)
    return sum(shares) / len(shares) if shares else None


def naive_shares(one: Goal, goals: list[Goal]) -> list[float]:
    counted = [child for child in goals if child.parent == one.id and child.state in {State.ACTIVE, State.CLOSED}]
    return [share for child in counted if (share := naive(child, goals)) is not None]


def line(one: Goal, goals: list[Goal]) -> list[int]:
    """The ids above a goal, up to the top, or around a loop until one comes again."""
    parents = {each.id: each.parent for each in goals}
    found = []
    above = one.parent
    while above in parents and above not in found:
        found.append(above)
        above = parents[above]
    return found


@PROPERTY
@given(ROWS)
def test_the_tree_adds_up_as_if_worked_out_naively(rows):
    goals = grown(rows)

    rolled = roll_up(goals)

    for one in goals:
        shares = naive_shares(one, goals)
        found = rolled[one.id]
        assert found.progress == naive(one, goals)
        assert found.below == tuple(shares)
        assert found.of_those_below == (sum(shares) / len(shares) if shares else None)
        assert found.own is (bool(one.kpis) or (one.state is State.CLOSED and one.score is not None))


@PROPERTY
@given(ROWS, st.randoms(use_true_random=False))
def test_in_whatever_order_they_come(rows, chance):
    goals = grown(rows)
    mixed = chance.sample(goals, len(goals))

    assert {number: one.progress for number, one in roll_up(mixed).items()} == {
        number: pytest.approx(one.progress) for number, one in roll_up(goals).items()
    }


@PROPERTY
@given(ROWS)
def test_a_loop_that_somebody_stored_ends_and_leaves_the_others_alone(rows):
    goals = grown(rows, looping=True)

    rolled = roll_up(goals)

    assert rolled.keys() == {one.id for one in goals}
    for one in goals:
        if one.id not in line(one, goals):
            assert rolled[one.id].progress == naive(one, goals)
        elif one.kpis and one.state is not State.CLOSED:
            assert rolled[one.id].progress == one.progress
        share = rolled[one.id].progress
        assert share is None or 0 <= share <= 1


@PROPERTY
@given(ROWS)
def test_below_a_goal_is_whatever_has_it_in_its_line(rows):
    goals = grown(rows, looping=True)

    for one in goals:
        assert below(one.id, goals) == {each.id for each in goals if one.id in line(each, goals)} - {one.id}


@PROPERTY
@given(ROWS, st.integers(0, MOST), st.integers(0, 60))
def test_a_better_number_lowers_nobody(rows, place, more):
    goals = grown(rows)
    one = goals[place % len(goals)]
    better = [kpi.model_copy(update={"value": (kpi.value or 0) + more}) for kpi in one.kpis]

    after = roll_up([one.model_copy(update={"kpis": tuple(better)}) if each is one else each for each in goals])

    for number, found in roll_up(goals).items():
        assert found.progress is None or after[number].progress >= found.progress


def test_ten_thousand_goals_below_each_other_add_up_too():
    goals = [goal(number, parent=number - 1 or None) for number in range(1, 10_000)]

    rolled = roll_up([*goals, goal(10_000, [40], parent=9_999)])

    assert rolled[1].progress == rolled[9_999].progress == 0.4


MOVES = st.lists(st.tuples(st.integers(1, 6), st.integers(0, 6)), max_size=30)


@PROPERTY
@given(MOVES)
def test_no_moves_ever_make_a_loop(moves):
    parents: dict[int, int | None] = dict.fromkeys(range(1, 7))
    for number, above in moves:
        goals = [goal(each, parent=parent) for each, parent in parents.items()]
        one, parent = goals[number - 1], goals[above - 1] if above else None
        line_of_it = [each for each in goals if parent and each.id in {*line(parent, goals), parent.id}]
        moved = parents | {number: above or None}

        allowed = {is_allowed(one, parent, known) for known in (goals, line_of_it)}

        assert allowed == {loop_in(moved) is None}, "by the whole tree, and by the line above alone"
        parents = moved if allowed == {True} else parents
        assert loop_in(parents) is None


def is_allowed(one: Goal, parent: Goal | None, known: list[Goal]) -> bool:
    try:
        must_not_loop(one, parent, known)
    except WouldLoop:
        return False
    return True


def loop_in(parents: dict[int, int | None]) -> tuple[str, ...] | None:
    return find_loop({str(number): str(above) if above else None for number, above in parents.items()})


def test_a_goal_that_is_not_stored_yet_hangs_below_any():
    must_not_loop(goal(1).model_copy(update={"id": None}), goal(2), [goal(2)])
