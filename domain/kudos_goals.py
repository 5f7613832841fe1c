"""Which goal a thank-you may point at: one its giver can see, and that is still being worked on.

Offered are the goals everybody shares (the company's, the teams'), those of the people thanked as far as the giver may
see them, and the giver's own: mostly one thanks for help with it.
"""

from domain.goals import Goal, Level, State
from domain.people import Managers, line_above
from domain.refusals import NotThere, Refusal


class GoalOver(Refusal):
    """The goal was closed while the form was open."""

    text = "The goal {ref} has been closed in the meantime. Choose another one, or none; your text stays as it is."
    field = "goal"


def may_name(goal: Goal, giver: str, managers: Managers) -> bool:
    """Tell whether `giver` sees this goal: everybody's, their own, or of somebody in their line."""
    if goal.level is not Level.INDIVIDUAL:
        return True
    return giver == goal.owner or giver in line_above(goal.owner, managers)


def chosen_goal(goal: Goal | None, giver: str, managers: Managers) -> Goal:
    """Return the goal if kudos of `giver` may point at it.

    Raises GoalOver, and NotThere alike for none and for one they may not see.
    """
    if goal is None or goal.state in {State.DRAFT, State.PROPOSED} or not may_name(goal, giver, managers):
        raise NotThere(field="goal")
    if goal.state is not State.ACTIVE:
        raise GoalOver(ref=goal.ref)
    return goal
