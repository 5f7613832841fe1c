"""No other web page can drive the workspace, and no uploaded file can either."""

import aiohttp
import pytest

HOSTILE = "<script>fetch('/_control/clock', {method: 'POST'})</script>"


@pytest.fixture
def address(emulator):
    def address(path):
        return f"{emulator.url}/_control/{path}"

    return address


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
async def test_what_a_foreign_form_can_send_is_not_taken(session, address, emulator, clock, kind):
    before = clock.now()
    sent = {"data": b'{"forward": 3600}', "headers": {"Content-Type": kind}}
    async with session.post(address("clock?forward=3600"), **sent) as answer:
        assert answer.status == 400
        assert (await answer.json())["error"] == "Send JSON, with the header Content-Type: application/json."
    assert clock.now() == before


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:1", "http://localhost", "null", ""])
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "clock"), ("DELETE", "faults"), ("GET", "state"), ("GET", "live")]
)
async def test_another_origin_is_refused(session, address, method, path, origin):
    async with session.request(method, address(path), json={}, headers={"Origin": origin}) as answer:
        assert answer.status == 400
        assert "Another web page asked for this." in (await answer.json())["error"]


async def test_another_origin_hears_nothing(session, address):
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await session.ws_connect(address("live?as=UANA"), origin="https://evil.example")


async def test_the_own_page_acts_and_hears(session, address, emulator):
    headers = {"Origin": emulator.url}
    async with session.post(address("clock"), json={"forward": 60}, headers=headers) as answer:
        assert answer.status == 200
    async with session.ws_connect(address("live?as=UANA"), origin=emulator.url) as socket:
        assert not socket.closed


async def test_the_page_stands_in_no_frame(session, emulator):
    async with session.get(emulator.url) as answer:
        assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'none'"


@pytest.mark.parametrize("way", ["person", "app"])
async def test_an_uploaded_page_can_do_nothing(session, client, address, way):
    file = (await client.files_upload_v2(filename='a"b.html', content=HOSTILE, channel="CKUDOS"))["file"]
    url = address(f"file?as=UANA&id={file['id']}") if way == "person" else file["url_private"]
    async with session.get(url, headers={"Authorization": "Bearer xoxb-cairn"}) as answer:
        assert await answer.text() == HOSTILE
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert answer.headers["Content-Security-Policy"] == "sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"] == 'inline; filename="a_b.html"'
