"""How a check-in reads: for its author, with what was there before; for the manager; for the line above.

All of it can be read, however long it is: what a window does not hold stands on the next page.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from domain.check_ins import CheckIn, GoalAnswer
from domain.goals import Goal
from domain.numbers import show
from domain.people import Person
from domain.priorities import Verdict
from handlers.views.blocks import (
    Block,
    actions,
    button,
    context,
    cut,
    day,
    mention,
    modal,
    moment,
    quotes,
    section,
    words,
)
from handlers.views.check_in_forms import PULSES
from handlers.views.check_ins import CONFIDENCE, OPEN, READ, SIGNS, VIEW, on_day

VERSION = "check_in_version"
SAID = {Verdict.DONE: "✅ Done", Verdict.CARRY: "➡️ Carried on", Verdict.DROP: "✖️ Dropped"}
PAGE = "check_in_page"
MOST_BLOCKS, MOST_BYTES = 80, 150_000
"""Of the 100 blocks and 250 KB that a window holds."""
Goals = Mapping[int | None, Goal]


def read(one: CheckIn, person: Person, goals: Goals, tz: ZoneInfo, *, notes: bool, page: int = 0) -> dict[str, Any]:
    """Return a check-in as its manager or the line above may read it."""
    end = [] if notes else [context("You see status and blockers; the notes are between the author and their manager.")]
    turn = _Turn(READ, f"{one.person} {one.period}", page)
    return _window("Check-in", [*_head(one, person, tz), *_said(one, goals)], end, turn)


def own(one: CheckIn, person: Person, goals: Goals, tz: ZoneInfo, *, closed: bool, page: int = 0) -> dict[str, Any]:
    """Return a check-in as its author reads it: with the pulse, who has read it, and the way to what it said before."""
    acts = []
    if not closed:
        acts.append(button("Edit", OPEN, value=one.period, label=f"Edit the check-in of {day(one.period)}"))
    if one.revision > 1:
        count = one.revision - 1
        text = "What it said before" if count == 1 else f"What it said before ({count} times)"
        acts.append(button(text, VERSION, value=f"{one.period} {count}", label="Earlier versions, which only you see"))
    end = [context(read_by(one, tz)), *([actions(*acts, id="check-in")] if acts else [])]
    turn = _Turn(VIEW, str(one.period), page)
    return _window("Your check-in", [*_head(one, person, tz), *_pulse(one), *_said(one, goals)], end, turn)


def version(one: CheckIn, of: int, goals: Goals, tz: ZoneInfo, *, page: int = 0) -> dict[str, Any]:
    """Return what stood in a check-in before a change, for its author; `of` counts the earlier versions."""
    at = one.edited_at or one.answered_at
    sent = f"Sent {moment(at, tz)}, changed since. Only you see this."
    head = section(f"*{day(one.period)}* · version {one.revision} of {of + 1}\n{sent}")
    end = [_way("Version before", VERSION, f"{one.period} {one.revision - 1}")] if one.revision > 1 else []
    end += [_way("Version after", VERSION, f"{one.period} {one.revision + 1}")] if one.revision < of else []
    turn = _Turn(VERSION, f"{one.period} {one.revision}", page)
    return _window("What it said before", [head, *_pulse(one), *_said(one, goals)], end, turn)


def closed_week(period: date, current: date, *, answered: bool, answered_now: bool) -> dict[str, Any]:
    """Return what somebody reads who pressed the button of a week that is over, with the way to this one."""
    what = "so it can't be changed any more" if answered else "and this week's is open now"
    text = f"The check-in of {day(period)} closed when the next one opened, {what}."
    name = f"the check-in of {day(current)}"
    label = "Edit this week's" if answered_now else "Start this week's"
    start = button(label, OPEN, value=current, style="primary", label=f"{'Edit' if answered_now else 'Start'} {name}")
    return modal("closed_week", "This week is closed", [section(text), actions(start, id="this-week")])


def read_by(one: CheckIn, tz: ZoneInfo) -> str:
    """Say whether the manager has read it."""
    if one.read_at is None:
        return "Your manager has not read it yet."
    who = mention(one.read_by) if one.read_by else "Your manager"
    return f"{who} read it {on_day(one.read_at.astimezone(tz).date())}."


class _Turn(NamedTuple):
    """The button that turns the pages of a window, what it carries, and which page is shown."""

    action: str
    value: str
    page: int


def _window(title: str, blocks: Sequence[Block], end: Sequence[Block], turn: _Turn) -> dict[str, Any]:
    sheets = _sheets(blocks)
    page, last = min(turn.page, len(sheets) - 1), len(sheets) - 1
    turning = [context(f"Page {page + 1} of {last + 1}")] if last else []
    turning += [_way("Page before", turn.action, f"{turn.value} {page - 1}")] if page else []
    turning += [_way("Next page", turn.action, f"{turn.value} {page + 1}")] if page < last else []
    return modal(PAGE, title, [*sheets[page], *turning, *end])


def _way(text: str, action: str, value: str) -> Block:
    """Return a button in a row of its own: in one row no two may have the same action."""
    return actions(button(text, action, value=value), id=text.casefold().replace(" ", "-"))


def _sheets(blocks: Sequence[Block]) -> list[list[Block]]:
    """Return the blocks by pages that fit a window."""
    sheets: list[list[Block]] = [[]]
    room = MOST_BYTES
    for block in blocks:
        size = len(str(block).encode())
        if sheets[-1] and (size > room or len(sheets[-1]) == MOST_BLOCKS):
            sheets.append([])
            room = MOST_BYTES
        sheets[-1].append(block)
        room -= size
    return sheets


def _head(one: CheckIn, person: Person, tz: ZoneInfo) -> list[Block]:
    late = " · late" if one.late else ""
    edited = f" · changed {moment(one.edited_at, tz)}" if one.edited_at else ""
    name = f"*{words(person.name, 100)}* · {day(one.period)}"
    return [section(f"{name}\nAnswered {moment(one.answered_at, tz)}{late}{edited}")]


def _pulse(one: CheckIn) -> list[Block]:
    return [section(f"*Pulse* · {PULSES[str(one.pulse)]}\nOnly you see this.")] if one.pulse else []


def _said(one: CheckIn, goals: Goals) -> list[Block]:
    texts = [("What went well", one.went_well), ("What is next", one.next), ("In the way", one.blockers)]
    texts += [(words(answer.text, 250), answer.answer) for answer in one.answers]
    blocks = [block for line in one.goals for block in _line(line, goals)]
    return [*blocks, *_priorities(one), *(block for label, text in texts if text for block in _text(label, text))]


def _priorities(one: CheckIn) -> list[Block]:
    if not one.priorities:
        return []
    told = [f"{SAID[priority.verdict]}: {words(cut(priority.text, 120), 125)}" for priority in one.priorities]
    return [section("\n".join(["*Priorities of last week*", *told]))]


def _text(label: str, text: str) -> list[Block]:
    first, *more = quotes(text, parts=6)
    return [section(f"*{label}*\n{first}"), *map(section, more)]


def _line(line: GoalAnswer, goals: Goals) -> list[Block]:
    notes = quotes(line.note, parts=6) if line.note else []
    return [section(_facts(line, goals)), *map(section, notes)]


def _facts(line: GoalAnswer, goals: Goals) -> str:
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
