"""assistant.threads.*: what an app says about a thread with it."""

from emulator.errors import JSON, SlackError, missing
from emulator.state.assistants import Thread
from emulator.web_api.call import ApiCall

MOST_PROMPTS = 4


def set_status(call: ApiCall) -> JSON:
    """assistant.threads.setStatus: what the app is doing, until its next message; "" takes it away."""
    thread = _thread(call)
    if not isinstance(call.args.get("status"), str):
        raise missing("status")  # "" is a status, too
    thread.status, thread.status_set = call.args["status"], call.emulator.next_ts()
    _show(call, thread)
    return {}


def set_title(call: ApiCall) -> JSON:
    """assistant.threads.setTitle."""
    call.emulator.assistants.name(_thread(call), str(call.need("title")))
    return {}


def set_prompts(call: ApiCall) -> JSON:
    """assistant.threads.setSuggestedPrompts: at most four."""
    thread, prompts = _thread(call), call.need("prompts")
    if not isinstance(prompts, list) or not all(isinstance(one, dict) for one in prompts):
        raise SlackError("invalid_arguments", messages=["[ERROR] must be a list of objects [json-pointer:/prompts]"])
    if len(prompts) > MOST_PROMPTS or not all(one.get("title") and one.get("message") for one in prompts):
        words = f"[ERROR] at most {MOST_PROMPTS} items with title and message [json-pointer:/prompts]"
        raise SlackError("invalid_arguments", messages=[words])
    thread.prompts, thread.prompts_title = prompts, str(call.args.get("title") or "")
    _show(call, thread)
    return {}


def _thread(call: ApiCall) -> Thread:
    channel = call.channel("channel_id")
    thread = call.emulator.assistants.find(channel.id, str(call.need("thread_ts")))
    if thread is None or thread.app is not call.app:
        raise SlackError("invalid_thread_ts")
    return thread


def _show(call: ApiCall, thread: Thread) -> None:
    call.emulator.live.tell("messages", channel=thread.channel.id, only=frozenset([thread.user]))
