"""Priorities: what somebody said was next a week ago, and what became of each: done, carried on, dropped.

- One line of *What is next?* is one priority. Bullets and numbers before it are no part of it.
- What is carried on stands in *What is next?* of this week again, so that it is asked about once more.
- A priority nobody says anything about is not shown to anybody.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from domain.refusals import Refusal
from domain.values import Value

MOST = 20
"""Lines that are asked about; more in a week are notes, not priorities."""
LONGEST = 3000
"""Signs that a field of a form holds, and so *What is next?* with what is carried on."""
BULLET = re.compile(r"^\s*(?:[-–—*•◦▪‣·+]|\(?\d{1,2}[.)])\s+")


class Verdict(StrEnum):
    """What became of a priority."""

    DONE = "done"
    CARRY = "carry"
    DROP = "drop"


class Priority(Value):
    """A priority of the week before, in its author's words, and what became of it."""

    text: str
    verdict: Verdict


class NextTooLong(Refusal):
    """What is carried on does not fit beside what is new."""

    text = "With what you carry on this is longer than 3,000 signs. Shorten it, or drop a priority."
    field = "next"


def lines(text: str) -> tuple[str, ...]:
    """Return the priorities in a text, each once, in order; at most MOST."""
    found = (BULLET.sub("", line).strip() for line in text.split("\n"))
    return tuple(dict.fromkeys(line for line in found if line))[:MOST]


def judged(planned: Iterable[str], verdicts: Mapping[int, Verdict]) -> tuple[Priority, ...]:
    """Return the priorities of which the author said what became of them; `verdicts` go by their place."""
    return tuple(
        Priority(text=text, verdict=verdicts[place]) for place, text in enumerate(planned) if place in verdicts
    )


def with_lines(text: str, more: Iterable[str]) -> str:
    """Return the text with these lines after it, those left out that stand in it already. Raises NextTooLong."""
    there = set(lines(text)) | {line.strip() for line in text.split("\n")}
    missing = [line for line in dict.fromkeys(more) if line not in there]
    joined = "\n".join([*([text.rstrip()] if text.strip() else []), *missing])
    if missing and len(joined) > LONGEST:
        raise NextTooLong
    return joined


def without_lines(text: str, gone: Collection[str]) -> str:
    """Return the text without the lines that are exactly these priorities."""
    return "\n".join(line for line in text.split("\n") if BULLET.sub("", line).strip() not in gone)
