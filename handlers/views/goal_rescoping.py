"""How a change of an agreed goal looks: the owner's form, the manager's card, what both read in the end."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import slackblocks as kit

from domain.goal_rescoping import Difference, Rescope, differences, rescoped, target_field
from domain.goal_status import explain
from domain.goals import Goal, Kind
from domain.milestones import written
from domain.notices import GoalRescopeAsked, GoalRescopeClosed, GoalRescopeDecided
from domain.numbers import show
from domain.people import Person
from handlers.views.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
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
from handlers.views.goal_smart import typed
from handlers.views.goal_warnings import RESCOPE, readers
from handlers.views.goals import SUM_SHOWN, TITLE_SHOWN, describe

FORM, WISH_FORM = "goal_rescope_form", "goal_rescope_wish_form"
AGREE, WISH = "goal_rescope_agree", "goal_rescope_wish"
DUE, MILESTONES, WHY, WISHED = "due", "milestones", "why", "wish"
MOST_TARGETS = 20
OF_A_NAME, OF_A_VALUE, MOST_SHOWN = 60, 160, 6
"""Characters of a fact before and after, and how many of them a card holds."""


def measured(goal: Goal) -> list[Any]:
    """Return the KPIs whose target can be moved: what is done or not has none."""
    return [kpi for kpi in goal.kpis if kpi.kind is not Kind.YES_NO][:MOST_TARGETS]


def form(goal: Goal, today: date, *, manager: Person | None, metadata: dict[str, Any]) -> dict[str, Any]:
    """Return the owner's form, filled in with what is agreed now."""
    blocks: list[Block] = [section(describe(goal, today)), context(_decides(manager))]
    for kpi in measured(goal):
        unit = f" ({kpi.unit})" if kpi.unit else ""
        hint = f"From {show(kpi.baseline)}; now agreed: {show(kpi.target)} {kpi.unit}".rstrip()
        field = text_input(target_field(kpi), f"{kpi.name}: target{unit}", value=typed(kpi.target), hint=hint, most=40)
        blocks.append(field)
    blocks += [
        date_input(DUE, "By when?", value=goal.due),
        text_input(
            MILESTONES,
            "Milestones",
            value=written(goal.milestones),
            hint="One a line: the day, how far it is then, what is there",
            placeholder="2026-12-15 40% Pilot with two teams",
            long=True,
            optional=True,
        ),
        text_input(WHY, "Why?", long=True, placeholder="The supplier delivers a month later", most=1500),
        context(readers(goal, manager)),
    ]
    return modal(FORM, "Rescope", blocks, submit="Propose" if manager else "Change", metadata=metadata)


def _decides(manager: Person | None) -> str:
    if manager is None:
        return "You have no manager in Cairn who could agree, so it holds at once. The history keeps what was before."
    return (
        f"{mention(manager.id)} gets it with *Agree* and *Ask for a change*. Until then the goal stands by what is agreed "
        "now; the history keeps both."
    )


def asked(notice: GoalRescopeAsked) -> Message:
    """Ask the manager."""
    text = f"{mention(notice.owner)} wishes to change the goal “{words(notice.title, TITLE_SHOWN)}”."
    now, then = (words(one, SUM_SHOWN) for one in notice.sums)
    return message(
        text,
        section(f"✏️ *{text}*"),
        *shown(notice.differences),
        *map(section, quotes(notice.why, parts=1)),
        section(f"*As agreed:* {now}\n*As wished:* {then}"),
        actions(*decision_buttons(notice.rescope, notice.title), id="goal-rescope"),
        context("Until you agree, the goal stands as it was agreed. Its history keeps both."),
    )


def waiting(wish: Rescope, goal: Goal, today: date, *, decides: bool) -> list[Block]:
    """Return the wish that waits, as the goal's card shows it; with buttons for the one who `decides`."""
    head = f"{mention(wish.by)} wishes to change this goal" if decides else "You wish to change this goal"
    still = "" if decides else "\nYour manager has not answered yet; until then it stands as it was agreed."
    now, then = (words(explain(one, today), SUM_SHOWN) for one in (goal, rescoped(goal, wish.wanted)))
    blocks = [
        section(f"✏️ *{head}*{still}", id="goal-wish"),
        *shown(differences(goal, wish.wanted)),
        *map(section, quotes(wish.why, parts=1)),
        section(f"*As agreed:* {now}\n*As wished:* {then}"),
    ]
    return [*blocks, actions(*decision_buttons(wish.id or 0, goal.title), id="goal-rescope")] if decides else blocks


def shown(found: Sequence[Difference]) -> list[Block]:
    """Return what is to change, a block each: the whole of it would be too much for one."""
    blocks: list[Block] = [section(difference(one)) for one in found[:MOST_SHOWN]]
    left = len(found) - MOST_SHOWN
    return [*blocks, context(f"And {left} more.")] if left > 0 else blocks


def difference(one: Difference) -> str:
    """Return a fact before and after."""
    return f"{words(one.name, OF_A_NAME)}: {_value(one.before)} → *{_value(one.after)}*"


def decision_buttons(rescope: int, title: str) -> tuple[kit.Element, kit.Element]:
    """Return *Agree* and *Ask for a change*, for the owner's manager."""
    return (
        button("Agree", AGREE, value=rescope, style="primary", label=f"Agree to the change of {title}"),
        button("Ask for a change", WISH, value=rescope, label=f"Ask for another change of {title}"),
    )


def _value(text: str) -> str:
    return words("; ".join(text.split("\n")), OF_A_VALUE)


def decided(notice: GoalRescopeDecided) -> Message:
    """Tell the owner."""
    title = words(notice.title, TITLE_SHOWN)
    if notice.agreed:
        text = f"{mention(notice.by)} agreed to the change of your goal “{title}”."
        return message(text, section(f"✅ {text}"), context(f"It stands by that now: {words(notice.sum, SUM_SHOWN)}"))
    text = f"{mention(notice.by)} asks for another change of your goal “{title}”."
    again = button("Rescope", RESCOPE, value=notice.goal, label=f"Rescope {notice.title}")
    still = context("Until one is agreed, the goal stands as it was.")
    return message(
        text, section(f"✏️ {text}"), *map(section, quotes(notice.wish, parts=3)), actions(again, id="goal"), still
    )


def closed(notice: GoalRescopeClosed) -> Message:
    """Return what is left of the manager's card."""
    goal = f"{mention(notice.owner)}'s goal “{words(notice.title, TITLE_SHOWN)}”"
    if notice.agreed is None:
        return message(f"✏️ The wish to change {goal} was changed; there is a newer message about it.")
    if notice.agreed:
        return message(f"✅ Agreed: the change of {goal}. Its history keeps both.")
    return message(f"✏️ Another change of {goal} was asked for. Until then it stands as it was agreed.")


def wish_form(goal: Goal, *, metadata: dict[str, Any]) -> dict[str, Any]:
    """Return the manager's form to ask for another change."""
    blocks: list[Block] = [
        section(f"{mention(goal.owner)} reads this, and can propose another change.\n{quote(goal.title, 700)}"),
        text_input(
            WISHED, "What should it be instead?", long=True, placeholder="Keep the target, move the day", most=1500
        ),
    ]
    return modal(WISH_FORM, "Ask for a change", blocks, submit="Send", metadata=metadata)


def proposed(goal: Goal, manager: Person) -> Message:
    """Answer the owner whose manager was asked."""
    return message(
        f"⏳ {mention(manager.id)} is asked to agree to the change of “{words(goal.title, TITLE_SHOWN)}”. Until then it "
        "stands as it was agreed; you hear either way."
    )


def changed(goal: Goal, today: date) -> Message:
    """Answer the owner whom nobody has to agree with."""
    return message(f"Changed. Its history keeps what was before.\n{describe(goal, today)}")


def wished(owner: str) -> Message:
    """Answer the manager."""
    return message(f"Sent. {mention(owner)} reads your wish and can propose another change; you hear when they do.")
