"""How a change of a goal looks: what somebody else changed while the form was open, and that it is saved."""

from collections.abc import Mapping, Sequence
from datetime import date

from domain.goal_history import Change, GoalEvent
from domain.goals import Goal
from handlers.views.blocks import Block, Message, mention, message, section, words
from handlers.views.goals import TITLE_SHOWN, on

CHANGE, FORM = "goal_change", "goal_change_form"
MOST_CHANGES = 8
VALUE = 100
"""Characters of a fact before and after."""


def meanwhile(events: Sequence[GoalEvent], titles: Mapping[str, str]) -> list[Block]:
    """Say what others changed while the form was open. `titles` are the goals it names as parents, by id."""
    who = " and ".join(dict.fromkeys(mention(event.by) if event.by else "the operator" for event in events))
    facts = [(name, change) for event in events for name, change in event.changes.items()]
    lines = [f"• {_fact(name, change, titles)}" for name, change in facts[:MOST_CHANGES]]
    more = [f"… and {len(facts) - MOST_CHANGES} more"] if len(facts) > MOST_CHANGES else []
    begin = f"⚠️ *Meanwhile {who} changed this goal.* What you typed is still here; *Save* puts it in place of theirs."
    return [section("\n".join([begin, *lines, *more]))]


def _fact(name: str, change: Change, titles: Mapping[str, str]) -> str:
    before, after = (_value(name, value, titles) for value in (change.before, change.after))
    return f"{words(name.split(' ', 2)[-1] if name.startswith('kpi') else name, VALUE)}: {before} → {after}"


def _value(name: str, value: str, titles: Mapping[str, str]) -> str:
    if not value:
        return "nothing"
    if name == "parent":
        return f"“{words(titles.get(value, 'another goal'), VALUE)}”"
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
