"""How it looks to be given a part in a goal: to own it, or to contribute to it."""

from typing import Any

from domain.notices import GoalPartGiven
from handlers.views.blocks import Block, Message, actions, button, context, mention, message, section, words
from handlers.views.goals import OPEN, TITLE_SHOWN, UPDATE


def given(notice: GoalPartGiven) -> Message:
    """Tell somebody what they own, or contribute to, from now on."""
    title = f"“{words(notice.title, TITLE_SHOWN)}”"
    if notice.to == notice.owner:
        text = f"{mention(notice.by)} set a goal that is yours to lead: {title}."
        small = "Everyone sees it. You say how it goes, here at any time and in your check-in."
        acts = [_open(notice), button("Update", UPDATE, value=notice.goal, label=f"Update {notice.title}")]
    else:
        whose = "their goal" if notice.by == notice.owner else f"{mention(notice.owner)}'s goal"
        text = f"{mention(notice.by)} named you as a contributor to {whose} {title}."
        reached = "When it is reached, you are named with it." if notice.shared else "Ask what they need from you."
        small = f"{mention(notice.owner)} says how it goes. {reached}"
        acts = [_open(notice)] if notice.shared else []
    row: list[Block] = [actions(*acts, id="goal")] if acts else []
    return message(text, section(f"🎯 {text}"), *row, context(small))


def _open(notice: GoalPartGiven) -> Any:
    return button("Open", OPEN, value=notice.goal, label=f"Open {notice.title}")
