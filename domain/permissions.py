"""Who may read what about whom: the only place where a Grant is made.

- Deny by default: what the table does not name is refused, in the words of an empty team.
- A right lasts as long as its reason: a former manager has none from the next request on.
- A new manager, and the line above with them, reads from the day of the change on, nothing older.
- The line above sees status and blockers, not notes. The people team is no exception to that.
- The pulse is for its author alone.
- A named helper reads that blocker and nothing else; so does the people team, where there is no manager.
- Feedback follows the visibility its author chose; it can only get narrower here.
- What somebody keeps as evidence is theirs alone.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from domain.blockers import Part
from domain.people import Managers, Person, Role, line_above, line_below
from domain.refusals import NothingToShow, Refusal
from domain.values import Value


class Topic(StrEnum):
    """A kind of private fact about a person."""

    CHECK_IN_STATUS = "check-in status"
    CHECK_IN_NOTES = "check-in notes"
    PULSE = "pulse"
    BLOCKERS = "blockers"
    GOALS = "goals"
    PUBLIC_KUDOS = "public kudos"
    PRIVATE_KUDOS = "private kudos"
    FEEDBACK_TO_RECEIVER = "feedback: only the receiver"
    FEEDBACK_TO_BOTH = "feedback: the receiver and their manager"
    FEEDBACK_TO_MANAGER = "feedback: the manager only"
    OWN_EVIDENCE = "own evidence"


class Relation(StrEnum):
    """What a reader is to the one they read about."""

    SELF = "self"
    MANAGER = "manager"
    LINE_ABOVE = "line above"
    HELPER = "named helper"
    PEOPLE_TEAM = "people team"


RIGHTS: Mapping[Relation, frozenset[Topic]] = MappingProxyType(
    {
        Relation.SELF: frozenset(Topic) - {Topic.FEEDBACK_TO_MANAGER},
        Relation.MANAGER: frozenset(Topic)
        - {Topic.PULSE, Topic.FEEDBACK_TO_RECEIVER, Topic.PRIVATE_KUDOS, Topic.OWN_EVIDENCE},
        Relation.LINE_ABOVE: frozenset({Topic.CHECK_IN_STATUS, Topic.BLOCKERS, Topic.GOALS, Topic.PUBLIC_KUDOS}),
        Relation.HELPER: frozenset(),  # the one blocker they were named in, by `domain/blockers.py`, and nothing by topic
        Relation.PEOPLE_TEAM: frozenset(),  # the blockers of those without a manager, likewise
    }
)
BY_PART: Mapping[Part, Relation] = MappingProxyType(
    {
        Part.AUTHOR: Relation.SELF,
        Part.MANAGER: Relation.MANAGER,
        Part.HELPER: Relation.HELPER,
        Part.PEOPLE_TEAM: Relation.PEOPLE_TEAM,
    }
)


class Grant(Value):
    """Leave for `reader` to read `topics` about `subject`, from `since` (UTC) on. Made here and nowhere else."""

    reader: str
    subject: str
    relation: Relation
    topics: frozenset[Topic]
    since: datetime | None = None

    def covers(self, topic: Topic) -> bool:
        """Tell whether the topic may be read."""
        return topic in self.topics


class PeopleTeamOnly(Refusal):
    """Something that only the people team may do."""

    text = "Only the people team can do that. Ask one of them: {team}."


def relation_of(reader: str, subject: Person, managers: Managers) -> Relation | None:
    """Return what `reader` is to `subject`, nearest first; None for a stranger to their line."""
    if reader == subject.id:
        return Relation.SELF
    line = line_above(subject.id, managers)
    if line[:1] == (reader,):
        return Relation.MANAGER
    return Relation.LINE_ABOVE if reader in line else None


def may_read(reader: Person, subject: Person, managers: Managers) -> Grant:
    """Return what `reader` may read about `subject`. Raises NothingToShow."""
    relation = relation_of(reader.id, subject, managers)
    if relation is None or not reader.active:
        raise NothingToShow
    since = None if relation is Relation.SELF else subject.manager_since
    return Grant(reader=reader.id, subject=subject.id, relation=relation, topics=RIGHTS[relation], since=since)


def readable(topic: Topic, reader: Person, managers: Managers) -> frozenset[str]:
    """Return the people of whom `reader` may read this topic: what `may_read` would say of each, without a grant.

    For sums over thousands; what is shown of somebody takes a grant. `managers` are everybody's, or those of the line
    below the reader.
    """
    if not reader.active:
        return frozenset()
    line = line_below(reader.id, managers)
    reports = {person for person in line if managers[person] == reader.id}
    parts = {Relation.SELF: {reader.id}, Relation.MANAGER: reports, Relation.LINE_ABOVE: line - reports}
    return frozenset().union(*(people for relation, people in parts.items() if topic in RIGHTS[relation]))


def may_review(reader: Person, subject: Person, managers: Managers) -> Grant:
    """Return leave to have the review packet made in Slack: for oneself and one's reports. Raises NothingToShow."""
    grant = may_read(reader, subject, managers)
    if grant.relation is Relation.LINE_ABOVE:
        raise NothingToShow
    return grant


def may_see_blocker(reader: Person, subject: str, part: Part) -> Grant:
    """Return what is written down when one blocker is opened by somebody who has a part in it; it opens nothing else."""
    return Grant(reader=reader.id, subject=subject, relation=BY_PART[part], topics=frozenset())


def may_read_all(reader: Person, people: Mapping[str, Person], *, whole_line: bool = False) -> tuple[Grant, ...]:
    """Return a grant for each direct report of `reader`, or for the whole line below. Raises NothingToShow."""
    managers = {person.id: person.manager for person in people.values()}
    wanted = {Relation.MANAGER, Relation.LINE_ABOVE} if whole_line else {Relation.MANAGER}
    grants = tuple(
        may_read(reader, person, managers)
        for person in people.values()
        if person.active and relation_of(reader.id, person, managers) in wanted
    )
    if not grants:
        raise NothingToShow
    return grants


def is_people_team(person: Person) -> bool:
    """Tell whether this person acts for the people team."""
    return person.active and person.role is Role.ADMIN
