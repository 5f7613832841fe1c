"""The number and the moment of a reading, as files and other systems write them.

- A number is written without a unit. A % stands only where the KPI is in %, and yes or no is said as such, or as 1 or 0.
- A date is its beginning on the clock of the goal's owner. A moment names its time zone; without one it would be a guess.
"""

import math
import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from domain.calendar import midnight
from domain.goals import Kind, Kpi
from domain.numbers import LARGEST, SIGNS, NotANumber, number
from domain.refusals import Refusal
from domain.reviews import YEARS, NotADate, read_date
from domain.texts import clean

PERCENT = "%"
YES, NO = frozenset({"yes", "true", "1"}), frozenset({"no", "false", "0"})
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.,]\d{1,6})?)?(Z|[+-]\d\d:?\d\d)", re.ASCII)


class NotYesOrNo(Refusal):
    """A number for a KPI that is there or not."""

    text = "“{kpi}” is a yes or no. Write yes or no, or 1 or 0."
    field = "value"


class NotInPercent(Refusal):
    """A % for a KPI that counts something else."""

    text = "“{kpi}” is not in % but in {unit}. Write the number in that, without a unit."
    field = "value"


class NotAMoment(Refusal):
    """Neither a date nor a moment with its zone."""

    text = (
        "`{text}` is no moment I can read. Write a date such as 2026-12-31, or a moment with its time zone such as "
        "2026-12-31T09:00:00Z."
    )
    field = "at"


def value_of(said: bool | float | str, kpi: Kpi) -> float:
    """Return the number that was said of this KPI. Raises NotANumber, NotYesOrNo, NotInPercent."""
    if kpi.kind is Kind.YES_NO:
        return _yes_or_no(said, kpi)
    if isinstance(said, str):
        return _typed(said, kpi)
    if isinstance(said, bool) or not math.isfinite(said) or abs(said) > LARGEST:
        raise NotANumber(text=str(said).casefold(), field="value")
    return float(said)


def _yes_or_no(said: bool | float | str, kpi: Kpi) -> float:
    word = f"{said:g}" if isinstance(said, float) else str(said).strip().casefold()
    if word not in YES | NO:
        raise NotYesOrNo(kpi=kpi.name)
    return float(word in YES)


def _typed(said: str, kpi: Kpi) -> float:
    with_sign = clean(said, field="value").translate(SIGNS).rstrip().endswith(PERCENT)
    if with_sign and kpi.kind is not Kind.PERCENT and kpi.unit != PERCENT:
        raise NotInPercent(kpi=kpi.name, unit=kpi.unit or "plain numbers")
    return number(said, field="value")


def moment(text: str, tz: ZoneInfo) -> datetime:
    """Return the moment (UTC) that was written: a date is its beginning in `tz`. Raises NotAMoment."""
    typed = text.strip()
    try:
        at = datetime.fromisoformat(typed) if MOMENT.fullmatch(typed) else midnight(read_date(typed), tz)
    except (ValueError, NotADate):
        raise NotAMoment(text=typed[:40]) from None
    if at.year not in YEARS:
        raise NotAMoment(text=typed[:40])
    return at.astimezone(UTC)
