"""The same thank-you twice: within two minutes it is mostly a slip, so the giver is asked instead.

What is asked about travels in the button or the form, as ids: the words stay in the kudos that were given.
"""

from collections.abc import Iterable
from datetime import timedelta

from domain.kudos import Kudos
from domain.messages import MessageRef
from domain.values import Value

WITHIN = timedelta(minutes=2)


class Again(Value):
    """What to do once the giver is sure: thank these people in the words of the kudos `like`.

    `asked` names the question, so that two clicks on its button are one answer.
    """

    asked: str
    like: int
    receivers: tuple[str, ...]
    value: str | None = None
    goal: int | None = None
    public: bool = True
    about: MessageRef | None = None


def said_before(new: Kudos, lately: Iterable[Kudos]) -> Kudos | None:
    """Return the latest of the giver's kudos that said the same to one of these people a moment ago."""
    same = [
        one
        for one in lately
        if one.undone_at is None
        and new.given_at - one.given_at < WITHIN
        and same_words(one.reason, new.reason)
        and set(one.receivers) & set(new.receivers)
    ]
    return max(same, key=lambda one: one.given_at, default=None)


def same_words(one: str, other: str) -> bool:
    """Tell whether two reasons say the same."""
    return _bare(one) == _bare(other)


def _bare(reason: str) -> str:
    """Return the words alone: neither case, nor spaces, nor the stop at the end make another text."""
    return " ".join(reason.casefold().split()).rstrip(".!")
