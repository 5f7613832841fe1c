"""Scores of closed goals: how far each key result came, from 0.0 to 1.0, and their mean.

- Key results weigh the same. The arithmetic suggests a score with one decimal; whoever closes the goal decides.
- From 0.7 a score reads green, from 0.4 amber, below red. Ambitious goals end at 0.6 to 0.7 (the practice of OKR), so
  a score says how far a goal came, and is no mark for a person.
"""

import math
from collections.abc import Sequence
from enum import StrEnum

from domain.goals import Kpi, held

GREEN_FROM, AMBER_FROM = 0.7, 0.4
EXACT = 6
"""Decimals behind which a double is noise: 7.000000000000001 tenths are seven."""


class Band(StrEnum):
    """How a score reads; the word always stands beside the colour."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


def band(score: float) -> Band:
    """Return how a score reads."""
    if score >= GREEN_FROM:
        return Band.GREEN
    return Band.AMBER if score >= AMBER_FROM else Band.RED


def suggested(kpi: Kpi) -> float:
    """Return what the arithmetic gives a key result: its progress between 0 and 1, to the nearest tenth."""
    return to_a_tenth(kpi.progress)


def to_a_tenth(progress: float) -> float:
    """Return a score for that share of the way, held between 0 and 1."""
    return math.floor(round(held(progress) * 10, EXACT) + 0.5) / 10


def mean(scores: Sequence[float]) -> float:
    """Return the score of a goal from those of its key results (at least one), to two decimals."""
    return round(sum(scores) / len(scores), 2)


def shown(score: float) -> str:
    """Return a score as people read it: `0.7`, `0.65`, `1.0`."""
    return f"{score:.1f}" if round(score, 1) == round(score, 2) else f"{score:.2f}"
