"""What an app may put into a message: reading it from a call, refusing what Slack refuses."""

import json

from emulator.block_kit import check_message, with_block_ids
from emulator.errors import JSON, SlackError

LONGEST_TEXT = 40_000
LONGEST_MARKDOWN = 12_000
MOST_ATTACHMENTS = 100
LARGEST_METADATA = 16_384  # bytes; Slack's pages name no number
CONTENT = ("text", "blocks", "attachments", "markdown_text")


def content_of(args: JSON) -> JSON:
    """Return text, blocks, attachments and metadata of a call or a response body, checked.

    Raises:
        SlackError: with the name Slack has for what is wrong.
    """
    _check_lengths(args)
    if not any(args.get(name) for name in CONTENT):
        raise SlackError("no_text")
    content: JSON = {"text": str(args.get("text") or "")}
    if markdown := args.get("markdown_text"):
        content |= {"text": markdown, "blocks": [{"type": "markdown", "text": markdown}]}
    if "blocks" in args and args["blocks"] is not None:
        content["blocks"] = list_of(args["blocks"], "invalid_blocks_format")
    if args.get("attachments"):
        content["attachments"] = _attachments(args["attachments"])
    if args.get("metadata"):
        content["metadata"] = _metadata(args["metadata"])
    check_message(content)
    return _finished(content)


def list_of(value: object, error: str) -> list[JSON]:
    """Return `value` as a list of objects, or raise `error`."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise SlackError(error)
    return value


def _check_lengths(args: JSON) -> None:
    text = args.get("text")
    if text is not None and not isinstance(text, str):
        raise SlackError("invalid_arguments", messages=["[ERROR] must be a string [json-pointer:/text]"])
    if len(text or "") > LONGEST_TEXT:
        raise SlackError("msg_too_long")
    if args.get("markdown_text"):
        if text or args.get("blocks"):
            raise SlackError("markdown_text_conflict")
        if len(args["markdown_text"]) > LONGEST_MARKDOWN:
            raise SlackError("msg_too_long")


def _attachments(value: object) -> list[JSON]:
    attachments = list_of(value, "invalid_attachments")
    if len(attachments) > MOST_ATTACHMENTS:
        raise SlackError("too_many_attachments")
    return [{"id": number, **attachment} for number, attachment in enumerate(attachments, start=1)]


def _metadata(value: object) -> JSON:
    if not isinstance(value, dict) or not isinstance(value.get("event_type"), str):
        raise SlackError("invalid_metadata_format")
    if not isinstance(value.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(value)) > LARGEST_METADATA:
        raise SlackError("metadata_too_large")
    return {"event_type": value["event_type"], "event_payload": value["event_payload"]}


def _finished(content: JSON) -> JSON:
    if "blocks" in content:
        content["blocks"] = with_block_ids(content["blocks"])
    for attachment in content.get("attachments", ()):
        if "blocks" in attachment:
            attachment["blocks"] = with_block_ids(attachment["blocks"])
    return content
