"""Kudos: by text, by form or from a message's menu, stored with everything it causes, answered in the ack."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import week_start, zone
from domain.goals import Goal, Level
from domain.kudos import Kudos, author_of, thank
from domain.messages import MessageRef
from domain.notices import AnyNotice, KudosPosted, KudosReceived
from domain.people import NotTakingPart, Person
from domain.refusals import NobodyNamed, NotThere, UnknownPerson
from domain.rules import Rules
from handlers.dispatch import Table
from handlers.messages import Chosen, chosen, ref_in
from handlers.payloads import CHANNEL, GROUP, MENTION, mentioned, metadata, number_in, values, written
from handlers.tasks import Tasks, in_time, on_top
from handlers.views import kudos as view
from handlers.views.blocks import Message, mention, shown_in_window
from handlers.words import Command, Shortcut, Use, help_on, unknown
from storage.database import Database
from storage.store import Store

COMMANDS = (Command("kudos", "Thank a colleague", "@ana for the calm handover"),)
SHORTCUTS = (Shortcut("Give kudos", "message", view.FROM_MESSAGE, "Thank whoever wrote this message"),)
USES = (
    Use("@ana for the calm handover", "thanks Ana at once; name several people if you like"),
    Use("", "opens the form, with values, goals and private kudos"),
    Use("help", "shows this"),
)
Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to the command, the button, the menu of a message, and the form."""
    table.on("command", "kudos", kudos)
    table.on("shortcut", view.FROM_MESSAGE, open_form)
    table.on("action", view.OPEN, open_form)
    table.on("view", view.FORM, submit)


async def kudos(
    ack: AsyncAck,
    command: dict[str, Any],
    client: AsyncWebClient,
    database: Database,
    clock: Clock,
    rules: Rules,
    once: str,
    tasks: Tasks,
) -> None:
    """`/kudos`: post at once when it says whom and what for, else open the form or explain."""
    text, name = command.get("text", "").strip(), rules.command("kudos")
    if text.casefold() == "help":
        await ack(**help_on(name, USES, intro="Thank a colleague for something they did.").reply())
    elif not text:
        form = await _form(database, command["user_id"], rules=rules, now=clock())
        tasks.start("kudos form", client.views_open(trigger_id=command["trigger_id"], view=form))
        await ack()
    elif not mentioned(text):
        raise _nobody_named(text, name)
    else:
        await ack(**(await _give_by_text(text, command["user_id"], database, rules, once=once, now=clock())))


async def open_form(
    ack: AsyncAck,
    respond: AsyncRespond,
    body: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    clock: Clock,
    rules: Rules,
    tasks: Tasks,
) -> None:
    """*Give kudos*: open the form; from a message's menu for its author. Nothing of the message is stored."""
    message = chosen(body) if body.get("type") == "message_action" else None
    form = await _form(database, user_id, rules=rules, now=clock(), message=message)
    opening = on_top(client, body)(trigger_id=body["trigger_id"], view=form)
    tasks.start("kudos form", in_time(opening, body, respond))
    await ack()


def _nobody_named(text: str, name: str) -> Exception:
    if GROUP.search(text):
        return UnknownPerson(who="a whole group as one person yet; name the people one by one")
    if len(text.split()) == 1 and not text.startswith("@"):
        return unknown(written(text), name, ["help"], USES)
    return NobodyNamed(example=f"{name} {USES[0].example}")


async def _give_by_text(
    text: str, giver: str, database: Database, rules: Rules, *, once: str, now: datetime
) -> dict[str, Any]:
    receivers = mentioned(text)
    async with database.transaction(once=once) as store:
        people = await store.people.named([giver, *receivers])
        reason, value = _reason(text, people, rules.values)
        done = await _give(store, giver, receivers, reason, people=people, rules=rules, now=now, value=value)
        reply: dict[str, Any] = await store.remember_reply(done.reply())
    return reply


def _reason(text: str, people: dict[str, Person], company_values: Sequence[str]) -> tuple[str, str | None]:
    """Split what was typed into the reason and the company value it names (`#value`, anywhere)."""
    known = {value.casefold(): value for value in company_values}
    named = None
    for channel in CHANNEL.finditer(text):  # a value that is also a channel's name arrives as a link to it
        if (channel[2] or "").casefold() in known:
            named, text = known[channel[2].casefold()], text.replace(channel[0], "")
    kept = []
    for word in MENTION.sub(lambda found: found[0].replace(" ", ""), text).split(" "):
        bare = word.strip(".,;:!").removeprefix("#").casefold()
        if word.startswith("#") and bare in known:
            named = known[bare]
        else:
            kept.append(word)
    return _without_receivers(" ".join(kept), people), named


def _without_receivers(text: str, people: dict[str, Person]) -> str:
    """Take the leading names and the word *for* away; a name within the sentence stays one."""
    rest = text.strip()
    while found := MENTION.match(rest):
        rest = rest[found.end() :].lstrip(" ,")
        if rest.startswith("and <@"):
            rest = rest.removeprefix("and ")
    if rest.casefold() == "for" or rest.casefold().startswith("for "):
        rest = rest[3:]
    return written(rest.strip(), people)


async def submit(
    ack: AsyncAck,
    body: dict[str, Any],
    user_id: str,
    once: str,
    database: Database,
    clock: Clock,
    rules: Rules,
) -> None:
    """The form: the same rules; the window then says what happened."""
    said, now = values(body["view"]), clock()
    receivers = list(said.get(view.RECEIVERS) or ())
    async with database.transaction(once=once) as store:
        people = await store.people.named([user_id, *receivers])
        done = await _give(
            store,
            user_id,
            receivers,
            said.get(view.REASON) or "",
            people=people,
            rules=rules,
            now=now,
            value=said.get(view.VALUE),
            goal=await _goal(store, said.get(view.GOAL), user_id),
            public=said.get(view.AUDIENCE) != view.PRIVATE,
            about=ref_in(metadata(body["view"]).get(view.ABOUT)),
        )
        reply = await store.remember_reply(shown_in_window("Kudos given", done))
    await ack(**reply)


async def _give(
    store: Store,
    giver: str,
    receivers: Sequence[str],
    reason: str,
    *,
    people: dict[str, Person],
    rules: Rules,
    now: datetime,
    value: str | None = None,
    goal: Goal | None = None,
    public: bool = True,
    about: MessageRef | None = None,
) -> Message:
    """Decide, store, and write down whom to tell; return what the giver reads."""
    if giver not in people:
        raise NotTakingPart
    for receiver in receivers:
        if receiver not in people:
            raise UnknownPerson(who=mention(receiver), field=view.RECEIVERS)
    address = await store.workspaces.url() if about else ""
    given = await store.kudos.lock_allowance(giver, since=week_start(now, zone(people[giver].tz)))
    kudos = await store.kudos.add(
        thank(
            giver,
            receivers,
            reason,
            left_this_week=rules.allowance - given,
            now=now,
            allowance=rules.allowance,
            value=value,
            values=rules.values,
            goal=goal.id if goal else None,
            public=public,
            link=about.public_link(address) if about else None,
            command=rules.command("kudos"),
        )
    )
    links = {receiver: about.link_for(receiver, address) for receiver in kudos.receivers} if about else {}
    await store.outbox.put(*_notices(kudos, goal, links, rules), now=now)
    return view.given(kudos, rules, left=rules.allowance - given - len(kudos.receivers))


def _notices(kudos: Kudos, goal: Goal | None, links: Mapping[str, str | None], rules: Rules) -> list[AnyNotice]:
    """Return what to say; `links` leads each receiver to the message it is about, if they can open that."""
    number, told = kudos.id or 0, bool(kudos.public and rules.kudos_channel)
    notices: list[AnyNotice] = [
        KudosReceived(
            to=receiver,
            kudos=number,
            giver=kudos.giver,
            reason=kudos.reason,
            value=kudos.value,
            public=told,
            link=links.get(receiver),
        )
        for receiver in kudos.receivers
    ]
    if told:
        post = KudosPosted(
            to=rules.kudos_channel or "",
            kudos=number,
            giver=kudos.giver,
            receivers=kudos.receivers,
            reason=kudos.reason,
            value=kudos.value,
            goal=goal.title if goal and goal.level is not Level.INDIVIDUAL else None,
            link=kudos.link,
        )
        notices.insert(0, post)
    return notices


async def _form(
    database: Database, user: str, *, rules: Rules, now: datetime, message: Chosen | None = None
) -> dict[str, Any]:
    async with database.reading() as store:
        me = await store.people.acting(user)
        given = await store.kudos.count_given(me.id, since=week_start(now, zone(me.tz)))
        goals = [*await store.goals.of(me.id), *await store.goals.shared()]
        about = await _about(store, me, message) if message else None
    titles = {str(goal.id): f"{goal.ref} · {goal.title}" for goal in goals}
    return view.form(rules, titles, left=max(rules.allowance - given, 0), about=about)


async def _about(store: Store, me: Person, message: Chosen) -> view.About:
    """Return what the giver reads of the message."""
    author = message.ref.author
    named = await store.people.named([*mentioned(message.text), *([author] if author else [])])
    whose = author_of(me.id, author, colleagues=named, by_app=message.by_app)
    link = message.ref.permalink(await store.workspaces.url())
    return view.About(ref=message.ref, whose=whose, text=written(message.text, named), link=link)


async def _goal(store: Store, chosen: str | None, user: str) -> Goal | None:
    """Return the goal of the form if it is still one the giver may name: their own, or one everybody sees."""
    if not chosen:
        return None
    goal = await store.goals.get(number_in(chosen))
    if goal is None or (goal.level is Level.INDIVIDUAL and goal.owner != user):
        raise NotThere(field=view.GOAL)
    return goal
