"""Drafts of a check-in: what somebody typed and has not sent yet. Nobody but its author ever sees one."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from domain.values import Value

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Draft(Value):
    """The fields of a form by their id, as they stood at `saved_at` (UTC); None for an empty one."""

    fields: Mapping[str, Any]
    saved_at: datetime


def kept(fields: Mapping[str, Any]) -> dict[str, str | None]:
    """Return what a draft keeps of a form: texts and choices, without the signs no form can show again."""
    return {
        name: UNSTORABLE.sub("", value) if isinstance(value, str) else None
        for name, value in fields.items()
        if isinstance(value, str | None)
    }
