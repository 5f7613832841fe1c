"""What the Home tab tells of weeks and of everybody, and whose tab changes with somebody's rights."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from company import ANA, BO, HANA, MIA, OLU
from domain.goal_weeks import days_until, goal_weeks
from domain.goals import Goal, Kpi
from domain.homes import concerned
from domain.organisation import SMALLEST_GROUP, Aligned, Share, TeamShare, organisation
from domain.people import Role
from properties import PROPERTY

TODAY = date(2026, 11, 20)
WEEKS = len(days_until(TODAY))


def two_kpis(**facts) -> Goal:
    kpis = (Kpi(id=1, name="a", baseline=0, target=10, value=8), Kpi(id=2, name="b", baseline=10, target=0, value=10))
    about = {"ref": "G-1", "title": "x", "owner": ANA.id, "starts": date(2026, 10, 31), "due": date(2026, 12, 31)}
    return Goal(**about | {"kpis": kpis} | facts)


class TestGoalWeeks:
    def test_each_week_says_what_the_readings_said_then_and_today_says_what_is(self):
        stood = {1: [None] * (WEEKS - 2) + [5, 5], 2: [None] * WEEKS}

        weeks = goal_weeks(two_kpis(), stood, TODAY)

        assert [(week.day.day, week.progress) for week in weeks] == [(6, 0), (13, 0.25), (20, 0.4)]
        assert [round(week.planned, 2) for week in weeks] == [0.1, 0.21, 0.33]

    def test_it_begins_with_the_goal(self):
        stood = {1: [1.0] * WEEKS}

        assert len(goal_weeks(two_kpis(starts=date(2020, 1, 1)), stood, TODAY)) == WEEKS
        assert [week.day for week in goal_weeks(two_kpis(starts=TODAY), stood, TODAY)] == [TODAY]

    @pytest.mark.parametrize("stood", [{}, {1: [None] * WEEKS}, {7: [3] * WEEKS}], ids=["nothing", "never", "others"])
    def test_a_goal_that_was_never_read_has_none(self, stood):
        assert goal_weeks(two_kpis(), stood, TODAY) == ()

    def test_the_days_are_a_week_apart_and_end_today(self):
        days = days_until(TODAY)

        assert days[-1] == TODAY
        assert {later - earlier for earlier, later in pairwise(days)} == {timedelta(weeks=1)}


def team(name, answered, asked, last=None) -> TeamShare:
    return TeamShare(team=name, now=Share(answered=answered, asked=asked), last=last)


class TestOrganisation:
    def test_teams_stand_with_the_lowest_share_first(self):
        everybody = organisation(TODAY, [team("B", 4, 5), team("A", 2, 5), team(None, 5, 10)], Aligned())

        assert [one.team for one in everybody.teams] == ["A", None, "B"]
        assert (everybody.now, everybody.small) == (Share(answered=11, asked=20), 0)

    def test_a_small_team_is_counted_and_not_told_of_and_neither_is_the_one_that_would_give_it_away(self):
        everybody = organisation(TODAY, [team("A", 2, 5), team("B", 1, 3), team("C", 6, 8)], Aligned())

        assert [one.team for one in everybody.teams] == ["C"]
        assert (everybody.now, everybody.small) == (Share(answered=9, asked=16), 2)

    def test_several_small_teams_hide_each_other(self):
        everybody = organisation(TODAY, [team("A", 2, 5), team("B", 1, 3), team("C", 1, 2)], Aligned())

        assert [one.team for one in everybody.teams] == ["A"]

    def test_the_last_week_of_a_team_that_was_smaller_then_is_not_told(self):
        few, enough = Share(answered=1, asked=4), Share(answered=1, asked=5)
        teams = [team("A", 2, 5, few), team("B", 2, 5, enough), team("C", 2, 5, few)]
        everybody = organisation(TODAY, teams, Aligned())

        assert [one.last for one in everybody.teams] == [None, enough, None]
        assert everybody.last == Share(answered=3, asked=13)

    def test_nor_can_it_be_reckoned_from_the_whole(self):
        few, enough = Share(answered=1, asked=4), Share(answered=1, asked=5)
        everybody = organisation(TODAY, [team("A", 2, 5, few), team("B", 2, 5, enough)], Aligned())

        assert [one.last for one in everybody.teams] == [None, None]

    def test_of_nobody_nothing_is_told(self):
        assert organisation(TODAY, [], Aligned()).teams == ()

    @PROPERTY
    @given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), max_size=8))
    def test_no_number_stands_for_fewer_than_five(self, sizes):
        teams = [team(str(n), min(answered, asked), asked) for n, (answered, asked) in enumerate(sizes)]
        everybody = organisation(TODAY, teams, Aligned())
        told = sum(one.now.asked for one in everybody.teams)

        assert all(one.now.asked >= SMALLEST_GROUP for one in everybody.teams)
        assert everybody.now.asked - told not in range(1, SMALLEST_GROUP) or not everybody.teams
        assert everybody.small + len(everybody.teams) == len(teams)


class TestWhoseTabChanges:
    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            pytest.param({"manager": OLU.id}, {ANA.id, MIA.id, OLU.id}, id="another manager"),
            pytest.param({"manager": None}, {ANA.id, MIA.id}, id="no manager any more"),
            pytest.param({"role": Role.ADMIN}, {ANA.id, MIA.id}, id="people team"),
            pytest.param({"active": False}, {ANA.id, MIA.id}, id="left"),
            pytest.param({"name": "Ana R.", "tz": "UTC"}, set(), id="another name"),
            pytest.param({}, set(), id="as before"),
        ],
    )
    def test_theirs_and_their_managers(self, change, expected):
        assert concerned({ANA.id: ANA, BO.id: BO}, [ANA.model_copy(update=change), BO]) == expected

    def test_who_is_new_stands_on_their_managers_tab(self):
        assert concerned({}, [ANA, HANA]) == {ANA.id, MIA.id, HANA.id}
