"""Says notices in Slack, and tells exactly what came of it: the only place that posts unasked.

- One call a message, never repeated here: the caller decides what an unknown fate means (`retry_handlers=[]`, since the
  SDK repeats a cut connection and so posts twice).
- The marker stands in a block's id or a file's name; by it a message is found again. Only direct messages are read.
- Blocks that Slack does not take are sent once more as plain text: nothing was posted the first time.
- Nothing private goes into a log.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any, Protocol

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack_errors import outcome_of
from domain.notices import AnyNotice, FileRequest
from handlers.views import notices
from scheduler.outcomes import (
    HTTP_TIMEOUT,
    Delivered,
    Held,
    HistoryUnavailable,
    NotAccepted,
    Outcome,
    Uncertain,
)
from storage.database import Unavailable
from storage.outbox import Posted

log = structlog.get_logger(__name__)
PAGE, MOST_PAGES = 200, 5
"""Messages a call and calls a search: far more than a bot says to one person in a week."""
SECTION_TEXT = 3000
RETRY_AFTER = timedelta(seconds=30)
"""Where a 429 comes without its header."""
POINTER = re.compile(r"\[json-pointer:([\w/]+)\]")


class Message(Protocol):
    """What a notice looks like."""

    @property
    def text(self) -> str:
        """For notifications and screen readers."""

    @property
    def blocks(self) -> Sequence[Mapping[str, Any]]:
        """For the eye."""


class Render(Protocol):
    """Makes the message of a notice, with `cairn-{marker}` as the id of its last block."""

    def __call__(self, notice: AnyNotice, *, marker: str) -> Message:
        """Return the message."""


@dataclass(frozen=True)
class File:
    """A file to send: its name with an ending, its content, its title in Slack, and a line to go with it."""

    name: str
    content: bytes
    title: str
    comment: str


MakeFile = Callable[[FileRequest], Awaitable[File | str]]
"""Makes a file with its reader's rights; a text is the refusal to send instead."""


@dataclass(frozen=True)
class _Text:
    text: str
    blocks: Sequence[Mapping[str, Any]]


class _Failed(Exception):
    """A call did not give what was asked; `outcome` says what that means."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        super().__init__(getattr(outcome, "reason", ""))


class SlackMessenger:
    """A `scheduler.outcomes.Messenger` on Slack's Web API. The client must have a session and no retry handlers."""

    def __init__(
        self,
        client: AsyncWebClient,
        *,
        make_file: MakeFile,
        render: Render = notices.render,
        timeout: timedelta = HTTP_TIMEOUT,
    ) -> None:
        if client.retry_handlers:
            raise ValueError("a client with retry handlers posts twice: make it with retry_handlers=[]")
        if client.session is None:
            raise ValueError("a client without a session connects anew for each call: give it one")
        self._client, self._render, self._make_file = client, render, make_file
        self._session, self._timeout = client.session, timeout.total_seconds()
        self._dms: dict[str, str] = {}

    async def post(self, notice: AnyNotice, marker: str, rewrites: Posted | None) -> Outcome:
        """Post the notice with its marker, or rewrite that message with it."""
        try:
            async with asyncio.timeout(self._timeout):
                if isinstance(notice, FileRequest):
                    return await self._send_file(notice, marker)
                if notice.removes and rewrites:
                    return await self._delete(rewrites)
                return await self._say(notice.to, self._shown(notice, marker), marker, rewrites)
        except _Failed as failed:
            return self._with_channel(failed.outcome, notice.to)
        except TimeoutError:
            return self._with_channel(Uncertain("no answer in time"), notice.to)

    async def find(self, channel_or_person: str, marker: str, since: datetime) -> list[Posted]:
        """Return all direct messages with a person that carry the marker, first one first. Raises HistoryUnavailable."""
        try:
            async with asyncio.timeout(self._timeout):
                return await self._find(await self._dm(channel_or_person), marker, since)
        except _Failed as failed:
            raise HistoryUnavailable(str(failed)) from None
        except TimeoutError:
            raise HistoryUnavailable("no answer in time") from None

    async def _say(self, to: str, message: Message, marker: str, rewrites: Posted | None) -> Outcome:
        try:
            return await self._send(to, message, rewrites)
        except _Failed as failed:
            if getattr(failed.outcome, "reason", "") not in {"invalid_blocks", "msg_blocks_too_long"}:
                raise
        return await self._send(to, _plain(message.text, marker), rewrites)

    async def _send(self, to: str, message: Message, rewrites: Posted | None) -> Outcome:
        content: dict[str, Any] = {"text": message.text, "blocks": message.blocks}
        if rewrites:
            answer = await _ask(self._client.chat_update(channel=rewrites.channel, ts=rewrites.ts, **content))
        else:
            content |= {"unfurl_links": False, "unfurl_media": False}
            answer = await _ask(self._client.chat_postMessage(channel=to, **content))
        channel, ts = str(answer.get("channel", "")), str(answer.get("ts", ""))
        if not channel or not ts:
            return Uncertain("an answer without a message")
        if channel.startswith("D"):
            self._dms[to] = channel
        return Delivered(channel, ts)

    async def _delete(self, message: Posted) -> Outcome:
        """Take a message away; one that is gone already counts as taken away."""
        try:
            await _ask(self._client.chat_delete(channel=message.channel, ts=message.ts))
        except _Failed as failed:
            if getattr(failed.outcome, "reason", "") != "message_not_found":
                raise
        return Delivered(message.channel, message.ts)

    def _shown(self, notice: AnyNotice, marker: str) -> Message:
        try:
            return self._render(notice, marker=marker)
        except Exception as bug:  # noqa: BLE001, it is kept and said once the bug is mended
            log.error("notice_cannot_be_shown", kind=notice.kind, error=type(bug).__name__)
            raise _Failed(Held(f"cannot be shown: {type(bug).__name__}")) from None

    async def _send_file(self, notice: FileRequest, marker: str) -> Outcome:
        made = await self._made(notice)
        if isinstance(made, str):
            return await self._say(notice.to, _plain(made, marker), marker, None)
        channel = await self._dm(notice.to)
        name = PurePath(made.name)
        ticket = await _ask(
            self._client.files_getUploadURLExternal(
                filename=f"{name.stem}-{marker}{name.suffix}", length=len(made.content)
            )
        )
        await self._upload(str(ticket["upload_url"]), made.content)
        shared = self._client.files_completeUploadExternal(
            files=[{"id": str(ticket["file_id"]), "title": made.title}],
            channel_id=channel,
            initial_comment=made.comment,
        )
        await _ask(shared)
        return Delivered(channel, str(ticket["file_id"]))

    async def _made(self, notice: FileRequest) -> File | str:
        try:
            return await self._make_file(notice)
        except Unavailable:
            raise _Failed(NotAccepted(None, "the database is away")) from None
        except Exception as bug:  # noqa: BLE001, as above
            log.error("file_cannot_be_made", error=type(bug).__name__)
            raise _Failed(Held(f"cannot be made: {type(bug).__name__}")) from None

    async def _upload(self, url: str, content: bytes) -> None:
        """Send the bytes where Slack said; nobody sees them before the upload is completed."""
        try:
            async with self._session.post(url, data=content) as answer:
                if answer.status != 200:
                    raise _Failed(NotAccepted(None, f"upload refused: {answer.status}"))
        except aiohttp.ClientError as trouble:
            raise _Failed(NotAccepted(None, f"upload: {type(trouble).__name__}")) from None

    async def _dm(self, channel_or_person: str) -> str:
        """Return the id of the direct messages with a person, asked for once."""
        if channel_or_person.startswith("D"):
            return channel_or_person
        if not channel_or_person.startswith(("U", "W")):
            raise _Failed(Uncertain("only direct messages are read"))
        if channel_or_person not in self._dms:
            answer = await _ask(self._client.conversations_open(users=channel_or_person))
            self._dms[channel_or_person] = str(answer["channel"]["id"])
        return self._dms[channel_or_person]

    async def remove(self, message: Posted) -> bool:
        """Take a message away; True where it is gone. Never raises."""
        try:
            async with asyncio.timeout(self._timeout):
                await self._delete(message)
        except (_Failed, TimeoutError):
            return False
        return True

    async def _find(self, channel: str, marker: str, since: datetime) -> list[Posted]:
        found, cursor = list[Posted](), ""
        for _ in range(MOST_PAGES):
            page = await _ask(
                self._client.conversations_history(
                    channel=channel, oldest=f"{since.timestamp():.6f}", limit=PAGE, cursor=cursor
                )
            )
            carrying = (message for message in page.get("messages", []) if _carries(message, marker))
            found += [Posted(channel=channel, ts=str(message["ts"])) for message in carrying]
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return sorted(found, key=lambda one: float(one.ts))
        raise _Failed(Uncertain("too long a history"))

    def _with_channel(self, outcome: Outcome, to: str) -> Outcome:
        return Uncertain(outcome.reason, self._dms.get(to)) if isinstance(outcome, Uncertain) else outcome


async def _ask(call: Awaitable[Any]) -> dict[str, Any]:
    """Return the answer's content. Raises _Failed with what the failure means."""
    try:
        answer: dict[str, Any] = (await call).data
    except SlackApiError as refusal:
        raise _Failed(_meaning(refusal)) from None
    except aiohttp.ClientConnectorError as trouble:  # before a byte of the request was written
        raise _Failed(NotAccepted(None, type(trouble).__name__)) from None
    except (aiohttp.ClientError, SlackClientError, OSError) as trouble:
        if isinstance(trouble, TimeoutError):
            raise
        raise _Failed(Uncertain(type(trouble).__name__)) from None
    return answer


def _meaning(refusal: SlackApiError) -> Outcome:
    response = refusal.response
    status: int = getattr(response, "status_code", None) or getattr(response, "status", None) or 0
    data = getattr(response, "data", None)
    content = data if isinstance(data, dict) else {}
    retry_after = _retry_after(getattr(response, "headers", None) or {})
    error = str(content.get("error") or f"HTTP {status}")
    if status == 429:
        return NotAccepted(retry_after, "ratelimited")
    if status >= 500:
        return Uncertain(error)
    if error in {"invalid_blocks", "invalid_arguments"}:
        messages = (content.get("response_metadata") or {}).get("messages") or []
        log.error("slack_refused_our_blocks", error=error, at=POINTER.findall(" ".join(map(str, messages))))
    return outcome_of(error, retry_after=retry_after)


def _retry_after(headers: Mapping[str, str]) -> timedelta:
    given = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return timedelta(seconds=int(given)) if given.isdigit() else RETRY_AFTER


def _plain(text: str, marker: str) -> Message:
    """Return the text alone, in one block that carries the marker."""
    shown = text if len(text) <= SECTION_TEXT else text[: SECTION_TEXT - 1].rsplit(maxsplit=1)[0] + "…"
    section = {"type": "section", "text": {"type": "mrkdwn", "text": shown}, "block_id": f"cairn-{marker}"}
    return _Text(text, [section])


def _carries(message: Mapping[str, Any], marker: str) -> bool:
    blocks = any(block.get("block_id") == f"cairn-{marker}" for block in message.get("blocks") or [])
    return blocks or any(marker in str(file.get("name")) for file in message.get("files") or [])
