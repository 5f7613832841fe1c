"""The bot that is measured, in a process of its own: what `cairn run` starts, with as many handlers as asked for.

That is `/kudos`, then dummies. 0 takes all the bot has.
"""

import argparse
import asyncio
from types import SimpleNamespace

from slack_bolt.async_app import AsyncAck

import handlers
from bot import logs
from bot.serving import serve
from bot.settings import Settings
from handlers import kudos
from handlers.dispatch import Table


def dummies(count: int) -> SimpleNamespace:
    """Return a feature of so many handlers that nobody calls."""

    async def nothing(ack: AsyncAck) -> None:
        await ack()

    def register(table: Table) -> None:
        for number in range(count):
            table.on("action", f"dummy_{number}", nothing)

    return SimpleNamespace(register=register)


def features(wanted: int) -> tuple[object, ...]:
    """Return `/kudos` and as many dummies as make up so many handlers."""

    def register(table: Table) -> None:
        table.on("command", "kudos", kudos.kudos)

    return SimpleNamespace(register=register), dummies(wanted - 1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--handlers", type=int, default=0)
    if wanted := parser.parse_args().handlers:
        handlers.FEATURES = features(wanted)
    settings = Settings.load()
    logs.set_up(settings.secrets())
    asyncio.run(serve(settings))
