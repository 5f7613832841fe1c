"""Kudos: thanking a colleague.

- Nobody thanks themselves.
- A thank-you says what it is for.
- Everyone has a few a week, so that each one means something; each receiver counts as one.
- A company value is one of the list the workspace chose.
- Kudos may be about a message: its author is proposed as receiver, if they are a colleague who takes part.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum

from domain.refusals import NobodyNamed, Refusal
from domain.texts import clean
from domain.values import Value

WEEKLY_ALLOWANCE = 5


class Kudos(Value):
    """A thank-you. Times are UTC; `id` is None until it is stored.

    `link` leads to the message it is about, if everybody can open that. `undone_at` is when its giver took it back,
    `removed_at` when the people team took it down, `joined` how many joined in by a reaction.
    """

    id: int | None = None
    giver: str
    receivers: tuple[str, ...]
    reason: str
    given_at: datetime
    value: str | None = None
    goal: int | None = None
    public: bool = True
    link: str | None = None
    undone_at: datetime | None = None
    removed_at: datetime | None = None
    removal_reason: str | None = None
    joined: int = 0

    @property
    def gone(self) -> bool:
        """Whether it counts no more: taken back, or taken down."""
        return bool(self.undone_at or self.removed_at)


class Author(StrEnum):
    """Whose message it is, seen from the one who wants to give kudos for it."""

    COLLEAGUE = "colleague"
    OWN = "own"
    APP = "app"
    OUTSIDE = "outside"


def author_of(giver: str, author: str | None, *, colleagues: Collection[str], by_app: bool) -> Author:
    """Return whose message it is; only a colleague is proposed as receiver."""
    if author == giver:
        return Author.OWN
    if author in colleagues:
        return Author.COLLEAGUE
    return Author.APP if by_app or author is None else Author.OUTSIDE


class NobodyToThank(NobodyNamed):
    """Kudos for no one."""

    field = "receivers"


class CannotThankYourself(Refusal):
    """The giver is among the receivers."""

    text = (
        "Kudos are for someone else. Leave yourself out and send it again; a win of your own fits into your check-in."
    )
    field = "receivers"


class ReasonMissing(Refusal):
    """It does not say what for."""

    text = "Say what it is for, so that it means something: `{command} @ana for the calm handover`."
    field = "reason"


class NoKudosLeft(Refusal):
    """The weekly allowance does not reach."""

    text = "You have {left} of {allowance} kudos left this week and this takes {needed}. New ones are here on Monday."
    field = "receivers"


class UnknownValue(Refusal):
    """A `#value` that is not one of the company's."""

    text = "`#{value}` is not one of our values. Choose one of {values}, or leave it out."
    field = "value"


def thank(
    giver: str,
    receivers: Sequence[str],
    reason: str,
    *,
    left_this_week: int,
    now: datetime,
    allowance: int = WEEKLY_ALLOWANCE,
    value: str | None = None,
    values: Sequence[str] = (),
    goal: int | None = None,
    public: bool = True,
    link: str | None = None,
    command: str = "/kudos",
) -> Kudos:
    """Return the kudos to record, or refuse."""
    everyone = tuple(dict.fromkeys(receivers))
    if not everyone:
        raise NobodyToThank(example=f"{command} @ana for the calm handover")
    if giver in everyone:
        raise CannotThankYourself
    reason = clean(reason, field="reason")
    if not reason:
        raise ReasonMissing(command=command)
    if left_this_week < len(everyone):
        raise NoKudosLeft(left=max(left_this_week, 0), allowance=allowance, needed=len(everyone))
    chosen = _one_of(values, value) if value else None
    return Kudos(
        giver=giver,
        receivers=everyone,
        reason=reason,
        given_at=now,
        value=chosen,
        goal=goal,
        public=public,
        link=link,
    )


def _one_of(values: Sequence[str], value: str) -> str:
    for known in values:
        if known.casefold() == value.casefold():
            return known
    raise UnknownValue(value=value, values=", ".join(f"#{known}" for known in values) or "none yet")
