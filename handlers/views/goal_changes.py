"""How a change of a goal looks: what somebody else changed while the form was open, that it is saved, what its owner hears."""

from collections.abc import Mapping, Sequence
from datetime import date

from domain.goal_history import Change, GoalEvent
from domain.goals import Goal
from domain.notices import GoalChanged
from handlers.views.blocks import Block, Message, actions, button, context, mention, message, section, words
from handlers.views.goals import OPEN, TITLE_SHOWN, on

CHANGE, FORM = "goal_change", "goal_change_form"
MOST_CHANGES = 8
VALUE = 100
"""Characters of a fact before and after."""


def meanwhile(events: Sequence[GoalEvent], named: Mapping[str, str]) -> list[Block]:
    """Say what others changed while the form was open.

    `named` is how the goals that it names as parents are called, by id, and the KPIs: `kpi 3`.
    """
    who = " and ".join(dict.fromkeys(mention(event.by) if event.by else "the operator" for event in events))
    facts = [(name, change) for event in events for name, change in event.changes.items()]
    begin = f"⚠️ *Meanwhile {who} changed this goal.* What you typed is still here, all else is as they set it. *Save* keeps it so."
    return [section("\n".join([begin, *_lines(facts, named)]))]


def told(notice: GoalChanged) -> Message:
    """Tell the owner of a goal what somebody else changed of it."""
    text = f"{mention(notice.by)} changed your goal “{words(notice.title, TITLE_SHOWN)}”."
    act = button("Open", OPEN, value=notice.goal, label=f"Open {notice.title}")
    return message(
        text,
        section("\n".join([f"✏️ {text}", *_lines([*notice.changes.items()], notice.named)])),
        actions(act, id="goal"),
        context("What it said before stands in its history."),
    )


def _lines(facts: Sequence[tuple[str, Change]], named: Mapping[str, str]) -> list[str]:
    """Return what was changed from what to what, a fact a line."""
    lines = [f"• {_fact(name, change, named)}" for name, change in facts[:MOST_CHANGES]]
    more = [f"… and {len(facts) - MOST_CHANGES} more"] if len(facts) > MOST_CHANGES else []
    return [*lines, *more]


def _fact(name: str, change: Change, named: Mapping[str, str]) -> str:
    before, after = (_value(name, value, named) for value in (change.before, change.after))
    place, _, fact = name.rpartition(" ")
    which = f" of {words(named[place], VALUE)}" if place in named else ""
    return f"{words(fact, VALUE)}{which}: {before} → {after}"


def _value(name: str, value: str, named: Mapping[str, str]) -> str:
    if not value:
        return "nothing"
    if name == "parent":
        return f"“{words(named.get(value, 'another goal'), VALUE)}”"
    if name in {"owner", "contributors"}:
        return " ".join(map(mention, value.split()))
    if name == "due":
        return on(date.fromisoformat(value))
    return words(value, VALUE)


def changed(goal: Goal, anything: bool) -> Message:
    """Answer the one who changed it."""
    title = f"“{words(goal.title, TITLE_SHOWN)}” (`{goal.ref}`)"
    if not anything:
        return message(f"Nothing of {title} is another than before.")
    return message(f"Saved. {title} says so from now on, and what it said before stands in its history.")
