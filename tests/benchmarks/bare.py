"""What everything is compared with: a Bolt app that does nothing, in a process of its own.

As Bolt's documentation shows it, or with process_before_response. Its listener of /kudos is the last of all.
"""

import argparse
import os

from aiohttp import web
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


def bolt(listeners: int, *, process_before_response: bool) -> AsyncApp:
    """Return an app whose /kudos acknowledges and does nothing else."""
    app = AsyncApp(
        client=AsyncWebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"]),
        signing_secret=os.environ["SLACK_SIGNING_SECRET"],
        process_before_response=process_before_response,
    )

    async def answer(ack: AsyncAck) -> None:
        await ack("Thank you")

    for number in range(listeners - 1):
        app.action(f"dummy_{number}")(answer)
    app.command("/kudos")(answer)
    return app


def routes(app: AsyncApp) -> web.Application:
    """Return its routes, with one to see that it answers."""

    async def healthz(_request: web.Request) -> web.Response:
        return web.Response()

    server: web.Application = app.web_app("/slack/events")
    server.router.add_get("/healthz", healthz)
    return server


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--handlers", type=int, default=1)
    parser.add_argument("--process-before-response", action="store_true")
    chosen = parser.parse_args()
    app = bolt(max(chosen.handlers, 1), process_before_response=chosen.process_before_response)
    web.run_app(routes(app), port=int(os.environ["PORT"]), print=None, access_log=None)
