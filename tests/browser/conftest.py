"""A real Chromium for the pages. Without one these tests skip with a loud line; under CI=true they fail.

One Chromium serves a whole process, and each test gets windows of its own: starting it takes longer than any test. So
the tests here share one event loop, the one Playwright lives in, and their asynchronous fixtures name it
(`loop_scope="session"`); one that does not waits for ever.
"""

import asyncio
import os
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from page_workspace import MORNING, WIDE, WORKSPACE
from playwright.async_api import async_playwright, expect
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from chromium import FLAGS, INSTALL_ONE, chromium_path
from emulator import Clock, Emulator, Workspace

MISSING = f"BROWSER TESTS DID NOT RUN: no Chromium. {INSTALL_ONE}"
SOON = 15_000
"""Milliseconds for what a person would call at once, on a machine that is busy with other tests."""
missed = pytest.StashKey[bool]()
expect.set_options(timeout=SOON)


@pytest.fixture(scope="session")
def chromium(pytestconfig):
    """The path of a Chromium."""
    path = chromium_path()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytestconfig.stash[missed] = True
        pytest.skip(MISSING)
    return path


def pytest_terminal_summary(terminalreporter, config):
    if config.stash.get(missed, False):
        terminalreporter.section("browser", red=True, bold=True)
        terminalreporter.line(MISSING, red=True, bold=True)


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here) and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium):
    """The Chromium of this process."""
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield opened
        await opened.close()


@pytest.fixture
def clock():
    return Clock(MORNING, frozen=True)


@pytest_asyncio.fixture(loop_scope="session")
async def emulator(clock):
    async with Emulator(Workspace.from_mapping(WORKSPACE), clock=clock) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def client(emulator):
    return AsyncWebClient("xoxb-page", base_url=emulator.api_url, retry_handlers=[])


@pytest_asyncio.fixture(loop_scope="session")
async def window(browser):
    """Open a new, empty window that shares nothing with others. None may leave an error behind."""
    errors = []
    async with AsyncExitStack() as closing:

        async def window(viewport=WIDE, scheme="light"):
            context = await browser.new_context(viewport=viewport, color_scheme=scheme)
            closing.push_async_callback(context.close)
            page = await context.new_page()
            page.set_default_timeout(SOON)
            page.on("pageerror", lambda error: errors.append(str(error)))
            return page

        yield window
    assert errors == []


@pytest.fixture
def visit(window, emulator):
    """Open the page as somebody: `await visit("as=UANA&to=CGENERAL")`."""

    async def visit(query="as=UANA&to=CGENERAL", *, viewport=WIDE, scheme="light"):
        page = await window(viewport, scheme)
        await page.goto(f"{emulator.url}/?{query}")
        await page.locator(".entry").first.wait_for(state="attached")
        return page

    return visit


@pytest_asyncio.fixture(loop_scope="session")
async def bolt(client):
    return AsyncApp(client=client, signing_secret="secret-of-page", process_before_response=True)


@pytest_asyncio.fixture(loop_scope="session")
async def connect(bolt, emulator):
    """Connect the Bolt app by Socket Mode once its listeners are registered."""
    handlers = []

    async def connect():
        handler = AsyncSocketModeHandler(bolt, "xapp-page")
        handlers.append(handler)
        await handler.connect_async()
        await emulator.connected("A0CAIRN")

    yield connect
    for handler in handlers:
        await handler.close_async()


@pytest.fixture
def heard():
    """What the app was told, in order."""
    return asyncio.Queue()
