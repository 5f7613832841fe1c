"""How the check-in form looks: pulse, goals, last week's priorities, the week in words, the team's own questions.

What does not fit one page stands on several, never cut: the goals first, ten a page, the rest on the last one. The form
knows its goals, so that its pages stay the same when one is closed meanwhile.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from domain.check_in_drafts import Draft
from domain.goal_plans import SHARED
from domain.goal_status import explain
from domain.goals import Confidence, Goal, Kind, Kpi
from domain.numbers import show
from domain.people import Person
from domain.priorities import Verdict
from handlers.payloads import metadata
from handlers.views.blockers import MOST_OWN
from handlers.views.blockers import standing as in_my_way
from handlers.views.blocks import (
    Block,
    actions,
    button,
    choice,
    context,
    day,
    divider,
    mention,
    mentions,
    modal,
    person_input,
    plain,
    section,
    text_input,
    words,
)
from handlers.views.check_in_fields import (
    BLOCKERS,
    HELPER,
    NEXT,
    PULSE,
    TYPED,
    WENT_WELL,
    Week,
    confidence_field,
    kpi_field,
    note_field,
    priority_field,
    question_field,
    standing,
    telling,
    text_in,
)
from handlers.views.check_ins import CONFIDENCE, DONE_OR_NOT

FORM = "check_in_form"
BACK, TO_END, ANEW = "check_in_back", "check_in_to_end", "check_in_anew"
GOALS_A_PAGE, BLOCKS_A_PAGE = 10, 60
"""A form holds 100 blocks and 250 KB: ten goals with notes of 3,000 of the largest signs, and all the rest beside them."""
FROM_BEFORE = 999
"""The page of a form from before forms had pages: its only one, and so the last."""
PULSES = {"5": "5 · great", "4": "4 · good", "3": "3 · all right", "2": "2 · rough", "1": "1 · hard"}
VERDICTS: Mapping[str, str] = {Verdict.DONE: "Done", Verdict.CARRY: "Carry on this week", Verdict.DROP: "Drop it"}
SEEN = "_A goal of the {}: everyone sees its numbers and how sure you are. Your note is for those named below._"
EVERYONES = {level: SEEN.format(level) for level in SHARED}
ONLY_YOU = "Only you ever read this, not your manager and not the people team."


@dataclass(frozen=True)
class Place:
    """Where somebody is in the form; it travels with it.

    `goals` are the ids it asks about; `drawn` and `next_drawn` count redraws of all fields and of *What is next?*;
    `carried` are the fields of priorities that stand in it; `drafted` says that the form opened with a draft.
    """

    period: date
    goals: tuple[int, ...] | None = None
    page: int = 0
    home: bool = False
    drawn: int = 0
    next_drawn: int = 0
    carried: tuple[str, ...] = ()
    drafted: bool = False

    @classmethod
    def of(cls, form: dict[str, Any], period: date) -> Self:
        """Return where a form of ours is; one from before an update is on its only page."""
        about = metadata(form)
        goals, carried = about.get("goals"), about.get("carried")
        return cls(
            period=period,
            goals=tuple(one for one in goals if isinstance(one, int)) if isinstance(goals, list) else None,
            page=_count(about["page"]) if "page" in about else FROM_BEFORE,
            home=bool(about.get("home")),
            drawn=_count(about.get("drawn")),
            next_drawn=_count(about.get("next_drawn")),
            carried=tuple(one for one in carried if isinstance(one, str)) if isinstance(carried, list) else (),
            drafted=bool(about.get("drafted")),
        )

    def as_metadata(self, goals: Sequence[Goal]) -> dict[str, Any]:
        """Return it as the form carries it; only ids and counts."""
        ids = list(self.goals) if self.goals is not None else [goal.id for goal in goals]
        kept = {name: value for name in ("home", "drawn", "next_drawn", "drafted") if (value := getattr(self, name))}
        carried = {"carried": list(self.carried)} if self.carried else {}
        return {"period": self.period.isoformat(), "goals": ids, "page": self.page, **kept, **carried}


def _count(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value < 1000 else 0


def pages(goals: Sequence[Goal]) -> list[list[Goal]]:
    """Return the goals of each page; the last page holds everything else too, alone where there are several."""
    found: list[list[Goal]] = [[]]
    for goal in goals:
        full = len(found[-1]) == GOALS_A_PAGE or _blocks(found[-1]) + _blocks([goal]) > BLOCKS_A_PAGE
        if full and found[-1]:
            found.append([])
        found[-1].append(goal)
    return found if len(found) == 1 else [*found, []]


def _blocks(goals: Sequence[Goal]) -> int:
    return sum(3 + len(goal.kpis) for goal in goals)


def asked_about(goals: Sequence[Goal], place: Place) -> list[Goal]:
    """Return the goals of the form, in the order it was opened with."""
    if place.goals is None:
        return list(goals)
    known = {goal.id: goal for goal in goals}
    return [known[number] for number in place.goals if number in known]


def carried(week: Week) -> tuple[str, ...]:
    """Return the fields of the priorities that are carried on, and so stand in *What is next?*."""
    fields = standing(week)
    return tuple(name for name in map(priority_field, week.planned) if fields.get(name) == Verdict.CARRY)


def last_page(week: Week, place: Place) -> int:
    """Return the number of the last page."""
    return len(pages(asked_about(week.goals, place))) - 1


def form(week: Week, place: Place) -> dict[str, Any]:
    """Return one page of the form, with what stands in its fields."""
    goals = asked_about(week.goals, place)
    sheets = pages(goals)
    page, last = min(place.page, len(sheets) - 1), len(sheets) - 1
    fields, drawing = standing(week), _Drawing(place)
    blocks = [*_top(week, place, sheets, page), *(_pulse(fields, drawing) if page == 0 else ())]
    blocks += [block for goal in sheets[page] for block in _goal(goal, fields, drawing, week)]
    if page == last:
        blocks += [*([divider()] if sheets[page] else []), *_week(week, fields, drawing)]
    send = "Next" if page < last else "Save" if week.previous else "Send"
    view = modal(
        FORM, "Weekly check-in", [*blocks, context(week.seen_by)], submit=send, metadata=place.as_metadata(week.goals)
    )
    return view | {"notify_on_close": True}


@dataclass(frozen=True)
class _Drawing:
    """Which of the two actions a field has in this redraw."""

    place: Place

    def telling(self, block: Block, *, next: bool = False) -> Block:
        return telling(block, TYPED[(self.place.drawn + self.place.next_drawn * next) % 2])


def _top(week: Week, place: Place, sheets: Sequence[Sequence[Goal]], page: int) -> list[Block]:
    last = len(sheets) - 1
    blocks: list[Block] = []
    if week.draft and place.drafted and page == 0:
        anew = button("Start anew", ANEW, label="Start anew without the draft")
        blocks.append(section(_draft(week, week.draft), id="draft", accessory=anew))
    about = f"Week of {day(week.period)} · everything is optional, one sentence is enough"
    if not last:
        return [*blocks, context(about)]
    first = sum(len(sheet) for sheet in sheets[:page])
    here = (
        f"goals {first + 1} to {first + len(sheets[page])} of {sum(map(len, sheets))}" if page < last else "your week"
    )
    turn = [button("Back", BACK, value=page - 1, label=f"Back to page {page}")] if page else []
    turn += [button("To the end", TO_END, value=last, label="Skip the other goals")] if page < last - 1 else []
    blocks.append(context(f"{about} · page {page + 1} of {last + 1}: {here}"))
    return [*blocks, *([actions(*turn, id="turn")] if turn else [])]


def _draft(week: Week, draft: Draft) -> str:
    local, today = draft.saved_at.astimezone(week.tz), week.now.astimezone(week.tz).date()
    on = "" if local.date() == today else f"{local:%A} {local.day} {local:%B}, "
    what = "Your changes" if week.previous else "Your draft"
    return f"✏️ *{what} of {on}{local:%H:%M}, not sent yet.* Nobody else sees a draft."


def _pulse(fields: dict[str, Any], drawing: _Drawing) -> list[Block]:
    chosen = text_in(fields, PULSE)
    return [drawing.telling(choice(PULSE, "How was your week?", PULSES, chosen=chosen, hint=ONLY_YOU, optional=True))]


def _goal(goal: Goal, fields: dict[str, Any], drawing: _Drawing, week: Week) -> list[Block]:
    sure = text_in(fields, confidence_field(goal))
    head = f"*{words(goal.title, 200)}*\n{words(goal.ref, 40)} · {words(explain(goal, week.today), 400)}"
    blocks: list[Block] = [section(f"{head}\n{EVERYONES[goal.level]}" if goal.level in EVERYONES else head)]
    inputs = [_kpi(goal, kpi, fields) for kpi in goal.kpis]
    inputs += [
        choice(confidence_field(goal), "How confident are you?", CONFIDENCE, chosen=sure, optional=True),
        text_input(note_field(goal), "Note", value=text_in(fields, note_field(goal)), optional=True),
    ]
    return [*blocks, *map(drawing.telling, inputs)]


def _kpi(goal: Goal, kpi: Kpi, fields: dict[str, Any]) -> Block:
    if kpi.kind is Kind.YES_NO:
        done = text_in(fields, kpi_field(goal, kpi))
        return choice(kpi_field(goal, kpi), kpi.name, DONE_OR_NOT, chosen=done, optional=True)
    unit = f" ({kpi.unit})" if kpi.unit and kpi.unit.casefold() != kpi.name.casefold() else ""
    now = "no value yet" if kpi.value is None else f"last: {show(kpi.value)}"
    return text_input(
        kpi_field(goal, kpi),
        f"{kpi.name}{unit}",
        value=text_in(fields, kpi_field(goal, kpi)),
        placeholder=f"{now}, target {show(kpi.target)}",
        optional=True,
        most=40,
    )


def _week(week: Week, fields: dict[str, Any], drawing: _Drawing) -> list[Block]:
    return [*_priorities(week, fields, drawing), *_in_words(week, fields, drawing), *_questions(week, fields, drawing)]


def _priorities(week: Week, fields: dict[str, Any], drawing: _Drawing) -> list[Block]:
    if not week.planned:
        return []
    since = f", from {day(week.planned_in)}" if week.planned_in else ""
    asked = [
        choice(
            priority_field(text),
            plain(text, 300),
            VERDICTS,
            chosen=text_in(fields, priority_field(text)),
            optional=True,
        )
        for text in week.planned
    ]
    return [section(f"*What became of your priorities?*{since}"), *map(drawing.telling, asked)]


def _in_words(week: Week, fields: dict[str, Any], drawing: _Drawing) -> list[Block]:
    who = "They hear of it at once, beside your manager. Choose nobody if you don't know."
    return [
        drawing.telling(_words(WENT_WELL, "What went well?", fields)),
        drawing.telling(_words(NEXT, "What is next?", fields, hint="One line a priority."), next=True),
        *(context(in_my_way(one)) for one in week.blockers[:MOST_OWN]),
        drawing.telling(
            _words(BLOCKERS, "What is in your way?", fields, hint="Whoever can clear it hears at once: see below.")
        ),
        drawing.telling(
            person_input(HELPER, "Who can help?", chosen=text_in(fields, HELPER) or None, hint=who, optional=True)
        ),
    ]


def _words(field: str, label: str, fields: dict[str, Any], *, hint: str | None = None) -> Block:
    return text_input(field, label, value=text_in(fields, field), long=True, optional=True, hint=hint)


def _questions(week: Week, fields: dict[str, Any], drawing: _Drawing) -> list[Block]:
    return [
        drawing.telling(_words(question_field(one.id), one.text, fields, hint=f"A question of {one.team}."))
        for one in week.questions
    ]


def readers(manager: Person | None, people_team: Sequence[Person]) -> str:
    """Say who will see a check-in."""
    pulse = "Nobody but you reads the pulse."
    if manager:
        who = f"you and {mention(manager.id)}, your manager. Those above see status and blockers, not notes. {pulse}"
    elif not people_team:
        who = f"you alone. You have no manager in Cairn, so tell somebody what is in your way. {pulse}"
    else:
        team = mentions([person.id for person in people_team[:5]])
        who = f"you. You have no manager in Cairn, so a blocker goes to {team}. {pulse}"
    return f"*Who will see this:* {who}"


def confidence_chosen(value: object) -> Confidence | None:
    """Return how sure somebody is, as the form has it."""
    return Confidence(str(value)) if value in list(Confidence) else None
