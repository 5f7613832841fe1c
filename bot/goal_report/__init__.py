"""The report of goals as a file: a page to read, search and print, or JSON for programs.

- The page needs nothing from elsewhere: one file, no font, no picture to load. Its one script searches and folds the
  tree; the page says everything without it, and its policy lets no other script run.
- What people wrote stays text in both formats.
"""

from typing import Literal

from bot.goal_report.as_html import as_html
from bot.goal_report.as_json import as_json
from domain.goal_report import GoalReport

Format = Literal["html", "json"]
RENDERERS = {"html": as_html, "json": as_json}


def as_file(report: GoalReport, format: Format) -> bytes:
    """Return the report as a file holds it, in UTF-8."""
    return RENDERERS[format](report).encode()
