"""`cairn demo`: a local workspace with its web page, the bot beside it over a real socket, and a company in both.

Everything is fresh at each start and gone at the end. Both sides take the same clock; it starts a few seconds before
Ana's check-in prompt of this week is due, and the page can move it.
"""

import asyncio
import logging
import signal
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from importlib import resources
from operator import itemgetter
from pathlib import Path
from typing import Any

import yaml

from bot import logs
from bot.app import Bot, CannotStart, real_time
from bot.company import story
from bot.company.northwind import CHATTER, KUDOS, Reactions
from bot.manifest import manifest
from bot.settings import Settings
from domain.calendar import Schedule, opens_at, period_at, zone
from domain.kudos import Kudos
from domain.notices import KudosPosted
from emulator import Clock, Emulator, Workspace
from handlers.views.kudos import posted
from storage.database import Database

PAGE = 4000
BERLIN = zone("Europe/Berlin")
BEFORE_THE_PROMPT = timedelta(seconds=4)
KUDOS_CHANNEL = "CKUDOS"
VALUES = ("craft", "care", "customer-first")
TRY = """
Northwind is open: {url}/?as=UANA&app=A0CAIRN    (Ctrl-C ends it)
  1. You are Ana. Cairn asks for your check-in in a moment: press *Check in* in its message, fill it in, send it.
  2. Type in any channel:  /kudos @bo for the calm handover #care   and look into #kudos.
  3. Tell Bo something only he reads:  /feedback @bo
  4. Become Mia, Ana's manager (people menu):  /team-status  and read Ana's check-in.
  5. Ask for the evidence, as Mia or Ana:  /review packet @ana   comes as a page to open.
"""


def company() -> dict[str, Any]:
    """Return the workspace as the emulator takes it, with the manifest of this very bot."""
    text = resources.files("bot.company").joinpath("workspace.yml").read_text()
    workspace: dict[str, Any] = yaml.safe_load(text)
    workspace["apps"][0]["manifest"] = manifest()
    return workspace


def just_before_the_prompt(now: datetime) -> datetime:
    """Return the moment, within the last seven days, a few seconds before the prompt is due in Berlin."""
    return opens_at(period_at(now, Schedule(), BERLIN), Schedule(), BERLIN) - BEFORE_THE_PROMPT


def settings(emulator: Emulator, database_url: str, *, port: int = 0) -> Settings:
    """Return the settings of a bot that lives in that workspace."""
    app = emulator.app()
    return Settings.load(
        None,
        slack_bot_token=app.bot_token,
        slack_app_token=app.app_token,
        slack_signing_secret=app.signing_secret,
        slack_api_url=emulator.api_url,
        port=port,
        database_url=database_url,
        kudos_channel=KUDOS_CHANNEL,
        admins=("UHANA",),
        values=VALUES,
    )


def main(port: int = PAGE) -> None:
    """Run the demo until Ctrl-C. Raises CannotStart."""
    logs.set_up(level=logging.WARNING)
    asyncio.run(_run(port))


async def _run(port: int) -> None:
    """Start both, print what to try, and wait for Ctrl-C."""
    stopping = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    clock = Clock(just_before_the_prompt(real_time()))
    with tempfile.TemporaryDirectory(prefix="cairn-demo-") as folder:
        emulator = Emulator(Workspace.from_mapping(company()), clock)
        try:
            await emulator.start(port=port)
        except OSError:
            await emulator.stop()
            raise CannotStart(
                f"Port {port} cannot be used: another program has it, or it is not for everybody. "
                "Choose another one, or let the machine choose: cairn demo --port 0"
            ) from None
        emulator.workspace.team.address = f"{emulator.url}/"  # so that permalinks open here
        say_what_was_said(emulator, clock)
        try:
            bot = await open_company(emulator, clock, f"sqlite:///{Path(folder) / 'cairn.db'}")
            try:
                print(TRY.format(url=emulator.url), flush=True)  # noqa: T201, this is what the command is for
                await stopping.wait()
            finally:
                await bot.stop()
        finally:
            await emulator.stop()


def say_what_was_said(emulator: Emulator, clock: Clock) -> None:
    """Fill the channels with what people and the bot said before now, all of it read; the clock then stands at now."""
    now, channels = clock.now(), emulator.workspace.channels
    midnight = now.astimezone(BERLIN).replace(hour=0, minute=7, second=0)
    posts: list[tuple[datetime, Callable[[], object]]] = []
    for said in CHATTER:
        person, channel = emulator.person(said.person).me, channels[said.channel]
        at = midnight - timedelta(days=said.days) + timedelta(hours=said.hour)
        posts.append((at, partial(emulator.posts.by_person, person, channel, said.text)))
    for thanks, kudos in zip(KUDOS, story.thanked(now), strict=True):
        posts.append((kudos.given_at, partial(_post_kudos, emulator, kudos, thanks.reactions)))
    for at, post in sorted(posts, key=itemgetter(0)):
        clock.set(at)
        post()
    for channel in channels.values():
        channel.read |= dict.fromkeys(emulator.workspace.people, channel.latest_ts or "0")
    clock.set(now)


def _post_kudos(emulator: Emulator, kudos: Kudos, reactions: Reactions) -> None:
    channel = emulator.workspace.channels[KUDOS_CHANNEL]
    told = KudosPosted(
        to=channel.id, kudos=0, giver=kudos.giver, receivers=kudos.receivers, reason=kudos.reason, value=kudos.value
    )
    shown = posted(told)
    message = emulator.posts.by_app(emulator.app(), channel, {"text": shown.text, "blocks": shown.blocks})
    for name, people in reactions:
        for person in people:
            emulator.posts.react(channel, message, person, name)


async def open_company(emulator: Emulator, clock: Clock, database_url: str) -> Bot:
    """Start the bot in that workspace and tell it the company's story."""

    async def tell(database: Database) -> None:
        now = clock()
        async with database.transaction(budget=60) as store:
            period = period_at(now + 2 * BEFORE_THE_PROMPT, Schedule(), BERLIN)
            await story.tell(store, schedule=Schedule(), period=period, now=now)

    bot = await Bot.start(settings(emulator, database_url), clock=clock, before_speaking=tell)
    await emulator.connected()
    if timetable := bot.timetable:  # a clock moved by hand asks people at once, not at the timetable's next round
        clock.on_move(lambda: bot.tasks.start("planning", timetable.plan()))
    return bot
