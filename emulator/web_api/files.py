"""files.*: the three steps of an upload, and what is known of a file."""

from emulator.errors import JSON, SlackError
from emulator.state.files import File
from emulator.state.messages import content_of
from emulator.state.sharing import tell_shared, unshare
from emulator.state.workspace import Channel
from emulator.web_api.call import ApiCall
from emulator.web_api.paging import old_page


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


def listed(call: ApiCall) -> JSON:
    """files.list: what the app uploaded, and what is shared where its bot is; page by page, the newest first."""
    found = [one for one in call.emulator.files.every() if _seen(call, one) and _asked_for(call, one)]
    shown, paging = old_page(call, found)
    return {"files": [call.emulator.files.object(one) for one in shown], "paging": paging}


def delete(call: ApiCall) -> JSON:
    """files.delete: only what this app uploaded."""
    file = _known(call, str(call.need("file")))
    if file.user != call.app.bot_user:
        raise SlackError("cant_delete_file")
    call.emulator.files.delete(file.id)
    return {}


def replace_files(call: ApiCall, channel: Channel, message: JSON) -> list[JSON] | None:
    """Give a message the files of `file_ids`, which this app has uploaded, instead of those it had; None for none."""
    files = [_uploaded(call, name) for name in dict.fromkeys(call.names("file_ids"))]
    if not all(file.complete for file in files):
        raise SlackError("file_not_found")
    before, after = {shown["id"] for shown in message.get("files", ())}, {file.id for file in files}
    gone = [shown for shown in message.get("files", ()) if shown["id"] not in after]
    unshare(call.emulator, channel, {**message, "files": gone})
    shown = [call.emulator.files.place(file, channel) for file in files]
    tell_shared(call.emulator, channel, [file for file in files if file.id not in before], message)
    return shown or None


def _known(call: ApiCall, file_id: str) -> File:
    file = call.emulator.files.get(file_id)
    if file is None or not file.complete or not _seen(call, file):
        raise SlackError("file_not_found")
    return file


def _uploaded(call: ApiCall, file_id: str) -> File:
    file = call.emulator.files.get(file_id)
    if file is None or file.user != call.app.bot_user or file.content is None:
        raise SlackError("file_not_found")
    return file


def _seen(call: ApiCall, file: File) -> bool:
    """Whether the app may see a file: its own, one sent to it by a form, or one in a channel that it may look into."""
    visible = {one.id for one in call.workspace.visible_channels(call.app.bot_user)}
    places = {*file.channels, *file.groups, *file.ims}
    return file.user == call.app.bot_user or call.app.id in file.given_to or bool(visible & places)


def _asked_for(call: ApiCall, file: File) -> bool:
    channel, user = call.args.get("channel"), call.args.get("user")
    since, until = call.moment("ts_from", 0), call.moment("ts_to", float("inf"))
    here = not channel or channel in (*file.channels, *file.groups, *file.ims)
    return here and user in {None, "", file.user} and since <= file.created <= until


def _channels(call: ApiCall) -> list[str]:
    if one := call.args.get("channel_id"):
        return [str(one)]
    return call.names("channels")


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
        content = content_of({"text": comment})  # with a comment Slack takes no notice of blocks
    elif blocks := call.args.get("blocks"):
        content = content_of({"blocks": blocks})
    if thread_ts := call.args.get("thread_ts"):
        content["thread_ts"] = str(thread_ts)
    shown = [call.emulator.files.place(file, channel) for file in files]
    message = call.emulator.posts.share_files(call.app, channel, shown, content)
    tell_shared(call.emulator, channel, files, message)
