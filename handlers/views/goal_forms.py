"""The forms of goals: a new one by SMART, new numbers for it, and a manager's wish."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from domain.goals import Goal, Kpi, Level
from domain.notices import GoalDecided
from domain.numbers import show
from domain.people import Person
from handlers.views.blocks import (
    Block,
    Message,
    choice,
    context,
    cut,
    date_input,
    mention,
    message,
    modal,
    quote,
    quotes,
    section,
    text_input,
    words,
)
from handlers.views.check_ins import CONFIDENCE
from handlers.views.goals import TITLE_SHOWN, describe

FORM, UPDATE_FORM, WISH_FORM = "goal_form", "goal_update_form", "goal_wish_form"
TITLE, PARENT, KPI, UNIT, BASELINE, TARGET, DUE = "title", "parent", "kpi", "unit", "baseline", "target", "due"
CONFIDENT, NOTE, WISHED = "confidence", "note", "wish"
MOST_PARENTS = 100
"""So many options a select of Slack's takes."""
LEVELS = {Level.COMPANY: "company", Level.TEAM: "team", Level.INDIVIDUAL: "yours"}


def kpi_field(kpi: Kpi) -> str:
    """Return the id of the field for a KPI's new value."""
    return f"kpi-{kpi.id}"


def form(
    parents: Sequence[Goal],
    *,
    manager: Person | None,
    title: str = "",
    draft: Goal | None = None,
    wish: GoalDecided | None = None,
    metadata: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the SMART form; `draft` is the goal to propose again, `wish` what was asked for then."""
    kpi = draft.kpis[0] if draft and draft.kpis else None
    blocks: list[Block] = [context(_letters(manager))]
    if wish:
        blocks += [section(f"*{mention(wish.by)} asked for a change*"), *map(section, quotes(wish.wish))]
    blocks.append(
        text_input(
            TITLE,
            "Specific: what will be true?",
            value=draft.title if draft else title,
            placeholder="New customers have their first answer within two hours",
            most=200,
        )
    )
    blocks += _parent(parents, draft)
    blocks += _measure(kpi)
    blocks += [
        date_input(DUE, "Time-bound: by when?", value=draft.due if draft else None),
        context(_readers(manager)),
    ]
    submit = "Propose" if manager else "Set goal"
    return modal(FORM, "Edit goal" if draft else "New goal", blocks, submit=submit, metadata=metadata)


def _letters(manager: Person | None) -> str:
    asked = (
        f"Whether it is realistic is for {mention(manager.id)} to say: your manager gets it with *Agree* and "
        "*Ask for a change*."
        if manager
        else "You have no manager in Cairn who could say whether it is realistic, so it is active at once."
    )
    return f"A SMART goal: *specific*, *measurable*, *achievable*, *relevant*, *time-bound*. {asked}"


def _readers(manager: Person | None) -> str:
    who = f"you, {mention(manager.id)} and those above" if manager else "you, and your line above once there is one"
    return f"*Who will see this:* {who}."


def _parent(parents: Sequence[Goal], draft: Goal | None) -> list[Block]:
    """Return the choice of the goal above. The one chosen before is always among the hundred."""
    if not parents:
        return [context("*Relevant:* there is no goal above to choose yet, which is fine.")]
    before = draft.parent if draft else None
    listed = sorted(parents, key=lambda goal: goal.id != before)[:MOST_PARENTS]
    hint = "The goals of the company and its teams, and your own open ones."
    if len(parents) > len(listed):
        hint += f" The first {len(listed)} of {len(parents)} are listed."
    options = {str(goal.id): f"{cut(goal.title, 60)} ({LEVELS[goal.level]})" for goal in listed}
    chosen = str(before) if before else None
    return [choice(PARENT, "Relevant: which goal does it serve?", options, chosen=chosen, hint=hint, optional=True)]


def _measure(kpi: Kpi | None) -> list[Block]:
    start, end = (typed(kpi.baseline), typed(kpi.target)) if kpi else ("", "")
    return [
        text_input(
            KPI,
            "Measurable: which number shows it?",
            value=kpi.name if kpi else "",
            placeholder="First-reply time",
            most=100,
        ),
        text_input(
            UNIT, "In which unit?", value=kpi.unit if kpi else "", placeholder="hours, %, €", optional=True, most=20
        ),
        text_input(BASELINE, "Where does it stand today?", value=start, placeholder="6", most=40),
        text_input(TARGET, "Where should it be?", value=end, placeholder="2", most=40),
    ]


def typed(value: float) -> str:
    """Return a number as one would type it, with nothing rounded away."""
    return f"{value:.15g}" if abs(value) < 1e15 else f"{value:.0f}"


def recorded(goal: Goal, manager: Person | None) -> Message:
    """Answer the owner: what happens with the goal now."""
    title = words(goal.title, TITLE_SHOWN)
    if manager:
        return message(
            f"⏳ “{title}” (`{goal.ref}`) is proposed. {mention(manager.id)} gets a message with *Agree* and "
            "*Ask for a change*; you hear either way. It is active once they agree."
        )
    return message(
        f"🎯 “{title}” (`{goal.ref}`) is active. You have no manager in Cairn, so nobody has to agree. "
        "Your next check-in asks about it."
    )


def update_form(goal: Goal, today: date, *, metadata: dict[str, Any]) -> dict[str, Any]:
    """Return the form for new numbers, the owner's confidence and a note."""
    blocks: list[Block] = [section(describe(goal, today))]
    for kpi in goal.kpis[:40]:
        unit = f" ({kpi.unit})" if kpi.unit else ""
        now = "no value yet" if kpi.value is None else f"last: {show(kpi.value)}"
        hint = f"From {show(kpi.baseline)} to {show(kpi.target)} {kpi.unit}".rstrip()
        blocks.append(
            text_input(kpi_field(kpi), f"{kpi.name}{unit}", placeholder=now, hint=hint, optional=True, most=40)
        )
    blocks.append(
        choice(CONFIDENT, "How confident are you?", CONFIDENCE, chosen=goal.confidence, radio=True, optional=True)
    )
    if goal.kpis:
        blocks.append(text_input(NOTE, "Note", hint="What moved the number", long=True, optional=True))
    blocks.append(
        context(
            "*Who will see this:* you and your manager; those above see the number and the confidence, not the note."
        )
    )
    return modal(UPDATE_FORM, "Update goal", blocks, submit="Save", metadata=metadata)


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
