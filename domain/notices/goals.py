"""What is said about proposed goals, and what was decided."""

from typing import Literal

from domain.notices.base import Notice


class GoalProposed(Notice):
    """Ask the manager whether a goal is realistic; `to` is the manager."""

    kind: Literal["goal_proposed"] = "goal_proposed"
    goal: int
    owner: str
    title: str
    sentence: str
    round: int = 1

    @property
    def key(self) -> str:
        """Once a proposal; a goal may be proposed again after a change."""
        return f"goal:{self.goal}:proposed:{self.round}"


class GoalDecided(Notice):
    """Tell the owner what the manager said; `to` is the owner."""

    kind: Literal["goal_decided"] = "goal_decided"
    goal: int
    by: str
    title: str
    agreed: bool
    wish: str = ""
    round: int = 1

    @property
    def key(self) -> str:
        """Once a decision."""
        return f"goal:{self.goal}:decided:{self.round}"


class GoalProposalClosed(Notice):
    """The manager's card shows what they decided; `to` is the manager."""

    kind: Literal["goal_proposal_closed"] = "goal_proposal_closed"
    goal: int
    owner: str
    title: str
    agreed: bool
    round: int = 1

    @property
    def key(self) -> str:
        """Once a decision."""
        return f"goal:{self.goal}:card:{self.round}"

    @property
    def replaces(self) -> str | None:
        """The message that asked."""
        return f"goal:{self.goal}:proposed:{self.round}"


class GoalReached(Notice):
    """Congratulate the owner of a goal that was reached; `to` is the owner. `shared`: the channel hears of it too."""

    kind: Literal["goal_reached"] = "goal_reached"
    goal: int
    title: str
    shared: bool = False

    @property
    def key(self) -> str:
        """Once a goal."""
        return f"goal:{self.goal}:reached"
