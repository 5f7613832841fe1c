"""What is said about goals that need somebody."""

from datetime import datetime
from typing import Literal

from domain.goal_rescoping import Difference
from domain.goals import Confidence
from domain.notices.base import Notice


class GoalWarned(Notice):
    """Tell a manager, `to`, how a goal stands because its owner says so, at `at` (UTC), and `why` in their words.

    `sum` is the arithmetic behind `state`, which is None where no number says any; `believed` is what the owner says, where
    it differs.
    """

    kind: Literal["goal_warned"] = "goal_warned"
    goal: int
    owner: str
    title: str
    state: Confidence | None
    sum: str
    why: str
    at: datetime
    believed: Confidence | None = None

    @property
    def key(self) -> str:
        """Once a word of the owner's."""
        return f"goal:{self.goal}:warned:{self.at.isoformat()}"


class GoalRescopeAsked(Notice):
    """Ask the manager, `to`, whether a goal may be changed. `sums` are the arithmetic as it is, and as it would be."""

    kind: Literal["goal_rescope_asked"] = "goal_rescope_asked"
    rescope: int
    goal: int
    owner: str
    title: str
    differences: tuple[Difference, ...]
    why: str
    sums: tuple[str, str]

    @property
    def key(self) -> str:
        """Once a wish."""
        return f"goal-rescope:{self.rescope}:asked"


class GoalRescopeDecided(Notice):
    """Tell the owner, `to`, what the manager said to their change."""

    kind: Literal["goal_rescope_decided"] = "goal_rescope_decided"
    rescope: int
    goal: int
    by: str
    title: str
    agreed: bool
    sum: str = ""
    wish: str = ""

    @property
    def key(self) -> str:
        """Once a wish."""
        return f"goal-rescope:{self.rescope}:decided"


class GoalRescopeClosed(Notice):
    """The manager's card says what they decided; `agreed` is None where another wish took its place."""

    kind: Literal["goal_rescope_closed"] = "goal_rescope_closed"
    rescope: int
    goal: int
    owner: str
    title: str
    agreed: bool | None = None

    @property
    def key(self) -> str:
        """Once a wish."""
        return f"goal-rescope:{self.rescope}:card"

    @property
    def replaces(self) -> str | None:
        """The message that asked."""
        return f"goal-rescope:{self.rescope}:asked"


class GoalHandedOver(Notice):
    """Tell `to` that a goal is theirs from `at` (UTC) on; it was `before`'s, who has left."""

    kind: Literal["goal_handed_over"] = "goal_handed_over"
    goal: int
    by: str
    before: str
    title: str
    at: datetime

    @property
    def key(self) -> str:
        """Once a change of hands."""
        return f"goal:{self.goal}:handed-over:{self.at.isoformat()}"
