"""What is said about goals: proposed, decided, given, changed, reached, ended."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar, Literal

from domain.goal_history import Change
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


class GoalCascaded(Notice):
    """Tell somebody that a draft of theirs hangs below a goal everybody shares; `title` is that goal's, `goal` theirs."""

    kind: Literal["goal_cascaded"] = "goal_cascaded"
    goal: int
    by: str
    title: str

    @property
    def key(self) -> str:
        """Once a draft."""
        return f"goal:{self.goal}:cascaded"


class GoalPartGiven(Notice):
    """Tell somebody, `to`, that `by` gave them a part in a goal: to own it, or to contribute to it.

    `shared`: it is a goal of a team or the company, which they can open.
    """

    kind: Literal["goal_part_given"] = "goal_part_given"
    goal: int
    by: str
    owner: str
    title: str
    shared: bool

    @property
    def key(self) -> str:
        """Once a goal and person, whatever becomes of the part."""
        return f"goal:{self.goal}:part:{self.to}"


class GoalChanged(Notice):
    """Tell the owner, `to`, what `by` changed of their goal at `at` (UTC), by the name of each fact.

    `named` is how the goals that `changes` name as parents are called, by id, and the KPIs: `kpi 3`.
    """

    kind: Literal["goal_changed"] = "goal_changed"
    goal: int
    by: str
    title: str
    changes: Mapping[str, Change]
    named: Mapping[str, str] = {}
    at: datetime

    @property
    def key(self) -> str:
        """Once a change."""
        return f"goal:{self.goal}:changed:{self.at.isoformat()}"


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
    """Congratulate the owner of a goal that was reached; `to` is the owner.

    `shared`: the channel hears of it too. `closed`: it was closed already, with a score that counts as reached.
    """

    kind: Literal["goal_reached"] = "goal_reached"
    goal: int
    title: str
    shared: bool = False
    closed: bool = False

    @property
    def key(self) -> str:
        """Once a goal."""
        return f"goal:{self.goal}:reached"


class GoalEnded(Notice):
    """Tell the owner's manager, and the owner where somebody else did it, how a goal ended; `to` is that person.

    `outcome` is closed, carried over or dropped; `scores` are the key results by name, `into` is the id people use of
    the goal that goes on from it.
    """

    kind: Literal["goal_ended"] = "goal_ended"
    goal: int
    owner: str
    by: str
    on: date
    title: str
    outcome: str
    score: float | None = None
    scores: tuple[tuple[str, float], ...] = ()
    learned: str
    why: str = ""
    into: str | None = None

    @property
    def key(self) -> str:
        """Once a person and day it ended on."""
        return f"goal:{self.goal}:ended:{self.on}:{self.to}"


class GoalCelebrated(Notice):
    """A company or team goal was reached: the channel hears who it was; `to` is the channel.

    `contributors` stand in order of their names, never by how much they did.
    """

    private: ClassVar[bool] = False
    kind: Literal["goal_celebrated"] = "goal_celebrated"
    goal: int
    title: str
    company: bool
    owner: str
    contributors: tuple[str, ...] = ()
    score: float | None = None

    @property
    def key(self) -> str:
        """Once a goal."""
        return f"goal:{self.goal}:celebrated"
