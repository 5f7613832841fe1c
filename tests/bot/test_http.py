"""HTTP mode's door: only what Slack signed comes in (`tests/faults/test_forged_requests.py` tries harder)."""

import asyncio
import hashlib
import hmac
import io
import json
import time
from urllib.parse import urlencode

import aiohttp
import pytest
from slack_sdk.signature import SignatureVerifier

import bot.http
from bot.health import Health
from bot.http import authentic, web_app
from company import ANA
from running import APP, running

SECRET = "0123456789abcdef0123456789abcdef"
PRIVATE = "only-for-you-9f2c"


def signed(body: bytes, *, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    timestamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()
    form = "application/x-www-form-urlencoded"
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}", "Content-Type": form}


def command(text: str = f"@bo for {PRIVATE}") -> bytes:
    fields = {"command": "/kudos", "text": text, "user_id": ANA.id, "team_id": "T0NORTHWIND", "trigger_id": "1.2.3"}
    return urlencode(fields | {"channel_id": "C1", "response_url": "http://127.0.0.1/none", "api_app_id": APP}).encode()


def without(headers: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in headers.items() if key != name}


BODY = command()
GOOD = signed(BODY)
FORGED = [
    pytest.param(BODY, signed(BODY, secret="x" * 32), id="another secret"),
    pytest.param(BODY + b"&a=b", GOOD, id="a changed body"),
    pytest.param(BODY, signed(BODY, at=time.time() - 360), id="six minutes old"),
    pytest.param(BODY, signed(BODY, at=time.time() + 3600), id="an hour ahead"),
    pytest.param(BODY, without(GOOD, "X-Slack-Signature"), id="no signature"),
    pytest.param(BODY, without(GOOD, "X-Slack-Request-Timestamp"), id="no time"),
    pytest.param(BODY, GOOD | {"X-Slack-Request-Timestamp": "soon"}, id="a time that is no number"),
    pytest.param(BODY, GOOD | {"X-Slack-Request-Timestamp": ""}, id="an empty time"),
    pytest.param(BODY, GOOD | {"X-Slack-Request-Timestamp": "1e99"}, id="a time beyond all times"),
    pytest.param(BODY, GOOD | {"X-Slack-Request-Timestamp": "9" * 400}, id="a time beyond all numbers"),
    pytest.param(BODY, GOOD | {"X-Slack-Request-Timestamp": "-5"}, id="a time before time"),
    pytest.param(BODY, GOOD | {"X-Slack-Signature": "v1" + GOOD["X-Slack-Signature"][2:]}, id="another version"),
    pytest.param(BODY, GOOD | {"X-Slack-Signature": "v0="}, id="an empty signature"),
    pytest.param(b"\xff\xfe" + BODY, signed(b"\xff\xfe" + BODY), id="no UTF-8, though well signed"),
    pytest.param(b"", {}, id="nothing at all"),
]


@pytest.mark.parametrize(("body", "headers"), FORGED)
def test_what_slack_did_not_sign_is_not_authentic(body, headers):
    assert not authentic(SignatureVerifier(SECRET), body, headers)


def test_what_slack_signed_is_authentic():
    assert authentic(SignatureVerifier(SECRET), BODY, signed(BODY))


def test_a_signature_in_other_letters_is_refused_and_not_a_crash():
    assert not authentic(SignatureVerifier(SECRET), BODY, GOOD | {"X-Slack-Signature": "v0=ä"})


@pytest.fixture
async def slack(sqlite_url):
    async with running(sqlite_url, mode="http") as everything:
        yield everything


async def post(slack, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    url = f"http://127.0.0.1:{slack.bot.port}/slack/events"
    async with aiohttp.ClientSession() as session, session.post(url, data=io.BytesIO(body), headers=headers) as answer:
        return answer.status, await answer.text()


async def test_a_body_that_does_not_come_is_not_waited_for(slack, monkeypatch):
    monkeypatch.setattr(bot.http, "COMES_WITHIN", 0.01)
    reader, writer = await asyncio.open_connection("127.0.0.1", slack.bot.port)

    writer.write(b"POST /slack/events HTTP/1.1\r\nHost: cairn\r\nContent-Length: 500\r\n\r\ncommand=")

    assert await reader.readline() == b"HTTP/1.1 401 Unauthorized\r\n"
    writer.close()


async def test_a_good_one_is_answered_and_its_replay_gets_the_same(slack):
    body = command("<@UBO> for " + PRIVATE)
    headers = signed(body)

    first, again = await post(slack, body, headers), await post(slack, body, headers)

    assert first[0] == 200
    assert "Thank you for saying thank you" in json.loads(first[1])["text"]
    assert again == first


async def test_slacks_checks_of_the_address_are_answered(slack):
    challenge = json.dumps({"type": "url_verification", "challenge": "abc", "token": "t"}).encode()
    assert await post(slack, challenge, signed(challenge) | {"Content-Type": "application/json"}) == (
        200,
        json.dumps({"challenge": "abc"}),
    )
    check = b"ssl_check=1&token=t"
    assert (await post(slack, check, signed(check)))[0] == 200


async def test_a_request_far_too_large_is_refused(slack):
    body = b"x" * (1024 * 1024 + 1)

    assert (await post(slack, body, signed(body)))[0] == 413


async def test_health_says_what_is_wrong(slack):
    await slack.settle()  # a post that goes well would end the pause below
    url = f"http://127.0.0.1:{slack.bot.port}/healthz"
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as answer:
            assert (answer.status, await answer.json()) == (200, {"ok": True, "trouble": []})
        slack.bot.timetable.delivery.paused = "token_revoked"
        async with session.get(url) as answer:
            found = await answer.json()
            assert (answer.status, found["ok"]) == (503, False)
            assert "token_revoked" in found["trouble"][0]


def test_without_a_secret_nothing_listens_for_slack():
    paths = {route.resource.canonical for route in web_app(Health()).router.routes()}

    assert paths == {"/healthz"}
