"""How a team's goals look beside its check-ins: how sure it was of them week by week, and what they hang on."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from domain.alignment import Alignment
from domain.goals import Confidence, Goal
from domain.weeks import TrendWeek
from handlers.views.blocks import Block, context, mention, section, words
from handlers.views.charts import CHART, chart, short_day
from handlers.views.check_ins import CONFIDENCE
from handlers.views.goals import describe
from handlers.views.team import Seen

FEW_GOALS, FEW_OF_ONE = 2, 8
"""So many are named on the page; a list or `/goal` opens the rest."""


def trend(weeks: Sequence[TrendWeek], shows: Collection[str]) -> list[Block]:
    """Return how sure the team was of its goals, week by week; nothing before there are two weeks to compare."""
    if len(weeks) < 2:
        return []
    title = f"How sure of their goals, {len(weeks)} weeks"
    if CHART in shows:
        series = {name: [getattr(week, key) for week in weeks] for key, name in CONFIDENCE.items()}
        return [chart("team-trend", title, [week.period for week in weeks], series, counts="goals")]
    return [section("\n".join([f"*{title}*", *(f"{short_day(week.period)}: {_told(week)}" for week in weeks)]))]


def trend_in_words(weeks: Sequence[TrendWeek]) -> str:
    """Return the same for whoever sees no chart."""
    if len(weeks) < 2:
        return ""
    return f" How sure of their goals: {'; '.join(f'{short_day(week.period)} {_told(week)}' for week in weeks)}."


def _told(week: TrendWeek) -> str:
    counts = {one: getattr(week, one.value) for one in Confidence}
    return ", ".join(f"{count} {one.in_words}" for one, count in counts.items() if count) or "nobody said"


def aligned(found: Alignment, more: Any) -> list[Block]:
    """Return what hangs in the air; `more` is the button that lists all of it, where there is more than is named."""
    if not found.counted:
        return []
    if not (found.loose or found.childless):
        return [section("*Alignment*\nEvery goal serves another one, and somebody works under each of yours.")]
    lines = [f"Serve no other goal: {_named(found.loose)}"] if found.loose else []
    lines += [f"Nobody works under: {_named(found.childless)}"] if found.childless else []
    wanted = more if max(len(found.loose), len(found.childless)) > FEW_GOALS else None
    return [section("\n".join(["*Alignment*", *lines]), accessory=wanted)]


def _named(goals: Sequence[Goal]) -> str:
    named = ", ".join(f"“{words(goal.title, 25)}” ({mention(goal.owner)})" for goal in goals[:FEW_GOALS])
    left = len(goals) - FEW_GOALS
    return f"{named} and {left} more" if left > 0 else named


def in_the_air(found: Alignment) -> Iterable[Block]:
    """Yield a line for each goal that serves none, and each that nobody works under."""
    for goal in found.loose:
        yield section(f"{_what(goal)}\nServes no other goal. Its owner can choose one in `/goal`.")
    for goal in found.childless:
        yield section(f"{_what(goal)}\nNobody works under it yet.")


def _what(goal: Goal) -> str:
    return f"*{words(goal.title, 150)}* · {words(goal.ref, 40)} · {mention(goal.owner)}"


def of_one(goals: Sequence[Goal], seen: Seen) -> list[Block]:
    """Return the goals of the one person a page is about, the first few of them."""
    today = seen.now.astimezone(seen.tz).date()
    left = len(goals) - FEW_OF_ONE
    rest = [context(f"and {left} more, in `/goal` with their name")] if left > 0 else []
    told = [section(describe(goal, today, mine=False), id=f"goal-{goal.id}") for goal in goals[:FEW_OF_ONE]]
    return [section(f"*Goals* · {len(goals)}"), *told, *rest] if goals else []
