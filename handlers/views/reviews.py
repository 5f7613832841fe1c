"""How the review packet looks in Slack: its highlights in a window, and the word that the page itself comes as a file.

The window holds what its reader may see and nothing else: what people wrote about somebody stands in the file alone.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.evidence import EntryKind
from domain.goal_reviews import GoalInReview
from domain.goal_scores import band, shown
from domain.goals import Goal, State
from domain.permissions import Relation
from domain.review_highlights import Stretch, in_words, stretches, tallies, thin_in_words
from domain.review_periods import Named
from domain.reviews import ReviewPacket
from handlers.views.blocks import (
    Block,
    Message,
    actions,
    bar,
    button,
    context,
    date_input,
    divider,
    mention,
    message,
    modal,
    quote,
    section,
    words,
)
from handlers.views.check_ins import CONFIDENCE, SIGNS
from handlers.views.goal_tree import STATES, open_button
from handlers.views.goals import on

WINDOW = "review_packet"
SEND, NEXT, BEFORE = "review_send", "review_goals_next", "review_goals_before"
PERIODS: Mapping[str, Named] = {
    "review_this_half": Named.THIS_HALF,
    "review_last_half": Named.LAST_HALF,
    "review_this_quarter": Named.THIS_QUARTER,
    "review_last_quarter": Named.LAST_QUARTER,
}
SINCE, UNTIL = "since", "until"
MOST_GOALS, MOST_KPIS, ROWS = 10, 6, 12
"""Goals a page, scores a goal, and months a section: all of it stays far below what a window holds."""
WIDTH = 8
"""Blocks of the longest bar: a telephone shows it on one line, with the counts beside it."""
LEARNED = 700
TITLE = "Review packet"


def opening(grant_of: str, *, mine: bool, since: date, until: date) -> Message:
    """Say that the window opens; where it does not, the button sends the page all the same."""
    whose = "you" if mine else mention(grant_of)
    text = f"The highlights of the review packet about {whose}, {between(since, until)}, open in a window."
    how = "Where no window opens, this sends you the whole page as a file."
    return message(text, section(f"📄 {text}"), actions(_send(grant_of, since, until), id="packet"), context(how))


def ordered(subject: str, *, mine: bool, since: date, until: date) -> Message:
    """Say that the packet comes, about what, and who will be able to read it."""
    text = _comes("you" if mine else mention(subject), since, until)
    return message(text, section(f"📄 {text}"), context(_where(subject, mine=mine)))


def _comes(whose: str, since: date, until: date) -> str:
    period = between(since, until)
    return f"The review packet about {whose}, {period}, comes as a file in a moment, readable by you alone."


def _where(subject: str, *, mine: bool) -> str:
    where = "You will find it in our direct messages. Open it in a browser, or print it."
    noted = f" It holds what you may read, and Cairn writes down for {mention(subject)} that you opened it."
    return where + ("" if mine else noted)


def between(since: date, until: date) -> str:
    """Return `1 July 2026 to 20 November 2026`."""
    return f"{on(since)} to {on(until)}"


def highlights(packet: ReviewPacket, *, start: int = 0, sent: bool = False) -> dict[str, Any]:
    """Return the window, with the goals from the `start`-th on; `sent` where the page is on its way already."""
    about = {"person": packet.person.id, "since": str(packet.since), "until": str(packet.until), "start": start}
    blocks = [
        *_top(packet, sent=sent),
        divider(),
        *_goals(packet, start),
        divider(),
        *_evidence(packet),
        divider(),
        *_other_periods(packet),
    ]
    window = modal(WINDOW, TITLE, blocks, submit="Show these days", metadata=about | ({"sent": True} if sent else {}))
    for number, block in enumerate(window["blocks"]):
        if block["type"] in {"context", "divider"}:
            block["block_id"] = f"packet-part-{number}"  # a form sent again gets the same answer, block for block
    return window


def _top(packet: ReviewPacket, *, sent: bool) -> list[Block]:
    """Return what it is about, the sum of it, what is thin, and the button that sends all of it."""
    person, mine = packet.person.id, packet.relation is Relation.SELF
    counts = ", ".join(f"{count} {what}" for count, what in tallies(packet))
    about = f"*{mention(person)}*, {between(packet.since, packet.until)}\n{counts}"
    thin = f"*What is thin:* {words(' '.join(thin_in_words(packet).split()), 1200)}"
    if packet.thin.months or packet.thin.goals:
        thin += " A reason to talk, not a grade."
    blocks: list[Block] = [section(about, id="packet-about"), section(thin, id="packet-thin")]
    if packet.reads_from > packet.since:
        began = on(packet.reads_from)
        blocks.append(context(f"Your right to read began on {began}; nothing older is shown or counted."))
    if sent:
        comes = _comes("you" if mine else mention(person), packet.since, packet.until)
        blocks += [section(f"📄 {comes}", id="packet-sent"), context(_where(person, mine=mine))]
    else:
        blocks.append(actions(_send(person, packet.since, packet.until), id="packet"))
        blocks.append(context(_what_it_holds(packet)))
    return blocks


def _what_it_holds(packet: ReviewPacket) -> str:
    if packet.relation is Relation.SELF:
        return "The page has every check-in, kudos and piece of feedback in order, and goes to you alone."
    noted = f"Cairn writes down for {mention(packet.person.id)} that you looked."
    return f"What you may not read is neither shown nor counted; the page says which kinds that are. {noted}"


def _send(person: str, since: date, until: date) -> Any:
    return button("Send me the page", SEND, value=f"{person} {since} {until}", style="primary")


def _goals(packet: ReviewPacket, start: int) -> list[Block]:
    goals = packet.goals
    if not goals:
        return [section("*Goals*\nNo goals in this period.", id="packet-goals")]
    start = start if 0 <= start < len(goals) else 0
    page = goals[start : start + MOST_GOALS]
    span = f"{start + 1}-{start + len(page)}" if len(page) > 1 else f"{start + 1}"
    where = f" · {span} of {len(goals)}" if len(goals) > len(page) else ""
    blocks: list[Block] = [section(f"*Goals*{where}", id="packet-goals")]
    blocks += [section(_goal(one), id=f"goal-{one.goal.id}", accessory=open_button(one.goal)) for one in page]
    about, turns = f"{packet.person.id} {packet.since} {packet.until}", []
    if start:
        turns.append(
            button("Before", BEFORE, value=f"{about} {max(start - MOST_GOALS, 0)}", label="Goals before these")
        )
    if start + MOST_GOALS < len(goals):
        turns.append(button("Next", NEXT, value=f"{about} {start + MOST_GOALS}", label="Goals after these"))
    return [*blocks, actions(*turns, id="packet-turns")] if turns else blocks


def _goal(one: GoalInReview) -> str:
    """Return a goal: what it is, how it stands or ended, the sum or the scores, its milestones, what speaks of it."""
    goal = one.goal
    named = "no evidence names it" if not one.evidence else f"{one.evidence} {_entries(one.evidence)} it"
    lines = [
        f"{_sign(one)} *{words(goal.title, 200)}* · `{words(goal.ref, 40)}`",
        f"{bar(goal.progress)} · {_state(one)} · {named}",
    ]
    if one.said:
        lines.append(words(one.said, 400))
    if one.status and goal.confidence and goal.confidence is not one.status:
        lines.append(f"↔️ Its owner says *{CONFIDENCE[goal.confidence].lower()}*.")
    if scores := _scores(one):
        lines.append(scores)
    if goal.milestones:
        done = sum(map(goal.has_behind, goal.milestones))
        lines.append(f"Milestones: {done} of {len(goal.milestones)} reached")
    if goal.learned:
        lines.append(f"*Learned:*\n{quote(goal.learned, LEARNED)}")
    return "\n".join(lines)


def _entries(count: int) -> str:
    return "entry names" if count == 1 else "entries name"


def _sign(one: GoalInReview) -> str:
    return SIGNS[one.status] if one.status else STATES[one.goal.state][0]


def _state(one: GoalInReview) -> str:
    """Return `at risk · due 31 December 2026`, `closed with *0.75*, green, on 3 November 2026`."""
    goal: Goal = one.goal
    if one.status:
        return f"{CONFIDENCE[one.status].lower()} · due {on(goal.due)}"
    ended = f" on {on(goal.ended_on)}" if goal.ended_on else ""
    if goal.state is State.CLOSED and goal.score is not None:
        return f"closed with *{shown(goal.score)}* ({band(goal.score)}){ended}"
    return STATES[goal.state][1] + ended


def _scores(one: GoalInReview) -> str:
    """Return how each key result closed, where there are several: the goal's score is their mean."""
    scored = [kpi for kpi in one.kpis if kpi.score is not None]
    if len(scored) < 2:
        return ""
    told = [f"{words(kpi.name, 80)} {shown(kpi.score or 0.0)}" for kpi in scored[:MOST_KPIS]]
    left = len(scored) - MOST_KPIS
    return f"The mean of {' · '.join([*told, *([f'{left} more'] if left > 0 else [])])}"


def _evidence(packet: ReviewPacket) -> list[Block]:
    rows = stretches(packet)
    most = max((one.total for one in rows), default=0)
    years = any(one.name.isdigit() for one in rows)
    head = "*Evidence by year*, since the period is long" if years else "*Evidence by month*"
    parts = [rows[at : at + ROWS] for at in range(0, len(rows), ROWS)]
    shown_in = [
        section("\n".join(_row(one, most) for one in part), id=f"packet-rows-{n}") for n, part in enumerate(parts)
    ]
    return [section(head, id="packet-evidence"), *shown_in]


def _row(one: Stretch, most: int) -> str:
    """Return a month as a line; the bar says the same as the number behind it."""
    if not one.open and not one.total:
        return f"{one.name}: before your right to read began"
    full = -(-one.total * WIDTH // most) if most else 0
    counts: Mapping[EntryKind, int] = one.counts
    said = f"{one.total} ({in_words(counts)})" if one.total else "nothing"
    return f"`{'▓' * full}{'░' * (WIDTH - full)}` {one.name}: {said}"


def _other_periods(packet: ReviewPacket) -> list[Block]:
    named: Sequence[Any] = [
        button(_capital(period), action, value=packet.person.id, label=f"Show {period}")
        for action, period in PERIODS.items()
    ]
    since, until = (field(name, packet) for name in (SINCE, UNTIL))
    return [
        section("*Another period*", id="packet-periods"),
        actions(*named, id="packet-named"),
        date_input(since, "From", value=packet.since),
        date_input(until, "To", value=packet.until, hint="Both days count. Choose them, then “Show these days”."),
    ]


def field(name: str, packet: ReviewPacket) -> str:
    """Return the id of a day's field: another one for another period, since Slack keeps what stands in a known field."""
    return f"{name}-{packet.since}-{packet.until}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
