"""`cairn demo`: a local workspace with its web page, the bot beside it over a real socket, and a company in both.

Everything is fresh at each start and gone at the end. Both sides take the same clock. It starts twelve weeks ago and is
moved on while the company lives through them; then it runs, a few seconds before Ana's check-in prompt of this week is
due, and the page can move it.
"""

import asyncio
import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from bot import logs
from bot.app import Bot, CannotStart, real_time
from bot.company import files, story
from bot.company.life import PATIENCE, Life
from bot.company.weeks import WEEKS, Weeks
from bot.serving import settle_memory
from bot.settings import Settings
from bot.stopping import told_to_stop, unless
from domain.calendar import Schedule, opens_at, period_at
from emulator import Clock, Emulator, Workspace

PAGE = 4000
BEFORE_THE_PROMPT = timedelta(seconds=4)
KUDOS_CHANNEL = "CKUDOS"
VALUES = ("craft", "care", "customer-first")
COMPETENCIES = ("Plain words", "Ownership", "Coaching")
LIVING = "Northwind lives through twelve weeks: week {week} of {weeks} …"
TRY = """
Northwind is open: {url}/?as=UANA&app=A0CAIRN    (Ctrl-C ends it)
  1. You are Ana. Cairn asks for your check-in in a moment: press *Check in* in its message, fill it in, send it.
  2. Type in any channel:  /kudos @bo for the calm handover #care   and look into #kudos.
  3. Tell Bo something only he reads:  /feedback @bo
  4. Become Mia, Ana's manager (people menu):  /team-status  says what she owes, who is blocked, which goals will miss and why.
  5. Look at the goals from the company down:  /goal tree   and, as Bo, at the one he was warned about:  /goal
  6. Ask for the evidence of twelve weeks, as Mia or Ana:  /review packet @ana   and have the page sent, to open and print.
"""


def just_before_the_prompt(now: datetime) -> datetime:
    """Return the moment, within the last seven days, a few seconds before the prompt is due in Berlin."""
    return opens_at(period_at(now, Schedule(), story.HOME), Schedule(), story.HOME) - BEFORE_THE_PROMPT


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
        competencies=COMPETENCIES,
    )


def main(port: int = PAGE) -> None:
    """Run the demo until Ctrl-C. Raises CannotStart."""
    logs.set_up(level=logging.WARNING)
    asyncio.run(_run(port))


async def _run(port: int) -> None:
    """Have the company made, print what to try, and wait for Ctrl-C, which ends the making too."""
    stopping = told_to_stop()
    with tempfile.TemporaryDirectory(prefix="cairn-demo-") as folder:
        async with AsyncExitStack() as closing:
            emulator = await open_workspace(closing, port)
            with progress() as told:
                bot = await unless(stopping, open_company(closing, emulator, Path(folder), told=told))
            if bot:
                settle_memory()
                print(TRY.format(url=emulator.url), flush=True)  # noqa: T201, this is what the command is for
                await stopping.wait()


async def open_workspace(closing: AsyncExitStack, port: int = 0, *, now: datetime | None = None) -> Emulator:
    """Open the workspace's page, twelve weeks before `now`; its clock stands still. Raises CannotStart."""
    today = just_before_the_prompt(now or real_time())
    begins = Weeks(today.astimezone(story.HOME).date()).moment(story.BEGINS, story.HOME)
    emulator = Emulator(Workspace.from_mapping(files.workspace()), Clock(begins, frozen=True))
    closing.push_async_callback(emulator.stop)
    try:
        await emulator.start(port=port)
    except OSError:
        raise CannotStart(
            f"Port {port} cannot be used: another program has it, or it is not for everybody. "
            "Choose another one, or let the machine choose: cairn demo --port 0"
        ) from None
    emulator.workspace.team.address = f"{emulator.url}/"  # so that permalinks open here
    return emulator


async def open_company(
    closing: AsyncExitStack, emulator: Emulator, folder: Path, *, told: Callable[[int], None]
) -> Bot:
    """Start the bot, let the company live its twelve weeks, and then the clock run. Raises CannotStart."""
    clock, url = emulator.clock, f"sqlite:///{folder / 'cairn.db'}"
    weeks = Weeks.that_begin(clock.now().astimezone(story.HOME).date())
    bot = await Bot.start(settings(emulator, url), clock=clock)
    closing.push_async_callback(bot.stop)
    await emulator.connected()
    with in_a_hurry(emulator):
        await story.live(Life(emulator, bot, clock, weeks), folder, url, told=told)
    clock.set(opens_at(weeks.today, Schedule(), story.HOME) - BEFORE_THE_PROMPT)
    clock.speed(1)
    if timetable := bot.timetable:  # a clock moved by hand asks people at once, not at the timetable's next round
        clock.on_move(lambda: bot.tasks.start("planning", timetable.plan()))
    return bot


@contextmanager
def in_a_hurry(emulator: Emulator) -> Iterator[None]:
    """Have nobody look at the screen for a while: no pause after a click, and patience with a busy machine."""
    clicks, delivery = emulator.interactions, emulator.delivery
    before = clicks.quiet_seconds, delivery.ack_seconds
    clicks.quiet_seconds, delivery.ack_seconds = 0, PATIENCE
    try:
        yield
    finally:
        clicks.quiet_seconds, delivery.ack_seconds = before


@contextmanager
def progress() -> Iterator[Callable[[int], None]]:
    """Say which week it is: in one line that changes on a terminal, in plain lines elsewhere."""
    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield lambda week: console.print(LIVING.format(week=week, weeks=WEEKS))
        return
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), console=console, transient=True) as shown:
        line = shown.add_task("Northwind opens its doors …", total=None)
        yield lambda week: shown.update(line, description=LIVING.format(week=week, weeks=WEEKS))
