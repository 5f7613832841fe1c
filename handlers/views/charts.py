"""Charts and tables, in the blocks that Slack brings to one workspace after another.

Whoever shows one has the same facts ready in plain blocks: a kind that is not among `shows` is not used.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import slackblocks as kit

from handlers.views.blocks import Block, plain

CHART, TABLE = "data_visualization", "data_table"
NEW = frozenset({CHART, TABLE})
"""The kinds of blocks that a workspace may not have yet."""
CAPTION, CELL, LABEL = 200, 150, 20
"""Characters of a table and its cells, and of a name in a chart."""
MOST_CHARTS = 2
"""Slack takes so many in a message; the Home tab keeps to it too."""


def chart(id: str, title: str, weeks: Sequence[date], series: Mapping[str, Sequence[int]], *, counts: str) -> Block:
    """Return a chart with a group of bars a week; `series` maps a name to a number a week, `counts` says of what."""
    drawn = _drawn(weeks, series)
    axes = kit.AxisConfig(categories=[short_day(week) for week in weeks], x_label="week of", y_label=counts)
    return kit.DataVisualizationBlock(title=plain(title, 50), chart=kit.BarChart(drawn, axes), block_id=id)


def lines(id: str, title: str, days: Sequence[date], series: Mapping[str, Sequence[int]], *, counts: str) -> Block:
    """Return a chart with a line a name: how it went from day to day. The names fit LABEL."""
    drawn = _drawn(days, series)
    axes = kit.AxisConfig(categories=[short_day(day) for day in days], x_label="day", y_label=counts)
    return kit.DataVisualizationBlock(title=plain(title, 50), chart=kit.LineChart(drawn, axes), block_id=id)


def _drawn(days: Sequence[date], series: Mapping[str, Sequence[int]]) -> list[kit.DataSeries]:
    labels = [short_day(day) for day in days]
    return [
        kit.DataSeries(name, [kit.DataPoint(label, number) for label, number in zip(labels, numbers, strict=True)])
        for name, numbers in series.items()
    ]


def count(blocks: Iterable[Block]) -> int:
    """Return how many charts these blocks hold."""
    return sum(isinstance(block, kit.DataVisualizationBlock) for block in blocks)


def table(id: str, caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], *, page: int) -> Block:
    """Return a table; the first column names the row. Cells are plain text: nothing in them is read as markup."""
    cells = [[kit.RawText(plain(text, CELL)) for text in row] for row in (head, *rows)]
    return kit.DataTableBlock(cells, caption=plain(caption, CAPTION), page_size=page, block_id=id)  # type: ignore[arg-type]  # theirs is a list of a union


def short_day(when: date) -> str:
    """Return a date as a chart has room for: 20 Nov. Within a year each week has its own."""
    return f"{when.day} {when:%b}"


def new_kinds(view: Mapping[str, Any]) -> frozenset[str]:
    """Return the newer kinds of blocks that a view holds."""
    return frozenset(block["type"] for block in view["blocks"]) & NEW
