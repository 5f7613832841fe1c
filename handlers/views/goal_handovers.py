"""How handing over a goal looks: the question, the form, the word to its new owner."""

from typing import Any

from domain.goals import Goal
from domain.notices import GoalHandedOver
from domain.today import GoalOrphaned
from handlers.views.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    mention,
    message,
    modal,
    person_input,
    quote,
    section,
    words,
)
from handlers.views.goals import OPEN, TITLE_SHOWN, UPDATE

HAND_OVER, FORM, OWNER = "goal_hand_over", "goal_hand_over_form", "owner"


def today_item(item: GoalOrphaned) -> list[Block]:
    """Return what the *Today* message asks."""
    text = f"🧭 {mention(item.owner)} has left, and *{words(item.title, TITLE_SHOWN)}* needs somebody to own it."
    act = button("Choose who takes over", HAND_OVER, value=item.goal, style="primary", label=f"Hand over {item.title}")
    return [section(text), actions(act, id=f"goal-owner-{item.goal}")]


def form(goal: Goal, *, metadata: dict[str, Any]) -> dict[str, Any]:
    """Return the form to choose the new owner."""
    blocks: list[Block] = [
        section(f"{mention(goal.owner)} has left. Who takes this goal over, as it stands?\n{quote(goal.title, 700)}"),
        person_input(OWNER, "The new owner"),
        context("*Who will see this:* whoever sees the goal. Its new owner hears of it; ask them before."),
    ]
    return modal(FORM, "Hand over", blocks, submit="Hand over", metadata=metadata)


def given(goal: Goal) -> Message:
    """Answer whoever handed it over."""
    return message(
        f"“{words(goal.title, TITLE_SHOWN)}” is {mention(goal.owner)}'s now. Its history keeps whose it was."
    )


def taken(notice: GoalHandedOver) -> Message:
    """Tell the new owner."""
    text = f"{mention(notice.by)} handed you the goal “{words(notice.title, TITLE_SHOWN)}”."
    acts = button("Open", OPEN, value=notice.goal), button("Update", UPDATE, value=notice.goal)
    return message(
        text,
        section(f"🧭 {text}"),
        actions(*acts, id="goal"),
        context(f"It was {mention(notice.before)}'s, who has left. Your next check-in asks about it."),
    )
