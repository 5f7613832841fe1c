"""The page as plain values: what the template shows, worked out before it, so that the template decides nothing."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlsplit

from bot.packet import words
from bot.packet.plain import one_line, plain
from domain.evidence import Entry, EntryKind
from domain.goal_reviews import GoalInReview
from domain.reviews import ReviewPacket

SELDOM = frozenset({EntryKind.READING, EntryKind.OWN_EVIDENCE})
"""Kinds that are counted only where there are some."""
SHORT = 900
"""Characters of an entry that still fits on half a printed page: it is not cut in two there."""


@dataclass(frozen=True)
class Month:
    """A month of the period with its entries, in order; there may be none."""

    first: date
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Bar:
    """A month in the overview: its name, how many pieces of evidence, and how high among the others (0-100)."""

    label: str
    name: str
    count: int
    height: int


@dataclass(frozen=True)
class GoalCard:
    """A goal as it is shown. `percent` and `plan` are 0-100, `plan` None where none counts."""

    ref: str
    title: str
    level: str
    state: str
    colour: str
    percent: int
    plan: int | None
    due: str
    said: str
    owner_says: str
    above: tuple[str, ...]
    kpis: tuple[tuple[str, str], ...]
    evidence: str


@dataclass(frozen=True)
class EntryCard:
    """A piece of evidence as it is shown; `short` ones stay on one printed page."""

    iso: str
    day: str
    kind: str
    css: str
    title: str
    by: str
    parts: tuple[tuple[str, str], ...]
    goals: tuple[str, ...]
    link: str | None
    about: str | None
    short: bool


def by_month(packet: ReviewPacket) -> tuple[Month, ...]:
    """Return every month of the period, and those of answers that came after it, with what happened in it."""
    groups: dict[date, list[Entry]] = {}
    day = packet.since.replace(day=1)
    while day <= min(packet.until, packet.made_at.astimezone(packet.tz).date()):
        groups[day] = []
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    for entry in packet.entries:
        groups.setdefault(entry.at.astimezone(packet.tz).date().replace(day=1), []).append(entry)
    return tuple(Month(first, tuple(groups[first])) for first in sorted(groups))


def bars(packet: ReviewPacket) -> tuple[Bar, ...]:
    """Return the overview: how much there is of each month."""
    months = by_month(packet)
    most = max((len(month.entries) for month in months), default=0) or 1
    return tuple(
        Bar(f"{month.first:%b}", words.month(month.first), len(month.entries), round(100 * len(month.entries) / most))
        for month in months
    )


def tallies(packet: ReviewPacket) -> tuple[tuple[int, str], ...]:
    """Return how many there are of each kind of evidence, each with its word.

    Readings are counted only where some stand alone: most come with a check-in, and "0" would say there were none. Own
    evidence is for the person alone, so that "0" would mean nothing to anybody else.
    """
    counts = {kind: sum(entry.kind is kind for entry in packet.entries) for kind in EntryKind}
    shown = {kind: count for kind, count in counts.items() if count or kind not in SELDOM}
    return tuple((count, words.COUNTED[kind][count != 1]) for kind, count in shown.items())


def goal_card(one: GoalInReview) -> GoalCard:
    """Return a goal as it is shown."""
    goal = one.goal
    differs = goal.confidence and goal.confidence is not one.status and one.status
    return GoalCard(
        ref=one_line(goal.ref),
        title=one_line(goal.title),
        level=words.LEVELS[goal.level],
        state=words.state(one),
        colour=words.colour(one),
        percent=words.percent(goal.progress),
        plan=None if one.plan is None else words.percent(one.plan),
        due=words.on(goal.due),
        said=one_line(one.said),
        owner_says=goal.confidence.in_words if differs and goal.confidence else "",
        above=tuple(one_line(title) for title in one.above),
        kpis=tuple((one_line(kpi.name), words.move(kpi)) for kpi in one.kpis),
        evidence=f"{one.evidence} {'entry' if one.evidence == 1 else 'entries'}",
    )


def entry_card(packet: ReviewPacket, entry: Entry) -> EntryCard:
    """Return a piece of evidence as it is shown."""
    local = entry.at.astimezone(packet.tz)
    return EntryCard(
        iso=f"{local:%Y-%m-%d}",
        day=f"{local:%a %-d %b}",
        kind=entry.kind.value,
        css=entry.kind.name.lower().replace("_", "-"),
        title=one_line(entry.title),
        by=words.byline(packet, entry),
        parts=tuple((one_line(part.label), plain(part.text)) for part in entry.parts),
        goals=tuple(one_line(ref) for ref in entry.goals),
        link=web_link(entry.link),
        about=web_link(entry.about),
        short=len(entry.text) <= SHORT,
    )


def web_link(link: str | None) -> str | None:
    """Return the link if it leads to a web page, with nothing in it that could end an attribute or a line."""
    if not link or urlsplit(link).scheme not in {"http", "https"}:
        return None
    return quote(link, safe=":/?#@!$&'*+,;=%~-._")
