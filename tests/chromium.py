"""The Chromium of this machine, and how it is started: for the browser tests and for the pictures of the docs."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",  # containers run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-component-extensions-with-background-pages",
    "--disable-features=IsolateOrigins,site-per-process,SpareRendererForSitePerProcess,TranslateUI,OptimizationHints,MediaRouter",
    "--renderer-process-limit=1",
    "--in-process-gpu",
)
INSTALL_ONE = "Install one (Debian: apt install chromium) or set CHROMIUM to its path."


def chromium_path() -> str | None:
    """Return where Chromium is; None without one."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
