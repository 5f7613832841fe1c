"""How far my goals are, week by week, on the Home tab: a chart, or bars of text and words."""

from collections.abc import Collection, Sequence

from domain.goal_weeks import GoalWeeks
from handlers.views.blocks import Block, plain, section, words
from handlers.views.charts import CHART, LABEL, lines, short_day
from handlers.views.goal_measures import sparkline

MOST_DRAWN = 5
"""Lines that one can still tell apart."""
OF_A_TITLE = 80
PLAN = "The plan"


def weeks(mine: Sequence[GoalWeeks], shows: Collection[str]) -> list[Block]:
    """Return the first goals that have a way behind them; nothing where none has two weeks to compare."""
    told = [one for one in mine if len(one.weeks) > 1][:MOST_DRAWN]
    if not told:
        return []
    longest = max((one.weeks for one in told), key=len)
    title = f"How far my goals are, {len(longest)} weeks"
    if CHART in shows:
        days = [week.day for week in longest]
        return [lines("goal-weeks", title, days, _series(told, len(days)), counts="% of the way")]
    return [section("\n".join([f"*{title}*", *map(_line, told)]), id="goal-weeks")]


def _series(told: Sequence[GoalWeeks], length: int) -> dict[str, list[int]]:
    """Return a line a goal: before its start at 0. One goal alone has its plan beside it."""
    titles = [plain(one.goal.title, LABEL) for one in told]
    if len({*titles, PLAN}) <= len(titles):
        titles = [plain(f"{place}. {one.goal.title}", LABEL) for place, one in enumerate(told, start=1)]
    series = {
        title: _percent([week.progress for week in one.weeks], length) for title, one in zip(titles, told, strict=True)
    }
    if len(told) == 1:
        series[PLAN] = _percent([week.planned for week in told[0].weeks], length)
    return series


def _percent(shares: Sequence[float], length: int) -> list[int]:
    return [0] * (length - len(shares)) + [round(share * 100) for share in shares]


def _line(one: GoalWeeks) -> str:
    first, last = one.weeks[0], one.weeks[-1]
    way = f"{short_day(first.day)} {first.progress:.0%}, now {last.progress:.0%}; the plan says {last.planned:.0%}"
    title = words(one.goal.title, OF_A_TITLE)
    return f"{title}: `{sparkline([week.progress for week in one.weeks])}` {way.replace('%', ' %')}"
