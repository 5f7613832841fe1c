"""Who answered: this week with the last one beside it, who is missing, who could not be asked."""

from collections.abc import Sequence

from domain.status import Answered, TeamStatus, participation
from handlers.views.blocks import Block, bar, context, day, mention, section

FEW_NAMES = 10


def weeks_open(status: TeamStatus, *, over: bool = False) -> list[Block]:
    """Return participation: this week, or one that is `over`, with the one before, or the two that are open somewhere."""
    if not status.beside:
        answered, asked = status.answered_last_period, status.asked_last_period
        last = f" · {'the week before' if over else 'last week'} {answered} of {asked}" if asked else ""
        return _week(status.answered, f"*Check-ins* · week of {day(status.period)}", beside=last, over=over)
    older, newer = sorted((status.answered, status.beside), key=lambda lines: lines[0].period)
    closing, opening = day(older[0].period), day(newer[0].period)
    ended = _week(older, f"*Closing* · week of {closing}", over=True)
    return [*ended, *_week(newer, f"*New* · week of {opening}")]


def _week(lines: Sequence[Answered], title: str, *, beside: str = "", over: bool = False) -> list[Block]:
    answered, asked = participation(lines)
    nobody = "Nobody was asked" if over else "Nobody is asked yet"
    share = f"{bar(answered / asked)} · {answered} of {asked} answered" if asked else nobody
    unanswered = [line for line in lines if line.asked and not line.check_in]
    without = [line.person for line in unanswered if not (line.skipped or line.excused)]
    skipped = [line.person for line in unanswered if line.skipped]
    small = [f"{'No answer from' if over else 'Still to come:'} {names(without)}"] if without else []
    small += [f"Skipped it: {names(skipped)}"] if skipped else []
    excused = [line for line in unanswered if line.excused and not line.skipped]
    for why in sorted({str(line.excused) for line in excused}):
        small.append(f"Excused ({why}): {names([line.person for line in excused if line.excused == why])}")
    others = [line for line in lines if not line.asked and not line.check_in]
    if asked and others:
        small.append(f"{len(others)} not asked: not enrolled, new to you, or their hour has not come yet")
    return [section(f"{title}\n{share}{beside}"), *([context(*small)] if small else [])]


def names(people: Sequence[str]) -> str:
    """Return the first few names and how many more there are."""
    named = ", ".join(mention(person) for person in people[:FEW_NAMES])
    return f"{named} and {len(people) - FEW_NAMES} more" if len(people) > FEW_NAMES else named
