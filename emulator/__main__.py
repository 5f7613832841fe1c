"""Run the emulator by itself: `python -m emulator --port 4000`, then open the address it prints."""

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from emulator.loading import read_yaml
from emulator.manifest import Manifest
from emulator.northwind import NORTHWIND
from emulator.server import Emulator
from emulator.workspace import Workspace


def options_from(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m emulator", description="A local Slack workspace.")
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (default: this machine only)")
    parser.add_argument("--port", type=int, default=4000, help="where to listen (default: 4000; 0: any free port)")
    parser.add_argument("--workspace", type=Path, help="a YAML file with the people, channels and apps")
    parser.add_argument("--manifest", type=Path, help="the manifest of the first app, instead of the workspace's own")
    return parser.parse_args(arguments)


def workspace_of(options: argparse.Namespace) -> Workspace:
    """Return the workspace the command line asks for."""
    given = options.workspace
    workspace = Workspace.from_file(given) if given else Workspace.from_mapping(NORTHWIND)
    if options.manifest and workspace.apps:
        next(iter(workspace.apps.values())).manifest = Manifest(read_yaml(options.manifest))
    return workspace


def welcome(emulator: Emulator) -> str:
    """Return what the terminal shows: where the page is, and what each app needs to connect."""
    lines = [f"{emulator.workspace.team.name} is open at {emulator.url}", f"Web API: {emulator.api_url}"]
    lines += [
        f"{app.name}: bot token {app.bot_token}, app token {app.app_token}, signing secret {app.signing_secret}"
        for app in emulator.workspace.apps.values()
    ]
    return "\n".join([*lines, "Ctrl-C ends it.", ""])


async def run(options: argparse.Namespace) -> None:
    """Serve until somebody interrupts."""
    ended = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows has no signal handlers in asyncio
            asyncio.get_running_loop().add_signal_handler(name, ended.set)
    emulator = Emulator(workspace_of(options))
    await emulator.start(options.host, options.port)
    try:
        sys.stdout.write(welcome(emulator))
        sys.stdout.flush()
        await ended.wait()
    finally:
        await emulator.stop()


if __name__ == "__main__":
    asyncio.run(run(options_from()))
