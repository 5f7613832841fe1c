"""The page as plain values: what the template shows, worked out before it, so that the template decides nothing."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.goal_report.sparkline import Line, sparkline
from bot.packet import words
from bot.packet.plain import one_line
from domain.goal_report import Below, Counts, GoalReport, Reported, mean_in_words, units
from domain.goal_scores import shown
from domain.goals import Goal, Kind, Kpi, Milestone, State
from domain.numbers import show

LEVELS = {"company": "Company goal", "team": "Team goal", "individual": "Individual goal"}
NO_NUMBER = "no number yet"
SIGNS = {
    "on track": "●", "at risk": "▲", "off track": "■", NO_NUMBER: "○",
    "proposed, not agreed yet": "◇", "closed": "✓",
}  # fmt: skip
"""A shape for each state, beside its words: colour alone tells some readers nothing."""
COLOURS = {"on track": "green", "at risk": "amber", "off track": "red"}
DEEPEST_HEADING = 6
"""HTML has no further ones."""


@dataclass(frozen=True)
class KpiLine:
    """A measure as it is shown; `line` is None before the first number."""

    name: str
    move: str
    last: str
    line: Line | None


@dataclass(frozen=True)
class Card:
    """A goal as it is shown. `percent` and `plan` are 0-100, None where nothing says; `way` is whether no sum names them.

    `heading` is its level (3-6), `closes` how many lists end after it; `below` is the sentence over those it opens.
    """

    ref: str
    title: str
    heading: int
    facts: tuple[tuple[str, str], ...]
    state: str
    sign: str
    colour: str
    percent: int | None
    plan: int | None
    way: bool
    said: str
    owner_says: str
    kpis: tuple[KpiLine, ...]
    units: str
    milestones: tuple[tuple[str, str], ...]
    evidence: str
    learned: str
    below: str
    below_units: str
    not_shown: str
    opens: bool
    ended: bool
    closes: int


def cards(report: GoalReport) -> Iterator[Card]:
    """Yield the goals in order; each knows whether a list opens under it and how many end after it."""
    depths = [one.depth for one in report.goals]
    for one, (here, following) in zip(report.goals, pairwise([*depths, 0]), strict=True):
        yield _card(report, one, opens=following > here, closes=max(here - following, 0))


def tallies(report: GoalReport) -> tuple[tuple[str, int, str, str], ...]:
    """Return how many goals stand how: sign, number, words and colour, those that need a look first."""
    found = Counter(_kind(one) for one in report.goals)
    order = ("off track", "at risk", "on track", NO_NUMBER, "proposed, not agreed yet", "closed")
    return tuple((SIGNS[kind], found[kind], kind, COLOURS.get(kind, "grey")) for kind in order if found[kind])


def _card(report: GoalReport, one: Reported, *, opens: bool, closes: int) -> Card:
    goal = one.goal
    return Card(
        ref=one_line(goal.ref),
        title=one_line(goal.title),
        heading=min(one.depth + 3, DEEPEST_HEADING),
        facts=tuple(_facts(report, goal)),
        state=NO_NUMBER if _kind(one) == NO_NUMBER else words.state(one),
        sign=SIGNS[_kind(one)],
        colour=words.colour(one),
        percent=None if one.progress is None else words.percent(one.progress),
        plan=None if one.plan is None else words.percent(one.plan),
        way=one.progress is not None and "% of the way" not in one.said,
        said=one_line(one.said),
        owner_says=goal.confidence.in_words if one.parted and goal.confidence else "",
        kpis=tuple(_kpi(report, one, kpi) for kpi in goal.kpis),
        units=_mixed(units(goal.kpis)) if goal.state is State.ACTIVE else "",
        milestones=tuple(_milestone(report, goal, step) for step in goal.milestones),
        evidence=_evidence(one.evidence),
        learned=one_line(goal.learned),
        below=_below(one.below),
        below_units=_mixed(one.below.units) if len(one.below.shares) > 1 else "",
        not_shown=_not_shown(one.below),
        opens=opens,
        ended=goal.state is State.CLOSED,
        closes=closes,
    )


def _kind(one: Reported) -> str:
    """Return the state without its score."""
    if one.goal.state is State.ACTIVE and one.status is None:
        return NO_NUMBER
    return "closed" if one.goal.state is State.CLOSED else words.state(one)


def _facts(report: GoalReport, goal: Goal) -> Iterator[tuple[str, str]]:
    yield "Level", LEVELS[goal.level]
    yield "Owner", _name(report, goal.owner)
    if goal.contributors:
        yield "With", words.joined(_name(report, person) for person in goal.contributors)
    yield "Due", words.on(goal.due)


def _name(report: GoalReport, person: str) -> str:
    return one_line(report.names.get(person, person))


def _kpi(report: GoalReport, one: Reported, kpi: Kpi) -> KpiLine:
    points = one.trends.get(kpi.id or 0, ())
    return KpiLine(
        name=one_line(kpi.name),
        move=_move(kpi) + ("" if kpi.score is None else f"; closed with {shown(kpi.score)}"),
        last=f"as of {words.on(kpi.read_at.date())}" if kpi.read_at else "",
        line=sparkline(one.goal, kpi, points, report.day),
    )


def _move(kpi: Kpi) -> str:
    if kpi.kind is Kind.YES_NO:
        return "done" if kpi.progress >= 1 else "not done yet"
    unit = f" {one_line(kpi.unit)}" if kpi.unit else ""
    at = NO_NUMBER if kpi.value is None else f"{show(kpi.value)}{unit}"
    return f"{at}; from {show(kpi.baseline)}, target {show(kpi.target)}{unit if kpi.value is None else ''}"


def _mixed(found: Sequence[str]) -> str:
    """Say that a mean is one of shares, where its numbers have different units."""
    if len(found) < 2:
        return ""
    listed = words.joined(one_line(unit) for unit in found)
    return f"The numbers have different units ({listed}): the mean is of how far each has come, not of the numbers."


def _milestone(report: GoalReport, goal: Goal, step: Milestone) -> tuple[str, str]:
    if step.done_on:
        when = f"done on {words.on(step.done_on)}"
    elif goal.has_behind(step):
        when = f"done; due {words.on(step.due)}"
    else:
        when = f"{'was due' if step.due < report.day else 'due'} {words.on(step.due)}"
    return one_line(step.title), f"{when}, {words.percent(step.share)} % of the way"


def _evidence(found: Counts) -> str:
    counts = (
        (found.kudos, "kudos", "kudos"),
        (found.feedback, "piece of feedback", "pieces of feedback"),
        (found.check_ins, "check-in", "check-ins"),
    )
    told = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
    return words.joined(told) if told else "nothing names it yet"


def _below(below: Below) -> str:
    """Return the sentence over the goals below, which opens and closes them."""
    count = "1 goal below" if below.goals == 1 else f"{below.goals} goals below"
    if below.mean is None:
        return f"{count}, none of which counts yet"
    some = f", of which {len(below.shares)} count" if below.shares and len(below.shares) < below.goals else ""
    return f"{count}{some}: {mean_in_words(below)}"


def _not_shown(below: Below) -> str:
    """Return what is said of the individual goals below that are not on the page."""
    if not below.individual:
        return ""
    count = "1 individual goal below is" if below.individual == 1 else f"{below.individual} individual goals below are"
    if not below.counted:
        return f"{count} not on this page, and in no mean on it."
    counts = "they count" if below.counted == below.individual else f"{below.counted} of them count"
    return f"{count} not on this page; {counts} in the mean: {mean_in_words(below)}."
