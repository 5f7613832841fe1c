"""files.*: the three steps of an upload, and what is known of a file."""

from emulator.errors import JSON, SlackError
from emulator.files import File
from emulator.messages import content_of
from emulator.web_api.call import ApiCall
from emulator.workspace import Channel

SHARED_IN = {"channel": "channels", "private": "groups", "dm": "ims"}


def upload_url(call: ApiCall) -> JSON:
    """files.getUploadURLExternal."""
    name = str(call.need("filename"))
    length = call.number("length", 0, most=2**40)
    if length <= 0:
        raise SlackError("invalid_arguments", messages=["[ERROR] must be greater than 0 [json-pointer:/length]"])
    file = call.emulator.files.expect(call.app, name, length)
    return {"upload_url": call.emulator.files.upload_url(file), "file_id": file.id}


def complete_upload(call: ApiCall) -> JSON:
    """files.completeUploadExternal: shares the files in a channel or in direct messages."""
    rows = call.need("files")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) and "id" in row for row in rows):
        raise SlackError("invalid_arguments", messages=["[ERROR] must be an array of files [json-pointer:/files]"])
    files = [_uploaded(call, str(row["id"])) for row in rows]
    channels = [_channel(call, name) for name in _channels(call)]
    for file, row in zip(files, rows, strict=True):
        file.title = row.get("title") or file.name
        file.complete = True
    for channel in channels:
        _share(call, channel, files)
    return {"files": [call.emulator.files.object(file) for file in files]}


def info(call: ApiCall) -> JSON:
    """files.info."""
    file = _known(call, str(call.need("file")))
    return {"file": call.emulator.files.object(file), "comments": [], "response_metadata": {"next_cursor": ""}}


def delete(call: ApiCall) -> JSON:
    """files.delete: only what this app uploaded."""
    file = _known(call, str(call.need("file")))
    if file.app is not call.app:
        raise SlackError("cant_delete_file")
    call.emulator.files.delete(file.id)
    return {}


def _known(call: ApiCall, file_id: str) -> File:
    file = call.emulator.files.get(file_id)
    if file is None or not file.complete:
        raise SlackError("file_not_found")
    return file


def _uploaded(call: ApiCall, file_id: str) -> File:
    file = call.emulator.files.get(file_id)
    if file is None or file.app is not call.app or file.content is None:
        raise SlackError("file_not_found")
    return file


def _channels(call: ApiCall) -> list[str]:
    if one := call.args.get("channel_id"):
        return [str(one)]
    return [name for name in str(call.args.get("channels") or "").split(",") if name]


def _channel(call: ApiCall, name: str) -> Channel:
    if name in call.workspace.people:  # unlike chat.postMessage this takes no person's id
        raise SlackError("invalid_channel")
    channel = call.workspace.channels.get(name)
    if channel is None or (channel.kind != "channel" and call.app.bot_user not in channel.members):
        raise SlackError("channel_not_found")
    if call.app.bot_user not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _share(call: ApiCall, channel: Channel, files: list[File]) -> None:
    content: JSON = {"text": ""}
    if comment := call.args.get("initial_comment"):
        content = content_of({"text": comment})
    if blocks := call.args.get("blocks"):
        content = content_of({"blocks": blocks})
    if thread_ts := call.args.get("thread_ts"):
        content["thread_ts"] = str(thread_ts)
    for file in files:
        getattr(file, SHARED_IN[channel.kind]).append(channel.id)
    shown = [call.emulator.files.object(file) for file in files]
    call.emulator.posts.share_files(call.app, channel, shown, content)
