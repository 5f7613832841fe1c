"""Being away: what people say themselves, what their Slack status says, and their do-not-disturb.

- Own dates are kept as they are said, both ends included; they are never in the past and never backwards.
- A status counts as away only where it cannot mean anything else: it is public, short, and full of jokes.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TypeGuard

from domain.refusals import Refusal
from domain.values import Value

LONGEST = timedelta(days=400)
"""A year of leave and some; what is longer is a slip of the pen."""
MOST = 50
"""Absences ahead, a person."""
DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
BETWEEN = re.compile(r"\s*(?:to|until|till|bis|–|—|-|\.\.+|,)?\s*", re.IGNORECASE)
FAR_AHEAD = 2**33
"""Seconds; Slack's statuses end long before."""
AWAY_EMOJI = frozenset(
    {
        ":airplane:",
        ":airplane_departure:",
        ":beach_with_umbrella:",
        ":beach_umbrella:",
        ":baby_bottle:",
        ":desert_island:",
        ":face_with_thermometer:",
        ":face_with_head_bandage:",
        ":hospital:",
        ":palm_tree:",
        ":sneezing_face:",
        ":nauseated_face:",
        ":thermometer:",
    }
)
"""Slack's own suggestions are :palm_tree: for a vacation and :face_with_thermometer: for being sick."""
AWAY_WORDS = re.compile(
    r"(?<!\w)(?:"
    r"vacation(?:ing)?|annual leave|(?:on|sick|parental|maternity|paternity|medical) leave|leave until|on holidays?|"
    r"pto|ooo|out of (?:the )?office|(?:off|out|home) sick|sick day|day off|sabbatical|"
    r"urlaub|krankgeschrieben|elternzeit|abwesend|nicht im b(?:ü|ue)ro|"
    r"vacaciones|en vacances|en congés?|arrêt maladie|férias|in ferie|malattia"
    r")(?!\w)",
    re.IGNORECASE,
)
ALONE = frozenset({"sick", "krank", "malade", "holiday", "holidays", "leave", "unwell", "ill", "off", "away"})
"""Words that say so only where nothing else is said."""
OTHERWISE = re.compile(
    r"(?<!\w)(?:not|no|never|nicht(?! im b)|kein\w*|back from|zurück aus|before|bevor|vor dem|until my|countdown|plan\w*|"
    r"book\w*|soon|bald|from|ab|start\w*|tomorrow|morgen|(?<!until )(?<!till )next|nächste\w*|cover\w*|vertret\w*|"
    r"need\w*|wish\w*|dream\w*|work\w*|party|fund|policy|\d+ days? (?:to|till|until))(?!\w)",
    re.IGNORECASE,
)
"""With one of these the status may say the opposite, or speak of another day or person."""


class Why(StrEnum):
    """Why nobody asks a person at some moment."""

    WEEKEND = "weekend"
    HOLIDAY = "public holiday"
    AWAY = "away"
    QUIET = "do-not-disturb"
    NO_MORNING = "no working morning was left"


class Absence(Value):
    """Days somebody said they are away, both ends included."""

    person: str
    starts: date
    ends: date

    def covers(self, day: date) -> bool:
        """Tell whether the day is one of them."""
        return self.starts <= day <= self.ends


class UnreadableAbsence(Refusal):
    """The words after `away` are no dates."""

    text = "I read no dates in “{typed}”. Write them like `{command} away {start} to {end}`, or `{command} away until {end}`."


class AbsenceOver(Refusal):
    """The last day has passed."""

    text = "{end} has passed already; today is {today}. Write days that are still to come: `{command} away {example}`."


class AbsenceBackwards(Refusal):
    """The last day comes before the first."""

    text = "{end} comes before {start}. Did you mean `{command} away {end} to {start}`?"


class AbsenceTooLong(Refusal):
    """Longer than any leave."""

    text = "From {start} to {end} is more than {most} days. Check the year, and write it again."


class TooManyAbsences(Refusal):
    """More than anybody needs."""

    text = "You have {most} absences ahead already. `{command} away` shows them, `{command} away off` clears them."


def read_absence(person: str, words: str, *, today: date, command: str) -> Absence:
    """Return what somebody typed after `away`: `2026-12-21 to 2027-01-02`, `until 2027-01-02`, `2026-12-24`.

    `today` is their own date. Raises Refusal.
    """
    typed = " ".join(words.split())
    until = re.match(r"(?:until|till|to|bis)\s+", typed, re.IGNORECASE)
    days = DAY.findall(typed)
    rest = DAY.sub("", typed[until.end() :] if until else typed)
    if len(days) not in {1, 2} or (until and len(days) != 1) or not BETWEEN.fullmatch(rest.removeprefix("from ")):
        raise _unreadable(typed, today, command)
    try:
        read = [date(*map(int, day.split("-"))) for day in days]
    except ValueError:
        raise _unreadable(typed, today, command) from None
    starts, ends = (today if until else read[0]), read[-1]
    return _checked(Absence(person=person, starts=starts, ends=ends), today, command)


def _checked(absence: Absence, today: date, command: str) -> Absence:
    starts, ends = absence.starts, absence.ends
    if ends < today:
        example = f"{today + timedelta(days=7)} to {today + timedelta(days=14)}"
        raise AbsenceOver(end=ends, today=today, example=example, command=command)
    if ends < starts:
        raise AbsenceBackwards(start=starts, end=ends, command=command)
    if ends - starts > LONGEST or starts - today > LONGEST:
        raise AbsenceTooLong(start=min(starts, today), end=ends, most=LONGEST.days)
    return absence


def _unreadable(typed: str, today: date, command: str) -> Refusal:
    start, end = today + timedelta(days=7), today + timedelta(days=14)
    return UnreadableAbsence(typed=typed[:60], command=command, start=start, end=end)


def away_by_status(emoji: object, text: object, expiration: object) -> tuple[bool, datetime | None]:
    """Return whether a Slack status says *away*, and until when (UTC; None: no end is known).

    `expiration` is in seconds since 1970, 0 for none. Anything of another kind than Slack's says nothing.
    """
    shown = emoji if isinstance(emoji, str) else ""
    said = " ".join(text.split()) if isinstance(text, str) else ""
    named = AWAY_WORDS.search(said) or said.casefold().strip(" .!🌴🤒") in ALONE
    if OTHERWISE.search(said) or not (shown in AWAY_EMOJI or named):
        return False, None
    return True, datetime.fromtimestamp(expiration, tz=UTC) if _is_time(expiration) else None


def quiet_hours(status: object) -> tuple[datetime, datetime] | None:
    """Return the do-not-disturb that runs or comes next (UTC), from what Slack tells of a person; None for none."""
    if not isinstance(status, Mapping) or not status.get("dnd_enabled"):
        return None
    begin, end = status.get("next_dnd_start_ts"), status.get("next_dnd_end_ts")
    if not (_is_time(begin) and _is_time(end) and begin < end):
        return None
    return datetime.fromtimestamp(begin, tz=UTC), datetime.fromtimestamp(end, tz=UTC)


def _is_time(value: object) -> TypeGuard[int]:
    """Tell whether this is a moment in seconds since 1970; 0 stands for *never* with Slack."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < FAR_AHEAD
