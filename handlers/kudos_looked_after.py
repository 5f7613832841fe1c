"""The people team takes down kudos that hurt: `/kudos manage` lists what stands in the channel, a form asks why."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import zone
from domain.kudos import Kudos
from domain.kudos_taken_back import REASON, GoneAlready, must_be_people_team, why_taken_down
from domain.notices import KudosTakenDown
from domain.people import Person
from domain.refusals import NotThere
from handlers.dispatch import Table
from handlers.kudos_taken_back import unsay
from handlers.payloads import metadata, number_in, values
from handlers.tasks import Tasks, on_top
from handlers.views import kudos_gone as view
from handlers.views.blocks import mention
from storage.database import Database
from storage.store import Store

log = structlog.get_logger(__name__)
MOST_ASKED = 3
"""So many of the people team are named to somebody who is not in it."""
Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to the list's buttons and to the form."""
    table.on("action", view.MANAGE, open_list)
    table.on("action", f"{view.MANAGE}_older", turn_page)
    table.on("action", f"{view.MANAGE}_newer", turn_page)
    table.on("action", view.TAKE_DOWN, open_take_down)
    table.on("view", view.TAKE_DOWN_FORM, submit)


async def _people_team_member(store: Store, user: str) -> Person:
    """Return the one who acts. Raises PeopleTeamOnly for anybody else, naming whom to ask."""
    me = await store.people.acting(user)
    team = [person for person in await store.people.people_team() if person.id != me.id]
    must_be_people_team(me, ", ".join(mention(one.id) for one in team[:MOST_ASKED]))
    return me


async def page(database: Database, user: str, start: int = 0) -> dict[str, Any]:
    """Return what stands in the channel, a page of it. Raises PeopleTeamOnly."""
    async with database.reading() as store:
        me = await _people_team_member(store, user)
        found = await store.kudos_lists.public(start=start, most=view.ON_PAGE + 1)
    return view.manage_page(found[: view.ON_PAGE], zone(me.tz), start=start, more=len(found) > view.ON_PAGE)


async def open_list(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, user_id: str, database: Database, tasks: Tasks
) -> None:
    """*Look after kudos*, on the people team's Home tab."""
    window = await page(database, user_id)
    tasks.start("kudos list", on_top(client, body)(trigger_id=body["trigger_id"], view=window))
    await ack()


async def turn_page(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    tasks: Tasks,
) -> None:
    """*Older*, *Newer*: another page of the same window."""
    window = await page(database, user_id, number_in(action.get("value")))
    shown = body.get("view") or {}
    tasks.start("kudos list", client.views_update(view_id=shown.get("id"), hash=shown.get("hash"), view=window))
    await ack()


async def open_take_down(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    tasks: Tasks,
) -> None:
    """*Take down*: ask why."""
    number = number_in(action.get("value"))
    async with database.reading() as store:
        me = await _people_team_member(store, user_id)
        kudos = _public(await store.kudos.get(number))
    if kudos.gone:
        raise GoneAlready
    form = view.take_down_form(kudos, zone(me.tz))
    tasks.start("kudos to take down", on_top(client, body)(trigger_id=body["trigger_id"], view=form))
    await ack()


async def submit(
    ack: AsyncAck, body: dict[str, Any], user_id: str, once: str, database: Database, clock: Clock
) -> None:
    """The form: take the post away, rewrite the messages, tell the giver why, and keep the record."""
    said, number, now = values(body["view"]), number_in(metadata(body["view"]).get("kudos")), clock()
    async with database.transaction(once=once) as store:
        me = await _people_team_member(store, user_id)
        kudos = _public(await store.kudos.locked(number))
        why = why_taken_down(kudos, said.get(REASON))
        await store.kudos.take_down(kudos, by=me.id, why=why, now=now)
        in_doubt = await unsay(store, kudos, by=me.id, giver=None, now=now)
        told = KudosTakenDown(to=kudos.giver, kudos=number, receivers=kudos.receivers, why=why)
        await store.outbox.put(told, now=now)
        reply = await store.remember_reply(view.down(kudos, in_doubt=in_doubt))
    log.info("kudos_taken_down", kudos=number, by=me.id)
    await ack(**reply)


def _public(kudos: Kudos | None) -> Kudos:
    """Return the kudos if the people team may read them: private ones are between those they are for."""
    if kudos is None or not kudos.public:
        raise NotThere
    return kudos
