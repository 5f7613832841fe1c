"""`cairn demo`: a local workspace with a company in it, to try everything without a Slack account."""

from typing import Annotated

import typer

from bot.commands.ground import WRONG_SETTINGS, explained, stop


def demo(
    port: Annotated[int, typer.Option(help="Where the web page of the workspace is.", min=0, max=65535)] = 4000,
) -> None:
    """Try everything on this machine, without a Slack account: a local workspace with a company in it.

    The company first lives through twelve weeks, which takes some twenty seconds; then the address to open is printed,
    and what to try first. Each start makes a fresh company; Ctrl-C ends all of it.
    """
    with explained():
        from bot.app import CannotStart
        from bot.demo import main

        try:
            main(port)
        except CannotStart as why:
            raise stop(str(why), code=WRONG_SETTINGS) from None
