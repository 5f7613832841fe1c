"""kill -9 while something is answered: whoever sends it again brings it about once, and what follows is said once."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import product
from typing import Any

from bot.app import Bot
from bot.settings import Settings
from company import NOW
from faults.kills.answer_cases import INPUTS, Came, Input, said, what_came
from faults.kills.points import ANSWERING
from faults.kills.victim import live
from faults.kills.world import LONGEST, STEP, World, processes
from faults.part import Run, Seen

NAME, TITLE = "answers", "kill -9 while something is answered"
KINDS = ("sqlite", "postgresql")
ABOUT = (
    "A command, a form, a click and an event, over HTTP and as Socket Mode envelopes. The bot is killed before the commit, "
    "after it, before and after the acknowledgement is made, and after the envelope was answered; then Slack delivers the "
    "event again, and a person who saw it fail does it again. The effect must be there once, and what follows from it "
    "must be said once."
)
MODES = ("http", "socket")
ONLY_OVER_SOCKETS = frozenset({"after_answer"})
CASES = [case for case in product(INPUTS, MODES, ANSWERING) if not (case[1] == "http" and case[2] in ONLY_OVER_SOCKETS)]
"""Kind of input, way, point."""
AN_ANSWER = 1.0
"""Seconds that somebody waits for the answer of a bot that is to be killed: a socket that is cut does not say so."""
PATIENCE = 20.0
TRIES = 5
"""More than anybody needs: one is enough."""
IN_FIVE_MINUTES = 75
"""Steps of the clock until Slack has delivered an event for the last time."""


class NotKilled(Exception):
    """The bot did not come to the point at which it was to be killed."""


async def whole(run: Run) -> AsyncIterator[Seen]:
    """Kill it at each point, for each kind of input, each way."""
    wrong, killed = [], 0
    for number, (kind, mode, point) in enumerate(CASES):
        run.say(f"{kind} over {mode}, {point}")
        folder = run.folder / f"answers{number}"
        folder.mkdir()
        async with AsyncExitStack() as opening:
            world = await World.open(opening, await run.database(f"answers{number}"), folder, now=NOW)
            try:
                came: Came | str = await killed_while(world, kind, mode, point)
                killed += 1
            except NotKilled as trouble:
                came = str(trouble)
        if came != INPUTS[kind].should_come:
            wrong.append(f"{kind} over {mode}, {point}: {came}")
    what = f"Killed at {len(ANSWERING)} points × {len(INPUTS)} kinds of input × HTTP and sockets"
    yield Seen(what, "each effect and notice once", "; ".join(wrong) or f"{killed} kills: each once", not wrong)


async def killed_while(world: World, kind: str, mode: str, point: str) -> Came:
    """Have the bot killed at the point while that is answered, then have it sent again; return what came of it."""
    one = INPUTS[kind]
    async with _healthy(world, mode) as bot:
        await said(world, bot)
        await one.prepare(world, bot)
    answered = await _die(world, one, mode, point)
    async with _healthy(world, mode) as bot:
        for _ in range(TRIES):
            if answered:
                break
            answered = await one.send(world.emulator)
        for _ in range(IN_FIVE_MINUTES if kind == "event" else 0):
            world.forward(STEP)
            await world.emulator.settled()
        await said(world, bot)
    return await what_came(world)


async def _die(world: World, one: Input, mode: str, point: str) -> bool:
    """Send it to a bot that dies at the point; return whether the person got an answer."""
    port, theirs = processes().Pipe(duplex=False)
    arguments = (_facts(world, mode), world.clock._file, point, 1, theirs)
    process = processes().Process(target=live, args=arguments, daemon=True)
    process.start()
    theirs.close()
    try:
        await _reachable(world, mode, await asyncio.to_thread(port.recv))
        assert process.is_alive()
        world.emulator.delivery.ack_seconds = AN_ANSWER
        answered = await one.send(world.emulator)
        await world.emulator.settled()
        await asyncio.to_thread(process.join, LONGEST)
        ended = process.exitcode
    finally:
        process.kill()
        port.close()
    if ended != -signal.SIGKILL:
        raise NotKilled(f"not killed, its end was {ended}")
    return answered


def _facts(world: World, mode: str) -> dict[str, Any]:
    return world.facts | ({"slack_app_token": world.emulator.app().app_token} if mode == "socket" else {})


async def _reachable(world: World, mode: str, port: int) -> None:
    """Tell the workspace where the bot is, or wait until the bot has called."""
    if mode == "http":
        world.emulator.app().request_url = f"http://127.0.0.1:{port}/slack/events"
    else:
        await world.emulator.connected(timeout=PATIENCE)


@asynccontextmanager
async def _healthy(world: World, mode: str) -> AsyncIterator[Bot]:
    """Run a bot that nobody kills."""
    world.emulator.delivery.ack_seconds = PATIENCE
    bot = await Bot.start(Settings.load(None, **_facts(world, mode)), clock=world.clock, budget=PATIENCE)
    try:
        await _reachable(world, mode, bot.port)
        yield bot
    finally:
        await bot.stop()
