"""How my own check-ins look, week by week, newest first, under how sure I was of my goals as a line of bars."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from domain.check_ins import CheckIn
from domain.goals import Confidence
from domain.weeks import OwnWeek, sureness
from handlers.views.blocks import Block, actions, button, context, cut, day, divider, modal, moment, section, words
from handlers.views.charts import short_day
from handlers.views.check_in_forms import PULSES
from handlers.views.check_in_pages import read_by
from handlers.views.check_ins import SIGNS, VIEW

OLDER, NEWER = "check_ins_older", "check_ins_newer"
WEEKS_A_PAGE = 5
BARS, NO_BAR = "▁▂▃▄▅▆▇█", "·"
SHORT = 200
"""Characters of what went well; *View* shows all of it."""


def page(
    shown: Sequence[CheckIn], weeks: Sequence[OwnWeek], tz: ZoneInfo, *, older: bool, newer: bool, command: str
) -> dict[str, Any]:
    """Return a page of my check-ins, newest first. `weeks` end with the newest of them, oldest first."""
    if not shown:
        text = f"No check-in yet. `{command}` opens this week's; two minutes are enough."
        return modal("check_ins", "My check-ins", [section(text)])
    entries = [block for one in shown for block in _week(one, tz)]
    turn = [button("Newer", NEWER, value=shown[0].period, label="Newer check-ins")] if newer else []
    turn += [button("Older", OLDER, value=shown[-1].period, label="Older check-ins")] if older else []
    bottom = [
        context("Only you see the pulse, drafts and earlier versions."),
        *([actions(*turn, id="turn")] if turn else []),
    ]
    return modal("check_ins", "My check-ins", [*_confidence(weeks), *entries, divider(), *bottom])


def sparkline(weeks: Sequence[OwnWeek]) -> str:
    """Return a bar a week: the higher, the surer. A dot where there was nothing to tell."""
    return "".join(
        NO_BAR if (sure := sureness(week)) is None else BARS[round(sure * (len(BARS) - 1))] for week in weeks
    )


def in_words(weeks: Sequence[OwnWeek]) -> str:
    """Return the same in words, for whoever hears it read."""
    return ", ".join(f"{short_day(week.period)} {_sure(week)}" for week in weeks)


def _sure(week: OwnWeek) -> str:
    told = [("on track", week.on_track), ("at risk", week.at_risk), ("off track", week.off_track)]
    counts = [f"{count} {name}" for name, count in told if count]
    return " and ".join(counts) if counts else "nothing about goals" if week.answered else "no check-in"


def _confidence(weeks: Sequence[OwnWeek]) -> list[Block]:
    if not any(sureness(week) is not None for week in weeks):
        return []
    span = f"{short_day(weeks[0].period)} to {short_day(weeks[-1].period)}"
    title = f"*How sure I was of my goals* · {span}\n`{sparkline(weeks)}`"
    return [section(title, id="sparkline"), context(cut(f"Goals, oldest week first: {in_words(weeks)}.", 1900))]


def _week(one: CheckIn, tz: ZoneInfo) -> list[Block]:
    late = " · late" if one.late else ""
    changed = f" · changed {_times(one.revision - 1)}" if one.revision > 1 else ""
    pulse = f" · pulse {PULSES[str(one.pulse)]}" if one.pulse else ""
    goals = " ".join(SIGNS[line.confidence] for line in one.goals if line.confidence)
    told = " and ".join(_counted(one))
    said = " ".join((one.went_well or one.next or one.blockers).split())
    lines = [
        f"*{day(one.period)} {one.period.year}*",
        f"Sent {moment(one.answered_at, tz)}{late}{changed}{pulse}",
        f"{goals} {told}".strip(),
        f"🚧 {words(' '.join(one.blockers.split()), SHORT)}" if one.blockers and one.blockers != said else "",
        f">{words(said, SHORT)}" if said else "",
        read_by(one, tz),
    ]
    view = button("View", VIEW, value=one.period, label=f"View the check-in of {day(one.period)}")
    return [section("\n".join(filter(None, lines)), id=f"week-{one.period}", accessory=view)]


def _counted(one: CheckIn) -> list[str]:
    sure = [line.confidence for line in one.goals]
    counts = {one: sure.count(one) for one in Confidence}
    return [f"{count} {one.in_words}" for one, count in counts.items() if count]


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
