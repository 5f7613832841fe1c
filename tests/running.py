"""A bot that really runs, against the local workspace: what journeys and handler tests use."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.app import Bot
from bot.manifest import manifest
from bot.settings import Settings
from company import EVERYONE, LONG_AGO, NOW
from emulator import Clock, Emulator, Workspace
from storage.database import Database

APP = "A0CAIRN"
PATIENCE = 20
"""Seconds for an answer: no test here is about Slack's three, and a machine may be busy."""


def workspace(**app: Any) -> dict[str, Any]:
    """The workspace of the tests: everyone of `company.py`, a guest, a bot, three channels, and Cairn."""
    people = [
        {
            "id": person.id,
            "name": person.id[1:].lower(),
            "real_name": person.name,
            "email": person.email,
            "tz": person.tz,
        }
        for person in EVERYONE
    ]
    people += [
        {"id": "UGIL", "name": "gil", "real_name": "Gil Guest", "tz": "Europe/Berlin", "is_restricted": True},
        {"id": "UBOT", "name": "robot", "real_name": "Robot", "tz": "Europe/Berlin", "is_bot": True},
    ]
    cairn = {
        "id": APP,
        "name": "Cairn",
        "bot_user": "UCAIRN",
        "bot_id": "B0CAIRN",
        "bot_token": "xoxb-test-token",
        "app_token": "xapp-test-token",
        "signing_secret": "0123456789abcdef0123456789abcdef",
        "manifest": manifest(),
    }
    return {
        "team": {"id": "T0NORTHWIND", "name": "Northwind", "domain": "northwind", "tz": "Europe/Berlin"},
        "people": people,
        "channels": [
            {"id": "CGENERAL", "name": "general", "members": "all", "apps": []},
            {"id": "CKUDOS", "name": "kudos", "members": "all", "apps": [APP]},
            {"id": "CSECRET", "name": "offers", "private": True, "members": ["UANA", "UBO"], "apps": []},
        ],
        "apps": [cairn | app],
    }


@dataclass
class Running:
    """The workspace, the bot and the clock they share."""

    emulator: Emulator
    bot: Bot
    clock: Clock

    @property
    def database(self) -> Database:
        """The bot's database, seen from its workspace."""
        return self.bot.database

    def person(self, id: str) -> Any:
        """Be somebody."""
        return self.emulator.person(id)

    async def settle(self) -> None:
        """Let everything that is due be said; seconds pass on the clock, since Slack takes one message a second."""
        await self.emulator.settled()
        for _ in range(60):
            if not await self.bot.idle():
                break
            self.clock.forward(timedelta(seconds=1))
        await self.emulator.settled()

    async def pass_time(self, step: timedelta) -> None:
        """Move the clock, have what is new planned, and let it be said."""
        self.clock.forward(step)
        if self.bot.timetable:
            await self.bot.timetable.plan()
        await self.settle()


@asynccontextmanager
async def running(
    database_url: str,
    *,
    mode: str = "socket",
    now: datetime = NOW,
    enrolled: datetime = LONG_AGO,
    settings: dict[str, Any] | None = None,
) -> AsyncIterator[Running]:
    """Start both sides; `mode` is socket or http, `enrolled` since when everyone is asked."""

    async def company(database: Database) -> None:
        async with database.transaction() as store:
            for person in EVERYONE:
                await store.people.save(person.model_copy(update={"enrolled_at": enrolled}))

    clock = Clock(now, frozen=True)
    async with Emulator(Workspace.from_mapping(workspace()), clock) as emulator:
        emulator.delivery.ack_seconds = PATIENCE
        emulator.interactions.home_seconds = PATIENCE
        app = emulator.app()
        chosen = Settings.load(
            None,
            slack_bot_token=app.bot_token,
            slack_app_token=app.app_token if mode == "socket" else None,
            slack_signing_secret=app.signing_secret,
            slack_api_url=emulator.api_url,
            port=0,
            database_url=database_url,
            **{"kudos_channel": "CKUDOS", "values": ("craft", "care"), **(settings or {})},
        )
        bot = await Bot.start(chosen, clock=clock, before_speaking=company, budget=PATIENCE)
        if mode == "http":
            app.request_url = f"http://127.0.0.1:{bot.port}/slack/events"
        emulator.interactions.quiet = partial(_answered, bot)
        try:
            await emulator.connected()
            yield Running(emulator, bot, clock)
        finally:
            await bot.stop()


async def _answered(bot: Bot, trigger: Any, _ack: Any = None) -> None:
    """Wait for the calls a listener left behind, in place of a moment in which it might make some.

    Not for what waits a second by itself, such as drafts.
    """
    while not trigger.used and (calls := [one for one in bot.tasks._running if one.get_name() not in bot.tasks._late]):
        await asyncio.wait(calls, return_when=asyncio.FIRST_COMPLETED)


__all__ = ["APP", "PATIENCE", "Running", "running", "workspace"]
