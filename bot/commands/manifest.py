"""`cairn manifest`: what to paste into Slack to create or update the app."""

import re
from typing import Annotated

import typer

from bot.commands.ground import CannotDo, explained

HEAD = (
    "# The app in Slack. Made by `cairn manifest`; paste it at api.slack.com/apps → Create New App → From a manifest."
)


def manifest(
    url: Annotated[
        str | None,
        typer.Option(
            metavar="https://…",
            help="For HTTP: the address under which Slack reaches this bot.",
            show_default="Socket Mode",
        ),
    ] = None,
) -> None:
    """Print the app's manifest. Paste it at api.slack.com/apps: Create New App → From a manifest.

    Without --url it is for Socket Mode, where nothing has to reach this machine. CAIRN_COMMAND_PREFIX is in it.
    """
    with explained():
        import yaml

        from bot.manifest import manifest as build
        from bot.settings import Settings

        prefix = Settings.load().command_prefix
        if url is not None and not re.fullmatch(r"https://[^\s/?#]+[^\s?#]*", url):
            raise CannotDo("--url must be the public address of this bot and start with https://")
        base = url.rstrip("/").removesuffix("/slack/events") if url else None
        made = yaml.safe_dump(build(prefix=prefix, url=base), sort_keys=False, allow_unicode=True, width=100)
        typer.echo(f"{HEAD}\n{made}", nl=False)
