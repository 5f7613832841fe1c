"""The review packet as a file: a page to read and print, Markdown, a table, or JSON.

- What people wrote stays text in every format: no markup, no formula, nothing that turns the line around.
- The page needs nothing from elsewhere: one file, no script, no font, no picture to load.
"""

import re
import unicodedata
from typing import Literal, get_args

from bot.packet.as_csv import as_csv
from bot.packet.as_html import as_html
from bot.packet.as_json import as_json
from bot.packet.as_markdown import as_markdown
from domain.reviews import ReviewPacket

Format = Literal["html", "md", "csv", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)
RENDERERS = {"html": as_html, "md": as_markdown, "csv": as_csv, "json": as_json}
LONGEST_NAME = 60
"""Characters of a name in a file name: with the dates it stays far below the 255 bytes of most file systems."""


def render(packet: ReviewPacket, format: Format) -> str:
    """Return the packet as text in one of FORMATS."""
    return RENDERERS[format](packet)


def as_file(packet: ReviewPacket, format: Format) -> bytes:
    """Return the packet as a file holds it: UTF-8, a table with the mark by which spreadsheets know it as such."""
    return render(packet, format).encode("utf-8-sig" if format == "csv" else "utf-8")


def file_name(packet: ReviewPacket, format: Format, marker: str = "") -> str:
    """Return a name such as `review-packet-ana-ruiz-2026-07-01-to-2026-11-20.html`; `marker` goes before the dot."""
    plain = unicodedata.normalize("NFKD", packet.person.name).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_NAME].strip("-") or packet.person.id.lower()
    parts = ["review-packet", name, f"{packet.since}-to-{packet.until}", marker]
    return "-".join(filter(None, parts)) + f".{format}"
