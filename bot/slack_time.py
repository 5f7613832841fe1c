"""Asks Slack what time it is: each of its answers has a date."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from slack_sdk.web.async_client import AsyncWebClient

from scheduler.steady_clock import AskTime


def asking_time(client: AsyncWebClient) -> AskTime:
    """Return the question for the timetable. What Slack or the network raises is for the asker."""

    async def ask() -> datetime | None:
        headers = (await client.auth_test()).headers
        told = next((value for name, value in headers.items() if name.lower() == "date"), "")
        try:
            return parsedate_to_datetime(told).astimezone(UTC)
        except ValueError:
            return None

    return ask
