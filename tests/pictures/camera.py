"""A Chromium that looks at the workspace's page as somebody, and takes a tight picture of one thing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Locator, Page, async_playwright

from chromium import FLAGS, INSTALL_ONE, chromium_path
from pictures.png import small

WINDOW = {"width": 960, "height": 4000}
"""As wide as messages read well, and so high that nothing has to be scrolled; the pictures themselves are tight."""
STYLE = """
.dialog { max-height: none !important; box-shadow: none !important; border: 1px solid #c5cbc8 }
.backdrop { background: #fff !important }
#sidebar, #topbar { visibility: hidden }
* { animation: none !important; caret-color: transparent !important }
"""
"""A form as high as it is, on white, with nothing of what lies around it."""
BEHIND = "#modals { display: none }"
"""For what lies behind a window that is still open."""
SOON = 15_000


class Chromium:
    """A camera for the page at `url`; pictures go into `folder`."""

    def __init__(self, page: Page, url: str, folder: Path) -> None:
        self._page, self._url, self._folder = page, url, folder

    async def message(self, query: str, ts: str, name: str) -> None:
        """Take one message."""
        await self._go(query, BEHIND)
        await self._take(self._page.locator(f'article.message[data-ts="{ts}"]').first, name)

    async def form(self, query: str, name: str) -> None:
        """Take the form on top."""
        await self._go(query)
        await self._take(self._page.locator(".dialog.modal"), name)

    async def home(self, query: str, name: str) -> None:
        """Take a Home tab."""
        await self._go(query, BEHIND)
        await self._take(self._page.locator(".home-body"), name)

    async def _go(self, query: str, more: str = "") -> None:
        await self._page.goto(f"{self._url}/?{query}")
        await self._page.add_style_tag(content=STYLE + more)

    async def _take(self, found: Locator, name: str) -> None:
        await found.wait_for()
        await self._page.evaluate("document.activeElement?.blur()")
        await self._page.mouse.move(0, 0)
        taken = await found.screenshot(animations="disabled")
        (self._folder / f"{name}.png").write_bytes(await small(self._page, taken))


@asynccontextmanager
async def chromium(windows: int) -> AsyncIterator[asyncio.Queue[Page]]:
    """Start Chromium with so many windows, to be taken and given back."""
    path = chromium_path()
    if path is None:
        raise SystemExit(f"The pictures need a Chromium. {INSTALL_ONE}")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        free: asyncio.Queue[Page] = asyncio.Queue()
        for _ in range(windows):
            page = await browser.new_page(
                viewport=WINDOW, color_scheme="light", reduced_motion="reduce", bypass_csp=True
            )
            page.set_default_timeout(SOON)
            free.put_nowait(page)
        yield free
        await browser.close()
