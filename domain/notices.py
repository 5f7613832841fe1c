"""Everything the bot says unasked, as values: what, to whom, and why it exists.

- A notice's `key` names its reason, so the same reason never speaks twice. No time zone is in a key.
- `to` is a person (a DM) or a channel. Feedback and check-in notes never stand in a notice: they are announced.
- A notice with `replaces` rewrites the message of another one, and waits until that one is posted.
"""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field, TypeAdapter

from domain.feedback import Visibility
from domain.values import Value


class Notice(Value):
    """Something to say. Subclasses are the things there are; `to` is a Slack id of a person or channel."""

    private: ClassVar[bool] = True
    to: str

    @property
    def key(self) -> str:
        """Why it exists; unique in a workspace."""
        raise NotImplementedError  # pragma: no cover

    @property
    def replaces(self) -> str | None:
        """The key of the notice whose message this one rewrites."""
        return None

    @property
    def caused_by(self) -> str | None:
        """Who is told when a public post is not taken; nobody for what is private."""
        return None


class CheckInPrompt(Notice):
    """Ask for the weekly check-in. `to` is the person."""

    kind: Literal["check_in_prompt"] = "check_in_prompt"
    period: date

    @property
    def key(self) -> str:
        """One prompt a person and period."""
        return f"check-in:{self.to}:{self.period}:prompt:1"


class CheckInDone(Notice):
    """The prompt becomes a card: answered, with *Edit*. Posted anew where there was no prompt."""

    kind: Literal["check_in_done"] = "check_in_done"
    period: date
    revision: int
    late: bool = False
    prompted: bool = True

    @property
    def key(self) -> str:
        """One card a revision."""
        return f"check-in:{self.to}:{self.period}:done:{self.revision}"

    @property
    def replaces(self) -> str | None:
        """The prompt's message, or that of the first card."""
        if self.prompted:
            return f"check-in:{self.to}:{self.period}:prompt:1"
        return f"check-in:{self.to}:{self.period}:done:1" if self.revision > 1 else None


class BlockerRaised(Notice):
    """Somebody is blocked; `to` is who can clear it: the manager, or the people team where there is none."""

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


class KudosPosted(Notice):
    """Kudos in the kudos channel; `to` is the channel, `link` leads to the public message they are about."""

    private: ClassVar[bool] = False
    kind: Literal["kudos_posted"] = "kudos_posted"
    kudos: int
    giver: str
    receivers: tuple[str, ...]
    reason: str
    value: str | None = None
    goal: str | None = None
    link: str | None = None

    @property
    def key(self) -> str:
        """One post a kudos."""
        return f"kudos:{self.kudos}:post"

    @property
    def caused_by(self) -> str | None:
        """The giver."""
        return self.giver


class KudosReceived(Notice):
    """Tell a receiver; `to` is that person, `link` leads to the message it is about, which they can open."""

    kind: Literal["kudos_received"] = "kudos_received"
    kudos: int
    giver: str
    reason: str
    value: str | None = None
    public: bool = True
    link: str | None = None

    @property
    def key(self) -> str:
        """One DM a receiver."""
        return f"kudos:{self.kudos}:to:{self.to}"


NOT_SURE = "not_sure"  # why somebody is told of a public post of which nobody knows whether it is there


class PostRefused(Notice):
    """Tell the one who caused a public post that Slack did not take it, and what to do; `to` is that person.

    `why` is Slack's error, or NOT_SURE where no answer came; `kept` says that the post is tried again.
    """

    kind: Literal["post_refused"] = "post_refused"
    post: str
    channel: str
    why: str
    kept: bool = False

    @property
    def key(self) -> str:
        """Once a post and reason."""
        return f"{self.post}:refused:{self.why}"


class FeedbackGiven(Notice):
    """Announce feedback without its text; `to` is the receiver or their manager."""

    kind: Literal["feedback_given"] = "feedback_given"
    feedback: int
    author: str
    receiver: str
    visibility: Visibility

    @property
    def key(self) -> str:
        """Once a reader."""
        return f"feedback:{self.feedback}:to:{self.to}"


class FeedbackAsked(Notice):
    """Somebody asks for feedback; `to` is the one asked."""

    kind: Literal["feedback_asked"] = "feedback_asked"
    request: int
    asker: str
    about: str

    @property
    def key(self) -> str:
        """Once a request."""
        return f"feedback-request:{self.request}:asked"


class FeedbackRequestClosed(Notice):
    """The card of a request shows what became of it; `to` is the one asked."""

    kind: Literal["feedback_request_closed"] = "feedback_request_closed"
    request: int
    asker: str
    declined: bool

    @property
    def key(self) -> str:
        """Once a request."""
        return f"feedback-request:{self.request}:closed"

    @property
    def replaces(self) -> str | None:
        """The message that asked."""
        return f"feedback-request:{self.request}:asked"


class FeedbackDeclined(Notice):
    """Tell the asker; `to` is the asker."""

    kind: Literal["feedback_declined"] = "feedback_declined"
    request: int
    asked: str
    reason: str = ""

    @property
    def key(self) -> str:
        """Once a request."""
        return f"feedback-request:{self.request}:declined"


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


class PacketRequested(Notice):
    """Send the review packet as a file; `to` is the reader, whose rights count when it is made."""

    kind: Literal["packet_requested"] = "packet_requested"
    request: str
    subject: str
    since: date
    until: date

    @property
    def key(self) -> str:
        """Once a command."""
        return f"packet:{self.request}"


AnyNotice = Annotated[
    CheckInPrompt
    | CheckInDone
    | BlockerRaised
    | KudosPosted
    | KudosReceived
    | PostRefused
    | FeedbackGiven
    | FeedbackAsked
    | FeedbackRequestClosed
    | FeedbackDeclined
    | GoalProposed
    | GoalDecided
    | GoalProposalClosed
    | PacketRequested,
    Field(discriminator="kind"),
]
NOTICES: TypeAdapter[AnyNotice] = TypeAdapter(AnyNotice)
"""Reads a notice back from JSON."""
