"""What is said once a day: all that waits for one person, and the same message when some of it is done."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from domain.notices.base import Notice
from domain.today import Item


class Today(Notice):
    """What waits for `to` on `day` (their own date)."""

    kind: Literal["today"] = "today"
    day: date
    items: tuple[Item, ...]

    @property
    def key(self) -> str:
        """One a person and day."""
        return f"today:{self.to}:{self.day}"


class TodayChanged(Notice):
    """Some of it is done: `done` says by item key what became of it. `change` counts the changes of the message."""

    kind: Literal["today_changed"] = "today_changed"
    day: date
    items: tuple[Item, ...]
    done: Mapping[str, str]
    change: int

    @property
    def key(self) -> str:
        """Once a change."""
        return f"{self.replaces}:changed:{self.change}"

    @property
    def replaces(self) -> str | None:
        """The message of that day."""
        return f"today:{self.to}:{self.day}"
