"""chat.scheduleMessage and what goes with it: messages for later."""

from copy import deepcopy

from emulator.errors import JSON, SlackError
from emulator.state.objects import bot_profile
from emulator.state.scheduled import Scheduled
from emulator.web_api.call import ApiCall
from emulator.web_api.paging import page
from emulator.web_api.posting import message_of, postable


def schedule(call: ApiCall) -> JSON:
    """chat.scheduleMessage: at `post_at`, in seconds since 1970, at most 120 days ahead."""
    channel = postable(call)
    content = message_of(call)
    if "thread_ts" in content and content["thread_ts"] not in channel.messages:
        raise SlackError("invalid_thread_ts")
    waiting = call.emulator.schedule.add(call.app, channel, content, _post_at(call))
    return {
        "scheduled_message_id": waiting.id,
        "channel": channel.id,
        "post_at": waiting.post_at,
        "message": _message(call, waiting),
    }


def listed(call: ApiCall) -> JSON:
    """chat.scheduledMessages.list: what of this app still waits, the next one first."""
    channel = call.channel() if call.args.get("channel") else None
    since, until = call.moment("oldest", 0), call.moment("latest", float("inf"))
    mine = [one for one in call.emulator.schedule.of(call.app) if channel is None or channel is one.channel]
    shown, cursor = page(call, [one for one in mine if since <= one.post_at <= until], default=100)
    rows = [_row(one) for one in shown]
    return {"scheduled_messages": rows, "response_metadata": {"next_cursor": cursor}}


def delete(call: ApiCall) -> JSON:
    """chat.deleteScheduledMessage."""
    call.emulator.schedule.cancel(call.app, call.channel(), str(call.need("scheduled_message_id")))
    return {}


def _post_at(call: ApiCall) -> int:
    try:
        return int(call.need("post_at"))
    except ValueError:
        raise SlackError("invalid_time") from None


def _message(call: ApiCall, waiting: Scheduled) -> JSON:
    """Return the message as it will be, without a time stamp."""
    hidden = {"thread_ts", "reply_broadcast"}
    content = {key: value for key, value in waiting.content.items() if key not in hidden}
    return {
        "user": call.app.bot_user,
        "type": "delayed_message",
        "bot_id": call.app.bot_id,
        "app_id": call.app.id,
        "team": call.workspace.team.id,
        "bot_profile": bot_profile(call.app, call.workspace.team),
        **deepcopy(content),
    }


def _row(waiting: Scheduled) -> JSON:
    return {
        "id": waiting.id,
        "channel_id": waiting.channel.id,
        "post_at": waiting.post_at,
        "date_created": waiting.created,
        "text": waiting.content["text"],
    }
