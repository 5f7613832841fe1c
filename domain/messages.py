"""Messages that people wrote in Slack and something here is about: where one stands, and who may be told so.

- What was written in one is never stored.
- Only where everybody can open it does the link stand in public and is kept; a private place is nobody else's business.
"""

from typing import Annotated

from pydantic import StringConstraints

from domain.values import Value

Id = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{1,30}$")]
Stamp = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,12}\.[0-9]{1,8}$")]


class MessageRef(Value):
    """A message in Slack: `channel` and `ts` say where, `thread` the message it answers, `author` whose it is.

    `public` says that everybody of the workspace can open it.
    """

    channel: Id
    ts: Stamp
    thread: Stamp | None = None
    author: Id | None = None
    public: bool = False

    def link_for(self, reader: str, address: str) -> str | None:
        """Return the permalink if `reader` can surely open it: it is public, or they wrote it."""
        return self.permalink(address) if self.public or reader == self.author else None

    def public_link(self, address: str) -> str | None:
        """Return the permalink if everybody can open it."""
        return self.permalink(address) if self.public else None

    def permalink(self, address: str) -> str | None:
        """Return what Slack's own *Copy link* gives, under the workspace's `address`; None while that is unknown."""
        if not address:
            return None
        answers = self.thread and self.thread != self.ts
        return permalink(address, self.channel, self.ts) + (
            f"?thread_ts={self.thread}&cid={self.channel}" if answers else ""
        )


def permalink(address: str, channel: str, ts: str) -> str:
    """Return the link of a message."""
    return f"{address.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}"
