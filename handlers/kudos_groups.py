"""Who is in the user groups that a command names: asked of Slack, within a time that leaves enough for storing."""

import asyncio
from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from domain.kudos_groups import GroupUnread
from handlers.payloads import GROUP
from handlers.views.blocks import words

SECONDS = 1.0
"""What the calls may take of Slack's three seconds; so much less is left for the transaction after them."""
WHY = {
    "missing_scope": "I may not read user groups here; whoever runs me has to install me again.",
    "no_such_subteam": "there is no such group any more.",
    "subteam_not_found": "there is no such group any more.",
    "ratelimited": "Slack wants me to wait a little.",
}
NO_ANSWER = "Slack does not answer."

Members = Mapping[str, list[str]]
"""The members of each group, by what the group is called."""


async def members_of(text: str, client: AsyncWebClient) -> Members | GroupUnread:
    """Return who is in each group the text names, or why that cannot be read.

    The refusal is handed back and not raised: a command that was carried out before is answered as then.
    """
    groups = {found[1]: _called(found[2]) for found in GROUP.finditer(text)}
    asked = [asyncio.create_task(_ask(client, group)) for group in groups]
    if asked:
        _, late = await asyncio.wait(asked, timeout=SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
    found: dict[str, list[str]] = {}
    for name, task in zip(groups.values(), asked, strict=True):
        answer = NO_ANSWER if task.cancelled() else task.result()
        if isinstance(answer, str):
            return GroupUnread(group=name, why=answer)
        found.setdefault(name, []).extend(answer)
    return found


async def _ask(client: AsyncWebClient, group: str) -> list[str] | str:
    """Return the members' ids, or why they cannot be read."""
    try:
        answer: Any = await client.usergroups_users_list(usergroup=group)
    except SlackApiError as refused:
        error = refused.response.get("error")
        return WHY.get(error, f"Slack refused it ({words(error, 60)}).") if isinstance(error, str) else NO_ANSWER
    except Exception:  # noqa: BLE001, whatever the network did: the giver reads that Slack does not answer
        return NO_ANSWER
    return [one for one in answer.get("users") or () if isinstance(one, str)]


def _called(handle: str | None) -> str:
    """Return what the person called the group, safe to say back."""
    return words(handle, 60) if handle else "that group"
