"""Who may read what about whom: the whole table, written down a second time by hand."""

from datetime import UTC, datetime

import pytest

from company import ANA, BO, EVERYONE, HANA, MIA, OLU, SAM
from domain.blockers import Part
from domain.people import Role
from domain.permissions import (
    RIGHTS,
    Grant,
    Relation,
    Topic,
    is_people_team,
    may_read,
    may_read_all,
    may_review,
    may_see_blocker,
    relation_of,
)
from domain.refusals import NothingToShow

MANAGERS = {person.id: person.manager for person in EVERYONE}
PEOPLE = {person.id: person for person in EVERYONE}
#                                          self   manager  line above
MAY_READ = {
    Topic.CHECK_IN_STATUS:                (True,  True,    True),
    Topic.CHECK_IN_NOTES:                 (True,  True,    False),
    Topic.PULSE:                          (True,  False,   False),
    Topic.BLOCKERS:                       (True,  True,    True),
    Topic.GOALS:                          (True,  True,    True),
    Topic.PUBLIC_KUDOS:                   (True,  True,    True),
    Topic.PRIVATE_KUDOS:                  (True,  False,   False),
    Topic.FEEDBACK_TO_RECEIVER:           (True,  False,   False),
    Topic.FEEDBACK_TO_BOTH:               (True,  True,    False),
    Topic.FEEDBACK_TO_MANAGER:            (False, True,    False),
    Topic.OWN_EVIDENCE:                   (True,  False,   False),
}  # fmt: skip
RELATIONS = (Relation.SELF, Relation.MANAGER, Relation.LINE_ABOVE)
READERS = {Relation.SELF: ANA, Relation.MANAGER: MIA, Relation.LINE_ABOVE: OLU}


def test_the_table_names_every_topic():
    assert set(MAY_READ) == set(Topic)


@pytest.mark.parametrize("topic", Topic, ids=str)
@pytest.mark.parametrize("relation", RELATIONS, ids=str)
def test_a_grant_covers_what_the_table_says_and_nothing_else(relation, topic):
    grant = may_read(READERS[relation], ANA, MANAGERS)

    assert grant.relation is relation
    assert grant.covers(topic) is MAY_READ[topic][RELATIONS.index(relation)]


@pytest.mark.parametrize(
    ("reader", "subject", "relation"),
    [
        pytest.param(ANA, ANA, Relation.SELF, id="oneself"),
        pytest.param(MIA, ANA, Relation.MANAGER, id="the manager"),
        pytest.param(OLU, ANA, Relation.LINE_ABOVE, id="the manager's manager"),
        pytest.param(OLU, MIA, Relation.MANAGER, id="a manager's manager of that manager"),
        pytest.param(BO, ANA, None, id="a colleague of the same team"),
        pytest.param(ANA, MIA, None, id="a report about the manager"),
        pytest.param(SAM, ANA, None, id="somebody elsewhere"),
        pytest.param(HANA, ANA, None, id="the people team"),
    ],
)
def test_what_somebody_is_to_somebody(reader, subject, relation):
    assert relation_of(reader.id, subject, MANAGERS) is relation


@pytest.mark.parametrize("subject", EVERYONE, ids=lambda one: one.id)
@pytest.mark.parametrize("reader", EVERYONE, ids=lambda one: one.id)
def test_whoever_is_a_stranger_to_the_line_gets_no_grant(reader, subject):
    line = {ANA.id: (MIA.id, OLU.id), BO.id: (MIA.id, OLU.id), MIA.id: (OLU.id,)}.get(subject.id, ())
    if reader.id in {subject.id, *line}:
        assert may_read(reader, subject, MANAGERS).subject == subject.id
    else:
        with pytest.raises(NothingToShow):
            may_read(reader, subject, MANAGERS)


@pytest.mark.parametrize("reader", [ANA, MIA, OLU], ids=lambda one: one.id)
def test_whoever_left_reads_nothing(reader):
    with pytest.raises(NothingToShow):
        may_read(reader.model_copy(update={"active": False}), ANA, MANAGERS)


def test_a_refusal_does_not_tell_whether_the_person_exists():
    assert str(NothingToShow()) == NothingToShow.text
    assert "{" not in NothingToShow.text


@pytest.mark.parametrize(
    ("reader", "since"),
    [
        pytest.param(ANA, None, id="oneself: everything"),
        pytest.param(MIA, "change", id="the new manager: from that day on"),
        pytest.param(OLU, "change", id="the line above: as the manager"),
    ],
)
def test_after_a_change_of_manager_everyone_above_reads_from_that_day_on(reader, since):
    change = datetime(2026, 10, 1, tzinfo=UTC)
    moved = ANA.model_copy(update={"manager_since": change})

    assert may_read(reader, moved, MANAGERS).since == (change if since else None)


def test_the_old_manager_loses_access_at_once():
    with pytest.raises(NothingToShow):
        may_read(MIA, ANA, MANAGERS | {ANA.id: SAM.id})
    assert may_read(SAM, ANA, MANAGERS | {ANA.id: SAM.id}).relation is Relation.MANAGER


def test_a_loop_in_the_line_makes_nobody_their_own_manager():
    loop = {ANA.id: MIA.id, MIA.id: ANA.id}

    assert may_read(ANA, ANA, loop).relation is Relation.SELF
    assert may_read(MIA, ANA, loop).relation is Relation.MANAGER


@pytest.mark.parametrize(
    ("reader", "whole_line", "subjects"),
    [
        pytest.param(MIA, False, {ANA.id, BO.id}, id="direct reports"),
        pytest.param(OLU, False, {MIA.id}, id="direct reports only"),
        pytest.param(OLU, True, {MIA.id, ANA.id, BO.id}, id="the whole line"),
    ],
)
def test_a_manager_gets_a_grant_for_each_report(reader, whole_line, subjects):
    assert {grant.subject for grant in may_read_all(reader, PEOPLE, whole_line=whole_line)} == subjects


def test_reports_who_left_are_not_shown():
    gone = PEOPLE | {BO.id: BO.model_copy(update={"active": False})}

    assert [grant.subject for grant in may_read_all(MIA, gone)] == [ANA.id]


@pytest.mark.parametrize("reader", [ANA, HANA, SAM], ids=lambda one: one.id)
def test_whoever_has_no_reports_reads_the_words_of_an_empty_team(reader):
    with pytest.raises(NothingToShow):
        may_read_all(reader, PEOPLE, whole_line=True)


@pytest.mark.parametrize("reader", [ANA, MIA], ids=lambda one: one.id)
def test_the_evidence_page_is_for_oneself_and_ones_manager(reader):
    assert may_review(reader, ANA, MANAGERS) == may_read(reader, ANA, MANAGERS)


@pytest.mark.parametrize("reader", [OLU, SAM, HANA], ids=lambda one: one.id)
def test_the_evidence_page_is_for_nobody_else_in_slack(reader):
    with pytest.raises(NothingToShow):
        may_review(reader, ANA, MANAGERS)


@pytest.mark.parametrize(
    ("person", "acts"),
    [
        pytest.param(HANA, True, id="the people team"),
        pytest.param(HANA.model_copy(update={"active": False}), False, id="who was in it and left"),
        pytest.param(MIA, False, id="a manager"),
        pytest.param(ANA.model_copy(update={"role": Role.EMPLOYEE}), False, id="an employee"),
    ],
)
def test_the_people_team_is_a_role_of_active_people(person, acts):
    assert is_people_team(person) is acts


@pytest.mark.parametrize(
    ("part", "relation"),
    [
        pytest.param(Part.AUTHOR, Relation.SELF, id="the author"),
        pytest.param(Part.MANAGER, Relation.MANAGER, id="the manager"),
        pytest.param(Part.HELPER, Relation.HELPER, id="the named helper"),
        pytest.param(Part.PEOPLE_TEAM, Relation.PEOPLE_TEAM, id="the people team"),
    ],
)
def test_a_part_in_one_blocker_opens_nothing_else(part, relation):
    grant = may_see_blocker(SAM, ANA.id, part)

    assert (grant.reader, grant.subject, grant.relation) == (SAM.id, ANA.id, relation)
    assert not any(grant.covers(topic) for topic in Topic)


@pytest.mark.parametrize("relation", [Relation.HELPER, Relation.PEOPLE_TEAM], ids=str)
def test_who_helps_with_one_blocker_has_no_right_by_topic(relation):
    assert RIGHTS[relation] == frozenset()


def test_a_grant_cannot_be_widened():
    grant = may_read(OLU, ANA, MANAGERS)

    with pytest.raises(ValueError, match="frozen"):
        grant.topics = frozenset(Topic)
    assert isinstance(grant, Grant)
