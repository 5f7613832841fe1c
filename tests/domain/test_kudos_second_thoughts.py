"""Kudos to groups, twice, taken back, taken down, and the goals they may name."""

from datetime import date, timedelta

import pytest

from company import ANA, BO, EVERYONE, HANA, MIA, NOW, OLU, SAM
from domain.goals import Goal, Level, State
from domain.kudos import Kudos
from domain.kudos_again import WITHIN, said_before
from domain.kudos_goals import GoalOver, chosen_goal
from domain.kudos_groups import GroupEmpty, Thanked, everyone
from domain.kudos_taken_back import (
    GoneAlready,
    NothingToUndo,
    TakenDownAlready,
    TooLateToUndo,
    UndoneAlready,
    may_undo,
    must_be_people_team,
    why_taken_down,
)
from domain.permissions import PeopleTeamOnly
from domain.refusals import NotThere, TextMissing, UnreadableText

COLLEAGUES = {one.id for one in EVERYONE}
MANAGERS = {one.id: one.manager for one in EVERYONE}
GIVEN = Kudos(id=1, giver=ANA.id, receivers=(BO.id,), reason="The calm handover.", given_at=NOW)
SECOND = timedelta(seconds=1)


def again(**changes):
    return GIVEN.model_copy(update={"given_at": NOW + SECOND, **changes})


@pytest.mark.parametrize(
    ("new", "same"),
    [
        pytest.param(again(), True, id="the same"),
        pytest.param(again(reason=" the CALM\n handover"), True, id="other case and spaces"),
        pytest.param(again(receivers=(MIA.id, BO.id)), True, id="to one of them"),
        pytest.param(again(receivers=(MIA.id,)), False, id="to somebody else"),
        pytest.param(again(reason="the calm hand-over"), False, id="other words"),
        pytest.param(again(given_at=NOW + WITHIN - SECOND), True, id="just within two minutes"),
        pytest.param(again(given_at=NOW + WITHIN), False, id="two minutes later"),
    ],
)
def test_the_same_words_to_the_same_person_ask(new, same):
    assert said_before(new, [GIVEN]) == (GIVEN if same else None)


def test_what_was_taken_back_was_not_said():
    assert said_before(again(), [GIVEN.model_copy(update={"undone_at": NOW})]) is None


@pytest.mark.parametrize(
    ("named", "groups", "thanked"),
    [
        pytest.param([BO.id], {}, Thanked(receivers=(BO.id,)), id="no group"),
        pytest.param([], {"@a": [BO.id, MIA.id]}, Thanked(receivers=(BO.id, MIA.id)), id="a group"),
        pytest.param(
            [MIA.id],
            {"@a": [ANA.id, MIA.id, "UGIL"], "@b": [BO.id, "UGIL", "UBOT"]},
            Thanked(receivers=(MIA.id, BO.id), giver_left_out=True, strangers=2),
            id="all together, everybody once",
        ),
        pytest.param([ANA.id], {}, Thanked(receivers=(ANA.id,)), id="who names themselves is not left out in silence"),
    ],
)
def test_a_group_stands_for_its_people(named, groups, thanked):
    assert everyone(ANA.id, named, groups, colleagues=COLLEAGUES) == thanked


@pytest.mark.parametrize("members", [[], [ANA.id], ["UGIL", "UGONE"]], ids=["nobody", "the giver", "strangers"])
def test_a_group_without_anybody_to_thank_is_named(members):
    with pytest.raises(GroupEmpty, match="nobody in @b"):
        everyone(ANA.id, [MIA.id], {"@a": [BO.id], "@b": members}, colleagues=COLLEAGUES)


@pytest.mark.parametrize(
    ("kudos", "refusal"),
    [
        pytest.param(None, NothingToUndo, id="none"),
        pytest.param(GIVEN.model_copy(update={"giver": BO.id}), NothingToUndo, id="somebody else's"),
        pytest.param(GIVEN.model_copy(update={"undone_at": NOW}), UndoneAlready, id="undone"),
        pytest.param(GIVEN.model_copy(update={"removed_at": NOW}), TakenDownAlready, id="taken down"),
        pytest.param(GIVEN.model_copy(update={"given_at": NOW - timedelta(minutes=10)}), TooLateToUndo, id="too late"),
    ],
)
def test_some_kudos_cannot_be_taken_back(kudos, refusal):
    with pytest.raises(refusal):
        may_undo(kudos, ANA.id, now=NOW)


def test_until_the_last_second_of_ten_minutes_they_can():
    assert may_undo(GIVEN, ANA.id, now=NOW + timedelta(minutes=10) - SECOND) == GIVEN


def test_only_the_people_team_takes_down():
    must_be_people_team(HANA, "")

    with pytest.raises(PeopleTeamOnly, match="<@UHANA>"):
        must_be_people_team(MIA, "<@UHANA>")
    with pytest.raises(PeopleTeamOnly, match="whoever runs me"):
        must_be_people_team(HANA.model_copy(update={"active": False}), "")


def test_a_reason_is_needed_and_what_is_gone_stays_so():
    assert why_taken_down(GIVEN, " It hurts.\r\n") == "It hurts."
    for reason, refusal in ((None, TextMissing), ("\u200b ", TextMissing), ("a\x00", UnreadableText)):
        with pytest.raises(refusal) as no:
            why_taken_down(GIVEN, reason)
        assert no.value.at() == "why"
    for gone in ("undone_at", "removed_at"):
        with pytest.raises(GoneAlready):
            why_taken_down(GIVEN.model_copy(update={gone: NOW}), "x")


def goal(level=Level.INDIVIDUAL, owner=BO.id, state=State.ACTIVE):
    about = {"ref": "G-1", "title": "Calm", "starts": date(2026, 7, 1), "due": date(2027, 3, 31)}
    return Goal(level=level, owner=owner, state=state, **about)


@pytest.mark.parametrize(
    ("giver", "found"),
    [
        pytest.param(SAM.id, goal(Level.COMPANY), id="everybody's"),
        pytest.param(SAM.id, goal(Level.TEAM), id="a team's"),
        pytest.param(BO.id, goal(), id="one's own"),
        pytest.param(MIA.id, goal(), id="a report's"),
        pytest.param(OLU.id, goal(), id="of the line below"),
    ],
)
def test_kudos_may_name_a_goal_their_giver_sees(giver, found):
    assert chosen_goal(found, giver, MANAGERS) == found


@pytest.mark.parametrize(
    ("giver", "found", "refusal"),
    [
        pytest.param(BO.id, None, NotThere, id="none"),
        pytest.param(ANA.id, goal(), NotThere, id="a peer's"),
        pytest.param(HANA.id, goal(), NotThere, id="anybody's, for the people team"),
        pytest.param(ANA.id, goal(state=State.CLOSED), NotThere, id="a peer's that is closed: the same words"),
        pytest.param(BO.id, goal(state=State.DRAFT), NotThere, id="a draft"),
        pytest.param(BO.id, goal(Level.TEAM, state=State.PROPOSED), NotThere, id="a proposal"),
        pytest.param(BO.id, goal(state=State.CLOSED), GoalOver, id="closed meanwhile"),
        pytest.param(SAM.id, goal(Level.TEAM, state=State.DROPPED), GoalOver, id="dropped meanwhile"),
    ],
)
def test_others_are_refused_at_the_field(giver, found, refusal):
    with pytest.raises(refusal) as no:
        chosen_goal(found, giver, MANAGERS)
    assert no.value.at() == "goal"
