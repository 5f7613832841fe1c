"""The fields of the check-in form: their ids, what stands in them as it opens, and how each tells what is typed.

A form that is closed unsent brings nothing, so its fields tell each change at once: that is where a draft comes from.
A field keeps what was typed over a redraw as long as its action has the same id; hence the two, used in turn.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import slackblocks as kit

from domain.blockers import Blocker
from domain.check_in_drafts import Draft
from domain.check_ins import CheckIn, GoalAnswer
from domain.goals import Goal, Kpi
from domain.numbers import show
from domain.team_questions import Question
from handlers.views.blocks import Block

TYPED = ("check_in_typed", "check_in_typed_again")
PULSE, WENT_WELL, NEXT, BLOCKERS, HELPER = "pulse", "went_well", "next", "blockers", "helper"
AS_TYPED = kit.DispatchActionConfiguration(["on_character_entered"])


@dataclass(frozen=True)
class Week:
    """What the form of one person and period is made of.

    `planned` are the priorities of the last check-in before, the one of `planned_in`; `previous` is this week's answer
    where there is one; `blockers` are those still open.
    """

    period: date
    today: date
    tz: ZoneInfo
    now: datetime
    goals: Sequence[Goal]
    seen_by: str = ""
    planned: Sequence[str] = ()
    planned_in: date | None = None
    questions: Sequence[Question] = ()
    blockers: Sequence[Blocker] = ()
    previous: CheckIn | None = None
    draft: Draft | None = None


def kpi_field(goal: Goal, kpi: Kpi) -> str:
    """Return the id of the field for a KPI's new value."""
    return f"goal-{goal.id}-kpi-{kpi.id}"


def confidence_field(goal: Goal) -> str:
    """Return the id of the field for the owner's confidence."""
    return f"goal-{goal.id}-confidence"


def note_field(goal: Goal) -> str:
    """Return the id of the field for a note on a goal."""
    return f"goal-{goal.id}-note"


def priority_field(text: str) -> str:
    """Return the id of the field for what became of a priority: by its words, since its place may change."""
    return f"priority-{hashlib.blake2s(text.encode(), digest_size=5).hexdigest()}"


def question_field(number: int) -> str:
    """Return the id of the field for the answer to a team's question."""
    return f"question-{number}"


def standing(week: Week) -> dict[str, Any]:
    """Return what stands in the fields by their ids: this week's answer or what last week left, under the draft."""
    answered = _answered(week.previous, week.goals) if week.previous else _from_last_week(week)
    asked = {HELPER: helper_of(week.blockers)}
    return answered | asked | (dict(week.draft.fields) if week.draft else {})


def _from_last_week(week: Week) -> dict[str, Any]:
    fields: dict[str, Any] = {confidence_field(goal): goal.confidence for goal in week.goals}
    fields[BLOCKERS] = "\n".join(one.text for one in week.blockers)
    return fields


def _answered(one: CheckIn, goals: Sequence[Goal]) -> dict[str, Any]:
    fields: dict[str, Any] = {WENT_WELL: one.went_well, NEXT: one.next, BLOCKERS: one.blockers}
    fields[PULSE] = str(one.pulse) if one.pulse else None
    lines = {line.goal: line for line in one.goals}
    for goal in goals:
        fields |= _goal(goal, lines.get(goal.id or 0, GoalAnswer(goal=goal.id or 0)))
    fields |= {priority_field(priority.text): priority.verdict for priority in one.priorities}
    return fields | {question_field(answer.question): answer.answer for answer in one.answers}


def _goal(goal: Goal, line: GoalAnswer) -> dict[str, Any]:
    values = {reading.kpi: show(reading.value) for reading in line.readings}
    numbers = {kpi_field(goal, kpi): values.get(kpi.id or 0) for kpi in goal.kpis}
    return {**numbers, confidence_field(goal): line.confidence, note_field(goal): line.note}


def helper_of(blockers: Sequence[Blocker]) -> str | None:
    """Return who was asked to help with what is still in the way."""
    return next((one.helper for one in blockers if one.helper), None)


def text_in(fields: Mapping[str, Any], field: str) -> str:
    """Return what stands in a field, "" for nothing."""
    value = fields.get(field)
    return value if isinstance(value, str) else ""


def telling(block: Block, action: str) -> Block:
    """Return an input that tells each change under that action."""
    block.dispatch_action = True  # type: ignore[attr-defined]  # slackblocks types every block alike
    block.element.action_id = action  # type: ignore[attr-defined]
    if isinstance(block.element, kit.PlainTextInput):  # type: ignore[attr-defined]
        block.element.dispatch_action_config = AS_TYPED  # type: ignore[attr-defined]
    return block
