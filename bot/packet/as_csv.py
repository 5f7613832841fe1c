"""The packet as one table (RFC 4180): a row a KPI of each goal, then a row a piece of evidence, in order.

No cell can start a formula: what begins with one of the signs that spreadsheets act on gets an apostrophe before it.
"""

import csv
import io
from collections.abc import Iterator

from bot.packet.plain import plain
from bot.packet.words import name, state
from domain.evidence import Entry
from domain.goal_reviews import GoalInReview, KpiMove
from domain.goal_scores import shown
from domain.reviews import ReviewPacket

COLUMNS = (
    "person", "kind", "date", "by", "goals", "title", "text", "kpi",
    "status", "progress", "baseline", "start", "end", "target", "unit", "link", "about",
    "score", "kpi_score", "learned", "ended_on",
)  # fmt: skip
ACTS = frozenset("=+-@\t\r\n\x00＝＋－＠")
"""What a spreadsheet may take for the start of a formula, the wide forms of Chinese and Japanese keyboards too."""


def as_csv(packet: ReviewPacket) -> str:
    """Return the packet as comma-separated values with a heading; lines end in CR LF."""
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, COLUMNS, restval="")
    writer.writeheader()
    for row in _rows(packet):
        writer.writerow({column: cell(text) for column, text in row.items()})
    return table.getvalue()


def cell(text: str) -> str:
    """Return the text as a cell that a spreadsheet shows and does not work out."""
    safe = plain(text)
    first = {text[:1], safe[:1], safe.lstrip()[:1]}
    return f"'{safe}" if first & ACTS else safe


def _rows(packet: ReviewPacket) -> Iterator[dict[str, str]]:
    person = {"person": name(packet, packet.person.id)}
    for one in packet.goals:
        for kpi in one.kpis or (None,):
            yield person | _goal(one) | (_kpi(kpi) if kpi else {})
    for entry in packet.entries:
        yield person | _entry(packet, entry)


def _goal(one: GoalInReview) -> dict[str, str]:
    return {
        "kind": "goal",
        "date": one.goal.due.isoformat(),
        "goals": one.goal.ref,
        "title": one.goal.title,
        "text": one.said,
        "status": state(one),
        "progress": f"{one.goal.progress:.2f}",
        "score": "" if one.goal.score is None else shown(one.goal.score),
        "learned": one.goal.learned,
        "ended_on": one.goal.ended_on.isoformat() if one.goal.ended_on else "",
    }


def _kpi(kpi: KpiMove) -> dict[str, str]:
    numbers = {"baseline": kpi.baseline, "start": kpi.start, "end": kpi.end, "target": kpi.target}
    return {column: "" if value is None else f"{value:.15g}" for column, value in numbers.items()} | {
        "kpi": kpi.name,
        "unit": kpi.unit,
        "kpi_score": "" if kpi.score is None else shown(kpi.score),
    }


def _entry(packet: ReviewPacket, entry: Entry) -> dict[str, str]:
    return {
        "kind": entry.kind.value,
        "date": entry.at.astimezone(packet.tz).date().isoformat(),
        "by": name(packet, entry.by),
        "goals": " ".join(entry.goals),
        "title": entry.title,
        "text": entry.text,
        "link": entry.link or "",
        "about": entry.about or "",
    }
