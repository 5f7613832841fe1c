"""*Post it again* and *Leave it*: the answer to being asked whether the same kudos were meant twice."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from slack_bolt.async_app import AsyncAck, AsyncRespond

from domain.kudos_again import Again
from domain.kudos_groups import Thanked
from domain.refusals import NotThere
from domain.rules import Rules
from handlers.dispatch import Table
from handlers.kudos_forms import goal_named
from handlers.kudos_giving import Wish, give_surely
from handlers.payloads import metadata
from handlers.tasks import Tasks
from handlers.views import kudos as view
from handlers.views.blocks import Message
from storage.database import AlreadyDone, Database
from storage.store import Store

Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to both buttons, and to the window that asks the same."""
    table.on("action", view.SAY_AGAIN, post_again)
    table.on("action", view.LEAVE_IT, leave_it)
    table.on("view", view.AGAIN_FORM, submit)


async def post_again(
    ack: AsyncAck,
    respond: AsyncRespond,
    action: dict[str, Any],
    user_id: str,
    database: Database,
    clock: Clock,
    rules: Rules,
    tasks: Tasks,
) -> None:
    """*Post it again*: give them once more. Two clicks are one answer, since both carry the name of the question."""
    try:
        again = Again.model_validate_json(str(action.get("value")))
    except ValidationError:
        raise NotThere from None
    try:
        async with database.transaction(once=f"again:{user_id}:{again.asked}") as store:
            done = await _once_more(store, user_id, again, rules, now=clock())
            reply = await store.remember_reply({"text": done.text, "blocks": done.blocks})
    except AlreadyDone as before:
        reply = before.reply
    tasks.start("kudos again", respond(replace_original=True, response_type="ephemeral", **reply))
    await ack()


async def leave_it(ack: AsyncAck, respond: AsyncRespond, tasks: Tasks) -> None:
    """*Leave it*: nothing happens."""
    done = view.left_it()
    said: dict[str, Any] = {"text": done.text, "blocks": done.blocks}
    tasks.start("kudos left", respond(replace_original=True, response_type="ephemeral", **said))
    await ack()


async def submit(
    ack: AsyncAck, body: dict[str, Any], user_id: str, once: str, database: Database, clock: Clock, rules: Rules
) -> None:
    """*Post it again* in the form's window."""
    try:
        again = Again.model_validate(metadata(body["view"]))
    except ValidationError:
        raise NotThere from None
    async with database.transaction(once=once) as store:
        done = await _once_more(store, user_id, again, rules, now=clock())
        reply = await store.remember_reply(view.given_in_window(done))
    await ack(**reply)


async def _once_more(store: Store, giver: str, again: Again, rules: Rules, *, now: datetime) -> Message:
    """Give the same words once more, by the same rules. Raises a Refusal."""
    like = await store.kudos.get(again.like)
    if like is None or like.giver != giver or like.removed_at:
        raise NotThere
    people = await store.people.named([giver, *again.receivers], lock=giver)
    thanked = Thanked(receivers=again.receivers)
    wish = Wish(
        thanked,
        like.reason,
        again.asked,
        value=again.value,
        goal=await goal_named(store, again.goal, giver),
        public=again.public,
        about=again.about,
    )
    given = await give_surely(store, giver, wish, people=people, rules=rules, now=now)
    return view.given(given.kudos, rules, left=given.left, thanked=thanked)
