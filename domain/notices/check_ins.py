"""What is said about the weekly check-in: the prompt and the cards it becomes."""

from datetime import date, datetime
from typing import Literal

from domain.notices.base import Notice


def prompt_key(person: str, period: date, number: int) -> str:
    """Return the key of a prompt, by which its cards find its message."""
    return f"check-in:{person}:{period}:prompt:{number}"


class CheckInPrompt(Notice):
    """Ask for the weekly check-in. `to` is the person; `number` counts up where they put it off."""

    kind: Literal["check_in_prompt"] = "check_in_prompt"
    period: date
    number: int = 1

    @property
    def key(self) -> str:
        """One prompt a person and period, and one more each time it was put off."""
        return prompt_key(self.to, self.period, self.number)


class CheckInNudge(Notice):
    """Remind of a check-in on behalf of `by`, the manager; `number` counts the reminders, `last` says it is the last."""

    kind: Literal["check_in_nudge"] = "check_in_nudge"
    period: date
    by: str
    number: int
    last: bool = False

    @property
    def key(self) -> str:
        """Once a reminder."""
        return f"check-in:{self.to}:{self.period}:nudge:{self.number}"


class CheckInCard(Notice):
    """What a prompt becomes; `move` counts the changes of the turn, `prompt` is the number of the message."""

    period: date
    prompt: int
    move: int

    @property
    def key(self) -> str:
        """Once a change."""
        return f"check-in:{self.to}:{self.period}:move:{self.move}"

    @property
    def replaces(self) -> str | None:
        """The prompt's message."""
        return prompt_key(self.to, self.period, self.prompt)


class CheckInSnoozed(CheckInCard):
    """Put off until `until` (UTC); `tz` is the person's zone and `said_at` when they said so, for the words."""

    kind: Literal["check_in_snoozed"] = "check_in_snoozed"
    until: datetime
    tz: str
    said_at: datetime


class CheckInSkipped(CheckInCard):
    """Not this week; it can be taken back."""

    kind: Literal["check_in_skipped"] = "check_in_skipped"


class CheckInOpenAgain(CheckInCard):
    """A skip was taken back: the prompt stands there again."""

    kind: Literal["check_in_open_again"] = "check_in_open_again"


class CheckInAskedAgain(Notice):
    """A prompt that was put off has come again: the card of the one before, `prompt`, says so and no more."""

    kind: Literal["check_in_asked_again"] = "check_in_asked_again"
    period: date
    prompt: int

    @property
    def key(self) -> str:
        """Once a prompt."""
        return f"{self.replaces}:passed"

    @property
    def replaces(self) -> str | None:
        """The prompt's message."""
        return prompt_key(self.to, self.period, self.prompt)


class CheckInDone(Notice):
    """The prompt becomes a card: answered, with *Edit*. Posted anew where there was no prompt (`prompted` False).

    `read_on` is the author's date on which their manager, `reader`, read it; a `closed` card can no longer be edited.
    """

    kind: Literal["check_in_done"] = "check_in_done"
    period: date
    revision: int
    late: bool = False
    prompted: bool = True
    prompt: int = 1
    reader: str | None = None
    read_on: date | None = None
    closed: bool = False

    @property
    def key(self) -> str:
        """One card a revision, and one more once it is read, and once its week is closed."""
        return f"{self._first(self.revision)}{':read' * bool(self.read_on)}{':closed' * self.closed}"

    @property
    def replaces(self) -> str | None:
        """The message of the latest prompt, or that of the first card."""
        if self.prompted:
            return prompt_key(self.to, self.period, self.prompt)
        return self._first(1) if self.revision > 1 or self.read_on or self.closed else None

    def _first(self, revision: int) -> str:
        return f"check-in:{self.to}:{self.period}:done:{revision}"


class CheckInClosed(Notice):
    """The week of a prompt is over and nobody answered it: it offers nothing any more."""

    kind: Literal["check_in_closed"] = "check_in_closed"
    period: date
    prompt: int = 1

    @property
    def key(self) -> str:
        """Once a prompt."""
        return f"{self.replaces}:closed"

    @property
    def replaces(self) -> str:
        """The prompt's message."""
        return prompt_key(self.to, self.period, self.prompt)
