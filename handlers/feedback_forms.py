"""What the forms of feedback need to know, and how what comes back in them is read."""

from typing import Any

from domain.feedback import CannotTellYourself, Shown
from domain.feedback_requests import Request
from domain.people import Person
from domain.refusals import NotThere, UnknownPerson
from domain.rules import Rules
from handlers.views import feedback_forms as view
from handlers.views.blocks import mention
from storage.store import Store

LARGEST = 10**9
"""No row's number comes near it; the databases' own limits differ."""


async def around(
    store: Store, me: Person, receiver: str | None, rules: Rules, *, request: Request | None = None
) -> view.Around:
    """Return what the form to give feedback is about. Raises CannotTellYourself, UnknownPerson."""
    if receiver == me.id:
        raise CannotTellYourself
    person = (await store.people.named([receiver])).get(receiver) if receiver else None
    if receiver and person is None:
        raise UnknownPerson(who=mention(receiver), field=view.RECEIVER)
    return view.Around(
        receiver=person,
        manager=await store.people.manager_of(person) if person else None,
        goals=await goal_titles(store, me.id),
        competencies=rules.competencies,
        request=request,
    )


async def goal_titles(store: Store, user: str) -> dict[str, str]:
    """Return the goals somebody may name, by number: their own, and those everybody sees."""
    goals = [*await store.goals.of(user), *await store.goals.shared()]
    return {str(goal.id): f"{goal.ref} · {goal.title}" for goal in goals}


async def goal_in(store: Store, chosen: Any, user: str) -> int | None:
    """Return the goal of a form if it is still one they may name. Raises NotThere."""
    if not chosen:
        return None
    if chosen not in await goal_titles(store, user):
        raise NotThere(field=view.GOAL)
    return int(chosen)


def competency_in(chosen: Any, rules: Rules) -> str | None:
    """Return the competency of a form if there still is such a one. Raises NotThere."""
    if chosen and chosen not in rules.competencies:
        raise NotThere(field=view.COMPETENCY)
    return str(chosen) if chosen else None


def shown_in(told: dict[str, Any]) -> Shown:
    """Return whom a form named as readers; nobody where it comes from an older version."""
    names = {name: told.get(name) for name in ("receiver", "manager")}
    return Shown(**{name: value if isinstance(value, str) else None for name, value in names.items()})


def number_at(value: Any) -> int | None:
    """Return a row's number that a form of ours carries along; None for anything else."""
    known = isinstance(value, int) and not isinstance(value, bool) and 0 < value < LARGEST
    return value if known else None
