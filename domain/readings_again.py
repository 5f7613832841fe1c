"""Readings that come again: doubled, corrected, or under a key that was used.

- A reading is known by its KPI, its moment and its value: the same one again changes nothing, also one that was corrected
  meanwhile.
- Another value of the same moment is refused, unless the sender says that it corrects: then it stands instead. What stood
  before is kept.
- A key names one reading for good. Under the same key the same reading changes nothing, another one is refused.
- Whoever sends the same readings in any order, in parts or repeatedly, gets the same KPIs.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from domain.goals import KpiReading
from domain.numbers import show
from domain.readings import CannotTake, Problem
from domain.refusals import Refusal
from domain.values import Value

Moment = tuple[int, datetime]
"""A KPI's id and when (UTC)."""


class Became(StrEnum):
    """What became of a reading."""

    TAKEN = "taken"
    CORRECTED = "corrected"
    KNOWN = "known"


class Seen(Value):
    """What was read of a KPI at one moment: what stands now, and all that ever stood."""

    stands: frozenset[float] = frozenset()
    ever: frozenset[float] = frozenset()


class ReadingsPlan(Value):
    """What to store: `new` readings, after those of the `wrong` moments stand no more; `became` goes by the order told."""

    new: tuple[KpiReading, ...]
    wrong: tuple[Moment, ...]
    became: tuple[Became, ...]


class OtherValueThere(Refusal):
    """The same moment with another value, and nobody said that it corrects."""

    text = "At that moment it was {value} already. If that was wrong, {how}."
    field = "value"


class SaidTwice(Refusal):
    """Two values for one moment, told at once."""

    text = "The same moment is told here twice, with different values. Keep the right one."
    field = "value"


class KeyUsed(Refusal):
    """A key under which another reading was taken."""

    text = "The key “{key}” belongs to another reading. Give this one a key of its own."
    field = "key"


def plan(
    readings: Sequence[KpiReading],
    correcting: Sequence[bool],
    *,
    keyed: Mapping[str, KpiReading],
    seen: Mapping[Moment, Seen],
    how: str,
) -> ReadingsPlan:
    """Return what to store. `correcting` says which readings correct, `how` how a sender would say so.

    `keyed` are the readings stored under these keys, `seen` what is stored of these moments. Raises CannotTake.
    """
    keys, here = dict(keyed), dict[Moment, float]()
    became: list[Became] = []
    problems: list[Problem] = []
    for place, (one, corrects) in enumerate(zip(readings, correcting, strict=True)):
        before = seen.get((one.kpi, one.at), Seen())
        try:
            became.append(_judge(one, before, keys, here, how=None if corrects else how))
        except Refusal as no:
            problems.append(Problem(place, no))
        here.setdefault((one.kpi, one.at), one.value)
        if one.key:
            keys.setdefault(one.key, one)
    if problems:
        raise CannotTake(problems)
    told = list(zip(readings, became, strict=True))
    return ReadingsPlan(
        new=tuple(one for one, what in told if what is not Became.KNOWN),
        wrong=tuple((one.kpi, one.at) for one, what in told if what is Became.CORRECTED),
        became=tuple(became),
    )


def _judge(
    one: KpiReading,
    before: Seen,
    keys: Mapping[str, KpiReading],
    here: Mapping[Moment, float],
    *,
    how: str | None,
) -> Became:
    """Return what becomes of one reading; `how` is None for one that corrects."""
    same = keys.get(one.key or "")
    if same and (same.kpi, same.at, same.value) != (one.kpi, one.at, one.value):
        raise KeyUsed(key=one.key)
    told = here.get((one.kpi, one.at))
    if told is not None and told != one.value:
        raise SaidTwice
    if same or told is not None or one.value in before.stands:
        return Became.KNOWN
    if not before.stands:
        return Became.TAKEN
    if how is None:
        return Became.CORRECTED
    if one.value in before.ever:
        return Became.KNOWN
    raise OtherValueThere(value=" and ".join(show(value) for value in sorted(before.stands)), how=how)
