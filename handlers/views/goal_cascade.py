"""How cascading looks: the form for whom, what each of them reads, and what became of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.goals import Goal
from domain.notices import GoalCascaded
from domain.people import Person
from handlers.views.blocks import (
    Message,
    actions,
    button,
    context,
    mention,
    mentions,
    message,
    modal,
    people_input,
    quote,
    section,
    words,
)
from handlers.views.goals import EDIT, TITLE_SHOWN

OPEN, FORM, PEOPLE = "goal_cascade", "goal_cascade_form", "people"


def form(goal: Goal, *, metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Return the form: who is to take on a part of this goal."""
    blocks = [
        section(f"*{words(goal.title, TITLE_SHOWN)}* · `{words(goal.ref, 40)}`"),
        people_input(
            PEOPLE,
            "Who takes on a part of it?",
            hint="Each gets a draft of their own below it, with the same KPI to begin with, and proposes what is theirs.",
        ),
        context("*Who will see this:* the people you choose. A draft is its owner's alone until they propose it."),
    ]
    return modal(FORM, "Cascade", blocks, submit="Ask them", metadata=metadata)


def asked(notice: GoalCascaded) -> Message:
    """Ask somebody to take on a part of a goal."""
    text = f"{mention(notice.by)} asks you to take on a part of “{words(notice.title, TITLE_SHOWN)}”."
    return message(
        text,
        section(f"🎯 *{mention(notice.by)} asks you to take on a part of this goal*\n{quote(notice.title, 700)}"),
        actions(button("Edit and propose", EDIT, value=notice.goal, style="primary"), id="goal"),
        context(
            "A draft of your own hangs below it, with the same KPI. Make it yours: your number, your target, your day. "
            "Only you see it until you propose it."
        ),
    )


def done(goal: Goal, people: Sequence[Person], had: Sequence[Person]) -> Message:
    """Answer the one who cascaded: who was asked, and who has a goal below it already."""
    already = f" {mentions([one.id for one in had])} had one below it already." if had else ""
    return message(
        f"Asked {mentions([one.id for one in people])} to take on a part of “{words(goal.title, TITLE_SHOWN)}”. Each has "
        f"a draft below it; you hear of those you decide about once they propose.{already}"
    )
