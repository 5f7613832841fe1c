"""How the week's recap looks, and the word to the owner of a goal that was reached."""

from domain.notices import GoalReached, KudosRecap
from handlers.views.blocks import Block, Message, actions, button, context, day, message, quote, section, words
from handlers.views.goal_closing import OPEN as CLOSE_GOAL
from handlers.views.kudos import OPEN

TITLE, REASON = 150, 400
"""Characters of a title and of a quoted reason."""


def recap(notice: KudosRecap) -> Message:
    """Tell the channel of last week: what for, and what was reached."""
    blocks: list[Block] = [section(f"🪨 *The week of {day(notice.week)}*\n{_thanks(notice)}")]
    if notice.reasons:
        blocks.append(section("\n\n".join(quote(reason, REASON) for reason in notice.reasons)))
    if notice.reached:
        reached = "\n".join(f"🎯 *{words(title, TITLE)}*" for title in notice.reached)
        blocks.append(section(f"*Reached*\n{reached}"))
    blocks.append(actions(button("Give kudos", OPEN), id="kudos-recap"))
    return message(
        _thanks(notice), *blocks, context("What for, not who most: people are not counted here, on purpose.")
    )


def _thanks(notice: KudosRecap) -> str:
    times = {1: "once", 2: "twice"}.get(notice.thanks, f"{notice.thanks} times")
    said = f"Last week you thanked each other {times}." if notice.thanks else "Last week something was reached."
    values = [f"#{words(value, 60)} {count}" for value, count in notice.values]
    goals = [f"the goal *{words(title, TITLE)}* {count}" for title, count in notice.goals]
    what = ", ".join([*values, *goals])
    return f"{said} For: {what}." if what else said


def reached(notice: GoalReached) -> Message:
    """Congratulate the owner; a goal that is still active can be closed from here."""
    where = " The kudos channel hears of it." if notice.shared else ""
    text = f"🎯 You reached your goal *{words(notice.title, TITLE)}*. Well done.{where}"
    row = [button("Give kudos", OPEN, label="Give kudos to whoever helped")]
    if not notice.closed:
        row.append(button("Close", CLOSE_GOAL, value=notice.goal, label=f"Close {notice.title}"))
    asks = "Who helped? A thank-you can name the goal."
    return message(text, section(f"{text}\n{asks}"), actions(*row, id="goal-reached"))
