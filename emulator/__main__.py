"""Run the emulator by itself: `python -m emulator --port 4000`, then open the address it prints."""

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from emulator.clock import Clock
from emulator.loading.northwind import NORTHWIND
from emulator.loading.workspace_file import WorkspaceFileError, read_yaml, take_manifests
from emulator.server import Emulator
from emulator.serving.own_hosts import is_loopback
from emulator.state.workspace import Workspace

PROGRAM = "python -m emulator"
HIGHEST_PORT = 65535
FASTEST = 1_000_000
EVERYBODY = (
    "\n  CAREFUL: this workspace listens at {host}, not only on this machine. Whoever reaches port {port} can\n"
    "  act as every person in it, read everything, and move its clock. There is no password.\n"
)


class CannotStart(Exception):
    """What the command line asks for cannot be; the text says why, in one sentence."""


def options_from(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line; a mistake in it ends the program with 2."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description="A local Slack workspace.")
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (default: this machine only)")
    parser.add_argument("--port", type=_port, default=4000, help="where to listen (default: 4000; 0: any free port)")
    parser.add_argument("--workspace", type=Path, help="a YAML or JSON file with the people, channels and apps")
    parser.add_argument(
        "--manifest",
        type=Path,
        action="append",
        default=[],
        help="an app's manifest (YAML or JSON): the first is that of the workspace's first app, each further one "
        "adds an app; tokens are made up and printed",
    )
    parser.add_argument("--start", type=_moment, help="what the clock shows at the start, such as 2026-03-02T09:00Z")
    parser.add_argument("--speed", type=_speed, default=1.0, help="seconds that pass in each real one (default: 1)")
    parser.add_argument(
        "--messages-per-minute", type=_count, help="how many messages the workspace takes (default: the file's, or 300)"
    )
    return parser.parse_args(arguments)


def workspace_of(options: argparse.Namespace) -> Workspace:
    """Return the workspace the command line asks for. Raises WorkspaceFileError."""
    given = options.workspace
    workspace = Workspace.from_file(given) if given else Workspace.from_mapping(NORTHWIND)
    take_manifests(workspace, [read_yaml(path) for path in options.manifest])
    if options.messages_per_minute is not None:
        workspace.settings.messages_per_minute = options.messages_per_minute
    return workspace


def clock_of(options: argparse.Namespace) -> Clock:
    """Return the clock the command line asks for."""
    clock = Clock(options.start, frozen=True)
    clock.speed(options.speed)
    return clock


def welcome(emulator: Emulator) -> str:
    """Return what the terminal shows: where the page is, and what each app needs to connect."""
    lines = [f"{emulator.workspace.team.name} is open at {emulator.url}", f"Web API: {emulator.api_url}"]
    lines += [
        f"{app.name}: bot token {app.bot_token}, app token {app.app_token}, signing secret {app.signing_secret}"
        + (f", requests go to {app.request_url}" if app.request_url else "")
        for app in emulator.workspace.apps.values()
    ]
    return "\n".join([*lines, "Ctrl-C ends it.", ""])


async def run(options: argparse.Namespace) -> None:
    """Serve until somebody interrupts. Raises CannotStart."""
    ended = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows has no signal handlers in asyncio
            asyncio.get_running_loop().add_signal_handler(name, ended.set)
    emulator = await _started(options)
    try:
        sys.stdout.write(welcome(emulator))
        sys.stdout.flush()
        if not is_loopback(options.host):
            sys.stderr.write(EVERYBODY.format(host=options.host, port=emulator.port))
        await ended.wait()
    finally:
        await emulator.stop()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run; return how it ended: 0, or 2 after a sentence about what cannot be."""
    try:
        asyncio.run(run(options_from(arguments)))
    except CannotStart as reason:
        sys.stderr.write(f"{PROGRAM}: {reason}\n")
        return 2
    return 0


async def _started(options: argparse.Namespace) -> Emulator:
    try:
        emulator = Emulator(workspace_of(options), clock_of(options))
    except WorkspaceFileError as reason:
        raise CannotStart(str(reason)) from None
    try:
        await emulator.start(options.host, options.port)
    except OSError as reason:
        await emulator.stop()
        why = reason.strerror or str(reason)
        raise CannotStart(
            f"Port {options.port} of {options.host} cannot be used ({why}): "
            "choose another one, or 0 for any that is free."
        ) from None
    return emulator


def _port(words: str) -> int:
    return _whole(words, 0, HIGHEST_PORT)


def _count(words: str) -> int:
    return _whole(words, 1, 1_000_000)


def _whole(words: str, least: int, most: int) -> int:
    if not words.isascii() or not words.isdigit() or not least <= int(words) <= most:
        raise argparse.ArgumentTypeError(f"a whole number from {least} to {most} is needed, not {words!r}")
    return int(words)


def _speed(words: str) -> float:
    try:
        speed = float(words)
    except ValueError:
        speed = -1.0
    if not 0 <= speed <= FASTEST:
        raise argparse.ArgumentTypeError(f"a number from 0 to {FASTEST} is needed, not {words!r}")
    return speed


def _moment(words: str) -> datetime:
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        raise argparse.ArgumentTypeError(f"a time such as 2026-03-02T09:00Z is needed, not {words!r}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


if __name__ == "__main__":
    sys.exit(main())
