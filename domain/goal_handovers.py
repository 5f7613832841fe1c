"""Goals whose owner left: somebody above is asked, once, who takes over.

- Asked is the nearest one above the owner who is still here; where there is none, the people team.
- Whoever takes over owns the goal as it stands, with all that was said of it before; its history says who did so.
"""

from collections.abc import Collection

from domain.goals import Goal, State
from domain.people import Managers, Person, line_above
from domain.refusals import NotThere, Refusal


class NewOwnerMissing(Refusal):
    """Nobody chosen."""

    text = "Choose who takes the goal over."
    field = "owner"


class HandedOverAlready(Refusal):
    """Somebody was quicker, or its owner is back."""

    text = "“{title}” has an owner already: {owner}. Nothing more to do."


def asked(owner: str, managers: Managers, active: Collection[str], people_team: Collection[str]) -> tuple[str, ...]:
    """Return who is asked about the goals of somebody who left."""
    above = next((one for one in line_above(owner, managers) if one in active), None)
    return (above,) if above else tuple(people_team)


def must_hand_over(goal: Goal | None, owner: Person | None, by: str, who: Collection[str]) -> Goal:
    """Return the goal if `by`, one of those asked (`who`), may give it away now. Raises NotThere, HandedOverAlready."""
    if goal is None or owner is None or goal.state is not State.ACTIVE:
        raise NotThere
    if by not in who:
        raise NotThere
    if owner.active:
        raise HandedOverAlready(title=goal.title, owner=f"<@{owner.id}>")
    return goal


def handed_over(goal: Goal, to: str) -> Goal:
    """Return the goal as its new owner has it: what the one before believed is not theirs."""
    others = tuple(one for one in goal.contributors if one != to)
    return goal.model_copy(update={"owner": to, "contributors": others, "confidence": None})
