"""How a team did, week by week, as one table (RFC 4180): a row a person and week. No cell can start a formula."""

import csv
import io
from collections.abc import Iterable

from bot.packet.as_csv import cell
from domain.weeks import PersonWeek

COLUMNS = ("person", "team", "week", "check_in", "late", "on_track", "at_risk", "off_track", "blockers", "read")


def as_csv(rows: Iterable[PersonWeek]) -> str:
    """Return the rows as comma-separated values with a heading; lines end in CR LF."""
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    writer.writerows(_row(one) for one in rows)
    return table.getvalue()


def _row(one: PersonWeek) -> tuple[str | int, ...]:
    return (
        cell(one.name),
        cell(one.team or ""),
        one.period.isoformat(),
        one.check_in,
        _yes(one.late),
        one.on_track,
        one.at_risk,
        one.off_track,
        one.blockers,
        _yes(one.read),
    )


def _yes(one: bool | None) -> str:
    return "" if one is None else "yes" if one else "no"
