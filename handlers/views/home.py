"""How the Home tab looks: this week, what waits for me, my goals, what I received, and what I can start.

It never holds more than Slack's 100 blocks: of each list the first few stand here, and the rest is a click away.
Slack answers when the tab is published, so charts and tables are tried here first (`domain/new_blocks.py`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain.blockers import Blocker
from domain.goal_weeks import GoalWeeks
from domain.goals import Goal
from domain.kudos import Kudos
from domain.organisation import Organisation
from domain.people import Person
from domain.rules import Rules
from domain.status import TeamStatus
from domain.weeks import OwnWeek
from handlers.views import (
    blockers,
    charts,
    evidence,
    feedback,
    goal_weeks,
    goals,
    home_waiting,
    kudos,
    my_weeks,
    organisation,
    status,
    team,
    team_questions,
    this_week,
)
from handlers.views.blocks import (
    Block,
    actions,
    button,
    context,
    divider,
    header,
    home,
    mention,
    section,
    words,
)
from handlers.views.team_in_short import in_short

MOST_GOALS, MOST_KUDOS = 10, 5
"""With these, and what waits, the tab stays below 100 blocks, and one can still see its end."""
GREETINGS = ((5, "Good night"), (12, "Good morning"), (18, "Good afternoon"), (24, "Good evening"))
"""Until which local hour one says so."""


@dataclass(frozen=True)
class Facts:
    """Everything the tab shows.

    `blockers` are in my own way; `weeks` are mine, `goal_weeks` those of my active goals, `evidence` is how much I keep.
    `team` is for managers, `organisation` for the people team.
    """

    me: Person
    tz: ZoneInfo
    today: date
    hour: int
    now: datetime
    week: this_week.Week
    has_manager: bool
    weeks: Sequence[OwnWeek] = ()
    people_team: Sequence[Person] = ()
    goals: Sequence[Goal] = ()
    goal_weeks: Sequence[GoalWeeks] = ()
    blockers: Sequence[Blocker] = ()
    waiting: home_waiting.Waiting = field(default_factory=home_waiting.Waiting)
    kudos: Sequence[Kudos] = ()
    feedback: int = 0
    evidence: int = 0
    team: TeamStatus | None = None
    organisation: Organisation | None = None
    rules: Rules = field(default_factory=Rules)


def page(facts: Facts, shows: Collection[str] = ()) -> dict[str, Any]:
    """Return the Home tab of one person, in the newer blocks of `shows`."""
    greeting = next(words_ for until, words_ in GREETINGS if facts.hour < until)
    top = [header(f"{greeting}, {facts.me.first_name}"), _start(), divider()]
    way, about_team = goal_weeks.weeks(facts.goal_weeks, shows), _team(facts, shows)
    full = charts.count([*way, *about_team]) >= charts.MOST_CHARTS
    mine = [
        *this_week.this_week(facts.week, facts.me, _team_ids(facts), facts.tz, facts.now),
        *blockers.in_my_way(facts.blockers),
        *_waiting(facts),
        *_goals(facts),
        *way,
        *my_weeks.weeks(facts.weeks, () if full else shows),
        *_received(facts),
    ]
    everybody = organisation.blocks(facts.organisation) if facts.organisation else []
    return home([*top, *mine, *about_team, *everybody])


def not_taking_part(why: str) -> dict[str, Any]:
    """Return the tab of somebody Cairn does not know."""
    return home([header("Cairn"), section(f"👋 {words(why)}")])


def _start() -> Block:
    return actions(
        button("Give kudos", kudos.OPEN),
        button("Give feedback", feedback.OPEN),
        button("New goal", goals.NEW),
        id="home-start",
    )


def _team_ids(facts: Facts) -> list[str]:
    return [person.id for person in facts.people_team if person.id != facts.me.id]


def _waiting(facts: Facts) -> list[Block]:
    waiting = home_waiting.entries(facts.waiting)
    return [_title("What waits for you"), *waiting] if waiting else []


def _goals(facts: Facts) -> list[Block]:
    if not facts.goals:
        return [_title("Your goals"), section(goals.EMPTY), actions(goals.tree_button(), id="home-goals")]
    shown, tree = facts.goals[:MOST_GOALS], [goals.tree_button()]
    lines = [block for goal in shown for block in goals.lines(goal, facts.today, has_manager=facts.has_manager)]
    if len(facts.goals) > MOST_GOALS:
        tree.insert(0, goals.more_button(len(facts.goals)))
    return [_title("Your goals"), *lines, actions(*tree, id="home-goals")]


def _received(facts: Facts) -> list[Block]:
    shown = list(facts.kudos[:MOST_KUDOS])
    blocks = [_title("Kudos and feedback for you")]
    blocks += [section(f"🙌 {mention(one.giver)}: {words(one.reason, 300)}") for one in shown]
    if not shown:
        blocks.append(context("No kudos in the last 30 days. Thanking somebody is a good way to start."))
    elif len(facts.kudos) > MOST_KUDOS:
        blocks.append(context(f"The latest {MOST_KUDOS} of {len(facts.kudos)} in the last 30 days."))
    if facts.feedback:
        pieces = "One piece" if facts.feedback == 1 else f"{facts.feedback} pieces"
        read = button("Read it", feedback.INBOX, label="Read it: your feedback")
        blocks.append(section(f"💬 {pieces} of feedback for you to read.", accessory=read))
    else:
        ask = f"{facts.rules.command('feedback')} ask @name about the launch"
        blocks.append(context(f"No feedback yet. Ask for some: `{ask}`"))
    given = button("What I gave and asked for", feedback.GIVEN)
    return [*blocks, actions(given, id="home-feedback"), _evidence(facts)]


def _evidence(facts: Facts) -> Block:
    own = button("My evidence", evidence.OPEN)
    if not facts.evidence:
        how = "*Save as evidence*, in the menu (⋮) of a message, keeps what shows your work. Only you see it."
        return section(f"📎 Nothing kept for your review yet. {how}", id="home-evidence", accessory=own)
    kept = "One thing" if facts.evidence == 1 else f"{facts.evidence} things"
    return section(f"📎 {kept} kept for your review. Only you see this.", id="home-evidence", accessory=own)


def _team(facts: Facts, shows: Collection[str]) -> list[Block]:
    if facts.team is None:
        return []
    count = len(facts.team.answered)
    reports = "One person reports" if count == 1 else f"{count} people report"
    act = button("My team this week", status.MORE, value=f"{status.EVERYONE} 0")
    text = f"{reports} to you. `{facts.rules.command('team_status')}` shows the whole page."
    seen = team.Seen(facts.now, facts.tz)
    about = [section(in_short(facts.team, seen), id="team-short")]
    about += [*team.weeks(facts.team.weeks, shows), *team.people(facts.team, seen, shows)]
    noted = context("Cairn writes down for them that you looked.")
    questions = actions(team_questions.way_in(), id="team-questions")
    return [_title("Your team"), section(text, accessory=act), *about, questions, noted]


def _title(text: str) -> Block:
    return section(f"*{text}*")
