"""How a team's goals look beside its check-ins: how each stands, how sure the team was of them, what they hang on."""

from collections.abc import Collection, Sequence
from typing import Any

from domain.alignment import Alignment
from domain.goals import Confidence, Goal
from domain.status import TeamStatus
from domain.team_goals import TeamGoal
from domain.weeks import TrendWeek
from handlers.views.blocks import Block, bar, button, context, mention, section, words
from handlers.views.charts import CHART, chart, short_day
from handlers.views.check_ins import CONFIDENCE, SIGNS
from handlers.views.goals import OPEN, on
from handlers.views.team import Seen

FEW_OF_ONE = 8
"""So many goals of one person are named on the page; `/goal` opens the rest."""
NO_NUMBER = "⚪"


def at_risk(one: TeamGoal, status: TeamStatus, seen: Seen) -> Block:
    """Return a goal of somebody: whose, how it stands and why."""
    goal = one.goal
    title = f"{_sign(one)} *{words(goal.title, seen.room.title)}* · `{words(goal.ref, 40)}` · {mention(goal.owner)}"
    return _entry(one, [title, _why(one, seen), *_said(one, status, seen)], "risk")


def of_one(status: TeamStatus, seen: Seen) -> list[Block]:
    """Return the goals of the one person a page is about, the worst first, each told once."""
    goals = status.goals
    if not goals:
        return [section("*Goals*\nNone is active.")]
    left = len(goals) - FEW_OF_ONE
    rest = [context(f"And {left} more, in `/goal` with their name.")] if left > 0 else []
    return [section(f"*Goals* · {len(goals)}"), *(_of_one(one, status, seen) for one in goals[:FEW_OF_ONE]), *rest]


def _of_one(one: TeamGoal, status: TeamStatus, seen: Seen) -> Block:
    goal = one.goal
    title = f"{_sign(one)} *{words(goal.title, seen.room.title)}* · `{words(goal.ref, 40)}` · due {on(goal.due)}"
    way = [bar(one.stand.progress)] if one.stand.progress is not None else []
    return _entry(one, [title, *way, _why(one, seen), *_said(one, status, seen)], "goal")


def _entry(one: TeamGoal, lines: Sequence[str], place: str) -> Block:
    opens = button("Open", OPEN, value=one.goal.id, label=f"Open {one.goal.title}")
    return section("\n".join(lines), id=f"{place}-{one.goal.id}", accessory=opens)


def _sign(one: TeamGoal) -> str:
    return SIGNS[one.stand.status] if one.stand.status else NO_NUMBER


def _why(one: TeamGoal, seen: Seen) -> str:
    """Return how a goal stands by its numbers, what its owner believes where that is something else, and the sum."""
    by_numbers = CONFIDENCE[one.stand.status] if one.stand.status else "No number yet"
    if one.believed:
        by_numbers += " by its numbers" if one.stand.status else ""
        by_numbers += f"; {mention(one.goal.owner)} sees it {SIGNS[one.believed]} *{one.believed.in_words}*"
    return f"{by_numbers}: {words(one.stand.said, seen.room.said)}" if one.stand.status else f"{by_numbers}."


def _said(one: TeamGoal, status: TeamStatus, seen: Seen) -> list[str]:
    """Return what is in its way and since when, and what the owner said about it last."""
    lines = [
        f"🚧 Blocked {seen.age(stuck.raised_at)}: {words(' '.join(stuck.text.split()), seen.room.title)}"
        for stuck in status.blocked
        if stuck.goal == one.goal.id
    ][:1]
    if one.explained:
        said = " ".join(one.explained.why.split())
        lines.append(f"💬 {short_day(one.explained.at.astimezone(seen.tz).date())}: {words(said, seen.room.said)}")
    return lines


def trend(weeks: Sequence[TrendWeek], shows: Collection[str]) -> list[Block]:
    """Return how sure the team was of its goals, week by week; nothing before there are two weeks to compare."""
    if len(weeks) < 2:
        return []
    title = f"How sure of their goals, {len(weeks)} weeks"
    if CHART in shows:
        series = {name: [getattr(week, key) for week in weeks] for key, name in CONFIDENCE.items()}
        return [chart("team-trend", title, [week.period for week in weeks], series, counts="goals")]
    return [section("\n".join([f"*{title}*", *(f"{short_day(week.period)}: {_told(week)}" for week in weeks)]))]


def trend_in_words(weeks: Sequence[TrendWeek]) -> str:
    """Return the same for whoever sees no chart."""
    if len(weeks) < 2:
        return ""
    return f" How sure of their goals: {'; '.join(f'{short_day(week.period)} {_told(week)}' for week in weeks)}."


def _told(week: TrendWeek) -> str:
    counts = {one: getattr(week, one.value) for one in Confidence}
    return ", ".join(f"{count} {one.in_words}" for one, count in counts.items() if count) or "nobody said"


def aligned(found: Alignment, more: Any, seen: Seen) -> list[Block]:
    """Return what hangs in the air; `more` is the button that lists all of it, where there is more than is named."""
    if not found.counted:
        return []
    kinds = {
        "Serves no other goal" if len(found.loose) == 1 else "Serve no other goal": found.loose,
        "Nobody works under": found.childless,
        "Has no number yet" if len(found.numberless) == 1 else "Have no number yet": found.numberless,
    }
    lines = [f"{what}: {_named(goals, seen)}" for what, goals in kinds.items() if goals]
    if not lines:
        below = ", and every team goal has somebody's below it" if found.shared else ""
        return [section(f"*Alignment*\nEvery goal serves another one and has a number{below}.")]
    wanted = more if max(map(len, kinds.values())) > seen.room.few else None
    return [section("\n".join(["*Alignment*", *lines]), id="alignment", accessory=wanted)]


def _named(goals: Sequence[Goal], seen: Seen) -> str:
    shown = goals[: seen.room.few]
    named = ", ".join(f"“{words(goal.title, seen.room.title)}” ({mention(goal.owner)})" for goal in shown)
    left = len(goals) - len(shown)
    return f"{named} and {left} more" if left > 0 else named


def in_the_air(found: Alignment) -> list[tuple[Goal, str, str]]:
    """Return each goal that hangs in the air, with what it lacks in a word and in a sentence."""
    return [
        *((goal, "loose", "Serves no other goal.") for goal in found.loose),
        *((goal, "childless", "Nobody works under it yet.") for goal in found.childless),
        *((goal, "bare", "Has no KPI, and nothing below it says how far it is.") for goal in found.numberless),
    ]


def hanging(goal: Goal, place: str, why: str) -> Block:
    """Return one of them, with the way to its card."""
    title = f"*{words(goal.title, 150)}* · `{words(goal.ref, 40)}` · {mention(goal.owner)}"
    opens = button("Open", OPEN, value=goal.id, label=f"Open {goal.title}")
    return section(f"{title}\n{why}", id=f"{place}-{goal.id}", accessory=opens)
