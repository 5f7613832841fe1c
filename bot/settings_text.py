"""The settings in words: `.env.example` and the table of docs/operating.md, written from the class itself.

Type `python -m bot.settings_text env` or `… table` after a change of settings; a test compares.
"""

import sys
import textwrap
from datetime import time
from typing import Any

from pydantic import SecretStr

from bot.settings import Settings

HEAD = """\
# Copy this file to .env and fill in what you need; every setting can also stand in the environment.
# Empty means the default.
"""
WIDTH = 100


def env_example() -> str:
    """Return `.env.example`: each setting with what it is for and its default."""
    parts = [HEAD]
    for field in Settings.model_fields.values():
        comment = textwrap.fill(str(field.description), WIDTH, initial_indent="# ", subsequent_indent="# ")
        parts.append(f"{comment}\n{field.validation_alias}={_shown(field.default)}\n")
    return "\n".join(parts)


def table() -> str:
    """Return the settings as a Markdown table."""
    rows = [
        f"| `{field.validation_alias}` | {f'`{_shown(field.default)}`' if _shown(field.default) else '–'} "
        f"| {field.description} |"
        for field in Settings.model_fields.values()
    ]
    return "\n".join(("| setting | default | what it is for |", "|---|---|---|", *rows))


def _shown(default: Any) -> str:
    if isinstance(default, SecretStr):
        return default.get_secret_value()
    if isinstance(default, time):
        return f"{default:%H:%M}"
    return ",".join(default) if isinstance(default, tuple) else str(default if default is not None else "")


if __name__ == "__main__":
    sys.stdout.write({"env": env_example, "table": table}[sys.argv[1]]() + ("" if sys.argv[1] == "env" else "\n"))
