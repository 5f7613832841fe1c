"""Who hears that they have a part in a goal: whoever is made its owner, or named as a contributor.

Each hears it once, and nobody of their own act. Of an individual goal contributors hear once it is active: before, it may still be another one.
"""

from datetime import datetime

from domain.goals import Goal, Level, State
from domain.notices import GoalPartGiven
from storage.store import Store


async def tell(store: Store, goal: Goal, by: str, *, before: Goal | None = None, now: datetime) -> None:
    """Tell those who have a part in a goal, and had none `before`."""
    if goal.state is not State.ACTIVE:
        return
    had = {before.owner, *before.contributors} if before else set()
    new = {goal.owner, *goal.contributors} - had - {by}
    told = [
        GoalPartGiven(
            to=one,
            goal=goal.id or 0,
            by=by,
            owner=goal.owner,
            title=goal.title,
            shared=goal.level is not Level.INDIVIDUAL,
        )
        for one in sorted(await store.people.named(new))
    ]
    await store.outbox.put(*told, now=now)
