"""Tables and charts: the blocks of 2025-26 that hold data."""

from collections.abc import Iterable
from typing import Any

from emulator.block_kit.objects import BLOCK_ID
from emulator.block_kit.report import Report
from emulator.block_kit.rich_text import RICH_TEXT
from emulator.block_kit.rules import Shape, anything, boolean, integer, items, number, one_of, string, typed
from emulator.errors import JSON

MOST_COLUMNS = 20
MOST_DATA_ROWS = 101  # Slack's page says 101, slackblocks 201: the smaller one is safe
MOST_DATA_CHARACTERS = 20_000
CHART_LABEL = string(20, least=1)

RAW_NUMBER = Shape({"type": anything, "value": number, "text": string(3000, least=1)}, required=("value", "text"))
CELLS = {
    "raw_text": Shape({"type": anything, "text": string(3000, least=1)}, required=("text",)),
    "raw_number": RAW_NUMBER,
    "rich_text": RICH_TEXT,
}
COLUMN = Shape({"align": one_of("left", "center", "right"), "is_wrapped": boolean})


def same_width(value: JSON, pointer: str, report: Report) -> None:
    """Check that all rows of a table have as many cells."""
    rows = value.get("rows")
    if not isinstance(rows, list):
        return
    if len({len(row) for row in rows if isinstance(row, list)}) > 1:
        report.add(f"{pointer}/rows", "all rows must have the same number of cells")


def settings_fit(value: JSON, pointer: str, report: Report) -> None:
    """Check that a table has no more column settings than columns."""
    rows, settings = value.get("rows"), value.get("column_settings")
    if not (isinstance(rows, list) and rows and isinstance(rows[0], list) and isinstance(settings, list)):
        return
    if len(settings) > len(rows[0]):
        report.add(f"{pointer}/column_settings", "must not have more items than the table has columns")


def data_fits(value: JSON, pointer: str, report: Report) -> None:
    """Check how much text a data table holds."""
    if table_length(value) > MOST_DATA_CHARACTERS:
        report.too_long(f"{pointer}/rows", MOST_DATA_CHARACTERS)


def table_length(value: JSON) -> int:
    """Count the characters in a data table's cells."""
    rows = value.get("rows")
    cells = (cell for row in (rows if isinstance(rows, list) else ()) if isinstance(row, list) for cell in row)
    return sum(_cell_length(cell) for cell in cells)


def points_fit(value: JSON, pointer: str, report: Report) -> None:
    """Check that each series of a chart has the points of its categories."""
    axis = value.get("axis_config")
    categories = axis.get("categories") if isinstance(axis, dict) else None
    if not isinstance(categories, list):
        return
    for place, series in enumerate(_dicts(value.get("series"))):
        if [point.get("label") for point in _dicts(series.get("data"))] != categories:
            report.add(f"{pointer}/series/{place}/data", "labels must match `axis_config.categories`")


TABLE = Shape(
    {
        "type": anything,
        "block_id": BLOCK_ID,
        "rows": items(items(typed(CELLS), least=1, most=MOST_COLUMNS), least=1, most=100),
        "column_settings": items(COLUMN, most=MOST_COLUMNS),
    },
    required=("rows",),
    also=(same_width, settings_fit),
)
DATA_TABLE = Shape(
    {
        "type": anything,
        "block_id": BLOCK_ID,
        "rows": items(items(typed(CELLS), least=1, most=MOST_COLUMNS), least=2, most=MOST_DATA_ROWS),
        "page_size": integer(1, 100),
        "caption": string(3000),
        "row_header_column_index": integer(0),
    },
    required=("rows", "caption"),
    also=(same_width, data_fits),
)


def _above_zero(value: Any, pointer: str, report: Report) -> None:
    number(value, pointer, report)
    if isinstance(value, int | float) and value <= 0:
        report.add(pointer, "must be more than 0", constraint={"type": "exclusive_min", "min": 0})


AXIS = Shape(
    {
        "categories": items(CHART_LABEL, least=1, most=20),
        "x_label": string(50),
        "y_label": string(50),
    },
    required=("categories",),
)
POINT = Shape({"label": CHART_LABEL, "value": number}, required=("label", "value"))
SERIES = Shape({"name": CHART_LABEL, "data": items(POINT, least=1, most=20)}, required=("name", "data"))
SEGMENT = Shape({"label": CHART_LABEL, "value": _above_zero}, required=("label", "value"))
WITH_AXES = Shape(
    {"type": anything, "series": items(SERIES, least=1, most=12), "axis_config": AXIS},
    required=("series", "axis_config"),
    also=(points_fit,),
)
CHARTS = {
    "pie": Shape({"type": anything, "segments": items(SEGMENT, least=1, most=12)}, required=("segments",)),
    "bar": WITH_AXES,
    "line": WITH_AXES,
    "area": WITH_AXES,
}
CHART = Shape(
    {"type": anything, "block_id": BLOCK_ID, "title": string(50, least=1), "chart": typed(CHARTS)},
    required=("title", "chart"),
)
DATA_BLOCKS: dict[str, Shape] = {"table": TABLE, "data_table": DATA_TABLE, "data_visualization": CHART}


def _cell_length(cell: Any) -> int:
    if not isinstance(cell, dict):
        return 0
    if cell.get("type") == "rich_text":
        pieces = (piece for part in _dicts(cell.get("elements")) for piece in _dicts(part.get("elements")))
        return sum(len(str(piece.get("text", ""))) for piece in pieces)
    return len(str(cell.get("text", "")))


def _dicts(value: Any) -> Iterable[JSON]:
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()
