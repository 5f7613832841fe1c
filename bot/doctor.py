"""What may be wrong with an installation: looked at one by one, each with what to do about it.

- Looking changes nothing, in Slack or in the database.
- Whatever is missing, the rest is still looked at.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.manifest import scopes
from bot.settings import Settings, SettingsError

CLOCK_MAY_DIFFER = timedelta(seconds=60)
"""Slack's signatures are refused from five minutes on; a clock that is a minute off is not kept by anything."""
SECONDS_TO_ANSWER = 10
COPY_TOKEN = "Copy SLACK_BOT_TOKEN again from OAuth & Permissions of your app, after Install to Workspace."  # noqa: S105
NEW_APP_TOKEN = "Make SLACK_APP_TOKEN again in Basic Information → App-Level Tokens, with the scope connections:write."  # noqa: S105
REINSTALL = "Update the app with the output of `cairn manifest`, then OAuth & Permissions → Reinstall to Workspace."
NETWORK = "Check SLACK_API_URL, and that this machine may open https connections to Slack."


@dataclass(frozen=True)
class Finding:
    """What one look found. `cure` says what to do where something is wrong."""

    what: str
    said: str
    cure: str = ""

    @property
    def fine(self) -> bool:
        """Whether nothing is wrong."""
        return not self.cure


async def examine_slack(settings: Settings, *, clock: Callable[[], datetime]) -> AsyncIterator[Finding]:
    """Look at everything that has to do with Slack: token, scopes, clock, kudos channel, socket."""
    try:
        settings.must_reach_slack()
    except SettingsError as missing:
        yield Finding("settings", "incomplete", str(missing))
        return
    timeout = aiohttp.ClientTimeout(total=SECONDS_TO_ANSWER)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        client = AsyncWebClient(
            settings.slack_bot_token.get_secret_value(), base_url=settings.slack_api_url, session=session
        )
        me = await _ask(client, "auth.test")
        yield _token(me)
        if isinstance(me, AsyncSlackResponse):
            yield _scopes(me.headers)
            yield _clock(me.headers, clock())
            yield await _kudos_channel(client, settings.kudos_channel, str(me["user"]))
        yield await _socket(client, settings)


async def _ask(client: AsyncWebClient, method: str, **arguments: Any) -> AsyncSlackResponse | str:
    """Return Slack's answer, or the name of its refusal; `unreachable` where nothing came back."""
    try:
        return await client.api_call(method, **arguments)
    except SlackApiError as refused:
        data = refused.response.data
        return str(data.get("error", "unreachable")) if isinstance(data, dict) else "unreachable"
    except (aiohttp.ClientError, TimeoutError, OSError):
        return "unreachable"


def _token(me: AsyncSlackResponse | str) -> Finding:
    if isinstance(me, AsyncSlackResponse):
        return Finding("token", f"{me['user']} in {me['team']}")
    if me == "unreachable":
        return Finding("token", "Slack does not answer", NETWORK)
    return Finding("token", f"Slack refuses it ({me})", COPY_TOKEN)


def _scopes(headers: Mapping[str, str]) -> Finding:
    given = {scope.strip() for scope in headers.get("X-OAuth-Scopes", "").split(",") if scope.strip()}
    missing, more = sorted(set(scopes()) - given), sorted(given - set(scopes()))
    if missing:
        return Finding("scopes", f"missing: {', '.join(missing)}", REINSTALL)
    return Finding("scopes", "as in the manifest" + (f"; not needed: {', '.join(more)}" if more else ""))


def _clock(headers: Mapping[str, str], now: datetime) -> Finding:
    try:
        ahead = now - parsedate_to_datetime(headers.get("Date", ""))
    except ValueError:
        return Finding("clock", "Slack's answer has no date to compare with")
    seconds = abs(round(ahead.total_seconds()))
    if abs(ahead) > CLOCK_MAY_DIFFER:
        side = "ahead of" if ahead > timedelta() else "behind"
        return Finding(
            "clock", f"{seconds} s {side} Slack's", "Set this machine's clock by NTP (timedatectl set-ntp true)."
        )
    return Finding("clock", "as Slack's" if seconds < 2 else f"{seconds} s beside Slack's, which is fine")


async def _kudos_channel(client: AsyncWebClient, channel: str | None, bot: str) -> Finding:
    if channel is None:
        return Finding("kudos channel", "none set (CAIRN_KUDOS_CHANNEL): kudos go to their receivers only")
    found = await _ask(client, "conversations.info", params={"channel": channel})
    invite = f"In Slack open the channel and type: /invite @{bot}"
    if isinstance(found, AsyncSlackResponse):
        name = f"#{found['channel'].get('name', channel)}"
        if found["channel"].get("is_archived"):
            return Finding("kudos channel", f"{name} is archived", "Set CAIRN_KUDOS_CHANNEL to another channel.")
        if not found["channel"].get("is_member"):
            return Finding("kudos channel", f"the bot is not in {name}", invite)
        return Finding("kudos channel", f"the bot is in {name}")
    if found == "channel_not_found":
        return Finding("kudos channel", f"{channel} is not there, or private", f"Check CAIRN_KUDOS_CHANNEL. {invite}")
    return Finding("kudos channel", f"not known ({found})", REINSTALL if found == "missing_scope" else NETWORK)


async def _socket(client: AsyncWebClient, settings: Settings) -> Finding:
    if not settings.slack_app_token:
        return Finding("socket", "not used: Slack sends its requests to this bot's /slack/events over HTTP")
    token = settings.slack_app_token.get_secret_value()
    opened = await _ask(client, "apps.connections.open", headers={"Authorization": f"Bearer {token}"})
    if isinstance(opened, AsyncSlackResponse):
        return Finding("socket", "can be opened")
    if opened == "unreachable":
        return Finding("socket", "Slack does not answer", NETWORK)
    return Finding("socket", f"Slack refuses it ({opened})", NEW_APP_TOKEN)
