"""Junk, hostile and broken input: always an answer Slack would give, no mistake of ours in the log, and it goes on."""

import asyncio
import io
import json
import logging

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from northwind_slack import MONDAY, NORTHWIND, button, modal, section

from emulator import Clock, Emulator, Workspace
from emulator.control import SUBJECTS
from emulator.web_api import METHODS
from emulator.web_api.arguments import ARGUMENTS

CALLS = sorted(set(METHODS) & set(ARGUMENTS))
ENDPOINTS = [(method, name) for subject in SUBJECTS for method, name, _ in subject.ENDPOINTS]
FIXED = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
WORDS = [
    "UANA",
    "CKUDOS",
    "A0CAIRN",
    "",
    "x",
    "\x00",
    "\ud800",
    "1772442000.000001",
    "V1",
    "😀",
    "\u202e",
    "-1",
    "1e999",
    "[]",
]
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8), st.sampled_from(WORDS)
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "type", "text", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)
CONTROLS = [
    "action_id", "app", "as", "attachments", "block_id", "blocks", "callback_id", "channel", "container", "content",
    "copies", "cursor", "dnd_from", "do", "files", "forward", "id", "kind", "latest", "limit", "message", "metadata",
    "method", "name", "oldest", "options", "presence", "probability", "query", "reason", "seed", "set", "since", "speed",
    "state", "status_text", "text", "thread", "thread_ts", "times", "timestamp", "trigger_id", "ts", "types", "user",
    "user_id", "users", "value", "values", "view", "view_id",
]  # fmt: skip


RIGHT = {
    "blocks": [section(), {"type": "actions", "elements": [button("b")]}],
    "channel": "CKUDOS",
    "channel_id": "CKUDOS",
    "external_id": "x",
    "filename": "x.csv",
    "length": 3,
    "limit": 2,
    "link": "https://example.com",
    "message_ts": "1772442000.000000",
    "metadata": {"event_type": "x", "event_payload": {}},
    "name": "tada",
    "post_at": 1772449999,
    "text": "x",
    "thread_ts": "1772442000.000000",
    "timestamp": "1772442000.000000",
    "title": "x",
    "ts": "1772442000.000000",
    "type": "link",
    "user": "UANA",
    "user_id": "UANA",
    "users": "UANA,UBO",
    "view": modal(),
}


@pytest.fixture(autouse=True)
def no_mistakes(caplog):
    """Nothing that is an error for the log may happen, whatever comes."""
    yield
    assert [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.ERROR] == []


@pytest.fixture
def call(session, emulator):
    emulator.workspace.settings.rate_limits = False

    async def call(method, data=None, *, kind=None, token="xoxb-cairn", **more):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers |= {"Content-Type": kind} if kind else {}
        url = emulator.api_url + method
        async with session.post(url, data=data, headers=headers, **more) as answer:
            return answer.status, await answer.json(content_type=None) if answer.status == 200 else {}

    return call


async def still_there(call):
    assert (await call("auth.test"))[1]["ok"]


JSON_KIND, FORM = "application/json; charset=utf-8", "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"


@pytest.mark.parametrize(
    ("kind", "body", "error"),
    [
        pytest.param(JSON_KIND, b"{", "invalid_json", id="half an object"),
        pytest.param(JSON_KIND, b"\xff\xfe", "invalid_json", id="no utf-8"),
        pytest.param(JSON_KIND, b"\x00", "invalid_json", id="nul"),
        pytest.param(JSON_KIND, b'"x"', "json_not_object", id="no object"),
        pytest.param(JSON_KIND, b'{"a":' * 200 + b"1" + b"}" * 200, "invalid_json", id="too deep"),
        pytest.param(JSON_KIND, b"[" * 100_000, "invalid_json", id="much too deep"),
        pytest.param(JSON_KIND, b'{"a": NaN}', "invalid_json", id="no number"),
        pytest.param(JSON_KIND, b'{"a": ' + b"9" * 5000 + b"}", "invalid_json", id="an endless number"),
        pytest.param("application/json; charset=klingon", b"{}", "invalid_charset", id="charset"),
        pytest.param("application/json; charset=utf-16", b"{}", "invalid_charset", id="another charset"),
        pytest.param("application/xml", b"<a/>", "invalid_post_type", id="xml"),
        pytest.param("application/octet-stream", b"x", "invalid_post_type", id="bytes"),
        pytest.param("x", b"x", "invalid_post_type", id="no type"),
        pytest.param(FORM, b"text=\xff", "invalid_form_data", id="a form that is no utf-8"),
        pytest.param(FORM, b"&".join(b"a%d=1" % n for n in range(2000)), "invalid_form_data", id="too many fields"),
        pytest.param(MULTIPART, b"nothing", "invalid_form_data", id="no part"),
        pytest.param(MULTIPART, b"--x\r\n\r\n", "invalid_form_data", id="a part that ends"),
        pytest.param(MULTIPART, b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb', "invalid_form_data", id="no end"),
        pytest.param("multipart/form-data", b"--x", "invalid_form_data", id="no boundary"),
    ],
)  # fmt: skip
async def test_a_body_that_cannot_be_read(call, kind, body, error):
    assert await call("auth.test", body, kind=kind) == (200, {"ok": False, "error": error})
    await still_there(call)


async def test_a_body_without_a_type(session, emulator):
    reader, writer = await asyncio.open_connection("127.0.0.1", emulator.port)
    head = "POST /api/auth.test HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx"
    writer.write(head.encode())
    assert b'"missing_post_type"' in await reader.read()
    writer.close()


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("kind", [JSON_KIND, FORM, "text/plain"])
async def test_ten_megabytes(call, kind, chunked, emulator):
    async def parts():
        for _ in range(10):
            yield b"x" * 1_000_000

    status, _ = await call("chat.postMessage", parts() if chunked else io.BytesIO(b"x" * 10_000_000), kind=kind)
    assert status == 413
    assert emulator.traffic.read(None, 1)["traffic"][0]["note"] == "HTTP 413, too large"
    await still_there(call)


async def test_a_body_that_never_comes(emulator, call):
    _reader, writer = await asyncio.open_connection("127.0.0.1", emulator.port)
    writer.write(b"POST /api/auth.test HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n")
    writer.write(b"Content-Length: 100\r\n\r\n{")
    await writer.drain()
    writer.transport.abort()
    await emulator.until(lambda: not emulator.gate.in_progress)
    await still_there(call)


@pytest.mark.parametrize(
    "sent",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /api/auth.test HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        b"POST /api/auth.test HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /%ff%00 HTTP/1.1\r\nHost: \xff\r\n\r\n",
        b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n\r\n",
    ],
    ids=["noise", "no address", "version", "length", "chunks", "bytes", "long"],
)
async def test_what_is_no_http_at_all(emulator, call, sent):
    reader, writer = await asyncio.open_connection("127.0.0.1", emulator.port)
    writer.write(sent)
    writer.write_eof()
    answer = await reader.read()
    assert b"Traceback" not in answer
    writer.close()
    await still_there(call)


@pytest.mark.parametrize(
    ("header", "error"),
    [
        ("Bearer", "not_authed"),
        ("Bearer ", "not_authed"),
        ("Basic eG94Yi1jYWlybg==", "not_authed"),
        ("Basic \xff", "not_authed"),
        ("xoxb-cairn", "not_authed"),
        ("Bearer xoxb-cairn, Bearer xoxb-cairn", "invalid_auth"),
        ("Bearer xoxb-" + "x" * 7000, "invalid_auth"),
        ("bearer    xoxb-cairn", None),
    ],
)
async def test_a_token_in_an_odd_form(session, emulator, header, error):
    async with session.post(emulator.api_url + "auth.test", headers={"Authorization": header}) as answer:
        assert (await answer.json()).get("error") == error


async def test_a_token_in_json_is_none(call):
    body = json.dumps({"token": "xoxb-cairn"})
    assert (await call("auth.test", body, kind=JSON_KIND, token=None))[1]["error"] == "not_authed"


@pytest.mark.parametrize("method", ["", "x", "chat", "chat.postMessage/", "CHAT.POSTMESSAGE", "a/b", "%00", "..%2f"])
async def test_a_method_that_is_none(session, emulator, method):
    async with session.get(emulator.api_url + method) as answer:
        assert (answer.status, (await answer.json())["error"]) == (200, "unknown_method")


async def test_get_does_what_post_does(session, emulator, ana):
    query = {"token": "xoxb-cairn", "channel": "CKUDOS", "text": "By GET", "blocks": '[{"type": "divider"}]'}
    async with session.get(emulator.api_url + "chat.postMessage", params=query) as answer:
        assert (await answer.json())["ok"]
    assert ana.messages("CKUDOS")[0]["text"] == "By GET"


async def test_half_a_character_is_replaced(call, ana):
    await call("chat.postMessage", b'{"channel": "CKUDOS", "text": "a\\ud800b"}', kind=JSON_KIND)
    assert ana.messages("CKUDOS")[0]["text"] == "a\N{REPLACEMENT CHARACTER}b"


@pytest.fixture
def on(monkeypatch):
    """Run example after example in one workspace: each must leave it in order for the next."""
    monkeypatch.setattr("emulator.acting.interactions.HOME_SECONDS", 0.01)
    with asyncio.Runner() as runner:
        emulator, session = runner.run(opened())
        yield lambda work: runner.run(work(emulator, session))
        runner.run(session.close())
        runner.run(emulator.stop())


async def opened():
    workspace = Workspace.from_mapping(json.loads(json.dumps(NORTHWIND)))
    workspace.settings.rate_limits = False
    emulator = Emulator(workspace, clock=Clock(MONDAY, frozen=True))
    emulator.delivery.ack_seconds = 0.01
    await emulator.start()
    return emulator, aiohttp.ClientSession()


@st.composite
def calls(draw):
    """A method with some of its own arguments, each with any value."""
    method = draw(st.sampled_from(CALLS))
    known = ARGUMENTS[method]
    more = draw(st.sets(st.sampled_from(sorted(known.known)), max_size=3)) if known.known else set()
    return method, {name: draw(likely(name)) for name in [*known.needed, *sorted(more)]}


def likely(name):
    """Mostly a value that is right there, so that a call gets further than its first check."""
    return st.one_of(st.just(RIGHT[name]), st.just(RIGHT[name]), values) if name in RIGHT else values


async def answered(emulator, session, method, args):
    headers = {"Authorization": "Bearer xoxb-cairn", "Content-Type": "application/json"}
    body = json.dumps(args).encode()
    async with session.post(emulator.api_url + method, data=body, headers=headers) as answer:
        said = await answer.json()
    assert answer.status == 200
    assert said.get("error") != "internal_error", (method, args)


@FIXED
@given(st.lists(calls(), min_size=20, max_size=20))
def test_any_arguments_of_any_method(on, many):
    async def work(emulator, session):
        for method, args in many:
            await answered(emulator, session, method, args)
        json.dumps(emulator.traffic.read(0, 200))
        emulator.app().installed, emulator.app().revoked = True, False

    on(work)


@FIXED
@given(
    st.lists(
        st.tuples(st.sampled_from([JSON_KIND, FORM, MULTIPART, "text/plain"]), st.binary(max_size=200)),
        min_size=8,
        max_size=8,
    )
)
def test_any_bytes(on, bodies):
    async def work(emulator, session):
        for kind, body in bodies:
            headers = {"Authorization": "Bearer xoxb-cairn", "Content-Type": kind}
            async with session.post(emulator.api_url + "chat.postMessage", data=body, headers=headers) as answer:
                said = await answer.json()
            assert (answer.status, said["ok"], said["error"] != "internal_error") == (200, False, True)

    on(work)


@FIXED
@given(
    st.lists(
        st.tuples(st.sampled_from(ENDPOINTS), st.dictionaries(st.sampled_from(CONTROLS), values, max_size=6)),
        min_size=12,
        max_size=12,
    )
)
def test_any_arguments_of_the_control_api(on, requests):
    async def work(emulator, session):
        for (method, name), args in requests:
            url = f"{emulator.url}/_control/{name}"
            if method == "POST":
                given = {"data": json.dumps({"as": "UANA", **args}), "headers": {"Content-Type": "application/json"}}
            else:
                shown = {key: str(value).encode(errors="replace").decode() for key, value in args.items()}
                given = {"params": {"as": "UANA", **shown}}
            async with session.request(method, url, **given) as answer:
                said = await answer.json()
            assert answer.status in {200, 400}, (method, name, args)
            assert answer.status == 200 or said["error"].strip(), (method, name, args)
        emulator.faults.clear()
        for name in ("state?as=UANA", "traffic"):
            async with session.get(f"{emulator.url}/_control/{name}") as answer:
                assert answer.status == 200

    on(work)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"\xff", "This is no UTF-8."),
        (b"[" * 100_000, "This is nested deeper than 100 levels."),
        (b'{"forward": NaN}', "JSON has no NaN."),
        (b'{"forward": 1e999}', "The argument 'forward' is a number, not inf."),
        (b'{"as": ["UANA"]}', "A time"),
    ],
)
async def test_a_control_request_that_cannot_be_read(session, emulator, body, words):
    headers = {"Content-Type": "application/json"}
    if words == "A time":
        body, words = b'{"set": ["now"]}', "The argument 'set' is text, not ['now']."
    async with session.post(f"{emulator.url}/_control/clock", data=body, headers=headers) as answer:
        assert (answer.status, (await answer.json())["error"]) == (400, words)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:{port}", 200),
        ("127.0.0.1:{port}", 200),
        ("[::1]:{port}", 200),
        ("cairn.localhost", 200),
        ("192.168.1.5:{port}", 200),
        ("evil.example", 400),
        ("evil.example:{port}", 400),
        ("localhost.evil.example", 400),
        ("127.0.0.1.evil.example", 400),
        ("[", 400),
        ("", 400),
    ],
)
async def test_a_strangers_name_for_this_machine_is_not_ours(session, emulator, host, status):
    headers = {"Host": host.format(port=emulator.port), "Origin": f"http://{host.format(port=emulator.port)}"}
    async with session.get(f"{emulator.url}/_control/state?as=UANA", headers=headers) as answer:
        assert answer.status == status


async def test_the_name_it_was_told_to_listen_at_is_ours(session, emulator):
    emulator.host = "slack.test"
    async with session.get(f"{emulator.url}/_control/state", headers={"Host": "slack.test:80"}) as answer:
        assert answer.status == 200
