"""How the weekly check-in looks: the prompt, the form, the card that is left, and what a manager reads."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from domain.check_ins import CheckIn, GoalAnswer
from domain.goals import Confidence, Goal, Kpi, explain, show
from domain.notices import BlockerRaised, CheckInDone, CheckInPrompt
from domain.people import Person
from handlers.views.blocks import (
    Block,
    Message,
    actions,
    button,
    choice,
    context,
    day,
    divider,
    mention,
    mentions,
    message,
    modal,
    moment,
    quote,
    quotes,
    section,
    text_input,
    words,
)

OPEN = "check_in_open"
READ = "check_in_read"
FORM = "check_in_form"
WENT_WELL, NEXT, BLOCKERS = "went_well", "next", "blockers"
MOST_GOALS = 20
"""A form holds 100 blocks; each goal takes four or more. The others are updated with `/goal`."""

CONFIDENCE: Mapping[str, str] = {
    Confidence.ON_TRACK: "On track",
    Confidence.AT_RISK: "At risk",
    Confidence.OFF_TRACK: "Off track",
}
SIGNS = {Confidence.ON_TRACK: "🟢", Confidence.AT_RISK: "🟡", Confidence.OFF_TRACK: "🔴"}


def kpi_field(goal: Goal, kpi: Kpi) -> str:
    """Return the id of the field for a KPI's new value."""
    return f"goal-{goal.id}-kpi-{kpi.id}"


def confidence_field(goal: Goal) -> str:
    """Return the id of the field for the owner's confidence."""
    return f"goal-{goal.id}-confidence"


def note_field(goal: Goal) -> str:
    """Return the id of the field for a note on a goal."""
    return f"goal-{goal.id}-note"


def prompt(notice: CheckInPrompt) -> Message:
    """Ask for the check-in."""
    text = f"Time for your check-in of {day(notice.period)}. Two minutes are enough."
    return message(
        text,
        section(f"*Your weekly check-in* · {day(notice.period)}\nHow is it going? Two minutes are enough."),
        actions(button("Check in", OPEN, value=notice.period, style="primary"), id="check-in"),
    )


def done(notice: CheckInDone) -> Message:
    """Return what stands where the prompt was."""
    late = " It came late, which is fine." if notice.late else ""
    what = "Your check-in is in" if notice.revision == 1 else "Your check-in is in, with your changes"
    text = f"{what}: {day(notice.period)}.{late}"
    return message(
        text,
        section(f"✅ *{what}* · {day(notice.period)}.{late}\nYou can change it until the next one opens."),
        actions(
            button("Edit", OPEN, value=notice.period, label=f"Edit the check-in of {day(notice.period)}"), id="check-in"
        ),
    )


def blocker(notice: BlockerRaised) -> Message:
    """Tell the one who can clear it. A blocker may stand in the DM of the person it is for."""
    text = f"{mention(notice.person)} is blocked and may need you."
    what = section(f"🚧 *{mention(notice.person)} is blocked*\n{quote(notice.text)}")
    if not notice.to_manager:  # the people team reads the blocker, not the check-in
        return message(text, what, context("They have no manager in Cairn, so this goes to the people team."))
    return message(
        text,
        what,
        actions(button("Read the check-in", READ, value=f"{notice.person} {notice.period}"), id="blocker"),
        context("You read this because you are their manager. Answer them directly; they are waiting."),
    )


def readers(manager: Person | None, people_team: Sequence[Person]) -> str:
    """Say who will see a check-in."""
    if manager:
        return f"*Who will see this:* you and {mention(manager.id)}, your manager. Those above see status and blockers, not notes."
    if not people_team:
        return "*Who will see this:* you alone. You have no manager in Cairn, so tell somebody what is in your way."
    team = mentions([person.id for person in people_team[:5]])
    return f"*Who will see this:* you. You have no manager in Cairn, so a blocker goes to {team}."


def form(
    period: date,
    goals: Sequence[Goal],
    *,
    previous: CheckIn | None,
    seen_by: str,
    today: date,
    home: bool = False,
) -> dict[str, Any]:
    """Return the form, with what was answered before; `home` if it was opened there."""
    answered = {line.goal: line for line in previous.goals} if previous else {}
    shown = list(goals[:MOST_GOALS])
    blocks: list[Block] = [context(f"Week of {day(period)} · everything is optional, one sentence is enough")]
    for goal in shown:
        blocks += _goal(goal, answered.get(goal.id or 0), today)
    if len(goals) > MOST_GOALS:
        left_out = ", ".join(f"`{goal.ref}`" for goal in goals[MOST_GOALS:])
        blocks.append(context(f"These fit no more; update them from your Home tab: {left_out}"))
    blocks += [divider()] if shown else []
    blocks += [
        _words(WENT_WELL, "What went well?", previous.went_well if previous else ""),
        _words(NEXT, "What is next?", previous.next if previous else ""),
        _words(
            BLOCKERS,
            "What is in your way?",
            previous.blockers if previous else "",
            hint="Whoever can clear it hears at once: see below.",
        ),
        context(seen_by),
    ]
    return modal(
        FORM,
        "Weekly check-in",
        blocks,
        submit="Save" if previous else "Send",
        metadata={"period": period.isoformat(), "goals": [goal.id for goal in shown], "home": home},
    )


def _goal(goal: Goal, said: GoalAnswer | None, today: date) -> list[Block]:
    readings = {reading.kpi: reading.value for reading in said.readings} if said else {}
    blocks: list[Block] = [
        section(f"*{words(goal.title, 200)}*\n{words(goal.ref, 40)} · {words(explain(goal, today), 400)}")
    ]
    for kpi in goal.kpis:
        before = readings.get(kpi.id or 0)
        unit = f" ({kpi.unit})" if kpi.unit and kpi.unit.casefold() != kpi.name.casefold() else ""
        now = "no value yet" if kpi.value is None else f"last: {show(kpi.value)}"
        blocks.append(
            text_input(
                kpi_field(goal, kpi),
                f"{kpi.name}{unit}",
                value="" if before is None else show(before),
                placeholder=f"{now}, target {show(kpi.target)}",
                optional=True,
                most=40,
            )
        )
    confidence = said.confidence if said and said.confidence else None
    blocks += [
        choice(confidence_field(goal), "How confident are you?", CONFIDENCE, chosen=confidence, optional=True),
        text_input(note_field(goal), "Note", value=said.note if said else "", optional=True),
    ]
    return blocks


def _words(field: str, label: str, value: str, *, hint: str | None = None) -> Block:
    return text_input(field, label, value=value, long=True, optional=True, hint=hint)


def read(
    one: CheckIn, person: Person, goals: Mapping[int | None, Goal], tz: ZoneInfo, *, notes: bool
) -> dict[str, Any]:
    """Return a check-in as its author, manager or the line above may read it."""
    late = " · late" if one.late else ""
    edited = f" · changed {moment(one.edited_at, tz)}" if one.edited_at else ""
    blocks: list[Block] = [
        section(
            f"*{words(person.name, 100)}* · {day(one.period)}\nAnswered {moment(one.answered_at, tz)}{late}{edited}"
        )
    ]
    blocks += [block for line in one.goals for block in _line(line, goals)][:80]
    for label, text in (("What went well", one.went_well), ("What is next", one.next), ("In the way", one.blockers)):
        if text:
            first, *more = quotes(text, parts=6)
            blocks += [section(f"*{label}*\n{first}"), *map(section, more)]
    if not notes:
        blocks.append(context("You see status and blockers; the notes are between the author and their manager."))
    return modal("check_in_page", "Check-in", blocks)


def _line(line: GoalAnswer, goals: Mapping[int | None, Goal]) -> list[Block]:
    notes = quotes(line.note, parts=2) if line.note else []
    return [section(_facts(line, goals)), *map(section, notes)]


def _facts(line: GoalAnswer, goals: Mapping[int | None, Goal]) -> str:
    goal = goals.get(line.goal)
    kpis = {kpi.id: kpi for kpi in goal.kpis} if goal else {}
    numbers = [
        f"{words(kpis[reading.kpi].name, 100)}: {show(reading.value)} {words(kpis[reading.kpi].unit, 30)}".rstrip()
        for reading in line.readings
        if reading.kpi in kpis
    ]
    sign = f"{SIGNS[line.confidence]} {CONFIDENCE[line.confidence]}" if line.confidence else ""
    title = f"*{words(goal.title, 200)}*" if goal else "*A goal that is gone*"
    facts = " · ".join(filter(None, [sign, *numbers]))
    return "\n".join(filter(None, [title, facts]))
