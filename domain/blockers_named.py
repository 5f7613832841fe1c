"""What a check-in does to blockers: it names a new one, names an old one again, or names one no longer.

- A check-in names one blocker, in its own words. Told in other words it is the same one, with its age, its replies
  and its promise; so nobody is alarmed twice.
- It is the same when one text holds the other, when they share half of the longer words of the shorter one, or when
  they differ by little more than typing errors. Anything else is another blocker: it alarms anew, the old one is over.
- What is named no longer is closed, by an edit as by a later check-in. An older week's answer that comes late closes
  nothing that was named later.
- What was done stays done: an edit of the check-in it came from does not open it again, a later check-in does.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from difflib import SequenceMatcher

from domain.blockers import Blocker, closed
from domain.check_ins import CheckIn

LONGER = 4
"""Letters of a word that tells what a text is about; the shorter ones stand in every text."""
TYPING_ERRORS = 0.8
"""So alike, of 1, are two texts that differ by these alone."""
COMPARED = 300
"""Characters of each text that are compared sign by sign: enough, and quick for any text."""
WORD = re.compile(r"\w+")


def as_named(
    check_in: CheckIn,
    previous: CheckIn | None,
    standing: Iterable[Blocker],
    done_here: Iterable[Blocker] = (),
    *,
    helper: str | None,
    now: datetime,
) -> list[Blocker]:
    """Return what the check-in changes: a new blocker (without a number), changed ones, closed ones.

    `standing` are the author's open blockers, `done_here` those named in this check-in that somebody said are done.
    """
    text = check_in.blockers
    mine = sorted((one for one in standing if one.named_in <= check_in.period), key=_last_named, reverse=True)
    if previous is not None and previous.blockers == text:
        here = (one for one in mine if one.named_in == check_in.period and one.helper != helper)
        return [one.model_copy(update={"helper": helper, "revision": one.revision + 1}) for one in here]
    if not text:
        return [closed(one, None, now=now) for one in mine]
    same = next((one for one in mine if is_same(one.text, text)), None)
    over = [closed(one, None, now=now) for one in mine if one is not same]
    if same is not None:
        return [*over, _again(same, check_in, helper, now)]
    named_later = (one for one in standing if one not in mine)
    if any(is_same(one.text, text) for one in (*named_later, *done_here)):
        return over
    return [*over, _new(check_in, helper, now)]


def is_same(before: str, now: str) -> bool:
    """Tell whether two texts name the same thing in the way."""
    old, new = _words(before), _words(now)
    if before == now or (old and new and (_within(old, new) or _within(new, old))):
        return True
    long = [{word for word in words if len(word) >= LONGER} for words in (old, new)]
    shared, fewer = len(long[0] & long[1]), min(len(long[0]), len(long[1]))
    if fewer and shared * 2 >= fewer:
        return True
    alike = SequenceMatcher(a=before[:COMPARED].casefold(), b=now[:COMPARED].casefold())
    return alike.quick_ratio() >= TYPING_ERRORS and alike.ratio() >= TYPING_ERRORS


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def _within(few: Sequence[str], many: Sequence[str]) -> bool:
    return f" {' '.join(few)} " in f" {' '.join(many)} "


def _last_named(one: Blocker) -> datetime:
    return one.named_at


def _again(one: Blocker, check_in: CheckIn, helper: str | None, now: datetime) -> Blocker:
    named = {"text": check_in.blockers, "helper": helper, "named_in": check_in.period, "named_at": now}
    return one.model_copy(update={"revision": one.revision + 1, **named})


def _new(check_in: CheckIn, helper: str | None, now: datetime) -> Blocker:
    return Blocker(
        person=check_in.person,
        period=check_in.period,
        named_in=check_in.period,
        named_at=now,
        text=check_in.blockers,
        helper=helper,
        raised_at=now,
    )
