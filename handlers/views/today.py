"""How the *Today* message looks: what waits, each with its buttons; what is done is struck out."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from domain.notices import Today, TodayChanged
from domain.today import (
    CheckInReminder,
    FeedbackWaits,
    GoalLeftOpen,
    GoalOrphaned,
    GoalUnanswered,
    GoalWarning,
    Item,
    PromiseDue,
)
from handlers.views import blockers, feedback, goal_cycles, goal_handovers, goal_warnings, turns
from handlers.views.blocks import Block, Message, context, day, header, mention, message, section, words

MOST = 15
"""Items in full; nobody reads more in a morning, and a message holds 50 blocks."""
MOST_GOALS = 5
"""Goals in full: a title and a sum are long, and a message takes 13,000 characters of blocks."""
OF_A_TITLE = 60


def today(notice: Today) -> Message:
    """Say what waits."""
    return _message(notice.items, {})


def changed(notice: TodayChanged) -> Message:
    """Say what still waits, and strike out the rest."""
    return _message(notice.items, notice.done)


def _message(items: Sequence[Item], done: Mapping[str, str]) -> Message:
    waiting = [item for item in items if item.key not in done]
    about_goals = GoalWarning | GoalUnanswered | GoalOrphaned | GoalLeftOpen
    goals = [item for item in waiting if isinstance(item, about_goals)]
    shown = [item for item in waiting if item not in goals[MOST_GOALS:]][:MOST]
    blocks: list[Block] = [header("Today")]
    for item in shown:
        blocks += SHOWN[type(item)](item)
    if len(waiting) > len(shown):
        blocks.append(context(f"{len(waiting) - len(shown)} more wait on your Home tab."))
    struck = [f"✓ ~{_named(item)}~ · {done[item.key]}" for item in items if item.key in done]
    if struck:
        blocks.append(context("\n".join(struck)))
    if not waiting:
        blocks.append(context("Nothing waits for you any more today."))
    else:
        blocks.append(context("One message a day at most, with all that waits for you."))
    return message(_text(waiting), *blocks)


def _text(waiting: Sequence[Item]) -> str:
    if not waiting:
        return "Today: nothing waits for you any more."
    return f"Today: {'; '.join(_named(item) for item in waiting[:MOST])}."


def _named(item: Item) -> str:
    match item:
        case CheckInReminder(period=period):
            return f"your check-in of {day(period)}"
        case FeedbackWaits(asker=asker):
            return f"feedback for {mention(asker)}"
        case PromiseDue(person=person):
            return f"your promise to {mention(person)}"
        case GoalWarning(title=title) | GoalLeftOpen(title=title):
            return f"your goal “{words(title, OF_A_TITLE)}”"
        case GoalUnanswered(title=title, owner=owner) | GoalOrphaned(title=title, owner=owner):
            return f"{mention(owner)}'s goal “{words(title, OF_A_TITLE)}”"


def _reminder(item: CheckInReminder) -> list[Block]:
    stops = " This is the last reminder; I stop here for this week." if item.last else ""
    return [
        section(f"🪨 *Your check-in of {day(item.period)}* still waits. Two minutes are enough.{stops}"),
        turns.buttons(item.period, id=f"check-in-{item.period}"),
    ]


SHOWN: Mapping[type[Any], Callable[[Any], list[Block]]] = {
    CheckInReminder: _reminder,
    FeedbackWaits: feedback.today_item,
    PromiseDue: blockers.today_item,
    GoalWarning: goal_warnings.today_item,
    GoalUnanswered: goal_warnings.unanswered_item,
    GoalOrphaned: goal_handovers.today_item,
    GoalLeftOpen: goal_cycles.today_item,
}
"""How each thing that waits looks."""
