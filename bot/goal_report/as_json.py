"""The report of goals as JSON. Its keys stay; `docs/goal-report.md` describes them, and a test compares the two."""

import json
from typing import Any

from bot.packet.plain import one_line, plain
from domain.goal_report import Below, GoalReport, Reported
from domain.goals import Kpi, Milestone

VERSION = 1
"""Counted up when a key changes its meaning or goes; new keys come without notice."""


def as_json(report: GoalReport) -> str:
    """Return the report as a JSON object. Moments are UTC, shares of the way 0 to 1."""
    shown = {
        "version": VERSION,
        "made_at": report.made_at.isoformat(),
        "day": report.day.isoformat(),
        "everyone": report.everyone,
        "goals": [_goal(report, one) for one in report.goals],
    }
    return json.dumps(shown, ensure_ascii=False, indent=2)


def _who(report: GoalReport, person: str) -> dict[str, str]:
    return {"id": one_line(person), "name": one_line(report.names.get(person, person))}


def _goal(report: GoalReport, one: Reported) -> dict[str, Any]:
    goal = one.goal
    return {
        "ref": one_line(goal.ref),
        "parent": one.parent and one_line(one.parent),
        "depth": one.depth,
        "title": one_line(goal.title),
        "level": goal.level,
        "state": goal.state,
        "owner": _who(report, goal.owner),
        "contributors": [_who(report, person) for person in goal.contributors],
        "from": goal.starts.isoformat(),
        "due": goal.due.isoformat(),
        "progress": _share(one.progress),
        "by_own_numbers": one.own,
        "expected": _share(one.plan),
        "status": one.status,
        "sum": plain(one.said),
        "confidence": goal.confidence,
        "parted": one.parted,
        "score": goal.score,
        "learned": plain(goal.learned),
        "kpis": [_kpi(one, kpi) for kpi in goal.kpis],
        "milestones": [_milestone(step) for step in goal.milestones],
        "below": _below(one.below),
        "evidence": one.evidence.model_dump(),
    }


def _share(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _kpi(one: Reported, kpi: Kpi) -> dict[str, Any]:
    return {
        "name": one_line(kpi.name),
        "kind": kpi.kind,
        "unit": one_line(kpi.unit),
        "baseline": kpi.baseline,
        "target": kpi.target,
        "value": kpi.value,
        "read_at": kpi.read_at and kpi.read_at.isoformat(),
        "score": kpi.score,
        "readings": [{"at": at.isoformat(), "value": value} for at, value in one.trends.get(kpi.id or 0, ())],
    }


def _milestone(step: Milestone) -> dict[str, Any]:
    done = step.done_on and step.done_on.isoformat()
    return {"title": one_line(step.title), "due": step.due.isoformat(), "share": step.share, "done_on": done}


def _below(below: Below) -> dict[str, Any]:
    return {
        "goals": below.goals,
        "individual": below.individual,
        "mean": _share(below.mean),
        "shares": [_share(share) for share in below.shares],
        "units": [one_line(unit) for unit in below.units],
    }
