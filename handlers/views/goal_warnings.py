"""How goals that need somebody look: the warning with its buttons, the forms behind them, the word to the manager."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from domain.blockers import CannotHelpYourself
from domain.goals import Confidence, Goal, Level
from domain.notices import GoalWarned
from domain.people import Person
from domain.today import GoalUnanswered, GoalWarning
from handlers.views.blocks import (
    Block,
    Message,
    actions,
    button,
    choice,
    context,
    day,
    mention,
    mentions,
    message,
    modal,
    person_input,
    quotes,
    section,
    text_input,
    words,
)
from handlers.views.check_ins import SIGNS
from handlers.views.goals import OPEN, SUM_SHOWN, TITLE_SHOWN, UNSAID, UPDATE, describe

EXPLAIN, EXPLAIN_FORM = "goal_explain", "goal_explain_form"
BLOCKED, BLOCKED_FORM = "goal_blocked", "goal_blocked_form"
RESCOPE = "goal_rescope"
WHY, TELL = "why", "tell"
IN_THE_WAY, HELPER = "blocker", CannotHelpYourself.field or ""
KEEP, NOW = "keep", "now"


def today_item(item: GoalWarning) -> list[Block]:
    """Return what the *Today* message says to the owner."""
    text = (
        f"{_standing(item.title, item.state)}\n{words(item.why, SUM_SHOWN)}{_parted(item.believed, item.state, 'You')}"
    )
    return [section(text), actions(*answers(item.goal, item.title), id=f"goal-warning-{item.goal}")]


def answers(goal: int, title: str) -> list[Any]:
    """Return the buttons with which an owner answers a warning."""
    update = button("Update", UPDATE, value=goal, style="primary", label=f"Update {title}")
    return [update, *without_numbers(goal, title)]


def without_numbers(goal: int, title: str) -> list[Any]:
    """Return the buttons for what an owner can say of a goal beside its numbers."""
    return [
        button("Blocked", BLOCKED, value=goal, label=f"Say what is in the way of {title}"),
        button("Explain", EXPLAIN, value=goal, label=f"Explain how {title} stands"),
        button("Rescope", RESCOPE, value=goal, label=f"Rescope {title}"),
    ]


def unanswered_item(item: GoalUnanswered) -> list[Block]:
    """Return what the *Today* message says to the manager of somebody who did not answer."""
    text = (
        f"{_standing(item.title, item.state, whose=item.owner)}\n{words(item.why, SUM_SHOWN)}"
        f"{_parted(item.believed, item.state, 'They')}"
    )
    said = f"{mention(item.owner)} was warned on {day(item.warned_on)} and has not answered. Ask them what they need."
    return [section(text, accessory=_open(item.goal, item.title)), context(said)]


def warned(notice: GoalWarned) -> Message:
    """Tell the manager what the owner says."""
    head = _standing(notice.title, notice.state, whose=notice.owner)
    text = f"{head}\n{words(notice.sum, SUM_SHOWN)}{_parted(notice.believed, notice.state, 'They')}"
    return message(
        f"{mention(notice.owner)} tells you how their goal “{words(notice.title, TITLE_SHOWN)}” stands.",
        section(text, accessory=_open(notice.goal, notice.title)),
        *map(section, quotes(notice.why, parts=2)),
        context(f"{mention(notice.owner)} asked for you to hear it now. It is kept with the goal."),
    )


def explain_form(goal: Goal, today: date, *, manager: Person | None, metadata: dict[str, Any]) -> dict[str, Any]:
    """Return the owner's form to explain how a goal stands."""
    blocks: list[Block] = [
        section(describe(goal, today)),
        text_input(
            WHY,
            "What is behind it?",
            long=True,
            placeholder="Two of us were on the migration; from Monday on it moves again",
            most=1500,
        ),
    ]
    if manager:
        told = {KEEP: "Keep it with the goal", NOW: f"Tell {manager.name} now"}
        blocks.append(choice(TELL, "Who should hear it?", told, chosen=KEEP, radio=True))
    blocks.append(context(readers(goal, manager)))
    return modal(EXPLAIN_FORM, "Explain", blocks, submit="Keep", metadata=metadata)


def blocked_form(
    goal: Goal, today: date, *, manager: Person | None, team: Sequence[Person], metadata: dict[str, Any]
) -> dict[str, Any]:
    """Return the owner's form to name what is in the way; `team` is the people team, who hears where no manager can."""
    hears = [manager] if manager else team
    who = f"you, {mentions([one.id for one in hears])} and those above" if hears else "you alone"
    blocks: list[Block] = [
        section(describe(goal, today)),
        text_input(IN_THE_WAY, "What is in the way?", long=True, placeholder="Nobody can approve the new supplier"),
        person_input(HELPER, "Who can help?", optional=True, hint="They read this text, and nothing of the goal."),
        context(f"*Who will see this:* {who}, and whoever you name. They hear at once, with *Reply* and *Done*."),
    ]
    return modal(BLOCKED_FORM, "Blocked", blocks, submit="Pass it on", metadata=metadata)


def blocked(told: Sequence[str]) -> Message:
    """Answer the owner."""
    heard = f"{mentions(told)} {'hears' if len(told) == 1 else 'hear'} it now." if told else "Nobody could be told."
    return message(f"Passed on. {heard} Your own card says what comes of it.")


def readers(goal: Goal, manager: Person | None) -> str:
    """Say who reads what is kept with a goal."""
    if goal.level is not Level.INDIVIDUAL:
        return f"*Who will see this:* everyone, since it is a goal of the {goal.level}."
    who = f"you, {mention(manager.id)} and those above" if manager else "you, and your line above once there is one"
    return f"*Who will see this:* {who}."


def explained(goal: Goal, told: Person | None) -> Message:
    """Answer the owner."""
    heard = f" {mention(told.id)} hears it now." if told else ""
    return message(f"Kept with “{words(goal.title, TITLE_SHOWN)}”.{heard}")


def _open(goal: int, title: str) -> Any:
    return button("Open", OPEN, value=goal, label=f"Open {title}")


def _standing(title: str, state: Confidence | None, *, whose: str | None = None) -> str:
    """Return how a goal stands, None where no number says it."""
    goal = f"{mention(whose)}'s goal " if whose else ""
    goal += f"*{words(title, TITLE_SHOWN)}*"
    return f"{SIGNS[state]} {goal} is *{state.in_words}*" if state else f"{UNSAID} {goal}"


def _parted(believed: Confidence | None, state: Confidence | None, who: str) -> str:
    """Say where the owner and the numbers part."""
    if believed is None:
        return ""
    numbers = f", the numbers say *{state.in_words}*" if state else ""
    return f"\n{who} say *{believed.in_words}*{numbers}."
