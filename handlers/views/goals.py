"""How goals look: the list with its sums, and what owner and manager read of a proposal."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import slackblocks as kit

from domain.goal_sight import Stand, by_itself
from domain.goals import Goal, State
from domain.notices import GoalDecided, GoalProposalClosed, GoalProposed
from handlers.views.blocks import (
    Block,
    Message,
    actions,
    bar,
    button,
    context,
    mention,
    message,
    modal,
    quote,
    quotes,
    section,
    words,
)
from handlers.views.check_ins import CONFIDENCE, SIGNS

NEW, EDIT, UPDATE = "goal_new", "goal_edit", "goal_update"
OPEN, TREE = "goal_open", "goal_tree_open"
MORE, BACK = "goal_more", "goal_back"
AGREE, WISH = "goal_agree", "goal_wish"
MOST_IN_MESSAGE = 10
"""A message holds 50 blocks and 13,000 characters; beyond ten goals nobody reads on, the rest has a page of its own."""
MOST_ON_PAGE = 40
TITLE_SHOWN, SUM_SHOWN = 150, 200
"""Characters of a title and of a sum, so that ten goals with their buttons stay below what a message holds."""
UNSAID = "⚪"
"""The sign of a goal of which no number says how it stands."""
Stands = Mapping[int, Stand]
ALONE: Stands = {}
"""Of each goal its own KPIs say how it stands."""
EMPTY = (
    "You have no open goals yet. A goal says what your work is for; check-ins, kudos and feedback can then point at it."
)


def proposed(notice: GoalProposed) -> Message:
    """Ask the manager whether a goal is realistic."""
    text = f"{mention(notice.owner)} proposes a goal: {words(notice.title, TITLE_SHOWN)}"
    again = " once more, with changes" if notice.round > 1 else ""
    return message(
        text,
        section(
            f"🎯 *{mention(notice.owner)} proposes a goal{again}*\n"
            f"{quote(notice.title, 700)}\n{words(notice.sentence, 900)}\nIs that realistic?"
        ),
        actions(*decision_buttons(notice.goal, notice.round, notice.title), id="goal-proposal"),
        context("It becomes active once you agree. With a wish it goes back to its owner, who can propose it again."),
    )


def decision_buttons(goal: int, round: int, title: str) -> tuple[kit.Element, kit.Element]:
    """Return *Agree* and *Ask for a change*; their value is the goal and the round they are about."""
    value = f"{goal} {round}"
    return (
        button("Agree", AGREE, value=value, style="primary", label=f"Agree to {title}"),
        button("Ask for a change", WISH, value=value, label=f"Ask for a change of {title}"),
    )


def decided(notice: GoalDecided) -> Message:
    """Tell the owner what the manager said."""
    title = words(notice.title, TITLE_SHOWN)
    if notice.agreed:
        text = f"{mention(notice.by)} agreed to your goal “{title}”. It is active now."
        small = "Your next check-in asks about it. You can tell how it goes at any time."
        act = button("Update", UPDATE, value=notice.goal, label=f"Update {notice.title}")
        return message(text, section(f"✅ {text}"), actions(act, id="goal"), context(small))
    text = f"{mention(notice.by)} asks for a change of your goal “{title}”."
    act = button("Edit and propose again", EDIT, value=notice.goal, style="primary")
    return message(
        text,
        section(f"✏️ {text}"),
        *map(section, quotes(notice.wish)),
        actions(act, id="goal"),
        context("Until then it is a draft that only you see."),
    )


def proposal_closed(notice: GoalProposalClosed) -> Message:
    """Return what is left of a proposal's card."""
    goal = f"{mention(notice.owner)}'s goal “{words(notice.title, TITLE_SHOWN)}”"
    if notice.agreed:
        return message(f"✅ Agreed: {goal}. It is active now.")
    return message(f"✏️ A change was asked for: {goal}. You hear when it is proposed again.")


def on(when: date) -> str:
    """Return a due date: 31 March 2027."""
    return f"{when.day} {when:%B %Y}"


def describe(goal: Goal, today: date, *, mine: bool = True, stand: Stand | None = None) -> str:
    """Return a goal as its owner reads it, or somebody else: sign, title, how far it is and the sum behind it.

    `stand` is how it stands with what hangs below it; without it the goal's own KPIs say so.
    """
    title = f"*{words(goal.title, TITLE_SHOWN)}* · `{words(goal.ref, 40)}`"
    if goal.state is State.DRAFT:
        return f"✏️ {title}\nA draft that only you see · due {on(goal.due)}"
    if goal.state is State.PROPOSED:
        return f"⏳ {title}\nProposed, waits for your manager's answer · due {on(goal.due)}"
    stand = stand or by_itself(goal, today)
    told = [bar(stand.progress)] if stand.progress is not None else []
    told += [CONFIDENCE[stand.status].lower()] if stand.status else []
    if goal.confidence and goal.confidence is not stand.status:
        says = "you say" if mine else f"{mention(goal.owner)} says"
        told.append(f"{says} *{CONFIDENCE[goal.confidence].lower()}*")
    sign = SIGNS[stand.status] if stand.status else UNSAID
    where = " · ".join([*told, f"due {on(goal.due)}"])
    return f"{sign} {title}\n{where}\n{words(stand.said, SUM_SHOWN)}"


def lines(goal: Goal, today: date, *, has_manager: bool, stand: Stand | None = None) -> list[Block]:
    """Return one goal with the buttons for what its owner can do now."""
    editable = goal.state is State.DRAFT or (goal.state is State.PROPOSED and not has_manager)
    acts = []
    if goal.state is State.ACTIVE:
        acts.append(button("Update", UPDATE, value=goal.id, label=f"Update {goal.title}"))
    elif editable:
        acts.append(button("Edit and propose", EDIT, value=goal.id, label=f"Edit {goal.title}"))
    acts.append(button("Open", OPEN, value=goal.id, label=f"Open {goal.title}"))
    text = section(describe(goal, today, stand=stand), id=f"goal-{goal.id}")
    return [text, actions(*acts, id=f"goal-acts-{goal.id}")]


def tree_button() -> kit.Element:
    """Return the button that opens the tree of goals."""
    return button("Goal tree", TREE)


def more_button(count: int) -> kit.Element:
    """Return the button that opens the page with all goals."""
    return button(f"See all {count}", MORE, value=0)


def mine(goals: Sequence[Goal], today: date, *, has_manager: bool, stands: Stands = ALONE) -> Message:
    """Return my open goals, or a friendly word where there are none; `stands` says how they stand, by their ids."""
    new = button("New goal", NEW, style=None if goals else "primary")
    if not goals:
        return message(EMPTY, section(f"🎯 {EMPTY}"), actions(new, tree_button(), id="goals"))
    shown = _all_lines(goals[:MOST_IN_MESSAGE], today, has_manager, stands)
    buttons, left = [new, tree_button()], len(goals) - MOST_IN_MESSAGE
    if left > 0:
        further = "one more is" if left == 1 else f"{left} more are"
        shown.append(context(f"These are the {MOST_IN_MESSAGE} due first; {further} a click away."))
        buttons.append(more_button(len(goals)))
    return message(_in_a_sentence(goals, today, stands), *shown, actions(*buttons, id="goals"))


def _all_lines(goals: Sequence[Goal], today: date, has_manager: bool, stands: Stands) -> list[Block]:
    told = ((goal, stands.get(goal.id or 0)) for goal in goals)
    return [block for goal, stand in told for block in lines(goal, today, has_manager=has_manager, stand=stand)]


def _in_a_sentence(goals: Sequence[Goal], today: date, stands: Stands) -> str:
    """Return the list for screen readers and notifications."""
    told = ((goal, stands.get(goal.id or 0) or by_itself(goal, today)) for goal in goals[:5])
    named = [f"{words(goal.title, 80)} ({_in_brief(goal, stand)})" for goal, stand in told]
    rest = f" and {len(goals) - 5} more" if len(goals) > 5 else ""
    return f"Your open goals: {', '.join(named)}{rest}."


def _in_brief(goal: Goal, stand: Stand) -> str:
    if goal.state is not State.ACTIVE:
        return str(goal.state)
    if stand.status is None or stand.progress is None:
        return "no number yet"
    return f"{CONFIDENCE[stand.status].lower()}, {stand.progress:.0%}"


def part(start: int, shown: int, count: int) -> str:
    """Say which goals of a list are shown: `7 goals`, `Goals 21 to 40 of 45`, `Goal 41 of 41`."""
    if shown == count:
        return "One goal" if count == 1 else f"{count} goals"
    return f"Goals {start + 1} to {start + shown} of {count}" if shown > 1 else f"Goal {start + 1} of {count}"


def page(
    goals: Sequence[Goal], start: int, today: date, *, has_manager: bool, stands: Stands = ALONE
) -> dict[str, Any]:
    """Return the page of all my goals that begins with the one at `start`."""
    start = start if 0 <= start < len(goals) else 0
    shown = goals[start : start + MOST_ON_PAGE]
    blocks: list[Block] = _all_lines(shown, today, has_manager, stands) or [section(EMPTY)]
    blocks.insert(0, context(f"{part(start, len(shown), len(goals))}, by due date"))
    turns = []
    if start:
        turns.append(button("Before", BACK, value=max(start - MOST_ON_PAGE, 0)))
    if start + MOST_ON_PAGE < len(goals):
        turns.append(button("Next", MORE, value=start + MOST_ON_PAGE))
    if turns:
        blocks.append(actions(*turns, id="goals"))
    return modal("goal_page", "Your goals", blocks)
