"""Warnings about goals: the owner first, then the manager, where the owner says so or says nothing.

- A goal is warned about when its numbers turn at risk or off track, whatever its owner believes; one without KPIs never.
- One warning stands for a goal. A worse state is a new one, the same or a better one is none; back on track ends it.
- New numbers, an explanation, what is in the way, or a wish for another target is an answer.
- The manager hears of it after two working days of the owner's without an answer, once a warning.
"""

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

from domain.calendar import late_from
from domain.goal_status import status
from domain.goals import Confidence, Goal, State
from domain.values import Value

FROM_GOOD_TO_BAD = (Confidence.ON_TRACK, Confidence.AT_RISK, Confidence.OFF_TRACK)
OWNER_LEFT: Literal["owner_left"] = "owner_left"
"""The state of a goal that has nobody to be warned."""


class Answer(StrEnum):
    """What the owner said to a warning, in the words that stand where it is struck out."""

    UPDATED = "updated"
    BLOCKED = "blocked"
    EXPLAINED = "explained"
    RESCOPED = "rescoped"


class Warned(Value):
    """The owner of `goal` was told at `said_at` (UTC) that it is in this state. Over at `over_at`, open before.

    OWNER_LEFT: somebody above was asked who takes it over.

    `manager` was told at `told_manager_at`; `why` is what the owner said.
    """

    id: int | None = None
    goal: int
    state: Confidence | Literal["owner_left"]
    said_at: datetime
    answer: Answer | None = None
    answered_at: datetime | None = None
    why: str = ""
    manager: str | None = None
    told_manager_at: datetime | None = None
    over_at: datetime | None = None


def trouble(goal: Goal, today: date) -> Confidence | None:
    """Return the state that is worth a warning on `today`, by the owner's date; None where all is well."""
    if goal.state is not State.ACTIVE or not goal.kpis:
        return None
    found = status(goal, today)
    return None if found is Confidence.ON_TRACK else found


def to_warn_of(goal: Goal, standing: Warned | None, today: date) -> Confidence | None:
    """Return the state that the owner is to be warned of now; None where they know of it, or there is nothing."""
    found = trouble(goal, today)
    known = standing.state if standing else OWNER_LEFT
    if found is None or (known != OWNER_LEFT and FROM_GOOD_TO_BAD.index(found) <= FROM_GOOD_TO_BAD.index(known)):
        return None
    return found


def is_over(warned: Warned, goal: Goal | None, today: date | None) -> bool:
    """Tell whether a warning has come to its end; `today` is the owner's date, None where they have left."""
    if goal is None or goal.state is not State.ACTIVE:
        return True
    if warned.state == OWNER_LEFT:
        return today is not None
    return today is None or trouble(goal, today) is None


def answered(warned: Warned, answer: Answer, *, why: str = "", now: datetime) -> Warned:
    """Return the warning with what its owner said; the first answer keeps its time."""
    at = warned.answered_at or now
    return warned.model_copy(update={"answer": answer, "answered_at": at, "why": why or warned.why})


def is_silent(warned: Warned, tz: ZoneInfo, works: Callable[[date], bool], *, now: datetime) -> bool:
    """Tell whether two working days of the owner's have passed without an answer, and no manager has heard of it."""
    if warned.answer or warned.told_manager_at or warned.over_at:
        return False
    return now >= late_from(warned.said_at.astimezone(tz).date(), tz, works)
