"""A real Chromium for the pages. Without one these tests skip with a loud line; under CI=true they fail.

One Chromium serves a whole process, and each test gets windows of its own: starting it takes longer than any test. The
first window belongs to a browsing context whose process stays warm: a page opens in a third of the time. So the tests here
share one event loop, the one Playwright lives in, and their asynchronous fixtures name it (`loop_scope="session"`); one
that does not waits for ever.
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
FORGET = "() => { try { localStorage.clear() } catch { /* a file's page may keep nothing */ } }"
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
async def browsing(chromium):
    """The windows of this process, of which an empty one stays open."""
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        context = await opened.new_context()
        await context.new_page()
        yield context
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
async def window(browsing):
    """Open a new window; nothing is left of it for the next test. None may leave an error behind."""
    errors = []
    async with AsyncExitStack() as closing:

        async def window(viewport=WIDE, scheme="light"):
            context = browsing
            if len(browsing.pages) > 1:  # a second window at once: two tabs of one would hide each other
                context = await browsing.browser.new_context()
                closing.push_async_callback(context.close)
            page = await context.new_page()
            page.set_default_timeout(SOON)
            page.on("pageerror", lambda error: errors.append(str(error)))
            await page.set_viewport_size(viewport)
            await page.emulate_media(color_scheme=scheme)
            return page

        yield window
    for page in browsing.pages[1:]:
        await page.evaluate(FORGET)
        await page.close()
    await browsing.clear_permissions()
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
