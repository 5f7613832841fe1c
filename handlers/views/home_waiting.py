"""What waits for somebody on their Home tab: promises, feedback, goals to answer for, and to decide about."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.blockers import Blocker
from domain.feedback_requests import Request
from domain.goal_rescoping import Rescope, differences
from domain.goals import Goal
from domain.proposals import sentence
from domain.today import GoalLeftOpen, GoalOrphaned, GoalUnanswered, GoalWarning
from handlers.views import blockers, feedback, goal_cycles, goal_handovers, goal_rescoping, goal_warnings, goals
from handlers.views.blocks import Block, actions, context, mention, section, words

MOST_OF_A_KIND, MOST_WAITING = 8, 16
"""With these the tab stays below 100 blocks, and one can still see its end."""
CHANGES_SHOWN = 3


@dataclass(frozen=True)
class Waiting:
    """What waits. `proposals` are the first goals reports proposed, with their round; `proposed` is how many there are.

    `left_open` are goals of one's own whose cycle is over, `warnings` are about others of one's own, `silent` about those of reports who have not answered, `orphans` about goals
    whose owner left, `rescopes` wishes of reports for another target.
    """

    promises: Sequence[Blocker] = ()
    requests: Sequence[Request] = ()
    proposals: Sequence[tuple[Goal, int]] = ()
    proposed: int = 0
    left_open: Sequence[GoalLeftOpen] = ()
    warnings: Sequence[GoalWarning] = ()
    silent: Sequence[GoalUnanswered] = ()
    orphans: Sequence[GoalOrphaned] = ()
    rescopes: Sequence[tuple[Rescope, Goal]] = ()


def entries(waiting: Waiting) -> list[Block]:
    """Return what waits, the first few of each kind; nothing where nothing waits."""
    kinds: list[list[list[Block]]] = [
        [[blockers.to_clear(one)] for one in waiting.promises],
        [goal_cycles.today_item(one) for one in waiting.left_open],
        [goal_warnings.today_item(one) for one in waiting.warnings],
        [feedback.waiting(one) for one in waiting.requests],
        [_rescope(*one) for one in waiting.rescopes],
        [_proposal(*one) for one in waiting.proposals],
        [goal_handovers.today_item(one) for one in waiting.orphans],
        [goal_warnings.unanswered_item(one) for one in waiting.silent],
    ]
    unread = max(waiting.proposed - len(waiting.proposals), 0)
    everything = sum(map(len, kinds)) + unread
    shown = [entry for kind in kinds for entry in kind[:MOST_OF_A_KIND]][:MOST_WAITING]
    left = everything - len(shown)
    more = [context(f"And {left} more, shown as these are done.")] if left else []
    return [*(block for entry in shown for block in entry), *more]


def _proposal(goal: Goal, asked: int) -> list[Block]:
    what = f"🎯 {mention(goal.owner)} proposes *{words(goal.title, goals.TITLE_SHOWN)}*\n{words(sentence(goal), 600)}"
    return [section(what), actions(*goals.decision_buttons(goal.id or 0, asked, goal.title), id=f"proposal-{goal.id}")]


def _rescope(wish: Rescope, goal: Goal) -> list[Block]:
    """Return a wish for another target, with what is to change and why."""
    found = differences(goal, wish.wanted)
    left = len(found) - CHANGES_SHOWN
    lines = [goal_rescoping.difference(one) for one in found[:CHANGES_SHOWN]]
    lines += [f"and {left} more"] if left > 0 else []
    title = words(goal.title, goals.TITLE_SHOWN)
    text = "\n".join([f"✏️ {mention(wish.by)} wishes to change *{title}*", *lines, f"_Why:_ {words(wish.why, 300)}"])
    buttons = goal_rescoping.decision_buttons(wish.id or 0, goal.title)
    return [section(text), actions(*buttons, id=f"rescope-{wish.id}")]
