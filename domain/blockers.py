"""Blockers: who may clear what is in somebody's way, what they promised, and when it is over.

- The manager, the named helper and the author act; the people team only where there is no manager.
- A new manager reads it once the author has named it to them: in a check-in after the change.
- Two who act at once: the second reads what is true by then.
- Whoever hears of it later reads no older replies: those were for the ones who were there.
- A promise is a day; it may be moved, and each day is asked after once. It lapses when its maker may act no more.
- A closed blocker stays closed. Naming it in a later check-in opens a new one (`domain/blockers_named.py`).
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.people import Person
from domain.refusals import NotThere, Refusal
from domain.texts import required
from domain.values import Value

FARTHEST = timedelta(days=366)
"""A promise farther away than a year is a slip of the finger."""


class Part(StrEnum):
    """What somebody is to a blocker."""

    AUTHOR = "author"
    MANAGER = "manager"
    HELPER = "helper"
    PEOPLE_TEAM = "people team"


Parts = Mapping[str, Part]
"""Who may read and act, by Slack id; the author comes last."""


class Said(Value):
    """A reply."""

    author: str
    text: str
    at: datetime


class Blocker(Value):
    """Something in somebody's way, first named in the check-in of `period`, last in that of `named_in` at `named_at`.

    `revision` counts its changes; each of them changes every card. Times are UTC. Closed without `closed_by`: its
    author named it no longer. `goal` is the one it stands in the way of, where it was named there: no check-in names it,
    so none closes it.
    """

    id: int | None = None
    person: str
    period: date
    named_in: date
    named_at: datetime
    text: str
    helper: str | None = None
    raised_at: datetime
    revision: int = 1
    promised_by: str | None = None
    promised_for: date | None = None
    promised_at: datetime | None = None
    chased_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None
    replies: tuple[Said, ...] = ()
    goal: int | None = None

    def since(self, moment: datetime | None) -> "Blocker":
        """Return it as somebody may read it who reads from that moment on."""
        if moment is None:
            return self
        return self.model_copy(update={"replies": tuple(one for one in self.replies if one.at >= moment)})

    @property
    def answered(self) -> bool:
        """Whether anybody but its author has promised or replied."""
        return self.promised_by is not None or any(one.author != self.person for one in self.replies)


class NotWithYou(NotThere):
    """A blocker that somebody else clears, or none at all: the same words, on purpose."""

    text = "This blocker is not with you, or not any more. `/team-status` shows your team's, your Home tab your own."


class Closed(Refusal):
    """Somebody was quicker, or the card is old."""

    text = "This blocker is closed: {how}. If it is still in the way, it can be named in the next check-in."


class DateInThePast(Refusal):
    """A promise for yesterday."""

    text = "That day is over. Choose today or a later one."
    field = "by"


class DateTooFar(Refusal):
    """A promise for another age."""

    text = "That is more than a year away. Choose a day by which they can count on it."
    field = "by"


class DateMissing(Refusal):
    """No day, or none that can be read."""

    text = "Choose the day by which it will be out of the way."
    field = "by"


class PromisedMeanwhile(Refusal):
    """Somebody promised while this one chose a day."""

    text = "Meanwhile {who} promised it by {day}. Nothing was changed; close this form and look at the card."
    field = "by"


class OthersClear(Refusal):
    """The author promising to themselves."""

    text = "The day is for those who clear it for you. Press Done once it is out of your way."


class CannotHelpYourself(Refusal):
    """The author named as their own helper."""

    text = "Name somebody else, or nobody: your blocker reaches whoever can clear it anyway."
    field = "helper"


def parts(
    blocker: Blocker, author: Person, *, manager: Person | None, helper: Person | None, people_team: Iterable[Person]
) -> dict[str, Part]:
    """Return who may read and act now. The persons are active ones; `people_team` counts only without a manager."""
    found: dict[str, Part] = {}
    if manager is None:
        found |= {one.id: Part.PEOPLE_TEAM for one in people_team}
    elif named_to(author, blocker):
        found[manager.id] = Part.MANAGER
    if helper is not None and helper.id == blocker.helper:
        found.setdefault(helper.id, Part.HELPER)
    found.pop(author.id, None)
    return found | ({author.id: Part.AUTHOR} if author.active else {})


def named_to(author: Person, blocker: Blocker) -> bool:
    """Tell whether the author has named it since their manager is their manager."""
    return author.manager_since is None or blocker.named_at >= author.manager_since


def must_see(blocker: Blocker | None, who: Parts, by: str) -> Blocker:
    """Return the blocker if `by` may read it. Raises NotWithYou."""
    if blocker is None or by not in who:
        raise NotWithYou
    return blocker


def must_act(blocker: Blocker | None, who: Parts, by: str) -> Blocker:
    """Return the blocker if it is open and `by` may act. Raises NotWithYou, Closed."""
    blocker = must_see(blocker, who, by)
    if blocker.closed_at is not None:
        raise Closed(how=how_closed(blocker, by))
    return blocker


def how_closed(blocker: Blocker, reader: str) -> str:
    """Say how it ended, to `reader`."""
    whose = "your" if reader == blocker.person else "their"
    if blocker.closed_by is None:
        return f"{whose} check-in names it no longer"
    return "you said so" if blocker.closed_by == reader else f"<@{blocker.closed_by}> said so"


def replied(blocker: Blocker, by: str, text: str | None, *, now: datetime) -> Blocker:
    """Return the blocker with one more reply. Raises TextMissing, UnreadableText, at the field `reply`."""
    said = Said(author=by, text=required(text, field="reply"), at=now)
    return _changed(blocker, replies=(*blocker.replies, said))


def promised(
    blocker: Blocker, by: str, day: date | None, *, seen: datetime | None, today: date, now: datetime
) -> Blocker:
    """Return the blocker with the promise of `by`, as it was if that is its promise already.

    `seen` says which promise stood on the form; `today` is the date of the one who promises. Raises Refusal.
    """
    if by == blocker.person:
        raise OthersClear
    if day is None:
        raise DateMissing
    if day < today:
        raise DateInThePast
    if day > today + FARTHEST:
        raise DateTooFar
    if (blocker.promised_by, blocker.promised_for) == (by, day):
        return blocker
    if blocker.promised_by and blocker.promised_at != seen:
        raise PromisedMeanwhile(who=f"<@{blocker.promised_by}>", day=f"{blocker.promised_for:%-d %B}")
    return _changed(blocker, promised_by=by, promised_for=day, promised_at=now, chased_at=None)


def closed(blocker: Blocker, by: str | None, *, now: datetime) -> Blocker:
    """Return the blocker as it ends; `by` is None where its author named it no longer."""
    return _changed(blocker, closed_at=now, closed_by=by)


def as_may_be(blocker: Blocker, who: Parts) -> Blocker:
    """Return the blocker without a promise whose maker may act no more."""
    if blocker.promised_by is None or blocker.promised_by in who:
        return blocker
    return blocker.model_copy(
        update={"promised_by": None, "promised_for": None, "promised_at": None, "chased_at": None}
    )


def to_chase(blocker: Blocker, today: date) -> bool:
    """Tell whether the promise is to be asked after on `today`, a working day of its maker: its day has gone by."""
    due = blocker.promised_for is not None and blocker.promised_for < today
    return due and blocker.closed_at is None and blocker.chased_at is None


def _changed(blocker: Blocker, **changes: object) -> Blocker:
    return blocker.model_copy(update={"revision": blocker.revision + 1, **changes})
