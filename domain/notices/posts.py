"""What is told about public posts to whoever caused them: not taken, doubtful, decided."""

from typing import Literal

from domain.notices.base import Notice

NOT_SURE = "not_sure"
"""Why somebody is told of a public post of which nobody knows whether it is there."""

NO_PLACE = "no_place"
"""Why a post cannot be taken away that somebody has seen, and of which nobody knows where it stands."""


class PostRefused(Notice):
    """Tell the one who caused a public post that Slack did not take it, and what to do; `to` is that person.

    `why` is Slack's error, or NOT_SURE where no answer came: then they decide what is to become of it, anew after each
    attempt. `kept` says that the post is tried again.
    """

    kind: Literal["post_refused"] = "post_refused"
    post: str
    channel: str
    why: str
    kept: bool = False
    attempt: int = 1

    @property
    def key(self) -> str:
        """Once a post and reason; where nobody is sure, once an attempt."""
        return doubt_key(self.post, self.attempt) if self.why == NOT_SURE else f"{self.post}:refused:{self.why}"


class PostDecided(Notice):
    """Rewrite the question: somebody has looked. The post is `there`, or is posted again."""

    kind: Literal["post_decided"] = "post_decided"
    post: str
    channel: str
    attempt: int = 1
    there: bool

    @property
    def key(self) -> str:
        """Once a question."""
        return f"{self.replaces}:decided"

    @property
    def replaces(self) -> str:
        """The question."""
        return doubt_key(self.post, self.attempt)


def doubt_key(post: str, attempt: int) -> str:
    """Return the key of the question what became of a post."""
    return f"{post}:refused:{NOT_SURE}" + (f":{attempt}" if attempt > 1 else "")
