"""Where a scene plays: a local workspace with a running bot, and what is taken of it."""

import json
import shutil
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import select

from company import LONG_AGO, NOW
from domain.people import Person
from pictures import payloads
from pictures.acting import Acting, NothingToTake
from running import Running, running
from storage.sql import table
from storage.tables import OutboxRow

MESSAGE, FORM, HOME = "message", "form", "home"
O = table(OutboxRow)  # noqa: E741, as in storage/outbox.py


@dataclass(frozen=True)
class Picture:
    """One picture: `name` is its file's, `about` a line for its reader, `notice` what was said, if it was unasked."""

    name: str
    about: str
    whose: str
    surface: str
    payload: dict[str, Any]
    notice: str | None = None

    @property
    def form(self) -> str | None:
        """The callback id of a form."""
        return self.payload.get("callback_id") if self.surface == FORM else None


class Camera(Protocol):
    """Takes the picture itself."""

    async def message(self, query: str, ts: str, name: str) -> None:
        """Of one message, on the page at that address."""

    async def form(self, query: str, name: str) -> None:
        """Of the form on top."""

    async def home(self, query: str, name: str) -> None:
        """Of a Home tab."""


@dataclass
class Stage(Acting):
    """What a scene is given: it acts, and takes `message`, `reply`, `form` and `home`."""

    camera: Camera | None = None
    pictures: list[Picture] = field(default_factory=list)

    async def message(self, person: Person, name: str, about: str, *, saying: str = "", channel: str = "") -> Any:
        """Take the newest message with these words that this person sees, in their DM with Cairn or in a channel."""
        await self.slack.settle()
        return await self._message(person, name, about, self.said(person, saying, channel), channel)

    async def reply(self, person: Person, typed: str, name: str, about: str) -> Any:
        """Type a command and take the answer."""
        actor = self.person(person)
        reply = await actor.command(typed)
        if reply.error or not reply.text:
            raise NothingToTake(f"{name}: `{typed}` answered nothing to read ({reply.error})")
        answers = [one for one in actor.dm() if one.get("is_ephemeral")]
        return await self._message(person, name, about, answers[-1], "")

    async def form(self, person: Person, name: str, about: str) -> Any:
        """Take the form on top, with the errors at its fields."""
        await self.slack.settle()
        stack = self.slack.emulator.views.stack(person.id)
        if not stack:
            raise NothingToTake(
                f"{name}: {person.name} has no form open, but {[m['text'] for m in self.person(person).dm()]}"
            )
        shown = payloads.of_view(stack[-1].view, stack[-1].errors)
        self.pictures.append(Picture(name, about, person.name, FORM, shown))
        if self.camera:
            await self.camera.form(f"as={person.id}", name)
        return stack[-1].view

    async def home(self, person: Person, name: str, about: str) -> Any:
        """Open the Home tab and take it."""
        shown = await self.person(person).open_home()
        await self.slack.settle()
        self.pictures.append(Picture(name, about, person.name, HOME, payloads.of_view(shown)))
        if self.camera:
            await self.camera.home(f"as={person.id}&app={self.slack.emulator.app().id}&tab=home", name)
        return shown

    def opened(self) -> set[str]:
        """Return the callback ids of all forms that went over the wires."""
        traffic, found, first = self.slack.emulator.traffic, set(), 1
        while (page := traffic.read(first, 200))["traffic"]:
            first = page["next"]
            found |= {id for entry in page["traffic"] for id in _forms([entry["request"], entry["answer"]])}
        return found

    async def _message(self, person: Person, name: str, about: str, message: dict[str, Any], channel: str) -> Any:
        place = channel or self.slack.emulator.workspace.dm(person.id, self.slack.emulator.app()).id
        notice = await self._notice(place, message)
        self.pictures.append(Picture(name, about, person.name, MESSAGE, payloads.of_message(message), notice))
        if self.camera:
            await self.camera.message(f"as={person.id}&to={place}", message["ts"], name)
        return message

    async def _notice(self, channel: str, message: dict[str, Any]) -> str | None:
        """Return the kind of the notice that stands in a message now; None for an answer to a command."""
        places = [message["ts"], *(file["id"] for file in message.get("files", ()))]
        query = select(O.c.notice).where(O.c.channel == channel, O.c.ts.in_(places)).order_by(O.c.id.desc())
        async with self.slack.database.engine.connect() as connection:
            notice = (await connection.execute(query)).scalars().first()
        return json.loads(notice)["kind"] if notice else None


def _forms(part: Any) -> Iterator[str]:
    if isinstance(part, str) and part.startswith("{"):
        part = json.loads(part)
    if isinstance(part, dict):
        if part.get("type") == "modal" and part.get("callback_id"):
            yield part["callback_id"]
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from _forms(one)


Play = Callable[[Stage], Awaitable[None]]


@dataclass(frozen=True)
class Scene:
    """One scene, its time, since when everybody is enrolled, and the settings of its bot."""

    play: Play
    now: datetime
    enrolled: datetime
    settings: Mapping[str, Any]


def scene(*, now: datetime = NOW, enrolled: datetime = LONG_AGO, **settings: Any) -> Callable[[Play], Scene]:
    """Make a scene of a function; what it does not name is as in the tests."""
    return lambda play: Scene(play, now, enrolled, settings)


async def play(
    scenes: Sequence[Scene], template: Path, folder: Path, *, camera: Callable[[Running], Camera] | None = None
) -> tuple[list[Picture], set[str]]:
    """Play scenes, each in a workspace of its own; return the pictures and the callback ids of all forms opened.

    `template` is a migrated SQLite file, `folder` is for copies of it.
    """
    pictures: list[Picture] = []
    opened: set[str] = set()
    for number, one in enumerate(scenes):
        path = folder / f"scene-{number}.db"
        shutil.copy(template, path)
        chosen = dict(one.settings)
        async with running(f"sqlite:///{path}", now=one.now, enrolled=one.enrolled, settings=chosen) as slack:
            stage = Stage(slack, camera(slack) if camera else None)
            slack.emulator.interactions.quiet_seconds = 0
            await slack.settle()  # who is to be asked at this moment has been asked
            await one.play(stage)
            await slack.settle()
            pictures += stage.pictures
            opened |= stage.opened()
    return pictures, opened
