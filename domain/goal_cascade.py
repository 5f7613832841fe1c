"""Cascading: a goal that everybody shares gives several people a draft of their own below it, to make their own.

- Each draft begins with the same KPI and milestones; its owner edits and proposes it, or leaves it. Nobody else sees it.
- Whoever leads people cascades to those who report to them, directly or further down; the people team to anybody.
- Nobody gets a second one while their first is open.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from domain.goals import OPEN, Goal, Level, State
from domain.people import Managers, Person, line_above
from domain.permissions import is_people_team
from domain.refusals import Refusal

MOST_PEOPLE = 30
"""More than a team has; further ones take a second form."""


class NobodyChosen(Refusal):
    """A form without people."""

    text = "Choose who is to take on a part of it."
    field = "people"


class TooManyPeople(Refusal):
    """A whole company at once."""

    text = "Up to {most} people at once. Send this form, then open it again for the others."
    field = "people"


class NotOfYourLine(Refusal):
    """Somebody who reports to somebody else."""

    text = "{who} does not report to you, directly or further down. Ask their manager, or the people team."
    field = "people"


class EverybodyHasOne(Refusal):
    """Nothing is left to do."""

    text = "Each of them has an open goal below this one already."
    field = "people"


def must_cascade(by: Person, people: Sequence[Person], managers: Managers) -> None:
    """Refuse people who are not for `by` to ask. Raises NobodyChosen, TooManyPeople, NotOfYourLine."""
    if not people:
        raise NobodyChosen
    if len(people) > MOST_PEOPLE:
        raise TooManyPeople(most=MOST_PEOPLE)
    for person in people:
        if person.id != by.id and not is_people_team(by) and by.id not in line_above(person.id, managers):
            raise NotOfYourLine(who=person.name)


def without_one(people: Sequence[Person], below: Iterable[Goal]) -> list[Person]:
    """Return those who have no open goal of their own among `below`, the goals right below. Raises EverybodyHasOne."""
    taken: Collection[str] = {goal.owner for goal in below if goal.state in OPEN and goal.level is Level.INDIVIDUAL}
    left = [person for person in people if person.id not in taken]
    if not left:
        raise EverybodyHasOne
    return left


def draft(goal: Goal, owner: str, *, ref: str, today: date) -> Goal:
    """Return a draft of one's own below a goal, with its title, KPIs, milestones and due date to begin with."""
    fresh = {"id": None, "value": None, "read_at": None, "score": None}
    return Goal(
        ref=ref,
        title=goal.title,
        owner=owner,
        parent=goal.id,
        state=State.DRAFT,
        starts=today,
        due=goal.due,
        kpis=tuple(kpi.model_copy(update=fresh) for kpi in goal.kpis),
        milestones=tuple(one.model_copy(update={"id": None, "done_on": None}) for one in goal.milestones),
        cycle=goal.cycle,
    )
