"""The Slack side: the local workspace in a process of its own, so that it takes nothing of the server's time."""

import argparse
import asyncio

from emulator import Emulator, Workspace
from tests.benchmarks.company import people, workspace


async def serve(port: int, employees: int) -> None:
    """Answer until the process is ended."""
    await Emulator(Workspace.from_mapping(workspace(people(employees)))).start("127.0.0.1", port)
    await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--employees", type=int, required=True)
    asyncio.run(serve(**vars(parser.parse_args())))
