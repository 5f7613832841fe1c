"""The manager's page in a few sentences: what they owe, who is blocked, which goals will miss and why.

It is what a notification and a screen reader say; the blocks below say it to the eye.
"""

from collections.abc import Iterable

from domain.status import TeamStatus
from domain.team_goals import TeamGoal
from handlers.views.blocks import words
from handlers.views.check_ins import CONFIDENCE
from handlers.views.owed import kinds
from handlers.views.team import LAST, Seen, name_of

FEW_NAMES, FEW_GOALS = 3, 2
TITLE, SAID, NAME = 100, 250, 40
"""Characters of a title, of what somebody wrote and of a name: the text stays below Slack's 4,000."""


def in_short(status: TeamStatus, seen: Seen) -> str:
    """Return the sentences."""
    return " ".join([_owed(status), _answered(status, seen), _blocked(status, seen), _at_risk(status)])


def _owed(status: TeamStatus) -> str:
    told = kinds(status, lambda who: f" ({_names(who, status)})")
    if not told:
        return "Nobody waits for you."
    return f"{listed(told)} {'waits' if len(status.owed) == 1 else 'wait'} for you."


def _names(people: Iterable[str], status: TeamStatus) -> str:
    """Return the first few names and how many more people there are."""
    names = [words(name_of(person, status), NAME) for person in dict.fromkeys(people)]
    left = len(names) - FEW_NAMES
    return listed([*names[:FEW_NAMES], f"{left} more"] if left > 0 else names)


def _answered(status: TeamStatus, seen: Seen) -> str:
    answered, asked = status.participation
    week = "last week" if seen.scope is LAST else "this week"
    return f"{answered} of {asked} answered {week}." if asked else "Nobody is asked yet."


def _blocked(status: TeamStatus, seen: Seen) -> str:
    if not status.blocked:
        return "Nobody is blocked."
    told = [
        f"{words(name_of(one.person, status), NAME)} {seen.age(one.raised_at)} (“{_line(one.text)}”)"
        for one in status.blocked[:FEW_NAMES]
    ]
    left = len(status.blocked) - FEW_NAMES
    more = [f"{left} more"] if left > 0 else []
    return f"Blocked: {'; '.join([*told, *more])}."


def _at_risk(status: TeamStatus) -> str:
    if not status.at_risk:
        return "No goal is at risk."
    told = [f"{_goal(one, status)}." for one in status.at_risk[:FEW_GOALS]]
    left = len(status.at_risk) - FEW_GOALS
    more = [f"{left} more at risk."] if left > 0 else []
    return " ".join([*told, *more])


def _goal(one: TeamGoal, status: TeamStatus) -> str:
    who = words(name_of(one.goal.owner, status), NAME)
    told = f"{_judged(one)}: “{words(one.goal.title, TITLE)}”" + (f" of {who}" if who else ", yours")
    return f"{told}; {words(one.stand.said, SAID)}" if one.stand.status else told


def _judged(one: TeamGoal) -> str:
    by_numbers = CONFIDENCE[one.stand.status] if one.stand.status else "No number yet"
    if one.believed is None:
        return by_numbers
    by_numbers += " by its numbers" if one.stand.status else ""
    return f"{by_numbers}, {one.believed.in_words} as its owner sees it"


def _line(text: str) -> str:
    return words(" ".join(text.split()), TITLE)


def listed(told: list[str]) -> str:
    """Return `a`, `a and b` or `a, b and c`."""
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
