"""Lunchbox once more, in the SDK's other half: the Bolt app and the clients without async."""

import json
import re

from other_app import (
    MENU,
    confirm_view,
    extras_view,
    first_answers,
    home_view,
    joined,
    matching,
    order_view,
    ordered,
    second_answers,
    told,
)
from slack_sdk.webhook import WebhookClient


def count(context, next):
    context["seen"] = True
    next()


def lunch(ack, command, client, respond, say, context):
    verb, _, rest = command["text"].partition(" ")
    if verb == "order":
        client.views_open(trigger_id=command["trigger_id"], view=order_view())
        ack()
    elif verb == "later":
        moment, _, words = rest.partition(" ")
        client.chat_scheduleMessage(channel=command["channel_id"], text=words, post_at=int(moment))
        ack("I will remind you.")
    elif verb == "menu":
        ack()
        client.files_upload_v2(
            channel=command["channel_id"], filename="menu.csv", content=MENU, initial_comment="Today"
        )
    elif verb == "crew":
        ack()
        members = []
        for page in client.conversations_members(channel=command["channel_id"], limit=1):
            members += [user for user in page["members"] if user != context.bot_user_id]
        group = (client.usergroups_create(name="Lunch crew"))["usergroup"]["id"]
        client.usergroups_users_update(usergroup=group, users=members)
        say(f"<!subteam^{group}> has {len(members)} members")
    elif verb == "people":
        ack()
        names = []
        for page in client.users_list(limit=2):
            names += [member["name"] for member in page["members"] if not member["is_bot"]]
        respond(", ".join(names))
    else:
        ack({"response_type": "ephemeral", "text": "Try /lunch order"})


def restaurants(ack, payload):
    ack(options=matching(payload["value"]))


def order(ack, body):
    ack(response_action="push", view=extras_view(first_answers(body)))


def extras(ack, view):
    answers = second_answers(view)
    if "nuts" in answers["note"]:
        ack(response_action="errors", errors={"note": "No nuts here."})
    else:
        ack(response_action="push", view=confirm_view(answers))


def confirm(ack, view):
    ack(response_action="clear")
    answers = json.loads(view["private_metadata"])
    blocks = ordered(told(answers), [answers["user"]])
    WebhookClient(answers["url"]).send(text=told(answers), blocks=blocks, response_type="in_channel")


def not_today(ack, body, client):
    ack()
    client.chat_postMessage(channel=body["user"]["id"], text="Maybe tomorrow.")


def join(ack, action, body, respond, client):
    ack()
    eaters = joined(action, body["user"]["id"])
    words = f"{len(eaters)} eat: " + ", ".join(f"<@{one}>" for one in eaters)
    respond(replace_original=True, text=words, blocks=ordered(words, eaters))
    item = {"channel": body["channel"]["id"], "timestamp": body["message"]["ts"]}
    client.reactions_add(**item, name="fork_and_knife")


def home(event, client):
    client.views_publish(user_id=event["user"], view=home_view(event["user"]))


def start(ack, body, client):
    ack()
    client.views_open(trigger_id=body["trigger_id"], view=order_view())


def acknowledge(ack):
    ack()


def open_order(shortcut, client):
    client.views_open(trigger_id=shortcut["trigger_id"], view=order_view())


def same(ack, shortcut, client):
    ack()
    place, user = shortcut["channel"]["id"], shortcut["user"]["id"]
    client.chat_postEphemeral(channel=place, user=user, text="The same for you, then.")


def hungry(message, say):
    say("Patience.", thread_ts=message["ts"])


def is_stew(event):
    return event["reaction"] == "stew"


def stew(event, say):
    say(channel=event["item"]["channel"], text="Stew it is.", thread_ts=event["item"]["ts"])


def mention(event, say):
    say(f"Yes, <@{event['user']}>?")


def anything_else():
    """Nothing to do."""


def register(app):
    """Let an App be Lunchbox."""
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
