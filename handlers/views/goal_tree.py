"""How the tree of goals looks in a window, and the list of what one person is to reach.

A row is a title, with a sign for each goal above it, and its details below in small print: a line that wraps on a phone
would lose an indentation. How deep it stands, whose it is and how it goes stand in words, for the ear as for the eye.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from domain.goal_sight import Row, Stand
from domain.goals import Goal, Level, State
from handlers.views.blocks import Block, actions, bar, button, context, mention, modal, section, words
from handlers.views.check_ins import CONFIDENCE, SIGNS
from handlers.views.goals import NEW, OPEN, SUM_SHOWN, TITLE_SHOWN, UNSAID, on, part

TOGGLE, NEXT, BEFORE = "goal_tree_toggle", "goal_tree_next", "goal_tree_before"
PERSON_NEXT, PERSON_BEFORE = "goal_person_next", "goal_person_before"
WINDOW, PERSON_WINDOW = "goal_tree", "goal_person"
MOST_ON_PAGE = 20
"""Rows a page; one that can be opened takes three of the hundred blocks of a window."""
LEVELS = {Level.COMPANY: "company goal", Level.TEAM: "team goal", Level.INDIVIDUAL: "goal"}
STATES = {
    State.DRAFT: ("✏️", "a draft"),
    State.PROPOSED: ("⏳", "proposed, not agreed yet"),
    State.CLOSED: ("🏁", "closed"),
    State.DROPPED: ("✖️", "dropped"),
}
STEP, DEEPEST = "› ", 6
"""What stands before a title for each goal above it, as in the list of goals to choose from; a window is narrow."""
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


def standing(goal: Goal, stand: Stand, *, owner: bool = True) -> str:
    """Return where a goal is in words: the bar, the status, when it ends; what its `owner` believes, if that is another."""
    told = [bar(stand.progress)] if stand.progress is not None else []
    if goal.state is State.ACTIVE:
        told += [CONFIDENCE[stand.status].lower()] if stand.status else []
        told += [believed(goal, stand)] if owner and believed(goal, stand) else []
        return " · ".join([*told, f"due {on(goal.due)}"])
    state = stand.said or STATES[goal.state][1]
    return " · ".join([*told, f"{state} on {on(goal.ended_on)}" if goal.ended_on else f"{state} · due {on(goal.due)}"])


def believed(goal: Goal, stand: Stand) -> str:
    """Return what the owner says where it is not what the numbers say."""
    if goal.confidence is None or stand.status is None or goal.confidence is stand.status:
        return ""
    return f"{mention(goal.owner)} says *{CONFIDENCE[goal.confidence].lower()}*"


def row_text(goal: Goal, stand: Stand) -> str:
    """Return one goal as a row of a list: what it is and whose, where it stands, the sum behind that."""
    return f"{_title(goal, stand)}\n{_details(goal, stand)}"


def _title(goal: Goal, stand: Stand) -> str:
    return f"{sign(goal, stand)} *{words(goal.title, TITLE_SHOWN)}* · `{words(goal.ref, 40)}`"


def _details(goal: Goal, stand: Stand) -> str:
    line = f"{LEVELS[goal.level]} of {mention(goal.owner)} · {standing(goal, stand)}"
    return f"{line}\n{words(stand.said, SUM_SHOWN)}" if goal.state is State.ACTIVE and stand.said else line


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
    folded = "; what is folded is not counted" if any(row.below and not row.opened for row in rows) else ""
    blocks: list[Block] = [context(part(start, len(rows), count) + folded)]
    for row in rows:
        blocks += _row(row, stands(row.goal))
    blocks += _turns(start, count, BEFORE, NEXT, id="goal-tree")
    blocks.append(context(HOW))
    return modal(WINDOW, "Goal tree", blocks, metadata={"start": start, "opened": [*opened]})


def _row(row: Row[Goal], stand: Stand) -> list[Block]:
    goal, step = row.goal, STEP * min(row.depth, DEEPEST)
    title, id = step + _title(goal, stand), f"goal-{goal.id}"
    details = context(f"Level {row.depth + 1} · {_details(goal, stand)}")
    if not row.below:
        return [section(title, id=id, accessory=open_button(goal)), details]
    below = "the one below" if row.below == 1 else f"the {row.below} below"
    verb, mark = ("Hide", "▾") if row.opened else ("Show", "▸")
    fold = button(f"{mark} {verb} {below}", TOGGLE, value=goal.id, label=f"{verb} {below}: {goal.title}")
    return [section(title, id=id), details, actions(fold, open_button(goal), id=f"goal-acts-{goal.id}")]


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
    shown = f"\n{part(start, len(goals), count)}" if count > len(goals) else ""
    blocks: list[Block] = [section(f"*Goals of {mention(person)}*{shown}")]
    blocks += [
        section(row_text(goal, stands(goal)), id=f"goal-{goal.id}", accessory=open_button(goal)) for goal in goals
    ]
    blocks += _turns(start, count, PERSON_BEFORE, PERSON_NEXT, id="goal-person", who=f"{person} ")
    if noted:
        blocks.append(context(f"Cairn writes down for {mention(person)} that you looked."))
    return modal(PERSON_WINDOW, "Goals", blocks)
