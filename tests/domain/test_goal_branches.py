"""A tree read as branches says of every goal what the goals themselves say, and a line what a grant for each would say."""

from hypothesis import given
from hypothesis import strategies as st
from test_goal_sight_rules import GOALS, TODAY, grown

from company import EVERYONE, HANA, MIA, OLU
from domain.goal_sight import Sight, leave, may_see, rows
from domain.goal_tree import Branch, below, roll_up
from domain.goals import Goal, Kpi, held, way
from domain.people import Person, line_above, line_below
from domain.permissions import Topic, readable
from properties import PROPERTY

IDS = [f"U{number}" for number in range(6)]
MANAGERS = st.dictionaries(st.sampled_from(IDS), st.none() | st.sampled_from([*IDS, "UGONE"]))
NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)
KPIS = st.lists(st.tuples(NUMBERS, NUMBERS, st.none() | NUMBERS).filter(lambda kpi: kpi[0] != kpi[1]), max_size=4)


def branch(goal: Goal) -> Branch:
    shares = tuple(held(way(kpi.baseline, kpi.target, kpi.value)) for kpi in goal.kpis)
    return Branch(goal.id or 0, goal.parent, goal.owner, goal.level, goal.state, goal.due, goal.score, shares)


@PROPERTY
@given(GOALS, st.sampled_from(EVERYONE), st.sets(st.integers(1, 10)))
def test_branches_say_what_the_goals_say(some, reader, opened):
    goals = grown(some)
    managers = {one.id: one.manager for one in EVERYONE}
    plain = Sight(goals, reader.id, leave(reader, EVERYONE, managers))
    light = Sight([branch(goal) for goal in goals], reader.id, readable(Topic.GOALS, reader, managers))

    assert light.seen.keys() == plain.seen.keys()
    assert [one.id for one in light.in_tree()] == [one.id for one in plain.in_tree()]
    assert [(row.goal.id, *row[1:]) for row in rows(light.in_tree(), opened)] == [
        (row.goal.id, *row[1:]) for row in rows(plain.in_tree(), opened)
    ]
    for goal in plain.seen.values():
        assert light.stand(goal, TODAY) == plain.stand(goal, TODAY)
        assert light.of_those_below(goal) == plain.of_those_below(goal)
        assert [one.id for one in light.right_below(goal.id)] == [one.id for one in plain.right_below(goal.id)]


@PROPERTY
@given(GOALS, st.integers(1, 10))
def test_what_hangs_around_a_goal_is_enough_for_its_card(some, number):
    goals = grown(some)
    managers = {one.id: one.manager for one in EVERYONE}
    for reader in (OLU, MIA, HANA):
        seen = readable(Topic.GOALS, reader, managers)
        one = next((goal for goal in goals if goal.id == number and may_see(goal, reader.id, seen)), None)
        if one is None:
            continue
        around = {number, one.parent, *below(number, goals)}
        whole = Sight(goals, reader.id, seen)
        near = Sight([branch(goal) for goal in goals if goal.id in around], reader.id, seen)

        assert near.stand(one, TODAY) == whole.stand(one, TODAY)
        assert near.of_those_below(one) == whole.of_those_below(one)
        for other in whole.right_below(number):
            assert near.stand(other, TODAY) == whole.stand(other, TODAY)


@PROPERTY
@given(KPIS)
def test_a_branch_is_as_far_as_its_goal_to_the_last_digit(some):
    kpis = tuple(Kpi(name="n", baseline=baseline, target=target, value=value) for baseline, target, value in some)
    one = Goal(id=1, ref="G-1", title="Goal 1", owner="UANA", starts=TODAY, due=TODAY, kpis=kpis)

    shares = [min(max(kpi.progress, 0.0), 1.0) for kpi in kpis]
    assert branch(one).progress == one.progress == (sum(shares) / len(shares) if shares else 0.0)
    assert roll_up([branch(one)]) == roll_up([one])


@PROPERTY
@given(MANAGERS, st.sampled_from(IDS), st.booleans())
def test_a_line_is_read_as_a_grant_for_each_would_say(managers, reader, active):
    people = [Person(id=one, name="x", manager=managers.get(one)) for one in IDS]
    me = next(one for one in people if one.id == reader).model_copy(update={"active": active})
    everybody = {one.id: one.manager for one in people}
    grants = leave(me, people, everybody)

    for topic in Topic:
        assert readable(topic, me, everybody) == {one for one, grant in grants.items() if grant.covers(topic)}
    assert line_below(reader, everybody) == {
        one for one in IDS if one != reader and reader in line_above(one, everybody)
    }
    own = {one: everybody[one] for one in line_below(reader, everybody)}
    assert leave(me, people, own) == grants, "the line below is enough"
