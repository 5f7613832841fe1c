"""Asks Slack who is in do-not-disturb: up to 50 people a call, from when to when."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from domain.absences import quiet_hours
from scheduler.quiet import AskSlack, Span


def asking(client: AsyncWebClient) -> AskSlack:
    """Return the question for the timetable. What Slack or the network raises is for the asker."""

    async def ask(people: Sequence[str]) -> dict[str, Span | None]:
        answer: Any = (await client.dnd_teamInfo(users=list(people))).get("users")
        told = answer if isinstance(answer, Mapping) else {}
        return {person: quiet_hours(told.get(person)) for person in people}

    return ask
