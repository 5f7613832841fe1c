"""The page as plain values: what the template shows, worked out before it, so that the template decides nothing."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from bot.packet import words
from bot.packet.plain import one_line, plain
from domain.evidence import Entry
from domain.goal_reviews import GoalInReview
from domain.review_highlights import by_month
from domain.reviews import ReviewPacket

SHORT = 900
"""Characters of an entry that still fits on half a printed page: it is not cut in two there."""


@dataclass(frozen=True)
class Bar:
    """A month in the overview: its name, how many pieces of evidence, and how high among the others (0-100)."""

    label: str
    name: str
    count: int
    height: int


@dataclass(frozen=True)
class GoalCard:
    """A goal as it is shown. `percent` and `plan` are 0-100, `plan` None where none counts; `ended` and `learned` are of goals that are over."""

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
    ended: str = ""
    learned: str = ""
    milestones: tuple[tuple[str, str], ...] = ()


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


def bars(packet: ReviewPacket) -> tuple[Bar, ...]:
    """Return the overview: how much there is of each month."""
    months = by_month(packet)
    most = max((len(month.entries) for month in months), default=0) or 1
    return tuple(
        Bar(f"{month.first:%b}", words.month(month.first), len(month.entries), round(100 * len(month.entries) / most))
        for month in months
    )


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
        ended=words.on(goal.ended_on) if goal.ended_on else "",
        learned=plain(goal.learned),
        milestones=tuple((one_line(step.title), words.milestone(goal, step)) for step in goal.milestones),
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
