"""Who is in the workspace: Slack's list of users, page by page, as slowly as Slack asks for."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

A_PAGE = 200
"""Slack recommends no more."""


async def read_people(
    client: AsyncWebClient, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> list[dict[str, Any]]:
    """Return every account. A 429 is waited for as long as it says. Raises SlackApiError for other refusals."""
    users: list[dict[str, Any]] = []
    cursor = ""
    while True:
        try:
            page = await client.users_list(cursor=cursor, limit=A_PAGE)
        except SlackApiError as refused:
            if refused.response.status_code != 429:
                raise
            await sleep(int(refused.response.headers.get("Retry-After", "30")))
            continue
        users += page["members"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return users
