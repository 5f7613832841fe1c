"""My own last weeks on the Home tab: how sure I was of my goals, as a chart or in words."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from domain.goals import Confidence
from domain.weeks import OwnWeek
from handlers.views.blocks import Block, section
from handlers.views.charts import CHART, chart, short_day
from handlers.views.check_ins import CONFIDENCE


def weeks(mine: Sequence[OwnWeek], shows: Collection[str]) -> list[Block]:
    """Return them; nothing before there are two to compare, or where confidence was never told."""
    if len(mine) < 2 or not any(_counts(week) for week in mine):
        return []
    title = f"How sure I was of my goals, {len(mine)} weeks"
    if CHART in shows:
        series = {name: [getattr(week, key) for week in mine] for key, name in CONFIDENCE.items()}
        return [chart("my-weeks", title, [week.period for week in mine], series, counts="goals")]
    return [section("\n".join([f"*{title}*", *_lines(mine)]), id="my-weeks")]


def _counts(week: OwnWeek) -> dict[Confidence, int]:
    found = {one: getattr(week, one.value) for one in Confidence}
    return {one: count for one, count in found.items() if count}


def _lines(mine: Sequence[OwnWeek]) -> Iterator[str]:
    """Yield the weeks in words; those in a row that say the same stand in one line."""
    for said, same in groupby(mine, key=_said):
        first, *others = same
        until = f" to {short_day(others[-1].period)}" if others else ""
        yield f"{short_day(first.period)}{until}: {said}"


def _said(week: OwnWeek) -> str:
    told = ", ".join(f"{count} {one.in_words}" for one, count in _counts(week).items())
    return told or ("answered" if week.answered else "no check-in")
