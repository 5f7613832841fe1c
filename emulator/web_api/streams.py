"""chat.startStream, appendStream, stopStream: a reply in a thread that grows while it is written."""

from copy import deepcopy

from emulator.block_kit import with_block_ids
from emulator.errors import JSON, SlackError
from emulator.state.messages import LONGEST_MARKDOWN, content_of
from emulator.state.workspace import Channel
from emulator.web_api.call import ApiCall
from emulator.web_api.chat import own_message
from emulator.web_api.posting import message_of, postable

TASK = ("title", "status", "details", "output", "sources")
STATES = ("pending", "in_progress", "complete", "error")


def start(call: ApiCall) -> JSON:
    """chat.startStream: always in a thread; in a channel Slack also wants to know for whom."""
    channel = postable(call)
    if str(call.need("thread_ts")) not in channel.messages:
        raise SlackError("invalid_thread_ts")
    for name in ("recipient_team_id", "recipient_user_id"):
        if channel.kind != "dm" and not call.args.get(name):
            raise SlackError(f"missing_{name}")
    content = message_of(ApiCall(call.emulator, call.app, call.method, {**call.args, "markdown_text": " "}))
    call.emulator.limits.post(call.app.id, channel.id)
    message = call.emulator.posts.by_app(call.app, channel, {**content, **_grown(call, [])})
    call.emulator.streaming.add(message["ts"])
    return {"channel": channel.id, "ts": message["ts"]}


def append(call: ApiCall) -> JSON:
    """chat.appendStream: markdown, tasks of a plan, blocks."""
    channel, message = _streamed(call)
    if not call.args.get("markdown_text") and not call.args.get("chunks"):
        raise SlackError("no_text")
    _grow(call, channel, message, [])
    return {"channel": channel.id, "ts": message["ts"]}


def stop(call: ApiCall) -> JSON:
    """chat.stopStream: the last words, and blocks under them."""
    channel, message = _streamed(call)
    under = content_of({"text": "", "blocks": call.args["blocks"]})["blocks"] if call.args.get("blocks") else []
    _grow(call, channel, message, under)
    call.emulator.streaming.discard(message["ts"])
    return {"channel": channel.id, "ts": message["ts"], "message": deepcopy(message)}


def _streamed(call: ApiCall) -> tuple[Channel, JSON]:
    channel = call.channel()
    message = own_message(call, channel, "message_not_owned_by_app")
    if message["ts"] not in call.emulator.streaming:
        raise SlackError("message_not_in_streaming_state")
    return channel, message


def _grow(call: ApiCall, channel: Channel, message: JSON, under: list[JSON]) -> None:
    content = _grown(call, message["blocks"])
    content["blocks"] = [*content["blocks"], *under]
    if call.args.get("metadata"):
        content |= {"metadata": content_of({"text": "x", "metadata": call.args["metadata"]})["metadata"]}
    call.emulator.posts.change(channel, message, content, editor=None)


def _grown(call: ApiCall, before: list[JSON]) -> JSON:
    """Return text and blocks after what the call adds to the blocks there were."""
    blocks = deepcopy(before)
    for chunk in _chunks(call):
        _add(blocks, chunk)
    written = "".join(block["text"] for block in blocks if block["type"] == "markdown")
    if len(written) > LONGEST_MARKDOWN:
        raise SlackError("msg_too_long")
    return {"text": written, "blocks": with_block_ids(blocks)}


def _chunks(call: ApiCall) -> list[JSON]:
    chunks = call.args.get("chunks") or []
    if not isinstance(chunks, list) or not all(isinstance(one, dict) for one in chunks):
        raise SlackError("invalid_chunks")
    words = call.args.get("markdown_text")
    return [*([{"type": "markdown_text", "text": str(words)}] if words else []), *chunks]


def _add(blocks: list[JSON], chunk: JSON) -> None:
    kind = chunk.get("type")
    if kind == "markdown_text":
        _write(blocks, str(chunk.get("text", "")))
    elif kind == "task_update" and chunk.get("status") in STATES and chunk.get("id"):
        _update_task(blocks, chunk)
    elif kind == "plan_update":
        _plan(blocks)["title"] = str(chunk.get("title", ""))
    elif kind == "blocks":
        blocks += content_of({"text": "", "blocks": chunk.get("blocks")})["blocks"]
    else:
        raise SlackError("invalid_chunks")


def _write(blocks: list[JSON], words: str) -> None:
    if blocks and blocks[-1]["type"] == "markdown":
        blocks[-1]["text"] += words
    else:
        blocks.append({"type": "markdown", "text": words})


def _update_task(blocks: list[JSON], chunk: JSON) -> None:
    tasks: list[JSON] = _plan(blocks)["tasks"]
    task = next((one for one in tasks if one["task_id"] == chunk["id"]), None)
    if task is None:
        task = {"task_id": chunk["id"]}
        tasks.append(task)
    for name in TASK:
        if name in chunk:
            task[name] = _rich(chunk[name]) if name in {"details", "output"} else chunk[name]


def _plan(blocks: list[JSON]) -> JSON:
    plan = next((one for one in blocks if one["type"] == "plan"), None)
    if plan is None:
        plan = {"type": "plan", "title": "", "tasks": []}
        blocks.append(plan)
    return plan


def _rich(words: str) -> JSON:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": str(words)}]}
    return {"type": "rich_text", "elements": [section]}
