"""Reading the check-in form: what each field means, and everything that is wrong with it at once.

A field that is not on the form changes nothing: the form may be older than it, or the page never looked at.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from domain.check_ins import PULSES, Contents, GoalAnswer, Reading
from domain.goals import Goal
from domain.priorities import NextTooLong, Priority, Verdict, judged, with_lines
from domain.team_questions import Answer, Question
from handlers.fields import Fields
from handlers.views.check_in_fields import (
    BLOCKERS,
    HELPER,
    NEXT,
    PULSE,
    WENT_WELL,
    Week,
    confidence_field,
    helper_of,
    kpi_field,
    note_field,
    priority_field,
    question_field,
)
from handlers.views.check_in_forms import confidence_chosen

OF_A_GOAL = re.compile(r"goal-([0-9]{1,9})-")
QUESTION = question_field(0).removesuffix("0")


def read(
    told: Mapping[str, Any], week: Week, questions: Mapping[int, Question], *, carried: Iterable[str] = ()
) -> Contents:
    """Read the fields by their ids; `carried` are the priorities that stood in *What is next?* already.

    Raises FieldErrors with everything that cannot be read.
    """
    fields, before = Fields(told), week.previous or Contents()
    priorities = _priorities(told, week, before)
    shown = frozenset(carried)
    more = [one.text for one in priorities if one.verdict is Verdict.CARRY and priority_field(one.text) not in shown]
    said = Contents(
        goals=_goals(fields, week.goals, before),
        went_well=_text(fields, WENT_WELL, before.went_well),
        next=_with(fields, _text(fields, NEXT, before.next), more),
        blockers=_text(fields, BLOCKERS, before.blockers),
        pulse=_pulse(told, before),
        priorities=priorities,
        answers=_answers(fields, questions, before),
    )
    fields.check()
    return said


def helper(told: Mapping[str, Any], week: Week) -> str | None:
    """Return the Slack id of who can help; a form without that field leaves it as it is."""
    chosen = told.get(HELPER) if HELPER in told else helper_of(week.blockers)
    return chosen if isinstance(chosen, str) else None


def check_numbers(told: Mapping[str, Any], goals: Iterable[Goal]) -> None:
    """Refuse the numbers and notes of a page that cannot be read. Raises FieldErrors."""
    fields = Fields(told)
    for goal in goals:
        _goal(fields, goal)
    fields.check()


def question_ids(told: Mapping[str, Any]) -> list[int]:
    """Return the ids of the questions a form asks."""
    numbers = (name.removeprefix(QUESTION) for name in told if name.startswith(QUESTION))
    return [int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) < 10]


def goals_named(told: Mapping[str, Any]) -> set[int]:
    """Return the goals that have a field on the form."""
    return {int(found[1]) for field in told if (found := OF_A_GOAL.match(field))}


def _goals(fields: Fields, goals: Iterable[Goal], before: Contents) -> tuple[GoalAnswer, ...]:
    kept = {line.goal: line for line in before.goals}
    told = {goal.id or 0: _goal(fields, goal) for goal in goals if _is_asked(fields.said, goal)}
    return tuple((kept | told).values())


def _is_asked(told: Mapping[str, Any], goal: Goal) -> bool:
    numbers = [kpi_field(goal, kpi) for kpi in goal.kpis]
    return any(field in told for field in (confidence_field(goal), note_field(goal), *numbers))


def _goal(fields: Fields, goal: Goal) -> GoalAnswer:
    return GoalAnswer(
        goal=goal.id or 0,
        readings=tuple(
            Reading(kpi=kpi.id or 0, value=value)
            for kpi in goal.kpis
            if (value := fields.number(kpi_field(goal, kpi))) is not None
        ),
        confidence=confidence_chosen(fields.said.get(confidence_field(goal))),
        note=fields.text(note_field(goal)),
    )


def _text(fields: Fields, field: str, before: str) -> str:
    return fields.text(field) if field in fields.said else before


def _with(fields: Fields, upcoming: str, more: Iterable[str]) -> str:
    try:
        return with_lines(upcoming, more)
    except NextTooLong as refusal:
        fields.refuse([refusal])
        return upcoming


def _pulse(told: Mapping[str, Any], before: Contents) -> int | None:
    if PULSE not in told:
        return before.pulse
    chosen = {str(number): number for number in PULSES}
    return chosen.get(str(told[PULSE]))


def _priorities(told: Mapping[str, Any], week: Week, before: Contents) -> tuple[Priority, ...]:
    kept = {one.text: one.verdict for one in before.priorities}
    verdicts = {}
    for place, text in enumerate(week.planned):
        chosen = told.get(priority_field(text)) if priority_field(text) in told else kept.get(text)
        if chosen in list(Verdict):
            verdicts[place] = Verdict(str(chosen))
    return judged(week.planned, verdicts)


def _answers(fields: Fields, questions: Mapping[int, Question], before: Contents) -> tuple[Answer, ...]:
    kept = {one.question: one for one in before.answers}
    told = {
        number: Answer(question=number, text=question.text, answer=fields.text(question_field(number)))
        for number, question in questions.items()
    }
    return tuple(one for one in (kept | told).values() if one.answer)
