"""What people do in a scene, each with all that follows of it."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain.people import Person
from running import Running

DAY = timedelta(days=1)


class NothingToTake(AssertionError):
    """What a scene wants a picture of, or acts upon, is not there; the text says what is."""


@dataclass
class Acting:
    """The workspace, and the hands of its people."""

    slack: Running

    def person(self, person: Person | str) -> Any:
        """Be somebody."""
        return self.slack.person(person if isinstance(person, str) else person.id)

    async def type(self, person: Person, command: str) -> None:
        """Type a command."""
        reply = await self.person(person).command(command)
        if reply.error:
            raise NothingToTake(f"`{command}` of {person.name} failed: {reply.error}")
        await self.slack.settle()

    async def press(self, person: Person, where: Any, action: str, value: Any = None, *, block: str = "") -> None:
        """Press a button or choose something, in a message, a form or the Home tab."""
        await self.person(person).click(where, action, value, block or None)
        await self.slack.settle()

    async def send(self, person: Person, **fields: Any) -> None:
        """Fill in the form on top and send it; ids with other signs than a name has go in by `**{"goal-1": …}`."""
        await self.person(person).submit(fields)
        await self.slack.settle()

    async def close(self, person: Person) -> None:
        """Close every window."""
        if self.person(person).view:
            await self.person(person).close(all=True)
        await self.slack.settle()

    async def until(self, moment: datetime) -> None:
        """Wait until then; on the way the bot looks around once a day, at the same hour."""
        left = moment - self.slack.clock()
        await self.slack.pass_time(left % DAY)
        for _ in range(left // DAY):
            await self.slack.pass_time(DAY)

    def said(self, person: Person, words: str = "", channel: str = "") -> Any:
        """Return the newest message with these words that somebody sees, in their DM with Cairn or in a channel."""
        seen = self.person(person).messages(channel) if channel else self.person(person).dm()
        found = [one for one in seen if words in json.dumps(one, ensure_ascii=False)]
        if not found:
            raise NothingToTake(f"nothing says “{words}” to {person.name}, but {[one['text'] for one in seen]}")
        return found[-1]
