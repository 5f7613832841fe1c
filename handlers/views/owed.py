"""What waits for a manager on their page: to answer, to decide, to read."""

from collections.abc import Callable, Sequence
from typing import Any

from domain.owed import Owed
from domain.status import TeamStatus
from handlers.views.blockers import OPEN as OPEN_BLOCKER
from handlers.views.blocks import Block, button, mention, section, words
from handlers.views.check_ins import READ
from handlers.views.goals import OPEN as OPEN_GOAL
from handlers.views.team import Seen, name_of


def entry(one: Owed, status: TeamStatus, seen: Seen) -> Block:
    """Return one thing that waits, with the button that opens it."""
    told = f"{_what(one, seen)} · {seen.age(one.since)}"
    return section(told, id=_id(one), accessory=_button(one, name_of(one.person, status)))


def kinds(status: TeamStatus, told: Callable[[Sequence[str]], str] = lambda _: "") -> list[str]:
    """Return how many things of each kind wait: `2 check-ins`; `told` says more of whose they are."""
    waiting = {
        "blocker": [one.person for one in status.owed if one.blocker],
        "goal to decide on": [one.person for one in status.owed if one.goal],
        "check-in": [one.person for one in status.owed if not (one.blocker or one.goal)],
    }
    return [f"{count(len(who), kind)}{told(who)}" for kind, who in waiting.items() if who]


def count(number: int, what: str) -> str:
    """Return `1 blocker`, `2 blockers`, `2 goals to decide on`; `what` is in the singular."""
    one, _, rest = what.partition(" ")
    return f"{number} {one if number == 1 else f'{one}s'} {rest}".rstrip()


def _id(one: Owed) -> str:
    if one.blocker:
        return f"answer-{one.blocker}"
    return f"decide-{one.goal}" if one.goal else f"owed-{one.person}-{one.period}"


def _what(one: Owed, seen: Seen) -> str:
    who = mention(one.person)
    if one.blocker:
        return f"🚧 Answer the blocker of {who}"
    if one.goal is None:
        return f"📝 Read the check-in of {who}"
    title = f"*{words(one.title, seen.room.title)}*"
    return f"✏️ Say whether {who} may change {title}" if one.change else f"🎯 Say whether {title} of {who} is realistic"


def _button(one: Owed, name: str) -> Any:
    if one.blocker:
        return button("Answer", OPEN_BLOCKER, value=one.blocker, label=f"Answer: the blocker of {name}")
    if one.goal:
        return button("Open", OPEN_GOAL, value=one.goal, label=f"Open the goal of {name}: {one.title}")
    return button("Open", READ, value=f"{one.person} {one.period}", label=f"Open the check-in of {name}")
