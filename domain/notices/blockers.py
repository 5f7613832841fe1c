"""What is said about blockers: a card for everybody who may read one, and word to those who should notice."""

from datetime import date, datetime
from typing import Literal

from domain.blockers import Part, Said
from domain.notices.base import Notice

Happened = Literal["reply", "promise", "moved", "done"]


class BlockerRaised(Notice):
    """Somebody is blocked, as the version before said it; what it left in the outbox is still to be said."""

    kind: Literal["blocker_raised"] = "blocker_raised"
    person: str
    period: date
    revision: int
    text: str
    to_manager: bool = True

    @property
    def key(self) -> str:
        """Once a revision and reader."""
        return f"blocker:{self.person}:{self.period}:{self.revision}:{self.to}"


class BlockerCard(Notice):
    """A blocker as it stands, for `to`, who is `part` of it; without a part it is theirs no more and says nothing of it.

    Posted at revision `first`, rewritten at each later one. `told` are the others who have heard; `earlier` counts the
    replies left out; `tz` is the reader's. `goal` is the one it stands in the way of, `title` what it is called, for
    those who may read that.
    """

    kind: Literal["blocker_card"] = "blocker_card"
    blocker: int
    revision: int
    first: int
    person: str
    part: Part | None = None
    tz: str = "UTC"
    text: str = ""
    named_in: date | None = None
    raised_at: datetime | None = None
    told: tuple[str, ...] = ()
    replies: tuple[Said, ...] = ()
    earlier: int = 0
    promised_by: str | None = None
    promised_for: date | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None
    goal: int | None = None
    title: str = ""

    @property
    def key(self) -> str:
        """Once a reader and revision."""
        return f"blocker:{self.blocker}:{self.revision}:to:{self.to}"

    @property
    def replaces(self) -> str | None:
        """Its own first message."""
        return f"blocker:{self.blocker}:{self.first}:to:{self.to}" if self.revision > self.first else None


class BlockerNews(Notice):
    """Have `to` notice what `by` did about a blocker: a changed card makes no sound. `about` is its beginning."""

    kind: Literal["blocker_news"] = "blocker_news"
    blocker: int
    revision: int
    person: str
    by: str
    what: Happened
    about: str
    said: str = ""
    promised_for: date | None = None

    @property
    def key(self) -> str:
        """Once a reader and revision."""
        return f"blocker:{self.blocker}:{self.revision}:news:{self.to}"
