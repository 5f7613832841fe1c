"""What all notices have in common: a reason, whom it is for, and which message it rewrites."""

from typing import ClassVar

from domain.values import Value


class Notice(Value):
    """Something to say. Subclasses are the things there are; `to` is a Slack id of a person or channel."""

    private: ClassVar[bool] = True
    removes: ClassVar[bool] = False  # whether it deletes the message it `replaces` instead of rewriting it
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
