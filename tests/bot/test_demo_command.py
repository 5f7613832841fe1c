"""`cairn demo` as a process of its own: what it says while the company is made, and how it ends then."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE = 60


@pytest.fixture
async def demo(tmp_path):
    """The demo, just started; what it leaves behind would lie in `tmp_path`."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--port", "0"),
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    yield process
    if process.returncode is None:
        process.kill()
        await process.communicate()


async def test_ctrl_c_while_the_company_is_made_ends_it_and_leaves_nothing(demo, tmp_path):
    said = [(await asyncio.wait_for(demo.stderr.readline(), PATIENCE)).decode() for _ in range(2)]
    kept = list(tmp_path.iterdir())

    os.killpg(demo.pid, signal.SIGINT)
    out, rest = await asyncio.wait_for(demo.communicate(), PATIENCE)

    assert said == [f"Northwind lives through twelve weeks: week {week} of 12 …\n" for week in (1, 2)]
    assert kept, "its folder was there"
    assert (demo.returncode, out) == (0, b"")
    assert b"Traceback" not in rest
    assert b"week 12" not in rest
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.killpg(demo.pid, 0)
