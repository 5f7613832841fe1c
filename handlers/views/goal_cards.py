"""A goal's card: its facts, its measures, what it hangs on, what became of it, and what its reader may do with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from domain.blockers import Blocker
from domain.goal_history import Change, GoalEvent, Happened
from domain.goal_rescoping import Rescope
from domain.goal_sight import Stand
from domain.goals import Goal, Kpi, KpiReading, Level, State
from handlers.views.blockers import OPEN as OPEN_BLOCKER
from handlers.views.blockers import progress
from handlers.views.blocks import (
    Block,
    actions,
    button,
    context,
    day,
    divider,
    mention,
    mentions,
    modal,
    moment,
    quote,
    section,
    words,
)
from handlers.views.charts import short_day
from handlers.views.check_ins import CONFIDENCE
from handlers.views.goal_cascade import OPEN as CASCADE
from handlers.views.goal_changes import CHANGE
from handlers.views.goal_closing import open_button as close_button
from handlers.views.goal_measures import kpi_text, milestones_text
from handlers.views.goal_rescoping import waiting
from handlers.views.goal_tree import LEVELS, open_button, row_text, sign, standing
from handlers.views.goal_warnings import without_numbers
from handlers.views.goals import EDIT, UPDATE, decision_buttons, on

CARD = "goal_card"
EARLIER, LATER, BACK = "goal_card_earlier", "goal_card_later", "goal_card_back"
MOST_KPIS, MOST_BELOW, MOST_EVENTS, MOST_TRAIL, MOST_BLOCKERS = 12, 10, 8, 20, 3
WHY = 700
"""Characters of a why; eight of them stay far below what a window holds."""
DID: Mapping[Happened, str] = {
    Happened.PROPOSED: "proposed it",
    Happened.AGREED: "agreed to it",
    Happened.SENT_BACK: "asked for a change",
    Happened.SET: "set it",
    Happened.CHANGED: "changed it",
    Happened.EXPLAINED: "explained where it stands",
    Happened.HANDED_OVER: "handed it over",
    Happened.CLOSED: "closed it",
    Happened.DROPPED: "dropped it",
    Happened.CARRIED_OVER: "carried it over",
    Happened.IMPORTED: "imported it",
    Happened.CORRECTED: "corrected a number",
}


@dataclass(frozen=True)
class Facts:
    """What a card shows. `above` is the parent, None where there is none or where the reader may not see it.

    `below` are the first of `count_below` goals. `events` are the history, newest first; `named` are the titles of goals
    that it tells of, by id. `evidence` are the counts of what names the goal. `round` is that of the proposal, where the
    reader is asked about it; `wish` is that of the owner for another plan, `blockers` are in the way of
    the goal, where the reader is told of them. `near` are the owner and their manager.
    """

    goal: Goal
    me: str
    tz: ZoneInfo
    today: date
    stand: Stand
    above: Goal | None = None
    mean_below: str = ""
    below: Sequence[tuple[Goal, Stand]] = ()
    count_below: int = 0
    readings: Sequence[KpiReading] = ()
    events: Sequence[GoalEvent] = ()
    named: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, int] = field(default_factory=dict)
    editable: bool = False
    changeable: bool = False
    may_end: bool = False
    round: int | None = None
    wish: Rescope | None = None
    blockers: Sequence[Blocker] = ()
    near: bool = False
    noted: bool = False


def card(facts: Facts, *, start: int = 0, trail: Sequence[int] = ()) -> dict[str, Any]:
    """Return the card, with the history from its `start`-th newest event on; `trail` are the cards it was reached by."""
    goal = facts.goal
    blocks = [*_top(facts), *_acts(facts, trail), *_blocked(facts), *_wished(facts)]
    blocks += [*_measures(facts), *_place(facts), *_history(facts, start)]
    if facts.noted:
        blocks.append(context(_noted(facts)))
    return modal(CARD, "Goal", blocks, metadata={"goal": goal.id, "start": start, "trail": [*trail][-MOST_TRAIL:]})


def _noted(facts: Facts) -> str:
    goal = facts.goal
    theirs = goal.level is Level.INDIVIDUAL and goal.owner != facts.me
    who = mention(goal.owner) if theirs else "those whose own goals stand here"
    return f"Cairn writes down for {who} that you looked."


def _top(facts: Facts) -> list[Block]:
    goal, stand = facts.goal, facts.stand
    summed = goal.state is State.ACTIVE and bool(stand.said)  # then what its owner believes stands with the sum
    where = standing(goal, stand, owner=not summed)
    title = f"{sign(goal, stand)} *{words(goal.title, 400)}* · `{words(goal.ref, 40)}`\n{where}"
    lines = [f"*Owner:* {mention(goal.owner)} · {LEVELS[goal.level]} · from {on(goal.starts)} to {on(goal.due)}"]
    if goal.contributors:
        lines.append(f"*With:* {mentions(goal.contributors[:20])}")
    if goal.learned:
        lines.append(f"*Learned:*\n{quote(goal.learned, 1200)}")
    shown = [section(title, id="goal-title")]
    if summed:
        shown.append(section(f"{words(stand.said, 900)}{_parted(goal, stand)}", id="goal-sum"))
    return [*shown, section("\n".join(lines), id="goal-facts")]


def _parted(goal: Goal, stand: Stand) -> str:
    """Return the owner's confidence in words, and that it is not what the numbers say."""
    if goal.confidence is None:
        return ""
    sure = CONFIDENCE[goal.confidence].lower()
    if stand.status is None or goal.confidence is stand.status:
        return f"\nIts owner says *{sure}*, too." if stand.status else f"\nIts owner says *{sure}*."
    numbers = CONFIDENCE[stand.status].lower()
    return f"\n↔️ The two part: its owner says *{sure}*, by the numbers it is *{numbers}*."


def _acts(facts: Facts, trail: Sequence[int]) -> list[Block]:
    """Return the buttons for what the reader may do with the goal now, and the way back."""
    goal, found = facts.goal, []
    mine = goal.owner == facts.me
    if mine and goal.state is State.ACTIVE:
        found.append(button("Update", UPDATE, value=goal.id, style="primary", label=f"Update {goal.title}"))
        found += without_numbers(goal.id or 0, goal.title)
    if facts.may_end and goal.state is State.ACTIVE:
        found.append(close_button(goal))
    if mine and facts.editable:
        found.append(button("Edit and propose", EDIT, value=goal.id, label=f"Edit {goal.title}"))
    if facts.changeable:
        found.append(button("Change", CHANGE, value=goal.id, label=f"Change {goal.title}"))
        found.append(button("Cascade", CASCADE, value=goal.id, label=f"Cascade {goal.title}"))
    if facts.round is not None:
        found += decision_buttons(goal.id or 0, facts.round, goal.title)
    if trail:
        found.append(button("Back", BACK, value=trail[-1], label="Back to the goal before"))
    return [actions(*found, id="goal-card")] if found else []


def _blocked(facts: Facts) -> list[Block]:
    """Return what its owner said is in the way of the goal; the line above reads it, and opens nothing."""
    shown: list[Block] = []
    for one in facts.blockers[:MOST_BLOCKERS]:
        who = "You are" if one.person == facts.me else f"{mention(one.person)} is"
        since = day(one.raised_at.astimezone(facts.tz).date())
        text = f"🚧 *{who} blocked here* · since {since}\n{quote(one.text, WHY)}\n{progress(one)}"
        opens = button("Open", OPEN_BLOCKER, value=one.id, label="Open what is in the way")
        shown.append(section(text, id=f"blocker-{one.id}", accessory=opens if facts.near else None))
    return shown


def _wished(facts: Facts) -> list[Block]:
    if facts.wish is None:
        return []
    return waiting(facts.wish, facts.goal, facts.today, decides=facts.goal.owner != facts.me)


def _measures(facts: Facts) -> list[Block]:
    goal = facts.goal
    shown = [
        section(kpi_text(goal, kpi, _of(facts.readings, kpi), facts.today), id=f"kpi-{kpi.id}")
        for kpi in goal.kpis[:MOST_KPIS]
    ]
    if len(goal.kpis) > MOST_KPIS:
        shown.append(context(f"And {len(goal.kpis) - MOST_KPIS} more KPIs."))
    steps = [section(milestones_text(goal, facts.today), id="milestones")] if goal.milestones else []
    return [*shown, *steps]


def _of(readings: Sequence[KpiReading], kpi: Kpi) -> list[KpiReading]:
    return [one for one in readings if one.kpi == kpi.id]


def _place(facts: Facts) -> list[Block]:
    """Return what the goal serves, what hangs below it, and what speaks of it."""
    blocks: list[Block] = [divider()]
    if facts.above:
        above = f"⬆️ *It serves* “{words(facts.above.title, 200)}” ({LEVELS[facts.above.level]})"
        blocks.append(section(above, id="goal-above", accessory=open_button(facts.above)))
    elif facts.goal.parent:
        blocks.append(context("⬆️ It serves a goal that is not yours to see."))
    else:
        blocks.append(context("⬆️ It serves no other goal."))
    blocks += _below(facts)
    counts = [_counted(count, what) for what, count in facts.evidence.items() if count]
    told = f"{', '.join(counts)} that you may read" if counts else "nothing that you may read yet"
    return [*blocks, section(f"📎 *Evidence that names it:* {told}.", id="goal-evidence")]


def _below(facts: Facts) -> list[Block]:
    if not facts.below and not facts.mean_below:
        return []
    said = facts.goal.state is State.ACTIVE  # then the mean of those below stands in the sum above
    mean = f": {facts.mean_below}" if facts.mean_below and not said else ""
    shown: list[Block] = [section(f"⬇️ *Goals below*{mean}", id="goals-below")]
    for goal, stand in facts.below:
        shown.append(section(row_text(goal, stand), id=f"goal-{goal.id}", accessory=open_button(goal)))
    left = facts.count_below - len(facts.below)
    return [*shown, context(f"And {left} more; the goal tree holds them all.")] if left > 0 else shown


def _counted(count: int, what: str) -> str:
    """Return `1 check-in`, `3 pieces of feedback`; `what` is in the singular."""
    if count == 1 or what == "kudos":
        return f"{count} {what}"
    one, _, rest = what.partition(" ")
    return f"{count} {one}s {rest}".rstrip()


def _history(facts: Facts, start: int) -> list[Block]:
    if not facts.events:
        return []
    start = start if 0 <= start < len(facts.events) else 0
    shown = facts.events[start : start + MOST_EVENTS]
    blocks: list[Block] = [divider(), section("*What happened, newest first*", id="goal-history")]
    blocks += [section(_event(one, facts)) for one in shown]
    turns = []
    if start:
        turns.append(button("Later", LATER, value=f"{facts.goal.id} {max(start - MOST_EVENTS, 0)}"))
    if (after := start + MOST_EVENTS) < len(facts.events):
        label = f"Earlier ({len(facts.events) - after})"
        turns.append(button(label, EARLIER, value=f"{facts.goal.id} {after}", label="What happened earlier"))
    return [*blocks, actions(*turns, id="goal-events")] if turns else blocks


def _event(event: GoalEvent, facts: Facts) -> str:
    who = mention(event.by) if event.by else _not_in_slack(event)
    lines = [f"{moment(event.at, facts.tz)} · {who} {DID[event.what]}"]
    lines += [_change(name, one, facts) for name, one in list(event.changes.items())[:10]]
    if event.why and event.why != facts.goal.learned:  # that one stands above, whole
        lines.append(quote(event.why, WHY))
    return "\n".join(lines)


def _not_in_slack(event: GoalEvent) -> str:
    return "A file or another system" if event.what is Happened.CORRECTED else "The operator"


def _change(name: str, change: Change, facts: Facts) -> str:
    before, after = (_value(name, value, facts) for value in (change.before, change.after))
    moved = f"{before} → {after or '_none_'}" if before else after
    return f"• {_named(name, facts.goal)}: {moved}"


def _named(name: str, goal: Goal) -> str:
    """Return the fact as people call it: *target of First reply* for `kpi 3 target`."""
    place, _, fact = name.rpartition(" ")
    if not place.startswith("kpi "):
        return name
    kpis = {f"kpi {kpi.id or number}": kpi.name for number, kpi in enumerate(goal.kpis)}
    kpi = words(kpis[place], 100) if place in kpis else "a KPI"
    return f"{kpi} of {short_day(date.fromisoformat(fact))}" if fact[:1].isdigit() else f"{fact} of {kpi}"


def _value(name: str, value: str, facts: Facts) -> str:
    if name in {"owner", "contributors"}:
        return " ".join(mention(one) for one in value.split())
    if name == "parent" and value:
        return f"“{words(facts.named[value], 150)}”" if value in facts.named else "a goal that is not yours to see"
    if name == "due" and value:
        return on(date.fromisoformat(value))
    return words(value, 300)
