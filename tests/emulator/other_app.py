"""Lunchbox, a Bolt app that has nothing to do with Cairn: it orders lunch, by as many ways of the SDK as it can."""

import json
import re

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    CheckboxesElement,
    ConversationSelectElement,
    ExternalDataSelectElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.views import View
from slack_sdk.webhook.async_client import AsyncWebhookClient

TOKEN, APP_TOKEN, SECRET = "xoxb-lunchbox", "xapp-lunchbox", "secret-of-lunchbox"
DISHES = {"soup": "Soup", "salad": "Salad"}
RESTAURANTS = {"corner": "The Corner", "garden": "Garden of Eatin'", "cantina": "Cantina"}
MENU = "dish,price\nSoup,5\nSalad,7\n"
SCOPES = [
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "chat:write.public",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "im:history",
    "im:write",
    "mpim:history",
    "mpim:write",
    "reactions:read",
    "reactions:write",
    "usergroups:read",
    "usergroups:write",
    "users:read",
]
EVENTS = [
    "app_home_opened",
    "app_mention",
    "file_shared",
    "member_joined_channel",
    "message.channels",
    "message.im",
    "message.mpim",
    "reaction_added",
    "subteam_created",
    "subteam_members_changed",
    "subteam_updated",
]
LUNCHBOX = {
    "id": "A0LUNCH",
    "name": "Lunchbox",
    "bot_user": "ULUNCH",
    "bot_id": "B0LUNCH",
    "bot_token": TOKEN,
    "app_token": APP_TOKEN,
    "signing_secret": SECRET,
    "manifest": {
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "slash_commands": [{"command": "/lunch", "description": "Order lunch", "should_escape": True}],
            "shortcuts": [
                {"name": "Order lunch", "type": "global", "callback_id": "order_lunch", "description": "Order"},
                {"name": "Same for me", "type": "message", "callback_id": "same_for_me", "description": "Join in"},
            ],
        },
        "oauth_config": {"scopes": {"bot": SCOPES}},
        "settings": {"event_subscriptions": {"bot_events": EVENTS}},
    },
}


def order_view():
    """The first form: what, where from, for whom."""
    dishes = StaticSelectElement(action_id="dish", options=[Option(value=key, text=DISHES[key]) for key in DISHES])
    places = ExternalDataSelectElement(action_id="restaurant", placeholder="Search", min_query_length=1)
    where = ConversationSelectElement(
        action_id="where", default_to_current_conversation=True, response_url_enabled=True
    )
    return View(
        type="modal",
        callback_id="order",
        title="Lunch",
        submit="Next",
        close="Not today",
        notify_on_close=True,
        external_id="",
        blocks=[
            InputBlock(block_id="dish", label="Dish", element=dishes),
            InputBlock(block_id="restaurant", label="From", element=places),
            InputBlock(block_id="where", label="Tell", element=where),
        ],
    )


def extras_view(so_far):
    """The second form: sauce and wishes."""
    sauces = CheckboxesElement(action_id="sauce", options=[Option(value="hot", text="Hot sauce")])
    return View(
        type="modal",
        callback_id="extras",
        title="Extras",
        submit="Next",
        private_metadata=json.dumps(so_far),
        blocks=[
            InputBlock(block_id="sauce", label="Sauce", element=sauces, optional=True),
            InputBlock(block_id="note", label="Wishes", element=PlainTextInputElement(action_id="note")),
        ],
    )


def confirm_view(so_far):
    """The third form: is that right?"""
    return View(
        type="modal",
        callback_id="confirm",
        title="Right?",
        submit="Order",
        private_metadata=json.dumps(so_far),
        blocks=[SectionBlock(text=told(so_far))],
    )


def home_view(user):
    """The Home tab."""
    start = ButtonElement(action_id="start", text="Order")
    return View(type="home", blocks=[SectionBlock(text=f"Hello <@{user}>"), ActionsBlock(elements=[start])])


def ordered(words, eaters):
    """The message about an order."""
    join = ButtonElement(action_id="join", text="Me too", value=json.dumps(eaters))
    blocks = [SectionBlock(text=words), ActionsBlock(block_id="join", elements=[join])]
    return [block.to_dict() for block in blocks]


def first_answers(body):
    """Read the first form."""
    values = body["view"]["state"]["values"]
    return {
        "user": body["user"]["id"],
        "dish": values["dish"]["dish"]["selected_option"]["value"],
        "restaurant": values["restaurant"]["restaurant"]["selected_option"]["value"],
        "url": body["response_urls"][0]["response_url"],
    }


def second_answers(view):
    """Read the second form on top of the first."""
    values = view["state"]["values"]
    sauces = [option["value"] for option in values["sauce"]["sauce"]["selected_options"]]
    return {**json.loads(view["private_metadata"]), "sauces": sauces, "note": values["note"]["note"]["value"]}


def told(order):
    """An order in words."""
    hot = " with hot sauce" if order["sauces"] else ""
    return f"<@{order['user']}> orders {DISHES[order['dish']]}{hot} from {RESTAURANTS[order['restaurant']]}"


def matching(query):
    """The restaurants whose name holds what was typed."""
    found = [key for key in RESTAURANTS if query.lower() in RESTAURANTS[key].lower()]
    return [Option(value=key, text=RESTAURANTS[key]).to_dict() for key in found]


def joined(action, user):
    """Who eats after one more joined."""
    return [*json.loads(action["value"]), user]


async def count(context, next):
    context["seen"] = True
    await next()


async def lunch(ack, command, client, respond, say, context):
    verb, _, rest = command["text"].partition(" ")
    if verb == "order":
        await client.views_open(trigger_id=command["trigger_id"], view=order_view())
        await ack()
    elif verb == "later":
        moment, _, words = rest.partition(" ")
        await client.chat_scheduleMessage(channel=command["channel_id"], text=words, post_at=int(moment))
        await ack("I will remind you.")
    elif verb == "menu":
        await ack()
        await client.files_upload_v2(
            channel=command["channel_id"], filename="menu.csv", content=MENU, initial_comment="Today"
        )
    elif verb == "crew":
        await ack()
        members = []
        async for page in await client.conversations_members(channel=command["channel_id"], limit=1):
            members += [user for user in page["members"] if user != context.bot_user_id]
        group = (await client.usergroups_create(name="Lunch crew"))["usergroup"]["id"]
        await client.usergroups_users_update(usergroup=group, users=members)
        await say(f"<!subteam^{group}> has {len(members)} members")
    elif verb == "people":
        await ack()
        names = []
        async for page in await client.users_list(limit=2):
            names += [member["name"] for member in page["members"] if not member["is_bot"]]
        await respond(", ".join(names))
    else:
        await ack({"response_type": "ephemeral", "text": "Try /lunch order"})


async def restaurants(ack, payload):
    await ack(options=matching(payload["value"]))


async def order(ack, body):
    await ack(response_action="push", view=extras_view(first_answers(body)))


async def extras(ack, view):
    answers = second_answers(view)
    if "nuts" in answers["note"]:
        await ack(response_action="errors", errors={"note": "No nuts here."})
    else:
        await ack(response_action="push", view=confirm_view(answers))


async def confirm(ack, view):
    await ack(response_action="clear")
    answers = json.loads(view["private_metadata"])
    blocks = ordered(told(answers), [answers["user"]])
    await AsyncWebhookClient(answers["url"]).send(text=told(answers), blocks=blocks, response_type="in_channel")


async def not_today(ack, body, client):
    await ack()
    await client.chat_postMessage(channel=body["user"]["id"], text="Maybe tomorrow.")


async def join(ack, action, body, respond, client):
    await ack()
    eaters = joined(action, body["user"]["id"])
    words = f"{len(eaters)} eat: " + ", ".join(f"<@{one}>" for one in eaters)
    await respond(replace_original=True, text=words, blocks=ordered(words, eaters))
    item = {"channel": body["channel"]["id"], "timestamp": body["message"]["ts"]}
    await client.reactions_add(**item, name="fork_and_knife")


async def home(event, client):
    await client.views_publish(user_id=event["user"], view=home_view(event["user"]))


async def start(ack, body, client):
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=order_view())


async def acknowledge(ack):
    await ack()


async def open_order(shortcut, client):
    await client.views_open(trigger_id=shortcut["trigger_id"], view=order_view())


async def same(ack, shortcut, client):
    await ack()
    place, user = shortcut["channel"]["id"], shortcut["user"]["id"]
    await client.chat_postEphemeral(channel=place, user=user, text="The same for you, then.")


async def hungry(message, say):
    await say("Patience.", thread_ts=message["ts"])


async def is_stew(event):
    return event["reaction"] == "stew"


async def stew(event, say):
    await say(channel=event["item"]["channel"], text="Stew it is.", thread_ts=event["item"]["ts"])


async def mention(event, say):
    await say(f"Yes, <@{event['user']}>?")


async def anything_else():
    """Nothing to do."""


def register(app):
    """Let an AsyncApp be Lunchbox."""
    app.use(count)
    app.command("/lunch")(lunch)
    app.options("restaurant")(restaurants)
    app.view("order")(order)
    app.view("extras")(extras)
    app.view("confirm")(confirm)
    app.view_closed("order")(not_today)
    app.action({"block_id": "join", "action_id": "join"})(join)
    app.event("app_home_opened")(home)
    app.action("start")(start)
    app.shortcut("order_lunch")(ack=acknowledge, lazy=[open_order])
    app.message_shortcut("same_for_me")(same)
    app.message(re.compile("hungry"))(hungry)
    app.event("reaction_added", matchers=[is_stew])(stew)
    app.event("app_mention")(mention)
    app.event(re.compile(".+"))(anything_else)
