"""A process in which nothing moves any more ends, also when its loop is stuck; one that works is left alone."""

import asyncio
import subprocess
import sys
import threading
from pathlib import Path

from bot.watchdog import STUCK, Watchdog

ROOT = Path(__file__).parents[2]
STUCK_LOOP = """
import asyncio, time
from bot.watchdog import Watchdog

async def main():
    began = time.monotonic()
    with Watchdog(lambda: time.monotonic() - began, limit=0.2, looks=0.05):
        time.sleep(60)  # whatever blocks the loop

asyncio.run(main())
"""


def test_a_stuck_loop_ends_its_process():
    ended = subprocess.run([sys.executable, "-c", STUCK_LOOP], cwd=ROOT, timeout=50, capture_output=True, check=False)

    assert ended.returncode == STUCK
    assert b"nothing moves any more" in ended.stdout + ended.stderr


async def test_whatever_moves_is_left_alone():
    ends, looked = [], threading.Event()

    def silent():
        looked.set()
        return 59.9

    with Watchdog(silent, limit=60, looks=0.001, end=ends.append):
        await asyncio.to_thread(looked.wait)

    assert ends == []


async def test_it_ends_once_and_says_with_what():
    ends, ended = [], threading.Event()

    def end(code):
        ends.append(code)
        ended.set()

    with Watchdog(lambda: 61.0, limit=60, looks=0.001, end=end):
        await asyncio.to_thread(ended.wait)

    assert ends == [STUCK]
