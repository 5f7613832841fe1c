"""Somebody who tries everything: types every command, presses every button, forges what buttons and forms carry.

Payloads are made by hand and go over the real wire; whatever comes back to the one who acts is written down.
"""

import asyncio
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import handlers
from bot.packet import FORMATS, render
from domain.refusals import Refusal
from domain.rules import COMMANDS
from emulator.wires import payloads
from emulator.wires.envelopes import Sent
from running import Running

MARK = re.compile(r"Q7(\w+?)7Q")
AT_ONCE = 20
TABLE = handlers.register()
WORDS = (
    "",
    "help",
    "inbox",
    "given",
    "evidence",
    "new",
    "history",
    "skip",
    "tree",
    "all",
    "packet",
    "packet 2026-01-01 2026-12-31",
    "x",
)
HELD_BACK = frozenset({"feedback_take_back", "feedback_request_take_back", "evidence_remove"})
"""What takes something away is tried at the end alone: others are to find it first."""
NAMING = {"review": ("{who}", "packet {who}"), "feedback": ("{who}", "ask {who}")}
"""How a command names somebody; any other does so with the name alone."""
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def mark(name: str) -> str:
    """A word nobody else writes."""
    return f"Q7{name}7Q"


def marks_in(*things: object) -> set[str]:
    return {found for thing in things for found in MARK.findall(str(thing))}


def parts(thing: Any) -> Iterator[dict[str, Any]]:
    """Every object within blocks, views and messages."""
    if isinstance(thing, dict):
        yield thing
        for one in thing.values():
            yield from parts(one)
    elif isinstance(thing, list):
        for one in thing:
            yield from parts(one)


def buttons_in(*things: Any) -> set[tuple[str, str]]:
    return {
        (one["action_id"], one.get("value") or "")
        for thing in things
        for one in parts(thing)
        if one.get("type") == "button"
    }


class Prowler:
    """Acts as anybody; `shown` maps who to what they met and where first."""

    def __init__(self, slack: Running) -> None:
        self.slack = slack
        self.shown: dict[str, dict[str, str]] = defaultdict(dict)
        self.offered: dict[str, set[str]] = defaultdict(set)
        self.windows: dict[str, dict[str, Any]] = {}
        self.metadata: dict[str, set[str]] = defaultdict(lambda: {""})
        self._app = slack.emulator.app()
        slack.emulator.workspace.settings.rate_limits = False  # what Slack refuses is shown to nobody

    async def look_around(self, who: str) -> None:
        """Do all that is offered: commands, the Home tab, messages, and every button that turns up."""
        others = [person for person in self.slack.emulator.workspace.people if person.startswith("U")]
        met = await self._all(who, (self._command(who, name, text) for name, text in _typed(others)))
        await self._open_home(who)
        met += [self.slack.person(who).home, *self._messages(who)]
        pressed: set[tuple[str, str]] = set()
        while new := buttons_in(*met) - pressed:
            pressed |= new
            for action, value in new:
                self.offered[action].add(value)
            new = {one for one in new if one[0] not in HELD_BACK}
            met = await self._all(who, (self._button(who, action, value) for action, value in sorted(new)))

    async def forge(self, who: str, more: Iterable[str], *, odd: bool) -> None:
        """Press every button with what any other carries or could carry; send every form as if it were about anything.

        A button or form gets all values that look like its own; where they are to be `odd`, also some that do not. What
        nobody was offered gets some of every look. `more` holds the number of every row, so those of other buttons add
        nothing.
        """
        offered = set[str]().union(*self.offered.values())
        every = {*more, *(value for value in offered if not value.isdecimal())}
        for action in sorted(TABLE.ids("action")):
            own = self.offered[action]
            values = sorted(_alike(every | own, own, others=int(odd or not own)))
            await self._all(
                who, (self._button(who, action, value) for value in values), f"{action} with a forged value"
            )
        carried = set[str]().union(*self.metadata.values())
        for name, view in list(self.windows.items()):
            abouts = sorted(_alike(carried, self.metadata[name], others=int(odd)))
            await self._all(who, (self._form(who, view, about) for about in abouts), f"{name} with forged metadata")

    async def read_packets(self, who: str) -> None:
        """What `cairn packet PERSON --as who` asks for, of everybody, in every format."""
        now = self.slack.clock()
        for subject in self.slack.emulator.workspace.people:
            try:
                async with self.slack.database.transaction() as store:
                    made = await store.reviews.packet(who, subject, since=FIRST, until=LAST, now=now)
            except Refusal as no:  # an answer too, which must tell as little
                self._note(who, "cairn packet", str(no))
            else:
                self._note(who, f"cairn packet {subject}", *(render(made, format) for format in FORMATS))

    async def read_files(self, who: str) -> None:
        """Open every file in one's messages."""
        person = self.slack.person(who)
        for message in self._messages(who):
            for file in message.get("files", ()):
                self._note(who, file["title"], (await person.download(file["id"])).decode())

    async def _all(self, who: str, sent: Iterable[Sent], how: str = "") -> list[Any]:
        """Send these, a few at a time; return everything that was shown for it."""
        every: list[Any] = []
        for some in _batched(sent):
            before = len(self.slack.emulator.calls)
            acks = await asyncio.gather(*(self.slack.emulator.delivery.send(one) for one in some))
            await self.slack.bot.tasks.done()
            calls = [call.args for call in self.slack.emulator.calls[before:] if "view" in call.args]
            views = [call["view"] for call in calls if call.get("user_id", who) == who]
            for one, ack in zip(some, acks, strict=True):
                assert ack.error is None, (ack, one.payload)
                self._note(who, how or _what(one), ack.payload)
            self._note(who, how or "a window", *views)
            for call in calls:  # a Home tab may be drawn anew meanwhile: it is its owner's
                self._note(call.get("user_id", who), "the Home tab", call["view"])
            every += [*views, *(ack.payload for ack in acks)]
        self._remember(every)
        return every

    def _remember(self, shown: Iterable[Any]) -> None:
        for view in (one for thing in shown for one in parts(thing) if one.get("callback_id")):
            self.metadata[view["callback_id"]].add(view.get("private_metadata") or "")
            if view.get("submit"):
                self.windows.setdefault(view["callback_id"], view)

    def _note(self, who: str, how: str, *things: object) -> None:
        for found in marks_in(*things):
            self.shown[who].setdefault(found, how)

    def _messages(self, who: str) -> list[dict[str, Any]]:
        person = self.slack.person(who)
        visible = {channel.id for channel in self.slack.emulator.workspace.visible_channels(who)}
        return [*person.dm(), *(person.messages("CKUDOS") if "CKUDOS" in visible else ())]

    async def _open_home(self, who: str) -> None:
        """Send the event itself: Slack would not for somebody whose account is gone, but one may come late."""
        emulator = self.slack.emulator
        emulator.events.home_opened(self._app, who, emulator.workspace.dm(who, self._app), None, tab="home")
        await emulator.settled()
        await self.slack.bot.idle()

    def _person(self, who: str) -> Any:
        return self.slack.emulator.workspace.people[who]

    def _trigger(self, who: str) -> str:
        return self.slack.emulator.triggers.new(who, self._app.id).id

    def _command(self, who: str, name: str, text: str) -> Sent:
        emulator, person = self.slack.emulator, self._person(who)
        words = {"command": f"/{name}", "text": text, "response_url": emulator.url, "trigger_id": self._trigger(who)}
        place = emulator.workspace.dm(who, self._app)
        payload = payloads.command(self._app, emulator.workspace.team, person, place, words)
        return Sent(self._app, "slash_commands", payload, wants_answer=True)

    def _button(self, who: str, action: str, value: str) -> Sent:
        chosen = {"action_id": action, "block_id": "b", "type": "button", "value": value, "action_ts": "1.1"}
        return self._interaction(who, "block_actions", actions=[chosen], container={"type": "message"})

    def _form(self, who: str, view: dict[str, Any], about: str) -> Sent:
        fields = [block for block in view["blocks"] if block["type"] == "input"]
        state = {block["block_id"]: {"field": _filled(block["element"], who)} for block in fields}
        number = f"V{next(COUNT)}"
        sent = view | {"id": number, "hash": "1.1", "private_metadata": about, "state": {"values": state}}
        return self._interaction(who, "view_submission", view=sent, response_urls=[])

    def _interaction(self, who: str, kind: str, **more: Any) -> Sent:
        base = payloads.base(kind, self._app, self.slack.emulator.workspace.team, self._person(who))
        return Sent(self._app, "interactive", base | {"trigger_id": self._trigger(who)} | more, wants_answer=True)


COUNT = itertools.count(1)


def _typed(people: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield every command with every word, and with everybody's name."""
    for name in COMMANDS.values():
        yield from ((name, word) for word in WORDS)
        for words in NAMING.get(name, ("{who}",)):
            yield from ((name, words.format(who=f"<@{person}>")) for person in people)


def _alike(every: Iterable[str], own: Iterable[str], *, others: int) -> Iterator[str]:
    """Yield what looks like one of its own values, and a few of each other look."""
    looks: dict[str, list[str]] = defaultdict(list)
    for value in sorted(every):
        looks[_look(value)].append(value)
    mine = {_look(value) for value in own}
    for look, values in looks.items():
        yield from values if look in mine else values[:others]


def _look(value: str) -> str:
    return re.sub(r"[^\W\d]\w*", "w", re.sub(r"\d+", "0", value))


def _filled(element: dict[str, Any], who: str) -> dict[str, Any]:
    """A field as it comes when somebody filled it in."""
    kind = element["type"]
    options = element.get("options") or [one for some in element.get("option_groups", ()) for one in some["options"]]
    if options:
        return {"type": kind, "selected_option": options[-1]}
    if "users" in kind:
        other = "UBO" if who != "UBO" else "UANA"
        return {"type": kind, "selected_users": [other]} if "multi" in kind else {"type": kind, "selected_user": other}
    return {"type": kind, "selected_date": "2027-03-31"} if kind == "datepicker" else {"type": kind, "value": "7"}


def _what(sent: Sent) -> str:
    if "command" in sent.payload:
        return f"{sent.payload['command']} {sent.payload['text']}"
    return str(sent.payload.get("actions", [{}])[0].get("action_id") or sent.payload["type"])


def _batched(many: Iterable[Sent]) -> Iterator[tuple[Sent, ...]]:
    walk = iter(many)
    while part := tuple(itertools.islice(walk, AT_ONCE)):
        yield part
