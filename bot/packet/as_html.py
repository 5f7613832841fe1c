"""The packet as one page of HTML: for the screen, for paper (A4), and for a screen reader. No script, nothing loaded."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from bot.packet import words
from bot.packet.page import bars, entry_card, goal_card
from bot.packet.plain import one_line
from domain.review_highlights import by_month, tallies
from domain.reviews import ReviewPacket

TEMPLATES = Path(__file__).parents[1] / "templates"


def as_html(packet: ReviewPacket) -> str:
    """Return the packet as a page that stands alone."""
    return _template().render(
        name=words.name(packet, packet.person.id),
        team=one_line(packet.person.team or ""),
        manager=words.name(packet, packet.person.manager) if packet.person.manager else "",
        reader=words.reader(packet),
        period=words.between(packet.since, packet.until),
        made=words.moment(packet.made_at, packet.tz),
        zone=packet.tz.key,
        tallies=tallies(packet),
        bars=bars(packet),
        goals=[goal_card(one) for one in packet.goals],
        months=[
            (words.month(month.first), [entry_card(packet, entry) for entry in month.entries])
            for month in by_month(packet)
        ],
        thin_months=[words.month(month) for month in packet.thin.months],
        thin_goals=[
            (one_line(one.goal.ref), one_line(one.goal.title))
            for one in packet.goals
            if one.goal.ref in packet.thin.goals
        ],
        left_out=words.left_out(packet),
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("packet.html.j2")
