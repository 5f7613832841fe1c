"""A Bolt app that is not ours runs against the workspace unchanged: async and not, by Socket Mode and by HTTP."""

import asyncio
import threading
from contextlib import asynccontextmanager
from datetime import timedelta
from http.server import ThreadingHTTPServer

import other_app
import other_app_sync
import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_bolt.app import App
from slack_bolt.app.app import SlackAppDevelopmentServer
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web import WebClient
from slack_sdk.web.async_client import AsyncWebClient

MOST_SECONDS = 5.0


@asynccontextmanager
async def async_socket(emulator):
    client = AsyncWebClient(other_app.TOKEN, base_url=emulator.api_url)  # a session cannot be copied for lazy listeners
    app = AsyncApp(client=client, signing_secret=other_app.SECRET)
    other_app.register(app)
    handler = AsyncSocketModeHandler(app, other_app.APP_TOKEN)
    await handler.connect_async()
    await emulator.connected("A0LUNCH")
    yield
    await handler.close_async()


@asynccontextmanager
async def async_http(emulator):
    client = AsyncWebClient(other_app.TOKEN, base_url=emulator.api_url)  # a session cannot be copied for lazy listeners
    app = AsyncApp(client=client, signing_secret=other_app.SECRET)
    other_app.register(app)
    runner = web.AppRunner(app.web_app(), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    emulator.app("A0LUNCH").request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    yield
    await runner.cleanup()


def plain_app(emulator):
    app = App(client=WebClient(other_app.TOKEN, base_url=emulator.api_url), signing_secret=other_app.SECRET)
    other_app_sync.register(app)
    return app


@asynccontextmanager
async def plain_socket(emulator):
    app = await asyncio.to_thread(plain_app, emulator)
    handler = SocketModeHandler(app, other_app.APP_TOKEN)
    await asyncio.to_thread(handler.connect)
    await emulator.connected("A0LUNCH")
    yield
    await asyncio.to_thread(handler.close)


@asynccontextmanager
async def plain_http(emulator):
    app = await asyncio.to_thread(plain_app, emulator)
    wrapped = SlackAppDevelopmentServer(port=0, path="/slack/events", app=app, http_server_logger_enabled=False)
    wrapped._server.server_close()
    server = ThreadingHTTPServer(("127.0.0.1", 0), wrapped._server.RequestHandlerClass)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    emulator.app("A0LUNCH").request_url = f"http://127.0.0.1:{server.server_port}/slack/events"
    yield
    await asyncio.to_thread(server.shutdown)
    await asyncio.to_thread(thread.join)
    server.server_close()


WAYS = [async_socket, async_http, plain_http]


@pytest.fixture
def northwind(northwind):
    northwind["apps"] = [other_app.LUNCHBOX]
    for row in northwind["channels"]:
        row["apps"] = ["A0LUNCH"] if row["id"] == "CKUDOS" else []
    return northwind


@pytest.fixture(params=WAYS, ids=lambda way: way.__name__)
async def lunchbox(request, emulator):
    """Lunchbox, running in one of three ways; the fourth, whose client takes seconds to close, has a test of its own."""
    async with request.param(emulator):
        yield emulator


@pytest.fixture
def until(emulator):
    """Wait until a condition holds, on the wall's clock."""

    async def until(condition):
        await emulator.until(condition, timeout=MOST_SECONDS)

    return until


def last(person, channel="CKUDOS", **where):
    """The newest message a person sees."""
    return (person.messages(channel, **where) or [{"text": ""}])[-1]


async def fill_first(ana):
    """Fill in the first form, with a search in the menu that asks the app."""
    found = await ana.options(ana.view, "restaurant", "garden")
    assert [option["value"] for option in found] == ["garden"]
    return await ana.submit({"dish": "soup", "restaurant": "garden"})


async def test_an_order_by_three_forms(lunchbox, until, ana, bo):
    await ana.command("/lunch order", channel="CKUDOS")
    await until(lambda: ana.view)
    await fill_first(ana)
    assert (await ana.submit({"note": "no nuts"})).errors == {"note": "No nuts here."}
    await ana.submit({"sauce": ["hot"], "note": "plenty"})
    assert [view["callback_id"] for view in ana.views] == ["order", "extras", "confirm"]
    assert (await ana.submit()).closed
    await until(lambda: last(bo)["text"] == "<@UANA> orders Soup with hot sauce from Garden of Eatin'")
    await bo.click(last(bo), "join")
    await until(lambda: last(ana)["text"] == "2 eat: <@UANA>, <@UBO>")
    await until(lambda: [row["name"] for row in last(ana).get("reactions", [])] == ["fork_and_knife"])


async def test_a_form_that_is_closed(lunchbox, until, ana):
    await ana.shortcut("order_lunch")
    await until(lambda: ana.view)
    await ana.close()
    await until(lambda: ana.dm() and ana.dm()[-1]["text"] == "Maybe tomorrow.")


async def test_the_home_tab_and_its_button(lunchbox, until, ana):
    home = await ana.open_home()
    assert home["blocks"][0]["text"]["text"] == "Hello <@UANA>"
    await ana.click(home, "start")
    await until(lambda: ana.view and ana.view["callback_id"] == "order")


async def test_a_message_for_later(lunchbox, until, ana, clock):
    moment = int(clock.now().timestamp()) + 3600
    assert (await ana.command(f"/lunch later {moment} Lunch!", channel="CKUDOS")).text == "I will remind you."
    clock.forward(timedelta(hours=1))
    await until(lambda: last(ana)["text"] == "Lunch!")


async def test_a_file_with_the_menu(lunchbox, until, ana):
    await ana.command("/lunch menu", channel="CKUDOS")
    await until(lambda: last(ana).get("files"))
    assert last(ana)["text"] == "Today"
    assert await ana.download(last(ana)["files"][0]["id"]) == other_app.MENU.encode()


async def test_a_group_of_everybody_in_the_channel(lunchbox, until, ana):
    await ana.command("/lunch crew", channel="CKUDOS")
    await until(lambda: "has 3 members" in last(ana)["text"])
    group = lunchbox.workspace.group_named("lunch-crew")
    assert sorted(group.members) == ["UANA", "UBO", "UCY"]


async def test_a_list_made_page_by_page(lunchbox, until, ana, bo):
    await ana.command("/lunch people", channel="CKUDOS")
    await until(lambda: "ana, bo, cy" in last(ana)["text"])
    assert last(ana)["is_ephemeral"]
    assert bo.messages("CKUDOS") == []


async def test_what_it_does_not_know(lunchbox, ana):
    assert (await ana.command("/lunch", channel="CKUDOS")).text == "Try /lunch order"


async def test_words_reactions_and_mentions(lunchbox, until, ana, bo):
    ts = (await ana.say("CKUDOS", "I am so hungry"))["ts"]
    await until(lambda: last(ana, thread=ts)["text"] == "Patience.")
    await bo.react("CKUDOS", ts, "stew")
    await until(lambda: last(ana, thread=ts)["text"] == "Stew it is.")
    await bo.say("CKUDOS", "@lunchbox are you there?")
    await until(lambda: last(ana)["text"] == "Yes, <@UBO>?")


async def test_a_messages_menu(lunchbox, until, ana, bo):
    ts = (await ana.say("CKUDOS", "Salad for me"))["ts"]
    await bo.message_shortcut("same_for_me", "CKUDOS", ts)
    await until(lambda: last(bo)["text"] == "The same for you, then.")
    assert last(ana)["text"] == "Salad for me"


async def test_an_order_from_a_group_of_people(lunchbox, until, ana, bo):
    """Where the app itself is not: only the response URL leads there."""
    group = ana.open("UBO", "UCY")
    await ana.command("/lunch order", channel=group)
    await until(lambda: ana.view)
    await fill_first(ana)
    await ana.submit({"note": "quick"})
    await ana.submit()
    await until(lambda: last(bo, group)["text"] == "<@UANA> orders Soup from Garden of Eatin'")


async def test_a_whole_day_without_async_over_a_socket(emulator, until, ana, bo):
    async with plain_socket(emulator):
        await test_a_list_made_page_by_page(emulator, until, ana, bo)
        await test_a_form_that_is_closed(emulator, until, ana)
        await test_an_order_by_three_forms(emulator, until, ana, bo)
        await test_words_reactions_and_mentions(emulator, until, ana, bo)
        await test_a_file_with_the_menu(emulator, until, ana)
        await test_the_home_tab_and_its_button(emulator, until, ana)
