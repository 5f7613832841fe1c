"""How the tree of goals looks in a window, and the list of what one person is to reach.

A row says the same to the eye and to the ear: level, owner and status stand in words, the indentation only repeats them.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from domain.goal_sight import Row, Stand
from domain.goals import Goal, Level, State
from handlers.views.blocks import Block, actions, bar, button, context, mention, modal, section, words
from handlers.views.check_ins import CONFIDENCE, SIGNS
from handlers.views.goals import NEW, OPEN, SUM_SHOWN, TITLE_SHOWN, on

TOGGLE, NEXT, BEFORE = "goal_tree_toggle", "goal_tree_next", "goal_tree_before"
PERSON_NEXT, PERSON_BEFORE = "goal_person_next", "goal_person_before"
WINDOW, PERSON_WINDOW = "goal_tree", "goal_person"
MOST_ON_PAGE = 20
"""Rows a page; one that can be opened takes two of the hundred blocks of a window."""
LEVELS = {Level.COMPANY: "company goal", Level.TEAM: "team goal", Level.INDIVIDUAL: "goal"}
STATES = {
    State.DRAFT: ("✏️", "a draft"),
    State.PROPOSED: ("⏳", "proposed, not agreed yet"),
    State.CLOSED: ("🏁", "closed"),
    State.DROPPED: ("✖️", "dropped"),
}
UNSAID = "⚪"
DEEPEST = 8
"""Steps of indentation; a window is narrow."""
NOTHING = (
    "There are no goals here yet. Those of the company and its teams stand here for everyone, and below them your own and "
    "those of the people who report to you."
)
HOW = (
    "Goals below one weigh the same, whatever their units: each counts by its share of the way. Drafts, proposals and "
    "dropped goals are left out, and so are goals that are not yours to see where fewer than five people stand behind them."
)
Stands = Callable[[Goal], Stand]

T = TypeVar("T")


def sign(goal: Goal, stand: Stand) -> str:
    """Return the sign of a goal's state, or of its status while it is active."""
    if goal.state is not State.ACTIVE:
        return STATES[goal.state][0]
    return SIGNS[stand.status] if stand.status else UNSAID


def standing(goal: Goal, stand: Stand) -> str:
    """Return where a goal is in words: the bar, the status, what its owner believes, when it ends."""
    told = [bar(stand.progress)] if stand.progress is not None else []
    if goal.state is State.ACTIVE:
        told += [CONFIDENCE[stand.status].lower()] if stand.status else []
        told += [believed(goal, stand)] if believed(goal, stand) else []
        return " · ".join([*told, f"due {on(goal.due)}"])
    state = stand.said or STATES[goal.state][1]
    return " · ".join([*told, f"{state} on {on(goal.ended_on)}" if goal.ended_on else f"{state} · due {on(goal.due)}"])


def believed(goal: Goal, stand: Stand) -> str:
    """Return what the owner says where it is not what the numbers say."""
    if goal.confidence is None or stand.status is None or goal.confidence is stand.status:
        return ""
    return f"{mention(goal.owner)} says *{CONFIDENCE[goal.confidence].lower()}*"


def row_text(goal: Goal, stand: Stand, *, depth: int = 0) -> str:
    """Return one goal as a row: what it is and whose, where it stands, the sum behind that."""
    steps = min(depth, DEEPEST)
    first, rest = ("\u2003" * (steps - 1) + "↳ " if steps else ""), "\u2003" * steps
    title = f"*{words(goal.title, TITLE_SHOWN)}* · `{words(goal.ref, 40)}`"
    lines = [
        f"{first}{sign(goal, stand)} {title}",
        f"{rest}{LEVELS[goal.level]} of {mention(goal.owner)} · {standing(goal, stand)}",
    ]
    if goal.state is State.ACTIVE and stand.said:
        lines.append(rest + words(stand.said, SUM_SHOWN))
    return "\n".join(lines)


def open_button(goal: Goal) -> Any:
    """Return the button that opens a goal's card."""
    return button("Open", OPEN, value=goal.id, label=f"Open {goal.title}")


def page(all: Sequence[T], start: int) -> tuple[int, Sequence[T]]:
    """Return where a page begins, and what stands on it; the first one where none begins at `start`."""
    start = start if 0 <= start < len(all) else 0
    return start, all[start : start + MOST_ON_PAGE]


def tree(rows: Sequence[Row[Goal]], stands: Stands, *, start: int, count: int, opened: Sequence[int]) -> dict[str, Any]:
    """Return one page of the tree: these `rows` of `count`, from the `start`-th on.

    `opened` are the goals whose lower ones are shown; the window carries them along.
    """
    if not rows:
        new = actions(button("New goal", NEW, style="primary"), id="goal-tree")
        return modal(WINDOW, "Goal tree", [section(f"🎯 {NOTHING}"), new])
    blocks: list[Block] = [context(f"{start + 1}-{start + len(rows)} of the {count} goals that are unfolded")]
    for row in rows:
        blocks += _row(row, stands(row.goal))
    blocks += _turns(start, count, BEFORE, NEXT, id="goal-tree")
    blocks.append(context(HOW))
    return modal(WINDOW, "Goal tree", blocks, metadata={"start": start, "opened": [*opened]})


def _row(row: Row[Goal], stand: Stand) -> list[Block]:
    goal, text = row.goal, row_text(row.goal, stand, depth=row.depth)
    if not row.below:
        return [section(text, id=f"goal-{goal.id}", accessory=open_button(goal))]
    below = "the one below" if row.below == 1 else f"the {row.below} below"
    verb, mark = ("Hide", "▾") if row.opened else ("Show", "▸")
    fold = button(f"{mark} {verb} {below}", TOGGLE, value=goal.id, label=f"{verb} {below}: {goal.title}")
    return [section(text, id=f"goal-{goal.id}"), actions(fold, open_button(goal), id=f"goal-acts-{goal.id}")]


def _turns(start: int, count: int, before: str, after: str, *, id: str, who: str = "") -> list[Block]:
    turns = []
    if start:
        turns.append(button("Before", before, value=f"{who}{max(start - MOST_ON_PAGE, 0)}", label="Goals before these"))
    if start + MOST_ON_PAGE < count:
        turns.append(button("Next", after, value=f"{who}{start + MOST_ON_PAGE}", label="Goals after these"))
    return [actions(*turns, id=id)] if turns else []


def of_person(
    person: str, goals: Sequence[Goal], stands: Stands, *, start: int, count: int, noted: bool
) -> dict[str, Any]:
    """Return one page of what somebody is to reach: these goals of `count`, from the `start`-th on.

    `noted` where their line looks at it.
    """
    part = f" · {start + 1}-{start + len(goals)} of {count}" if count > len(goals) else ""
    blocks: list[Block] = [section(f"*Goals of {mention(person)}*{part}")]
    blocks += [
        section(row_text(goal, stands(goal)), id=f"goal-{goal.id}", accessory=open_button(goal)) for goal in goals
    ]
    blocks += _turns(start, count, PERSON_BEFORE, PERSON_NEXT, id="goal-person", who=f"{person} ")
    if noted:
        blocks.append(context(f"Cairn writes down for {mention(person)} that you looked."))
    return modal(PERSON_WINDOW, "Goals", blocks)
