"""Thanking a user group: it stands for the people in it, and each of them counts as one of the giver's allowance.

- The giver is left out, and so is whoever takes no part: guests, bots, people who left.
- Whoever is named twice, alone and by a group, is thanked once.
"""

from collections.abc import Collection, Mapping, Sequence

from domain.refusals import Refusal
from domain.values import Value


class Thanked(Value):
    """Whom a thank-you goes to, and who of the groups was left out: the giver, and how many strangers."""

    receivers: tuple[str, ...]
    giver_left_out: bool = False
    strangers: int = 0


class GroupUnread(Refusal):
    """Slack did not say who is in a group."""

    text = (
        "I could not read who is in {group}: {why} Nobody was thanked. Try again in a minute, or name the people one "
        "by one."
    )
    field = "receivers"


class GroupEmpty(Refusal):
    """Nobody in a group can be thanked."""

    text = (
        "There is nobody in {group} to thank: nobody at all, only you, or only people who take no part (guests, bots, "
        "people who left). Type @ and choose a name from the list."
    )
    field = "receivers"


class GroupTooBig(Refusal):
    """The allowance does not reach for a group."""

    text = (
        "That takes {needed} kudos, one for each person in {group}, and you have {left} of {allowance} left this week. "
        "Name those you mean one by one, or say it in your channel."
    )
    field = "receivers"


def everyone(
    giver: str, named: Sequence[str], groups: Mapping[str, Sequence[str]], *, colleagues: Collection[str]
) -> Thanked:
    """Return whom to thank: those named, then the members of each group (by what it is called) who take part.

    Raises GroupEmpty.
    """
    members = {group: [one for one in people if one in colleagues and one != giver] for group, people in groups.items()}
    for group, people in members.items():
        if not people:
            raise GroupEmpty(group=group)
    inside = {one for people in groups.values() for one in people}
    return Thanked(
        receivers=tuple(dict.fromkeys([*named, *(one for people in members.values() for one in people)])),
        giver_left_out=giver in inside,
        strangers=len(inside - set(colleagues) - {giver}),
    )
