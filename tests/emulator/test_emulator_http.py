"""A real Bolt app over HTTP: signed requests, answers, retries."""

from datetime import timedelta

import pytest
from aiohttp import web
from northwind_slack import modal, section
from slack_bolt.request.async_request import AsyncBoltRequest

from emulator.wires.http_delivery import signature


@pytest.fixture
async def serve(bolt, emulator):
    """Serve the Bolt app at a request URL, or anything else."""
    runners = []

    async def answer(request):
        body = await request.text()
        answered = await bolt.async_dispatch(AsyncBoltRequest(body=body, headers=dict(request.headers)))
        headers = {name: values[0] for name, values in answered.headers.items()}
        return web.Response(status=answered.status, text=answered.body, headers=headers)

    async def serve(handler=answer):
        app = web.Application()
        app.router.add_post("/slack/events", handler)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        runners.append(runner)
        emulator.app().request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"

    yield serve
    for runner in runners:
        await runner.cleanup()


def test_the_signature_of_slacks_own_example():
    """docs.slack.dev/authentication/verifying-requests-from-slack."""
    body = (
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    assert signature("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body) == (
        "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    )


async def test_a_command_a_form_and_a_click(bolt, serve, ana, client, emulator):
    @bolt.command("/kudos")
    async def kudos(ack, command):
        await client.views_open(trigger_id=command["trigger_id"], view=modal())
        await ack(f"You said {command['text']}")

    @bolt.view("form")
    async def form(ack):
        await ack(response_action="errors", errors={"words": "Say more."})

    await serve()
    await emulator.connected("A0CAIRN")
    assert (await ana.command("/kudos @bo ä & ö")).text == "You said <@UBO> ä &amp; ö"
    assert (await ana.submit({"words": "x"})).errors == {"words": "Say more."}


async def test_what_nobody_handles(serve, ana):
    await serve()
    reply = await ana.command("/kudos x")
    assert (reply.error, reply.text) == ("dispatch_failed", '/kudos failed with the error "dispatch_failed"')


@pytest.mark.parametrize("status", [302, 404, 500])
async def test_an_answer_that_is_none(serve, ana, status):
    async def refuse(_request):
        return web.Response(status=status)

    await serve(refuse)
    assert (await ana.command("/kudos x")).error == "dispatch_failed"


async def test_nobody_listens_there(ana, emulator):
    emulator.app().request_url = "http://127.0.0.1:9/slack/events"
    assert (await ana.command("/kudos x")).error == "dispatch_failed"


async def test_a_plain_answer_is_shown(serve, ana):
    async def say(_request):
        return web.Response(text="Done.")

    await serve(say)
    assert (await ana.command("/kudos x")).text == "Done."


async def test_a_redelivery_is_the_same_to_the_byte(serve, ana, emulator):
    seen = []

    async def note(request):
        seen.append(
            (await request.read(), request.headers["X-Slack-Signature"], request.headers["X-Slack-Request-Timestamp"])
        )
        return web.json_response({"text": str(len(seen))})

    await serve(note)
    await ana.command("/kudos x")
    assert [answer.text for answer in await emulator.redeliver(2)] == ["2", "3"]
    assert len(set(seen)) == 1


async def test_events_are_sent_again_at_once_after_a_minute_and_after_five(serve, bo, emulator, clock):
    seen = []

    async def fail(request):
        seen.append(
            (
                request.headers.get("X-Slack-Retry-Num"),
                request.headers.get("X-Slack-Retry-Reason"),
                await request.json(),
            )
        )
        emulator.live.stir()
        return web.Response(status=500)

    await serve(fail)
    await bo.say("CKUDOS", "Hello")
    await emulator.until(lambda: len(seen) == 2)
    for minutes, count in ((1, 3), (5, 4)):
        await emulator.settled()
        clock.forward(timedelta(minutes=minutes))
        await emulator.until(lambda count=count: len(seen) == count)
    assert [(number, reason) for number, reason, _ in seen] == [
        (None, None),
        ("1", "http_error"),
        ("2", "http_error"),
        ("3", "http_error"),
    ]
    assert len({body["event_id"] for *_, body in seen}) == 1


async def test_an_app_may_decline_to_be_asked_again(serve, bo, emulator):
    seen = []

    async def fail(request):
        seen.append(await request.json())
        return web.Response(status=500, headers={"x-slack-no-retry": "1"})

    await serve(fail)
    await bo.say("CKUDOS", "Hello")
    await emulator.settled()
    assert len(seen) == 1


async def test_a_listener_that_fails_is_asked_again(bolt, serve, bo, emulator):
    seen = []

    @bolt.event("message")
    async def message(event):
        seen.append(event["text"])
        emulator.live.stir()
        if len(seen) == 1:
            raise RuntimeError("the database is away")

    await serve()
    await bo.say("CKUDOS", "Hello")
    await emulator.until(lambda: len(seen) == 2)
    await emulator.settled()
    assert seen == ["Hello", "Hello"]


async def test_a_response_url_without_a_token(serve, ana, session, emulator):
    urls = []

    async def note(request):
        urls.append((await request.post())["response_url"])
        return web.Response()

    await serve(note)
    await ana.command("/kudos x", channel="CKUDOS")
    for number in range(5):
        async with session.post(urls[0], json={"text": str(number), "blocks": [section()]}) as answer:
            assert (answer.status, await answer.text()) == (200, "ok")
    async with session.post(urls[0], json={"text": "6"}) as answer:
        assert (answer.status, (await answer.json())["error"]) == (404, "used_url")
    assert len(ana.messages("CKUDOS")) == 5


async def test_a_response_url_ends_after_half_an_hour(serve, ana, session, emulator, clock):
    urls = []

    async def note(request):
        urls.append((await request.post())["response_url"])
        return web.Response()

    await serve(note)
    await ana.command("/kudos x", channel="CKUDOS")
    clock.forward(timedelta(minutes=30))
    async with session.post(urls[0], json={"text": "Public", "response_type": "in_channel"}) as answer:
        assert answer.status == 200
    clock.forward(timedelta(seconds=1))
    async with session.post(urls[0], json={"text": "Late"}) as answer:
        assert (answer.status, (await answer.json())["error"]) == (404, "expired_url")
    assert [one["text"] for one in emulator.person("UBO").messages("CKUDOS")] == ["Public"]


@pytest.mark.parametrize(
    ("body", "status"), [("{", 400), ("{}", 400), ('{"text": "x", "blocks": [{"type": "section"}]}', 400)]
)
async def test_what_a_response_url_refuses(emulator, session, body, status):
    channel = emulator.workspace.channels["CKUDOS"]
    path = emulator.response_urls.new("commands", emulator.app(), channel, "UANA")
    async with session.post(emulator.url + path, data=body) as answer:
        assert answer.status == status
    async with session.post(emulator.url + "/commands/T1/1/wrong", json={"text": "x"}) as answer:
        assert answer.status == 404
