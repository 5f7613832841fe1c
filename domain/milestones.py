"""Milestones as people write them: one a line, `2026-12-15 40% Pilot with two teams`.

- The share of the way may be left out: steps without one lie evenly between those that have one, the start and the end.
- Days and shares grow from line to line, between the start of the goal and its end.
- What is wrong is said with its line.
"""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from domain.goals import Milestone
from domain.refusals import Refusal
from domain.reviews import NotADate, read_date
from domain.texts import clean

MOST = 20
"""More steps than that is a task list."""
MOST_TITLE = 100
LINE = re.compile(r"(?P<day>\S+)(?:\s+(?P<share>\d{1,3}(?:[.,]\d+)?)\s*%)?(?:\s+(?P<title>.*))?")


class MilestoneUnreadable(Refusal):
    """A line that is no milestone."""

    text = "Line {line}: begin with the day, then what will be there, for example: 2026-12-15 40% Pilot with two teams."
    field = "milestones"


class MilestonesOutOfOrder(Refusal):
    """A step that is not further than the one before."""

    text = "Line {line}: each milestone comes after the one before, in days and in how far the goal is then."
    field = "milestones"


class MilestoneOutside(Refusal):
    """A step before the goal begins or after it ends."""

    text = "Line {line}: {day} is not between the goal's start, {starts}, and its due date, {due}."
    field = "milestones"


class TooManyMilestones(Refusal):
    """A task list."""

    text = "A goal takes up to {most} milestones. Keep the steps that tell whether you will get there."
    field = "milestones"


def read_milestones(text: str | None) -> tuple[Milestone, ...]:
    """Read milestones, one a line. Raises MilestoneUnreadable, MilestonesOutOfOrder, TooManyMilestones, UnreadableText."""
    lines = [(number, line) for number, line in enumerate(clean(text).split("\n"), 1) if clean(line)]
    if len(lines) > MOST:
        raise TooManyMilestones(most=MOST)
    read = [_line(number, clean(line)) for number, line in lines]
    shares = _even([share for _, _, share in read])
    steps = [Milestone(title=title, due=day, share=share) for (day, title, _), share in zip(read, shares, strict=True)]
    for (number, _), one, before in zip(lines[1:], steps[1:], steps, strict=False):
        if one.due <= before.due or one.share <= before.share:
            raise MilestonesOutOfOrder(line=number)
    return tuple(steps)


def _line(number: int, line: str) -> tuple[date, str, float | None]:
    found = LINE.fullmatch(line)
    title = clean(found["title"]) if found else ""
    share = float(found["share"].replace(",", ".")) / 100 if found and found["share"] else None
    try:
        day = read_date(found["day"]) if found else None
    except NotADate:
        day = None
    if day is None or not title or len(title) > MOST_TITLE or not (share is None or 0 < share < 1):
        raise MilestoneUnreadable(line=number)
    return day, title, share


def _even(shares: Sequence[float | None]) -> list[float]:
    """Return the shares with what is missing spread evenly between its neighbours, the start (0) and the end (1)."""
    known = [(0, 0.0), *((place, one) for place, one in enumerate(shares, 1) if one), (len(shares) + 1, 1.0)]
    spread: list[float] = []
    for (here, low), (there, high) in pairwise(known):
        spread += [low + (high - low) * step / (there - here) for step in range(1, there - here + 1)]
    return [round(one, 4) for one in spread[: len(shares)]]


def written(milestones: Sequence[Milestone]) -> str:
    """Return milestones as one would write them."""
    return "\n".join(f"{one.due.isoformat()} {one.share * 100:.4g}% {one.title}" for one in milestones)


def misplaced(milestones: Sequence[Milestone], starts: date, due: date) -> Refusal | None:
    """Return what to say of the first milestone that lies outside the goal's days; None where all lie within."""
    for number, one in enumerate(milestones, 1):
        if not starts <= one.due <= due:
            return MilestoneOutside(line=number, day=_day(one.due), starts=_day(starts), due=_day(due))
    return None


def keep_done(milestones: Sequence[Milestone], before: Sequence[Milestone]) -> tuple[Milestone, ...]:
    """Return the milestones with the day on which those of the same title were done already.

    Where several have one title, the due day tells them apart.
    """
    moved = {one.title: one.done_on for one in before}
    done = {(one.title, one.due): one.done_on for one in before}
    return tuple(
        one.model_copy(update={"done_on": done.get((one.title, one.due), moved.get(one.title))}) for one in milestones
    )


def _day(when: date) -> str:
    return f"{when:%-d %B %Y}"
