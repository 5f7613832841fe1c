"""What is said about kudos: the post and what becomes of it, the direct messages, and the weekly recap."""

from datetime import date
from typing import ClassVar, Literal

from domain.notices.base import Notice


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


class KudosJoined(Notice):
    """Rewrite the post when people joined in; `joined` are they, the first one first. `to` is the channel.

    There is one for each stretch of time (`round`), so that a storm of reactions rewrites the post only now and then;
    who joined is looked up once more just before it is said.
    """

    private: ClassVar[bool] = False
    kind: Literal["kudos_joined"] = "kudos_joined"
    post: KudosPosted
    round: int
    joined: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """One rewrite a post and stretch of time."""
        return f"{self.post.key}:joined:{self.round}"

    @property
    def replaces(self) -> str:
        """The post."""
        return self.post.key


class KudosPostGone(Notice):
    """Delete the post: its giver took it back, or the people team took it down. `to` is the channel, `by` who did it."""

    private: ClassVar[bool] = False
    removes: ClassVar[bool] = True
    kind: Literal["kudos_post_gone"] = "kudos_post_gone"
    kudos: int
    by: str

    @property
    def key(self) -> str:
        """Once."""
        return f"kudos:{self.kudos}:post:gone"

    @property
    def replaces(self) -> str:
        """The post."""
        return f"kudos:{self.kudos}:post"

    @property
    def caused_by(self) -> str:
        """Whoever wanted it gone, so that they know if it is not."""
        return self.by


class KudosTakenBack(Notice):
    """Rewrite a receiver's message: the giver took the kudos back, or, without a giver, they were taken down."""

    kind: Literal["kudos_taken_back"] = "kudos_taken_back"
    kudos: int
    giver: str | None = None

    @property
    def key(self) -> str:
        """Once a receiver."""
        return f"{self.replaces}:gone"

    @property
    def replaces(self) -> str:
        """What told them of the kudos."""
        return f"kudos:{self.kudos}:to:{self.to}"


class KudosTakenDown(Notice):
    """Tell the giver that the people team took their kudos down, and why; `to` is the giver."""

    kind: Literal["kudos_taken_down"] = "kudos_taken_down"
    kudos: int
    receivers: tuple[str, ...]
    why: str

    @property
    def key(self) -> str:
        """Once."""
        return f"kudos:{self.kudos}:taken-down"


class KudosRecap(Notice):
    """Last week's thanks, in the channel: what for, never who most. `week` is its Monday, `to` the channel.

    `about` are values and goals with how often each was named, `reasons` a few of the words, `reached` the titles of
    company and team goals that were reached.
    """

    private: ClassVar[bool] = False
    kind: Literal["kudos_recap"] = "kudos_recap"
    week: date
    thanks: int
    values: tuple[tuple[str, int], ...] = ()
    goals: tuple[tuple[str, int], ...] = ()
    reasons: tuple[str, ...] = ()
    reached: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """One a week."""
        return f"kudos-recap:{self.week}"
