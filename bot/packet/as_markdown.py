"""The packet as Markdown (CommonMark with tables). What people wrote is escaped: it reads as it was typed.

Texts stand in block quotes, line by line, so that none of them can start a heading, a list or a block of code.
"""

import re
from collections.abc import Iterator

from bot.packet import words
from bot.packet.page import web_link
from bot.packet.plain import one_line, plain
from domain.evidence import Entry
from domain.goal_reviews import GoalInReview
from domain.review_highlights import Month, by_month
from domain.reviews import ReviewPacket

HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
SIGNS = re.compile(r"[\\`*_\[\]{}~|$#^]")
ADDRESSES = re.compile(r"(?i)(?<=:)(?=//)|(?<=\bwww)(?=\.)|(?<=\bmailto)(?=:)|(?<=\bxmpp)(?=:)")
"""Where a bare address is cut by a backslash, so that no reader makes a link of it."""
LINE_START = re.compile(r"^([-+=:]|\d+(?=[.)]))")
INDENT = re.compile(r"^[ \t]+")


def as_markdown(packet: ReviewPacket) -> str:
    """Return the packet as Markdown text."""
    return "\n".join([*_head(packet), *_goals(packet), *_evidence(packet), *_thin(packet), ""])


def escape(text: str) -> str:
    """Return one line so that Markdown shows it as it is."""
    text = re.sub("[&<>]", lambda sign: HTML[sign[0]], text)
    return ADDRESSES.sub(r"\\", SIGNS.sub(r"\\\g<0>", text))


def quote(text: str, label: str = "") -> list[str]:
    """Return the lines of a block quote that shows the text as it was typed, under a label of ours."""
    lines = [_line(line) for line in plain(text).split("\n")]
    if label:
        lines[0] = f"**{escape(label)}:** {lines[0]}"
    broken = [f"{line}\\" if line and after else line for line, after in zip(lines, [*lines[1:], ""], strict=True)]
    return [f"> {line}".rstrip() for line in broken]


def _line(line: str) -> str:
    line = line.rstrip()
    indent = INDENT.match(line)
    shown = escape(line[indent.end() :] if indent else line)
    start = LINE_START.match(shown)
    if start:
        shown = f"\\{shown}" if not start[1].isdigit() else f"{start[1]}\\{shown[start.end() :]}"
    return "&nbsp;" * len(indent[0].expandtabs(4)) + shown if indent else shown


def _head(packet: ReviewPacket) -> Iterator[str]:
    yield f"# Review packet: {escape(words.name(packet, packet.person.id))}"
    yield ""
    yield f"- Period: {words.between(packet.since, packet.until)}"
    if packet.person.team:
        yield f"- Team: {escape(one_line(packet.person.team))}"
    if packet.person.manager:
        yield f"- Manager: {escape(words.name(packet, packet.person.manager))}"
    yield f"- Read by: {escape(words.reader(packet))}"
    yield f"- Made: {words.moment(packet.made_at, packet.tz)}"
    if words.left_out(packet):
        yield f"- Not on this page, whether there is any or not: {words.joined(words.left_out(packet))}"


def _goals(packet: ReviewPacket) -> Iterator[str]:
    yield from ("", "## Goals")
    if not packet.goals:
        yield from ("", "No goals in this period.")
    for one in packet.goals:
        yield from _goal(one)


def _goal(one: GoalInReview) -> Iterator[str]:
    ended = f", ended {words.on(one.goal.ended_on)}" if one.goal.ended_on else ""
    yield from ("", f"### {escape(one_line(f'{one.goal.ref} · {one.goal.title}'))}", "")
    yield f"{words.percent(one.goal.progress)} % of the way, **{words.state(one)}**, due {words.on(one.goal.due)}{ended}"
    if one.above:
        yield f"\nServes: {escape(one_line(' → '.join(one.above)))}"
    if one.said:
        yield f"\n{escape(one_line(one.said))}"
    if one.kpis or one.goal.milestones:
        yield ""
    for kpi in one.kpis:
        yield f"- {escape(one_line(kpi.name))}: {escape(words.move(kpi))}"
    for step in one.goal.milestones:
        yield f"- Milestone {escape(one_line(step.title))}: {words.milestone(one.goal, step)}"
    if one.goal.learned:
        yield from ("", *quote(one.goal.learned, "Learned"))


def _evidence(packet: ReviewPacket) -> Iterator[str]:
    yield from ("", "## Evidence")
    if not packet.entries:
        yield from ("", "No evidence in this period.")
    for month in by_month(packet):
        yield from _month(packet, month)


def _month(packet: ReviewPacket, month: Month) -> Iterator[str]:
    if month.entries:
        yield from ("", f"### {words.month(month.first)}")
    for entry in month.entries:
        yield from _entry(packet, entry)


def _entry(packet: ReviewPacket, entry: Entry) -> Iterator[str]:
    by = words.byline(packet, entry)
    title = f"{entry.title} by {by}" if by else entry.title
    said = [f"**{entry.at.astimezone(packet.tz):%-d %B}**", escape(one_line(title))]
    if entry.goals:
        said.append("goal " + escape(one_line(", ".join(entry.goals))))
    for shown, link in (("in Slack", web_link(entry.link)), ("the message it is about", web_link(entry.about))):
        if link:
            said.append(f"[{shown}](<{link}>)")
    yield from ("", " · ".join(said), "")
    for number, part in enumerate(entry.parts):
        yield from [*([">"] if number else []), *quote(part.text, part.label)]


def _thin(packet: ReviewPacket) -> Iterator[str]:
    thin = packet.thin
    if thin.months or thin.goals:
        yield from ("", "## What is thin", "")
    if thin.months:
        yield f"- Months without evidence: {words.joined(map(words.month, thin.months))}"
    if thin.goals:
        yield f"- Goals without evidence: {escape(one_line(words.joined(thin.goals)))}"
