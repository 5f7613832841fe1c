"""`cairn doctor`: is everything in place, and what to do where it is not."""

import asyncio
from typing import TYPE_CHECKING

import typer

from bot.commands.ground import FAILED, explained, now

if TYPE_CHECKING:
    from rich.console import Console

    from bot.doctor import Finding
    from bot.settings import Settings


def doctor() -> None:
    """Look whether everything is in place: Slack's side, the clock, the database, what is to be said. Says what to do about each fault.

    It changes nothing, and ends with exit code 1 when something is wrong.
    """
    with explained():
        from rich.console import Console

        from bot.settings import Settings

        faults = asyncio.run(_examine(Settings.load(), Console(highlight=False, soft_wrap=True)))
        if faults:
            raise typer.Exit(FAILED)


async def _examine(settings: "Settings", console: "Console") -> int:
    """Print a line for each finding as it comes; return how many faults there are."""
    from bot.doctor import examine_slack
    from bot.doctor_database import examine_database
    from bot.doctor_outbox import examine_outbox

    faults, url = 0, settings.database_url
    outbox = examine_outbox(url, now=now(), a_minute=settings.messages_per_minute)
    for findings in (examine_slack(settings, clock=now), examine_database(url, now=now()), outbox):
        async for finding in findings:
            _show(finding, console)
            faults += not finding.fine
    if faults:
        console.print(f"\n{faults} to mend." if faults > 1 else "\nOne thing to mend.")
    else:
        console.print("\nEverything is in place.")
    return faults


def _show(finding: "Finding", console: "Console") -> None:
    from rich.text import Text

    sign, colour = ("ok", "green") if finding.fine else ("fault", "red")
    console.print(Text.assemble((f"{sign:<6}", colour), f"{finding.what:<14} {finding.said}"))
    if finding.cure:
        console.print(Text(f"{'':<6}→ {finding.cure}"))
