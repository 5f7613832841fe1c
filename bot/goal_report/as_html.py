"""The report as one page of HTML: for the screen, light or dark, for paper (A4), and for a screen reader."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from bot.goal_report.page import cards, tallies
from bot.goal_report.sparkline import HEIGHT, WIDTH
from bot.packet import words
from domain.goal_report import MINIMUM_GROUP, GoalReport

TEMPLATES = Path(__file__).parents[1] / "templates"
LARGE = 500
"""Goals from which a browser draws those in sight alone."""


def as_html(report: GoalReport) -> str:
    """Return the report as a page that stands alone."""
    script = _script()
    return _template().render(
        everyone=report.everyone,
        day=words.on(report.day),
        made=f"{report.made_at:%-d %B %Y, %H:%M} UTC",
        count=len(report.goals),
        large=len(report.goals) > LARGE,
        tallies=tallies(report),
        goals=cards(report),
        group=MINIMUM_GROUP,
        width=f"{WIDTH:g}",
        height=f"{HEIGHT:g}",
        script=Markup(script),  # noqa: S704, a file of ours
        script_hash=b64encode(sha256(script.encode()).digest()).decode(),
    )


@cache
def _script() -> str:
    return (TEMPLATES / "goals.js").read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("goals.html.j2")
