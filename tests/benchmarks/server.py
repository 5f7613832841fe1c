"""The side that is measured, in a process of its own: Cairn, or a bare Bolt app that does nothing.

`cairn` is what `cairn run` starts, with as many handlers as asked for: its own, then dummies. `bare` is Bolt as its
documentation shows it; `bare-before` the same with process_before_response. Their listener of /kudos is the last one.
"""

import argparse
import asyncio
import os
from types import SimpleNamespace

from aiohttp import web
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

import handlers
from bot import logs
from bot.app import serve
from bot.settings import Settings
from handlers import kudos
from handlers.dispatch import Table

ALL = 0
"""As many handlers as there are."""


def dummies(count: int) -> SimpleNamespace:
    """Return a feature of so many handlers that nobody calls."""

    async def nothing(ack: AsyncAck) -> None:
        await ack()

    def register(table: Table) -> None:
        for number in range(count):
            table.on("action", f"dummy_{number}", nothing)

    return SimpleNamespace(register=register)


def cairn(handlers_wanted: int) -> None:
    """Run the bot with the settings of the environment."""
    if handlers_wanted != ALL:
        own = Table()
        kudos.register(own)
        count = sum(len(own.ids(kind)) for kind in ("command", "action", "view"))
        handlers.FEATURES = (kudos, dummies(handlers_wanted - count))  # type: ignore[assignment]
    settings = Settings.load()
    logs.set_up(settings.secrets())
    asyncio.run(serve(settings))


def bare(listeners: int, *, process_before_response: bool) -> None:
    """Run a Bolt app whose /kudos acknowledges and does nothing else."""
    client = AsyncWebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
    app = AsyncApp(
        client=client,
        signing_secret=os.environ["SLACK_SIGNING_SECRET"],
        process_before_response=process_before_response,
    )

    async def answer(ack: AsyncAck) -> None:
        await ack("Thank you")

    for number in range(max(listeners, 1) - 1):
        app.action(f"dummy_{number}")(answer)
    app.command("/kudos")(answer)
    web.run_app(_routes(app), port=int(os.environ["PORT"]), print=None, access_log=None)


def _routes(app: AsyncApp) -> web.Application:
    async def healthz(_request: web.Request) -> web.Response:
        return web.Response()

    server: web.Application = app.web_app("/slack/events")
    server.router.add_get("/healthz", healthz)
    return server


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["cairn", "bare", "bare-before"])
    parser.add_argument("--handlers", type=int, default=ALL)
    chosen = parser.parse_args()
    if chosen.what == "cairn":
        cairn(chosen.handlers)
    else:
        bare(chosen.handlers, process_before_response=chosen.what == "bare-before")
