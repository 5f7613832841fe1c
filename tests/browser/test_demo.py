"""`cairn demo` as a person meets it: started on a command line, tried in a browser, ended with Ctrl-C."""

import asyncio
import os
import re
import signal
import socket
import sys
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

ROOT = Path(__file__).parents[2]
TO_TRY = 6
"""So many things to try are printed."""
COMMAND = (sys.executable, "-m", "bot", "demo", "--port")


async def start(port, folder):
    """Start the demo; what it leaves behind would lie in `folder`."""
    return await asyncio.create_subprocess_exec(
        *COMMAND,
        str(port),
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(folder)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )


@pytest_asyncio.fixture(loop_scope="session")
async def demo(tmp_path):
    process = await start(0, tmp_path)
    yield process
    if process.returncode is None:
        process.kill()
        await process.communicate()


async def what_it_prints(process):
    """Read up to the last thing to try."""
    lines = []
    while not lines or not lines[-1].startswith(f"  {TO_TRY}."):
        line = await process.stdout.readline()
        assert line, (await process.stderr.read()).decode()
        lines.append(line.decode().rstrip())
    return "\n".join(lines)


async def become(page, name):
    await page.locator(".me").click()
    await page.get_by_role("menuitemradio", name=name).click()
    await expect(page.locator(".me-name")).to_have_text(name)


async def type_in(page, *keys):
    for key in keys:
        if key in {"Tab", "Enter"}:
            await page.locator("#composer").press(key)
        else:
            await page.locator("#composer").press_sequentially(key)
    await expect(page.locator("#composer")).to_have_value("")


def entry(page, name):
    return page.locator(".entry", has_text=name)


def message(page, words):
    return page.locator(".message", has_text=words)


async def check_in(page):
    """The prompt arrives by itself; the card in its place then says that it is done."""
    prompt = message(page, "Your weekly check-in")
    await prompt.get_by_role("button", name="Check in").click()
    form = page.get_by_role("dialog", name="Weekly check-in")
    await form.get_by_label("First reply (minutes)").fill("92")
    await form.get_by_label("What went well?").fill("Two mornings under ninety minutes.")
    await form.get_by_label("What is in your way?").fill("The bank has nobody to call before ten.")
    await form.get_by_role("button", name="Send").click()
    await expect(form).to_have_count(0)
    await expect(prompt).to_have_count(0)
    await expect(message(page, "Your check-in is in").last).to_contain_text("✅")


async def thank(page):
    """Names are completed while one types; the thanks stand in the channel for all."""
    await entry(page, "general").click()
    await type_in(page, "/ku", "Tab", "@b", "Enter", "for the calm handover #care", "Enter")
    await expect(message(page, "Thank you for saying thank you")).to_contain_text("Only visible to you")
    await entry(page, "kudos").click()
    posted = message(page, "the calm handover")
    await expect(posted).to_contain_text("@Ana Ruiz thanks @Bo Lind")
    await expect(posted).to_contain_text("#care")


async def thank_for_a_message(page):
    """From the menu of any message: its author is there already, and the post leads back to it."""
    await become(page, "Bo Lind")
    await entry(page, "general").click()
    said = message(page, "Twelve weeks of goals behind us")
    await said.hover()
    await said.get_by_label("More actions").click()
    await page.get_by_role("menuitem", name="Give kudos").click()
    form = page.get_by_role("dialog", name="Give kudos")
    await expect(form).to_contain_text("Olu Adeyemi")
    await form.get_by_label("What for?").fill("the Friday message, which everybody waits for")
    await form.get_by_role("button", name="Give kudos").click()
    thanked = page.get_by_role("dialog")
    await expect(thanked).to_contain_text("Thank you for saying thank you")
    await thanked.get_by_role("button", name="Close").last.click()
    await expect(thanked).to_have_count(0)
    await entry(page, "kudos").click()
    posted = message(page, "the Friday message")
    await expect(posted).to_contain_text("@Bo Lind thanks @Olu Adeyemi")
    await expect(posted.get_by_role("link")).to_have_attribute("href", re.compile("/archives/CGENERAL/"))


async def look_at_the_team(page):
    await become(page, "Mia Okafor")
    await entry(page, "Cairn").click()
    await expect(message(page, "The bank has nobody to call before ten.")).to_contain_text("@Ana Ruiz is blocked")
    await type_in(page, "/team-status", "Enter")
    status = message(page, "Your team ·")
    await expect(status).to_contain_text("2 of 5 answered")
    await expect(status.get_by_role("figure", name="Check-ins")).to_contain_text("Answered")
    await status.get_by_role("button", name=re.compile("^Everyone")).click()
    await page.get_by_role("dialog").get_by_role("button", name="Open the check-in of Ana Ruiz").first.click()
    read = page.get_by_role("dialog", name="Check-in")
    await expect(read).to_contain_text("Two mornings under ninety minutes.")
    await read.get_by_role("button", name="Close").last.click()
    await expect(read).to_have_count(0)
    await page.get_by_role("dialog").get_by_role("button", name="Close").last.click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def look_at_the_goals(page):
    """From the company down: what it is measured by, what ended with which score, what its owner sees otherwise."""
    await type_in(page, "/goal tree", "Enter")
    tree = page.get_by_role("dialog", name="Goal tree")
    await expect(tree).to_contain_text("Customers stay because we answer well")
    await expect(tree).to_contain_text("closed at 0.8")
    await tree.get_by_role("button", name="Open Forty workshops").click()
    card = page.get_by_role("dialog", name="Goal", exact=True)
    await expect(card).to_contain_text("14 of 40 workshops")
    await card.get_by_role("button", name="Close", exact=True).last.click()
    await tree.get_by_role("button", name="Close", exact=True).last.click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def open_the_evidence(page):
    """The page opens in a tab of its own, readable and printable, with none of the workspace's rights."""
    await type_in(page, "/review packet @an", "Enter", "Enter")
    window = page.get_by_role("dialog", name="Review packet")
    await expect(window).to_contain_text("Evidence by month")
    await window.get_by_role("button", name="Send me the page").click()
    await expect(window).to_contain_text("comes as a file in a moment")
    await window.get_by_role("button", name="Close").last.click()
    file = page.locator("a.file")
    await expect(file).to_be_visible()
    async with page.context.expect_page() as opening:
        await file.click()
    packet = await opening.value
    await expect(packet.get_by_role("heading", name="Ana Ruiz")).to_be_visible()
    await expect(packet.get_by_text("Two mornings under ninety minutes.")).to_be_visible()
    assert await packet.evaluate("self.origin") == "null"
    assert (await packet.pdf()).startswith(b"%PDF")


async def let_two_weeks_pass(page):
    """A week ahead is planned already; the one after it, the moved clock has planned at once. One prompt is open a time."""
    for unanswered in (1, 2):
        await page.get_by_role("button", name="next Friday").click()
        await expect(message(page, "is closed, without an answer")).to_have_count(unanswered)
        await expect(message(page, "Your weekly check-in")).to_have_count(1)


async def test_from_the_first_line_to_the_last(demo, window, tmp_path):
    printed = await what_it_prints(demo)
    address = re.search(r"http://127\.0\.0\.1:\d+/\S*", printed)[0]
    assert [line[:4] for line in printed.splitlines()[-TO_TRY:]] == [f"  {n}." for n in range(1, TO_TRY + 1)]

    page = await window()
    await page.goto(address)
    await check_in(page)
    await thank(page)
    await thank_for_a_message(page)
    await look_at_the_team(page)
    await look_at_the_goals(page)
    await open_the_evidence(page)
    await let_two_weeks_pass(page)

    os.killpg(demo.pid, signal.SIGINT)
    await asyncio.wait_for(demo.communicate(), 30)
    assert demo.returncode == 0
    with pytest.raises(ProcessLookupError):
        os.killpg(demo.pid, 0)
    assert list(tmp_path.iterdir()) == []


async def test_a_taken_port_is_one_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = await start(port, tmp_path)
        out, err = await asyncio.wait_for(process.communicate(), 30)

    assert process.returncode == 2
    assert out == b""
    assert err.decode().startswith(f"Port {port} cannot be used")
    assert err.count(b"\n") == 1
    assert list(tmp_path.iterdir()) == []
