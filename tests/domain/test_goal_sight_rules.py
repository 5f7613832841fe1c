"""What one reader sees of the tree of goals, and that no sum tells them of a goal that is not theirs to see."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from company import ANA, BO, EVERYONE, HANA, LONG_AGO, MIA, OLU, SAM
from domain.goal_history import Change, GoalEvent, Happened
from domain.goal_sight import Sight, leave, may_see, newest_first, opened_at_first, rows
from domain.goal_tree import in_tree_order
from domain.goals import Confidence, Goal, Kpi, Level, State
from domain.people import Person
from domain.permissions import Grant, Relation, Topic, readable
from properties import PROPERTY

PEOPLE = {one.id: one for one in EVERYONE}
TODAY = date(2026, 11, 20)
THEN = datetime(2026, 10, 1, tzinfo=UTC)


def goal(number: int, value: float | None = None, **facts) -> Goal:
    kpis = (Kpi(name="n", baseline=0, target=100, value=value),) if value is not None else ()
    about = {"ref": f"G-{number}", "title": f"Goal {number}", "owner": ANA.id, "state": State.ACTIVE}
    days = {"starts": date(2026, 7, 1), "due": date(2026, 12, 31)}
    return Goal(**({"id": number, "kpis": kpis} | about | days | facts))


def left(reader: Person, owners, people=PEOPLE) -> dict[str, Grant]:
    managers = {one.id: one.manager for one in people.values()}
    return leave(reader, [people[owner] for owner in owners if owner in people], managers)


def sight(goals, reader: Person = OLU, people=PEOPLE) -> Sight:
    return Sight(goals, reader.id, left(reader, {one.owner for one in goals}, people))


@pytest.mark.parametrize(
    ("reader", "owners"),
    [
        pytest.param(ANA, {ANA.id}, id="oneself"),
        pytest.param(MIA, {ANA.id, BO.id, MIA.id}, id="a manager"),
        pytest.param(OLU, {ANA.id, BO.id, MIA.id, OLU.id}, id="the line above"),
        pytest.param(HANA, {HANA.id}, id="the people team is no exception"),
        pytest.param(SAM.model_copy(update={"active": False}), set(), id="somebody who left"),
    ],
)
def test_leave_is_given_for_oneself_and_the_line_below(reader, owners):
    assert set(left(reader, PEOPLE)) == owners
    assert readable(Topic.GOALS, reader, {one.id: one.manager for one in EVERYONE}) == owners


def test_the_goals_of_somebody_who_left_stay_with_their_manager():
    gone = {**PEOPLE, ANA.id: ANA.model_copy(update={"active": False})}

    assert left(MIA, [ANA.id], gone)[ANA.id].relation is Relation.MANAGER


@pytest.mark.parametrize(
    ("facts", "seen_by"),
    [
        pytest.param({"level": Level.TEAM}, EVERYONE, id="a team's goal is everybody's"),
        pytest.param({"level": Level.TEAM, "state": State.DRAFT}, {ANA}, id="but not as a draft"),
        pytest.param({}, {ANA, MIA, OLU}, id="one's own: the line"),
        pytest.param({"state": State.PROPOSED}, {ANA, MIA, OLU}, id="proposed"),
        pytest.param({"state": State.DRAFT}, {ANA}, id="a draft is its owner's alone"),
    ],
)
def test_who_sees_a_goal(facts, seen_by):
    one = goal(1, **facts)

    assert {reader.id for reader in EVERYONE if may_see(one, reader.id, left(reader, [ANA.id]))} == {
        reader.id for reader in seen_by
    }


def test_the_tree_holds_what_is_open_and_what_was_closed_below_it():
    goals = [
        goal(1, level=Level.TEAM, due=date(2026, 12, 1)),
        goal(2, level=Level.COMPANY),
        goal(3, parent=1, state=State.CLOSED, score=0.8),
        goal(4, parent=3, state=State.CLOSED, score=0.5),
        goal(5, state=State.CLOSED, score=1),
        goal(6, parent=5, state=State.CLOSED, score=1),
        goal(7, state=State.DROPPED),
        goal(8, parent=7),
        goal(9, state=State.PROPOSED, parent=2),
        goal(10, state=State.DRAFT, owner=OLU.id),
    ]

    assert [one.id for one in sight(goals).in_tree()] == [2, 1, 3, 4, 8, 9]
    assert [one.id for one in sight(goals).right_below(5)] == [6]
    assert [one.id for one in sight(goals).right_below(7)] == [8]


@pytest.mark.parametrize(
    ("below", "said"),
    [
        pytest.param([40], "the one goal below stands at 40 %", id="one"),
        pytest.param(
            [40, 60, 30], "the mean of the 3 goals below is 43 % (40 %, 60 % and 30 %)", id="a few with their shares"
        ),
        pytest.param(
            range(10, 80, 10), "the mean of the 7 goals below is 40 %, from 10 % to 70 %", id="many with their ends"
        ),
    ],
)
def test_the_sum_of_the_goals_below_is_said(below, said):
    goals = [goal(1, level=Level.TEAM), *(goal(2 + n, value, parent=1) for n, value in enumerate(below))]

    stand = sight(goals).stand(goals[0], TODAY)

    assert stand.said == f"{said}; the plan for today is 78 %"
    assert stand.progress == pytest.approx(sum(below) / len(below) / 100)
    assert stand.status is Confidence.OFF_TRACK
    assert sight(goals).of_those_below(goals[0]) == said


def test_a_goal_with_numbers_of_its_own_speaks_for_itself_and_names_those_below():
    goals = [goal(1, 80, level=Level.TEAM), goal(2, 10, parent=1)]

    stand = sight(goals).stand(goals[0], TODAY)

    assert stand.progress == pytest.approx(0.8)
    assert stand.status is Confidence.ON_TRACK
    assert stand.said.startswith("80 of 100; the plan for today is 77.6; at this pace")
    assert stand.said.endswith("; the one goal below stands at 10 %")


@pytest.mark.parametrize(
    ("one", "progress", "said"),
    [
        pytest.param(goal(1), None, "no KPI yet, and nothing below it that counts", id="nothing says"),
        pytest.param(goal(1, state=State.PROPOSED), None, "", id="proposed"),
        pytest.param(goal(1, state=State.CLOSED, score=0.7), 0.7, "closed at 0.7", id="closed"),
        pytest.param(goal(1, state=State.CLOSED), None, "closed", id="closed before there were scores"),
    ],
)
def test_where_no_sum_speaks(one, progress, said):
    stand = sight([one]).stand(one, TODAY)

    assert (stand.progress, stand.said, stand.status) == (progress, said, None)
    assert sight([one]).of_those_below(one) == ""


def test_a_dropped_goal_has_no_mean_and_one_nobody_stored_neither():
    assert sight([]).of_those_below(goal(1)) == ""


def test_five_people_may_hide_behind_a_sum_and_four_may_not():
    many = {f"U{n}": Person(id=f"U{n}", name="x") for n in range(5)}
    team = goal(1, level=Level.TEAM)
    theirs = [goal(2 + n, 20.0 * n, parent=1, owner=owner) for n, owner in enumerate(many)]

    assert (
        sight([team, *theirs], people=PEOPLE | many)
        .stand(team, TODAY)
        .said.startswith("the mean of the 5 goals below is 40 %;")
    )
    assert sight([team, *theirs[1:]], people=PEOPLE | many).stand(team, TODAY).progress is None


GOALS = st.lists(
    st.tuples(
        st.sampled_from(list(Level)),
        st.sampled_from([SAM.id, HANA.id, ANA.id, BO.id]),
        st.none() | st.integers(0, 100),
        st.sampled_from([State.ACTIVE] * 5 + list(State)),
        st.integers(0, 3),
    ),
    min_size=2,
    max_size=10,
)


def grown(some, values=None) -> list[Goal]:
    """Return goals of which each hangs below an earlier one, or none."""
    return [
        goal(
            number,
            None if value is None else (values or {}).get(number, value),
            level=level,
            owner=owner,
            state=state,
            parent=above if above < number and above else None,
        )
        for number, (level, owner, value, state, above) in enumerate(some, start=1)
    ]


@PROPERTY
@given(GOALS, st.lists(st.integers(0, 100), min_size=10, max_size=10))
def test_whatever_becomes_of_goals_one_may_not_see_one_sees_the_same(some, other):
    before = sight(grown(some))
    others = {number: value for number, value in enumerate(other, start=1) if number not in before.seen}
    after = sight(grown(some, others))

    assert after.in_tree() == before.in_tree()
    for one in before.seen.values():
        assert after.stand(one, TODAY) == before.stand(one, TODAY)
        assert after.of_those_below(one) == before.of_those_below(one)


@PROPERTY
@given(GOALS, st.sets(st.integers(1, 10)))
def test_rows_are_the_tree_without_what_hangs_below_folded_goals(some, opened):
    goals = sight(grown(some), MIA).in_tree()
    parents = {one.id: one.parent for one in goals}

    def unfolded(one: Goal) -> bool:
        above = one.parent
        while above in parents:
            if above not in opened:
                return False
            above = parents[above]
        return True

    found = rows(goals, opened)

    assert [(row.depth, row.goal) for row in found] == [
        (depth, one) for depth, one in in_tree_order(goals) if unfolded(one)
    ]
    for row in found:
        assert row.below == sum(one.parent == row.goal.id for one in goals)
        assert row.opened == (row.below > 0 and row.goal.id in opened)


def test_a_small_tree_is_unfolded_at_first_and_of_a_large_one_the_companys_goals():
    goals = [goal(1, level=Level.COMPANY), goal(2, level=Level.TEAM, parent=1), goal(3, parent=2)]

    assert opened_at_first(goals, most=3) == [1, 2, 3]
    assert opened_at_first(goals, most=2) == [1]


@pytest.mark.parametrize(
    ("reader", "level", "whys"),
    [
        pytest.param(ANA, Level.INDIVIDUAL, {"wish", "word"}, id="the owner"),
        pytest.param(MIA, Level.INDIVIDUAL, {"wish", "word"}, id="their manager"),
        pytest.param(OLU, Level.INDIVIDUAL, {"word"}, id="the line above reads no wish"),
        pytest.param(SAM, Level.TEAM, {"word"}, id="of a team's goal everybody reads what its owner says"),
        pytest.param(SAM, Level.INDIVIDUAL, set(), id="nobody else"),
    ],
)
def test_who_reads_why(reader, level, whys):
    events = [
        GoalEvent(goal=1, at=THEN, by=MIA.id, what=Happened.SENT_BACK, why="wish"),
        GoalEvent(goal=1, at=THEN, by=ANA.id, what=Happened.EXPLAINED, why="word", changes={"due": Change(after="x")}),
    ]

    told = newest_first(events, goal(1, level=level), left(reader, [ANA.id]).get(ANA.id))

    assert [one.what for one in told] == [Happened.EXPLAINED, Happened.SENT_BACK], "what happened is no secret"
    assert {one.why for one in told} - {""} == whys


def test_a_new_manager_reads_whys_from_their_first_day_on():
    new = {**PEOPLE, ANA.id: ANA.model_copy(update={"manager": SAM.id, "manager_since": THEN})}
    grant = left(SAM, [ANA.id], new)[ANA.id]
    events = [
        GoalEvent(goal=1, at=at, by=ANA.id, what=Happened.EXPLAINED, why=f"{at:%d}")
        for at in (LONG_AGO, THEN, THEN + timedelta(days=1))
    ]

    assert [one.why for one in newest_first(events, goal(1), grant)] == ["02", "01", ""]
