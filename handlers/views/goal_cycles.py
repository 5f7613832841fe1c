"""How a goal looks that is open after its cycle: what can become of it, each with its button."""

from domain.today import GoalLeftOpen
from handlers.views.blocks import Block, actions, button, section, words
from handlers.views.goal_closing import CARRY_OVER, DROP
from handlers.views.goal_closing import OPEN as CLOSE
from handlers.views.goals import TITLE_SHOWN, on

CYCLE_SHOWN = 60


def today_item(item: GoalLeftOpen) -> list[Block]:
    """Ask the owner what becomes of it."""
    text = (
        f"🏁 *{words(item.title, TITLE_SHOWN)}* is still open, and its cycle {words(item.cycle, CYCLE_SHOWN)} ended on "
        f"{on(item.ended_on)}. Does it go on in the next one, is it done, or is it dropped?"
    )
    acts = (
        button("Carry over", CARRY_OVER, value=item.goal, style="primary", label=f"Carry over {item.title}"),
        button("Close", CLOSE, value=item.goal, label=f"Close {item.title}"),
        button("Drop", DROP, value=item.goal, label=f"Drop {item.title}"),
    )
    return [section(text), actions(*acts, id=f"goal-cycle-{item.goal}")]
