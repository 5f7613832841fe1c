"""`/team-status`: the manager's page, answered in the ack, and its long lists in a window."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import zone
from domain.new_blocks import proved
from domain.notices import TeamFileRequested
from domain.refusals import NothingToShow, NotThere, Refusal
from domain.rules import Rules
from domain.status import TeamStatus
from handlers import nudges
from handlers.dispatch import Table
from handlers.payloads import MENTION, mentioned, written
from handlers.tasks import Tasks, on_top
from handlers.views import status as view
from handlers.views.blocks import Message, modal, section
from handlers.views.team import LAST, LINE, TEAM, Scope
from handlers.words import Command, Use, help_on, unknown
from storage.database import Database
from storage.status import WHAT
from storage.store import Store

COMMANDS = (Command("team_status", "See how your team is doing this week", "[@report | last week | all | export]"),)
USES = (
    Use("", "shows your direct reports, this week"),
    Use("@ana", "shows Ana alone, if she is in your line, with her goals"),
    Use("last week", "shows the check-ins of last week"),
    Use("all", "shows everyone in your line, not only those who report to you"),
    Use("export", "sends you the last twelve weeks as a file for a spreadsheet"),
    Use("help", "shows this"),
)
WORDS = {"": TEAM, "last week": LAST, "all": LINE}
INTRO = "How your direct reports are doing: who answered, who is blocked, which goals are at risk, who waits for you."
EXPORT_WORD = "export"
Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to the command and the buttons of the page."""
    table.on("command", "team-status", team_status)
    for button in (view.MORE, view.EARLIER, view.LATER):
        table.on("action", button, show_list)
    for button in view.SHOW.values():
        table.on("action", button, show)
    table.on("action", view.EXPORT, export)
    nudges.register(table)


class OnePersonAtATime(Refusal):
    """`/team-status @ana @bo`."""

    text = "I can show one person at a time. Name one: `{command} @ana`, or all of your line: `{command} all`."


async def team_status(
    ack: AsyncAck, command: dict[str, Any], once: str, database: Database, clock: Clock, rules: Rules
) -> None:
    """`/team-status`: show the page to the one who asks. It marks no check-in as read; opening one does."""
    word, name, now = command.get("text", "").strip(), rules.command("team_status"), clock()
    if word.casefold() == "help":
        await ack(**help_on(name, USES, intro=INTRO).reply())
        return
    wanted = _wanted(word, name)
    async with database.transaction(once=once) as store:
        if word.casefold() == EXPORT_WORD:
            reply = await _order_file(store, command["user_id"], TEAM.key, once, now=now)
        else:
            look = await _look(store, command["user_id"], wanted, rules, now=now)
            reply = _page(look, proved(await store.workspaces.new_blocks()), now=now).reply()
        await store.remember_reply(reply)
    await ack(**reply)


def _wanted(word: str, name: str) -> str:
    """Return the key of the scope that is asked for. Raises OnePersonAtATime, UnknownWord."""
    named = mentioned(word)
    if len(named) > 1:
        raise OnePersonAtATime(command=name)
    if named and not MENTION.sub("", word).strip():
        return named[0]
    said = " ".join(word.casefold().split())
    if said == EXPORT_WORD:
        return TEAM.key
    if said not in WORDS:
        raise unknown(written(word), name, [*filter(None, WORDS), EXPORT_WORD, "help"], USES)
    return WORDS[said].key


async def show(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    once: str,
    database: Database,
    clock: Clock,
    rules: Rules,
    tasks: Tasks,
) -> None:
    """*Last week*, *Whole line* and *This week*: show that page in a window, whose list is everyone."""
    now, wanted = clock(), str(action.get("value", ""))
    async with database.transaction(once=once) as store:
        look = await _look(store, user_id, wanted, rules, now=now)
        shown = view.everyone(look.status, now=now, tz=look.tz, scope=look.scope)
    tasks.start("team", on_top(client, body)(trigger_id=body["trigger_id"], view=shown))
    await ack()


async def show_list(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    once: str,
    database: Database,
    clock: Clock,
    rules: Rules,
    tasks: Tasks,
) -> None:
    """*All …*, *Everyone*, *Earlier* and *Later*: show one page of a list, as it is now."""
    what, number, wanted = _list_in(str(action.get("value", "")))
    now = clock()
    async with database.transaction(once=once) as store:
        look = await _look(store, user_id, wanted, rules, now=now)
    window = view.window(look.status, what, number, now=now, tz=look.tz, scope=look.scope)
    turned = body.get("view") or {}
    if turned.get("type") == "modal":
        update = client.views_update(view_id=turned["id"], hash=turned["hash"], view=window)
        tasks.start("team list", update)
    else:
        tasks.start("team list", client.views_open(trigger_id=body["trigger_id"], view=window))
    await ack()


def _list_in(value: str) -> tuple[str, int, str]:
    """Read which list, which page and whose; a button of an earlier version names no scope. Raises NotThere."""
    what, number, wanted, *_ = [*value.split(" "), "", "", ""]
    if what not in view.LISTS or not (number.isascii() and number.isdigit()):
        raise NotThere
    return what, int(number[:6]), wanted or TEAM.key


async def export(
    ack: AsyncAck,
    action: dict[str, Any],
    client: AsyncWebClient,
    body: dict[str, Any],
    user_id: str,
    once: str,
    database: Database,
    clock: Clock,
    tasks: Tasks,
) -> None:
    """*Export*: have the file made and sent, and say that it comes."""
    async with database.transaction(once=once) as store:
        reply = await _order_file(store, user_id, str(action.get("value", "")), once, now=clock())
        await store.remember_reply(reply)
    window = modal("team_export", "Export", [section(reply["text"])])
    tasks.start("export", on_top(client, body)(trigger_id=body["trigger_id"], view=window))
    await ack()


async def _order_file(store: Store, user: str, wanted: str, once: str, *, now: datetime) -> dict[str, Any]:
    """Have the file made with the rights of the moment it is made. Raises NothingToShow."""
    me = await store.people.acting(user)
    whose = wanted if wanted in {TEAM.key, LINE.key} else TEAM.key
    if not await store.people.reports_of(me.id):
        raise NothingToShow
    await store.outbox.put(TeamFileRequested(to=me.id, request=once, whole_line=whose == LINE.key), now=now)
    return view.file_comes().reply()


class Look(NamedTuple):
    """What somebody sees of a team: the page's facts, their zone, and whom it is about."""

    status: TeamStatus
    tz: ZoneInfo
    scope: Scope


def _page(look: Look, shows: Collection[str], *, now: datetime) -> Message:
    return view.page(look.status, now=now, tz=look.tz, shows=shows, scope=look.scope)


async def _look(store: Store, user: str, wanted: str, rules: Rules, *, now: datetime) -> Look:
    """Return the team as it is; write down that it was looked at. Raises NothingToShow."""
    me = await store.people.acting(user)
    scope = next((one for one in (TEAM, LAST, LINE) if one.key == wanted), None)
    only = None
    if scope is None:
        only = await store.people.get(wanted)
        if only is None:
            raise NothingToShow
        scope = Scope(only.id, only.name)
    status, grants = await store.status.team(
        me,
        schedule=rules.schedule,
        now=now,
        whole_line=scope is LINE,
        weeks_ago=1 if scope is LAST else 0,
        only=only,
    )
    await store.access.record(grants, what=WHAT, now=now)
    return Look(status, zone(me.tz), scope)
