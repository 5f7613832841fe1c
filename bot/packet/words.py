"""How the packet says things: dates, periods, states and what is left out, the same in every format."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.packet.plain import one_line
from domain.evidence import Entry
from domain.goal_reviews import KpiMove
from domain.goal_scores import band, shown
from domain.goals import Confidence, Goal, Level, Milestone, State
from domain.numbers import show
from domain.permissions import Relation, Topic
from domain.reviews import ReviewPacket

LEFT_OUT = {
    Topic.CHECK_IN_STATUS: "whether check-ins were answered",
    Topic.CHECK_IN_NOTES: "the notes of check-ins and of new numbers",
    Topic.PULSE: "the pulse of each week",
    Topic.BLOCKERS: "blockers",
    Topic.GOALS: "goals of their own",
    Topic.PUBLIC_KUDOS: "public kudos",
    Topic.PRIVATE_KUDOS: "private kudos",
    Topic.FEEDBACK_TO_RECEIVER: "feedback written for the receiver only",
    Topic.FEEDBACK_TO_BOTH: "feedback written for the receiver and their manager",
    Topic.FEEDBACK_TO_MANAGER: "feedback written for the manager only",
    Topic.OWN_EVIDENCE: "what the person keeps as evidence for themselves",
}
RELATIONS = {
    Relation.SELF: "the person it is about",
    Relation.MANAGER: "manager",
    Relation.LINE_ABOVE: "in the line above",
}
LEVELS = {Level.COMPANY: "Company goal", Level.TEAM: "Team goal", Level.INDIVIDUAL: ""}


def on(day: date) -> str:
    """Return `3 November 2026`."""
    return f"{day:%-d %B %Y}"


def between(since: date, until: date) -> str:
    """Return `1 July – 20 November 2026`, the first year only where it differs."""
    return f"{since:%-d %B}{'' if since.year == until.year else f' {since.year}'} – {on(until)}"


def moment(at: datetime, tz: ZoneInfo) -> str:
    """Return `20 November 2026, 10:30 CET`."""
    return f"{at.astimezone(tz):%-d %B %Y, %H:%M %Z}"


def month(first: date) -> str:
    """Return `November 2026`."""
    return f"{first:%B %Y}"


def name(packet: ReviewPacket, person: str) -> str:
    """Return the name of an id in the packet."""
    return one_line(packet.names.get(person, person))


def reader(packet: ReviewPacket) -> str:
    """Return who reads it, and what they are to the person."""
    return f"{name(packet, packet.reader)}, {RELATIONS[packet.relation]}"


def left_out(packet: ReviewPacket) -> tuple[str, ...]:
    """Return what this reader does not see, as words that fit into a sentence."""
    topics = tuple(LEFT_OUT[Topic(topic)] for topic in packet.hidden)
    if packet.reads_from > packet.since:
        return (*topics, f"what was written before {on(packet.reads_from)}, when this reader's right began")
    return topics


class Judged(Protocol):
    """A goal with the status that the arithmetic gives it, None where it gives none."""

    @property
    def goal(self) -> Goal:
        """What is judged."""

    @property
    def status(self) -> Confidence | None:
        """How it stands."""


def state(one: Judged) -> str:
    """Return where the goal stands: `on track`, `closed with 0.8`, `dropped`."""
    goal = one.goal
    if one.status:
        return one.status.in_words
    if goal.state is State.CLOSED:
        return "closed" if goal.score is None else f"closed with {shown(goal.score)}"
    return "proposed, not agreed yet" if goal.state is State.PROPOSED else "dropped"


def colour(one: Judged) -> str:
    """Return green, amber, red or grey; it never says more than `state` says in words."""
    if one.status:
        return {"on_track": "green", "at_risk": "amber", "off_track": "red"}[one.status]
    score = one.goal.score
    if one.goal.state is not State.CLOSED or score is None:
        return "grey"
    return band(score)


def move(kpi: KpiMove) -> str:
    """Return how far a KPI came in the period: `from 90 to 42 min, target 45`."""
    unit = f" {one_line(kpi.unit)}" if kpi.unit else ""
    score = "" if kpi.score is None else f"; closed with {shown(kpi.score)}"
    if kpi.end is None:
        return f"no number yet; from {show(kpi.baseline)}{unit}, target {show(kpi.target)}{score}"
    start = kpi.baseline if kpi.start is None else kpi.start
    return f"from {show(start)} to {show(kpi.end)}{unit}, target {show(kpi.target)}{score}"


def milestone(goal: Goal, step: Milestone) -> str:
    """Return `40 % by 15 December 2026, reached on 12 December 2026`; without the day where none was told."""
    day = f" on {on(step.done_on)}" if step.done_on else ""
    reached = f"reached{day}" if goal.has_behind(step) else "not reached yet"
    return f"{percent(step.share)} % by {on(step.due)}, {reached}"


def percent(share: float) -> int:
    """Return a share as a whole number of hundredths, 0 to 100."""
    return round(min(max(share, 0.0), 1.0) * 100)


def joined(words: Iterable[str]) -> str:
    """Return `a, b and c`."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def byline(packet: ReviewPacket, entry: Entry) -> str:
    """Return who wrote it; nothing where it is the person themselves."""
    return "" if entry.by == packet.person.id else name(packet, entry.by)
