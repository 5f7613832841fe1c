"""The packet as JSON for programs. Its keys stay; `docs/packet.md` describes them, and a test compares the two."""

import json
from typing import Any

from bot.packet.plain import one_line, plain
from domain.evidence import Entry
from domain.goal_reviews import GoalInReview
from domain.goals import Milestone
from domain.reviews import ReviewPacket

VERSION = 1
"""Counted up when a key changes its meaning or goes; new keys come without notice."""


def as_json(packet: ReviewPacket) -> str:
    """Return the packet as a JSON object. Moments are UTC, days are the person's own, texts are without markup."""
    return json.dumps(_plain(_packet(packet)), ensure_ascii=False, indent=2)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return plain(value) if isinstance(value, str) else value


def _packet(packet: ReviewPacket) -> dict[str, Any]:
    return {
        "version": VERSION,
        "person": _who(packet, packet.person.id) | {"team": packet.person.team, "tz": packet.person.tz},
        "reader": _who(packet, packet.reader) | {"relation": packet.relation},
        "from": packet.since.isoformat(),
        "to": packet.until.isoformat(),
        "reads_from": packet.reads_from.isoformat(),
        "made_at": packet.made_at.isoformat(),
        "hidden": list(packet.hidden),
        "goals": [_goal(one) for one in packet.goals],
        "evidence": [_entry(packet, one) for one in packet.entries],
        "thin": {"months": [f"{month:%Y-%m}" for month in packet.thin.months], "goals": list(packet.thin.goals)},
    }


def _who(packet: ReviewPacket, person: str) -> dict[str, Any]:
    return {"id": person, "name": one_line(packet.names.get(person, person))}


def _goal(one: GoalInReview) -> dict[str, Any]:
    goal = one.goal
    return {
        "ref": goal.ref,
        "title": goal.title,
        "level": goal.level,
        "state": goal.state,
        "from": goal.starts.isoformat(),
        "due": goal.due.isoformat(),
        "serves": list(one.above),
        "progress": round(goal.progress, 4),
        "expected": None if one.plan is None else round(one.plan, 4),
        "status": one.status,
        "confidence": goal.confidence,
        "score": goal.score,
        "learned": goal.learned,
        "ended_on": goal.ended_on.isoformat() if goal.ended_on else None,
        "milestones": [_milestone(step) for step in goal.milestones],
        "sum": one.said,
        "kpis": [kpi.model_dump() for kpi in one.kpis],
        "evidence": one.evidence,
    }


def _milestone(step: Milestone) -> dict[str, Any]:
    return {
        "title": step.title,
        "due": step.due.isoformat(),
        "share": round(step.share, 4),
        "done_on": step.done_on.isoformat() if step.done_on else None,
    }


def _entry(packet: ReviewPacket, entry: Entry) -> dict[str, Any]:
    return {
        "at": entry.at.isoformat(),
        "day": entry.at.astimezone(packet.tz).date().isoformat(),
        "kind": entry.kind,
        "by": _who(packet, entry.by),
        "title": entry.title,
        "text": entry.text,
        "parts": [{"label": part.label, "text": part.text} for part in entry.parts],
        "goals": list(entry.goals),
        "link": entry.link,
        "about": entry.about,
    }
