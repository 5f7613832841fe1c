"""The smaller forms of goals: new numbers, and a manager's wish. The SMART form is in `goal_smart.py`."""

from datetime import date
from typing import Any

from domain.goals import Goal, Kind, Kpi, Level
from domain.numbers import show
from handlers.views.blocks import (
    Block,
    Message,
    actions,
    choice,
    context,
    mention,
    message,
    modal,
    quote,
    section,
    text_input,
)
from handlers.views.check_ins import CONFIDENCE, DONE_OR_NOT
from handlers.views.goal_closing import open_button
from handlers.views.goals import describe

UPDATE_FORM, WISH_FORM = "goal_update_form", "goal_wish_form"
CONFIDENT, NOTE, WISHED = "confidence", "note", "wish"


def kpi_field(kpi: Kpi) -> str:
    """Return the id of the field for a KPI's new value."""
    return f"kpi-{kpi.id}"


def update_form(goal: Goal, today: date, *, metadata: dict[str, Any]) -> dict[str, Any]:
    """Return the form for new numbers, the owner's confidence and a note."""
    blocks: list[Block] = [section(describe(goal, today)), *map(_kpi, goal.kpis[:40])]
    blocks.append(
        choice(CONFIDENT, "How confident are you?", CONFIDENCE, chosen=goal.confidence, radio=True, optional=True)
    )
    if goal.kpis:
        blocks.append(text_input(NOTE, "Note", hint="What moved the number", long=True, optional=True))
    blocks += [context(_readers(goal)), actions(open_button(goal), id="goal-over")]
    return modal(UPDATE_FORM, "Update goal", blocks, submit="Save", metadata=metadata)


def _readers(goal: Goal) -> str:
    if goal.level is Level.INDIVIDUAL:
        who = "you and your manager; those above see the number and the confidence, not the note."
    else:
        who = "everyone sees the number and the confidence; the note is for you and your manager."
    return f"*Who will see this:* {who}"


def _kpi(kpi: Kpi) -> Block:
    if kpi.kind is Kind.YES_NO:
        return choice(kpi_field(kpi), kpi.name, DONE_OR_NOT, radio=True, optional=True)
    unit = f" ({kpi.unit})" if kpi.unit else ""
    now = "no value yet" if kpi.value is None else f"last: {show(kpi.value)}"
    hint = f"From {show(kpi.baseline)} to {show(kpi.target)} {kpi.unit}".rstrip()
    return text_input(kpi_field(kpi), f"{kpi.name}{unit}", placeholder=now, hint=hint, optional=True, most=40)


def updated(goal: Goal, today: date) -> Message:
    """Answer the owner with the new sum."""
    return message(f"Saved. {describe(goal, today)}")


def wish_form(goal: Goal, *, metadata: dict[str, Any]) -> dict[str, Any]:
    """Return the manager's form to ask for a change."""
    blocks: list[Block] = [
        section(f"{mention(goal.owner)} reads this, and can propose the goal again.\n{quote(goal.title, 700)}"),
        text_input(
            WISHED,
            "What should change?",
            long=True,
            placeholder="Four hours by March would be ambitious already",
            most=1500,
        ),
    ]
    return modal(WISH_FORM, "Ask for a change", blocks, submit="Send", metadata=metadata)


def wished(owner: str) -> Message:
    """Answer the manager."""
    return message(f"Sent. {mention(owner)} reads your wish and can propose the goal again; you hear when they do.")
