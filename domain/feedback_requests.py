"""Asking for feedback: one asks, the other writes, puts it off, or declines with a reason.

- Who is asked hears of it at once; once more in a *Today* message after three working days, and never again.
- What was put off comes back with the *Today* message of the next working morning.
- After two weeks it ends by itself, and the asker is told.
- The same person is not asked for the same thing twice at a time. Whoever asked can take it back.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.calendar import working_day_after
from domain.refusals import Refusal
from domain.texts import clean
from domain.values import Value


class RequestState(StrEnum):
    """Where a request for feedback stands."""

    OPEN = "open"
    ANSWERED = "answered"
    DECLINED = "declined"
    EXPIRED = "expired"
    TAKEN_BACK = "taken_back"
    LEFT = "left"


REMINDER_AFTER = 3
"""Working days after which an open request stands in the *Today* message once more."""
EXPIRES_AFTER = timedelta(days=14)
MOST_ASKED = 10
"""People one asks about the same thing at once."""


class Request(Value):
    """`asker` would like `asked` to write about something.

    `later_on` is the day for which the asked put it off; `reminded_at` (UTC) is when the one reminder went out.
    """

    id: int | None = None
    asker: str
    asked: str
    about: str
    asked_at: datetime
    state: RequestState = RequestState.OPEN
    later_on: date | None = None
    reminded_at: datetime | None = None

    @property
    def expires_at(self) -> datetime:
        """The moment (UTC) from which nobody waits for an answer any more."""
        return self.asked_at + EXPIRES_AFTER


def belongs_in_today(request: Request, today: date) -> bool:
    """Tell whether it stands in the *Today* message of the asked on that day of theirs.

    What was put off comes back on the day that was said, and nothing else about it before.
    """
    if request.state is not RequestState.OPEN or today >= request.expires_at.date():
        return False
    return request.later_on <= today if request.later_on else _reminder_is_due(request, today)


def reminded(request: Request, today: date, *, now: datetime) -> Request:
    """Return the request after it stood in a *Today* message: putting off is over, a due reminder is given."""
    given = now if _reminder_is_due(request, today) else request.reminded_at
    return request.model_copy(update={"later_on": None, "reminded_at": given})


def _reminder_is_due(request: Request, today: date) -> bool:
    return request.reminded_at is None and today >= working_day_after(request.asked_at.date(), REMINDER_AFTER)


class CannotAskYourself(Refusal):
    """Asking oneself."""

    text = "Ask somebody who works with you: `{command} ask @ana about the launch`."
    field = "asked"


class AboutMissing(Refusal):
    """The request does not say about what."""

    text = "Say what you would like to hear about: `{command} ask @ana about the launch`."
    field = "about"


class TooManyAsked(Refusal):
    """More people than anybody asks for the same thing."""

    text = "Ask {most} people at most about one thing. Choose those who were there."
    field = "asked"


class AskedAlready(Refusal):
    """The same question to the same person is still open."""

    text = (
        "You have asked {asked} about this already, and it is still open. Wait for the answer, or take the request "
        "back: `{command} given` shows it."
    )
    field = "asked"


class RequestClosed(Refusal):
    """It was answered or declined before."""

    text = "This request has been answered already. You can still write: `{command} @name`."


class RequestTakenBack(Refusal):
    """Whoever asked wants it no more, or is gone."""

    text = "This request was taken back, so nobody waits for it. You can still write: `{command} @name`."


class RequestExpired(Refusal):
    """Two weeks went by."""

    text = "This request expired two weeks after it was sent, so there is nothing to do. You can still write: `{command} @name`."


def ask(
    asker: str, asked: str, about: str, *, now: datetime, waiting: Iterable[Request] = (), command: str = "/feedback"
) -> Request:
    """Return the request to record, or refuse. `waiting` are the open ones of the asker."""
    if asker == asked:
        raise CannotAskYourself(command=command)
    about = clean(about, field="about")
    if not about:
        raise AboutMissing(command=command)
    if any(one.asked == asked and _same(one.about, about) for one in waiting):
        raise AskedAlready(asked=f"<@{asked}>", command=command)
    return Request(asker=asker, asked=asked, about=about, asked_at=now)


def _same(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()


def end_of(request: Request, *, asker_left: bool, asked_left: bool, now: datetime) -> RequestState | None:
    """Return how an open request ends at `now` without anybody doing anything; None while it goes on."""
    if asker_left:
        return RequestState.TAKEN_BACK
    if asked_left:
        return RequestState.LEFT
    return RequestState.EXPIRED if now >= request.expires_at else None


def closed(request: Request, command: str) -> Refusal:
    """Return the words for whoever still wants to do something about a request that is not open."""
    refusals: dict[RequestState, type[Refusal]] = {
        RequestState.EXPIRED: RequestExpired,
        RequestState.LEFT: RequestExpired,
        RequestState.TAKEN_BACK: RequestTakenBack,
    }
    return refusals.get(request.state, RequestClosed)(command=command)
